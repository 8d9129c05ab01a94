/* labels.h - what stands on the labels of a depot, ready for
 * tui/print/print.h. */
#ifndef SAMDEPA_TUI_LABELS_H
#define SAMDEPA_TUI_LABELS_H

#include "db/unit.h"
#include "tui/print/slip.h"

/* A code with a name ("" for none), from this depot. */
void label_plain(struct db *, const char *code, const char *name,
    struct label *);

/* A place's: its name is what one looks for. */
void label_place(struct db *, const struct place *, struct label *);

/* Of an item, a place or a unit, and of an item's number of this depot that
 * nothing carries yet.  RC_NOT_FOUND, RC_INVALID: none of these; RC_REFUSED:
 * several things have the code. */
enum rc label_of_code(struct db *, const char *text, struct label *,
    struct err *) MUST_CHECK;

/* n new numbers, nobody's until something is registered with them.  Inside an
 * act. */
enum rc label_make_new(struct db *, size_t n, struct label *, struct err *)
    MUST_CHECK;

/* One that says it is a test, as wide as an item's. */
void label_test(struct db *, struct label *);

#endif
