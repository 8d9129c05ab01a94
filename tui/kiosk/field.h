/* field.h - a line of text that a person types.  A plain value, no heap. */
#ifndef SAMDEPA_TUI_KIOSK_FIELD_H
#define SAMDEPA_TUI_KIOSK_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/kiosk/draw.h"
#include "tui/kiosk/input.h"

#define FIELD_MAX	256	/* bytes, with the NUL */

struct field {
	char   text[FIELD_MAX];
	size_t at;		/* the cursor, in bytes */
	size_t max;		/* bytes allowed, 0: all */
	bool   secret;		/* drawn as dots: a PIN */
	bool   digits;		/* takes digits alone */
	bool   figures;		/* most often figures are typed: a day */
	char   before[FIELD_MAX];	/* as it was before a run of letters */
	size_t before_at;
};

void field_init(struct field *, const char *text);
void field_set(struct field *, const char *text);

/* Takes text, an edit key or the taking back of a scan; false: not its
 * business, nothing changed.  *changed (may be NULL): the text did. */
bool field_input(struct field *, const struct input *, bool *changed);

/* Draws it in w cells at y, x; with the focus, puts the cursor there. */
void field_draw(const struct field *, int y, int x, int w, bool focus);

#endif
