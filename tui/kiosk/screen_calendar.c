/* The calendar: a month at a time, which days a thing is free.  On its own it
 * leads to the order form with the days that were chosen; asked by another
 * screen it answers with a day. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/day.h"
#include "tui/kiosk/form.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"

#define WEEKS		6
#define DAYS		(WEEKS * 7)
#define WEEK_COLS	4	/* the week's number, where there is room */
#define BACK_TARGET	1000
#define ON_TARGET	1001
#define DRAG_ROWS	3	/* that a finger moves for a month */
#define BOOKINGS	100

struct state {
	struct item item;	/* id 0: any day is as good */
	bool    asked;		/* another screen wants one day */
	int32_t day;		/* where the cursor stands */
	int32_t first;		/* chosen as the first day; 0 none yet */
	int32_t shown;		/* the first day of the page, a Monday */
	int     year, month;
	int32_t free[DAYS];	/* pieces */
	struct booking booking[BOOKINGS];
	size_t  bookings;
	int     drag;
	int     week;		/* the first that is in sight */
};

static const enum action actions[] = { DO_EARLIER, DO_LATER, DO_DONE,
    DO_NOTHING };

static void
look(struct kiosk *k, struct state *s)
{
	struct err err;
	int mday;
	enum rc rc = RC_OK;

	day_to_date(s->day, &s->year, &s->month, &mday);
	int32_t first = s->day - mday + 1;
	s->shown = first - clock_weekday(first);
	if (s->item.id == 0)
		return;
	for (int i = 0; rc == RC_OK && i < DAYS; i++)
		rc = order_free(k->db, s->item.id, s->shown + i,
		    s->shown + i, &s->free[i], &err);
	if (rc == RC_OK)
		rc = booking_list(k->db, &(struct booking_filter){
		    .item = s->item.id, .active = true }, 0, s->booking,
		    BOOKINGS, &s->bookings, &err);
	kiosk_fail(k, rc, &err);
}

static void
calendar_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;

	if (s->item.id == 0 || kiosk_fail(k, item_get(k->db, s->item.id,
	    &s->item, &err), &err) == RC_OK)
		look(k, s);
}

/* arg->id: the item, or 0; arg->text: asked for a day, this one to begin
 * with. */
static struct step
calendar_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	struct err err;

	s->item.id = arg->id;
	s->asked = arg->text[0] != '\0';
	s->day = clock_today();
	if (s->asked && clock_parse_day(arg->text, strlen(arg->text),
	    clock_today(), &s->day, &err) != RC_OK)
		s->day = clock_today();
	calendar_refresh(k, s);
	return step_stay();
}

static void
go(struct kiosk *k, struct state *s, int32_t day)
{
	int32_t today = clock_today();
	int year, month, mday;

	s->day = day < today ? today : day;
	day_to_date(s->day, &year, &month, &mday);
	if (year != s->year || month != s->month)
		look(k, s);
}

/* The same day of the month before or after, or its last. */
static void
turn(struct kiosk *k, struct state *s, int by)
{
	int year, month, mday;

	day_to_date(s->day, &year, &month, &mday);
	month += by;
	year += month < 1 ? -1 : month > 12 ? 1 : 0;
	month = month < 1 ? 12 : month > 12 ? 1 : month;
	int length = day_month_length(year, month);
	go(k, s, day_from_date(year, month, mday < length ? mday : length));
}

/* The day is chosen: answered, or the first and then the last of a time. */
static struct step
choose(struct kiosk *k, struct state *s)
{
	char text[160];

	if (s->asked)
		return step_answer(s->day, NULL);
	if (s->first == 0 || s->day < s->first) {
		s->first = s->day;
		kiosk_say(k, SAY_INFO, false, "%s", _("Välj nu den sista "
		    "dagen. Samma dag igen: bara den."));
		return step_stay();
	}
	form_text_days(s->item.id, s->first, s->day, text, sizeof text);
	return step_replace(SCREEN_FORM, 0, text);
}

/* --- drawing --- */

static bool
is_past_inspection(const struct state *s, int32_t day)
{
	return s->item.inspect_by != 0 && day > s->item.inspect_by;
}

