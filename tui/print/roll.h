/* roll.h - what receipt printers differ in, and the bytes that command them.
 * One row of roll.c is one kind of roll. */
#ifndef SAMDEPA_TUI_PRINT_ROLL_H
#define SAMDEPA_TUI_PRINT_ROLL_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/print/code128.h"
#include "tui/print/escpos.h"
#include "tui/print/qr.h"

struct roll_profile {
	int  paper;		/* dots from edge to edge, 203 dpi */
	int  dots;		/* of these that can be printed, in the middle */
	int  columns;		/* letters of font A in a line */
	int  qr_dots;		/* the side of a QR code at most, quiet too */
	int  feed;		/* lines before the paper's edge */
	bool cut;		/* has a cutter */
};

enum align { ALIGN_LEFT, ALIGN_CENTRE };

extern const struct roll_profile roll_profiles[];

/* Appends n bytes.  Out of memory ends the program: it is a child that
 * prints one job. */
void roll_bytes(struct bytes *, const void *, size_t n);

/* Begins a paper (resets the printer, chooses the code page), and ends it. */
void roll_begin(struct bytes *);
void roll_end(struct bytes *, const struct roll_profile *);

void roll_align(struct bytes *, enum align);

/* A line of UTF-8 text, cut at the paper's edge, scale times as large. */
void roll_line(struct bytes *, const struct roll_profile *, int scale,
    bool bold, const char *text);

/* Text without a line's end, and empty lines. */
void roll_text(struct bytes *, const char *text);
void roll_skip(struct bytes *, int lines);

/* Text broken at blanks into as many lines as it needs: the first begins at
 * column `at` where the line stands already, the others at indent. */
void roll_wrap(struct bytes *, const struct roll_profile *, int at,
    int indent, bool bold, const char *text);

/* As large as fits.  False: not even at two dots a module. */
bool roll_qr(struct bytes *, const struct roll_profile *, const struct qr *);
/* The same across the paper; what is too long for that lies along it. */
void roll_code128(struct bytes *, const struct roll_profile *,
    const struct code128 *);

#endif
