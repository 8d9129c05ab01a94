/* project_order.c - what events do to orders, bookings and tickets.  A booking
 * belongs to its item's rows: an item folded alone brings its own back. */
#include "db/log/project.h"
#include "db/order.h"

enum rc
project_ORDER(const struct fold *f, struct err *err)
{
	const json_t *lines = json_object_get(f->ev->body, "lines");
	enum rc rc = counter_reach(f, "order", event_int(f->ev, "number"), err);

	if (!fold_into(f, f->ev->id))
		return rc;
	sqlite3_stmt *q = query(f->db, Q_ORDER_INSERT);
	query_int(q, ":id", f->ev->id);
	query_int(q, ":log", f->ev->id >> LOG_SHIFT);
	query_int(q, ":number", event_int(f->ev, "number"));
	query_int(q, ":kind", event_int(f->ev, "kind"));
	query_int(q, ":unit", event_thing(f->db, f->ev, "unit"));
	query_int(q, ":start", event_int(f->ev, "start"));
	query_int(q, ":until", event_int(f->ev, "until"));
	query_text(q, ":delivery", event_text(f->ev, "delivery"));
	query_text(q, ":reason", event_text(f->ev, "reason"));
	query_text(q, ":note", event_text(f->ev, "note"));
	query_int(q, ":time", f->ev->time);
	query_text(q, ":asked", event_text(f->ev, "to"));
	query_text(q, ":pickup", event_text(f->ev, "at"));
	if (rc == RC_OK)
		rc = query_run(q, err);
	for (size_t i = 0; rc == RC_OK && i < json_array_size(lines); i++) {
		const json_t *row = json_array_get(lines, i);
		const json_t *what = json_array_get(row, 0);
		int64_t item = event_thing_of(f->db, f->ev, what);

		q = query(f->db, Q_ORDER_LINE_INSERT);
		query_int(q, ":orders", f->ev->id);
		query_int(q, ":line", (int64_t)i + 1);
		query_int(q, ":item", item);
		query_text(q, ":category", item != 0 ? "" :
		    json_string_value(what));
		query_int(q, ":count",
		    json_integer_value(json_array_get(row, 1)));
		rc = query_run(q, err);
	}
	return rc;
}

static enum rc
order_state_set(const struct fold *f, enum query_id id,
    enum order_state state, const char *answer, struct err *err)
{
	int64_t order = event_thing(f->db, f->ev, "order");
	sqlite3_stmt *q = query(f->db, id);

	if (!fold_into(f, order))
		return RC_OK;
	query_int(q, ":id", order);
	query_int(q, ":state", state);
	query_text(q, ":answer", answer);
	query_text(q, ":rule", event_text(f->ev, "rule"));
	query_text(q, ":say", event_text(f->ev, "say"));
	query_text(q, ":say_en", event_text(f->ev, "say_en"));
	return query_run(q, err);
}

/* Runs a statement on each booking of the event that is folded now; each_q
 * has :orders :item :line, and bind may add more. */
static enum rc
each_booking(const struct fold *f, const char *field, enum query_id id,
    void (*bind)(const struct fold *, const json_t *row, sqlite3_stmt *),
    struct err *err)
{
	const json_t *rows = json_object_get(f->ev->body, field);
	int64_t order = event_thing(f->db, f->ev, "order");
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		int64_t item = event_thing_of(f->db, f->ev,
		    json_array_get(row, 1));
		sqlite3_stmt *q;

		if (!fold_into(f, item))
			continue;
		q = query(f->db, id);
		query_int(q, ":orders", order);
		query_int(q, ":item", item);
		query_int(q, ":line",
		    json_integer_value(json_array_get(row, 0)));
		if (bind != NULL)
			bind(f, row, q);
		rc = query_run(q, err);
	}
	return rc;
}

static void
bind_grant(const struct fold *f, const json_t *row, sqlite3_stmt *q)
{
	query_int(q, ":unit", event_thing(f->db, f->ev, "unit"));
	query_int(q, ":kind", event_int(f->ev, "kind"));
	query_int(q, ":count", json_integer_value(json_array_get(row, 2)));
	query_int(q, ":start", event_int(f->ev, "start"));
	query_int(q, ":until", event_int(f->ev, "until"));
	query_int(q, ":event", f->ev->id);
}

/* In a mixed item's fold: does the new promise go with the others? */
static enum rc
look_at_promises(const struct fold *f, struct err *err)
{
	const json_t *rows = json_object_get(f->ev->body, "bookings");
	int64_t order = event_thing(f->db, f->ev, "order");
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && f->mixed &&
	    i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		int64_t item = event_thing_of(f->db, f->ev,
		    json_array_get(row, 1));

		if (fold_into(f, item))
			rc = clash_promise(f, order, json_integer_value(
			    json_array_get(row, 0)), item, err);
	}
	return rc;
}