/* A sign or, of a lot, how many where it fits: whoever does not see the colour reads it. */
static enum style
judge(const struct state *s, int32_t day, int cells, char *sign, size_t cap)
{
	int32_t n = s->free[day - s->shown];

	*sign = '\0';
	if (day < clock_today())
		return ST_DIM;
	if (s->item.id == 0)
		return ST_BODY;
	if (is_past_inspection(s, day)) {
		snprintf(sign, cap, "!");
		return ST_ALREADY_TEXT;
	}
	bool some = n > 0 && s->item.lot && n < s->item.count;
	if (s->item.lot && cells >= 5)
		snprintf(sign, cap, "%d", n);
	else
		snprintf(sign, cap, n <= 0 ? "✗" : some ? "~" : "✓");
	return n <= 0 ? ST_NO_TEXT : some ? ST_ALREADY_TEXT : ST_OK_TEXT;
}

static void
draw_day(const struct state *s, int32_t day, struct area a)
{
	int year, month, mday;
	char sign[16], text[32];
	enum style st = judge(s, day, a.h > 1 ? a.w : a.w - 5, sign,
	    sizeof sign);
	bool today = day == clock_today();
	bool within = s->first != 0 && day >= s->first && day <= s->day;

	day_to_date(day, &year, &month, &mday);
	if (month != s->month) {
		st = ST_DIM;
		sign[0] = '\0';
	}
	if (within || day == s->day)
		st = ST_SELECTED;
	if (st == ST_SELECTED)
		draw_fill((struct area){ a.y, a.x, a.h, a.w - 1 }, st);
	snprintf(text, sizeof text, today ? "[%d]" : " %d ", mday);
	int n = draw_text(a.y, a.x, a.w - 1, st, text);
	if (a.h > 1)
		draw_text(a.y + 1, a.x + 1, a.w - 2, st, sign);
	else
		draw_text(a.y, a.x + n, a.w - n - 1, st, sign);
	if (month == s->month && day >= clock_today())
		draw_target(a, (int)(day - s->shown));
	if (day == s->day)
		draw_cursor(a.y, a.x + 1);
}

static void
draw_head(const struct state *s, struct area a)
{
	char text[64];
	int wide = 12 < a.w / 4 ? 12 : a.w / 4;

	draw_centre(a.y, a.x + wide, a.w - 2 * wide, ST_ACCENT,
	    lang_month(s->year, s->month, text, sizeof text));
	if (touch_is_on())	/* there are buttons for the months */
		return;
	draw_fill((struct area){ a.y, a.x, 1, wide }, ST_KEY);
	draw_centre(a.y, a.x, wide, ST_KEY, "◂");
	draw_fill((struct area){ a.y, a.x + a.w - wide, 1, wide }, ST_KEY);
	draw_centre(a.y, a.x + a.w - wide, wide, ST_KEY, "▸");
	draw_target((struct area){ a.y, a.x, 1, wide }, BACK_TARGET);
	draw_target((struct area){ a.y, a.x + a.w - wide, 1, wide },
	    ON_TARGET);
}

/* Who has it on the day, or that it is free; one line. */
static void
draw_foot(const struct state *s, int y, int x, int w)
{
	char when[CLOCK_DAY_MAX], text[256], end[CLOCK_DAY_MAX];
	char n[16], of[16];
	const char *args[3] = { when, "", end };
	const char *sentence = _("%1$s: ledig");

	clock_format_day(s->day, when);
	if (s->item.id == 0) {
		draw_text(y, x, w, ST_BODY, when);
		return;
	}
	if (is_past_inspection(s, s->day))
		sentence = _("%1$s: måste besiktigas först");
	for (size_t i = 0; i < s->bookings; i++) {
		const struct booking *b = &s->booking[i];

		if (s->day < b->start || (b->until != 0 && s->day > b->until))
			continue;
		args[1] = b->unit_name;
		clock_format_day(b->until, end);
		sentence = b->until == 0 ? _("%1$s: %2$s, för gott") :
		    _("%1$s: %2$s, till %3$s");
		break;
	}
	int32_t left = s->free[s->day - s->shown];
	if (s->item.lot) {
		snprintf(n, sizeof n, "%d", left > 0 ? left : 0);
		snprintf(of, sizeof of, "%d", s->item.count);
		args[1] = n;
		args[2] = of;
		sentence = _("%1$s: %2$s av %3$s lediga");
	} else if (args[1][0] == '\0' && left <= 0 &&
	    !is_past_inspection(s, s->day)) {
		sentence = _("%1$s: inte ledig");
	}
	draw_text(y, x, w, ST_BODY, lang_fill(text, sizeof text, sentence,
	    args, 3));
}

/* Of so many weeks that fit: the one of the cursor is among them. */
static int
first_week(struct state *s, int fit)
{
	int at = (s->day - s->shown) / 7;

	if (s->week > WEEKS - fit)
		s->week = WEEKS - fit;
	if (s->week < at - fit + 1)
		s->week = at - fit + 1;
	if (s->week > at)
		s->week = at;
	if (s->week < 0)
		s->week = 0;
	if (fit < WEEKS)
		touch_scrolls(SCROLL_LINES);
	return s->week;
}

