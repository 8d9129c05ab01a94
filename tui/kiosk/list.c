#include "tui/kiosk/list.h"

#include <stdio.h>

#include "tui/kiosk/touch.h"

static void
keep_inside(struct list *l)
{
	if (l->sel >= l->count)
		l->sel = l->count - 1;
	if (l->sel < 0)
		l->sel = 0;
	int page = l->page > 0 ? l->page : 1;
	if (l->top > l->sel)
		l->top = l->sel;
	if (l->top < l->sel - page + 1)
		l->top = l->sel - page + 1;
	if (l->top > l->count - page)
		l->top = l->count - page;
	if (l->top < 0)
		l->top = 0;
}

void
list_set(struct list *l, int count)
{
	l->count = count;
	keep_inside(l);
}

void
list_follow(struct list *l, int count, int at)
{
	if (at >= 0) {
		l->top += at - l->sel;
		l->sel = at;
	}
	list_set(l, count);
}

/* The rows follow the finger; the selection stays in sight. */
static enum list_did
follow(struct list *l, int cells)
{
	int high = l->high > 0 ? l->high : 1;

	/* Without a page nothing of it is on the screen. */
	if (l->page < 1 || l->count <= l->page)
		return LIST_PASS;
	l->drag += cells;
	int rows = l->drag / high;
	if (rows == 0)
		return LIST_PASS;
	l->drag -= rows * high;
	l->top -= rows;
	if (l->top > l->count - l->page)
		l->top = l->count - l->page;
	if (l->top < 0)
		l->top = 0;
	if (l->sel < l->top)
		l->sel = l->top;
	if (l->sel > l->top + l->page - 1)
		l->sel = l->top + l->page - 1;
	return LIST_MOVED;
}

static enum list_did
tap(struct list *l, int target)
{
	l->drag = 0;
	if (target == LIST_UP_TARGET || target == LIST_DOWN_TARGET) {
		int page = l->page * (l->high > 0 ? l->high : 1);
		return follow(l, target == LIST_UP_TARGET ? page : -page);
	}
	if (target < 0 || target >= l->count)
		return LIST_PASS;
	l->sel = target;
	l->shy = false;
	return LIST_CHOSEN;
}

enum list_did
list_input(struct list *l, const struct input *in)
{
	int page = l->page > 1 ? l->page - 1 : 1;

	if (in->kind == INPUT_WHEEL) {
		l->sel += in->turn * 3;
		keep_inside(l);
		return LIST_MOVED;
	}
	if (in->kind == INPUT_DRAG)
		return follow(l, in->turn);
	if (in->kind == INPUT_TAP)
		return tap(l, in->target);
	if (in->kind != INPUT_KEY)
		return LIST_PASS;
	if (l->shy && (in->key == K_UP || in->key == K_DOWN)) {
		l->shy = false;
		return LIST_MOVED;
	}
	switch (in->key) {
	case K_UP:
		l->sel--;
		break;
	case K_DOWN:
		l->sel++;
		break;
	case K_PGUP:
		l->sel -= page;
		break;
	case K_PGDN:
		l->sel += page;
		break;
	case K_HOME:
		l->sel = 0;
		break;
	case K_END:
		l->sel = l->count - 1;
		break;
	case K_ENTER:
		return l->count > 0 && !l->shy ? LIST_CHOSEN : LIST_PASS;
	default:
		return LIST_PASS;
	}
	keep_inside(l);
	return LIST_MOVED;
}

/* How far down the list one is, at the right edge. */
static void
draw_scroll(const struct list *l, struct area a)
{
	if (l->count <= l->page || a.h < 3)
		return;
	int size = a.h * l->page / l->count;
	int at = l->count > l->page ?
	    (a.h - (size > 0 ? size : 1)) * l->top / (l->count - l->page) : 0;
	for (int y = 0; y < a.h; y++)
		draw_text(a.y + y, a.x + a.w - 1, 1,
		    ST_LINE, y >= at && y <= at + (size > 1 ? size - 1 : 0) ?
		    "█" : "│");
	if (touch_is_on())	/* drags, or has buttons for it */
		return;
	/* Two cells at the bar and two in the margin: a finger is wide. */
	draw_target((struct area){ a.y, a.x + a.w - 2, at, 4 },
	    LIST_UP_TARGET);
	at += size > 1 ? size : 1;
	draw_target((struct area){ a.y + at, a.x + a.w - 2, a.h - at, 4 },
	    LIST_DOWN_TARGET);
}

void
list_draw(struct list *l, struct area a, bool big, bool focus,
    list_row_fn *row, void *arg)
{
	int high = touch_is_on() ? touch_h(TOUCH_ROW) : big && a.h >= 9 ? 3 :
	    1;

	if (a.h < 1 || a.w < 4)
		return;
	if (high > a.h)
		high = a.h;
	l->page = a.h / high;
	l->high = high;
	keep_inside(l);
	bool bar = l->count > l->page;
	for (int i = l->top; i < l->count && i < l->top + l->page; i++) {
		struct area r = { a.y + (i - l->top) * high, a.x, high,
		    a.w - (bar ? 2 : 0) };
		bool selected = focus && !l->shy && i == l->sel;
		if (selected) {
			draw_fill(r, ST_SELECTED);
			draw_cursor(r.y + high / 2, r.x);
		}
		/* What a row has of its own is above. */
		if (!touch_is_on() || high == touch_h(TOUCH_ROW))
			draw_target(r, i);
		row(i, r, selected, arg);
	}
	if (bar && touch_is_on())
		touch_scrolls(SCROLL_PAGES);
	draw_scroll(l, a);
}
