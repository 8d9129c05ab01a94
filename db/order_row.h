/* order_row.h - inside db/: what the verbs on orders share. */
#ifndef SAMDEPA_DB_ORDER_ROW_H
#define SAMDEPA_DB_ORDER_ROW_H

#include <jansson.h>

#include "db/order.h"
#include "db/query.h"

#define BOOKINGS_MAX 140	/* of one order: its ticket fits one event */

/* What a grant would promise, line by line; a line for a category takes what
 * the lines before it leave. */
struct promise {
	struct db *db;
	const struct order *order;
	struct {
		int32_t line, count;
		int64_t item;
	} row[BOOKINGS_MAX];
	size_t  n;
	int32_t line, missing;	/* of the category line at work */
	bool    barred, unclear;	/* why it got nothing: a restriction; what
				   we may not promise, though it is ours */
};
/* RC_REFUSED says why the line (from 1) cannot be promised. */
enum rc promise_line(struct promise *, int32_t line,
    const struct order_line *, struct err *) MUST_CHECK;
/* All lines of the order or none, named items first: a category takes what
 * they leave. */
enum rc promise_lines(struct promise *, struct err *) MUST_CHECK;

/* All bookings of an order or a ticket. */
enum rc bookings_all(struct db *, const struct booking_filter *,
    struct booking out[BOOKINGS_MAX], size_t *n, struct err *) MUST_CHECK;
/* A row of a body's bookings: [line, item, count, item's previous event]. */
json_t *booking_json(struct db *, int32_t line, int64_t item, int32_t count);
/* Hands count pieces of a booking out, as its order says, on a ticket or
 * (0) without.  A part of a lot that leaves for good is split off. */
enum rc booking_hand_out(struct db *, const struct booking *, int32_t count,
    int64_t ticket, struct err *) MUST_CHECK;

#endif
