/* print.h - puts slips and labels on paper or in files.  A printer is named
 * by one string, wherever a printer or a file is asked for:
 *   file:DIR                      DIR/NUMBER.pdf and DIR/NUMBER.png
 *   NAME.pdf, NAME.png            that file alone
 *   escpos:/dev/usb/lp0           80 mm roll; a device or a plain file
 *   escpos://HOST:PORT            80 mm roll, on the network (port 9100)
 *   escpos-58:..., escpos-58://   58 mm roll
 *   cups:QUEUE                    A4 by way of CUPS, which keeps what it took
 * A PNG holds a page; the ones after the first are NAME-2.png and so on.
 * Files appear whole or not at all, and nothing leaves for a printer before
 * every code on it has been read back (readback.h).  All work is done in a
 * child process: sockets and fonts never enter the program that calls. */
#ifndef SAMDEPA_TUI_PRINT_PRINT_H
#define SAMDEPA_TUI_PRINT_PRINT_H

#include <stdbool.h>

#include "db/err.h"
#include "tui/print/sheet.h"
#include "tui/print/slip.h"

enum paper { PAPER_UNKNOWN, PAPER_OK, PAPER_LOW, PAPER_OUT };

struct print_result {
	char pdf[512], png[512];	/* the files made, "" for none */
	int  pages;
	int  read;		/* labels and slips whose codes were read back */
	enum why unread;	/* READER_MISSING, READER_BROKEN: why none was */
	enum paper paper;	/* PAPER_OUT with RC_OK: it ran out under the
				 * job; the printer goes on when refilled */
};

struct print_job {		/* a job under way, owned by the caller */
	int fd;			/* readable when it is over; -1: no job */
	int pid, s_max;		/* the child, and how long it may take */
	bool sent;		/* once it is over: something of it may be on
				 * paper, whatever came of it */
	volatile unsigned char *shared;	/* the same, told by the child */
	char name[96];		/* the printer's */
};

/* RC_INVALID (PRINTER_UNKNOWN): printer is not one of the forms above. */
enum rc print_check(const char *printer, struct err *) MUST_CHECK;

/* Asks the printer (or folder) whether it could print now; fills *paper.
 * RC_OUTSIDE: no, and why.  At most a few seconds. */
enum rc print_ready(const char *printer, enum paper *paper, struct err *)
    MUST_CHECK;

/* Makes a print of the label for this printer and reads it back, without
 * letting it out.  RC_REFUSED: a code on it cannot be read. */
enum rc print_try(const char *printer, const struct label *,
    struct print_result *, struct err *) MUST_CHECK;

/* Whether labels for it come on sheets, of so many places each; else one by
 * one, on a roll. */
#define PRINT_SHEET_ACROSS	3
#define PRINT_SHEET_DOWN	8
#define PRINT_SHEET		(PRINT_SHEET_ACROSS * PRINT_SHEET_DOWN)
bool print_on_sheets(const char *printer);

/* Prints, and returns when it is done or failed: within PRINT_S_MAX seconds,
 * and one more for each label.  skip: that many places on the first sheet are
 * used already; below PRINT_SHEET, and 0 on a roll.  *res (may be NULL) is
 * filled on success.
 * RC_INVALID: no such kind of printer, more than a QR code holds, no labels
 * or more than PRINT_LABELS_MAX; RC_REFUSED: a code on it cannot be read, and
 * nothing was printed; RC_OUTSIDE: printer or disk. */
#define PRINT_S_MAX		20
#define PRINT_LABELS_MAX	2400
enum rc print_slip(const char *printer, const struct slip *,
    struct print_result *res, struct err *) MUST_CHECK;
enum rc print_labels(const char *printer, const struct label *, size_t n,
    size_t skip, struct print_result *res, struct err *) MUST_CHECK;

/* A page of figures: on A4 or in a file.  RC_REFUSED: the paper is narrow. */
enum rc print_sheet(const char *printer, const struct sheet *,
    struct print_result *res, struct err *) MUST_CHECK;

/* The same for a program that has other things to do: start, poll job->fd,
 * and call print_finish when it is readable (or to wait for it).  The slip
 * or labels may change as soon as these return. */
enum rc print_start(const char *printer, const struct slip *,
    struct print_job *job, struct err *) MUST_CHECK;
enum rc print_start_labels(const char *printer, const struct label *,
    size_t n, size_t skip, struct print_job *job, struct err *) MUST_CHECK;
/* Asks the printer alone (print_ready); the answer is in res->paper. */
enum rc print_start_ask(const char *printer, struct print_job *job,
    struct err *) MUST_CHECK;
enum rc print_finish(struct print_job *job, struct print_result *res,
    struct err *) MUST_CHECK;

#endif
