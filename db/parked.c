/* parked.c - unfinished work, kept for its owner. */
#include "db/clock.h"
#include "db/local.h"
#include "db/staff.h"

enum rc
parked_set(struct db *db, int64_t staff, const char *slot, const char *text,
    struct err *err)
{
	enum rc rc = local_begin(db, err);

	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, text == NULL ? Q_PARKED_FORGET :
	    Q_PARKED_SET);
	query_int(q, ":staff", staff);
	query_text(q, ":slot", slot);
	if (text != NULL) {
		query_text(q, ":text", text);
		query_int(q, ":time", clock_now());
	}
	return local_end(db, query_run(q, err), err);
}

enum rc
parked_get(struct db *db, int64_t staff, const char *slot, char *out,
    size_t cap, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_PARKED_GET);

	query_int(q, ":staff", staff);
	query_text(q, ":slot", slot);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		query_col_text(q, 0, out, cap);
	query_done(q);
	return rc;
}

enum rc
parked_walk(struct db *db, int64_t staff,
    void (*each)(const char *slot, const char *text, int64_t time, void *),
    void *arg, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_PARKED_LIST);
	enum rc rc;

	query_int(q, ":staff", staff);
	while ((rc = query_step(q, err)) == RC_OK)
		each((const char *)sqlite3_column_text(q, 0),
		    (const char *)sqlite3_column_text(q, 1), query_col(q, 2),
		    arg);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
