/* undo.c - an act is taken back by folding what it touched anew without it. */
#include <sodium.h>
#include <stdio.h>

#include "db/history.h"
#include "db/log/causal.h"
#include "db/log/event.h"
#include "db/log/project.h"

#define THINGS_MAX 4096	/* of an act that can be undone */
#define EVENTS_MAX 8192

/* An undo of an undo, a life, what is gone for good, and what left the depot
 * with its goods. */
static bool
undo_never(const char *kind)
{
	static const char *const never[] = { "undo", "log", "redact",
	    "forget", "dispatch", "receive", "claim" };

	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strcmp(never[i], kind) == 0)
			return true;
	return false;
}

static enum rc
act_check(struct db *db, int64_t act, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ACT_GET);
	char kind[32];

	query_int(q, ":act", act);
	enum rc rc = query_step(q, err);
	if (rc == RC_NOT_FOUND)
		rc = err_why(err, rc, WHY_NO_ACT, NULL, NULL, NULL);
	if (rc == RC_OK) {
		query_col_text(q, 1, kind, sizeof kind);
		if (sqlite3_column_type(q, 2) != SQLITE_NULL)
			rc = err_why(err, RC_REFUSED, WHY_UNDO_DONE, NULL,
			    NULL, NULL);
		else if (query_col(q, 0) != db->actor.id &&
		    db->actor.role < ROLE_STAFF)
			rc = err_why(err, RC_REFUSED, WHY_UNDO_NOT_YOURS, NULL,
			    NULL, NULL);
		else if (undo_never(kind) || act >> LOG_SHIFT != db->log)
			rc = err_why(err, RC_REFUSED, WHY_UNDO_KIND, kind,
			    NULL, NULL);
	}
	query_done(q);
	return rc;
}

/* The last event of the act: its events follow one another. */
static enum rc
act_end_of(struct db *db, int64_t act, int64_t *last, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ACT_EVENTS);
	enum rc rc;

	query_int(q, ":act", act);
	query_int(q, ":to", act + EVENTS_MAX + 1);
	while ((rc = query_step(q, err)) == RC_OK)
		*last = query_col(q, 0);
	query_done(q);
	if (rc == RC_NOT_FOUND && *last >= act + EVENTS_MAX)
		return err_why(err, RC_REFUSED, WHY_TOO_MUCH, NULL, NULL, NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
act_things(struct db *db, int64_t act, int64_t last, int64_t *out, size_t *n,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ACT_THINGS);
	enum rc rc;

	*n = 0;
	query_int(q, ":act", act);
	query_int(q, ":to", last);
	while ((rc = query_step(q, err)) == RC_OK && *n < THINGS_MAX)
		out[(*n)++] = query_col(q, 0);
	query_done(q);
	if (rc == RC_OK)
		return err_why(err, RC_REFUSED, WHY_TOO_MUCH, NULL, NULL, NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* What happened to the thing after the act, in the thing's own order; kind is
 * "" where nothing did. */
static enum rc
newer_kind(struct db *db, int64_t act, int64_t thing, char kind[32],
    struct err *err)
{
	struct causal c;
	sqlite3_stmt *q;
	bool after = false;
	enum rc rc;

	kind[0] = '\0';
	if (!causal_mixed(db, thing)) {
		q = query(db, Q_ACT_NEWER);
		query_int(q, ":act", act);
		query_int(q, ":thing", thing);
		rc = query_step(q, err);
		if (rc == RC_OK)
			query_col_text(q, 0, kind, 32);
		query_done(q);
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	}
	rc = causal_load(db, thing, false, &c, err);
	for (size_t i = 0; rc == RC_OK && i < c.n; i++) {
		if (c.ev[i].act != act && after && c.ev[i].kind != EVENT_UNDO)
			snprintf(kind, 32, "%s", c.ev[i].kind < 0 ? "?" :
			    event_name((enum event_kind)c.ev[i].kind));
		after |= c.ev[i].act == act;
	}
	causal_release(&c);
	return rc;
}

static enum rc
newer_check(struct db *db, int64_t act, int64_t thing, struct err *err)
{
	char kind[32], code[48] = "";
	enum rc rc = newer_kind(db, act, thing, kind, err);

	if (rc != RC_OK || kind[0] == '\0')
		return rc;
	sqlite3_stmt *q = query(db, Q_THING_NAME);
	query_int(q, ":id", thing);
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, code, sizeof code);
	query_done(q);
	int known = event_from_name(kind);
	return err_why(err, RC_REFUSED, WHY_UNDO_NEWER, known < 0 ? kind :
	    event_label((enum event_kind)known), code, NULL);
}

/* What is left must still hold together: nothing rests on a thing that is
 * gone, no label names two items. */
static enum rc
left_check(struct db *db, const int64_t *things, size_t n, struct err *err)
{
	enum rc rc = RC_NOT_FOUND;
	char code[48] = "";

	for (size_t i = 0; rc == RC_NOT_FOUND && i < n; i++) {
		sqlite3_stmt *q = query(db, Q_THING_RESTS);

		query_int(q, ":id", things[i]);
		rc = query_step(q, err);
		if (rc == RC_OK)
			query_col_text(q, 0, code, sizeof code);
		query_done(q);
		if (rc == RC_OK)
			return err_why(err, RC_REFUSED, WHY_UNDO_USED, code,
			    NULL, NULL);
		if (rc != RC_NOT_FOUND)
			return rc;
		q = query(db, Q_CODE_TWICE);
		query_int(q, ":id", things[i]);
		rc = query_step(q, err);
		if (rc == RC_OK)
			query_col_text(q, 0, code, sizeof code);
		query_done(q);
		if (rc == RC_OK)
			return err_why(err, RC_REFUSED, WHY_CODE_TAKEN, code,
			    "-", NULL);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Paper of it that is not printed yet. */
static enum rc
drop_paper(struct db *db, int64_t act, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_JOB_DROP_ACT);

	query_int(q, ":act", act);
	return query_run(q, err);
}

enum rc
undo_act(struct db *db, int64_t act, struct err *err)
{
	int64_t things[THINGS_MAX], last = act, id;
	size_t n = 0;
	enum rc rc = act_check(db, act, err);

	if (rc == RC_OK)
		rc = act_end_of(db, act, &last, err);
	if (rc == RC_OK)
		rc = act_things(db, act, last, things, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = newer_check(db, act, things[i], err);
	if (rc == RC_OK)
		rc = event_append(db, EVENT_UNDO, json_pack("{s:o}", "act",
		    event_ref(db, act)), &id, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = event_touch(db, things[i], id, err);
		if (rc == RC_OK)
			rc = thing_refold(db, things[i], err);
	}
	if (rc == RC_OK)
		rc = left_check(db, things, n, err);
	return rc == RC_OK ? drop_paper(db, act, err) : rc;
}

enum rc
undo_last(struct db *db, int64_t actor, int64_t *act, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ACT_LAST);

	query_int(q, ":actor", actor);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		*act = query_col(q, 0);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_ACT, NULL, NULL, NULL);
	return rc;
}
