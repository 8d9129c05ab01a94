/* keypad.h - a keyboard on the screen, for who has no other: letters with å ä
 * ö as on a Swedish keyboard, figures and the signs of codes and dates; for a
 * field of digits larger keys.  What it writes goes the way of typed letters.
 * It stands at the foot of the screen, and the screen gets what is above. */
#ifndef SAMDEPA_TUI_KIOSK_KEYPAD_H
#define SAMDEPA_TUI_KIOSK_KEYPAD_H

#include "tui/kiosk/input.h"
#include "tui/kiosk/touch.h"

struct keypad {
	bool up;
	bool shift;		/* the next letter is a capital */
	int  page;
	bool code;		/* for a code, where no field has the focus */
	enum touch_field field;	/* what it is for */
};

/* Raises it for the field; stays as it is where it is up for the like. */
void keypad_raise(struct keypad *, enum touch_field);

/* The rows that it takes, 0 where it is down. */
int keypad_rows(const struct keypad *);
/* Draws it from row y on; its targets count from TARGET_KEYPAD. */
void keypad_draw(const struct keypad *, int y);

/* A key of it was hit.  True: *in is what was typed. */
bool keypad_hit(struct keypad *, int target, struct input *in);

#endif