static void
bind_ticket(const struct fold *f, const json_t *row, sqlite3_stmt *q)
{
	(void)row;
	query_int(q, ":ticket", event_has(f->ev, "ticket") ?
	    event_thing(f->db, f->ev, "ticket") : f->ev->id);
}

enum rc
project_GRANT(const struct fold *f, struct err *err)
{
	/* Cancelled elsewhere, as far as this grant goes. */
	enum rc rc = f->mixed && f->over ? RC_OK : order_state_set(f,
	    Q_ORDER_STATE, ORDER_GRANTED, "", err);

	if (rc == RC_OK)
		rc = each_booking(f, "instead", Q_BOOKING_CANCEL, NULL, err);
	if (rc == RC_OK)
		rc = each_booking(f, "bookings", Q_BOOKING_INSERT, bind_grant,
		    err);
	if (rc == RC_OK && event_has(f->ev, "ticket"))
		rc = each_booking(f, "bookings", Q_BOOKING_HOLD, bind_ticket,
		    err);
	return rc == RC_OK ? look_at_promises(f, err) : rc;
}

enum rc
project_REFUSE(const struct fold *f, struct err *err)
{
	return order_state_set(f, Q_ORDER_REFUSE, ORDER_REFUSED,
	    event_text(f->ev, "reason"), err);
}

/* A grant that came in between stands; the rule's name stays, so that it is
 * seen what is appealed. */
enum rc
project_APPEAL(const struct fold *f, struct err *err)
{
	int64_t order = event_thing(f->db, f->ev, "order");
	sqlite3_stmt *q = query(f->db, Q_ORDER_APPEAL);

	if (!fold_into(f, order))
		return RC_OK;
	query_int(q, ":id", order);
	return query_run(q, err);
}

/* It was not answered, as far as was known where this was said. */
static enum rc
withdraw(const struct fold *f, struct err *err)
{
	int64_t order = event_thing(f->db, f->ev, "order");
	sqlite3_stmt *q = query(f->db, Q_ORDER_WITHDRAW);

	if (!fold_into(f, order))
		return RC_OK;
	query_int(q, ":id", order);
	query_int(q, ":state", ORDER_CANCELLED);
	query_text(q, ":answer", event_text(f->ev, "reason"));
	return query_run(q, err);
}

enum rc
project_CANCEL(const struct fold *f, struct err *err)
{
	bool asked = json_array_size(json_object_get(f->ev->body,
	    "bookings")) == 0;
	enum rc rc = RC_OK;

	/* A grant that it did not know of stands. */
	if (asked)
		rc = withdraw(f, err);
	else if (!f->mixed || f->over)
		rc = order_state_set(f, Q_ORDER_STATE, ORDER_CANCELLED,
		    event_text(f->ev, "reason"), err);
	if (rc == RC_OK)
		rc = each_booking(f, "bookings", Q_BOOKING_CANCEL, NULL, err);
	return rc;
}

enum rc
project_ISSUE(const struct fold *f, struct err *err)
{
	enum rc rc = counter_reach(f, "ticket", event_int(f->ev, "number"),
	    err);
	const char *depot = event_text(f->ev, "depot");
	sqlite3_stmt *q = query(f->db, Q_TICKET_INSERT);

	if (fold_into(f, f->ev->id)) {
		query_text(q, ":depot", *depot != '\0' ? depot :
		    log_depot(f->db, f->ev->id >> LOG_SHIFT));
		query_int(q, ":id", f->ev->id);
		query_int(q, ":number", event_int(f->ev, "number"));
		query_text(q, ":code", event_text(f->ev, "code"));
		query_int(q, ":orders", event_thing(f->db, f->ev, "order"));
		query_int(q, ":expires", event_int(f->ev, "expires"));
		query_text(q, ":qr", event_text(f->ev, "qr"));
		query_int(q, ":time", f->ev->time);
		if (rc == RC_OK)
			rc = query_run(q, err);
	}
	if (rc == RC_OK)
		rc = each_booking(f, "bookings", Q_BOOKING_HOLD, bind_ticket, err);
	return rc;
}

enum rc
project_VOID(const struct fold *f, struct err *err)
{
	int64_t ticket = event_thing(f->db, f->ev, "ticket");
	sqlite3_stmt *q = query(f->db, Q_TICKET_VOID);
	enum rc rc = RC_OK;

	if (fold_into(f, ticket)) {
		query_int(q, ":id", ticket);
		rc = query_run(q, err);
	}
	if (rc == RC_OK)
		rc = each_booking(f, "bookings", Q_BOOKING_UNHOLD, NULL, err);
	return rc;
}

