/* Count: a place is scanned, then what stands there; the same place or F9 ends
 * it, another place ends it and begins the next.  What differs stands first,
 * with what can be done about it, each one touch; untouched it becomes a
 * case. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/tally.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

#define CHOICE_TARGET	20000	/* + 2 * row + choice */
#define CHOICES		2
#define CHOICE_COLS	16

enum { ASK_PIECES = 1, ASK_PLACE };

struct state {
	struct tally tally;
	struct list list;
	int choice;			/* of the selected row: 0 the row, 1 its
					 * first, 2 its second */
	int64_t asked;			/* whose count or place is asked */
};

static const enum action actions[] = { DO_DONE, DO_NOTHING };

static struct tally_row *
shown(struct state *s, int i)
{
	return i >= 0 && (size_t)i < s->tally.n ?
	    &s->tally.row[s->tally.shown[i]] : NULL;
}

static void
changed(struct state *s)
{
	tally_sort(&s->tally);
	list_set(&s->list, (int)s->tally.n);
}

static void
begin(struct kiosk *k, struct state *s, int64_t place)
{
	tally_begin(k, &s->tally, place);
	memset(&s->list, 0, sizeof s->list);
	s->list.shy = true;
	s->choice = 0;
	changed(s);
}

static struct step
count_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	k->said.outcome = SAY_NOTHING;
	s->list.shy = true;
	if (k->work[0] != '\0')	/* what was counted before the lock */
		tally_read(k, &s->tally, k->work);
	else if (arg->id != 0)
		begin(k, s, arg->id);
	changed(s);
	return step_stay();
}

static void
count_close(struct kiosk *k, void *state)
{
	(void)k;
	tally_release(&((struct state *)state)->tally);
}

static void
count_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;

	tally_look(k, &s->tally);
	changed(s);
}

static bool
count_park(struct kiosk *k, void *state, char *out, size_t cap)
{
	(void)k;
	return tally_write(&((struct state *)state)->tally, out, cap);
}

/* --- on the screen --- */

static void
draw_choice(const struct state *s, const struct tally_row *r, int i, int n,
    struct area a, bool selected)
{
	enum settle settle = tally_choice(r, n);
	bool on = r->settle == settle, at = selected && s->choice == n + 1;
	enum style st = at ? ST_SELECTED : on ? ST_KEY : ST_TILE;

	draw_fill(a, st);
	draw_centre(a.y + (a.h >= 3), a.x, a.w, st, _(settle_label(settle)));
	draw_target(a, CHOICE_TARGET + CHOICES * i + n);
	if (at)
		draw_cursor(a.y + (a.h >= 3), a.x);
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	struct state *s = arg;
	const struct tally_row *r = shown(s, i);
	enum style st, plain = selected && s->choice == 0 ? ST_SELECTED :
	    r->how == TALLY_WAITS ? ST_DIM : ST_BODY;
	char word[120];
	int w = a.w, y = a.y, n = 0;

	while (n < CHOICES && tally_choice(r, n) != SETTLE_NOT)
		n++;
	int wide = a.w >= 60 ? CHOICE_COLS : 12;
	if (selected && s->choice != 0)
		draw_fill(a, ST_BODY);
	for (int c = n - 1; c >= 0; c--) {
		w -= wide + 1;
		draw_choice(s, r, i, c, (struct area){ a.y, a.x + w + 1,
		    a.h > 2 ? a.h - 1 : a.h, wide }, selected);
	}
	tally_word(r, word, sizeof word, &st);
	if (plain == ST_SELECTED)
		st = plain;
	const char *name = r->name[0] != '\0' ? r->name : r->code;
	if (a.h >= 2) {
		n = draw_text(y, a.x + 1, w - 2, plain, name);
		n = draw_text(y + 1, a.x + 1, w - 2, st, word);
		if (r->name[0] != '\0' && w - n > 22)
			draw_right(y + 1, a.x + n + 2, w - n - 3, plain ==
			    ST_SELECTED ? plain : ST_DIM, r->code);
		return;
	}
	int part = w >= 48 ? 17 : w >= 24 ? 14 : w / 2 - 1;
	draw_text(y, a.x + 1, w - part - 2, plain, name);
	draw_right(y, a.x + w - part - 1, part, st, word);
}

static void
count_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	struct tally *t = &s->tally;
	char text[240], n[16], of[16], open[16];
	const char *args[] = { t->place.name, n, of, open };
	size_t waits = tally_count(t, TALLY_WAITS), left = tally_open(t);

	(void)k;
	snprintf(n, sizeof n, "%zu", t->n - waits);
	snprintf(of, sizeof of, "%zu", t->n);
	snprintf(open, sizeof open, "%zu", left);
	draw_text(a.y, a.x, a.w - 13, ST_ACCENT, t->place.id == 0 ?
	    _("Räkna en plats") : lang_fill(text, sizeof text,
	    _("Räkna %1$s"), args, 1));
	if (t->place.id != 0)
		draw_right(a.y, a.x + a.w - 12, 12, ST_STRONG, lang_fill(text,
		    sizeof text, _("%2$s av %3$s"), args, 3));
	int used = draw_wrap((struct area){ a.y + 1, a.x, 2, a.w }, ST_DIM,
	    t->place.id == 0 ? _("Skanna platsen som ska räknas.") :
	    left == 0 ? _("Allt har sitt svar. Skanna platsen igen, eller "
	    "F9.") : lang_fill(text, sizeof text, _("Skanna allt här, "
	    "sist platsen igen. Tryck på svar där det inte stämmer, annars "
	    "blir det ärenden (%4$s)."), args, 4));
	draw_cursor(a.y, a.x);
	list_draw(&s->list, (struct area){ a.y + 2 + used, a.x,
	    a.h - 2 - used, a.w }, a.h >= 15, t->n > 0, draw_row, s);
}

