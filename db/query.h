/* query.h - inside db/: the open store and its statements.  Each statement
 * is one row of queries.def, prepared on first use and kept; a test prepares
 * them all.  Values are bound by name and a wrong name is a programming
 * error.  A pointer from a column lives until the next step. */
#ifndef SAMDEPA_DB_QUERY_H
#define SAMDEPA_DB_QUERY_H

#include <limits.h>
#include <sqlite3.h>
#include <string.h>

#include "db/db.h"

enum query_id {
#define QUERY(id, sql) Q_##id,
#include "db/queries.def"
#undef QUERY
	Q_COUNT
};

#define LOG_SHIFT	40	/* thing = log << LOG_SHIFT | seq */
#define HASH_SIZE	32
#define SEEN_WORDS	1024
#define FOREVER		INT32_MAX

struct db {
	sqlite3      *sql;
	sqlite3_stmt *stmt[Q_COUNT];
	char          path[PATH_MAX];
	uint64_t      inode;	/* of the file that was opened */
	int           lock_fd;
	int           busy_ms;
	bool          readonly;
	char          depot[9], depot_name[96], organisation[16];

	/* this life's log and, while an act is open, its head */
	int64_t       log;
	char          log_name[24];
	int64_t       seq;
	unsigned char hash[HASH_SIZE];

	bool          adopts;	/* a log that is named becomes known */
	bool          act_open, act_dry;
	bool          in_hand;	/* what is promised goes out at once */
	int64_t       act;	/* first event's id; 0: none yet */
	int64_t       act_time;
	struct actor  actor;
	int           wal_pages;
	uint32_t      mirrored;	/* frames seen to be in the mirror, .. */
	unsigned char mirror_round[8];	/* .. of the WAL with this salt */
	bool          bulk;
	int64_t       generation;
	struct {		/* of one depot, in one state of the store */
		char     depot[9];
		unsigned version;
		int64_t  time;
	} told;
	char          seen[SEEN_WORDS][32];	/* words that the search has */
};

/* The statement, reset and with all values NULL, or NULL with *err filled:
 * query_* accept NULL, so that one check at the step is enough. */
sqlite3_stmt *query(struct db *, enum query_id);
const char *query_sql(enum query_id);
/* Prepares every row: for the test. */
enum rc query_prepare_all(struct db *, struct err *) MUST_CHECK;

void query_int(sqlite3_stmt *, const char *name, int64_t value);
void query_text(sqlite3_stmt *, const char *name, const char *value);
void query_textn(sqlite3_stmt *, const char *name, const char *, size_t n);
void query_blob(sqlite3_stmt *, const char *name, const void *, size_t n);

/* RC_OK: a row; RC_NOT_FOUND: no more; else the failure. */
enum rc query_step(sqlite3_stmt *, struct err *) MUST_CHECK;
/* Steps to the end and resets: for what gives no rows. */
enum rc query_run(sqlite3_stmt *, struct err *) MUST_CHECK;
/* Gives the statement back; may be NULL. */
void query_done(sqlite3_stmt *);
void query_col_text(sqlite3_stmt *, int col, char *out, size_t cap);
int64_t query_col(sqlite3_stmt *, int col);

/* What SQLite's last failure is to us. */
enum rc query_error(struct db *, struct err *);
/* The day that verbs judge by: the open act's, else today. */
int32_t db_day(const struct db *);
/* A write transaction: the writers' lock, BEGIN IMMEDIATE .. COMMIT or, where
 * rc is not RC_OK, ROLLBACK; db_end returns rc or the commit's failure. */
enum rc db_begin(struct db *, struct err *) MUST_CHECK;
enum rc db_end(struct db *, enum rc rc, struct err *) MUST_CHECK;
/* All that was committed is moved into the file, here and in the mirror, and
 * the WAL is cut to nothing.  RC_BUSY: a reader still needs it. */
enum rc db_empty_wal(struct db *, struct err *) MUST_CHECK;
/* Opens the file and nothing more: for init, backup and check. */
enum rc db_open_raw(const char *path, bool create, struct db **out,
    struct err *) MUST_CHECK;
/* An empty store that nobody else sees, gone when it is closed. */
enum rc db_scratch(struct db **out, struct err *) MUST_CHECK;
/* Runs the migrations that are missing. */
enum rc db_migrate(struct db *, struct err *) MUST_CHECK;
/* Which file stands at path; 0: none. */
uint64_t db_inode(const char *path);
/* Reads who this store is: its depot and its log. */
enum rc db_identify(struct db *, struct err *) MUST_CHECK;
/* RC_DAMAGED: the file is shorter than it says (length.c). */
enum rc db_length_check(struct db *, struct err *) MUST_CHECK;
/* RC_DAMAGED: commits behind a damaged frame of the WAL were dropped when it
 * was opened (wal.c). */
enum rc db_wal_check(struct db *, struct err *) MUST_CHECK;
/* A new life of the depot's log, with a key of its own, which the life before
 * signs for; inside an act.  lost: that life may have done things that this
 * store does not know: items wait to be seen (db/custody.h), and nothing is
 * promised before the horizon. */
enum rc db_new_log(struct db *, bool lost, struct err *) MUST_CHECK;
/* The same as an act of its own; where something was lost it skips numbers
 * that may have been given out on paper. */
enum rc db_next_life(struct db *, bool lost, struct err *) MUST_CHECK;
/* What the life before signs. */
#define LIFE_MESSAGE_MAX 200
void life_message(const char *log, const char *public_hex,
    const char *parent, int64_t parent_seq, char out[LIFE_MESSAGE_MAX]);

/* One statement without values, from a constant. */
enum rc query_exec(struct db *, const char *sql, struct err *) MUST_CHECK;
/* The same where a failure changes nothing: a ROLLBACK. */
void query_try(struct db *, const char *sql);

#endif
