/* apply.c - events of other logs become ours: kept as they were signed, and
 * folded into the tables. */
#include "db/log/apply.h"

#include <sodium.h>
#include <stdlib.h>

#include "db/log/causal.h"
#include "db/log/log_row.h"
#include "db/log/project.h"

#define SEQ_MASK ((INT64_C(1) << LOG_SHIFT) - 1)

struct apply {
	struct db    *db;
	int64_t       log, seq;
	char          name[24];
	unsigned char hash[HASH_SIZE];
	struct things dirty;	/* to be folded anew at the end */
	bool          spoken_of;	/* others know things of this log */
};

/* --- logs --- */

enum rc
log_get(struct db *db, const char *name, struct log_row *log, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_GET);

	memset(log, 0, sizeof *log);
	query_text(q, ":name", name);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK) {
		log->id = query_col(q, 0);
		log->own = query_col(q, 3) != 0;
		log->seq = query_col(q, 5);
		if (sqlite3_column_bytes(q, 6) == HASH_SIZE)
			memcpy(log->hash, sqlite3_column_blob(q, 6), HASH_SIZE);
		if (sqlite3_column_bytes(q, 7) == 32)
			memcpy(log->public, sqlite3_column_blob(q, 7), 32);
		log->named_only = sqlite3_column_bytes(q, 7) != 32;
		log->closed = query_col(q, 8) != 0;
	}
	query_done(q);
	return rc;
}

enum rc
log_add(struct db *db, const char *name, const char *depot,
    const char *parent, const unsigned char public_key[32], struct err *err)
{
	struct log_row log;
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	rc = log_get(db, name, &log, err);
	if (rc == RC_OK && !log.named_only &&
	    memcmp(log.public, public_key, 32) != 0)
		rc = err_why(err, RC_REFUSED, WHY_LOG_KEY, name, NULL, NULL);
	if (rc == RC_OK && log.named_only) {
		sqlite3_stmt *q = query(db, Q_LOG_KNOWN);

		query_int(q, ":id", log.id);
		query_text(q, ":depot", depot);
		query_text(q, ":parent", parent);
		query_blob(q, ":public", public_key, 32);
		rc = query_run(q, err);
	}
	if (rc == RC_NOT_FOUND) {
		sqlite3_stmt *q = query(db, Q_LOG_INSERT);

		query_text(q, ":name", name);
		query_text(q, ":depot", depot);
		query_int(q, ":own", 0);
		query_text(q, ":parent", parent);
		query_blob(q, ":public", public_key, 32);
		rc = query_run(q, err);
	}
	return db_end(db, rc, err);
}

/* --- applying --- */

static bool
spoken_of(struct db *db, int64_t log)
{
	sqlite3_stmt *q = query(db, Q_LOG_SPOKEN_OF);

	query_int(q, ":from", log << LOG_SHIFT);
	query_int(q, ":to", (log + 1) << LOG_SHIFT);
	bool any = query_step(q, NULL) != RC_NOT_FOUND;
	query_done(q);
	return any;
}

enum rc
apply_begin(struct db *db, const char *name, int64_t *seq,
    unsigned char hash[HASH_SIZE], struct apply **out, struct err *err)
{
	struct log_row log;
	enum rc rc = db_begin(db, err);

	*out = NULL;
	if (rc != RC_OK)
		return rc;
	rc = log_get(db, name, &log, err);
	if (rc == RC_OK && (log.own || log.closed || log.named_only))
		rc = err_why(err, RC_REFUSED, WHY_LOG_CLOSED, name, NULL, NULL);
	if (rc != RC_OK)
		return db_end(db, rc, err);
	struct apply *a = calloc(1, sizeof *a);
	if (a == NULL)
		abort();
	a->db = db;
	a->log = log.id;
	a->seq = *seq = log.seq;
	a->spoken_of = spoken_of(db, log.id);
	snprintf(a->name, sizeof a->name, "%s", name);
	memcpy(a->hash, log.hash, HASH_SIZE);
	memcpy(hash, log.hash, HASH_SIZE);
	*out = a;
	db->adopts = true;
	return RC_OK;
}

static enum rc
insert(struct apply *a, const struct event *ev, const struct apply_event *e,
    struct err *err)
{
	sqlite3_stmt *q = query(a->db, Q_EVENT_INSERT);

