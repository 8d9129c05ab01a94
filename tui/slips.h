/* slips.h - the papers of the depot, filled from the store in the reader's
 * language, ready for tui/print/print.h. */
#ifndef SAMDEPA_TUI_SLIPS_H
#define SAMDEPA_TUI_SLIPS_H

#include "db/db.h"
#include "tui/print/slip.h"

/* The pickup ticket with this id: QR, whom for, until when, what and where.
 * What does not fit on it is said in a note. */
enum rc slips_ticket(struct db *, int64_t ticket, struct slip *, struct err *)
    MUST_CHECK;

/* The receipt of what is out on an order, and when it shall come back. */
enum rc slips_receipt(struct db *, int64_t order, struct slip *, struct err *)
    MUST_CHECK;

/* The paper that goes with what was dispatched; event is one of its dispatches
 * (db/slip.h). */
enum rc slips_manifest(struct db *, int64_t event, struct slip *,
    struct err *) MUST_CHECK;

/* The label of an item. */
enum rc slips_label(struct db *, int64_t item, struct label *, struct err *)
    MUST_CHECK;

#endif
