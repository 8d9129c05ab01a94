/* Orders: those that wait for an answer and those to hand out, or all of a
 * unit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/order.h"
#include "db/sync_state.h"
#include "db/unit.h"
#include "tui/depot_rules.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/tabs.h"
#include "tui/lang.h"

#define PAGE		20
#define GROUP_MAX	230
#define ROW_MAX		(4 * GROUP_MAX + 16)

/* What a row shows of an order; id 0: a line of text between the groups. */
struct row {
	int64_t id, number;
	const char *text;		/* a msgid */
	enum order_kind kind;
	enum order_state state;
	bool    ticket, rule;
	int32_t start, until, lines, asked, booked, out, back, group;
	char    unit[96];
};

/* What there is to do, all that concerns this depot, and all. */
enum { TAB_TODO, TAB_ALL, TAB_DEPOTS, TABS };

struct state {
	int64_t unit;			/* whose; 0: anyone's */
	int     tab;
	bool    alone;			/* there is no other depot */
	char    unit_name[96];
	struct list list;
	struct row row[ROW_MAX];
	int n;
};

static const enum action actions[] = { DO_ORDER, DO_NOTHING };

static void
add_text(struct state *s, const char *text, int32_t count)
{
	if (s->n < ROW_MAX)
		s->row[s->n++] = (struct row){ .text = text, .group = count };
}

static void
add_order(struct kiosk *k, struct state *s, const struct order *o)
{
	struct row *r = &s->row[s->n++];

	*r = (struct row){ .id = o->id, .number = o->number, .kind = o->kind,
	    .state = o->state, .ticket = o->ticket != 0,
	    .rule = o->say[0] != '\0', .start = o->start, .until = o->until, .lines = o->lines, .asked = o->asked,
	    .booked = o->booked, .out = o->out, .back = o->back };
	/* Who asks from afar stands first. */
	if (strcmp(o->depot, db_depot(k->db)) != 0)
		snprintf(r->unit, sizeof r->unit, "%s · %.80s", o->depot,
		    o->unit_name);
	else
		memcpy(r->unit, o->unit_name, sizeof r->unit);
}

