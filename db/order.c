/* order.c - reading orders and bookings. */
#include "db/order.h"

#include <stdio.h>

#include "db/clock.h"
#include "db/item_row.h"
#include "db/order_row.h"

static const struct {
	const char *name, *label;
	bool returns;
} kinds[ORDER_KIND_COUNT] = {
#define ORDER_KIND(id, name, sv, returns) [ORDER_##id] = { name, sv, returns },
#include "db/order_kinds.def"
#undef ORDER_KIND
};

static const struct {
	const char *name, *label;
} states[ORDER_STATE_COUNT] = {
#define ORDER_STATE(id, name, sv) [ORDER_##id] = { name, sv },
#include "db/order_states.def"
#undef ORDER_STATE
};

static const struct {
	const char *name, *label;
} booking_states[BOOKING_STATE_COUNT] = {
	[BOOKING_BOOKED] = { "booked", "bokad" },
	[BOOKING_HOLD] = { "hold", "reserverad" },
	[BOOKING_OUT] = { "out", "utlånad" },
	[BOOKING_DONE] = { "done", "klar" },
	[BOOKING_CANCELLED] = { "cancelled", "avbokad" },
};

const char *
order_kind_name(enum order_kind k)
{
	return kinds[k].name;
}

const char *
order_kind_label(enum order_kind k)
{
	return kinds[k].label;
}

int
order_kind_from(const char *text)
{
	for (int i = 0; i < ORDER_KIND_COUNT; i++)
		if (strcasecmp(text, kinds[i].name) == 0 ||
		    strcasecmp(text, kinds[i].label) == 0)
			return i;
	return -1;
}

bool
order_kind_returns(enum order_kind k)
{
	return kinds[k].returns;
}

const char *
order_state_name(enum order_state s)
{
	return states[s].name;
}

const char *
order_state_label(enum order_state s)
{
	return states[s].label;
}

const char *
booking_state_name(enum booking_state s)
{
	return booking_states[s].name;
}

const char *
booking_state_label(enum booking_state s)
{
	return booking_states[s].label;
}

/* --- orders --- */

/* Another depot may have written any number. */
static enum order_kind
kind_col(sqlite3_stmt *q, int col)
{
	return (enum order_kind)((uint64_t)query_col(q, col) %
	    ORDER_KIND_COUNT);
}

static void
order_row(sqlite3_stmt *q, struct order *o)
{
	memset(o, 0, sizeof *o);
	o->id = query_col(q, 0);
	o->number = query_col(q, 1);
	o->kind = kind_col(q, 2);
	o->state = (enum order_state)(query_col(q, 3) % ORDER_STATE_COUNT);
	o->unit = query_col(q, 4);
	query_col_text(q, 5, o->unit_code, sizeof o->unit_code);
	query_col_text(q, 6, o->unit_name, sizeof o->unit_name);
	o->start = (int32_t)query_col(q, 7);
	o->until = (int32_t)query_col(q, 8);
	query_col_text(q, 9, o->delivery, sizeof o->delivery);
	query_col_text(q, 10, o->reason, sizeof o->reason);
	query_col_text(q, 11, o->note, sizeof o->note);
	query_col_text(q, 12, o->contact, sizeof o->contact);
	query_col_text(q, 13, o->phone, sizeof o->phone);
	o->time = query_col(q, 14);
	query_col_text(q, 15, o->answer, sizeof o->answer);
	o->lines = (int32_t)query_col(q, 16);
	o->asked = (int32_t)query_col(q, 17);
	o->booked = (int32_t)query_col(q, 18);
	o->out = (int32_t)query_col(q, 19);
	o->back = (int32_t)query_col(q, 20);
	o->ticket = query_col(q, 21);
	query_col_text(q, 22, o->ticket_code, sizeof o->ticket_code);
	query_col_text(q, 23, o->depot, sizeof o->depot);
	query_col_text(q, 24, o->answers, sizeof o->answers);
	query_col_text(q, 25, o->pickup, sizeof o->pickup);
	query_col_text(q, 26, o->rule, sizeof o->rule);
	query_col_text(q, 27, o->say, sizeof o->say);
	query_col_text(q, 28, o->say_en, sizeof o->say_en);
}

static enum rc
order_one(sqlite3_stmt *q, struct order *out, const char *name,
    struct err *err)
{
	enum rc rc = query_step(q, err);

