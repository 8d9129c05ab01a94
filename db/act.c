/* act.c - transactions, and the acts of people that they are made of. */
#include <assert.h>
#include <string.h>

#include "db/clock.h"
#include "db/lock.h"
#include "db/mirror_file.h"
#include "db/query.h"

#define CHECKPOINT_PAGES 1000	/* of the WAL, after which it is moved over */
#define BULK_PAGES	50000	/* the same while much is written */

enum rc
db_begin(struct db *db, struct err *err)
{
	if (db->readonly || db->lock_fd < 0)
		return err_why(err, RC_OUTSIDE, WHY_READONLY, NULL, NULL, NULL);
	enum rc rc = lock_take(db->lock_fd, db->busy_ms, err);
	if (rc != RC_OK)
		return rc;
	if (db->inode != 0 && db_inode(db->path) != db->inode)
		rc = err_why(err, RC_OUTSIDE, WHY_REPLACED, NULL, NULL, NULL);
	else
		rc = query_exec(db, "BEGIN IMMEDIATE", err);
	if (rc != RC_OK)
		lock_give(db->lock_fd);
	/* Another may have rebuilt the tables meanwhile. */
	if (rc == RC_OK && db_generation(db) != db->generation) {
		db->generation = db_generation(db);
		memset(db->seen, 0, sizeof db->seen);
	}
	return rc;
}

static void
roll_back(struct db *db)
{
	if (!sqlite3_get_autocommit(db->sql))
		query_try(db, "ROLLBACK");
	memset(db->seen, 0, sizeof db->seen);
}

/* Inside the turn, after a commit.  Frames that the mirror has not are moved
 * over only when they have become too many to wait for it. */
static void
checkpoint(struct db *db, int pages)
{
	enum mirror_is mirror = mirror_write(db);

	if (mirror == MIRROR_WAITS && pages < MIRROR_WAIT_PAGES)
		pages = MIRROR_WAIT_PAGES;
	if (db->wal_pages <= pages)
		return;
	if (mirror == MIRROR_WAITS)
		mirror_give_up(db);
	/* What readers still need stays for the next time. */
	sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_PASSIVE,
	    NULL, NULL);
	db->wal_pages = 0;
}

enum rc
db_end(struct db *db, enum rc rc, struct err *err)
{
	if (rc == RC_OK)
		rc = query_exec(db, "COMMIT", err);
	if (rc != RC_OK)
		roll_back(db);
	if (rc == RC_OK)
		checkpoint(db, db->bulk ? BULK_PAGES : CHECKPOINT_PAGES);
	lock_give(db->lock_fd);
	return rc;
}

enum rc
db_empty_wal(struct db *db, struct err *err)
{
	enum rc rc = lock_take(db->lock_fd, db->busy_ms, err);

	if (rc != RC_OK)
		return rc;
	if (mirror_settle(db) == MIRROR_WAITS)
		mirror_give_up(db);
	if (sqlite3_wal_checkpoint_v2(db->sql, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK)
		rc = query_error(db, err);
	lock_give(db->lock_fd);
	return rc;
}

void
db_bulk(struct db *db, bool on)
{
	query_try(db, on ? "PRAGMA cache_size = -262144" :
	    "PRAGMA cache_size = -2000");
	if (db->bulk && !on && db->wal_pages > CHECKPOINT_PAGES &&
	    lock_take(db->lock_fd, db->busy_ms, NULL) == RC_OK) {
		checkpoint(db, CHECKPOINT_PAGES);
		lock_give(db->lock_fd);
	}
	db->bulk = on;
}

enum rc
act_begin(struct db *db, const struct actor *actor, struct err *err)
{
	assert(!db->act_open);
	enum rc rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_LOG_OWN);
	rc = query_step(q, err);
	if (rc == RC_OK) {
		db->seq = query_col(q, 2);
		if (sqlite3_column_bytes(q, 3) == HASH_SIZE)
			memcpy(db->hash, sqlite3_column_blob(q, 3), HASH_SIZE);
		if (query_col(q, 4) != 0)
			rc = err_why(err, RC_REFUSED, WHY_LIFE_CLOSED,
			    db->depot, NULL, NULL);
		/* A sync may have begun a new life meanwhile. */
		db->log = query_col(q, 0);
		query_col_text(q, 1, db->log_name, sizeof db->log_name);
	}
	query_done(q);
	if (rc != RC_OK)
		return db_end(db, rc, err);
	db->act_open = true;
	db->act_dry = false;
	db->in_hand = false;
	db->act = 0;
	db->act_time = clock_now();
	db->actor = *actor;
	return RC_OK;
}

enum rc
act_end(struct db *db, enum rc rc, struct err *err)
{
	assert(db->act_open);
	db->act_open = false;
	if (rc == RC_OK && db->act_dry) {
		roll_back(db);
		lock_give(db->lock_fd);
		return RC_OK;
	}
	if (rc == RC_OK && db->act != 0) {
		sqlite3_stmt *q = query(db, Q_LOG_HEAD);

		query_int(q, ":id", db->log);
		query_int(q, ":seq", db->seq);
		query_blob(q, ":hash", db->hash, HASH_SIZE);
		rc = query_run(q, err);
	}
	return db_end(db, rc, err);
}

int32_t
db_day(const struct db *db)
{
	return db->act_open ? clock_day_of(db->act_time) : clock_today();
}

int64_t
act_id(const struct db *db)
{
	return db->act;
}

void
act_set_time(struct db *db, int64_t time)
{
	db->act_time = time;
}

void
act_dry_run(struct db *db)
{
	db->act_dry = true;
}
