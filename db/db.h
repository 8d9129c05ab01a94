/* db.h - the store: one SQLite file, opened, locked, committed.
 *
 * Reading needs nothing.  Writing happens in acts: act_begin, verbs, act_end.
 * Writers of all processes take turns on STORE.lock; an act that has ended
 * with RC_OK is on the disk.  One thread, one struct db. */
#ifndef SAMDEPA_DB_DB_H
#define SAMDEPA_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/err.h"

struct db;

enum role {
#define ROLE(id, name, sv) ROLE_##id,
#include "db/roles.def"
#undef ROLE
	ROLE_COUNT
};

/* Who acts: a staff member's random number, or 0 for nobody signed in. */
struct actor {
	int64_t   id;
	enum role role;
	char      name[64];	/* for the screen; never in the log */
};

const char *role_name(enum role role);		/* "worker" */
const char *role_label(enum role role);		/* "lagerarbetare", a msgid */

/* Opens the store.  RC_NOT_FOUND: no such file.  RC_NEWER, RC_DAMAGED,
 * RC_OUTSIDE (cannot be read; a read-only one opens, and refuses acts).
 * busy_ms: how long an act waits for its turn. */
enum rc db_open(const char *path, int busy_ms, struct db **out, struct err *)
    MUST_CHECK;
void db_close(struct db *);

/* From now on acts wait busy_ms for their turn; gives how long they did. */
int  db_wait(struct db *, int busy_ms);

/* A new, empty store for the depot (code like "YST1", at most 8 of A-Z 0-9)
 * of the organisation (code like "YST").  RC_REFUSED: path exists. */
enum rc db_init(const char *path, const char *depot, const char *depot_name,
    const char *organisation, const char *organisation_name, struct err *)
    MUST_CHECK;

/* Much will be read or written at once (a demo, an import, a check): takes
 * up to 256 MiB for it, where 8 MiB do otherwise, and moves the WAL over less
 * often.  Until it is switched off, or the store closed. */
void db_bulk(struct db *, bool on);

const char *db_path(const struct db *);
const char *db_depot(const struct db *);	/* "YST1" */
const char *db_depot_name(const struct db *);
const char *db_organisation(const struct db *);	/* "YST" */
bool        db_is_readonly(const struct db *);
/* Whether this computer's clock is plainly wrong (db/clock.h): by our own log,
 * since another depot's clock says nothing of ours. */
bool        db_clock_is_wrong(struct db *);
/* Whether it is far ahead of all that has happened, here and (as they say) at
 * the other depots: what time alone would erase is then kept. */
bool        db_clock_is_ahead(struct db *);
/* Changes whenever another connection has committed, and never by itself:
 * cheap, for screens. */
int64_t     db_generation(struct db *);

/* One act of a person: its events stand or fall together, with one durable
 * commit.  RC_BUSY: no turn within busy_ms.  Ends in act_end(db, rc, err),
 * which commits if rc is RC_OK, else takes all back and returns rc. */
enum rc act_begin(struct db *, const struct actor *, struct err *) MUST_CHECK;
enum rc act_end(struct db *, enum rc rc, struct err *) MUST_CHECK;
/* The id of the act that is open, or of the last one: for undo. */
int64_t act_id(const struct db *);
/* What the open act's events say as their time, instead of now: for a demo. */
void act_set_time(struct db *, int64_t time);
/* The same rules, nothing kept: for --dry-run, between begin and end. */
void act_dry_run(struct db *);

#endif
