/* History: what happened, to everything or to one thing, and its undoing. */
#include <stdio.h>
#include <string.h>

#include "db/case.h"
#include "db/clock.h"
#include "db/history.h"
#include "db/rules_answer.h"
#include "db/unit.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/order_card.h"
#include "tui/lang.h"

#define PAGE		60	/* events read at a time */
#define WINDOW		3	/* pages held */
#define PAGES_MAX	2000	/* that one can go back */
#define NEAR		8	/* rows from the end: time for more */
#define TRIES_MAX	20	/* reads for one page of a person's acts */

struct row {
	int64_t event, act, time;
	char    kind[16];
	bool    undone;
	char    actor[48], code[40], name[96], detail[160];
};

/* A window of WINDOW pages moves over the log: page p begins after event
 * before[p]. */
struct state {
	int64_t thing;			/* 0: everything */
	int64_t actor;			/* whose acts alone; 0: anyone's */
	char    name[200];
	int     first;			/* page of the window */
	int64_t before[PAGES_MAX + WINDOW + 1];
	struct row row[WINDOW * PAGE];
	struct list list;
	bool    end;			/* the oldest is in the window */
	bool    here;			/* someone who works here looks */
};

static const enum action actions[] = { DO_NOTHING };

static void
row_of(const struct history *h, struct row *r)
{
	*r = (struct row){ .event = h->event, .act = h->act,
	    .time = h->time, .undone = h->undone };
	memcpy(r->kind, h->kind, sizeof r->kind);
	snprintf(r->actor, sizeof r->actor, "%.*s",
	    (int)sizeof r->actor - 1, h->actor == ACTOR_RULES ? _("regel") :
	    h->actor_name);
	memcpy(r->code, h->code, sizeof r->code);
	snprintf(r->name, sizeof r->name, "%.*s", (int)sizeof r->name - 1,
	    h->name);
	memcpy(r->detail, h->detail, sizeof r->detail);
}

/* Adds page p to the rows: of a person's acts, until there are enough. */
static enum rc
read_page(struct kiosk *k, struct state *s, int p, int *rows, struct err *err)
{
	static struct history page[PAGE];	/* too large for the stack */
	int64_t at = s->before[p];
	int most = *rows + PAGE;
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && !s->end && i < TRIES_MAX; i++) {
		size_t n = 0, used = 0;
		rc = history_list(k->db, s->thing, at, page, PAGE, &n, err);
		for (; rc == RC_OK && used < n && *rows < most; used++) {
			at = page[used].event;
			if (s->actor == 0 || page[used].actor == s->actor)
				row_of(&page[used], &s->row[(*rows)++]);
		}
		s->end = used == n && n < PAGE;
		if (*rows == most)
			break;
	}
	s->before[p + 1] = at;
	return rc;
}

/* Reads the window; the selection stays on its event where that is there. */
static void
history_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;
	struct list *l = &s->list;
	int64_t chosen = l->sel > 0 && l->sel < l->count ?
	    s->row[l->sel].event : 0;
	int rows = 0, at = -1;
	enum rc rc = RC_OK;

	s->end = false;
	for (int p = s->first; rc == RC_OK && p < s->first + WINDOW &&
	    !s->end; p++)
		rc = read_page(k, s, p, &rows, &err);
	kiosk_fail(k, rc, &err);
	for (int i = 0; chosen != 0 && i < rows; i++)
		if (s->row[i].event == chosen)
			at = i;
	list_follow(l, rows, at);
}

/* What the history is of. */
static void
thing_title(struct kiosk *k, int64_t id, char *out, size_t cap)
{
	struct order order;
	struct item item;
	struct unit unit;
	struct place place;
	struct depot_case c;
	char number[24];
	const char *args[] = { number };

	*out = '\0';
	if (item_get(k->db, id, &item, NULL) == RC_OK) {
		snprintf(out, cap, "%s   %s", item.name, item.code);
	} else if (order_get(k->db, id, &order, NULL) == RC_OK) {
		snprintf(number, sizeof number, "%lld",
		    (long long)order.number);
		lang_fill(out, cap, _("Beställning %1$s"), args, 1);
	} else if (case_get(k->db, id, &c, NULL) == RC_OK) {
		snprintf(number, sizeof number, "%lld", (long long)c.number);
		lang_fill(out, cap, _("Ärende %1$s"), args, 1);
	} else if (unit_get(k->db, id, &unit, NULL) == RC_OK) {
		snprintf(out, cap, "%s", unit.name);
	} else if (place_get(k->db, id, &place, NULL) == RC_OK) {
		snprintf(out, cap, "%s", place.name);
	}
}

