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

static bool
row_is(struct db *db, enum query_id id, int64_t value)
{
	sqlite3_stmt *q = query(db, id);

	query_int(q, ":id", value);
	bool is = query_step(q, NULL) == RC_OK;
	query_done(q);
	return is;
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
	*heard = row_is(db, Q_LIFE_HEARD, log);
	return *heard ? RC_OK : heard_by_all(db, log << LOG_SHIFT | 1, heard,
	    who, err);
}

/* Of a depot's lives after the loss: how many are known, and whether one that
 * goes on has heard of the receive. */
static enum rc
heirs_look(struct db *db, int64_t sent, int64_t receive, int64_t *heirs,
    bool *heard, struct err *err)
{
	char from[24], log[24];

	log_name(db, sent >> LOG_SHIFT, from);
	log_name(db, receive >> LOG_SHIFT, log);
	sqlite3_stmt *q = query(db, Q_HEIRS_HEARD);
	query_text(q, ":own", db->depot);
	query_text(q, ":from", from);
	query_int(q, ":sent", sent & SEQ_MASK);
	query_text(q, ":log", log);
	query_int(q, ":seq", receive & SEQ_MASK);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK) {
		*heirs = query_col(q, 0);
		*heard = query_col(q, 1) != 0;
	}
	query_done(q);
	return rc;
}

enum rc
heard_sending(struct db *db, int64_t sent, int64_t receive, bool *known,
    struct err *err)
{
	int64_t heirs = 0;
	char who[24];
	enum rc rc = heirs_look(db, sent, receive, &heirs, known, err);

	if (rc != RC_OK || heirs > 0)
		return rc;
	*known = row_is(db, Q_EVENT_EXISTS, sent);
	if (*known || !row_is(db, Q_LOG_CLOSED, sent >> LOG_SHIFT))
		return RC_OK;
	return heard_by_all(db, receive, known, who, err);
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
