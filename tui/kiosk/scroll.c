#include "tui/kiosk/scroll.h"

#include "tui/kiosk/keys.h"

static int
moves_by(const struct input *in, int up, int page, int last, int top)
{
	if (in->kind == INPUT_WHEEL)
		return in->turn * 3;
	if (in->kind == INPUT_DRAG)
		return -in->turn;
	if (in->kind == INPUT_TAP)
		return in->target == up ? -page : page;
	if (in->kind != INPUT_KEY)
		return 0;
	switch (in->key) {
	case K_DOWN:
		return 1;
	case K_UP:
		return -1;
	case K_PGDN:
		return page;
	case K_PGUP:
		return -page;
	case K_HOME:
		return -top;
	case K_END:
		return last - top;
	default:
		return 0;
	}
}

bool
scroll_input(const struct input *in, int up, int page, int last, int *top)
{
	int by = moves_by(in, up, page, last, *top);

	if (by == 0)
		return false;
	*top += by;
	if (*top > last)
		*top = last;
	if (*top < 0)
		*top = 0;
	return true;
}
