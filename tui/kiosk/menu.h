/* menu.h - a screen's own list of next steps: those of its actions that have
 * no key, as rows to choose from. */
#ifndef SAMDEPA_TUI_KIOSK_MENU_H
#define SAMDEPA_TUI_KIOSK_MENU_H

#include "tui/kiosk/list.h"
#include "tui/kiosk/screen.h"

#define MENU_MAX 24
#define MENU_FOOT_TARGET	5000	/* + row */

struct menu {
	struct list list;
	enum action row[MENU_MAX];
	bool off[MENU_MAX];	/* it says why it cannot be done */
	bool filled;
};

/* Fills it with the actions that the screen on top can do now; those with
 * a key too where all; and for a finger with those that say why not. */
void menu_fill(struct kiosk *, struct menu *, const enum action *, bool all);

/* A frame begins; whether a menu in it shows the action. */
void menu_begin(void);
bool menu_shows(enum action);
/* All of it stands on the screen. */
void menu_mark(const struct menu *);

/* Draws it, as wide as the area; not for a finger, for which that is too
 * low. */
void menu_draw(struct menu *, struct area, bool focus);

/* (For a finger they are among the buttons below all screens instead.)
 * Below a card's list: the steps side by side at the foot of the area, two
 * rows; returns what is left above for the list. */
struct area menu_foot(struct menu *, struct area, bool focus);

/* Its keys and taps: Tab goes between the list and the steps, left and right
 * between them.  Its targets stand above those of lists. */
struct step menu_foot_input(struct menu *, const struct input *,
    bool *in_menu, const struct list *);

/* STEP_DO where one is chosen, STEP_STAY where the selection moved, else
 * STEP_PASS. */
struct step menu_input(struct menu *, const struct input *);

#endif
