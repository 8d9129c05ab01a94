/* loan.c - things go out of the door and come in again. */
#include <stdio.h>

#include "db/case.h"
#include "db/clock.h"
#include "db/item_form.h"
#include "db/item_row.h"
#include "db/log/event.h"
#include "db/order.h"
#include "db/order_row.h"

/* On the shelf, whole and free until the booking's own first day too. */
static enum rc
out_check(struct db *db, const struct booking *b, int32_t count,
    struct item *it, struct err *err)
{
	enum rc rc = item_live(db, b->item, it, err);

	if (rc == RC_OK && it->in_stock < count) {
		char text[16];

		snprintf(text, sizeof text, "%d", it->in_stock);
		if (it->lot)
			return err_why(err, RC_REFUSED, WHY_TOO_FEW, it->code,
			    text, NULL);
		return err_why(err, RC_REFUSED, WHY_NOT_IN_STOCK, it->code,
		    item_state_label(it->state), NULL);
	}
	int32_t today = db_day(db);
	char day[CLOCK_DAY_MAX];
	if (rc == RC_OK && it->inspect_by != 0 && today > it->inspect_by)
		rc = err_why(err, RC_REFUSED, WHY_INSPECTION, it->code,
		    clock_format_day(it->inspect_by, day), NULL);
	if (rc == RC_OK)
		rc = order_check(db, b->item, count, b->unit,
		    today < b->start ? today : b->start, b->until, b->orders,
		    err);
	return rc;
}

static enum rc
out_event(struct db *db, const struct booking *b, int64_t item,
    int32_t count, int64_t ticket, struct err *err)
{
	enum event_kind kind = b->kind == ORDER_TAKEOVER ? EVENT_TAKE_OVER :
	    EVENT_LEND;
	json_t *body = json_pack("{s:o, s:i, s:o, s:i, s:o}", "order",
	    event_ref(db, b->orders), "line", b->line, "item",
	    event_ref(db, item), "count", count, "unit",
	    event_ref(db, b->unit));

	if (ticket != 0) {
		kind = EVENT_REDEEM;
		json_object_set_new(body, "ticket", event_ref(db, ticket));
	}
	/* Fetched early, it is out from today. */
	if (db_day(db) < b->start)
		json_object_set_new(body, "start", json_integer(db_day(db)));
	if (ticket != 0 || (kind == EVENT_LEND && b->kind != ORDER_LOAN))
		json_object_set_new(body, "kind", json_integer(b->kind));
	return event_append(db, kind, body, NULL, err);
}

enum rc
booking_hand_out(struct db *db, const struct booking *b, int32_t count,
    int64_t ticket, struct err *err)
{
	struct item it;
	int64_t part;

	db->in_hand = true;
	enum rc rc = out_check(db, b, count, &it, err);

	if (rc == RC_OK)
		rc = out_event(db, b, b->item, count, ticket, err);
	if (rc != RC_OK || order_kind_returns(b->kind) || count == it.count)
		return rc;
	/* What leaves a lot for good goes on under a label of its own. */
	rc = item_split(db, b->item, count, NULL, &part, err);
	if (rc == RC_OK)
		rc = out_event(db, b, part, count, 0, err);
	return rc;
}

/* --- coming back --- */

static enum rc
back_event(struct db *db, int64_t item, const struct booking *b,
    int32_t count, int condition, int64_t place, struct err *err)
{
	json_t *body = item_body(db, item);

	json_object_set_new(body, "count", json_integer(count));
	if (b != NULL) {
		json_object_set_new(body, "order", event_ref(db, b->orders));
		json_object_set_new(body, "line", json_integer(b->line));
	}
	if (condition >= 0)
		json_object_set_new(body, "condition", json_integer(condition));
	if (place != 0)
		json_object_set_new(body, "place", event_ref(db, place));
	return event_append(db, EVENT_RETURN, body, NULL, err);
}

static enum rc
back_all(struct db *db, const struct item *it, int32_t count, int condition,
    int64_t place, struct booking *done, int32_t *back, struct err *err)
{
	struct booking b[BOOKINGS_MAX];
	size_t n = 0;
	enum rc rc = booking_list(db, &(struct booking_filter){
	    .item = it->id, .out = true }, 0, b, BOOKINGS_MAX, &n, err);
	int32_t out = 0;

	for (size_t i = 0; i < n; i++)
		out += b[i].out - b[i].back;
	*back = count == 0 ? out : count;
	if (rc == RC_OK && n == 0 && it->state != ITEM_IN_USE &&
	    it->state != ITEM_LOST)
		rc = err_why(err, RC_REFUSED, WHY_NOT_OUT, it->code, NULL,
		    NULL);
	if (rc == RC_OK && n == 0) {
		*back = it->count;
		return back_event(db, it->id, NULL, it->count, condition, place,
		    err);
	}
	if (rc == RC_OK)
		rc = item_count_check(*back, out, err);
	if (rc == RC_OK && done != NULL)
		*done = b[0];
	int32_t left = *back;
	for (size_t i = 0; rc == RC_OK && left > 0 && i < n; i++) {
		int32_t part = b[i].out - b[i].back;

		if (part > left)
			part = left;
		left -= part;
		rc = back_event(db, it->id, &b[i], part, condition, place, err);
	}
	return rc;
}

