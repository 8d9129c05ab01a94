/* list.h - rows to choose from, by keys, wheel or finger. */
#ifndef SAMDEPA_TUI_KIOSK_LIST_H
#define SAMDEPA_TUI_KIOSK_LIST_H

#include <stdbool.h>

#include "tui/kiosk/draw.h"
#include "tui/kiosk/input.h"

struct list {
	int count, sel, top;
	int page, high;		/* rows that fitted when last drawn, cells */
	int drag;		/* cells that a finger moved short of a row */
	bool shy;		/* no row is selected until one is moved to: a
				 * stray Enter does nothing */
};

#define LIST_UP_TARGET		8000	/* above the scroll bar's mark */
#define LIST_DOWN_TARGET	8001

/* A new count where rows came and went: the row that was chosen stands at
 * index at now (-1: it is gone), is still chosen, and stays where it was on
 * the screen. */
void list_follow(struct list *, int count, int at);

enum list_did { LIST_PASS, LIST_MOVED, LIST_CHOSEN };

/* Draws row i in its area (1 or 3 high). */
typedef void list_row_fn(int i, struct area, bool selected, void *arg);

/* A new count; the selection stays where it can. */
void list_set(struct list *, int count);

/* Up, down, pages, ends, wheel, a finger that drags, a tap beside the mark
 * of the scroll bar; Enter or a tap on a row chooses list.sel. */
enum list_did list_input(struct list *, const struct input *);

/* Draws what fits in the area, rows 3 high for a finger, and where big asks
 * for it and at least three such fit.  focus puts the cursor on the selected row. */
void list_draw(struct list *, struct area, bool big, bool focus,
    list_row_fn *row, void *arg);

#endif
