/* late.h - what has waited too long for another depot becomes a case.  Time
 * moves no custody and answers no order: it only asks a person to look. */
#ifndef SAMDEPA_DB_LATE_H
#define SAMDEPA_DB_LATE_H

#include "db/db.h"

/* Opens a case, each in an act of its own, for every order made here that
 * another depot has not answered in so many days, or never will since it is
 * closed, and for every item that we sent so long ago and nobody has received.
 * Such a case of an order that has been answered since is settled.  Nothing is
 * done while the clock is plainly wrong.  *opened counts the new ones; what
 * has its case already gets no other. */
enum rc late_open(struct db *, int days, int64_t *opened, struct err *)
    MUST_CHECK;

#endif
