/* Pick a unit, a place or a category: a few letters, then Enter. */
#include <stdio.h>
#include <string.h>

#include "db/sync_state.h"
#include "db/unit.h"
#include "tui/kiosk/field.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/lang.h"

#define ROWS_MAX 60

/* arg.id says what: 'u' units, 'p' places, 'c' categories, 'd' other depots,
 * 'o' organisations.  The answer has the id and the code. */
struct state {
	int  what;
	bool stale;
	struct field field;
	struct list list;
	struct row {
		int64_t id;
		char code[40], name[96], right[64];
	} row[ROWS_MAX];
};

static const enum action actions[] = { DO_NEW_PLACES, DO_NOTHING };

static enum rc
find_units(struct kiosk *k, struct state *s, const char *words, size_t *n,
    struct err *err)
{
	static struct unit unit[ROWS_MAX];

	enum rc rc = unit_list(k->db, words, 0, unit, ROWS_MAX, n, err);
	for (size_t i = 0; rc == RC_OK && i < *n; i++) {
		struct row *r = &s->row[i];
		r->id = unit[i].id;
		memcpy(r->code, unit[i].code, sizeof r->code);
		memcpy(r->name, unit[i].name, sizeof r->name);
		snprintf(r->right, sizeof r->right, "%s",
		    unit[i].organisation);
	}
	return rc;
}

static enum rc
find_places(struct kiosk *k, struct state *s, const char *words, size_t *n,
    struct err *err)
{
	static struct place place[ROWS_MAX];

	enum rc rc = place_list(k->db, words, 0, place, ROWS_MAX, n, err);
	for (size_t i = 0; rc == RC_OK && i < *n; i++) {
		struct row *r = &s->row[i];
		r->id = place[i].id;
		memcpy(r->code, place[i].code, sizeof r->code);
		snprintf(r->name, sizeof r->name, "%s", place[i].name);
		snprintf(r->right, sizeof r->right, "%d", place[i].items);
	}
	return rc;
}

/* Categories are few: all of them, in pages, and those kept that have the
 * letters somewhere. */
static enum rc
find_categories(struct kiosk *k, struct state *s, const char *words,
    size_t *n, struct err *err)
{
	static struct category page[ROWS_MAX];
	size_t got = ROWS_MAX;
	enum rc rc = RC_OK;

	*n = 0;
	for (size_t skip = 0; rc == RC_OK && got == ROWS_MAX && skip < 2000;
	    skip += got) {
		rc = category_list(k->db, skip, page, ROWS_MAX, &got, err);
		for (size_t i = 0; rc == RC_OK && i < got; i++) {
			if (*n == ROWS_MAX || (*words != '\0' &&
			    strcasestr(page[i].name, words) == NULL &&
			    strcasestr(page[i].name_en, words) == NULL))
				continue;
			struct row *r = &s->row[(*n)++];
			r->id = page[i].id;
			memcpy(r->code, page[i].code, sizeof r->code);
			snprintf(r->name, sizeof r->name, "%s",
			    strcmp(lang_code(), "en") == 0 &&
			    page[i].name_en[0] != '\0' ? page[i].name_en :
			    page[i].name);
			snprintf(r->right, sizeof r->right, "%d",
			    page[i].in_stock);
		}
	}
	return rc;
}

/* Depots and organisations are few too. */
static bool
fits(const char *code, const char *name, const char *words)
{
	return strcasestr(name, words) != NULL ||
	    strcasestr(code, words) != NULL;
}

static enum rc
find_depots(struct kiosk *k, struct state *s, const char *words, size_t *n,
    struct err *err)
{
	static struct sync_depot depot[SYNC_DEPOTS_MAX];
	size_t got = 0;
	enum rc rc = sync_depots(k->db, depot, SYNC_DEPOTS_MAX, &got, err);

	*n = 0;
	for (size_t i = 0; rc == RC_OK && i < got && *n < ROWS_MAX; i++) {
		const struct sync_depot *d = &depot[i];
		if (d->ours || d->closed || !fits(d->code, d->name, words))
			continue;
		struct row *r = &s->row[(*n)++];
		r->id = 0;
		snprintf(r->code, sizeof r->code, "%.8s", d->code);
		snprintf(r->name, sizeof r->name, "%s", d->name);
		snprintf(r->right, sizeof r->right, "%s", d->organisation);
	}
	return rc;
}

static enum rc
find_organisations(struct kiosk *k, struct state *s, const char *words,
    size_t *n, struct err *err)
{
	static struct organisation o[ROWS_MAX];
	size_t got = 0;
	enum rc rc = organisation_list(k->db, 0, o, ROWS_MAX, &got, err);

	*n = 0;
	for (size_t i = 0; rc == RC_OK && i < got; i++) {
		if (!fits(o[i].code, o[i].name, words))
			continue;
		struct row *r = &s->row[(*n)++];
		r->id = o[i].id;
		r->right[0] = '\0';
		snprintf(r->code, sizeof r->code, "%s", o[i].code);
		snprintf(r->name, sizeof r->name, "%s", o[i].name);
	}
	return rc;
}

