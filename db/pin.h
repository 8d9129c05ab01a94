/* pin.h - PINs, hashed with argon2id (64 MiB, 2 passes) in a child process, so
 * that the kiosk's memory stays small and its loop never waits.  The child is a
 * bare fork: it closes every descriptor but its pipe, touches no store, and
 * ends by itself after ten seconds at most. */
#ifndef SAMDEPA_DB_PIN_H
#define SAMDEPA_DB_PIN_H

#include <sys/types.h>

#include "db/err.h"

#define PIN_HASH_MAX	128	/* with its NUL */
#define PIN_LOCK_AFTER	10	/* failures in a row */

/* A hash that is being worked on; the caller's storage. */
struct pin_job {
	pid_t pid;		/* 0: nothing runs */
	int   fd;		/* -1: nothing runs */
};

/* Hashes a new PIN into out.  Waits a fraction of a second.  RC_INVALID:
 * not 4 to 12 digits; RC_OUTSIDE: no child, or it failed. */
enum rc pin_hash(const char *pin, char out[PIN_HASH_MAX], struct err *)
    MUST_CHECK;

/* RC_OK: hash is of this PIN; RC_REFUSED: of another one; RC_OUTSIDE: could
 * not be told.  Waits. */
enum rc pin_verify(const char *pin, const char *hash, struct err *) MUST_CHECK;

/* The same without waiting: start it, poll the descriptor for POLLIN, then ask.
 * finish says RC_BUSY while there is no answer yet; after any other answer the
 * job is over.  cancel ends a job that runs, if one does. */
enum rc pin_verify_start(struct pin_job *, const char *pin, const char *hash,
    struct err *) MUST_CHECK;
int pin_verify_poll_fd(const struct pin_job *);
enum rc pin_verify_finish(struct pin_job *, struct err *) MUST_CHECK;
void pin_verify_cancel(struct pin_job *);

/* Seconds to wait before the next try after so many failures in a row; -1: the
 * account is locked until staff opens it. */
int pin_delay_s(int failures);

#endif