static struct step
history_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->thing = arg->id;
	s->actor = arg->id2;
	if (s->actor != 0)
		snprintf(s->name, sizeof s->name, "%s",
		    _("Det du har gjort. F5 ångrar den rad som är vald."));
	if (s->thing != 0)
		thing_title(k, s->thing, s->name, sizeof s->name);
	history_refresh(k, s);
	/* The newest that can still be taken back. */
	while (s->actor != 0 && s->list.sel < s->list.count - 1 &&
	    (s->row[s->list.sel].undone ||
	    strcmp(s->row[s->list.sel].kind, "undo") == 0))
		s->list.sel++;
	return step_stay();
}

/* The facts of an event are words of the Swedish text and names, with a mark
 * between: each is given in the reader's language where it is a word.  What
 * people wrote is among them: it is for those who work here. */
static void
facts(const struct state *s, const struct row *r, char *out, size_t cap)
{
	static const char between[] = " · ";
	const char *detail = s->here ? r->detail : "";
	size_t used = 0;

	*out = '\0';
	while (*detail != '\0' && used + 1 < cap) {
		char part[160];
		const char *end = strstr(detail, between);
		size_t n = end == NULL ? strlen(detail) :
		    (size_t)(end - detail);
		snprintf(part, sizeof part, "%.*s", (int)n, detail);
		/* A reason's code has words of its own; the rest are msgids
		 * or what people wrote. */
		const char *word = order_card_reason(part);
		if (word == part && *part != '\0')
			word = gettext(part);
		used += (size_t)snprintf(out + used, cap - used, "%s%s",
		    used > 0 ? between : "", word);
		detail += n + (end == NULL ? 0 : sizeof between - 1);
	}
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct state *s = arg;
	const struct row *r = &s->row[i];
	enum style dim = selected ? ST_SELECTED : ST_DIM;
	enum style plain = selected ? ST_SELECTED : r->undone ? ST_DIM :
	    ST_BODY;
	char when[32], detail[200], verb[64];
	bool wide = a.w >= 90;

	lang_minute(r->time, when, sizeof when);
	facts(s, r, detail, sizeof detail);
	snprintf(verb, sizeof verb, r->undone ? "× %s" : "%s",
	    _(history_kind_label(r->kind)));
	const char *name = r->name[0] != '\0' ? r->name : r->code;
	if (a.h >= 3) {
		draw_text(a.y, a.x + 1, 16, dim, when);
		draw_text(a.y, a.x + 19, 21, selected || r->undone ? plain :
		    ST_ACCENT, verb);
		draw_text(a.y, a.x + 41, a.w - 60, plain, name);
		draw_right(a.y, a.x + a.w - 19, 18, dim, r->code != name ?
		    r->code : "");
		draw_text(a.y + 1, a.x + 19, a.w - 20, dim, r->undone ?
		    _("ångrad") : detail);
		return;
	}
	int x = a.x + (wide ? 18 : 12), w = wide ? 20 : 15;
	/* Without the year where room is short. */
	draw_text(a.y, a.x, x - a.x - 1, dim, wide ? when :
	    strlen(when) > 5 ? when + 5 : when);
	draw_text(a.y, x, w, selected || r->undone ? plain : ST_ACCENT, verb);
	x += w + 1;
	int left = a.x + a.w - x;
	int thing = left < 30 ? left : left / 2;
	draw_text(a.y, x, thing - 1, plain, name);
	if (left - thing > 4)
		draw_text(a.y, x + thing, left - thing, dim, r->undone ?
		    _("ångrad") : detail);
}

/* All of the chosen event; who did it is for those who work here too. */
static void
draw_detail(const struct state *s, struct area a)
{
	const struct row *r = &s->row[s->list.sel];
	char detail[200], when[32], text[400];

	facts(s, r, detail, sizeof detail);
	draw_line(a.y, a.x, a.w, ST_LINE);
	snprintf(text, sizeof text, "%s   %s", r->name, r->code);
	draw_text(a.y + 1, a.x, a.w, ST_STRONG, text);
	snprintf(text, sizeof text, "%s %s%s%s",
	    lang_minute(r->time, when, sizeof when),
	    _(history_kind_label(r->kind)), *detail != '\0' ? ": " : "",
	    detail);
	int n = draw_wrap((struct area){ a.y + 2, a.x, a.h > 4 ? 2 : 1,
	    a.w }, ST_BODY, text);
	snprintf(text, sizeof text, "%s%s%s", r->undone ? _("× ångrad") : "",
	    r->undone ? "   " : "", s->here ? r->actor : "");
	draw_text(a.y + 2 + n, a.x, a.w, r->undone ? ST_NO_TEXT : ST_DIM,
	    text);
}

