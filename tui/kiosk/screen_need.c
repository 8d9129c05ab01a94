/* "I need something": a visitor is led to an order, one question at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/sync_state.h"
#include "tui/kiosk/form.h"
#include "tui/kiosk/guide.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/need_rows.h"
#include "tui/kiosk/rows.h"
#include "tui/known.h"
#include "tui/lang.h"

enum { NEED_COUNT, NEED_WIDTH, NEED_DEPTH, NEED_HEIGHT, NEED_MUCH_ROWS };
enum { SAID_WHAT, SAID_WHEN, SAID_UNIT, SAID_CONTACT, SAID_PHONE, SAID_ROWS };
#define SAID_VALUES	(SAID_UNIT + 1)

struct state {
	enum need_step step;
	struct guide_wish wish;
	struct guide_found found;
	size_t  chosen;			/* of the groups */
	struct field what, who;		/* letters of a thing, of a unit */
	struct rows much, said;
	char    value[SAID_VALUES][200];
	struct need_rows rows;
	struct list list;
	bool    stale;			/* the letters changed */
	struct form form;
};

static const enum action actions[] = { DO_NEXT, DO_BOOK, DO_NOTHING };

static const char *const much_labels[] = {
	N_("Hur många"), N_("Bredd, cm"), N_("Djup, cm"), N_("Höjd, cm"),
};
static const char *const said_labels[] = {
	N_("Vad"), N_("När"), N_("Till enhet"), N_("Namn"), N_("Telefon"),
};

/* Where letters are typed above the list; NULL: in no field of the step. */
static struct field *
letters(struct state *s)
{
	return s->step == NEED_WHAT ? &s->what : s->step == NEED_UNIT ?
	    &s->who : NULL;
}

static const struct guide_group *
chosen(const struct state *s)
{
	return s->chosen < s->found.n ? &s->found.group[s->chosen] : NULL;
}

/* The page that says all of it back. */
static void
fill_said(struct state *s)
{
	const struct guide_group *g = chosen(s);
	char from[CLOCK_DAY_MAX], to[CLOCK_DAY_MAX];

	if (g != NULL)
		snprintf(s->value[SAID_WHAT], sizeof s->value[SAID_WHAT],
		    "%d  %s", s->wish.count, g->like.name);
	snprintf(s->value[SAID_WHEN], sizeof s->value[SAID_WHEN], "%s – %s",
	    clock_format_day(s->wish.start, from), s->wish.until == 0 ?
	    _("för gott") : clock_format_day(s->wish.until, to));
	snprintf(s->value[SAID_UNIT], sizeof s->value[SAID_UNIT], "%s",
	    s->form.unit.name);
	for (int i = 0; i < SAID_VALUES; i++)
		s->said.row[i].value = s->value[i];
}

/* What there is to choose from in this step. */
static void
fill(struct kiosk *k, struct state *s)
{
	struct err err = { .why = WHY_NONE };
	enum rc rc = RC_OK;

	s->stale = false;
	s->rows.n = 0;
	if (s->step == NEED_WHAT)
		rc = need_rows_what(k, &s->rows, s->what.text, &err);
	else if (s->step == NEED_FROM)
		need_rows_from(&s->rows);
	else if (s->step == NEED_UNTIL)
		need_rows_until(&s->rows, s->wish.start);
	else if (s->step == NEED_THING)
		rc = guide_find(k, &s->wish, &s->found, &err);
	else if (s->step == NEED_UNIT)
		rc = need_rows_unit(k, &s->rows, s->who.text, &err);
	else if (s->step == NEED_CHECK)
		fill_said(s);
	kiosk_fail(k, rc, &err);
	list_set(&s->list, s->step == NEED_THING ? (int)s->found.n :
	    s->rows.n);
}

static void
go(struct kiosk *k, struct state *s, enum need_step step)
{
	s->step = step;
	s->list = (struct list){ .shy = true };
	fill(k, s);
}