/* What came back stands here, whatever the lot was promised for: a promise
 * that it breaks becomes a case. */
static enum rc
part_off(struct db *db, const struct item *it, int32_t count, int64_t *part,
    struct err *err)
{
	int32_t free;
	int64_t opened;
	enum rc rc = order_free(db, it->id, db_day(db), 0, &free, err);

	if (rc == RC_OK)
		rc = item_split_off(db, it->id, count, NULL, part, err);
	if (rc == RC_OK && free < count)
		rc = case_open(db, "clash", it->id, 0, 0, NULL, &opened, err);
	return rc;
}

enum rc
order_return(struct db *db, int64_t item, int32_t count, int condition,
    int64_t place, struct booking *done, struct err *err)
{
	struct item it;
	int64_t graded = item, opened;
	int32_t back;
	enum rc rc = item_live(db, item, &it, err);

	if (done != NULL)
		memset(done, 0, sizeof *done);
	if (rc == RC_OK && place != 0) {
		sqlite3_stmt *q = query(db, Q_PLACE_EXISTS);

		query_int(q, ":id", place);
		rc = query_step(q, err);
		query_done(q);
		if (rc == RC_NOT_FOUND)
			rc = err_why(err, rc, WHY_NO_PLACE, "-", NULL, NULL);
	}
	if (rc != RC_OK)
		return rc;
	if (condition == (int)it.condition)
		condition = -1;
	/* A part of a lot in another condition becomes a lot of its own. */
	int32_t coming = count > 0 ? count : it.count - it.in_stock;
	bool part = condition >= 0 && it.lot && coming < it.count;
	rc = back_all(db, &it, count, part ? -1 : condition, place, done,
	    &back, err);
	if (rc == RC_OK && part) {
		rc = part_off(db, &it, back, &graded, err);
		if (rc == RC_OK)
			rc = item_grade(db, graded, (enum condition)condition,
			    NULL, err);
	}
	if (rc == RC_OK && condition == CONDITION_BROKEN)
		rc = case_open(db, "damage", graded, done == NULL ? 0 :
		    done->orders, done == NULL ? 0 : done->unit, NULL, &opened,
		    err);
	return rc;
}

/* Of one order, over all its lines. */
static int32_t
pieces_out(const struct booking *b, size_t n, int64_t order)
{
	int32_t pieces = 0;

	for (size_t i = 0; i < n; i++)
		if (b[i].orders == order)
			pieces += b[i].out - b[i].back;
	return pieces;
}

enum rc
order_extend(struct db *db, int64_t item, int32_t until, struct err *err)
{
	struct booking b[BOOKINGS_MAX];
	struct item it;
	size_t n = 0;
	char day[CLOCK_DAY_MAX];
	enum rc rc = item_live(db, item, &it, err);

	if (rc == RC_OK)
		rc = booking_list(db, &(struct booking_filter){ .item = item,
		    .out = true }, 0, b, BOOKINGS_MAX, &n, err);
	if (rc == RC_OK && n == 0)
		rc = err_why(err, RC_REFUSED, WHY_NOT_OUT, it.code, NULL,
		    NULL);
	if (rc == RC_OK && until < db_day(db))
		rc = err_why(err, RC_INVALID, WHY_DATES,
		    clock_format_day(until, day), NULL, NULL);
	if (rc == RC_OK && until > db_day(db) + 3650)
		rc = err_why(err, RC_INVALID, WHY_DATE_FAR,
		    clock_format_day(until, day), NULL, NULL);
	db->in_hand = false;
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		if (until > b[i].until)
			rc = order_check(db, item, pieces_out(b, n,
			    b[i].orders), b[i].unit, b[i].until + 1, until,
			    b[i].orders, err);
		if (rc != RC_OK)
			break;
		json_t *body = item_body(db, item);
		json_object_set_new(body, "order",
		    event_ref(db, b[i].orders));
		json_object_set_new(body, "line", json_integer(b[i].line));
		json_object_set_new(body, "until", json_integer(until));
		rc = event_append(db, EVENT_EXTEND, body, NULL, err);
	}
	return rc;
}
