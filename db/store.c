/* store.c - proof and figures; copies are in db/backup.c. */
#include "db/store.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/clock.h"
#include "db/item_row.h"
#include "db/local.h"
#include "db/log/replay.h"
#include "db/order.h"

static void
problem_add(const char *text, void *arg)
{
	struct store_check *c = arg;
	size_t cap = sizeof c->problems / sizeof *c->problems;

	if (c->n_problems < cap)
		snprintf(c->problems[c->n_problems++],
		    sizeof *c->problems, "%s", text);
	c->ok = false;
}

static enum rc
file_check(struct db *db, struct store_check *c, struct err *err)
{
	sqlite3_stmt *q = NULL;
	char text[160];
	enum rc rc;

	if (sqlite3_prepare_v2(db->sql, "PRAGMA integrity_check(8)", -1, &q,
	    NULL) != SQLITE_OK)
		return query_error(db, err);
	while ((rc = query_step(q, err)) == RC_OK) {
		query_col_text(q, 0, text, sizeof text);
		if (strcmp(text, "ok") != 0)
			problem_add(text, c);
	}
	sqlite3_finalize(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
heads(struct db *db, struct store_check *c, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_ALL);
	enum rc rc;

	while ((rc = query_step(q, err)) == RC_OK &&
	    c->n_logs < sizeof c->logs / sizeof *c->logs) {
		struct store_log *l = &c->logs[c->n_logs++];

		query_col_text(q, 1, l->name, sizeof l->name);
		l->seq = query_col(q, 2);
		if (sqlite3_column_bytes(q, 3) == HASH_SIZE)
			sodium_bin2hex(l->hash, sizeof l->hash,
			    sqlite3_column_blob(q, 3), HASH_SIZE);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- the tables are what the log says --- */

static enum rc
scratch_fill(struct db *db, struct db *scratch, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_ALL), *to = NULL;
	enum rc rc = RC_OK;

	if (sqlite3_prepare_v2(scratch->sql, "INSERT INTO log(id, name, depot,"
	    " own, parent, seq, hash, public) VALUES (:id, :name, :depot, 0,"
	    " '', 0, zeroblob(32), zeroblob(32))", -1, &to,
	    NULL) != SQLITE_OK)
		return query_error(scratch, err);
	while (rc == RC_OK && (rc = query_step(q, err)) == RC_OK) {
		query_int(to, ":id", query_col(q, 0));
		query_text(to, ":name", (const char *)sqlite3_column_text(q, 1));
		query_text(to, ":depot",
		    (const char *)sqlite3_column_text(q, 5));
		rc = query_run(to, err);
	}
	query_done(q);
	sqlite3_finalize(to);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* No number that the log has given out may be given out again. */
static enum rc
counters_check(struct db *db, struct db *scratch, struct store_check *c,
    struct err *err)
{
	sqlite3_stmt *q = query(scratch, Q_COUNTERS);
	bool low = false;
	enum rc rc;

	while (!low && (rc = query_step(q, err)) == RC_OK) {
		sqlite3_stmt *ours = query(db, Q_COUNTER_GET);

		query_text(ours, ":name", (const char *)
		    sqlite3_column_text(q, 0));
		low = query_step(ours, NULL) != RC_OK ||
		    query_col(ours, 0) < query_col(q, 1);
		query_done(ours);
	}
	query_done(q);
	if (low)
		problem_add("a number would be given out twice: rebuild", c);
	return low || rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Replays the log into a store of its own that nobody sees. */
static enum rc
replay_check(struct db *db, struct store_check *c,
    const struct store_progress *p, struct err *err)
{
	struct db *scratch;
	char hex[65] = "", words[65] = "", hex_words[65] = "";
	enum rc rc = db_scratch(&scratch, err);

	if (rc == RC_OK)
		rc = scratch_fill(db, scratch, err);
	if (rc == RC_OK)
		rc = replay_bare(db, scratch, p, err);
	if (rc == RC_OK)
		rc = state_hash(scratch, hex, err);
	if (rc == RC_OK)
		rc = search_hash(scratch, hex_words, err);
	if (rc == RC_OK)
		rc = counters_check(db, scratch, c, err);
	db_close(scratch);
	if (rc == RC_DAMAGED || rc == RC_INVALID) {
		problem_add("the log cannot be replayed", c);
		return RC_OK;
	}
	if (rc == RC_OK && strcmp(hex, c->state_hash) != 0)
		problem_add("the tables are not what the log says: rebuild",
		    c);
	if (rc == RC_OK)
		rc = search_hash(db, words, err);
	if (rc == RC_OK && strcmp(words, hex_words) != 0)
		problem_add("the search is not what the log says: rebuild",
		    c);
	return rc;
}

/* --- what must not be, one statement each that names the items --- */

static const struct {
	enum query_id id;
	const char   *problem;
} rules[] = {
	{ Q_CHECK_PROMISES, "is promised twice" },
	{ Q_CHECK_LABELS, "is on two things" },
	{ Q_CHECK_ANSWERS, "is booked by an order that was not granted" },
	{ Q_CHECK_CUSTODY, "has no custodian" },
};

static enum rc
rules_check(struct db *db, struct store_check *c, struct err *err)
{
	char text[160], code[48];
	enum rc rc = RC_NOT_FOUND;

	for (size_t i = 0; rc == RC_NOT_FOUND &&
	    i < sizeof rules / sizeof *rules; i++) {
		sqlite3_stmt *q = query(db, rules[i].id);

		while ((rc = query_step(q, err)) == RC_OK) {
			query_col_text(q, 0, code, sizeof code);
			snprintf(text, sizeof text, "%s %s", code,
			    rules[i].problem);
			problem_add(text, c);
		}
		query_done(q);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
store_check(struct db *db, struct store_check *c,
    const struct store_progress *p, struct err *err)
{
	memset(c, 0, sizeof *c);
	c->ok = true;
	/* One snapshot for all that is compared. */
	enum rc rc = query_exec(db, "BEGIN", err);
	if (rc != RC_OK)
		return rc;
	rc = file_check(db, c, err);
	if (rc == RC_OK)
		rc = heads(db, c, err);
	if (rc == RC_OK)
		rc = replay_verify(db, problem_add, c, err);
	if (rc == RC_OK)
		rc = local_check(db, problem_add, c, err);
	if (rc == RC_OK)
		rc = state_hash(db, c->state_hash, err);
	if (rc == RC_OK)
		rc = rules_check(db, c, err);
	if (rc == RC_OK)
		rc = replay_check(db, c, p, err);
	query_try(db, "COMMIT");
	if (rc == RC_DAMAGED)
		problem_add("the file is damaged", c);
	if ((rc == RC_OK && !c->ok)) {
		err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
		return RC_DAMAGED;
	}
	return rc;
}

/* --- figures --- */

struct figure {
	enum query_id id;
	int64_t *out;
};

static enum rc
figures(struct db *db, const struct figure *f, size_t n, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		sqlite3_stmt *q = query(db, f[i].id);

		query_text(q, ":depot", db->depot);
		if (f[i].id == Q_STATS_OVERDUE)
			query_int(q, ":late", late_before(db));
		rc = query_step(q, err);
		if (rc == RC_OK)
			*f[i].out = query_col(q, 0);
		query_done(q);
	}
	return rc;
}

enum rc
store_stats(struct db *db, struct store_stats *s, struct err *err)
{
	const struct figure f[] = {
		{ Q_STATS_OVERDUE, &s->overdue },
		{ Q_STATS_ASKED, &s->orders_asked },
		{ Q_STATS_CASES, &s->cases_open },
		{ Q_STATS_TO_HAND_OUT, &s->to_hand_out },
		{ Q_STATS_TO_SEND, &s->to_send },
		{ Q_STATS_BOUND, &s->bound },
	};

	return figures(db, f, sizeof f / sizeof *f, err);
}

enum rc
store_size(struct db *db, struct store_size *s, struct err *err)
{
	const struct figure f[] = {
		{ Q_STATS_ITEMS, &s->items },
		{ Q_STATS_LENT, &s->lent },
	};
	enum rc rc = figures(db, f, sizeof f / sizeof *f, err);
	sqlite3_stmt *q = query(db, Q_LOG_OWN);

	if (rc == RC_OK && (rc = query_step(q, err)) == RC_OK)
		s->events = query_col(q, 2);
	query_done(q);
	return rc;
}
