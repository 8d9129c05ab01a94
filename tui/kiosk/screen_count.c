/* Count: a place is scanned, then what stands there; the same place or F9 ends
 * it, another place ends it and begins the next.  What is right, moved, from
 * elsewhere or missing stands on the screen before and after. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/case.h"
#include "db/custody.h"
#include "db/unit.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

#define ROWS_MAX 300

enum { ASK_PIECES = 1 };

enum how { HOW_WAITS, HOW_RIGHT, HOW_MOVED, HOW_ARRIVED, HOW_UNKNOWN,
	HOW_COUNT };

struct row {
	int64_t id;			/* 0: a code that nobody knows */
	enum how how;
	int32_t pieces, seen;		/* of a lot: as known, as counted */
	char code[40], name[128];
};

struct state {
	struct place place;		/* id 0: not scanned yet */
	bool more;			/* stand there than fit */
	size_t n;
	struct row row[ROWS_MAX];
	struct list list;
	int64_t asked;			/* the lot whose count is asked */
};

static const enum action actions[] = { DO_DONE, DO_NOTHING };

static size_t
count_of(const struct state *s, enum how how)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->row[i].how == how;
	return n;
}

static struct row *
row_add(struct state *s, const struct item *it, enum how how)
{
	struct row *r = &s->row[s->n];

	if (s->n == ROWS_MAX)
		return NULL;
	*r = (struct row){ .id = it->id, .how = how,
	    .pieces = it->lot ? it->in_stock : 0, .seen = -1 };
	memcpy(r->code, it->code, sizeof r->code);
	memcpy(r->name, it->name, sizeof r->name);
	s->n++;
	list_set(&s->list, (int)s->n);
	return r;
}

static bool
expected(const struct item *it, void *arg)
{
	struct state *s = arg;

	if (it->state == ITEM_IN_STOCK && row_add(s, it, HOW_WAITS) == NULL)
		s->more = true;
	return !s->more;
}

/* What should stand there, to be scanned. */
static void
begin(struct kiosk *k, struct state *s, int64_t place)
{
	struct err err = { .why = WHY_NONE };

	memset(s, 0, sizeof *s);
	s->list.shy = true;
	enum rc rc = place_get(k->db, place, &s->place, &err);
	if (rc == RC_OK)
		rc = item_walk(k->db, &(struct item_filter){ .place = place },
		    expected, s, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		s->place.id = 0;
	else if (s->more)
		kiosk_say(k, SAY_INFO, false, _("Här står fler än %d saker: de "
		    "som inte visas blir inte saknade."), ROWS_MAX);
}

static struct step
count_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	char *p = k->work, *end;

	k->said.outcome = SAY_NOTHING;
	s->list.shy = true;
	long long place = strtoll(p, &end, 10);
	if (place == 0)
		place = arg->id;
	if (place != 0)
		begin(k, s, place);
	/* What was counted before the lock. */
	for (p = end; place != 0 && *p == ' ' && p[1] != '\0'; p = end) {
		long long id = strtoll(p, &end, 10);
		struct item it;
		size_t i = 0;
		while (i < s->n && s->row[i].id != id)
			i++;
		if (end == p)
			break;
		if (i < s->n)
			s->row[i].how = HOW_RIGHT;
		else if (item_get(k->db, id, &it, NULL) == RC_OK)
			row_add(s, &it, HOW_MOVED);
	}
	return step_stay();
}

static bool
count_park(struct kiosk *k, void *state, char *out, size_t cap)
{
	const struct state *s = state;
	size_t used = (size_t)snprintf(out, cap, "%lld",
	    (long long)s->place.id), from = used;

	(void)k;
	for (size_t i = 0; i < s->n && used < cap; i++)
		if (s->row[i].id != 0 && s->row[i].how != HOW_WAITS)
			used += (size_t)snprintf(out + used, cap - used,
			    " %lld", (long long)s->row[i].id);
	return used > from && used < cap;
}

static const char *
word(enum how how, enum style *st)
{
	static const struct { enum style st; const char *word; } words[] = {
		[HOW_WAITS] = { ST_ALREADY_TEXT, N_("○ inte räknad") },
		[HOW_RIGHT] = { ST_OK_TEXT, N_("✓ rätt") },
		[HOW_MOVED] = { ST_OK_TEXT, N_("→ flyttas hit") },
		[HOW_ARRIVED] = { ST_ALREADY_TEXT, N_("! dök upp") },
		[HOW_UNKNOWN] = { ST_NO_TEXT, N_("? okänd") },
	};

	*st = words[how].st;
	return _(words[how].word);
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct row *r = &((struct state *)arg)->row[i];
	enum style st, plain = selected ? ST_SELECTED :
	    r->how == HOW_WAITS ? ST_DIM : ST_BODY;
	const char *how = word(r->how, &st);
	int y = a.y + (a.h >= 3), code = a.w >= 60 ? 18 : 0;
	char text[64];

	draw_text(y, a.x + 1, a.w - 20 - code, plain, r->name[0] != '\0' ?
	    r->name : r->code);
	if (r->seen >= 0) {
		snprintf(text, sizeof text, "%s %d/%d", how, r->seen,
		    r->pieces);
		how = text;
	}
	if (code > 0)
		draw_text(y, a.x + a.w - 18 - code, code - 1, selected ?
		    plain : ST_DIM, r->code);
	draw_right(y, a.x + a.w - 18, 17, selected ? plain : st, how);
}

