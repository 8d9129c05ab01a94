#include "db/copies.h"

#include <stdio.h>
#include <stdlib.h>

#include "db/clock.h"
#include "db/query.h"

int64_t
copies_erasures(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_COPY_ERASURES);
	int64_t n = query_step(q, NULL) == RC_OK ? query_col(q, 0) : 0;

	query_done(q);
	return n;
}

static enum rc
note(struct db *db, enum query_id id, const char *file, int64_t erased,
    struct err *err)
{
	char real[PATH_MAX];
	enum rc rc;

	if (db->readonly)
		return RC_OK;
	rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, id);
	query_text(q, ":file", realpath(file, real) != NULL ? real : file);
	if (id == Q_COPY_ADD || id == Q_COPY_FOUND)
		query_int(q, ":time", clock_now());
	if (id == Q_COPY_ADD || id == Q_COPY_HEARD)
		query_int(q, ":erased", erased);
	return db_end(db, query_run(q, err), err);
}

enum rc
copies_add(struct db *db, const char *file, int64_t erased, struct err *err)
{
	return note(db, Q_COPY_ADD, file, erased, err);
}

enum rc
copies_nightly(struct db *db, const char *file, struct err *err)
{
	return note(db, Q_COPY_NIGHTLY, file, 0, err);
}

enum rc
copies_drop(struct db *db, const char *file, struct err *err)
{
	return note(db, Q_COPY_DROP, file, 0, err);
}

enum rc
copies_found(struct db *db, const char *file, struct err *err)
{
	return note(db, Q_COPY_FOUND, file, 0, err);
}

enum rc
copies_heard(struct db *db, const char *file, int64_t erased,
    struct err *err)
{
	return note(db, Q_COPY_HEARD, file, erased, err);
}

enum rc
copies_list(struct db *db, struct copy *out, size_t cap, size_t *n,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_COPY_LIST);
	enum rc rc = RC_OK;

	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++) {
		query_col_text(q, 0, out[*n].file, sizeof out->file);
		out[*n].nightly = query_col(q, 2) != 0;
		out[*n].erased = query_col(q, 3);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
copies_settled(struct db *db, int64_t erased, struct err *err)
{
	char text[24];

	if (copies_settled_at(db) == erased)
		return RC_OK;
	snprintf(text, sizeof text, "%lld", (long long)erased);
	enum rc rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_META_SET);
	query_text(q, ":key", "erased");
	query_text(q, ":value", text);
	return db_end(db, query_run(q, err), err);
}

int64_t
copies_settled_at(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_META_GET);
	char text[24] = "";

	query_text(q, ":key", "erased");
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, text, sizeof text);
	query_done(q);
	return strtoll(text, NULL, 10);
}