static struct step
need_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)arg;
	rows_init(&s->much, much_labels, NEED_MUCH_ROWS);
	rows_init(&s->said, said_labels, SAID_ROWS);
	for (int i = 0; i < NEED_MUCH_ROWS; i++)
		rows_digits(&s->much, i, 4);
	rows_set_number(&s->much, NEED_COUNT, 1);
	s->said.row[SAID_CONTACT].field.max = 63;
	s->said.row[SAID_PHONE].field.max = 31;
	field_init(&s->what, "");
	field_init(&s->who, "");
	s->what.max = s->who.max = 60;
	s->wish.start = clock_today();
	form_init(k, &s->form);
	go(k, s, NEED_WHAT);
	return step_stay();
}

/* --- drawing --- */

static const char *
question(enum need_step step)
{
	static const char *const asks[NEED_STEPS] = {
		N_("Vad behöver du?"), N_("Från vilken dag?"),
		N_("Hur länge?"), N_("Hur många, och hur stort?"),
		N_("Vad passar? Det här är ledigt då:"),
		N_("Till vilken enhet?"), N_("Stämmer det?"),
	};

	return _(asks[step]);
}

/* The question, and where one is; returns the rows that it took. */
static int
draw_head(const struct state *s, struct area a)
{
	char at[16], of[16], text[64];
	const char *args[] = { at, of };

	snprintf(at, sizeof at, "%d", (int)s->step + 1);
	snprintf(of, sizeof of, "%d", NEED_STEPS);
	lang_fill(text, sizeof text, _("Steg %1$s av %2$s"), args, 2);
	draw_right(a.y, a.x, a.w, ST_DIM, text);
	draw_text(a.y, a.x, a.w - 14, ST_ACCENT, question(s->step));
	draw_meter(a.y + 1, a.x, a.w, ST_ACCENT, (int)s->step + 1,
	    NEED_STEPS);
	return a.h >= 12 ? 3 : 2;
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	struct state *s = arg;

	if (s->step == NEED_THING)
		need_draw_group(&s->found.group[i], s->wish.count, a,
		    selected);
	else
		need_draw_row(&s->rows.row[i], a, selected);
}

/* What to do where there is nothing to choose. */
static const char *
nothing(const struct state *s)
{
	if (s->step == NEED_UNIT)
		return _("✗ Ingen enhet heter så. Prova färre bokstäver.");
	if (s->step == NEED_WHAT)
		return _("✗ Inget heter så. Prova färre bokstäver, eller ett "
		    "annat ord. Fråga annars personalen: de vet vad som är "
		    "på väg in.");
	return _("✗ Inget är ledigt då. Gå tillbaka och prova en annan tid, "
	    "ett annat mått eller ett annat ord. Fråga annars personalen: de "
	    "vet vad som är på väg in.");
}

static void
draw_list(struct state *s, struct area a)
{
	struct field *f = letters(s);
	int y = a.y, x = a.x;

	draw_cursor(y, x);
	if (f != NULL) {
		int n = draw_text(a.y, a.x, a.w / 2, ST_DIM, _("Skriv: "));
		field_draw(f, a.y, a.x + n, a.w - n, true);
		draw_target((struct area){ a.y - 1, a.x, 3, a.w },
		    TARGET_TYPE);
		draw_where(&y, &x);
		a.y += 2;
		a.h -= 2;
	}
	if (s->list.count == 0)
		draw_wrap(a, ST_NO_TEXT, nothing(s));
	if (s->step == NEED_THING && s->found.more && a.h > 6)
		draw_text(a.y + --a.h, a.x, a.w, ST_DIM, _("Det finns fler: "
		    "sök med ord för att hitta dem."));
	list_draw(&s->list, a, true, true, draw_row, s);
	if (f != NULL)	/* letters go there */
		draw_cursor(y, x);
}

