/* refold.c - a thing's rows are taken away and made anew. */
#include "db/log/causal.h"
#include "db/log/project.h"

enum rc
event_touch(struct db *db, int64_t thing, int64_t event, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_EVENT_TOUCH);

	query_int(q, ":thing", thing);
	query_int(q, ":event", event);
	return query_run(q, err);
}

static enum rc
rows_forget(struct db *db, int64_t thing, struct err *err)
{
	static const enum query_id forget[] = { Q_FORGET_ITEM,
	    Q_FORGET_ITEM_CODE, Q_FORGET_BOOKING, Q_FORGET_ORDER,
	    Q_FORGET_ORDER_LINE, Q_FORGET_TICKET, Q_FORGET_CASE,
	    Q_FORGET_CASES_OF, Q_FORGET_UNIT, Q_FORGET_PLACE,
	    Q_FORGET_CATEGORY, Q_FORGET_ORGANISATION };
	enum rc rc = index_remove(db, thing, err);

	for (size_t i = 0; rc == RC_OK && i < sizeof forget / sizeof *forget;
	    i++) {
		sqlite3_stmt *q = query(db, forget[i]);

		query_int(q, ":id", thing);
		rc = query_run(q, err);
	}
	return rc;
}

/* One log: its own order, one event at a time. */
static enum rc
fold_plain(struct db *from, struct db *to, int64_t thing, struct err *err)
{
	sqlite3_stmt *q = query(from, Q_THING_EVENTS);
	enum rc rc;

	query_int(q, ":thing", thing);
	while ((rc = query_step(q, err)) == RC_OK) {
		struct event ev = { .id = query_col(q, 0),
		    .act = query_col(q, 1), .time = query_col(q, 2),
		    .actor = query_col(q, 3) };
		struct fold fold = { .db = to, .ev = &ev, .only = thing };

		rc = event_load_body((const char *)sqlite3_column_text(q, 5),
		    (size_t)sqlite3_column_bytes(q, 5), &ev.body, err);
		if (rc == RC_OK) {
			ev.kind = event_known((const char *)
			    sqlite3_column_text(q, 4), ev.body);
			rc = event_project(&fold, err);
		}
		json_decref(ev.body);
		if (rc != RC_OK)
			break;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Whether a receive's sending stands before it. */
static bool
follows(struct db *db, const struct causal *c, size_t i)
{
	if (c->ev[i].kind != EVENT_RECEIVE)
		return true;
	int64_t prev = event_thing(db, &c->ev[i], "prev");
	for (size_t k = 0; k < i; k++)
		if (c->ev[k].id == prev)
			return true;
	return false;
}

/* Whether an event's writer knew of an earlier one: it follows it, step by step
 * (a log's own events follow one another). */
static bool
knew(struct db *db, const struct causal *c, size_t later, size_t earlier)
{
	bool *known = calloc(c->n, sizeof *known);

	if (known == NULL)
		abort();
	known[later] = true;
	for (size_t i = later; i > earlier; i--) {
		if (!known[i])
			continue;
		int64_t prev = event_thing(db, &c->ev[i], "prev");
		for (size_t k = 0; k < i; k++)
			known[k] |= c->ev[k].id == prev || c->ev[k].id >>
			    LOG_SHIFT == c->ev[i].id >> LOG_SHIFT;
	}
	bool knows = known[earlier];
	free(known);
	return knows;
}

static bool
row_in(struct db *db, const struct event *ev, int64_t line, int64_t item)
{
	const json_t *rows = json_object_get(ev->body, "bookings");
	size_t i;
	json_t *row;

	json_array_foreach(rows, i, row)
		if (json_integer_value(json_array_get(row, 0)) == line &&
		    event_thing_of(db, ev, json_array_get(row, 1)) == item)
			return true;
	return false;
}

/* Whether all that a grant booked was cancelled: by one who knew of the grant,
 * or of a like booking by another. */
static bool
grant_over(struct db *db, const struct causal *c, size_t grant)
{
	const struct event *ev = &c->ev[grant];
	const json_t *rows = json_object_get(ev->body, "bookings");
	size_t r;
	json_t *row;

	json_array_foreach(rows, r, row) {
		int64_t line = json_integer_value(json_array_get(row, 0));
		int64_t item = event_thing_of(db, ev, json_array_get(row, 1));
		bool over = false;

		for (size_t i = 0; !over && i < c->n; i++)
			over = c->ev[i].kind == EVENT_CANCEL &&
			    (row_in(db, &c->ev[i], line, item) ||
			    (i > grant && knew(db, c, i, grant)));
		if (!over)
			return false;
	}
	return true;
}

static bool
order_over(struct db *db, const struct causal *c, int64_t order)
{
	bool cancelled = false, over = true;

	if (c->n == 0 || c->ev[0].kind != EVENT_ORDER || c->ev[0].id != order)
		return false;
	for (size_t i = 0; i < c->n; i++)
		cancelled |= c->ev[i].kind == EVENT_CANCEL;
	for (size_t i = 0; cancelled && over && i < c->n; i++)
		over = c->ev[i].kind != EVENT_GRANT || grant_over(db, c, i);
	return cancelled && over;
}

static enum rc
fold_mixed(struct db *from, struct db *to, int64_t thing, struct err *err)
{
	struct causal c;
	enum rc rc = causal_load(from, thing, false, &c, err);
	bool over = rc == RC_OK && order_over(from, &c, thing);

	for (size_t i = 0; rc == RC_OK && i < c.n; i++)
		rc = event_project(&(struct fold){ .db = to, .ev = &c.ev[i],
		    .only = thing, .mixed = true,
		    .unsent = !follows(from, &c, i), .over = over }, err);
	causal_release(&c);
	return rc;
}

enum rc
thing_fold(struct db *from, struct db *to, int64_t thing, struct err *err)
{
	return causal_mixed(from, thing) ? fold_mixed(from, to, thing, err) :
	    fold_plain(from, to, thing, err);
}

enum rc
thing_refold(struct db *db, int64_t thing, struct err *err)
{
	enum rc rc = rows_forget(db, thing, err);

	return rc == RC_OK ? thing_fold(db, db, thing, err) : rc;
}

enum rc
things_refold(struct db *db, const struct things *dirty, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < dirty->cap; i++)
		if (dirty->slot[i] != 0)
			rc = thing_refold(db, dirty->slot[i], err);
	return rc;
}
