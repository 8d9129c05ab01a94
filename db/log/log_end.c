/* log_end.c - a log ends before its last event: what came after it is kept as
 * evidence, and is never applied. */
#include "db/log/apply.h"
#include "db/log/log_row.h"
#include "db/log/project.h"

enum rc
evidence_add(struct db *db, const char *log, const struct apply_event *e,
    struct err *err)
{
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_EVIDENCE_ADD);
	query_text(q, ":log", log);
	query_int(q, ":seq", e->seq);
	query_blob(q, ":hash", e->hash, HASH_SIZE);
	query_int(q, ":act", e->act_seq);
	query_int(q, ":time", e->time);
	query_int(q, ":actor", e->actor);
	query_text(q, ":kind", e->kind);
	query_textn(q, ":body", e->body, e->n);
	rc = query_run(q, err);
	return db_end(db, rc, err);
}

static enum rc
things_after(struct db *db, int64_t from, int64_t to, struct things *out,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_EVENTS_THINGS);
	enum rc rc;

	query_int(q, ":from", from);
	query_int(q, ":to", to);
	while ((rc = query_step(q, err)) == RC_OK)
		things_add(out, query_col(q, 0));
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Undone acts whose undo is cut stand again: what they touched is in the
 * undo's things, so that it is folded anew too. */
static enum rc
events_cut(struct db *db, const char *name, int64_t from, int64_t to,
    int64_t *moved, struct err *err)
{
	static const enum query_id cuts[] = { Q_EVENTS_CUT_UNKNOWN,
	    Q_EVENTS_CUT_UNDONE, Q_EVENTS_CUT_TOUCH, Q_EVENTS_CUT };
	sqlite3_stmt *q = query(db, Q_EVIDENCE_FROM_LOG);

	query_text(q, ":name", name);
	query_int(q, ":from", from);
	query_int(q, ":to", to);
	enum rc rc = query_run(q, err);
	for (size_t i = 0; rc == RC_OK && i < sizeof cuts / sizeof *cuts; i++) {
		q = query(db, cuts[i]);
		query_int(q, ":from", from);
		query_int(q, ":to", to);
		rc = query_run(q, err);
		*moved = sqlite3_changes(db->sql);
	}
	return rc;
}

static enum rc
log_end_at(struct db *db, int64_t log, int64_t seq, struct err *err)
{
	unsigned char hash[HASH_SIZE] = { 0 };
	sqlite3_stmt *q = query(db, Q_LOG_EVENT_HASH);
	enum rc rc = RC_OK;

	query_int(q, ":id", log << LOG_SHIFT | seq);
	if (seq > 0 && (rc = query_step(q, err)) == RC_OK &&
	    sqlite3_column_bytes(q, 0) == HASH_SIZE)
		memcpy(hash, sqlite3_column_blob(q, 0), HASH_SIZE);
	query_done(q);
	if (rc != RC_OK)
		return rc;
	q = query(db, Q_LOG_CLOSE);
	query_int(q, ":id", log);
	query_int(q, ":seq", seq);
	query_blob(q, ":hash", hash, HASH_SIZE);
	return query_run(q, err);
}

enum rc
log_close(struct db *db, const char *name, int64_t seq, int64_t *moved,
    struct err *err)
{
	struct things dirty = { NULL, 0, 0 };
	struct log_row log;
	enum rc rc = db_begin(db, err);

	*moved = 0;
	if (rc != RC_OK)
		return rc;
	rc = log_get(db, name, &log, err);
	if (rc == RC_OK && log.own)
		rc = err_why(err, RC_REFUSED, WHY_LOG_CLOSED, name, NULL, NULL);
	if (rc == RC_OK && seq > log.seq)
		seq = log.seq;
	int64_t from = log.id << LOG_SHIFT | seq;
	int64_t to = (log.id + 1) << LOG_SHIFT;
	if (rc == RC_OK)
		rc = things_after(db, from, to, &dirty, err);
	if (rc == RC_OK)
		rc = events_cut(db, name, from, to, moved, err);
	if (rc == RC_OK)
		rc = log_end_at(db, log.id, seq, err);
	if (rc == RC_OK)
		rc = things_refold(db, &dirty, err);
	things_release(&dirty);
	return db_end(db, rc, err);
}
