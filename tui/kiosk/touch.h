/* touch.h - a finger at work: how large in cells what it may hit must be, and
 * what the frame that is being drawn has for it.  Screens draw by it; whether
 * a finger is at work the events say (event.c). */
#ifndef SAMDEPA_TUI_KIOSK_TOUCH_H
#define SAMDEPA_TUI_KIOSK_TOUCH_H

#include <stdbool.h>

enum touch_kind {
	TOUCH_MAIN,		/* the tiles of Home */
	TOUCH_OTHER,		/* buttons, tabs, next steps */
	TOUCH_ROW,		/* of a list or a form; of any width */
	TOUCH_KEY,		/* of the keypad, and days */
	TOUCH_KINDS
};

/* What the letters that come would be written to. */
enum touch_field { FIELD_NONE, FIELD_TEXT, FIELD_FIGURES, FIELD_DIGITS };

/* The size of a cell as the option cell_mm has it, "2.3x4.7", "" unknown. */
void touch_init(const char *cell_mm);

/* The least size in cells; where the cell's size is known, at least what a
 * finger needs. */
int touch_w(enum touch_kind);
int touch_h(enum touch_kind);

/* A frame begins, for a finger or not; whether it is. */
void touch_begin(bool finger);
bool touch_is_on(void);

/* A field with the focus stands in the frame; something that goes on beyond
 * it, a page or a line at a time.  And what stood there. */
enum touch_scroll { SCROLL_NONE, SCROLL_PAGES, SCROLL_LINES };
void touch_writes(enum touch_field);
void touch_scrolls(enum touch_scroll);
enum touch_field touch_field(void);
enum touch_scroll touch_scroll(void);

#endif