static void
calendar_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	int weeks_x = a.w >= 70 ? WEEK_COLS : 0, y = a.y;
	int wide = (a.w - weeks_x) / 7;
	char text[200];

	(void)k;
	if (s->item.id != 0)
		draw_text(y++, a.x, a.w, ST_STRONG, thing_name(&s->item, text,
		    sizeof text));
	if (a.h >= 14 && !touch_is_on())
		y++;
	draw_head(s, (struct area){ y++, a.x, 1, a.w });
	for (int i = 0; i < 7; i++)
		draw_text(y, a.x + weeks_x + i * wide + 1, wide - 1, ST_DIM,
		    lang_weekday(i));
	y++;
	int high = (a.y + a.h - y - 1) / WEEKS;
	high = high < 1 ? 1 : high > 4 ? 4 : high;
	if (touch_is_on() && high < touch_h(TOUCH_KEY))
		high = touch_h(TOUCH_KEY);
	int from = first_week(s, (a.y + a.h - y - 1) / high);
	for (int i = from * 7; i < DAYS &&
	    y + (i / 7 - from + 1) * high < a.y + a.h; i++) {
		int at = y + (i / 7 - from) * high;

		if (i % 7 == 0 && weeks_x > 0) {
			snprintf(text, sizeof text, "%2d",
			    clock_week(s->shown + i));
			draw_text(at, a.x, 3, ST_DIM, text);
		}
		draw_day(s, s->shown + i, (struct area){ at,
		    a.x + weeks_x + i % 7 * wide, high, wide });
	}
	draw_foot(s, a.y + a.h - 1, a.x, a.w);
}

/* --- input --- */

/* The weeks follow the finger where they are not all in sight; else it turns
 * a page. */
static void
drag(struct kiosk *k, struct state *s, int cells)
{
	int high = touch_h(TOUCH_KEY), by;
	bool weeks = touch_scroll() == SCROLL_LINES;

	s->drag += cells;
	by = -s->drag / (weeks ? high : DRAG_ROWS);
	if (by == 0)
		return;
	s->drag = weeks ? s->drag + by * high : 0;
	if (weeks) {
		s->week += by;
		go(k, s, s->day + 7 * by);
	} else {
		turn(k, s, by > 0 ? 1 : -1);
	}
}

static struct step
calendar_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	if (in->kind == INPUT_TAP && in->target >= 0 && in->target < DAYS) {
		go(k, s, s->shown + in->target);
		return choose(k, s);
	}
	if (in->kind == INPUT_TAP && (in->target == BACK_TARGET ||
	    in->target == ON_TARGET)) {
		turn(k, s, in->target == ON_TARGET ? 1 : -1);
		return step_stay();
	}
	if (in->kind == INPUT_WHEEL) {
		turn(k, s, in->turn);
		return step_stay();
	}
	if (in->kind == INPUT_DRAG) {
		drag(k, s, in->turn);
		return step_stay();
	}
	if (in->kind != INPUT_KEY)
		return step_pass();
	switch (in->key) {
	case K_LEFT: go(k, s, s->day - 1); break;
	case K_RIGHT: go(k, s, s->day + 1); break;
	case K_UP: go(k, s, s->day - 7); break;
	case K_DOWN: go(k, s, s->day + 7); break;
	case K_PGUP: turn(k, s, -1); break;
	case K_PGDN: turn(k, s, 1); break;
	case K_HOME: go(k, s, clock_today()); break;
	case K_ENTER: return choose(k, s);
	default: return step_pass();
	}
	return step_stay();
}

static struct step
calendar_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (a == DO_DONE)
		return choose(k, s);
	if (a != DO_EARLIER && a != DO_LATER)
		return step_pass();
	turn(k, s, a == DO_LATER ? 1 : -1);
	return step_stay();
}

const struct screen_ops screen_calendar = {
	.title = N_("Kalender"),
	.help = N_("Vilka dagar den är ledig: ✓ ledig, ✗ upptagen, en siffra "
	    "hur många. Peka på den första dagen och sedan på den sista för "
	    "att beställa. Pilarna går en dag eller en vecka, F7 och F8 en "
	    "månad."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = calendar_open,
	.draw = calendar_draw,
	.input = calendar_input,
	.action = calendar_action,
	.refresh = calendar_refresh,
};
