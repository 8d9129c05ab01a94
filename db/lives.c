#include "db/lives.h"

#include "db/query.h"

enum rc
lives_list(struct db *db, const char *depot, struct life_row *out, size_t cap,
    size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LIVES);
	enum rc rc = RC_OK;

	query_text(q, ":depot", depot == NULL ? "" : depot);
	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++) {
		struct life_row *l = &out[*n];

		memset(l, 0, sizeof *l);
		query_col_text(q, 0, l->log, sizeof l->log);
		query_col_text(q, 1, l->depot, sizeof l->depot);
		query_col_text(q, 2, l->parent, sizeof l->parent);
		l->parent_seq = query_col(q, 3);
		l->own = query_col(q, 4) != 0;
		l->closed = query_col(q, 5) != 0;
		l->lost = query_col(q, 6) != 0;
		l->horizon = (int32_t)query_col(q, 7);
		l->seq = query_col(q, 8);
		l->parent_here = query_col(q, 9);
		l->told = query_col(q, 10);
		l->evidence = query_col(q, 11);
		query_col_text(q, 12, l->key, sizeof l->key);
		l->fork_seq = query_col(q, 13);
		l->fork_time = query_col(q, 14);
		query_col_text(q, 15, l->fork_ours, sizeof l->fork_ours);
		query_col_text(q, 16, l->fork_theirs, sizeof l->fork_theirs);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
lives_evidence(struct db *db, const char *depot,
    enum rc (*each)(const struct evidence_row *, void *, struct err *),
    void *arg, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_EVIDENCE_LIST);
	enum rc rc;

	query_text(q, ":depot", depot);
	while ((rc = query_step(q, err)) == RC_OK) {
		struct evidence_row e = {
			.log = (const char *)sqlite3_column_text(q, 0),
			.seq = query_col(q, 1), .time = query_col(q, 2),
			.kind = (const char *)sqlite3_column_text(q, 3),
			.body = (const char *)sqlite3_column_text(q, 4),
			.hash = (const char *)sqlite3_column_text(q, 5),
		};

		if ((rc = each(&e, arg, err)) != RC_OK)
			break;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
life_rekey(struct db *db, struct err *err)
{
	return db_next_life(db, false, err);
}

static enum rc
own_life(struct db *db, struct lives_health *h, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LIFE_HEALTH);

	query_text(q, ":depot", db->depot);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK) {
		h->joined = query_col(q, 0) != 0;
		h->member = query_col(q, 1) != 0;
		h->ended = query_col(q, 2) != 0;
		h->horizon = (int32_t)query_col(q, 3);
		h->unknown = query_col(q, 4);
	}
	query_done(q);
	q = query(db, Q_ITEMS_SUSPENDED);
	query_text(q, ":depot", db->depot);
	query_int(q, ":log", db->log);
	if (rc == RC_OK && (rc = query_step(q, err)) == RC_OK)
		h->suspended = query_col(q, 0);
	query_done(q);
	return rc;
}

enum rc
lives_health(struct db *db, struct lives_health *h, struct err *err)
{
	memset(h, 0, sizeof *h);
	enum rc rc = own_life(db, h, err);
	sqlite3_stmt *q = query(db, Q_LOG_BEHIND);

	if (rc == RC_OK && (rc = query_step(q, err)) == RC_OK) {
		query_col_text(q, 0, h->behind, sizeof h->behind);
		h->behind_by = query_col(q, 1);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
