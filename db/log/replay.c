#include "db/log/replay.h"

#include <stdio.h>

#include "db/log/project.h"

#define PROGRESS_EVERY 10000
#define SEQ_MASK ((INT64_C(1) << LOG_SHIFT) - 1)

/* --- what is to be left out --- */

static enum rc
acts_load(struct db *db, struct things *acts, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_EVENT_UNDOS);
	enum rc rc;

	while ((rc = query_step(q, err)) == RC_OK) {
		struct event ev = { .id = query_col(q, 0) };

		rc = event_load_body((const char *)sqlite3_column_text(q, 1),
		    (size_t)sqlite3_column_bytes(q, 1), &ev.body, err);
		if (rc != RC_OK)
			break;
		things_add(acts, event_undoes(db, &ev));
		json_decref(ev.body);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Things that several logs speak of are folded by themselves at the end. */
static enum rc
mixed_load(struct db *db, struct things *mixed, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_ALL);
	enum rc rc;
	int logs = 0;

	while (query_step(q, NULL) == RC_OK)
		logs++;
	query_done(q);
	if (logs < 2)
		return RC_OK;
	q = query(db, Q_THINGS_MIXED);
	while ((rc = query_step(q, err)) == RC_OK)
		things_add(mixed, query_col(q, 0));
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- replay --- */

static enum rc
apply(struct db *to, const struct things *acts, const struct things *mixed,
    sqlite3_stmt *q, struct err *err)
{
	struct event ev = { .id = query_col(q, 0), .act = query_col(q, 1),
	    .time = query_col(q, 2), .actor = query_col(q, 3) };
	struct fold fold = { .db = to, .ev = &ev,
	    .numbers = things_has(acts, ev.act), .skip = mixed };

	enum rc rc = event_load_body((const char *)sqlite3_column_text(q, 5),
	    (size_t)sqlite3_column_bytes(q, 5), &ev.body, err);
	if (rc == RC_OK) {
		ev.kind = event_known((const char *)sqlite3_column_text(q, 4),
		    ev.body);
		rc = event_project(&fold, err);
	}
	json_decref(ev.body);
	return rc;
}

/* A store's last event's id, for the progress. */
static int64_t
events_total(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_LOG_ALL);
	int64_t total = 0;

	while (query_step(q, NULL) == RC_OK)
		total += query_col(q, 2);
	query_done(q);
	return total;
}

enum rc
replay(struct db *from, struct db *to, const struct store_progress *p,
    struct err *err)
{
	struct things acts = { NULL, 0, 0 }, mixed = { NULL, 0, 0 };
	int64_t done = 0, total = events_total(from);
	enum rc rc = acts_load(from, &acts, err);

	if (rc == RC_OK)
		rc = mixed_load(from, &mixed, err);
	sqlite3_stmt *q = query(from, Q_EVENT_OF_LOG);

	query_int(q, ":from", 0);
	query_int(q, ":to", INT64_MAX);
	while (rc == RC_OK && (rc = query_step(q, err)) == RC_OK) {
		rc = apply(to, &acts, &mixed, q, err);
		if (++done % PROGRESS_EVERY == 0 && p != NULL)
			p->step(done, total, p->arg);
	}
	query_done(q);
	rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	for (size_t i = 0; rc == RC_OK && i < mixed.cap; i++)
		if (mixed.slot[i] != 0)
			rc = thing_fold(from, to, mixed.slot[i], err);
	things_release(&acts);
	things_release(&mixed);
	if (p != NULL)
		p->step(total, total, p->arg);
	return rc;
}

/* --- verify --- */

struct head {
	int64_t       id, seq;
	bool          own;
	char          name[24];
	unsigned char hash[HASH_SIZE];
};

static void
verify_row(const struct head *log, sqlite3_stmt *q, int64_t seq,
    unsigned char hash[HASH_SIZE], void (*problem)(const char *, void *),
    void *arg)
{
	const char *kind = (const char *)sqlite3_column_text(q, 4);
	const char *body = (const char *)sqlite3_column_text(q, 5);
	size_t n = (size_t)sqlite3_column_bytes(q, 5);
	json_t *json = NULL;
	char text[128];

	if ((query_col(q, 0) & SEQ_MASK) != seq) {
		snprintf(text, sizeof text, "log %s: event %lld is missing",
		    log->name, (long long)seq);
		problem(text, arg);
	}
	/* The hash has the number alone of the act, not its log. */
	if (query_col(q, 1) >> LOG_SHIFT != log->id) {
		snprintf(text, sizeof text, "log %s: event %lld: its act is of"
		    " another log", log->name, (long long)seq);
		problem(text, arg);
	}
	event_hash(hash, log->name, query_col(q, 0) & SEQ_MASK,
	    query_col(q, 1) & SEQ_MASK, query_col(q, 2), query_col(q, 3),
	    kind == NULL ? "" : kind, body == NULL ? "" : body, n, hash);
	if (sqlite3_column_bytes(q, 6) != HASH_SIZE ||
	    memcmp(sqlite3_column_blob(q, 6), hash, HASH_SIZE) != 0) {
		snprintf(text, sizeof text, "log %s: event %lld: hash differs",
		    log->name, (long long)seq);
		problem(text, arg);
		if (sqlite3_column_bytes(q, 6) == HASH_SIZE)
			memcpy(hash, sqlite3_column_blob(q, 6), HASH_SIZE);
	}
	/* Of another depot's a newer version may have made the form. */
	if (event_read_body(kind == NULL || !log->own ? -1 :
	    event_from_name(kind), body == NULL ? "" : body, n, &json, NULL)
	    != RC_OK) {
		snprintf(text, sizeof text, "log %s: event %lld: body is not"
		    " of its form", log->name, (long long)seq);
		problem(text, arg);
	}
	json_decref(json);
}

static enum rc
verify_log(struct db *db, const struct head *log,
    void (*problem)(const char *, void *), void *arg, struct err *err)
{
	unsigned char hash[HASH_SIZE] = { 0 };
	sqlite3_stmt *q = query(db, Q_EVENT_OF_LOG);
	char text[128];
	int64_t seq = 0;
	enum rc rc;

	query_int(q, ":from", log->id << LOG_SHIFT);
	query_int(q, ":to", (log->id + 1) << LOG_SHIFT);
	while ((rc = query_step(q, err)) == RC_OK) {
		verify_row(log, q, ++seq, hash, problem, arg);
		seq = query_col(q, 0) & SEQ_MASK;
	}
	query_done(q);
	if (rc != RC_NOT_FOUND)
		return rc;
	if (seq != log->seq || memcmp(hash, log->hash, HASH_SIZE) != 0) {
		snprintf(text, sizeof text, "log %s: ends at %lld, its head"
		    " says %lld", log->name, (long long)seq,
		    (long long)log->seq);
		problem(text, arg);
	}
	return RC_OK;
}

enum rc
replay_verify(struct db *db, void (*problem)(const char *, void *), void *arg,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_ALL);
	enum rc rc;

	while ((rc = query_step(q, err)) == RC_OK) {
		struct head log = { .id = query_col(q, 0),
		    .seq = query_col(q, 2), .own = query_col(q, 0) == db->log };

		query_col_text(q, 1, log.name, sizeof log.name);
		if (sqlite3_column_bytes(q, 3) == HASH_SIZE)
			memcpy(log.hash, sqlite3_column_blob(q, 3), HASH_SIZE);
		rc = verify_log(db, &log, problem, arg, err);
		if (rc != RC_OK)
			break;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