/* The soonest first. */
static int
by_start(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Adds those of the filter, at most max; *more says that there are others. */
static enum rc
add_orders(struct kiosk *k, struct state *s, const struct order_filter *f,
    int max, bool *more, struct err *err)
{
	struct order page[PAGE];
	int64_t before = 0;
	size_t n = PAGE;
	enum rc rc = RC_OK;

	*more = false;
	while (rc == RC_OK && n == PAGE) {
		rc = order_list(k->db, f, before, page, PAGE, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			if (max-- == 0) {
				*more = true;
				return RC_OK;
			}
			add_order(k, s, &page[i]);
			before = page[i].id;
		}
	}
	return rc;
}

static enum rc
add_group(struct kiosk *k, struct state *s, const char *text,
    const struct order_filter *f, struct err *err)
{
	int head = s->n;
	bool more;

	add_text(s, text, 0);
	enum rc rc = add_orders(k, s, f, GROUP_MAX, &more, err);
	int n = s->n - head - 1;
	qsort(s->row + head + 1, (size_t)n, sizeof *s->row, by_start);
	s->row[head].group = n;
	if (n == 0)
		add_text(s, N_("Inga just nu."), -1);
	if (more)
		add_text(s, N_("Det finns fler: öppna enheten för att se "
		    "dem."), -1);
	return rc;
}

/* A group that is not there where it is empty. */
static enum rc
add_some(struct kiosk *k, struct state *s, const char *text,
    const struct order_filter *f, struct err *err)
{
	int head = s->n;
	enum rc rc = add_group(k, s, text, f, err);

	if (rc == RC_OK && s->row[head].group == 0)
		s->n = head;
	return rc;
}

/* What is promised at other depots and has not been sent, depot by depot. */
static enum rc
add_to_send(struct kiosk *k, struct state *s, struct err *err)
{
	static struct to_send todo[GROUP_MAX];
	struct order o;
	size_t n = 0;
	int head = -1;
	enum rc rc = order_to_send(k->db, todo, GROUP_MAX, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n && s->n < ROW_MAX - 2; i++) {
		if (head < 0 || strcmp(s->row[head].unit, todo[i].to) != 0) {
			head = s->n;
			add_text(s, N_("Att skicka till"), 0);
			memcpy(s->row[head].unit, todo[i].to,
			    sizeof todo[i].to);
		}
		int at = head + 1;
		while (at < s->n && s->row[at].id != todo[i].order)
			at++;
		if (at < s->n)	/* another thing of the same order */
			continue;
		rc = order_get(k->db, todo[i].order, &o, err);
		if (rc == RC_OK)
			add_order(k, s, &o);
		s->row[head].group = s->n - head - 1;
	}
	return rc;
}

/* The selection stands on an order where there is one. */
static void
skip_text(struct list *l, const struct row *row, int step)
{
	int from = l->sel, i = from;

	while (i >= 0 && i < l->count && row[i].id == 0)
		i += step;
	if (i < 0 || i >= l->count)
		for (i = from; i >= 0 && i < l->count && row[i].id == 0;)
			i -= step;
	if (i < 0 || i >= l->count)
		return;
	l->sel = i;
	if (l->sel == 1)	/* its heading too */
		l->top = 0;
}

static void
orders_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct order_filter asked = { .state = ORDER_ASKED + 1,
	    .side = ORDER_WE_ANSWER };
	struct order_filter theirs = { .state = ORDER_ASKED + 1,
	    .side = ORDER_THEY_ANSWER };
	struct order_filter todo = { .to_hand_out = true,
	    .side = ORDER_WE_HAND_OUT };
	struct order_filter away = { .to_hand_out = true,
	    .side = ORDER_THEY_HAND_OUT };
	struct order_filter whose = { .unit = s->unit,
	    .depot = s->tab == TAB_ALL ? db_depot(k->db) : NULL };
	struct err err;
	int64_t chosen = s->list.sel < s->n ? s->row[s->list.sel].id : 0;
	bool more = false;
	int at = -1;
	enum rc rc;

	s->n = 0;
	if (s->unit != 0 || s->tab != TAB_TODO) {
		rc = add_orders(k, s, &whose, 2 * GROUP_MAX, &more, &err);
		if (more)
			add_text(s, N_("De som är äldre visas inte här."),
			    -1);
	} else {
		rc = add_group(k, s, N_("Väntar på svar"), &asked, &err);
		if (rc == RC_OK)
			rc = add_some(k, s, N_("Väntar på svar från en annan "
			    "depå"), &theirs, &err);
		if (rc == RC_OK)
			rc = add_to_send(k, s, &err);
		if (rc == RC_OK)
			rc = add_group(k, s, N_("Att lämna ut"), &todo, &err);
		if (rc == RC_OK)
			rc = add_some(k, s, N_("Hämtas i en annan depå"),
			    &away, &err);
	}
	kiosk_fail(k, rc, &err);
	for (int i = 0; chosen != 0 && i < s->n; i++)
		if (s->row[i].id == chosen)
			at = i;
	list_follow(&s->list, s->n, at);
	skip_text(&s->list, s->row, 1);
}

static struct step
orders_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	struct unit unit;
	struct err err;

	s->unit = arg->id;
	s->alone = !depot_others(k->db);
	if (s->unit != 0) {
		enum rc rc = unit_get(k->db, s->unit, &unit, &err);
		if (kiosk_fail(k, rc, &err) != RC_OK)
			return step_pop();
		memcpy(s->unit_name, unit.name, sizeof s->unit_name);
	}
	orders_refresh(k, s);
	return step_stay();
}

