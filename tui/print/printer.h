/* printer.h - what a kind of printer must offer.  One file each, and one line
 * in printers.def.  These run in the child process of a print; nothing here
 * is for callers outside tui/print. */
#ifndef SAMDEPA_TUI_PRINT_PRINTER_H
#define SAMDEPA_TUI_PRINT_PRINTER_H

#include "tui/print/escpos.h"
#include "tui/print/output.h"
#include "tui/print/print.h"
#include "tui/print/readback.h"

enum { FILE_FOLDER, FILE_PDF, FILE_PNG };	/* kinds of printer_file */

struct print_work {		/* one of the three */
	const struct slip  *slip;
	const struct sheet *sheet;
	const struct label *label;
	size_t              label_count, label_skip;
};

struct print_made {		/* a print that is whole and not yet out */
	struct output *out;	/* files */
	int            out_count;
	struct bytes   roll;
	volatile unsigned char *sent;	/* 1 before something of it may be on
				 * paper: what then fails is not tried again
				 * unseen */
};

struct printer_ops {
	bool roll;		/* labels come one by one, not on sheets */
	/* target: the printer's name without its prefix; kind: from its line
	 * in printers.def.  form: whether target can be one at all. */
	bool (*form)(const char *target);
	enum rc (*ready)(const char *target, int kind, enum paper *paper,
	    struct err *);
	/* Makes all of the print and shows every picture of it, with what
	 * must be read in it, to the reader: each label, and each slip with a
	 * QR code.  send: lets it out, as it was made; drop: ends what make
	 * began, sent or not. */
	enum rc (*make)(const char *target, int kind,
	    const struct print_work *, struct readback *, struct print_made *,
	    struct print_result *, struct err *);
	enum rc (*send)(const char *target, struct print_made *,
	    struct print_result *, struct err *);
	void (*drop)(struct print_made *);
};

struct printer {
	const char *prefix, *suffix;	/* "" matches any name */
	const struct printer_ops *ops;
	int kind;
};

extern const struct printer_ops printer_file, printer_escpos, printer_cups;

/* What its file is called: a slip or sheet by its number, labels by their first
 * and last. */
void print_stem(const struct print_work *, char *stem, size_t cap);

/* The kind that takes this name, and *target within it; NULL: none does. */
const struct printer *printer_find(const char *name, const char **target);

#endif
