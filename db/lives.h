/* lives.h - the lives of the depots' logs, and what is wrong with what this
 * store knows of them: for administrators. */
#ifndef SAMDEPA_DB_LIVES_H
#define SAMDEPA_DB_LIVES_H

#include "db/db.h"

struct life_row {
	char    log[24], depot[9];
	char    parent[24];	/* the life before, "" the first */
	int64_t parent_seq;	/* it follows that one after this number */
	bool    own, closed;
	bool    lost;		/* after a backup: something may be lost */
	int32_t horizon;	/* then: nothing is promised before this day */
	int64_t seq;		/* how much of it is here */
	int64_t parent_here;	/* how much of the life before is here */
	int64_t told;		/* time of its depot's last statement, 0 never */
	int64_t evidence;	/* events after its end that are kept */
	char    key[65];	/* its public key, hex */
	/* A cloned disk: the first event that differs (0 none was found), both
	 * hashes at it, and when it was found. */
	int64_t fork_seq, fork_time;
	char    fork_ours[65], fork_theirs[65];
};

/* The lives of a depot, or of all (NULL), as they came. */
enum rc lives_list(struct db *, const char *depot, struct life_row *out,
    size_t cap, size_t *n, struct err *) MUST_CHECK;

/* What a depot did after the end of a log, oldest first: kept, and nothing rests
 * on it.  each may stop with its own rc. */
struct evidence_row {
	const char *log, *kind, *body, *hash;	/* good until each returns */
	int64_t seq, time;
};
enum rc lives_evidence(struct db *, const char *depot,
    enum rc (*each)(const struct evidence_row *, void *, struct err *),
    void *, struct err *) MUST_CHECK;

/* Our log goes on as a new life with a new key, which the old one vouches for:
 * nothing is lost, and tickets that were signed before stay good. */
enum rc life_rekey(struct db *, struct err *) MUST_CHECK;

struct lives_health {
	bool    joined;		/* belongs to a group */
	bool    member;		/* and its registry has this depot, open */
	bool    ended;		/* this store's own life is closed */
	int64_t suspended;	/* items not seen since a restore */
	int32_t horizon;	/* 0 none */
	int64_t unknown;	/* events of a newer version, kept */
	char    behind[24];	/* a log of which others have seen more, or "" */
	int64_t behind_by;
};

enum rc lives_health(struct db *, struct lives_health *, struct err *)
    MUST_CHECK;

#endif
