/* paper.h - where a paper goes: a printer, a file, the terminal. */
#ifndef SAMDEPA_TUI_CTL_PAPER_H
#define SAMDEPA_TUI_CTL_PAPER_H

#include "tui/ctl/out.h"
#include "tui/print/print.h"

/* Prints the ticket and adds the files made to the record (may be NULL). */
enum rc paper_ticket(struct ctl *, int64_t ticket, const char *printer,
    json_t *record, struct err *) MUST_CHECK;
/* The same of the slip that a dispatch went with (db/slip.h). */
enum rc paper_manifest(struct ctl *, int64_t event, const char *printer,
    json_t *record, struct err *) MUST_CHECK;
/* What a print made, as "pdf", "png" and "pages" of the record. */
void paper_result(json_t *record, const struct print_result *);
/* Says on standard error that its codes were not read back, if so. */
void paper_note(const struct print_result *);
/* The text as a QR code on standard output: in colours on a terminal, as
 * blocks, dark ones drawn, in a file. */
enum rc paper_qr(const char *text, struct err *) MUST_CHECK;

#endif
