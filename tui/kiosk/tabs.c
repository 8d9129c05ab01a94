#include "tui/kiosk/tabs.h"

#include <stdio.h>

#include "tui/kiosk/touch.h"
#include "tui/lang.h"
#include "tui/sink.h"

#define WIDE_MIN	14	/* cells, for a finger */

int
tabs_draw(const char *const *names, int n, int chosen, int count,
    struct area a)
{
	int high = touch_is_on() ? touch_h(TOUCH_OTHER) : a.h >= 20 ? 3 : 1;
	int x = a.x, first = 0, last = n;
	char text[96], number[24] = "";

	if (touch_is_on()) {	/* as many as fit, with the neighbours */
		int fit = (a.w + 1) / (WIDE_MIN + 1);
		first = chosen - 1 > n - fit ? n - fit : chosen - 1;
		first = first < 0 ? 0 : first;
		last = first + fit < n ? first + fit : n;
	}
	if (count >= 0)
		snprintf(number, sizeof number, "  %d", count);
	for (int i = first; i < last; i++) {
		enum style st = i == chosen ? ST_KEY : ST_KEY_LABEL;
		snprintf(text, sizeof text, " %s %s%s ",
		    i == chosen ? "●" : "○", names[i],
		    i == chosen ? number : "");
		int w = sink_width(text);
		if (w < WIDE_MIN || touch_is_on())
			w = touch_is_on() ? (a.w + 1) / (last - first) - 1 :
			    WIDE_MIN;
		struct area tab = { a.y, x, high, w };
		draw_fill(tab, st);
		draw_text(a.y + high / 2, x, w, st, text);
		draw_target(tab, TARGET_FIELD + i);
		x += w + 1;
	}
	if (a.x + a.w - x >= 14 && !touch_is_on())
		draw_right(a.y + high / 2, x, a.x + a.w - x, ST_DIM,
		    _("← → byter"));
	return high + !(touch_is_on() && a.h < 10);
}

int
tabs_input(const struct input *in, int n, int chosen)
{
	if (in->kind == INPUT_TAP && in->target >= TARGET_FIELD &&
	    in->target < TARGET_FIELD + n)
		return in->target - TARGET_FIELD;
	if (in->kind != INPUT_KEY)
		return -1;
	switch (in->key) {
	case K_RIGHT:
	case K_TAB:
		return (chosen + 1) % n;
	case K_LEFT:
	case K_BACKTAB:
		return (chosen + n - 1) % n;
	default:
		return -1;
	}
}
