/* Home: scan anything, or write a few letters. */
#include <stdio.h>

#include "db/store.h"
#include "db/sync_state.h"
#include "tui/kiosk/finder.h"
#include "tui/kiosk/menu.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"
#include "tui/sink.h"

struct state {
	struct finder finder;
	struct menu menu;
	bool in_menu;		/* the focus is on the tiles */
	int  cols;		/* of the tiles as last drawn */
	int  page;		/* of them, for a finger */
	struct store_stats stats;
	bool have_stats;
};

#define MORE_TARGET	(TARGET_FIELD + 1)

/* What a visitor is offered: not what names others' orders. */
static const enum action for_visitor[] = {
	DO_NEED, DO_FOLLOW, DO_LEND, DO_RETURN, DO_ORDER, DO_SHELVE,
	DO_CASES, DO_DISPATCH, DO_RECEIVE, DO_REGISTER, DO_UNITS, DO_PLACES,
	DO_COUNT_PLACE, DO_REPORT, DO_SYNC, DO_PRINTERS, DO_READERS,
	DO_NOTHING
};

static const enum action actions[] = {
	DO_NEED, DO_FOLLOW, DO_LEND, DO_RETURN, DO_ORDER, DO_SHELVE,
	DO_ORDERS, DO_CASES, DO_DISPATCH, DO_RECEIVE, DO_REGISTER, DO_UNITS,
	DO_PLACES, DO_COUNT_PLACE, DO_LABELS, DO_HISTORY, DO_REPORT, DO_SYNC,
	DO_PRINTERS, DO_READERS,
	DO_NOTHING
};

static void
home_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;

	s->have_stats = store_stats(k->db, &s->stats, &err) == RC_OK;
	finder_refresh(&s->finder);
}

static struct step
home_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	finder_init(&s->finder, arg->text);
	home_refresh(k, s);
	return step_stay();
}

/* The figure that belongs to a tile, "" for none. */
static void
figure(const struct state *s, enum action a, char *out, size_t cap)
{
	int64_t n = 0;

	*out = '\0';
	if (!s->have_stats)
		return;
	if (a == DO_ORDERS)
		n = s->stats.orders_asked + s->stats.to_hand_out;
	else if (a == DO_CASES)
		n = s->stats.cases_open;
	else if (a == DO_RETURN)
		n = s->stats.overdue;
	else if (a == DO_DISPATCH)
		n = s->stats.to_send;
	else if (a == DO_RECEIVE)
		n = s->stats.bound;
	if (n > 0)
		snprintf(out, cap, a == DO_RETURN ? _("%lld sena") :
		    "%lld", (long long)n);
}

static void
draw_tile(struct state *s, int i, struct area t)
{
	enum action act = s->menu.row[i];
	bool sel = s->in_menu && i == s->menu.list.sel;
	enum style plain = sel ? ST_SELECTED : ST_TILE;
	enum style accent = sel ? ST_SELECTED : ST_TILE_KEY;
	char key[16] = "", fig[48];
	int y = t.y + (t.h - 1) / 2;

	draw_fill(t, plain);
	if (action_key(act) != K_NONE && !touch_is_on())
		snprintf(key, sizeof key, "F%s",
		    key_word(action_key(act)) + 1);
	figure(s, act, fig, sizeof fig);
	draw_text(y, t.x + 1, 2, accent, action_sign(act));
	int n = sink_width(action_label(act));
	int rows = draw_wrap((struct area){ y, t.x + 4, t.h >= 5 ? 2 : 1,
	    t.w - 5 }, plain, action_label(act));
	if (t.h == 2 || t.h >= 5)	/* the figure below, the key beside */
		draw_text(y + rows, t.x + 4, t.w - 5, accent, fig);
	if (t.w - n > 8)
		draw_right(y, t.x + 5 + n, t.w - n - 6, accent, t.h != 2 &&
		    t.h < 5 && *fig != '\0' ? fig : key);
	draw_target(t, i);
	if (sel)
		draw_cursor(y, t.x + 1);
}

static void
draw_more(struct area t)
{
	draw_fill(t, ST_KEY);
	draw_centre(t.y + t.h / 2 - 1, t.x, t.w, ST_KEY, "▸");
	draw_centre(t.y + t.h / 2, t.x, t.w, ST_KEY, _("Fler val"));
	draw_target(t, MORE_TARGET);
}