/* How it stands: a symbol and a word of the floor. */
static const char *
word(const struct row *r, enum style *st)
{
	*st = ST_DIM;
	switch (r->state) {
	case ORDER_ASKED:
		*st = ST_ALREADY_TEXT;
		return _("● väntar");
	case ORDER_REFUSED:
		*st = ST_NO_TEXT;
		return _("✗ nekad");
	case ORDER_CANCELLED:
		return _("× avbokad");
	default:
		break;
	}
	if (r->out > 0 && r->back >= r->booked)
		return _("← tillbaka");
	*st = ST_OK_TEXT;
	if (r->out >= r->booked && r->out > 0)
		return _("→ utlämnad");
	if (r->out > 0)
		return _("→ delvis ute");
	return r->ticket ? _("▤ hämtsedel") : _("✓ godkänd");
}

/* "3 rader, 12 st" */
static char *
what(const struct row *r, bool lines, char *out, size_t cap)
{
	char rows[16], pieces[16];
	const char *args[] = { rows, pieces };

	snprintf(rows, sizeof rows, "%d", r->lines);
	snprintf(pieces, sizeof pieces, "%d",
	    r->state == ORDER_GRANTED ? r->booked : r->asked);
	return lang_fill(out, cap, !lines ? _("%2$s st") : _n(
	    "%1$s rad, %2$s st", "%1$s rader, %2$s st", r->lines), args, 2);
}

static char *
dates(const struct row *r, bool both, char *out, size_t cap)
{
	char from[CLOCK_DAY_MAX], to[CLOCK_DAY_MAX];

	clock_format_day(r->start, from);
	if (!both)
		snprintf(out, cap, "%s", from);
	else
		snprintf(out, cap, "%s – %s", from, r->until == 0 ?
		    _("för gott") : clock_format_day(r->until, to));
	return out;
}

static void
draw_text_row(const struct row *r, struct area a)
{
	char text[96];
	int y = a.y + (a.h >= 3);

	if (r->group < 0) {
		draw_text(y, a.x + 2, a.w - 2, ST_DIM, _(r->text));
		return;
	}
	snprintf(text, sizeof text, "%s%s%.8s  %d", _(r->text),
	    r->unit[0] != '\0' ? " " : "", r->unit, r->group);
	int n = draw_text(y, a.x, a.w, ST_ACCENT, text);
	if (n + 2 < a.w)
		draw_line(y, a.x + n + 1, a.w - n - 1, ST_LINE);
}

static void
draw_high(const struct state *s, const struct row *r, struct area a,
    bool selected)
{
	enum style st, dim = selected ? ST_SELECTED : ST_DIM;
	const char *state = word(r, &st);
	char much[64], when[64];

	draw_textf(a.y, a.x + 1, 8, dim, "%5lld", (long long)r->number);
	draw_text(a.y, a.x + 9, a.w - 28, selected ? ST_SELECTED :
	    ST_STRONG, s->unit != 0 ? _(order_kind_label(r->kind)) : r->unit);
	draw_right(a.y, a.x + a.w - 17, 16, selected ? ST_SELECTED : st,
	    state);
	draw_textf(a.y + 1, a.x + 9, a.w - 10, dim, "%s   %s   %s",
	    _(order_kind_label(r->kind)),
	    what(r, true, much, sizeof much),
	    dates(r, true, when, sizeof when));
}

