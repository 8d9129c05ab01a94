/* readback.h - what is printed is read first: each picture that goes to a
 * printer is given to samdepa-scan, and every code on it must come back.  One
 * reader serves a whole print; while it reads, the next page is drawn. */
#ifndef SAMDEPA_TUI_PRINT_READBACK_H
#define SAMDEPA_TUI_PRINT_READBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "db/err.h"
#include "scanner/line.h"
#include "tui/print/print.h"

/* What must be read in a picture; the texts are the caller's, and stay until
 * readback_end. */
struct claim {
	const char *name;	/* what people call the paper: its number */
	const char *qr, *bars;	/* NULL: no QR code, no Code 128 */
};

struct claim claim_label(const struct label *);
struct claim claim_slip(const struct slip *);

struct readback {		/* owned by the caller */
	pid_t pid;		/* the reader's; 0: none (yet, or any more) */
	int   in, out;		/* its standard input and output */
	bool  greeted;
	int   stall_ms;		/* without a byte in or out: it hangs */
	enum why unread;	/* why nothing is read; WHY_NONE: it is */
	struct wanted *wanted;	/* one for each picture */
	size_t n, cap;
	size_t begun;		/* pictures that the reader has begun */
	size_t line_n;
	char   line[SCAN_LINE_SIZE_MAX];
};

void readback_init(struct readback *);

/* Gives the reader a picture of w * h bytes, 0 black, 255 white, row by row.
 * RC_REFUSED: a code of an earlier one did not come back (QR_UNREADABLE,
 * BARS_UNREADABLE).  A reader that is missing, hangs or fails is no error:
 * a depot without it must print all the same. */
enum rc readback_show(struct readback *, const struct claim *, int w, int h,
    const unsigned char *px, struct err *) MUST_CHECK;

/* Waits until all is read, and ends the reader.  RC_REFUSED as above; with
 * RC_OK, read and unread of the result say how that went. */
enum rc readback_end(struct readback *, struct print_result *, struct err *)
    MUST_CHECK;

#endif
