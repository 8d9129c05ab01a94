/* depots.h - depots, a hub, and steps in processes of their own. */
#ifndef SAMDEPA_TESTS_DEPOTS_H
#define SAMDEPA_TESTS_DEPOTS_H

#include <sys/types.h>

#include "db/sync/sync.h"
#include "tests/bench/bench.h"

/* Ends the run unless rc is RC_OK. */
void must(enum rc rc, const struct err *err, const char *what);

/* Zeroed memory that a step's process shares with the others. */
void *shared(size_t n);
/* Does the work in a process of its own and waits for it; beside does not. */
void apart(void (*work)(void *), void *arg);
pid_t beside(void (*work)(void *), void *arg);

struct db *depot_open(const char *path);
struct hub *depot_hub(const char *url);
/* The store becomes the coordinator of the hub, which is made. */
void depot_found(const char *path, const char *url);
/* A new store of the depot joins; the coordinator admits it in its next sync. */
void depot_join(const char *first, const char *path, const char *code,
    const char *url);
/* From opening to closing, in seconds; what goes wrong ends the run. */
double depot_sync(const char *path, const char *url, struct sync_report *);

/* Puts into the store to what the store from has of events after the heads (log <<
 * LOG_SHIFT | seq); how many rows, and the seconds it took. */
int64_t bare_night(const char *from, const char *to, const int64_t *heads,
    int logs, double *seconds);

void store_remove(const char *path);
void folder_remove(const char *path);

#endif