	if (rc == RC_OK)
		order_row(q, out);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_ORDER, name, NULL, NULL);
	return rc;
}

enum rc
order_get(struct db *db, int64_t id, struct order *out, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ORDER_GET);

	query_int(q, ":id", id);
	return order_one(q, out, "-", err);
}

enum rc
order_by_number(struct db *db, const char *depot, int64_t number,
    struct order *out, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ORDER_BY_NUMBER);
	char name[40];

	snprintf(name, sizeof name, "%s%s%lld", depot == NULL ? "" : depot,
	    depot == NULL ? "" : "-", (long long)number);
	query_int(q, ":number", number);
	query_text(q, ":depot", depot == NULL ? "" : depot);
	return order_one(q, out, name, err);
}

static bool
on_side(const struct db *db, const struct order *o, enum order_side side)
{
	bool asked = strcmp(o->depot, db->depot) == 0;
	bool answers = strcmp(o->answers, db->depot) == 0;
	bool hands_out = strcmp(o->pickup, db->depot) == 0;

	return side == ORDER_ANY || (side == ORDER_WE_ANSWER && answers) ||
	    (side == ORDER_THEY_ANSWER && asked && !answers) ||
	    (side == ORDER_WE_HAND_OUT && hands_out) ||
	    (side == ORDER_THEY_HAND_OUT && asked && !hands_out);
}

enum rc
order_list(struct db *db, const struct order_filter *f, int64_t before,
    struct order *out, size_t cap, size_t *n, struct err *err)
{
	sqlite3_stmt *q;
	enum rc rc = RC_NOT_FOUND;