static void
history_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	int foot = a.h >= 14 ? 5 : 4;

	s->here = k->who.id != 0;
	if (s->name[0] != '\0') {
		int gap = a.h >= 14;
		draw_text(a.y, a.x, a.w, ST_STRONG, s->name);
		a.y += 1 + gap;
		a.h -= 1 + gap;
	}
	draw_cursor(a.y, a.x);
	if (s->list.count == 0) {
		draw_text(a.y, a.x, a.w, ST_DIM, _("Inget har hänt än."));
		return;
	}
	list_draw(&s->list, (struct area){ a.y, a.x, a.h - foot, a.w },
	    a.h >= 24, true, draw_row, s);
	draw_detail(s, (struct area){ a.y + a.h - foot, a.x, foot, a.w });
}

/* Moves the window a page down or up when the selection nears its end. */
static void
slide(struct kiosk *k, struct state *s)
{
	struct list *l = &s->list;
	int by = 0;

	if (!s->end && l->sel >= l->count - NEAR && s->first < PAGES_MAX)
		by = 1;
	else if (s->first > 0 && l->sel < NEAR)
		by = -1;
	if (by == 0)
		return;
	s->first += by;
	l->top -= by * PAGE;
	history_refresh(k, s);	/* the selection stays on its event */
}

static struct step
to_newest(struct kiosk *k, struct state *s)
{
	s->first = 0;
	s->list.sel = s->list.top = 0;
	history_refresh(k, s);
	return step_stay();
}

/* The thing that the chosen event is about. */
static struct step
open_thing(struct kiosk *k, const struct row *r)
{
	long long number = 0;
	struct depot_case c;
	struct order order;
	struct code code;
	bool is_case = strcmp(r->kind, "open") == 0 ||
	    strcmp(r->kind, "settle") == 0;
	char end;

	if (sscanf(r->code, "%lld%c", &number, &end) == 1) {
		if (is_case && case_by_number(k->db, NULL, number, &c, NULL) ==
		    RC_OK)
			return step_push(SCREEN_CASE, c.id, NULL);
		if (!is_case && order_by_number(k->db, NULL, number, &order,
		    NULL)
		    == RC_OK)
			return step_push(k->who.role >= ROLE_WORKER ?
			    SCREEN_ORDER : SCREEN_FOLLOW, order.id, NULL);
		return step_stay();
	}
	if (r->code[0] == '\0' || code_parse(r->code, strlen(r->code), &code,
	    NULL) != RC_OK || code.kind == CODE_BADGE)
		return step_stay();
	return kiosk_typed(k, &code);
}

static struct step
history_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	int was = s->list.sel;

	if (in->kind == INPUT_KEY && in->key == K_HOME)
		return to_newest(k, s);
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		/* A finger chooses first, and opens with a second touch. */
		if (in->kind == INPUT_KEY || was == s->list.sel)
			return open_thing(k, &s->row[s->list.sel]);
		k->said.undo = false;
		return step_stay();
	case LIST_MOVED:
		k->said.undo = false;	/* from now on it is the chosen one */
		slide(k, s);
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

static struct step
history_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;
	struct err err = { .why = WHY_NONE };
	char said[300];

	if (a != DO_UNDO || s->list.count == 0 || kiosk_undo_left(k) > 0)
		return step_pass();	/* what stands on the screen */
	const struct row *r = &s->row[s->list.sel];
	const char *args[] = { _(history_kind_label(r->kind)), r->name[0] !=
	    '\0' ? r->name : r->code };
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = undo_act(k->db, r->act, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) == RC_OK)
		kiosk_say(k, SAY_OK, false, "%s", lang_fill(said, sizeof said,
		    _("Ångrat: %1$s, %2$s."), args, 2));
	return step_stay();
}

const struct screen_ops screen_history = {
	.title = N_("Historik"),
	.help = N_("Det senaste överst. F5 ångrar den rad som är vald, med "
	    "allt som gjordes i samma handling. Enter öppnar saken."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = history_open,
	.draw = history_draw,
	.input = history_input,
	.action = history_action,
	.refresh = history_refresh,
};
