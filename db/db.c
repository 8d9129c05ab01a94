#include "db/db.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/lock.h"
#include "db/log/apply.h"
#include "db/log/event.h"
#include "db/query.h"
#include "db/schema.h"
#include "db/sqlfn.h"

static const struct {
	const char *name, *label;
} roles[ROLE_COUNT] = {
#define AHEAD_S	(INT64_C(200) * 86400)	/* no depot rests so long */
#define ROLE(id, name, sv) [ROLE_##id] = { name, sv },
#include "db/roles.def"
#undef ROLE
};

const char *
role_name(enum role role)
{
	return roles[role].name;
}

const char *
role_label(enum role role)
{
	return roles[role].label;
}

/* --- opening --- */

static int
wal_hook(void *arg, sqlite3 *sql, const char *name, int pages)
{
	(void)sql;
	(void)name;
	((struct db *)arg)->wal_pages = pages;
	return SQLITE_OK;
}

static enum rc
pragma(struct db *db, const char *sql, const char *want, struct err *err)
{
	sqlite3_stmt *q = NULL;
	enum rc rc = RC_OK;

	if (sqlite3_prepare_v2(db->sql, sql, -1, &q, NULL) != SQLITE_OK)
		rc = query_error(db, err);
	else
		rc = query_step(q, err);
	if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	else if (rc == RC_OK && want != NULL &&
	    strcmp((const char *)sqlite3_column_text(q, 0), want) != 0)
		rc = err_set(err, RC_OUTSIDE, "%s: not %s", sql, want);
	sqlite3_finalize(q);
	return rc;
}

/* Before anything is read: a store that is then refused must not be touched,
 * by a checkpoint at the close for one. */
static void
secure(struct db *db)
{
	static const struct {
		int option, value;
	} safe[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	};

	for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
		sqlite3_db_config(db->sql, safe[i].option, safe[i].value, NULL);
	sqlite3_extended_result_codes(db->sql, 1);
	sqlite3_busy_timeout(db->sql, db->busy_ms);
}

static enum rc
configure(struct db *db, struct err *err)
{
	enum rc rc = pragma(db, "PRAGMA cell_size_check = ON", NULL, err);

	if (rc == RC_OK)	/* what is erased is zeros (db/erase.h) */
		rc = pragma(db, "PRAGMA secure_delete = ON", NULL, err);
	if (rc == RC_OK && !db->readonly)
		rc = pragma(db, "PRAGMA journal_mode = WAL", "wal", err);
	if (rc == RC_OK)
		rc = pragma(db, "PRAGMA synchronous = FULL", NULL, err);
	if (rc == RC_OK)
		rc = pragma(db, "PRAGMA synchronous", "2", err);
	if (rc == RC_OK)
		rc = pragma(db, "PRAGMA wal_autocheckpoint = 0", NULL, err);
	if (rc == RC_OK)
		rc = pragma(db, "PRAGMA temp_store = MEMORY", NULL, err);
	if (rc == RC_OK)	/* a WAL that grew once does not stay large */
		rc = pragma(db, "PRAGMA journal_size_limit = 16777216", NULL,
		    err);
	if (rc == RC_OK)
		rc = pragma(db, "PRAGMA cache_size = -2000", NULL, err);
	sqlite3_wal_hook(db->sql, wal_hook, db);
	if (rc == RC_OK && sqlfn_register(db->sql) != RC_OK)
		rc = query_error(db, err);
	return rc;
}

enum rc
db_open_raw(const char *path, bool create, struct db **out, struct err *err)
{
	struct db *db = calloc(1, sizeof *db);
	enum rc rc = RC_OK;

	if (db == NULL || sodium_init() < 0)
		abort();
	/* The file itself, also through a link: one store, one lock. */
	if (create || realpath(path, db->path) == NULL)
		snprintf(db->path, sizeof db->path, "%s", path);
	path = db->path;
	db->busy_ms = 10000;
	lock_open(path, &db->lock_fd);
	db->readonly = access(path, W_OK) != 0 && !create;
	int flags = db->readonly ? SQLITE_OPEN_READONLY :
	    SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
	if (sqlite3_open_v2(path, &db->sql, flags | SQLITE_OPEN_NOMUTEX,
	    NULL) != SQLITE_OK)
		rc = query_error(db, err);
	secure(db);
	*out = db;
	return rc;
}