static void
draw_order(int i, struct area a, bool selected, void *arg)
{
	const struct state *s = arg;
	const struct row *r = &s->row[i];
	bool wide = a.w >= 66, whose = s->unit == 0, both = a.w >= 104;
	enum style st, dim = selected ? ST_SELECTED : ST_DIM;
	char much[64], when[64];
	int x = a.x + a.w - 1;

	if (r->id == 0) {
		draw_text_row(r, a);
		return;
	}
	if (a.h >= 3) {
		draw_high(s, r, a, selected);
		return;
	}
	const char *state = word(r, &st);
	if (wide || !whose || s->tab != TAB_TODO)	/* the group says it too */
		draw_right(a.y, x -= 13, 13, selected ? ST_SELECTED : st,
		    state);
	int w = both ? 25 : 12;
	draw_right(a.y, x -= w, w - 1, dim, dates(r, both, when,
	    sizeof when));
	draw_right(a.y, x -= both ? 18 : 8, both ? 17 : 7, dim,
	    what(r, both, much, sizeof much));
	if (wide && whose)
		draw_text(a.y, x -= 13, 12, dim, _(order_kind_label(r->kind)));
	draw_textf(a.y, a.x, 6, dim, "%5lld", (long long)r->number);
	draw_text(a.y, a.x + 7, x - a.x - 8, selected ? ST_SELECTED :
	    ST_BODY, whose ? r->unit : _(order_kind_label(r->kind)));
}

/* What a rule has said of the chosen one, on the last line. */
static void
draw_rule(struct kiosk *k, const struct state *s, struct area *a)
{
	const struct row *r = &s->row[s->list.sel];
	struct order o;
	bool any = false;

	for (int i = 0; i < s->n; i++)
		any = any || s->row[i].rule;
	if (!any || a->h < 6)
		return;
	a->h--;
	if (s->list.sel >= s->n || !r->rule ||
	    order_get(k->db, r->id, &o, NULL) != RC_OK)
		return;
	int w = draw_textf(a->y + a->h, a->x, a->w, ST_DIM, "%s: ",
	    _("Regel"));
	draw_text(a->y + a->h, a->x + w, a->w - w, ST_BODY,
	    depot_rules_say(o.say, o.say_en));
}

static void
orders_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	const char *names[] = { _("Att göra"), _("Alla"),
	    _("Alla depåer") };
	int head = a.h >= 14 ? 2 : 1;

	if (s->unit != 0)
		draw_text(a.y, a.x, a.w, ST_STRONG, s->unit_name);
	else
		head = tabs_draw(names, TABS - s->alone, s->tab, -1, a);
	a.y += head;
	a.h -= head;
	if (s->n == 0)
		draw_text(a.y, a.x, a.w, ST_DIM,
		    _("Inget är beställt än."));
	draw_rule(k, s, &a);
	draw_cursor(a.y, a.x);
	list_draw(&s->list, a, a.h >= 22, true, draw_order, s);
}

static struct step
orders_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	int was = s->list.sel, top;
	int tab = s->unit != 0 ? -1 : tabs_input(in,
	    TABS - s->alone, s->tab);

	if (tab >= 0) {
		s->tab = tab;
		s->list = (struct list){ .count = 0 };
		orders_refresh(k, s);
		return step_stay();
	}
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		if (s->row[s->list.sel].id != 0)
			return step_push(SCREEN_ORDER,
			    s->row[s->list.sel].id, NULL);
		s->list.sel = was;
		return step_stay();
	case LIST_MOVED:
		top = s->list.top;
		skip_text(&s->list, s->row, s->list.sel < was ? -1 : 1);
		if (in->kind == INPUT_DRAG)	/* it goes where it is led */
			s->list.top = top;
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

static struct step
orders_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	(void)k;
	if (a != DO_ORDER)
		return step_pass();
	struct step step = step_push(SCREEN_FORM, 0, NULL);
	step.arg.id2 = s->unit;	/* the form begins with it */
	return step;
}

const struct screen_ops screen_orders = {
	.title = N_("Beställningar"),
	.help = N_("Överst de som väntar på svar, sedan de som ska lämnas "
	    "ut. Välj en för att svara eller göra en hämtsedel. Skanna en "
	    "enhet för att se dess lån och beställningar."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = orders_open,
	.draw = orders_draw,
	.input = orders_input,
	.action = orders_action,
	.refresh = orders_refresh,
};
