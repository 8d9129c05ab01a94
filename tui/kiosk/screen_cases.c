/* Cases: what a person must settle, the open ones first. */
#include <stdio.h>
#include <string.h>

#include "db/case.h"
#include "db/clock.h"
#include "db/order.h"
#include "db/sync_state.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/tabs.h"
#include "tui/lang.h"

#define PAGE		20
#define ROW_MAX		300

/* Ours that are open, all of ours, and those of other depots too. */
enum { TAB_OPEN, TAB_ALL, TAB_DEPOTS, TABS };

struct row {
	int64_t id, number, time;
	char    kind[24], outcome[24];
	char    about[128];		/* the thing, else whom it concerns */
	char    note[96];
};

struct state {
	int  tab;
	bool all;			/* also those that are settled */
	bool alone;			/* there is no other depot */
	bool more;			/* than fit */
	struct list list;
	struct row row[ROW_MAX];
	int  n;
};

static const enum action actions[] = { DO_NOTHING };

static void
add_case(struct kiosk *k, struct state *s, const struct depot_case *c)
{
	struct row *r = &s->row[s->n++];
	struct order order;
	char number[24];
	const char *args[] = { number, order.unit_name };

	*r = (struct row){ .id = c->id, .number = c->number,
	    .time = c->time };
	memcpy(r->kind, c->kind, sizeof r->kind);
	memcpy(r->outcome, c->outcome, sizeof r->outcome);
	snprintf(r->note, sizeof r->note, "%.*s",
	    (int)sizeof r->note - 1, c->note);
	snprintf(r->about, sizeof r->about, "%s", c->item != 0 ?
	    c->item_name : c->unit_name);
	if (c->item == 0 && c->orders != 0 &&
	    order_get(k->db, c->orders, &order, NULL) == RC_OK) {
		snprintf(number, sizeof number, "%lld",
		    (long long)order.number);
		lang_fill(r->about, sizeof r->about,
		    _("Beställning %1$s, %2$s"), args, 2);
	}
}

static void
cases_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct depot_case page[PAGE];
	struct err err;
	int64_t before = 0, chosen = s->list.sel < s->n ?
	    s->row[s->list.sel].id : 0;
	size_t n = PAGE;
	int at = -1;
	enum rc rc = RC_OK;

	s->n = 0;
	s->more = false;
	while (rc == RC_OK && n == PAGE && !s->more) {
		rc = case_list(k->db, s->tab == TAB_DEPOTS ? NULL :
		    db_depot(k->db), !s->all, before, page, PAGE, &n, &err);
		for (size_t i = 0; rc == RC_OK && i < n && !s->more; i++) {
			s->more = s->n == ROW_MAX;
			if (!s->more)
				add_case(k, s, &page[i]);
			before = page[i].id;
		}
	}
	kiosk_fail(k, rc, &err);
	for (int i = 0; i < s->n; i++)
		if (s->row[i].id == chosen)
			at = i;
	list_follow(&s->list, s->n, at);
}

static struct step
cases_open(struct kiosk *k, void *state, const struct arg *arg)
{
	(void)arg;
	((struct state *)state)->alone = !depot_others(k->db);
	cases_refresh(k, state);
	return step_stay();
}

/* How it stands: open, or how it ended. */
static const char *
word(const struct row *r, char *out, size_t cap, enum style *st)
{
	const char *name, *label;

	*st = ST_ALREADY_TEXT;
	if (r->outcome[0] == '\0')
		return _("! öppen");
	*st = ST_DIM;
	for (int i = 0; case_outcome(r->kind, i, &name, &label); i++)
		if (strcmp(name, r->outcome) == 0)
			snprintf(out, cap, "✓ %s", _(label));
	return out;
}

/* What it is about, and beside it the note where there is both. */
static void
draw_about(const struct row *r, int y, int x, int w, bool wide,
    enum style plain, enum style dim)
{
	const char *first = r->about[0] != '\0' ? r->about : r->note;
	int half = wide && first != r->note && r->note[0] != '\0' ?
	    w * 3 / 5 : w + 1;

	draw_text(y, x, half - 1, plain, first);
	if (half < w)
		draw_text(y, x + half, w - half, dim, r->note);
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct state *s = arg;
	const struct row *r = &s->row[i];
	enum style st, plain = selected ? ST_SELECTED : ST_BODY;
	enum style dim = selected ? ST_SELECTED : ST_DIM;
	char text[64] = "", day[32];
	bool wide = a.w >= 66, high = a.h >= 3;
	int right = !s->all ? 0 : high || a.w >= 90 ? 24 : 12;
	int x = a.x + 7, end = a.x + a.w - right - 1;

	const char *state = word(r, text, sizeof text, &st);
	draw_right(a.y, end, right, selected ? dim : st, state);
	draw_textf(a.y, a.x, 6, dim, "%5lld", (long long)r->number);
	lang_day(r->time, day, sizeof day);
	if (high) {
		draw_about(r, a.y, x, end - x, false, selected ? plain :
		    ST_STRONG, dim);
		draw_textf(a.y + 1, x, a.x + a.w - x - 1, dim,
		    "%s   %s   %s", _(case_kind_label(r->kind)), day,
		    r->about[0] != '\0' ? r->note : "");
		return;
	}
	int kind = wide ? 12 : 10;
	draw_text(a.y, x, kind - 1, selected ? dim : ST_ACCENT,
	    _(case_kind_label(r->kind)));
	x += kind;
	if (wide)
		draw_text(a.y, end -= 11, 11, dim, day);
	draw_about(r, a.y, x, end - x - 1, wide, plain, dim);
}

static void
cases_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	const char *names[] = { _("Öppna"), _("Alla"), _("Alla depåer") };

	(void)k;
	int head = tabs_draw(names, TABS - s->alone, s->tab, s->n, a);
	a.y += head;
	a.h -= head;
	draw_cursor(a.y, a.x);
	if (s->n == 0)
		draw_text(a.y, a.x, a.w, ST_OK_TEXT, s->all ?
		    _("✓ Det har inte funnits något att åtgärda.") :
		    _("✓ Det finns inget att åtgärda."));
	list_draw(&s->list, a, a.h >= 20, true, draw_row, s);
}

static struct step
toggle(struct kiosk *k, struct state *s, int tab)
{
	if (s->tab != tab) {
		s->tab = tab;
		s->all = tab != TAB_OPEN;
		s->list = (struct list){ .count = 0 };
		cases_refresh(k, s);
	}
	return step_stay();
}

static struct step
cases_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	int tab = tabs_input(in, TABS - s->alone, s->tab);

	if (tab >= 0)
		return toggle(k, s, tab);
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		return step_push(SCREEN_CASE, s->row[s->list.sel].id, NULL);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

const struct screen_ops screen_cases = {
	.title = N_("Att åtgärda"),
	.help = N_("Det som någon måste reda ut: skador, sådant som saknas, "
	    "försenade lån. Välj ett ärende för att åtgärda det. Pil "
	    "vänster och höger byter lista."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = cases_open,
	.draw = cases_draw,
	.input = cases_input,
	.refresh = cases_refresh,
};
