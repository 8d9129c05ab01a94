/* New places: one by its name, or a run of them, "A-01-1" to "A-04-3", with
 * their labels; and a new name for one that there is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/rows.h"
#include "tui/lang.h"
#include "tui/place_run.h"

enum { ROW_FROM, ROW_TO, ROWS };

static const char *const labels[ROWS] = { N_("Namn"), N_("Till och med") };

struct state {
	struct rows rows;
	struct place renamed;	/* id 0: new ones are made */
};

static const enum action actions[] = { DO_DONE, DO_NOTHING };

static const char *
text(const struct state *s, int row)
{
	return s->rows.row[row].field.text;
}

static struct step
places_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	k->said.outcome = SAY_NOTHING;
	rows_init(&s->rows, labels, ROWS);
	for (int i = 0; i < ROWS; i++)
		s->rows.row[i].field.max = PLACE_NAME_SIZE - 1;
	field_set(&s->rows.row[ROW_FROM].field, arg->text);
	if (arg->id == 0)
		return step_stay();
	struct err err;
	if (kiosk_fail(k, place_get(k->db, arg->id, &s->renamed, &err),
	    &err) != RC_OK)
		return step_pop();
	field_set(&s->rows.row[ROW_FROM].field, s->renamed.name);
	s->rows.row[ROW_TO].left_out = true;
	return step_stay();
}

/* What would be made: "12 platser: A-01-1, A-01-2 … A-04-3". */
static void
draw_preview(const struct state *s, struct area a)
{
	struct place_run run;
	char name[3][PLACE_NAME_SIZE], n[16], said[300];
	const char *args[] = { n, name[0], name[1], name[2] };

	if (*text(s, ROW_FROM) == '\0')
		return;
	if (!place_run_init(&run, text(s, ROW_FROM), text(s, ROW_TO))) {
		draw_wrap(a, ST_NO_TEXT, _("✗ De två namnen gör ingen rad: de "
		    "ska skilja sig i siffror eller stora bokstäver, den "
		    "första minst, och bli högst 480 platser."));
		return;
	}
	snprintf(n, sizeof n, "%zu", run.n);
	place_run_name(&run, 0, name[0]);
	place_run_name(&run, run.n > 1 ? 1 : 0, name[1]);
	place_run_name(&run, run.n - 1, name[2]);
	draw_wrap(a, ST_OK_TEXT, lang_fill(said, sizeof said, run.n == 1 ?
	    _("✓ En plats: %2$s") : run.n == 2 ?
	    _("✓ %1$s platser: %2$s och %4$s") :
	    _("✓ %1$s platser: %2$s, %3$s … %4$s"), args, 4));
}

static void
places_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	(void)k;
	if (s->renamed.id != 0) {
		draw_textf(a.y, a.x, a.w, ST_STRONG, "%s   %s",
		    s->renamed.code, s->renamed.name);
		rows_draw(&s->rows, (struct area){ a.y + 2, a.x, 2, a.w });
		return;
	}
	draw_para(&a, ST_DIM, _("En plats, eller en hel rad på en gång: från "
	    "A-01-1 till och med A-04-3. Sedan skrivs etiketterna ut."));
	if (a.h > 5) {
		a.y++;
		a.h--;
	}
	rows_draw(&s->rows, (struct area){ a.y, a.x, a.h < 8 ? 2 : 4, a.w });
	int used = a.h < 8 ? 3 : 5;
	draw_preview(s, (struct area){ a.y + used, a.x, a.h - used, a.w });
}

static struct step
rename_place(struct kiosk *k, struct state *s)
{
	struct err err = { .why = WHY_NONE };
	struct place p = s->renamed;
	char said[300];
	const char *args[] = { s->renamed.name, p.name };
	int64_t id;

	snprintf(p.name, sizeof p.name, "%.63s", text(s, ROW_FROM));
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = place_set(k->db, &p, &id, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("%1$s heter %2$s nu. Skriv ut en ny etikett med F6."), args,
	    2));
	return step_pop();
}

/* The labels of all of them, the ones that were there too. */
static struct step
show_labels(struct kiosk *k, const struct place *place, size_t n)
{
	size_t used = (size_t)snprintf(k->work, sizeof k->work, "0 0\n");

	for (size_t i = 0; i < n && used + 48 < sizeof k->work; i++)
		used += (size_t)snprintf(k->work + used, sizeof k->work - used,
		    "%s\n", place[i].code);
	return step_replace(SCREEN_LABELS, 0, NULL);
}

static void
say_made(struct kiosk *k, size_t n, size_t made, const struct place *place)
{
	char all[16], old[16], said[300];
	const char *args[] = { all, old, place[0].name, place[n - 1].name };

	snprintf(all, sizeof all, "%zu", made);
	snprintf(old, sizeof old, "%zu", n - made);
	kiosk_say(k, made > 0 ? SAY_OK : SAY_ALREADY, made > 0, "%s",
	    lang_fill(said, sizeof said, n == 1 ? made == 1 ?
	    _("Ny plats: %3$s.") : _("%3$s finns redan.") : made == n ?
	    _("Nya platser: %1$s, %3$s till %4$s.") :
	    _("Nya platser: %1$s, %3$s till %4$s; fanns redan: %2$s."), args,
	    4));
}

static struct step
done(struct kiosk *k, struct state *s)
{
	static struct place place[PLACE_RUN_MAX];
	struct place_run run;
	struct err err = { .why = WHY_NONE };
	size_t made = 0;

	if (!place_run_init(&run, text(s, ROW_FROM), text(s, ROW_TO))) {
		kiosk_say(k, SAY_NO, false, "%s", *text(s, ROW_FROM) == '\0' ?
		    _("Skriv vad platsen heter.") :
		    _("De två namnen gör ingen rad av platser."));
		return step_stay();
	}
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = place_run_make(k->db, &run, place, &made, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	struct step step = show_labels(k, place, run.n);
	say_made(k, run.n, made, place);
	return step;
}

static struct step
places_input(struct kiosk *k, void *state, const struct input *in)
{
	(void)k;
	return rows_input(&((struct state *)state)->rows, in) == ROWS_PASS ?
	    step_pass() : step_stay();
}

static struct step
places_action(struct kiosk *k, void *state, enum action a)
{
	if (a != DO_DONE)
		return step_pass();
	return k->who.role < ROLE_WORKER ? step_sign_in(ROLE_WORKER) :
	    ((struct state *)state)->renamed.id != 0 ?
	    rename_place(k, state) : done(k, state);
}

static const char *
places_title(const void *state)
{
	return ((const struct state *)state)->renamed.id != 0 ?
	    N_("Byt namn") : N_("Nya platser");
}

const struct screen_ops screen_places = {
	.title = N_("Nya platser"),
	.title_now = places_title,
	.help = N_("Skriv platsens namn: zon, ställage, fack, som A-01-1. "
	    "Många på en gång: skriv det sista namnet också. F9 gör dem, och "
	    "visar deras etiketter."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = places_open,
	.draw = places_draw,
	.input = places_input,
	.action = places_action,
};
