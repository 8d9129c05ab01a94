/* copies.h - inside db/: what the store knows of its backups: where they are,
 * and how many erasures each has heard of.  A store that cannot be written
 * notes nothing, RC_OK.  Paths are whole ones. */
#ifndef SAMDEPA_DB_COPIES_H
#define SAMDEPA_DB_COPIES_H

#include "db/db.h"

/* Erasures (redact and forget events) in this store. */
int64_t copies_erasures(struct db *);
/* A copy was made at file, when so many erasures were known. */
enum rc copies_add(struct db *, const char *file, int64_t erased,
    struct err *) MUST_CHECK;
/* It is one of a folder that is thinned out. */
enum rc copies_nightly(struct db *, const char *file, struct err *)
    MUST_CHECK;
enum rc copies_drop(struct db *, const char *file, struct err *) MUST_CHECK;

#endif