/* --- handing out and taking back --- */

/* Where the item is after pieces moved: all of them out, or not. */
static enum rc
item_follow(const struct fold *f, int64_t item, int64_t unit,
    enum order_kind kind, struct err *err)
{
	static const enum query_id q_of[ORDER_KIND_COUNT] = {
		[ORDER_LOAN] = Q_ITEM_OUT_LOAN,
		[ORDER_RENTAL] = Q_ITEM_OUT_LOAN,
		[ORDER_TAKEOVER] = Q_ITEM_OUT_TAKEOVER,
		[ORDER_MOVE] = Q_ITEM_OUT_MOVE,
	};
	sqlite3_stmt *q = query(f->db, q_of[kind]);

	query_int(q, ":id", item);
	query_int(q, ":unit", unit);
	query_int(q, ":count", event_int(f->ev, "count"));
	return query_run(q, err);
}

static enum rc
hand_out(const struct fold *f, int kind, struct err *err)
{
	int64_t item = event_thing(f->db, f->ev, "item");
	int64_t unit = event_thing(f->db, f->ev, "unit");
	sqlite3_stmt *q = query(f->db, Q_BOOKING_OUT);

	if (kind < 0 || kind >= ORDER_KIND_COUNT)
		return err_set(err, RC_INVALID, "order kind %d", kind);
	if (!fold_into(f, item))
		return RC_OK;
	query_int(q, ":item", item);
	query_int(q, ":orders", event_thing(f->db, f->ev, "order"));
	query_int(q, ":line", event_int(f->ev, "line"));
	query_int(q, ":count", event_int(f->ev, "count"));
	query_int(q, ":returns", order_kind_returns((enum order_kind)kind));
	query_int(q, ":time", f->ev->time);
	if (event_has(f->ev, "start"))
		query_int(q, ":start", event_int(f->ev, "start"));
	enum rc rc = query_run(q, err);
	if (rc == RC_OK)
		rc = item_follow(f, item, unit, (enum order_kind)kind,
		    err);
	if (rc == RC_OK && f->mixed)
		rc = clash_promise(f, event_thing(f->db, f->ev, "order"),
		    event_int(f->ev, "line"), item, err);
	return rc;
}

enum rc
project_LEND(const struct fold *f, struct err *err)
{
	return hand_out(f, (int)event_int(f->ev, "kind"), err);
}

enum rc
project_TAKE_OVER(const struct fold *f, struct err *err)
{
	return hand_out(f, ORDER_TAKEOVER, err);
}

enum rc
project_REDEEM(const struct fold *f, struct err *err)
{
	return hand_out(f, (int)event_int(f->ev, "kind"), err);
}

enum rc
project_RETURN(const struct fold *f, struct err *err)
{
	int64_t item = event_thing(f->db, f->ev, "item");
	enum rc rc = RC_OK;
	sqlite3_stmt *q;

	if (!fold_into(f, item))
		return RC_OK;
	if (event_has(f->ev, "order")) {
		q = query(f->db, Q_BOOKING_BACK);
		query_int(q, ":item", item);
		query_int(q, ":orders", event_thing(f->db, f->ev, "order"));
		query_int(q, ":line", event_int(f->ev, "line"));
		query_int(q, ":count", event_int(f->ev, "count"));
		query_int(q, ":time", f->ev->time);
		rc = query_run(q, err);
	}
	q = query(f->db, Q_ITEM_BACK);
	query_int(q, ":id", item);
	if (event_has(f->ev, "condition"))
		query_int(q, ":condition", event_int(f->ev, "condition"));
	if (event_has(f->ev, "place"))
		query_int(q, ":place", event_thing(f->db, f->ev, "place"));
	if (rc == RC_OK)
		rc = query_run(q, err);
	return rc == RC_OK ? custody_seen(f, item, err) : rc;
}

enum rc
project_EXTEND(const struct fold *f, struct err *err)
{
	int64_t item = event_thing(f->db, f->ev, "item");
	sqlite3_stmt *q = query(f->db, Q_BOOKING_EXTEND);

	if (!fold_into(f, item))
		return RC_OK;
	query_int(q, ":item", item);
	query_int(q, ":orders", event_thing(f->db, f->ev, "order"));
	query_int(q, ":line", event_int(f->ev, "line"));
	query_int(q, ":until", event_int(f->ev, "until"));
	enum rc rc = query_run(q, err);
	if (rc == RC_OK && f->mixed)
		rc = clash_promise(f, event_thing(f->db, f->ev, "order"),
		    event_int(f->ev, "line"), item, err);
	return rc;
}
