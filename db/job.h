/* job.h - papers that wait for a printer, kept over a restart.
 *
 * A printer knows of no transactions.  A job is therefore JOB_SENDING before
 * its first byte may leave, and gone once the printer has taken all of it; one
 * that is found so by whoever owns the seat next is JOB_UNSURE, which nobody
 * but a person prints again or drops.  A job goes with its act's undo. */
#ifndef SAMDEPA_DB_JOB_H
#define SAMDEPA_DB_JOB_H

#include "db/db.h"

enum job_state { JOB_WAITING, JOB_SENDING, JOB_UNSURE, JOB_STATES };

#define JOBS_MAX	1000	/* of all seats */
#define JOB_SEAT_MAX	32
#define JOB_KIND_MAX	16

struct job {
	int64_t id, thing, act, time;
	enum job_state state;
	char seat[JOB_SEAT_MAX], kind[JOB_KIND_MAX];
};

/* Puts a paper last; in the act that is open, with which it stands and falls,
 * or else at once.  act: whose undo takes it away, 0: none.  RC_REFUSED:
 * there are JOBS_MAX already. */
enum rc job_add(struct db *, const char *seat, const char *kind,
    int64_t thing, int64_t act, struct err *) MUST_CHECK;

/* The seat's jobs (NULL: everybody's), the oldest first; at most cap, and how
 * many these are. */
enum rc job_list(struct db *, const char *seat, struct job *out, size_t cap,
    size_t *n, struct err *) MUST_CHECK;

/* RC_NOT_FOUND: it is gone: undone, dropped or printed. */
enum rc job_set(struct db *, int64_t id, enum job_state, struct err *)
    MUST_CHECK;
enum rc job_drop(struct db *, int64_t id, struct err *) MUST_CHECK;

/* Only one process sends for a seat, that which owns it as long as *fd (-1 at
 * first) is open.  The first time it does, what another left JOB_SENDING is
 * JOB_UNSURE.  RC_BUSY: another owns it. */
enum rc job_own(struct db *, const char *seat, int *fd, struct err *)
    MUST_CHECK;

#endif
