/* papers.h - the papers of the depot and the printers that they go to. */
#ifndef SAMDEPA_TUI_PAPERS_H
#define SAMDEPA_TUI_PAPERS_H

#include "db/job.h"
#include "tui/config.h"
#include "tui/print/print.h"

enum print_use {
#define PRINT_USE(id, option, whose) USE_##id,
#include "tui/print_uses.def"
#undef PRINT_USE
	USE_COUNT
};

enum paper_kind {
#define PAPER(id, name, use, words) PAPER_##id,
#include "tui/papers.def"
#undef PAPER
	PAPER_KINDS
};

/* The printer for this use, and what it is for, translated; whether it is no
 * other one's too, which stands before it. */
const char *papers_printer(const struct config *, enum print_use);
const char *papers_use(enum print_use);
bool papers_has_own(const struct config *, enum print_use);

/* The printer for many labels at once: where there is none for labels, that for
 * A4, which takes sheets of them. */
const char *papers_labels_printer(const struct config *);

/* The kind's name in a job; and back, PAPER_KINDS where there is none.  thing
 * is a ticket, an order, a dispatch (db/slip.h), an item; of a test, the use of
 * the printer that is tried. */
const char *papers_kind_name(enum paper_kind);
enum paper_kind papers_kind(const struct job *);
enum print_use papers_job_use(const struct job *);

/* How a printer is that fails with err: in a few words, and what to do, both
 * translated. */
const char *papers_fault(const struct err *, const char **advice);

/* "Hämtsedel S-YST1-000042-K", in the reader's language. */
char *papers_words(struct db *, const struct config *, const struct job *,
    char *out, size_t cap);

/* Makes the paper and starts to print it (print_start); *last becomes its
 * number.  RC_NOT_FOUND: it is gone since. */
enum rc papers_start(struct db *, const struct config *, const struct job *,
    struct print_job *, char last[64], struct err *) MUST_CHECK;

#endif
