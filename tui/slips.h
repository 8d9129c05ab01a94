/* slips.h - the papers of the depot, filled from the store in the reader's
 * language, ready for tui/print/print.h. */
#ifndef SAMDEPA_TUI_SLIPS_H
#define SAMDEPA_TUI_SLIPS_H

#include "db/db.h"
#include "tui/config.h"
#include "tui/print/slip.h"

/* Fills the slip for the thing with this id. */
typedef enum rc slips_fn(struct db *, const struct config *, int64_t id,
    struct slip *, struct err *) MUST_CHECK;

/* The pickup ticket: QR, whom for, until when, what and where, and what it
 * saves that nothing new is bought.  What does not fit is said in a note. */
slips_fn slips_ticket;
/* The receipt of what is out on an order, and when it shall come back. */
slips_fn slips_receipt;
/* The paper that goes with what was dispatched; id is one of its dispatches
 * (db/slip.h). */
slips_fn slips_manifest;

/* The label of an item. */
enum rc slips_label(struct db *, int64_t item, struct label *, struct err *)
    MUST_CHECK;

#endif
