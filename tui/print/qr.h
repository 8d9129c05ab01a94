/* qr.h - QR codes as modules, for paper and for the screen. */
#ifndef SAMDEPA_TUI_PRINT_QR_H
#define SAMDEPA_TUI_PRINT_QR_H

#include <stdbool.h>
#include <stddef.h>

#include "db/err.h"

#define QR_SIZE_MAX	177	/* version 40 */
#define QR_QUIET	4	/* light modules that belong around it */

enum qr_level { QR_L, QR_M, QR_Q, QR_H };

struct qr {
	int size;		/* modules a side, without quiet zone */
	unsigned char dark[QR_SIZE_MAX * QR_SIZE_MAX];	/* row by row, 0/1 */
};

struct qr_cell {		/* a terminal cell: two modules, one above */
	bool top, bottom;	/* true: dark */
};

/* The smallest code that holds text at level.  Text of QR's alphanumeric
 * letters alone (0-9 A-Z space $%*+-./:) takes the dense mode.  RC_INVALID:
 * empty, or too long for a QR code. */
enum rc qr_make(const char *text, enum qr_level level, struct qr *qr,
    struct err *) MUST_CHECK;

/* The level for a paper: what is as long as a manifest's has room for less. */
enum qr_level qr_level_of(const char *text);

/* Whether the module at column x, row y is dark; outside the code: no. */
bool qr_dark(const struct qr *qr, int x, int y);

/* Width and height in terminal cells, quiet zone included. */
int qr_cols(const struct qr *qr);
int qr_rows(const struct qr *qr);

/* The cells of terminal row y (0 to qr_rows - 1), qr_cols of them; cap is
 * the room in out.  Returns how many were filled.  Both dark: a space on
 * black; both light: a space on white; else a half block in black on white
 * (or white on black): always these two colours, whatever the theme. */
int qr_row(const struct qr *qr, int y, struct qr_cell *out, int cap);

#endif
