/* store.h - care of the store: proof, copies, and tables anew. */
#ifndef SAMDEPA_DB_STORE_H
#define SAMDEPA_DB_STORE_H

#include "db/db.h"

struct store_log {
	char    name[24];
	int64_t seq;
	char    hash[65];	/* hex */
};

/* Told now and then how far it is, 0 to total. */
struct store_progress {
	void (*step)(int64_t done, int64_t total, void *arg);
	void *arg;
};

struct store_check {
	bool    ok;
	char    state_hash[65];
	struct store_log logs[128];
	size_t  n_logs;
	char    problems[32][160];	/* English, one a line */
	size_t  n_problems;
};

/* Verifies the file and the invariants; RC_DAMAGED where one fails, with
 * *check filled.  progress may be NULL here and below. */
enum rc store_check(struct db *, struct store_check *,
    const struct store_progress *, struct err *) MUST_CHECK;
/* The projections anew from the log, in one transaction. */
enum rc store_rebuild(struct db *, const struct store_progress *, struct err *)
    MUST_CHECK;
/* Much more is to come than there is: indexes that only lists on screens use
 * are put away until it is switched off again, at the latest by the next sync
 * or rebuild.  Everything works meanwhile, some lists more slowly. */
enum rc store_bare(struct db *, bool on, struct err *) MUST_CHECK;
/* A consistent copy while others work, verified, in place by rename. */
enum rc store_backup(struct db *, const char *file,
    const struct store_progress *, struct err *) MUST_CHECK;
/* The backup becomes the store at path, as a new life of the log.  What was
 * at path is kept beside it as path.before-restore. */
enum rc store_restore(const char *file, const char *path, struct err *)
    MUST_CHECK;

/* What this depot has to do; each at most 1,000. */
struct store_stats {
	int64_t overdue, orders_asked, cases_open, to_hand_out;
	int64_t to_send, bound;	/* things: promised at another depot, and on
				 * their way here */
};
/* Figures for Home: no more work in a large store than in a small one. */
enum rc store_stats(struct db *, struct store_stats *, struct err *)
    MUST_CHECK;

/* What this depot has: items that it answers for, but for retired ones, loans
 * under way, events of its log.  Counts them one by one. */
struct store_size {
	int64_t items, lent, events;
};
enum rc store_size(struct db *, struct store_size *, struct err *) MUST_CHECK;

#endif