/* For a finger: large, and a page at a time. */
static void
draw_large(struct state *s, struct area a)
{
	int high = touch_h(TOUCH_MAIN), n = s->menu.list.count, first = 0;
	int cols = (a.w + 1) / (touch_w(TOUCH_MAIN) + 1);
	int lines = (a.h + 1) / (high + 1), gap = 1;

	if (n > cols * lines && a.h / high > lines) {
		lines = a.h / high;
		gap = 0;
	}
	int page = cols * lines;
	if (page < 2)
		return;
	if (n > page) {
		page--;		/* the last one shows more */
		int pages = (n + page - 1) / page;
		first = s->page % pages * page;
	}
	s->cols = cols;
	for (int i = 0; i < cols * lines; i++) {
		int x = i % cols * (a.w + 1) / cols;
		int end = (i % cols + 1) * (a.w + 1) / cols - 1;
		struct area t = { a.y + i / cols * (high + gap), a.x + x,
		    high, end - x };
		if (i < page && first + i < n)
			draw_tile(s, first + i, t);
		else if (i == page)
			draw_more(t);
		if (gap == 0 && i >= cols)
			draw_line(t.y, t.x, t.w, ST_LINE);
	}
}

static void
draw_tiles(struct state *s, struct area a)
{
	menu_mark(&s->menu);
	if (touch_is_on()) {
		draw_large(s, a);
		return;
	}
	int cols = a.w >= 110 ? 4 : a.w >= 60 ? 3 : 2;

	/* The last has a key, and begins no line of its own. */
	if (s->menu.list.count % cols == 1)
		list_set(&s->menu.list, s->menu.list.count - 1);
	int lines = (s->menu.list.count + cols - 1) / cols;
	int h = lines > 0 ? (a.h + 1) / lines - 1 : 0;
	int gap = h >= 2;

	s->cols = cols;
	h = gap ? h > 5 ? 5 : h == 4 ? 3 : h : 1;
	int w = (a.w + 2) / cols - 2;
	for (int i = 0; i < s->menu.list.count; i++) {
		struct area t = { a.y + i / cols * (h + gap),
		    a.x + i % cols * (w + 2), h, w };
		if (t.y + h <= a.y + a.h)
			draw_tile(s, i, t);
	}
}

static void
draw_field(struct state *s, struct area box)
{
	const char *hint = _("eller skriv:");
	int w = box.w > 64 ? 44 : box.w - 20;
	int left = box.x + (box.w - w - sink_width(hint) - 1) / 2;
	int y = box.y + (box.h > 2 ? box.h - 2 : 0);
	int n = draw_text(y, left, 24, ST_DIM, hint);

	finder_draw_field(&s->finder, y, left + n + 1, w, !s->in_menu);
	if (box.h > 2)
		draw_target(box, TARGET_TYPE);
}

/* Where there is no room for a box, the row below, in which nothing is said,
 * has its words; a button below leads to the field. */
static bool
is_boxless(struct kiosk *k, struct area a)
{
	if (!touch_is_on() || a.h > 12 || k->hand.keypad.up)
		return false;
	if (k->said.outcome == SAY_NOTHING)
		draw_centre(a.y + a.h, a.x, a.w, ST_ACCENT,
		    _("Skanna vad som helst"));
	touch_writes(FIELD_TEXT);
	draw_cursor(a.y + a.h, a.x);
	return true;
}

static void
home_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	bool typing = s->finder.field.text[0] != '\0';

	finder_search(k, &s->finder);
	menu_fill(k, &s->menu, k->who.id == 0 ? for_visitor : actions, true);
	if (!typing && is_boxless(k, a)) {
		draw_large(s, a);
		menu_mark(&s->menu);
		return;
	}
	/* Many tiles need the room more than the hint does, and must not move
	 * under a finger where a message takes two lines. */
	bool many = touch_is_on() || (s->menu.list.count > 12 && a.h < 21);
	int head = a.h < 8 ? 1 : typing ? 3 : many ? 4 : a.h >= 18 ? 7 : 5;
	struct area box = { a.y, a.x, head, a.w };
	if (head > 1)
		draw_box(box, ST_LINE, NULL);
	if (head > 3)
		draw_centre(a.y + 1, a.x + 1, a.w - 2, ST_ACCENT,
		    _("Skanna vad som helst"));
	if (head > 5)
		draw_centre(a.y + 3, a.x + 1, a.w - 2, ST_DIM,
		    _("en sak, en hämtsedel, en plats, en enhet eller ditt "
		    "kort"));
	draw_field(s, box);
	struct area rest = { a.y + head + 1, a.x, a.h - head - 1, a.w };
	if (a.h < 14 || typing || many) {
		rest.y--;
		rest.h++;
	}
	if (typing)
		finder_draw_list(&s->finder, rest);
	else
		draw_tiles(s, rest);
}