static void
count_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char text[200], n[16], of[16];
	const char *args[] = { s->place.name, n, of };
	size_t waits = count_of(s, HOW_WAITS);

	(void)k;
	snprintf(n, sizeof n, "%zu", s->n - waits);
	snprintf(of, sizeof of, "%zu", s->n);
	draw_text(a.y, a.x, a.w - 13, ST_ACCENT, s->place.id == 0 ?
	    _("Räkna en plats") : lang_fill(text, sizeof text,
	    _("Räkna %1$s"), args, 1));
	if (s->place.id != 0)
		draw_right(a.y, a.x + a.w - 12, 12, ST_STRONG, lang_fill(text,
		    sizeof text, _("%2$s av %3$s"), args, 3));
	int used = draw_wrap((struct area){ a.y + 1, a.x, 2, a.w }, ST_DIM,
	    s->place.id == 0 ? _("Skanna platsen som ska räknas.") :
	    _("Skanna allt som står här. Skanna sist platsen igen, eller F9: "
	    "det som inte är räknat blir ett ärende."));
	draw_cursor(a.y, a.x);
	list_draw(&s->list, (struct area){ a.y + 2 + used, a.x,
	    a.h - 2 - used, a.w }, a.h >= 20, s->n > 0, draw_row, s);
}

/* --- a scan --- */

static void
say_row(struct kiosk *k, enum outcome o, const struct row *r)
{
	enum style st;

	kiosk_say(k, o, false, "%s: %s.", r->name[0] != '\0' ? r->name :
	    r->code, word(r->how, &st));
}

static void
counted(struct kiosk *k, struct state *s, int64_t id)
{
	struct item it;
	struct custody c;
	struct err err = { .why = WHY_NONE };
	struct row *r = NULL;
	char said[200];

	for (size_t i = 0; i < s->n && r == NULL; i++)
		if (s->row[i].id == id)
			r = &s->row[i];
	if (r != NULL && r->how != HOW_WAITS) {
		const char *args[] = { r->name };
		kiosk_say(k, SAY_ALREADY, false, "%s", lang_fill(said,
		    sizeof said, _("%1$s är redan räknad."), args, 1));
		return;
	}
	enum rc rc = item_get(k->db, id, &it, &err);
	if (rc == RC_OK)
		rc = custody_of(k->db, id, &c, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	if (r == NULL)
		r = row_add(s, &it, HOW_WAITS);
	if (r == NULL) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Högen är full. Avsluta den här först."));
		return;
	}
	r->how = !c.here ? HOW_ARRIVED : it.place == s->place.id ?
	    HOW_RIGHT : HOW_MOVED;
	s->list.sel = (int)(r - s->row);
	say_row(k, r->how == HOW_RIGHT ? SAY_OK : SAY_INFO, r);
}

/* Of a lot, how many stand here. */
static struct step
ask_pieces(struct state *s)
{
	const struct row *r = &s->row[s->list.sel];
	char title[200], n[16];
	const char *args[] = { r->name, n };

	if (s->list.sel >= (int)s->n || r->pieces == 0 || r->seen >= 0 ||
	    r->how == HOW_WAITS)
		return step_stay();
	s->asked = r->id;
	snprintf(n, sizeof n, "%d", r->pieces);
	return prompt_number(ASK_PIECES, lang_fill(title, sizeof title,
	    _("%1$s: ska vara %2$s. Hur många står här?"), args, 2),
	    r->pieces);
}

static void
unknown(struct kiosk *k, struct state *s, const char *code)
{
	struct item none = { .id = 0 };
	struct row *r = NULL;

	snprintf(none.code, sizeof none.code, "%.39s", code);
	for (size_t i = 0; i < s->n && r == NULL; i++)
		if (strcmp(s->row[i].code, none.code) == 0)
			r = &s->row[i];
	if (r == NULL)
		r = row_add(s, &none, HOW_UNKNOWN);
	if (r != NULL)
		say_row(k, SAY_NO, r);
}

