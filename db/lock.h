/* lock.h - writers take turns on STORE.lock, with open file description locks:
 * SQLite before 3.51.3 can lose committed pages when two connections write or
 * checkpoint at the same moment (sqlite.org/wal.html, the WAL-reset bug). */
#ifndef SAMDEPA_DB_LOCK_H
#define SAMDEPA_DB_LOCK_H

#include "db/err.h"

/* Opens (makes) the lock file beside the store; *fd is -1 where the folder
 * cannot be written. */
void lock_open(const char *store, int *fd);

/* Waits for the turn, at most ms.  RC_BUSY: another had it all that time. */
enum rc lock_take(int fd, int ms, struct err *) MUST_CHECK;
void lock_give(int fd);

#endif
