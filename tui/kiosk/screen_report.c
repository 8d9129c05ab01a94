/* The report: what was lent and taken over in a year, and what that saved, by
 * month, category and unit.  samdepactl sums it up beside the screen. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/day.h"
#include "tui/kiosk/ask.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/tabs.h"
#include "tui/lang.h"

#define TABS		3
#define NUMBERS_COLS	32	/* pieces, kilograms, kronor */
#define NAME_COLS	26
#define WIDE		72	/* cells, from which on there are bars */

struct state {
	int32_t from, to;	/* days */
	struct ask sum, print;
	json_t *report;		/* NULL: not there (yet) */
	bool    failed;
	int     tab;
	struct list list;
	int64_t most;		/* pieces in the longest row */
};

static const enum action actions[] = { DO_PRINT_PAGE, DO_EARLIER, DO_LATER,
    DO_NOTHING };

static const char *const tab_keys[TABS] = { "months", "categories", "units" };

static int64_t
number(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static int64_t
pieces(const json_t *row)
{
	return number(row, "lent") + number(row, "taken_over") +
	    number(row, "moved");
}

static const json_t *
rows(const struct state *s)
{
	return json_object_get(s->report, tab_keys[s->tab]);
}

/* Months stand with the latest on top. */
static const json_t *
row_at(const struct state *s, int i)
{
	size_t at = s->tab == 0 ? (size_t)(s->list.count - 1 - i) : (size_t)i;

	return json_array_get(rows(s), at);
}

static void
choose_tab(struct state *s, int tab)
{
	size_t i;
	json_t *row;

	s->tab = tab;
	s->list = (struct list){ 0 };
	list_set(&s->list, (int)json_array_size(rows(s)));
	s->most = 1;
	json_array_foreach(rows(s), i, row)
		if (pieces(row) > s->most)
			s->most = pieces(row);
}

/* The twelve months that end with this day's. */
static void
year_until(struct state *s, int32_t to)
{
	int year, month, mday;

	day_to_date(to, &year, &month, &mday);
	s->to = to;
	s->from = year <= 1971 ? 0 : month == 12 ?
	    day_from_date(year, 1, 1) : day_from_date(year - 1, month + 1, 1);
}

/* The words of samdepactl for these days; more is one behind them. */
static bool
ask(struct kiosk *k, struct state *s, struct ask *a, const char *flag,
    const char *value)
{
	char from[CLOCK_DAY_MAX], to[CLOCK_DAY_MAX];
	const char *const words[] = { "report", "--from",
	    clock_format_day(s->from, from), "--to",
	    clock_format_day(s->to, to), flag, value, NULL };

	return ask_start(k, a, words);
}

static void
look(struct kiosk *k, struct state *s)
{
	json_decref(s->report);
	s->report = NULL;
	choose_tab(s, s->tab);
	s->failed = !ask(k, s, &s->sum, "--json", NULL);
}

static struct step
report_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)arg;
	ask_init(&s->sum);
	ask_init(&s->print);
	year_until(s, clock_today());
	look(k, s);
	return step_stay();
}

static void
printed(struct kiosk *k, enum ask_is is)
{
	if (is == ASK_DONE)
		kiosk_say(k, SAY_OK, false, "%s",
		    _("Rapporten är utskriven."));
	else
		kiosk_say(k, SAY_NO, false, "%s", _("Rapporten blev inte "
		    "utskriven. Den behöver en skrivare med A4-papper."));
}

static struct step
report_tick(struct kiosk *k, void *state)
{
	struct state *s = state;
	json_t *answer = NULL;

	enum ask_is is = ask_tick(k, &s->sum, &answer);
	if (is == ASK_DONE || is == ASK_FAILED) {
		s->report = answer;
		s->failed = is == ASK_FAILED || answer == NULL;
		choose_tab(s, s->tab);
	}
	is = ask_tick(k, &s->print, NULL);
	if (is == ASK_DONE || is == ASK_FAILED)
		printed(k, is);
	return step_stay();
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct state *s = arg;
	const json_t *row = row_at(s, i);
	enum style st = selected ? ST_SELECTED : ST_BODY;
	const char *name = json_string_value(json_object_get(row,
	    s->tab == 0 ? "month" : "name"));
	int y = a.y + a.h / 2, left = a.w - NUMBERS_COLS;
	int wide = s->tab == 0 ? 9 : a.w >= WIDE ? NAME_COLS : left;
	char text[64];

	draw_fill(a, st);
	draw_text(y, a.x + 1, wide - 1, st, name != NULL ? name : "");
	draw_meter(y, a.x + wide + 1, left - wide - 2, selected ? ST_SELECTED :
	    ST_ACCENT, pieces(row), s->most);
	snprintf(text, sizeof text, "%lld", (long long)pieces(row));
	draw_right(y, a.x + left, 7, st, text);
	snprintf(text, sizeof text, number(row, "co2e_kg") > 0 ? "%lld kg" :
	    "–", (long long)number(row, "co2e_kg"));
	draw_right(y, a.x + left + 8, 10, st, text);
	snprintf(text, sizeof text, "%lld kr",
	    (long long)number(row, "kronor"));
	draw_right(y, a.x + left + 19, 12, st, text);
}

