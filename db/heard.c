#include "db/heard.h"

#include "db/query.h"

#define SEQ_MASK ((INT64_C(1) << LOG_SHIFT) - 1)

static void
log_name(struct db *db, int64_t log, char out[24])
{
	sqlite3_stmt *q = query(db, Q_LOG_NAME);

	out[0] = '\0';
	query_int(q, ":id", log);
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, out, 24);
	query_done(q);
}

enum rc
heard_by_all(struct db *db, int64_t event, bool *heard, char who[24],
    struct err *err)
{
	char log[24];

	log_name(db, event >> LOG_SHIFT, log);
	sqlite3_stmt *q = query(db, Q_EVENT_UNHEARD);
	query_text(q, ":own", db->depot);
	query_text(q, ":log", log);
	query_int(q, ":seq", event & SEQ_MASK);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		query_col_text(q, 0, who, 24);
	query_done(q);
	*heard = rc == RC_NOT_FOUND;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
heard_life(struct db *db, int64_t log, bool *heard, char who[24],
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LIFE_HEARD);

	query_int(q, ":id", log);
	enum rc rc = query_step(q, err);
	*heard = rc == RC_OK;
	query_done(q);
	if (rc != RC_NOT_FOUND)
		return rc;
	return heard_by_all(db, log << LOG_SHIFT | 1, heard, who, err);
}

enum rc
heard_note(struct db *db, struct err *err)
{
	int64_t log[64];
	size_t n = 0;
	enum rc rc = RC_OK;
	sqlite3_stmt *q = query(db, Q_LIVES_UNHEARD);

	while (n < sizeof log / sizeof *log &&
	    (rc = query_step(q, err)) == RC_OK)
		log[n++] = query_col(q, 0);
	query_done(q);
	if (n == 0 || (rc != RC_OK && rc != RC_NOT_FOUND))
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		bool heard = false;
		char who[24];

		rc = heard_by_all(db, log[i] << LOG_SHIFT | 1, &heard, who,
		    err);
		if (rc != RC_OK || !heard)
			continue;
		q = query(db, Q_LIFE_HEARD_SET);
		query_int(q, ":id", log[i]);
		rc = query_run(q, err);
	}
	return db_end(db, rc, err);
}
