/* erase.h - people and texts are forgotten, to the last byte: in the store, its
 * WAL and its free pages, in the mirror, in backups that can be reached, and
 * (texts) at the hub and the other depots at their next sync.
 *
 * The verbs take the rows and say so in the log; erase_settle, after the act,
 * sees to the bytes.  What it cannot reach it tries again each night. */
#ifndef SAMDEPA_DB_ERASE_H
#define SAMDEPA_DB_ERASE_H

#include <limits.h>

#include "db/store.h"

#define ERASE_AWAY_MAX	16

struct erase_report {
	int  copies;			/* backups that were cleaned */
	char away[ERASE_AWAY_MAX][PATH_MAX]; /* files that still have it */
	int  n_away;
};

/* Inside an act.  The contacts of that name, of whatever order or unit. */
enum rc erase_contacts(struct db *, const char *name, int *n, struct err *)
    MUST_CHECK;
/* Inside an act.  All free texts that the thing's history names; each once. */
enum rc erase_texts(struct db *, int64_t thing, int *n, struct err *)
    MUST_CHECK;

/* The bytes, after the act.  RC_BUSY: a reader kept the WAL; what is in reach
 * is cleaned as far as it went. */
enum rc erase_settle(struct db *, struct erase_report *, struct err *)
    MUST_CHECK;
/* Whether something was erased, here or by another depot, that
 * erase_settle has not seen. */
bool erase_due(struct db *);

#endif
