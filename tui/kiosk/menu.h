/* menu.h - a screen's own list of next steps: those of its actions that have
 * no key, as rows to choose from. */
#ifndef SAMDEPA_TUI_KIOSK_MENU_H
#define SAMDEPA_TUI_KIOSK_MENU_H

#include "tui/kiosk/list.h"
#include "tui/kiosk/screen.h"

#define MENU_MAX 24

struct menu {
	struct list list;
	enum action row[MENU_MAX];
	bool filled;
};

/* Fills it with the actions that the screen on top can do now; those with
 * a key too where all. */
void menu_fill(struct kiosk *, struct menu *, const enum action *, bool all);

/* Draws it, as wide as the area. */
void menu_draw(struct menu *, struct area, bool focus);

/* STEP_DO where one is chosen, STEP_STAY where the selection moved, else
 * STEP_PASS. */
struct step menu_input(struct menu *, const struct input *);

#endif
