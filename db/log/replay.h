/* replay.h - inside db/: the log read from its beginning. */
#ifndef SAMDEPA_DB_LOG_REPLAY_H
#define SAMDEPA_DB_LOG_REPLAY_H

#include "db/log/event.h"
#include "db/store.h"

/* Applies all events of from to the empty tables of to (which may be the same
 * store), acts that were undone left out. */
enum rc replay(struct db *from, struct db *to, const struct store_progress *,
    struct err *) MUST_CHECK;

/* The same, dropping the indexes of to that a replay does not need. */
enum rc replay_bare(struct db *from, struct db *to,
    const struct store_progress *, struct err *) MUST_CHECK;

/* Walks a log: each event numbered without a gap, its hash right, its body of
 * its kind's form, and the head as noted.  What is wrong is told to problem;
 * RC_OK also then. */
enum rc replay_verify(struct db *, void (*problem)(const char *, void *),
    void *, struct err *) MUST_CHECK;

/* The state hash: the same for all stores that hold the same logs. */
enum rc state_hash(struct db *, char hex[65], struct err *) MUST_CHECK;
/* The same of the words by which items are found, in this store alone. */
enum rc search_hash(struct db *, char hex[65], struct err *) MUST_CHECK;

#endif
