#include "tui/kiosk/menu.h"

#include <stdio.h>

#include "tui/kiosk/kiosk.h"

void
menu_fill(struct kiosk *k, struct menu *m, const enum action *actions,
    bool all)
{
	int n = 0;

	for (; *actions != DO_NOTHING && n < MENU_MAX; actions++)
		if ((all || action_key(*actions) == K_NONE) &&
		    kiosk_can(k, *actions))
			m->row[n++] = *actions;
	if (!m->filled)
		m->list.shy = m->filled = true;
	list_set(&m->list, n);
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	struct menu *m = arg;
	enum style s = selected ? ST_SELECTED : ST_TILE;
	char key[16] = "";
	int y = a.y + (a.h >= 3);

	if (!selected)
		draw_fill(a, ST_TILE);
	if (action_key(m->row[i]) != K_NONE) {
		snprintf(key, sizeof key, "%s",
		    key_word(action_key(m->row[i])));
		key[0] = key[0] == 'f' ? 'F' : key[0];
	}
	draw_text(y, a.x + 1, 2, selected ? s : ST_TILE_KEY,
	    action_sign(m->row[i]));
	int w = draw_text(y, a.x + 4, a.w - 5, s, action_label(m->row[i]));
	if (a.w - w > 9)
		draw_right(y, a.x + a.w - 5, 4, selected ? s : ST_TILE_KEY,
		    key);
}

void
menu_draw(struct menu *m, struct area a, bool focus)
{
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
