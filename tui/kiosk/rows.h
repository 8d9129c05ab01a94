/* rows.h - a form: labelled rows, one below the other, of which one has the
 * focus.  A row is a field to type in, or shows a value that is chosen. */
#ifndef SAMDEPA_TUI_KIOSK_ROWS_H
#define SAMDEPA_TUI_KIOSK_ROWS_H

#include "tui/kiosk/field.h"
#include "tui/kiosk/list.h"

#define ROWS_MAX 16

struct rows {
	int n, focus;
	struct list list;	/* those that are not left out, for a finger */
	struct rows_row {
		const char *label;	/* a msgid */
		const char *value;	/* shown instead of the field; NULL:
					 * it is a field */
		struct field field;
		bool left_out;		/* not for this thing */
	} row[ROWS_MAX];
};

enum rows_did { ROWS_PASS, ROWS_TOOK, ROWS_CHOSE };

/* n rows with these labels, empty fields of at most 120 bytes. */
void rows_init(struct rows *, const char *const *labels, int n);
/* Takes digits alone, at most max. */
void rows_digits(struct rows *, int row, size_t max);
/* A number in its field, nothing for 0; and back, -1 where it is empty. */
void rows_set_number(struct rows *, int row, int32_t);
int32_t rows_number(const struct rows *, int row);

/* Draws what fits, around the focus. */
void rows_draw(struct rows *, struct area);

/* ROWS_CHOSE: Enter, a letter or a tap on the row with the focus, which shows
 * a value. */
enum rows_did rows_input(struct rows *, const struct input *);

#endif