/* --- the act --- */

static enum rc
row_do(struct kiosk *k, const struct state *s, const struct row *r,
    struct err *err)
{
	int64_t opened;
	char note[128];

	if (r->how == HOW_UNKNOWN)
		return case_open(k->db, "other", 0, 0, 0, r->code, &opened,
		    err);
	if (r->how != HOW_WAITS) {
		enum rc rc = custody_count(k->db, r->id, s->place.id, err);
		snprintf(note, sizeof note, "%s: %d/%d", s->place.name,
		    r->seen, r->pieces);
		return rc == RC_OK && r->seen >= 0 && r->seen != r->pieces ?
		    case_open(k->db, "difference", r->id, 0, 0, note, &opened,
		    err) : rc;
	}
	return case_is_open(k->db, "difference", r->id) ? RC_OK :
	    case_open(k->db, "difference", r->id, 0, 0, s->place.name,
	    &opened, err);
}

static bool
finish(struct kiosk *k, struct state *s)
{
	struct err err = { .why = WHY_NONE };
	char right[16], moved[16], missing[16], unknowns[16], said[400];
	const char *args[] = { s->place.name, right, moved, missing,
	    unknowns };
	size_t waits = count_of(s, HOW_WAITS);

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		for (size_t i = 0; rc == RC_OK && i < s->n; i++)
			rc = row_do(k, s, &s->row[i], &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return false;
	snprintf(right, sizeof right, "%zu", count_of(s, HOW_RIGHT));
	snprintf(moved, sizeof moved, "%zu", count_of(s, HOW_MOVED) +
	    count_of(s, HOW_ARRIVED));
	snprintf(missing, sizeof missing, "%zu", waits);
	snprintf(unknowns, sizeof unknowns, "%zu", count_of(s, HOW_UNKNOWN));
	kiosk_say(k, waits > 0 || count_of(s, HOW_UNKNOWN) > 0 ? SAY_INFO :
	    SAY_OK, true, "%s", lang_fill(said, sizeof said,
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
		memset(s, 0, sizeof *s);
		s->list.shy = true;
	}
	return step_stay();
}

/* A place's label twice in a row does not say that it is empty; F9 does. */
static struct step
closed_by(struct kiosk *k, struct state *s, int64_t place)
{
	bool same = place == s->place.id;

	if (count_of(s, HOW_WAITS) < s->n)
		return end(k, s, same ? 0 : place);
	if (!same)
		begin(k, s, place);
	else
		kiosk_say(k, SAY_NO, false, "%s", _("Inget är räknat. Är "
		    "platsen tom, tryck F9."));
	return step_stay();
}

static struct step
count_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct item item[2];
	struct place place;
	struct err err;
	size_t n = 0;

	if (code->kind == CODE_PLACE) {
		if (kiosk_fail(k, place_find(k->db, code->text, &place,
		    &err), &err) != RC_OK)
			return step_stay();
		if (s->place.id == 0) {
			begin(k, s, place.id);
			return step_stay();
		}
		return closed_by(k, s, place.id);
	}
	if (code->kind != CODE_ITEM && code->kind != CODE_FOREIGN)
		return step_pass();
	if (s->place.id == 0) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Skanna platsen som ska räknas."));
		return step_stay();
	}
	enum rc rc = item_find(k->db, code->text, item, 2, &n, &err);
	if (rc == RC_OK && n > 1)	/* a kind: which of them is it? */
		return step_push(SCREEN_SEARCH, 0, code->text);
	if (rc != RC_OK) {
		unknown(k, s, code->text);
		return step_stay();
	}
	counted(k, s, item[0].id);
	return ask_pieces(s);
}

static struct step
count_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:	/* a label that cannot be read */
		if (s->list.sel < (int)s->n &&
		    s->row[s->list.sel].how == HOW_WAITS)
			counted(k, s, s->row[s->list.sel].id);
		return step_stay();
	case LIST_MOVED:
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
	return a != DO_DONE || ((struct state *)state)->place.id != 0;
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

static struct step
count_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	for (size_t i = 0; arg->tag == ASK_PIECES && i < s->n; i++)
		if (s->row[i].id == s->asked)
			s->row[i].seen = (int32_t)arg->id;
	if (arg->tag == ASK_PIECES || s->place.id == 0)
		return step_stay();
	counted(k, s, arg->id);
	return ask_pieces(s);
}

const struct screen_ops screen_count = {
	.title = N_("Räkna"),
	.help = N_("Skanna platsen, sedan allt som står där, sist platsen "
	    "igen eller nästa plats. Det som hörde hemma någon annanstans "
	    "flyttas hit, det som saknas blir ett ärende."),
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
};
