#include "db/copies.h"

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
	if (id == Q_COPY_ADD) {
		query_int(q, ":time", clock_now());
		query_int(q, ":erased", erased);
	}
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
