/* copies.h - inside db/: what the store knows of its backups: where they are,
 * and how many erasures each has heard of.  A store that cannot be written
 * notes nothing, RC_OK.  Paths are whole ones. */
#ifndef SAMDEPA_DB_COPIES_H
#define SAMDEPA_DB_COPIES_H

#include <limits.h>

#include "db/db.h"

#define COPIES_MAX	2048

struct copy {
	char    file[PATH_MAX];
	bool    nightly;
	int64_t erased;
};

/* Erasures (redact and forget events) in this store. */
int64_t copies_erasures(struct db *);
/* A copy was made at file, when so many erasures were known. */
enum rc copies_add(struct db *, const char *file, int64_t erased,
    struct err *) MUST_CHECK;
/* It is one of a folder that is thinned out. */
enum rc copies_nightly(struct db *, const char *file, struct err *)
    MUST_CHECK;
/* A file that somebody else made a note of, or nobody: has heard of none. */
enum rc copies_found(struct db *, const char *file, struct err *) MUST_CHECK;
/* It has been cleaned of so many. */
enum rc copies_heard(struct db *, const char *file, int64_t erased,
    struct err *) MUST_CHECK;
enum rc copies_list(struct db *, struct copy *, size_t cap, size_t *n,
    struct err *) MUST_CHECK;
/* So many erasures have been seen to in this store's own bytes. */
enum rc copies_settled(struct db *, int64_t erased, struct err *) MUST_CHECK;
int64_t copies_settled_at(struct db *);
enum rc copies_drop(struct db *, const char *file, struct err *) MUST_CHECK;

#endif
