/* escpos.h - slips and labels as bytes for a receipt printer.  Needs no
 * printer: what it makes can be sent, kept or read back. */
#ifndef SAMDEPA_TUI_PRINT_ESCPOS_H
#define SAMDEPA_TUI_PRINT_ESCPOS_H

#include <stddef.h>

#include "db/err.h"
#include "tui/print/slip.h"

enum roll { ROLL_80, ROLL_58 };

struct bytes {			/* grows; zero it first, free data at last */
	unsigned char *data;
	size_t n, cap;
};

/* Appends a slip or a label, from INIT to the cut.  The texts must be clean
 * (clean.h).  RC_INVALID: the QR code does not fit on the roll. */
enum rc escpos_slip(struct bytes *, enum roll, const struct slip *,
    struct err *) MUST_CHECK;
enum rc escpos_label(struct bytes *, enum roll, const struct label *,
    struct err *) MUST_CHECK;

#endif
