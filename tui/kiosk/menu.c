#include "tui/kiosk/menu.h"

#include <stdio.h>
#include <string.h>

#include "tui/kiosk/kiosk.h"

static bool shown[ACTION_COUNT];	/* in this frame */

void
menu_begin(void)
{
	memset(shown, 0, sizeof shown);
}

bool
menu_shows(enum action a)
{
	return shown[a];
}

void
menu_mark(const struct menu *m)
{
	for (int i = 0; i < m->list.count; i++)
		shown[m->row[i]] = true;
}

void
menu_fill(struct kiosk *k, struct menu *m, const enum action *actions,
    bool all)
{
	int n = 0;

	for (; *actions != DO_NOTHING && n < MENU_MAX; actions++) {
		bool can = kiosk_can(k, *actions);
		if ((!all && action_key(*actions) != K_NONE) || (!can &&
		    (!touch_is_on() || kiosk_why_not(k, *actions) == NULL)))
			continue;
		m->off[n] = !can;
		m->row[n++] = *actions;
	}
	if (!m->filled)
		m->list.shy = m->filled = true;
	list_set(&m->list, n);
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	struct menu *m = arg;
	/* Of rows for a finger one sees where one ends. */
	enum style plain = m->off[i] ? ST_KEY_OFF : touch_is_on() &&
	    i % 2 == 1 ? ST_FIELD : ST_TILE;
	enum style accent = plain == ST_TILE ? ST_TILE_KEY : plain;
	enum style s = selected ? ST_SELECTED : plain;
	char key[16] = "";
	int y = a.y + (a.h >= 3);

	if (!selected)
		draw_fill(a, plain);
	if (action_key(m->row[i]) != K_NONE && !touch_is_on()) {
		snprintf(key, sizeof key, "%s",
		    key_word(action_key(m->row[i])));
		key[0] = key[0] == 'f' ? 'F' : key[0];
	}
	draw_text(y, a.x + 1, 2, selected ? s : accent,
	    action_sign(m->row[i]));
	int w = draw_text(y, a.x + 4, a.w - 5, s, action_label(m->row[i]));
	if (a.w - w > 9)
		draw_right(y, a.x + a.w - 5, 4, selected ? s : ST_TILE_KEY,
		    key);
}

void
menu_draw(struct menu *m, struct area a, bool focus)
{
	int least = 2 * touch_h(TOUCH_ROW);

	/* Too low for a finger: they stand among the buttons below then. */
	if (touch_is_on() && a.h < least)
		return;
	menu_mark(m);
	list_draw(&m->list, a, a.h >= m->list.count * 3, focus, draw_row, m);
}

struct step
menu_input(struct menu *m, const struct input *in)
{
	switch (list_input(&m->list, in)) {
	case LIST_CHOSEN:
		m->list.shy = true;
		return step_do(m->row[m->list.sel]);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

struct area
menu_foot(struct menu *m, struct area a, bool focus)
{
	int n = m->list.count, high = a.h >= 16 ? 3 : 1;

	if (n == 0 || a.h < high + 3 || touch_is_on())
		return a;
	int w = (a.w + 2) / n - 2;
	if (w > 26)
		w = 26;
	a.h -= high + 1;
	m->list.shy = false;
	for (int i = 0; i < n; i++) {
		struct area t = { a.y + a.h + 1, a.x + i * (w + 2), high, w };
		bool selected = focus && i == m->list.sel;
		if (selected) {
			draw_fill(t, ST_SELECTED);
			draw_cursor(t.y + high / 2, t.x + 1);
		}
		draw_row(i, t, selected, m);
		draw_target(t, MENU_FOOT_TARGET + i);
	}
	return a;
}

struct step
menu_foot_input(struct menu *m, const struct input *in, bool *in_menu,
    const struct list *l)
{
	struct list *mine = &m->list;
	int at = in->target - MENU_FOOT_TARGET;

	if (in->kind == INPUT_TAP && at >= 0 && at < mine->count)
		return step_do(m->row[at]);
	if (in->kind != INPUT_KEY || mine->count == 0)
		return step_pass();
	bool here = *in_menu || l->count == 0;
	switch (in->key) {
	case K_TAB:
	case K_BACKTAB:
		*in_menu = !here;
		break;
	case K_RIGHT:
		*in_menu = true;
		mine->sel += here && mine->sel < mine->count - 1;
		break;
	case K_LEFT:
		*in_menu = true;
		mine->sel -= here && mine->sel > 0;
		break;
	case K_UP:
		if (!here)
			return step_pass();
		*in_menu = false;
		break;
	case K_ENTER:
		return here ? step_do(m->row[mine->sel]) : step_pass();
	default:
		return step_pass();
	}
	return step_stay();
}