enum rc
db_scratch(struct db **out, struct err *err)
{
	struct db *db = calloc(1, sizeof *db);
	enum rc rc = RC_OK;

	if (db == NULL)
		abort();
	*out = db;
	db->lock_fd = -1;
	if (sqlite3_open_v2("", &db->sql, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_CREATE, NULL) != SQLITE_OK ||
	    sqlfn_register(db->sql) != RC_OK)
		return query_error(db, err);
	rc = query_exec(db, "PRAGMA journal_mode = OFF;"
	    "PRAGMA synchronous = OFF; BEGIN", err);
	for (int i = 0; rc == RC_OK && i < schema_count; i++)
		rc = query_exec(db, schema_sql[i], err);
	return rc;
}

/* Where neither the file nor its folder can be written, SQLite cannot make
 * its shared memory: the file is read as it lies there, and its WAL with an
 * index in our own memory, which only a file without locks is granted. */
static enum rc
reopen_unlocked(struct db *db, struct err *err)
{
	char uri[3 * PATH_MAX + 32] = "file:";
	size_t n = strlen(uri);

	for (const char *p = db->path; *p != '\0'; p++)
		n += (size_t)snprintf(uri + n, sizeof uri - n,
		    strchr("%?#", *p) != NULL ? "%%%02X" : "%c",
		    (unsigned char)*p);
	snprintf(uri + n, sizeof uri - n, "?vfs=unix-none");
	sqlite3_close(db->sql);
	db->sql = NULL;
	if (sqlite3_open_v2(uri, &db->sql, SQLITE_OPEN_READONLY |
	    SQLITE_OPEN_URI, NULL) != SQLITE_OK)
		return query_error(db, err);
	secure(db);
	return query_exec(db, "PRAGMA locking_mode = EXCLUSIVE", err);
}

static enum rc
user_version(struct db *db, int *version, struct err *err)
{
	sqlite3_stmt *q = NULL;
	int app = 0;
	enum rc rc = RC_OK;

	*version = 0;
	if (sqlite3_prepare_v2(db->sql, "SELECT a.application_id,"
	    " u.user_version FROM pragma_application_id a,"
	    " pragma_user_version u", -1, &q, NULL) != SQLITE_OK)
		return query_error(db, err);
	rc = query_step(q, err);
	if (rc == RC_OK) {
		app = sqlite3_column_int(q, 0);
		*version = sqlite3_column_int(q, 1);
	}
	sqlite3_finalize(q);
	if (rc == RC_OK && app != SCHEMA_APPLICATION_ID &&
	    !(app == 0 && *version == 0))
		return err_why(err, RC_DAMAGED, WHY_NOT_A_STORE, db->path,
		    NULL, NULL);
	return rc;
}

/* Another program's file, or a newer version's, is left as it is. */
static enum rc
recognise(struct db *db, struct err *err)
{
	int version;
	enum rc rc = user_version(db, &version, err);

	if (rc == RC_OK && version < 1)
		return err_why(err, RC_DAMAGED, WHY_NOT_A_STORE, db->path,
		    NULL, NULL);
	if (rc == RC_OK && version > schema_count)
		return err_why(err, RC_NEWER, WHY_NEWER_STORE, NULL, NULL,
		    NULL);
	return rc;
}

enum rc
db_migrate(struct db *db, struct err *err)
{
	char sql[96];
	int version;
	enum rc rc = user_version(db, &version, err);

	if (rc == RC_OK && version > schema_count)
		return err_why(err, RC_NEWER, WHY_NEWER_STORE, NULL, NULL,
		    NULL);
	if (rc != RC_OK || version == schema_count)
		return rc;
	rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	rc = user_version(db, &version, err);	/* another may have been first */
	for (; rc == RC_OK && version < schema_count; version++) {
		snprintf(sql, sizeof sql, "PRAGMA application_id = %d;"
		    "PRAGMA user_version = %d", SCHEMA_APPLICATION_ID,
		    version + 1);
		rc = query_exec(db, schema_sql[version], err);
		if (rc == RC_OK)
			rc = query_exec(db, sql, err);
	}
	return db_end(db, rc, err);
}

static enum rc
meta_get(struct db *db, const char *key, char *out, size_t cap,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_META_GET);

	query_text(q, ":key", key);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		query_col_text(q, 0, out, cap);
	query_done(q);
	return rc;
}

