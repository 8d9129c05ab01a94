/* tabs.h - a row of names above a list, one of them chosen: which list. */
#ifndef SAMDEPA_TUI_KIOSK_TABS_H
#define SAMDEPA_TUI_KIOSK_TABS_H

#include "tui/kiosk/draw.h"
#include "tui/kiosk/input.h"

/* Draws n names (translated), the chosen one with its count (-1: none);
 * returns the rows that it took, with an empty one below if there is room. */
int tabs_draw(const char *const *names, int n, int chosen, int count,
    struct area);

/* Left, right, Tab or a tap: the tab that is chosen now; -1: not its
 * business. */
int tabs_input(const struct input *, int n, int chosen);

#endif