	*n = 0;
	if (f->unit != 0) {
		q = query(db, Q_ORDER_BY_UNIT);
		query_int(q, ":unit", f->unit);
	} else if (f->to_hand_out)
		q = query(db, Q_ORDER_TO_HAND_OUT);
	else if (f->state == ORDER_ASKED + 1)
		q = query(db, Q_ORDER_ASKED);
	else if (f->state != 0) {
		q = query(db, Q_ORDER_BY_STATE);
		query_int(q, ":state", f->state - 1);
	} else
		q = query(db, Q_ORDER_ALL);
	query_text(q, ":depot", f->depot == NULL ? "" : f->depot);
	query_int(q, ":before", before == 0 ? INT64_MAX : before);
	query_int(q, ":cap", -1);
	while (*n < cap && (rc = query_step(q, err)) == RC_OK) {
		order_row(q, &out[*n]);
		*n += (f->state == 0 || (int)out[*n].state == f->state - 1) &&
		    on_side(db, &out[*n], f->side);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
order_to_send(struct db *db, struct to_send *out, size_t cap, size_t *n,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ORDER_TO_SEND);
	enum rc rc = RC_OK;

	query_text(q, ":depot", db->depot);
	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++) {
		out[*n].item = query_col(q, 0);
		out[*n].order = query_col(q, 1);
		query_col_text(q, 2, out[*n].to, sizeof out[*n].to);
		query_col_text(q, 3, out[*n].unit_name,
		    sizeof out[*n].unit_name);
		out[*n].start = (int32_t)query_col(q, 4);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
order_lines(struct db *db, int64_t id, struct order_line *out, size_t cap,
    size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ORDER_LINES);
	enum rc rc;

	*n = 0;
	query_int(q, ":orders", id);
	query_int(q, ":cap", (int64_t)cap);
	while ((rc = query_step(q, err)) == RC_OK) {
		struct order_line *l = &out[(*n)++];

		l->item = query_col(q, 0);
		query_col_text(q, 1, l->category, sizeof l->category);
		l->count = (int32_t)query_col(q, 2);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- bookings --- */

static void
booking_row(struct db *db, sqlite3_stmt *q, struct booking *b)
{
	memset(b, 0, sizeof *b);
	b->orders = query_col(q, 0);
	b->item = query_col(q, 1);
	b->unit = query_col(q, 2);
	b->ticket = query_col(q, 3);
	b->order_number = query_col(q, 4);
	b->line = (int32_t)query_col(q, 5);
	b->count = (int32_t)query_col(q, 6);
	b->out = (int32_t)query_col(q, 7);
	b->back = (int32_t)query_col(q, 8);
	b->start = (int32_t)query_col(q, 9);
	b->until = (int32_t)query_col(q, 10);
	b->kind = kind_col(q, 11);
	b->state = (enum booking_state)(query_col(q, 12) % BOOKING_STATE_COUNT);
	b->out_time = query_col(q, 13);
	b->back_time = query_col(q, 14);
	query_col_text(q, 15, b->item_code, sizeof b->item_code);
	query_col_text(q, 16, b->item_name, sizeof b->item_name);
	query_col_text(q, 17, b->place_name, sizeof b->place_name);
	query_col_text(q, 18, b->unit_code, sizeof b->unit_code);
	query_col_text(q, 19, b->unit_name, sizeof b->unit_name);
	b->condition = (enum condition)(query_col(q, 20) & 3);
	query_col_text(q, 21, b->depot, sizeof b->depot);
	b->remote = strcmp(b->depot, db->depot) != 0;
	if (b->remote)
		b->told = sync_told_row(db, b->depot);
	query_col_text(q, 22, b->lender, sizeof b->lender);
	b->late = b->state == BOOKING_OUT && item_late(db, b->until);
}

static sqlite3_stmt *
booking_query(struct db *db, const struct booking_filter *f, int64_t skip,
    int64_t cap)
{
	sqlite3_stmt *q;
	bool whose = false;

	if (f->orders != 0) {
		q = query(db, Q_BOOKING_BY_ORDER);
		query_int(q, ":orders", f->orders);
	} else if (f->ticket != 0) {
		q = query(db, Q_BOOKING_BY_TICKET);
		query_int(q, ":ticket", f->ticket);
	} else if (f->item != 0) {
		q = query(db, f->out ? Q_BOOKING_OUT_BY_ITEM : f->active ?
		    Q_BOOKING_ACTIVE_BY_ITEM : Q_BOOKING_BY_ITEM);
		query_int(q, ":item", f->item);
	} else if (f->unit != 0) {
		whose = f->out || f->due_before != 0;
		q = query(db, whose ? Q_BOOKING_OUT_BY_UNIT :
		    Q_BOOKING_ACTIVE_BY_UNIT);
		query_int(q, ":unit", f->unit);
	} else if (f->due_before != 0) {
		q = query(db, Q_BOOKING_DUE);
		query_int(q, ":before", f->due_before);
		whose = true;
	} else {
		whose = f->out || f->active;
		q = query(db, whose ? Q_BOOKING_OUT_ALL : Q_BOOKING_ALL);
	}
	if (whose)
		query_text(q, ":depot", f->depot == NULL ? "" : f->depot);
	query_int(q, ":skip", skip);
	query_int(q, ":cap", cap);
	return q;
}

static bool
booking_matches(const struct booking_filter *f, const struct booking *b)
{
	return (!f->active || b->state < BOOKING_DONE) &&
	    (!f->out || b->out > b->back) &&
	    (f->unit == 0 || b->unit == f->unit) &&
	    (f->due_before == 0 || (b->until != 0 && b->until < f->due_before));
}

enum rc
booking_walk(struct db *db, const struct booking_filter *f,
    bool (*each)(const struct booking *, void *), void *arg, struct err *err)
{
	sqlite3_stmt *q = booking_query(db, f, 0, -1);
	struct booking b;
	enum rc rc;

	while ((rc = query_step(q, err)) == RC_OK) {
		booking_row(db, q, &b);
		if (booking_matches(f, &b) && !each(&b, arg))
			break;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
booking_list(struct db *db, const struct booking_filter *f, size_t skip,
    struct booking *out, size_t cap, size_t *n, struct err *err)
{
	sqlite3_stmt *q = booking_query(db, f, (int64_t)skip, -1);
	enum rc rc = RC_NOT_FOUND;

	*n = 0;
	while (*n < cap && (rc = query_step(q, err)) == RC_OK) {
		booking_row(db, q, &out[*n]);
		*n += booking_matches(f, &out[*n]);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
bookings_all(struct db *db, const struct booking_filter *f,
    struct booking out[BOOKINGS_MAX], size_t *n, struct err *err)
{
	return booking_list(db, f, 0, out, BOOKINGS_MAX, n, err);
}

bool
order_is_ours(struct db *db, int64_t id)
{
	struct order o;

	return order_get(db, id, &o, NULL) == RC_OK &&
	    strcmp(o.answers, db->depot) == 0;
}