static void
draw_check(struct kiosk *k, struct state *s, struct area a)
{
	const struct guide_group *g = chosen(s);
	char text[300], name[96] = "", known[48] = "";

	if (g == NULL)
		return;
	int foot = a.h >= 9 ? 3 : 2;
	rows_draw(&s->said, (struct area){ a.y, a.x, a.h - foot, a.w });
	if (g->like.remote) {
		depot_name(k->db, g->like.depot, name, sizeof name);
		known_words(g->like.told, known, sizeof known);
	}
	const char *args[] = { name, known };
	draw_wrap((struct area){ a.y + a.h - foot, a.x, foot, a.w }, ST_BODY,
	    lang_fill(text, sizeof text, g->like.remote ?
	    _("Finns i %1$s (%2$s), som svarar vid nästa synkning. Hämtas "
	    "här. Namn och telefon behövs inte. F9 beställer.") :
	    _("Finns här och hämtas här. Namn och telefon behövs inte. F9 "
	    "beställer."), args, 2));
}

static void
need_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	if (s->stale)
		fill(k, s);
	int head = draw_head(s, a);
	a.y += head;
	a.h -= head;
	if (s->step == NEED_CHECK) {
		draw_check(k, s, a);
	} else if (s->step == NEED_MUCH) {
		int foot = a.h >= 7 ? 2 : 1;
		rows_draw(&s->much, (struct area){ a.y, a.x, a.h - foot,
		    a.w });
		draw_wrap((struct area){ a.y + a.h - foot, a.x, foot, a.w },
		    ST_DIM, _("Mått: så stort det får vara. Tomt: det spelar "
		    "ingen roll. F9 går vidare."));
	} else {
		draw_list(s, a);
	}
}

/* --- the answers --- */

/* The size and the count are read from their fields. */
static struct step
take_much(struct kiosk *k, struct state *s)
{
	int32_t count = rows_number(&s->much, NEED_COUNT);

	if (count < 1) {
		s->much.focus = NEED_COUNT;
		kiosk_say(k, SAY_NO, false, "%s", _("Skriv ett antal."));
		return step_stay();
	}
	s->wish.count = count;
	for (int i = 0; i < 3; i++) {
		int32_t cm = rows_number(&s->much, NEED_WIDTH + i);
		s->wish.size[i] = cm > 0 ? cm * 10 : 0;
	}
	go(k, s, NEED_THING);
	return step_stay();
}

static struct step
take_thing(struct kiosk *k, struct state *s)
{
	const struct guide_group *g = &s->found.group[s->list.sel];
	char few[16], said[200];
	const char *args[] = { few };

	if (g->got < s->wish.count) {
		snprintf(few, sizeof few, "%d", g->got);
		kiosk_say(k, SAY_NO, false, "%s", lang_fill(said, sizeof said,
		    _("Bara %1$s är lediga. Välj något annat, eller gå "
		    "tillbaka och ändra antalet."), args, 1));
		return step_stay();
	}
	s->chosen = (size_t)s->list.sel;
	go(k, s, s->form.unit.id != 0 ? NEED_CHECK : NEED_UNIT);
	return step_stay();
}

static struct step
take_row(struct kiosk *k, struct state *s)
{
	const struct need_row *r = &s->rows.row[s->list.sel];

	switch (s->step) {
	case NEED_WHAT:
		memcpy(s->wish.category, r->code, sizeof s->wish.category);
		snprintf(s->wish.words, sizeof s->wish.words, "%.79s",
		    s->what.text);
		break;
	case NEED_FROM:
		if (r->id == NEED_OTHER_DAY)
			return step_ask(SCREEN_CALENDAR, NEED_FROM, 0, "+0");
		s->wish.start = (int32_t)r->id;
		break;
	case NEED_UNTIL:
		if (r->id == NEED_OTHER_DAY)
			return step_ask(SCREEN_CALENDAR, NEED_UNTIL, 0, "+7");
		s->wish.until = (int32_t)r->id;
		break;
	case NEED_UNIT:
		form_set_unit(k, &s->form, r->id);
		break;
	default:
		return take_thing(k, s);
	}
	go(k, s, s->step + 1);
	return step_stay();
}

