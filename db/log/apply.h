/* apply.h - events of other depots' logs into the store.  Between begin and
 * end all of it is one transaction; what screens read is the same whatever
 * order logs come in. */
#ifndef SAMDEPA_DB_LOG_APPLY_H
#define SAMDEPA_DB_LOG_APPLY_H

#include "db/db.h"

struct apply;

struct apply_event {
	int64_t seq, act_seq, time, actor;
	const char *kind;
	const char *body;		/* canonical JSON, verified */
	size_t  n;
	unsigned char hash[32];		/* the chain after it, verified */
};

/* A log that is not here yet, with the key that signs it; RC_OK where it is
 * here with the same key, RC_REFUSED where it has another.  name and depot as
 * in db/db.h.  Inside a transaction of its own. */
enum rc log_add(struct db *, const char *name, const char *depot,
    const char *parent, const unsigned char public_key[32], struct err *)
    MUST_CHECK;

/* Starts on a log.  *seq and hash are its head here: the next event is seq + 1
 * and follows hash.  RC_REFUSED: the log is our own, or closed. */
enum rc apply_begin(struct db *, const char *log, int64_t *seq,
    unsigned char hash[32], struct apply **, struct err *) MUST_CHECK;
enum rc apply_event(struct apply *, const struct apply_event *, struct err *)
    MUST_CHECK;
/* Commits if rc is RC_OK, else takes all back; frees. */
enum rc apply_end(struct apply *, enum rc rc, struct err *) MUST_CHECK;

/* The log ends at seq: what came after it becomes evidence, and what it
 * touched is made anew.  In a transaction of its own.  *moved counts them. */
enum rc log_close(struct db *, const char *log, int64_t seq, int64_t *moved,
    struct err *) MUST_CHECK;

/* Keeps an event that will never be applied. */
enum rc evidence_add(struct db *, const char *log, const struct apply_event *,
    struct err *) MUST_CHECK;

/* Events that were unknown and are not any more are applied: on opening. */
enum rc apply_unknown(struct db *, struct err *) MUST_CHECK;

#endif