	query_int(q, ":id", ev->id);
	query_int(q, ":act", ev->act);
	query_int(q, ":time", e->time);
	query_int(q, ":actor", e->actor);
	query_text(q, ":kind", e->kind);
	query_textn(q, ":body", e->body, e->n);
	query_blob(q, ":hash", e->hash, HASH_SIZE);
	enum rc rc = query_run(q, err);
	if (rc != RC_OK || ev->kind >= 0)
		return rc;
	q = query(a->db, Q_UNKNOWN_ADD);
	query_int(q, ":event", ev->id);
	query_int(q, ":item", event_thing(a->db, ev, "item"));
	query_int(q, ":critical", event_int(ev, "critical") != 0);
	return query_run(q, err);
}

/* The things of the act that an undo takes back: it touches them all. */
static enum rc
touch_undone(struct apply *a, const struct event *ev, struct err *err)
{
	int64_t act = event_undoes(a->db, ev);
	sqlite3_stmt *q = query(a->db, Q_ACT_THINGS);
	struct things of_act = { NULL, 0, 0 };
	enum rc rc = RC_NOT_FOUND;

	query_int(q, ":act", act);
	query_int(q, ":to", ev->id);
	while (act != 0 && (rc = query_step(q, err)) == RC_OK)
		things_add(&of_act, query_col(q, 0));
	query_done(q);
	rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	for (size_t i = 0; rc == RC_OK && i < of_act.cap; i++)
		if (of_act.slot[i] != 0) {
			things_add(&a->dirty, of_act.slot[i]);
			rc = event_touch(a->db, of_act.slot[i], ev->id, err);
		}
	things_release(&of_act);
	return rc;
}

/* Notes what the event concerns; what other logs speak of too, or what was
 * made in another, is folded anew at the end. */
static enum rc
touch(struct apply *a, const struct event *ev, struct err *err)
{
	int64_t things[EVENT_THINGS_MAX];
	size_t n = event_things(a->db, ev, things);
	enum rc rc = RC_OK;

	if (ev->kind == EVENT_UNDO)
		return touch_undone(a, ev, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = event_touch(a->db, things[i], ev->id, err);
		/* Also one that the event makes: others may have come first. */
		if (things[i] >> LOG_SHIFT != a->log || (a->spoken_of &&
		    !things_has(&a->dirty, things[i]) &&
		    causal_mixed(a->db, things[i])))
			things_add(&a->dirty, things[i]);
	}
	return rc;
}

/* A life's first event says whose it follows. */
static enum rc
life_told(struct apply *a, const struct event *ev, struct err *err)
{
	sqlite3_stmt *q = query(a->db, Q_LOG_HEAD_TOLD);

	query_int(q, ":id", a->log);
	query_text(q, ":parent", event_text(ev, "parent"));
	query_int(q, ":horizon", event_int(ev, "horizon"));
	query_int(q, ":suspended", event_int(ev, "lost"));
	return query_run(q, err);
}

/* Free texts travel beside the log: which ones are missing is noted. */
static enum rc
texts_want(struct apply *a, const struct event *ev, struct err *err)
{
	static const char *const fields[] = { "note", "delivery" };
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof fields / sizeof *fields;
	    i++) {
		if (strlen(event_text(ev, fields[i])) != 32)
			continue;
		sqlite3_stmt *q = query(a->db, Q_TEXT_WANT);
		query_text(q, ":id", event_text(ev, fields[i]));
		rc = query_run(q, err);
	}
	return rc;
}

/* Well formed, or of a kind that only a newer version knows. */
static enum rc
body_read(struct apply *a, const struct apply_event *e, struct event *ev,
    struct err *err)
{
	*ev = (struct event){ .id = a->log << LOG_SHIFT | e->seq,
	    .act = a->log << LOG_SHIFT | e->act_seq, .time = e->time,
	    .actor = e->actor, .kind = event_from_name(e->kind) };
	if (e->seq != a->seq + 1 || e->act_seq < 1 || e->act_seq > e->seq ||
	    e->seq > SEQ_MASK)
		return err_set(err, RC_INVALID, "%s: event %lld does not"
		    " follow", a->name, (long long)e->seq);
	enum rc rc = event_read_body(ev->kind, e->body, e->n, &ev->body, err);
	/* A field that is new to us makes the kind a new one. */
	if (rc == RC_INVALID && ev->kind >= 0 && ev->kind != EVENT_LOG &&
	    event_read_body(-1, e->body, e->n, &ev->body, NULL) == RC_OK) {
		ev->kind = -1;
		rc = RC_OK;
	}
	return rc;
}

