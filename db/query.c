#include "db/query.h"

#include <assert.h>
#include <stdio.h>

static const char *const sql_of[Q_COUNT] = {
#define QUERY(id, sql) [Q_##id] = sql,
#include "db/queries.def"
#undef QUERY
};

const char *
query_sql(enum query_id id)
{
	return sql_of[id];
}

sqlite3_stmt *
query(struct db *db, enum query_id id)
{
	if (db->stmt[id] == NULL)
		(void)sqlite3_prepare_v3(db->sql, sql_of[id], -1,
		    SQLITE_PREPARE_PERSISTENT, &db->stmt[id], NULL);
	return db->stmt[id];
}

enum rc
query_prepare_all(struct db *db, struct err *err)
{
	for (int i = 0; i < Q_COUNT; i++)
		if (query(db, (enum query_id)i) == NULL)
			return query_error(db, err);
	return RC_OK;
}

static int
parameter(sqlite3_stmt *q, const char *name)
{
	int i = sqlite3_bind_parameter_index(q, name);

	assert(i > 0);
	return i;
}

void
query_int(sqlite3_stmt *q, const char *name, int64_t value)
{
	if (q != NULL)
		sqlite3_bind_int64(q, parameter(q, name), value);
}

void
query_text(sqlite3_stmt *q, const char *name, const char *value)
{
	query_textn(q, name, value, strlen(value));
}

void
query_textn(sqlite3_stmt *q, const char *name, const char *value, size_t n)
{
	if (q != NULL)
		sqlite3_bind_text(q, parameter(q, name), value, (int)n,
		    SQLITE_TRANSIENT);
}

void
query_blob(sqlite3_stmt *q, const char *name, const void *value, size_t n)
{
	if (q != NULL)
		sqlite3_bind_blob(q, parameter(q, name), value, (int)n,
		    SQLITE_TRANSIENT);
}

static enum rc
failure(sqlite3 *sql, struct err *err)
{
	int code = sqlite3_errcode(sql);

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_why(err, RC_BUSY, WHY_BUSY, NULL, NULL, NULL);
	case SQLITE_ERROR:	/* our statements fit every schema of ours */
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
		break;
	case SQLITE_FULL:
		err_why(err, RC_OUTSIDE, WHY_DISK_FULL, NULL, NULL, NULL);
		break;
	case SQLITE_READONLY:
		err_why(err, RC_OUTSIDE, WHY_READONLY, NULL, NULL, NULL);
		break;
	case SQLITE_CONSTRAINT:
		err_why(err, RC_INVALID, WHY_CONSTRAINT, NULL, NULL, NULL);
		break;
	default:
		err_why(err, RC_OUTSIDE, WHY_DISK, NULL, NULL, NULL);
	}
	if (err != NULL)
		snprintf(err->text, sizeof err->text, "SQLite %d: %s",
		    sqlite3_extended_errcode(sql), sqlite3_errmsg(sql));
	switch (code & 0xff) {
	case SQLITE_ERROR:
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return RC_DAMAGED;
	case SQLITE_CONSTRAINT:
		return RC_INVALID;
	}
	return RC_OUTSIDE;
}

enum rc
query_error(struct db *db, struct err *err)
{
	return failure(db->sql, err);
}

enum rc
query_step(sqlite3_stmt *q, struct err *err)
{
	if (q == NULL)		/* it could not be prepared */
		return err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
	switch (sqlite3_step(q)) {
	case SQLITE_ROW:
		return RC_OK;
	case SQLITE_DONE:
		return RC_NOT_FOUND;
	}
	return failure(sqlite3_db_handle(q), err);
}

enum rc
query_run(sqlite3_stmt *q, struct err *err)
{
	enum rc rc;

	do
		rc = query_step(q, err);
	while (rc == RC_OK);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

void
query_done(sqlite3_stmt *q)
{
	if (q != NULL) {
		sqlite3_reset(q);
		sqlite3_clear_bindings(q);
	}
}

void
query_col_text(sqlite3_stmt *q, int col, char *out, size_t cap)
{
	const char *text = (const char *)sqlite3_column_text(q, col);
	size_t n = text == NULL ? 0 : (size_t)sqlite3_column_bytes(q, col);

	if (n >= cap)
		for (n = cap - 1; n > 0 && (text[n] & 0xc0) == 0x80; n--)
			;	/* whole characters only */
	if (n > 0)
		memcpy(out, text, n);
	out[n] = '\0';
}

int64_t
query_col(sqlite3_stmt *q, int col)
{
	return sqlite3_column_int64(q, col);
}

enum rc
query_exec(struct db *db, const char *sql, struct err *err)
{
	if (sqlite3_exec(db->sql, sql, NULL, NULL, NULL) == SQLITE_OK)
		return RC_OK;
	return query_error(db, err);
}

void
query_try(struct db *db, const char *sql)
{
	sqlite3_exec(db->sql, sql, NULL, NULL, NULL);
}
