/* demo.h - a made-up depot: people, places, things, and what they did. */
#ifndef SAMDEPA_TUI_CTL_DEMO_H
#define SAMDEPA_TUI_CTL_DEMO_H

#include "db/store.h"

#define DEMO_ITEMS	400
#define DEMO_ITEMS_MAX	10000000
#define DEMO_SEED	1
#define DEMO_DEPOT	"YST1"
#define DEMO_PIN	"1234"		/* of everyone in the demo */

/* Fills the open, empty store with so many items (1 to DEMO_ITEMS_MAX), about
 * as many loans that are over, and what goes on today.  The same seed on the
 * same day gives the same things; times are those of the days before today.
 * Takes 16 bytes of memory for each item.  RC_REFUSED: the store has items
 * already.  progress may be NULL.  What was committed when it fails stays. */
enum rc demo_fill(struct db *, int64_t items, uint64_t seed,
    const struct store_progress *, struct err *) MUST_CHECK;

#endif