/* The three figures that one tells others; returns the rows that they take. */
static int
draw_total(const struct state *s, struct area a)
{
	const json_t *total = json_object_get(s->report, "total");
	const int64_t n[TABS] = { pieces(total), number(total, "co2e_kg"),
	    number(total, "kronor") };
	const char *const word[TABS] = { _("lånade och övertagna"),
	    _("kg CO2e sparade"), _("kronor sparade") };
	int wide = a.w / TABS;

	for (int i = 0; i < TABS; i++) {
		char text[32];

		snprintf(text, sizeof text, "%lld", (long long)n[i]);
		draw_text(a.y, a.x + i * wide, wide - 1, ST_STRONG, text);
		draw_text(a.y + 1, a.x + i * wide, wide - 1, ST_DIM, word[i]);
	}
	return 3;
}

/* What the figures leave out, and where they come from. */
static void
draw_foot(const struct state *s, struct area a)
{
	const json_t *total = json_object_get(s->report, "total");
	char n[24], text[200];
	const char *args[] = { n };

	snprintf(n, sizeof n, "%lld", (long long)number(total, "uncounted"));
	if (number(total, "uncounted") > 0)
		draw_text(a.y, a.x, a.w, ST_DIM, lang_fill(text, sizeof text,
		    _("%1$s av dem är utan klimatsiffra. Källor: F6, på "
		    "papperet."), args, 1));
}

static void
report_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	const char *const names[TABS] = { _("Månad"), _("Kategori"),
	    _("Enhet") };
	char from[CLOCK_DAY_MAX], to[CLOCK_DAY_MAX];

	(void)k;
	draw_textf(a.y, a.x, a.w, ST_ACCENT, "%s – %s",
	    clock_format_day(s->from, from), clock_format_day(s->to, to));
	draw_cursor(a.y, a.x);
	if (s->report == NULL) {
		draw_wrap((struct area){ a.y + 2, a.x, a.h - 2, a.w },
		    s->failed ? ST_NO_TEXT : ST_DIM, s->failed ?
		    _("Rapporten gick inte att göra. samdepactl report säger "
		    "varför.") : _("Räknar …"));
		return;
	}
	/* Where a finger's tabs leave no room for a row, the days stand below
	 * instead of the sources. */
	bool low = touch_is_on() && a.h < 13;
	int y = a.y + !low;
	int rows = draw_total(s, (struct area){ y, a.x, 3, a.w });
	y += low ? 2 : rows;
	y += tabs_draw(names, TABS, s->tab, s->list.count, (struct area){ y,
	    a.x, a.y + a.h - y, a.w });
	if (s->list.count == 0)
		draw_text(y, a.x, a.w, ST_DIM,
		    _("Inget är utlånat eller övertaget den tiden."));
	else
		list_draw(&s->list, (struct area){ y, a.x,
		    a.y + a.h - y - 1, a.w }, a.h >= 30, true, draw_row, s);
	if (low)
		draw_textf(a.y + a.h - 1, a.x, a.w, ST_DIM, "%s – %s", from,
		    to);
	else
		draw_foot(s, (struct area){ a.y + a.h - 1, a.x, 1, a.w });
}

static struct step
report_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	int tab = tabs_input(in, TABS, s->tab);
	if (tab >= 0) {
		choose_tab(s, tab);
		return step_stay();
	}
	return list_input(&s->list, in) == LIST_PASS ? step_pass() :
	    step_stay();
}

static struct step
report_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_EARLIER:
		year_until(s, s->from - 1);
		look(k, s);
		return step_stay();
	case DO_LATER:
		year_until(s, s->to + 366 > clock_today() ? clock_today() :
		    s->to + 365);
		look(k, s);
		return step_stay();
	case DO_PRINT_PAGE:
		if (ask(k, s, &s->print, "--print",
		    papers_printer(&k->cfg, USE_PAGE)))
			kiosk_say(k, SAY_INFO, false, "%s",
			    _("Rapporten skrivs ut."));
		else
			printed(k, ASK_FAILED);
		return step_stay();
	default:
		return step_pass();
	}
}

static bool
report_can(struct kiosk *k, void *state, enum action a)
{
	const struct state *s = state;

	(void)k;
	return a == DO_LATER ? s->to < clock_today() : a == DO_EARLIER ?
	    s->from > 366 : s->report != NULL && s->print.child.pid == 0;
}

static void
report_close(struct kiosk *k, void *state)
{
	struct state *s = state;

	ask_stop(k, &s->sum);
	ask_stop(k, &s->print);
	json_decref(s->report);
	s->report = NULL;
}

const struct screen_ops screen_report = {
	.title = N_("Rapport"),
	.help = N_("Vad som är utlånat och övertaget, och vad det har sparat: "
	    "per månad, kategori och enhet. F7 och F8 byter år."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = report_open,
	.draw = report_draw,
	.input = report_input,
	.action = report_action,
	.tick = report_tick,
	.can = report_can,
	.close = report_close,
};