enum rc
db_identify(struct db *db, struct err *err)
{
	enum rc rc = meta_get(db, "depot", db->depot, sizeof db->depot, err);

	if (rc == RC_OK)
		rc = meta_get(db, "depot_name", db->depot_name,
		    sizeof db->depot_name, err);
	if (rc == RC_OK)
		rc = meta_get(db, "organisation", db->organisation,
		    sizeof db->organisation, err);
	sqlite3_stmt *q = query(db, Q_LOG_OWN);
	if (rc == RC_OK && (rc = query_step(q, err)) == RC_OK) {
		db->log = query_col(q, 0);
		query_col_text(q, 1, db->log_name, sizeof db->log_name);
	}
	query_done(q);
	if (rc == RC_NOT_FOUND)
		rc = err_why(err, RC_DAMAGED, WHY_NOT_A_STORE, db->path, NULL,
		    NULL);
	return rc;
}

uint64_t
db_inode(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (uint64_t)st.st_ino : 0;
}

/* What is there under the name, before it is opened. */
static enum rc
look(const char *path, uint64_t *inode, struct err *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return errno == EACCES ? err_why(err, RC_OUTSIDE,
		    WHY_STORE_ACCESS, path, NULL, NULL) : err_why(err,
		    RC_NOT_FOUND, WHY_NO_STORE, path, NULL, NULL);
	if (!S_ISREG(st.st_mode))
		return err_why(err, RC_DAMAGED, WHY_NOT_A_STORE, path, NULL,
		    NULL);
	if (access(path, R_OK) != 0)
		return err_why(err, RC_OUTSIDE, WHY_STORE_ACCESS, path, NULL,
		    NULL);
	*inode = (uint64_t)st.st_ino;
	return RC_OK;
}

static enum rc
settle(struct db *db, struct err *err)
{
	sqlite3_busy_timeout(db->sql, db->busy_ms);
	enum rc rc = db_length_check(db, err);

	if (rc == RC_OK) {
		rc = recognise(db, err);
		if (rc == RC_OUTSIDE && (db->lock_fd < 0 || db->readonly)) {
			db->readonly = true;
			rc = reopen_unlocked(db, err);
			if (rc == RC_OK)
				rc = recognise(db, err);
		}
	}
	if (rc == RC_OK)
		rc = db_wal_check(db, err);
	return rc == RC_OK ? configure(db, err) : rc;
}

enum rc
db_open(const char *path, int busy_ms, struct db **out, struct err *err)
{
	struct db *db;
	uint64_t inode = 0;
	enum rc rc;

	*out = NULL;
	rc = look(path, &inode, err);
	if (rc != RC_OK)
		return rc;
	rc = db_open_raw(path, false, &db, err);
	db->inode = inode;
	db->busy_ms = busy_ms;
	if (rc == RC_OK)
		rc = settle(db, err);
	if (rc == RC_OK && db->lock_fd < 0)
		db->readonly = true;
	if (rc == RC_OK)
		rc = db_migrate(db, err);
	if (rc == RC_OK)
		rc = db_identify(db, err);
	if (rc == RC_OK)
		rc = apply_unknown(db, err);
	if (rc != RC_OK) {
		db_close(db);
		return rc;
	}
	*out = db;
	return RC_OK;
}

int
db_wait(struct db *db, int busy_ms)
{
	int before = db->busy_ms;

	db->busy_ms = busy_ms;
	sqlite3_busy_timeout(db->sql, busy_ms);
	return before;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	if (db->bulk)
		db_bulk(db, false);
	for (int i = 0; i < Q_COUNT; i++)
		sqlite3_finalize(db->stmt[i]);
	sqlite3_close(db->sql);
	if (db->lock_fd >= 0)
		close(db->lock_fd);
	free(db);
}

const char *
db_path(const struct db *db)
{
	return db->path;
}

const char *
db_depot(const struct db *db)
{
	return db->depot;
}

const char *
db_depot_name(const struct db *db)
{
	return db->depot_name;
}

const char *
db_organisation(const struct db *db)
{
	return db->organisation;
}

bool
db_clock_is_ahead(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_TIME_KNOWN);
	int64_t known = 0;

	query_int(q, ":log", db->log);
	if (query_step(q, NULL) == RC_OK)
		known = query_col(q, 0);
	query_done(q);
	return known > 0 && clock_now() > known + AHEAD_S;
}

bool
db_clock_is_wrong(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_EVENT_LAST_TIME);
	int64_t last = 0;

	query_int(q, ":log", db->log);
	if (query_step(q, NULL) == RC_OK)
		last = query_col(q, 0);
	query_done(q);
	return clock_is_wrong(clock_now(), last);
}

bool
db_is_readonly(const struct db *db)
{
	return db->readonly;
}

int64_t
db_generation(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_DATA_VERSION);
	int64_t version = query_step(q, NULL) == RC_OK ? query_col(q, 0) : 0;

	query_done(q);
	return version;
}