/* --- a scan --- */

static void
say_row(struct kiosk *k, enum outcome o, const struct tally_row *r)
{
	enum style st;
	char word[120];

	tally_word(r, word, sizeof word, &st);
	kiosk_say(k, o, false, r->from[0] != '\0' && r->how != TALLY_RIGHT ?
	    "%s: %s (%s)." : "%s: %s.", r->name[0] != '\0' ? r->name :
	    r->code, word, r->from);
}

/* Of a lot, how many stand here. */
static struct step
ask_pieces(struct state *s, const struct tally_row *r)
{
	char title[200], n[16];
	const char *args[] = { r->name, n };

	if (r->pieces == 0 || r->seen >= 0 || r->how == TALLY_WAITS)
		return step_stay();
	s->asked = r->id;
	snprintf(n, sizeof n, "%d", r->pieces);
	return prompt_number(ASK_PIECES, lang_fill(title, sizeof title,
	    _("%1$s: ska vara %2$s. Hur många står här?"), args, 2),
	    r->pieces);
}

static struct step
counted(struct kiosk *k, struct state *s, int64_t id)
{
	char said[200];
	bool already;
	const struct tally_row *r = tally_see(k, &s->tally, id, &already);

	if (r == NULL)
		return step_stay();
	const char *args[] = { r->name };
	if (already) {
		kiosk_say(k, SAY_ALREADY, false, "%s", lang_fill(said,
		    sizeof said, _("%1$s är redan räknad."), args, 1));
		return step_stay();
	}
	say_row(k, r->how == TALLY_RIGHT ? SAY_OK : SAY_INFO, r);
	changed(s);
	return ask_pieces(s, r);
}

/* --- the act --- */

static bool
finish(struct kiosk *k, struct state *s)
{
	const struct tally *t = &s->tally;
	struct err err = { .why = WHY_NONE };
	char right[16], moved[16], missing[16], unknowns[16], said[400];
	const char *args[] = { t->place.name, right, moved, missing,
	    unknowns };
	size_t waits = tally_count(t, TALLY_WAITS);

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = tally_commit(k, t, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return false;
	snprintf(right, sizeof right, "%zu", tally_count(t, TALLY_RIGHT));
	snprintf(moved, sizeof moved, "%zu", tally_count(t, TALLY_MOVED) +
	    tally_count(t, TALLY_ARRIVED) + tally_count(t, TALLY_LENT));
	snprintf(missing, sizeof missing, "%zu", waits);
	snprintf(unknowns, sizeof unknowns, "%zu",
	    tally_count(t, TALLY_UNKNOWN));
	kiosk_say(k, tally_open(t) > 0 ? SAY_INFO : SAY_OK, true, "%s",
	    lang_fill(said, sizeof said,
	    _("%1$s är räknad: %2$s rätt, %3$s kom hit, %4$s saknas, %5$s "
	    "okända."), args, 5));
	return true;
}

static struct step
end(struct kiosk *k, struct state *s, int64_t next)
{
	if (k->who.role < ROLE_WORKER)
		return step_sign_in(ROLE_WORKER);
	if (!finish(k, s))
		return step_stay();
	if (next != 0) {
		begin(k, s, next);
	} else {
		tally_release(&s->tally);
		memset(s, 0, sizeof *s);
		s->list.shy = true;
	}
	return step_stay();
}

/* A place's label twice in a row does not say that it is empty; F9 does. */
static struct step
closed_by(struct kiosk *k, struct state *s, int64_t place)
{
	bool same = place == s->tally.place.id;

	if (tally_count(&s->tally, TALLY_WAITS) < s->tally.n)
		return end(k, s, same ? 0 : place);
	if (!same)
		begin(k, s, place);
	else
		kiosk_say(k, SAY_NO, false, "%s", _("Inget är räknat. Är "
		    "platsen tom, tryck F9."));
	return step_stay();
}

static struct step
scan_place(struct kiosk *k, struct state *s, const char *code)
{
	struct place place;
	struct err err;

	if (kiosk_fail(k, place_find(k->db, code, &place, &err), &err) !=
	    RC_OK)
		return step_stay();
	if (s->tally.place.id != 0)
		return closed_by(k, s, place.id);
	begin(k, s, place.id);
	return step_stay();
}

static struct step
count_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct item item[2];
	struct err err;
	size_t n = 0;

	if (code->kind == CODE_PLACE)
		return scan_place(k, s, code->text);
	if (code->kind != CODE_ITEM && code->kind != CODE_FOREIGN)
		return step_pass();
	if (s->tally.place.id == 0) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Skanna platsen som ska räknas."));
		return step_stay();
	}
	enum rc rc = item_find(k->db, code->text, item, 2, &n, &err);
	if (rc == RC_OK && n > 1)	/* a kind: which of them is it? */
		return step_push(SCREEN_SEARCH, 0, code->text);
	if (rc == RC_OK)
		return counted(k, s, item[0].id);
	const struct tally_row *r = tally_see_unknown(&s->tally, code->text);
	if (r != NULL)
		say_row(k, SAY_NO, r);
	changed(s);
	return step_stay();
}