enum rc
apply_event(struct apply *a, const struct apply_event *e, struct err *err)
{
	struct event ev;
	struct fold fold = { .db = a->db, .ev = &ev, .skip = &a->dirty };
	enum rc rc = body_read(a, e, &ev, err);

	if (rc == RC_OK)
		rc = insert(a, &ev, e, err);
	if (rc == RC_OK)
		rc = touch(a, &ev, err);
	if (rc == RC_OK && ev.kind == EVENT_LOG && e->seq == 1)
		rc = life_told(a, &ev, err);
	if (rc == RC_OK)
		rc = texts_want(a, &ev, err);
	if (rc == RC_OK)
		rc = event_project(&fold, err);
	json_decref(ev.body);
	if (rc == RC_OK) {
		a->seq = e->seq;
		memcpy(a->hash, e->hash, HASH_SIZE);
	}
	return rc;
}

enum rc
apply_end(struct apply *a, enum rc rc, struct err *err)
{
	struct db *db = a->db;

	if (rc == RC_OK)
		rc = things_refold(db, &a->dirty, err);
	if (rc == RC_OK) {
		sqlite3_stmt *q = query(db, Q_LOG_HEAD);

		query_int(q, ":id", a->log);
		query_int(q, ":seq", a->seq);
		query_blob(q, ":hash", a->hash, HASH_SIZE);
		rc = query_run(q, err);
	}
	things_release(&a->dirty);
	free(a);
	db->adopts = false;
	return db_end(db, rc, err);
}

/* --- after an upgrade --- */

static enum rc
known_now(struct apply *a, sqlite3_stmt *q, bool *known, struct err *err)
{
	struct event ev = { .id = query_col(q, 0), .act = query_col(q, 1),
	    .time = query_col(q, 2), .actor = query_col(q, 3) };
	const char *body = (const char *)sqlite3_column_text(q, 5);
	size_t n = (size_t)sqlite3_column_bytes(q, 5);

	ev.kind = event_from_name((const char *)sqlite3_column_text(q, 4));
	*known = ev.kind >= 0 && event_read_body(ev.kind, body, n, &ev.body,
	    NULL) == RC_OK;
	if (!*known)
		return RC_OK;
	a->log = ev.id >> LOG_SHIFT;
	sqlite3_stmt *cut = query(a->db, Q_EVENTS_CUT_TOUCH);
	query_int(cut, ":from", ev.id - 1);
	query_int(cut, ":to", ev.id + 1);
	enum rc rc = query_run(cut, err);
	if (rc == RC_OK)
		rc = touch(a, &ev, err);
	int64_t things[EVENT_THINGS_MAX];
	size_t count = event_things(a->db, &ev, things);
	for (size_t i = 0; i < count; i++)
		things_add(&a->dirty, things[i]);
	if (rc == RC_OK)	/* what belongs to no thing */
		rc = event_project(&(struct fold){ .db = a->db, .ev = &ev,
		    .skip = &a->dirty }, err);
	json_decref(ev.body);
	return rc;
}

/* A store is opened often, and upgraded seldom. */
static enum rc
any_known_now(struct db *db, bool *any, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_UNKNOWN_LIST);
	enum rc rc;

	*any = false;
	while (!*any && (rc = query_step(q, err)) == RC_OK)
		*any = event_from_name((const char *)
		    sqlite3_column_text(q, 4)) >= 0;
	query_done(q);
	return *any || rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
apply_unknown(struct db *db, struct err *err)
{
	struct apply a = { .db = db };
	struct things known = { NULL, 0, 0 };
	bool any;
	enum rc rc = any_known_now(db, &any, err);

	if (rc != RC_OK || !any || db->readonly)
		return rc;
	rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_UNKNOWN_LIST);
	while ((rc = query_step(q, err)) == RC_OK) {
		bool now;

		rc = known_now(&a, q, &now, err);
		if (rc != RC_OK)
			break;
		if (now)
			things_add(&known, query_col(q, 0));
	}
	query_done(q);
	rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	if (rc == RC_OK)
		rc = things_refold(db, &a.dirty, err);
	for (size_t i = 0; rc == RC_OK && i < known.cap; i++)
		if (known.slot[i] != 0) {
			q = query(db, Q_UNKNOWN_DROP);
			query_int(q, ":event", known.slot[i]);
			rc = query_run(q, err);
		}
	things_release(&a.dirty);
	things_release(&known);
	return db_end(db, rc, err);
}
