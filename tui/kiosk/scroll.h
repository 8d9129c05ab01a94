/* scroll.h - a page of text that is longer than the screen. */
#ifndef SAMDEPA_TUI_KIOSK_SCROLL_H
#define SAMDEPA_TUI_KIOSK_SCROLL_H

#include "tui/kiosk/input.h"

/* Moves *top, the first row that is seen, within 0 to last by a key, a wheel, a
 * drag, or a tap, which turns a page: back on the target up, else on.  False:
 * the input is not for it. */
bool scroll_input(const struct input *, int up, int page, int last, int *top);

#endif