/* --- hands --- */

/* A touch on a choice; a second one takes it back. */
static struct step
choose(struct kiosk *k, struct state *s, struct tally_row *r, int n)
{
	enum settle settle = r == NULL ? SETTLE_NOT : tally_choice(r, n);

	if (settle == SETTLE_NOT)
		return step_stay();
	if (settle == SETTLE_REGISTER)
		return k->who.role < ROLE_WORKER ?
		    step_sign_in(ROLE_WORKER) :
		    step_push(SCREEN_REGISTER, 0, r->code);
	if (settle == SETTLE_ELSEWHERE && r->settle != settle) {
		s->asked = r->id;
		return step_ask(SCREEN_PICK, ASK_PLACE, 'p', NULL);
	}
	r->settle = r->settle == settle ? SETTLE_NOT : settle;
	say_row(k, SAY_INFO, r);
	return step_stay();
}

static struct step
row_chosen(struct kiosk *k, struct state *s)
{
	struct tally_row *r = shown(s, s->list.sel);

	if (s->choice > 0)
		return choose(k, s, r, s->choice - 1);
	if (r == NULL || r->how != TALLY_WAITS)
		return step_stay();
	return counted(k, s, r->id);	/* a label that cannot be read */
}

/* Left and right go between a row and its choices. */
static bool
sideways(struct state *s, enum key key)
{
	const struct tally_row *r = shown(s, s->list.sel);
	int to = s->choice + (key == K_RIGHT ? 1 : -1);

	if (s->list.shy || r == NULL || (key != K_RIGHT && key != K_LEFT))
		return false;
	if (to >= 0 && to <= CHOICES && (to == 0 || tally_choice(r, to - 1) !=
	    SETTLE_NOT))
		s->choice = to;
	return true;
}

static struct step
count_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	int at = in->target - CHOICE_TARGET;

	if (in->kind == INPUT_TAP && at >= 0 && at < CHOICES * TALLY_MAX)
		return choose(k, s, shown(s, at / CHOICES), at % CHOICES);
	if (in->kind == INPUT_KEY && sideways(s, in->key))
		return step_stay();
	if (in->kind == INPUT_TAP)
		s->choice = 0;
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		return row_chosen(k, s);
	case LIST_MOVED:
		s->choice = 0;
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

static bool
count_can(struct kiosk *k, void *state, enum action a)
{
	(void)k;
	return a != DO_DONE || ((struct state *)state)->tally.place.id != 0;
}

static struct step
count_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (a == DO_DONE)
		return end(k, s, 0);
	if (a != DO_BACK)
		return step_pass();
	kiosk_park(k, k->depth);
	return step_pop();
}

static void
stands_elsewhere(struct kiosk *k, struct tally_row *r, int64_t id)
{
	struct place place;
	struct err err;

	if (kiosk_fail(k, place_get(k->db, id, &place, &err), &err) != RC_OK)
		return;
	r->settle = SETTLE_ELSEWHERE;
	r->elsewhere = id;
	memcpy(r->elsewhere_name, place.name, sizeof r->elsewhere_name);
	say_row(k, SAY_INFO, r);
}

static struct step
count_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	struct tally_row *r = s->tally.row, *end = r + s->tally.n;

	if (arg->tag != ASK_PIECES && arg->tag != ASK_PLACE)
		return s->tally.place.id == 0 ? step_stay() :
		    counted(k, s, arg->id);
	while (r != end && r->id != s->asked)
		r++;
	if (r == end)
		return step_stay();
	if (arg->tag == ASK_PIECES)
		r->seen = (int32_t)arg->id;
	else
		stands_elsewhere(k, r, arg->id);
	changed(s);
	return step_stay();
}

const struct screen_ops screen_count = {
	.title = N_("Räkna"),
	.help = N_("Skanna platsen, sedan allt som står där, sist platsen "
	    "igen eller nästa plats. Det som hörde hemma någon annanstans "
	    "flyttas hit. Det som saknas, är okänt eller utlånat står först, "
	    "med svar att trycka på."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.takes_items = true,
	.code_row = true,
	.open = count_open,
	.draw = count_draw,
	.input = count_input,
	.scan = count_scan,
	.action = count_action,
	.answer = count_answer,
	.can = count_can,
	.park = count_park,
	.refresh = count_refresh,
	.close = count_close,
};
