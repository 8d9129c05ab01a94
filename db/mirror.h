/* mirror.h - a synchronous mirror of the store on a second medium.
 *
 * FOLDER/DEPOT.mirror is a copy of the store's file and DEPOT.mirror-wal of its
 * WAL, byte by byte: each commit's frames are appended and on that disk before
 * the act is acknowledged, and what is moved over here is moved over there.
 * Copying pages and not events was chosen because it is whole by construction:
 * keys, people, texts, what is known of other depots, and every table that is
 * still to be invented; because SQLite's own checksums verify it; and because
 * it is a store as it lies there.  The price is some 100 KB an act, not one.
 *
 * All of it happens inside the writers' turn, whichever process writes.  A
 * crash between commit and mirror heals at the next commit: the mirror's WAL
 * shows how far it is.  A medium that is away, full or read-only stops nobody:
 * the act stands, the mirror is stale, and catches up when it is back; the WAL
 * waits for it up to MIRROR_WAIT_PAGES, after which a new copy is needed, which
 * mirror_renew makes beside those who work.
 *
 * DEPOT.mirror-head says whose it is and whether all is there: written in
 * place, so that a full disk can be told too. */
#ifndef SAMDEPA_DB_MIRROR_H
#define SAMDEPA_DB_MIRROR_H

#include <limits.h>

#include "db/store.h"

#define MIRROR_WAIT_PAGES 16384	/* 64 MiB */

struct mirror_state {
	bool     on;
	char     folder[4000];
	int64_t  stale;		/* since when not all is there, 0: all is */
	bool     renew;		/* only a new copy helps */
	enum why problem;	/* why it is stale; fill with folder */
};

/* Cheap: one row.  For banner, doctor and status. */
enum rc mirror_state(struct db *, struct mirror_state *, struct err *)
    MUST_CHECK;
/* Mirrors into the folder from now on, with a whole new copy.  RC_REFUSED:
 * another store's mirror lies there.  RC_OUTSIDE: folder or disk. */
enum rc mirror_on(struct db *, const char *folder,
    const struct store_progress *, struct err *) MUST_CHECK;
/* No more; what lies there is removed, where it can be reached. */
enum rc mirror_off(struct db *, struct err *) MUST_CHECK;
/* A new copy in place of the one that was; RC_NOT_FOUND: no mirror. */
enum rc mirror_renew(struct db *, const struct store_progress *,
    struct err *) MUST_CHECK;
/* Once a night: renews what is stale, else says that it is alive.  RC_OK also
 * where there is none. */
enum rc mirror_nightly(struct db *, const struct store_progress *,
    struct err *) MUST_CHECK;
/* Whether the folder lies on the same disk as the store: no second medium. */
bool mirror_same_disk(struct db *, const char *folder);

/* What a mirror gave back. */
enum mirror_trust {
	MIRROR_AS_FOUND,	/* whole unless something says otherwise */
	MIRROR_IS_WHOLE,	/* a person knows that it was */
	MIRROR_LACKS		/* or that more had been confirmed */
};
struct mirror_end_of {
	int64_t seq, time;	/* of its last event */
	bool    whole;		/* the new life lost nothing */
};

/* The mirror in the folder becomes the store at path, as store_restore does.
 * Where it was stale (its head or the store that it is of say so, or nobody
 * has said for a day that it is not) the new life is one that lost something.
 * RC_NOT_FOUND: no mirror there; RC_REFUSED: several. */
enum rc mirror_restore(const char *folder, const char *path,
    enum mirror_trust, struct mirror_end_of *, struct err *) MUST_CHECK;

#endif