static const struct kind {
	int what;
	const char *title;
	enum rc (*find)(struct kiosk *, struct state *, const char *words,
	    size_t *n, struct err *);
	bool big;		/* few: rows for a finger */
} kinds[] = {
	{ 'u', N_("Vilken enhet? "), find_units, false },
	{ 'p', N_("Vilken plats? "), find_places, false },
	{ 'c', N_("Vilken kategori? "), find_categories, false },
	{ 'd', N_("Till vilken depå? "), find_depots, true },
	{ 'o', N_("Vilken kommun? "), find_organisations, true },
};

static const struct kind *
kind_of(const struct state *s)
{
	size_t i = 0;

	while (kinds[i].what != s->what)
		i++;
	return &kinds[i];
}

static struct step
pick_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)k;
	s->what = (int)arg->id;
	s->stale = true;
	s->list.shy = kind_of(s)->big;	/* a second Enter chooses nothing */
	field_init(&s->field, arg->text);
	s->field.max = 60;
	return step_stay();
}

static void
find(struct kiosk *k, struct state *s)
{
	const char *words = s->field.text;
	struct err err;
	size_t n = 0;

	if (!s->stale)
		return;
	s->stale = false;
	enum rc rc = kind_of(s)->find(k, s, words, &n, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		n = 0;
	s->list.sel = s->list.top = 0;
	list_set(&s->list, (int)n);
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct row *r = &((struct state *)arg)->row[i];
	enum style dim = selected ? ST_SELECTED : ST_DIM;
	int y = a.y + (a.h >= 3);

	draw_text(y, a.x + 1, a.w - 30, selected ? ST_SELECTED : ST_BODY,
	    r->name);
	draw_text(y, a.x + a.w - 28, 18, dim, r->code);
	draw_right(y, a.x + a.w - 9, 8, dim, r->right);
}

static void
pick_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	const struct kind *kind = kind_of(s);
	int y, x;

	find(k, s);
	int n = draw_text(a.y, a.x, a.w / 2, ST_ACCENT, _(kind->title));
	field_draw(&s->field, a.y, a.x + n, a.w - n, true);
	draw_target((struct area){ a.y - 1, a.x, 3, a.w }, TARGET_TYPE);
	draw_where(&y, &x);
	if (s->list.count == 0)
		draw_text(a.y + 2, a.x, a.w, ST_NO_TEXT,
		    _("✗ Ingen träff. Prova färre bokstäver."));
	list_draw(&s->list, (struct area){ a.y + 2, a.x, a.h - 2, a.w },
	    kind->big || a.h >= 24, true, draw_row, s);
	draw_cursor(y, x);
}

static struct step
pick_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	bool changed = false;

	if (field_input(&s->field, in, &changed)) {
		s->stale = s->stale || changed;
		return step_stay();
	}
	find(k, s);
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		return step_answer(s->row[s->list.sel].id,
		    s->row[s->list.sel].code);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

/* The code of what is asked for is the answer; another one goes to the
 * screen that asked. */
static struct step
pick_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct unit unit;
	struct place place;
	struct err err;
	char text[CODE_TEXT_MAX];
	struct step step = step_pop();

	if (code->kind == CODE_BADGE)
		return step_pass();
	if (s->what == 'u' && code->kind == CODE_UNIT)
		return kiosk_fail(k, unit_find(k->db, code->text, &unit,
		    &err), &err) == RC_OK ? step_answer(unit.id, unit.code) :
		    step_stay();
	if (s->what == 'p' && code->kind == CODE_PLACE)
		return kiosk_fail(k, place_find(k->db, code->text, &place,
		    &err), &err) == RC_OK ?
		    step_answer(place.id, place.code) : step_stay();
	memcpy(text, code->text, sizeof text);
	kiosk_step(k, &step);
	kiosk_scan(k, text, strlen(text));
	return step_stay();
}

static bool
pick_can(struct kiosk *k, void *state, enum action a)
{
	(void)k;
	return a != DO_NEW_PLACES || ((struct state *)state)->what == 'p';
}

static struct step
pick_action(struct kiosk *k, void *state, enum action a)
{
	(void)k;
	return a == DO_NEW_PLACES ? step_push(SCREEN_PLACES, 0,
	    ((struct state *)state)->field.text) : step_pass();
}

/* A place has been made meanwhile. */
static void
pick_refresh(struct kiosk *k, void *state)
{
	(void)k;
	((struct state *)state)->stale = true;
}

const struct screen_ops screen_pick = {
	.title = N_("Välj"),
	.help = N_("Skriv några bokstäver av namnet, eller skanna koden."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = pick_open,
	.draw = pick_draw,
	.input = pick_input,
	.scan = pick_scan,
	.action = pick_action,
	.can = pick_can,
	.refresh = pick_refresh,
};