/* The order is the same as from the form, and so is its answer. */
static struct step
book(struct kiosk *k, struct state *s)
{
	const struct guide_group *g = chosen(s);
	struct form *f = &s->form;

	if (g == NULL)
		return step_stay();
	f->n = 0;
	for (size_t i = 0; i < g->n; i++)
		form_add(k, f, g->part[i].item, g->part[i].count);
	f->kind = s->wish.until == 0 ? ORDER_TAKEOVER : ORDER_LOAN;
	form_set_day(f, ROW_START, s->wish.start);
	if (s->wish.until != 0)
		form_set_day(f, ROW_UNTIL, s->wish.until);
	field_set(&f->field[ROW_CONTACT],
	    s->said.row[SAID_CONTACT].field.text);
	field_set(&f->field[ROW_PHONE], s->said.row[SAID_PHONE].field.text);
	return form_done(k, f);
}

static struct step
need_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	int32_t day = (int32_t)arg->id;

	if (arg->tag == NEED_FROM)
		s->wish.start = day;
	else if (day < s->wish.start) {
		kiosk_say(k, SAY_NO, false, "%s", _("Det är före den första "
		    "dagen. Välj en senare dag."));
		return step_stay();
	} else
		s->wish.until = day;
	go(k, s, (enum need_step)arg->tag + 1);
	return step_stay();
}

/* --- input --- */

static struct step
check_input(struct kiosk *k, struct state *s, const struct input *in)
{
	static const enum need_step back[] = { NEED_WHAT, NEED_FROM,
	    NEED_UNIT };

	switch (rows_input(&s->said, in)) {
	case ROWS_CHOSE:	/* it is to be something else */
		go(k, s, back[s->said.focus]);
		return step_stay();
	case ROWS_TOOK:
		return step_stay();
	case ROWS_PASS:
		break;
	}
	return step_pass();
}

static struct step
need_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	struct field *f = letters(s);
	bool enter = in->kind == INPUT_KEY && in->key == K_ENTER, changed;

	if (s->step == NEED_CHECK)
		return check_input(k, s, in);
	if (s->step == NEED_MUCH) {
		if (enter && s->much.focus == NEED_MUCH_ROWS - 1)
			return take_much(k, s);
		return rows_input(&s->much, in) == ROWS_PASS ? step_pass() :
		    step_stay();
	}
	if (f != NULL && field_input(f, in, &changed)) {
		if (changed) {
			s->stale = true;
			s->list = (struct list){ .shy = f->text[0] == '\0' };
		}
		return step_stay();
	}
	if (s->stale)
		fill(k, s);
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		return take_row(k, s);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

static bool
need_can(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	(void)k;
	return a == DO_NEXT ? s->step == NEED_MUCH : s->step == NEED_CHECK;
}

static struct step
need_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (a == DO_NEXT)
		return take_much(k, s);
	if (a == DO_BOOK)
		return book(k, s);
	if (a != DO_BACK || s->step == NEED_WHAT)
		return step_pass();
	go(k, s, s->step - 1);
	return step_stay();
}

/* A unit's code answers the question for it. */
static struct step
need_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct unit unit;
	struct err err;

	if (code->kind != CODE_UNIT)
		return step_pass();
	if (kiosk_fail(k, unit_find(k->db, code->text, &unit, &err), &err) !=
	    RC_OK)
		return step_stay();
	form_set_unit(k, &s->form, unit.id);
	kiosk_say(k, SAY_OK, false, "%s", unit.name);
	if (s->step >= NEED_UNIT)
		go(k, s, NEED_CHECK);
	return step_stay();
}

static void
need_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;

	if (s->step < NEED_UNIT)	/* what was chosen stays so */
		fill(k, s);
}

const struct screen_ops screen_need = {
	.title = N_("Jag behöver något"),
	.help = N_("En fråga i taget: vad, när, hur många och till vilken "
	    "enhet. Esc går ett steg tillbaka. Inget är beställt förrän du "
	    "väljer Beställ på sista sidan."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = need_open,
	.draw = need_draw,
	.input = need_input,
	.scan = need_scan,
	.action = need_action,
	.answer = need_answer,
	.refresh = need_refresh,
	.can = need_can,
};