static struct step
tile_input(struct state *s, const struct input *in)
{
	int cols = s->cols > 0 ? s->cols : 1;
	struct list *l = &s->menu.list;
	int to = l->sel;

	if (in->kind == INPUT_TAP && in->target == MORE_TARGET) {
		s->page++;
		return step_stay();
	}
	if (in->kind == INPUT_TAP && in->target < l->count)
		return step_do(s->menu.row[in->target]);
	if (in->kind != INPUT_KEY)
		return step_pass();
	if (!s->in_menu && in->key != K_DOWN)
		return step_pass();
	if (!s->in_menu) {
		s->in_menu = true;
		l->sel = 0;
		return step_stay();
	}
	switch (in->key) {
	case K_UP: to -= cols; break;
	case K_DOWN: to += cols; break;
	case K_LEFT: to--; break;
	case K_RIGHT: to++; break;
	case K_ENTER:
		return step_do(s->menu.row[l->sel]);
	default:
		return step_pass();
	}
	if (to < 0)
		s->in_menu = false;
	else if (to < l->count)
		l->sel = to;
	return step_stay();
}

static struct step
home_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	struct code code;

	if (in->kind == INPUT_TEXT || (in->kind == INPUT_TAP &&
	    in->target == TARGET_TYPE))
		s->in_menu = false;
	if (in->kind == INPUT_KEY && in->key == K_ESC &&
	    s->finder.field.text[0] != '\0') {
		finder_init(&s->finder, "");
		return step_stay();
	}
	if (in->kind == INPUT_KEY && in->key == K_F10) {
		finder_init(&s->finder, "");
		s->in_menu = false;
		return step_home();
	}
	if (s->finder.field.text[0] == '\0' || s->in_menu) {
		struct step step = tile_input(s, in);
		if (step.kind != STEP_PASS)
			return step;
	}
	switch (finder_input(k, &s->finder, in, &code)) {
	case FINDER_CHOSE: {
		int64_t id = s->finder.item[s->finder.list.sel].id;
		finder_init(&s->finder, "");
		return step_push(SCREEN_ITEM, id, NULL);
	}
	case FINDER_CODE:
		finder_init(&s->finder, "");
		return kiosk_typed(k, &code);
	case FINDER_TOOK:
		return step_stay();
	case FINDER_PASS:
		break;
	}
	return step_pass();
}

static struct step
home_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;

	(void)k;
	(void)code;
	finder_init(&s->finder, "");
	s->in_menu = false;
	return step_pass();
}

static struct step
home_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	(void)k;
	if (a == DO_SEARCH) {
		s->in_menu = false;
		return step_stay();
	}
	if (a == DO_FOLLOW)
		return prompt_number(DO_FOLLOW,
		    _("Vilket nummer har beställningen?"), 0);
	if (a == DO_UNITS)
		return step_ask(SCREEN_PICK, DO_UNITS, 'u', NULL);
	if (a == DO_PLACES)
		return step_ask(SCREEN_PICK, DO_PLACES, 'p', NULL);
	return step_pass();
}

/* As if the order's code had been scanned. */
static struct step
follow(struct kiosk *k, int64_t number)
{
	struct code code = { .kind = CODE_ORDER, .number = number };

	snprintf(code.scope, sizeof code.scope, "%.8s", db_depot(k->db));
	return kiosk_dispatch(k, &code);
}

static struct step
home_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	(void)state;
	if (arg->tag == DO_FOLLOW)
		return follow(k, arg->id);
	if (arg->tag == DO_UNITS)
		return step_push(SCREEN_UNIT, arg->id, NULL);
	if (arg->tag == DO_PLACES)
		return step_push(SCREEN_PLACE, arg->id, NULL);
	return step_stay();
}

/* A depot alone has nobody to send to. */
static bool
home_can(struct kiosk *k, void *state, enum action a)
{
	(void)state;
	if (a == DO_NEED || a == DO_FOLLOW)	/* who works here has a form */
		return k->who.id == 0;
	return (a != DO_DISPATCH && a != DO_RECEIVE) || depot_others(k->db);
}

const struct screen_ops screen_home = {
	.title = N_("Hem"),
	.help = N_("Skanna en sak för att se den. Skanna en hämtsedel för "
	    "att lämna ut. Skanna en plats eller en enhet för att se vad som "
	    "finns där. Eller skriv några bokstäver."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = home_open,
	.draw = home_draw,
	.input = home_input,
	.scan = home_scan,
	.scan_shows = true,
	.action = home_action,
	.answer = home_answer,
	.refresh = home_refresh,
	.can = home_can,
};
