/* order.h - the transfer form and its way: order, grant or refuse, ticket,
 * hand-out, return.  A booking is a promised line; while it is out it is the
 * loan.  Verbs run inside an act. */
#ifndef SAMDEPA_DB_ORDER_H
#define SAMDEPA_DB_ORDER_H

#include "db/item.h"
#include "db/rules.h"

enum order_kind {
#define ORDER_KIND(id, name, sv, returns) ORDER_##id,
#include "db/order_kinds.def"
#undef ORDER_KIND
	ORDER_KIND_COUNT
};

enum order_state {
#define ORDER_STATE(id, name, sv) ORDER_##id,
#include "db/order_states.def"
#undef ORDER_STATE
	ORDER_STATE_COUNT
};

enum booking_state {
	BOOKING_BOOKED, BOOKING_HOLD, BOOKING_OUT, BOOKING_DONE,
	BOOKING_CANCELLED, BOOKING_STATE_COUNT
};

struct order_line {
	int64_t item;		/* 0: any of the category */
	char    category[40];
	int32_t count;
};

#define ORDER_LINES_MAX 100

struct order_form {
	enum order_kind kind;
	int64_t unit;
	int32_t start, until;		/* days; until 0 for good */
	const char *delivery;		/* address, "" for pick-up */
	const char *reason;		/* coded: need, event, shortage, other */
	const char *note;
	const char *contact, *phone;	/* local, never in the log */
	const struct order_line *lines;
	size_t  n;
	const char *depot;	/* who answers for category lines; NULL: us */
	const char *pickup;	/* the depot where it is fetched; NULL: there */
};

struct order {
	int64_t id, number;
	enum order_kind kind;
	enum order_state state;
	int64_t unit;
	char    unit_code[40], unit_name[96];
	int32_t start, until;
	char    delivery[128], reason[24], note[256];
	char    contact[64], phone[32];
	int64_t time;
	char    answer[64];		/* coded reason, "" where it was yes */
	char    rule[RULE_NAME_MAX];	/* that answered, "" a person did; of
					   one that waits: appealed from it */
	char    say[RULE_SAY_MAX], say_en[RULE_SAY_MAX];	/* its sentence,
					   also of one that left it to a
					   person here */
	int32_t lines;			/* how many */
	int32_t asked, booked, out, back;	/* pieces, over all lines */
	int64_t ticket;			/* the newest that is not void, or 0 */
	char    ticket_code[40];
	char    depot[9];		/* where it was asked */
	char    answers[9];		/* who answers it */
	char    pickup[9];		/* where it is fetched */
};

struct booking {
	int64_t orders, item, unit, ticket, order_number;
	int32_t line, count, out, back, start, until;
	enum order_kind kind;
	enum booking_state state;
	int64_t out_time, back_time;
	char    item_code[40], item_name[128], place_name[64];
	char    unit_code[40], unit_name[96];
	enum condition condition;
	char    depot[9];	/* whose the item is, and what is known of */
	bool    remote;		/* that: as in struct item */
	int64_t told;
	char    lender[9];	/* the depot that handed it out, or will */
	bool    late;		/* out beyond its last day */
};

/* Is the item free for so many pieces from start to until (0: for good)?
 * RC_REFUSED names what stands in the way (lent, booked, inspection,
 * restriction for that unit, state).  except: an order not to count, or 0. */
enum rc order_check(struct db *, int64_t item, int32_t count, int64_t unit,
    int32_t start, int32_t until, int64_t except, struct err *) MUST_CHECK;
/* Pieces of the item that are free throughout the period. */
enum rc order_free(struct db *, int64_t item, int32_t start, int32_t until,
    int32_t *pieces, struct err *) MUST_CHECK;
/* Items of a category (NULL: all) that the depot answers for (NULL: any; our
 * own first) and that are free throughout, with the pieces in item.available;
 * stops when the callback returns false. */
enum rc order_available(struct db *, const char *category, const char *depot,
    int32_t start, int32_t until, bool (*each)(const struct item *, void *), void *,
    struct err *) MUST_CHECK;

/* The order stands as asked; order_grant or order_refuse answers. */
enum rc order_make(struct db *, const struct order_form *, int64_t *id,
    struct err *) MUST_CHECK;
/* All lines or none; a line for a category gets the first free items.  rule:
 * NULL where a person answers. */
enum rc order_grant(struct db *, int64_t id, const struct rule *rule,
    struct err *) MUST_CHECK;
enum rc order_refuse(struct db *, int64_t id, const char *reason,
    struct err *) MUST_CHECK;
enum rc order_refuse_by(struct db *, int64_t id, const struct rule *,
    struct err *) MUST_CHECK;
/* What a rule has refused is to be looked at by a person: it waits again. */
enum rc order_appeal(struct db *, int64_t id, struct err *) MUST_CHECK;
/* Whether this depot is the one that answers the order. */
bool order_is_ours(struct db *, int64_t id);
/* What is not handed out is given free; its tickets are void. */
enum rc order_cancel(struct db *, int64_t id, const char *reason,
    struct err *) MUST_CHECK;
/* order, grant and hand-out in one: lend for loans and rentals, takeover and
 * move by the form's kind.  *id is the order; its receipt is the paper. */
enum rc order_hand_out(struct db *, const struct order_form *, int64_t *id,
    struct err *) MUST_CHECK;

/* count pieces (0: all that are out) come back.  condition -1 or place 0:
 * unchanged, none.  Broken opens a case.  RC_REFUSED: it is not out.
 * *done (may be NULL) tells from whom, and when it was due. */
enum rc order_return(struct db *, int64_t item, int32_t count, int condition,
    int64_t place, struct booking *done, struct err *) MUST_CHECK;
/* A new last day for what is out; refused where another booking stands. */
enum rc order_extend(struct db *, int64_t item, int32_t until, struct err *)
    MUST_CHECK;

enum rc order_get(struct db *, int64_t id, struct order *, struct err *)
    MUST_CHECK;
/* depot: where it was asked; NULL: here, else anywhere. */
enum rc order_by_number(struct db *, const char *depot, int64_t number,
    struct order *, struct err *) MUST_CHECK;
enum order_side {		/* as seen from this depot */
	ORDER_ANY,
	ORDER_WE_ANSWER,
	ORDER_THEY_ANSWER,	/* asked here */
	ORDER_WE_HAND_OUT,
	ORDER_THEY_HAND_OUT,	/* asked here */
};
struct order_filter {
	const char *depot;	/* that it concerns: made, answered or handed
				   out there; NULL: any */
	enum order_side side;
	int64_t unit;		/* 0: all */
	int     state;		/* order_state + 1, 0: all */
	bool    to_hand_out;	/* granted, with something not yet out */
};
/* Newest first; before: the last id of the page before, 0 the first page. */
enum rc order_list(struct db *, const struct order_filter *, int64_t before,
    struct order *out, size_t cap, size_t *n, struct err *) MUST_CHECK;
enum rc order_lines(struct db *, int64_t id, struct order_line *out,
    size_t cap, size_t *n, struct err *) MUST_CHECK;

/* Things of this depot that are promised where another depot hands out, and
 * have not been dispatched: by depot, the soonest first. */
struct to_send {
	int64_t item, order;
	char    to[9], unit_name[96];
	int32_t start;
};
enum rc order_to_send(struct db *, struct to_send *out, size_t cap, size_t *n,
    struct err *) MUST_CHECK;

/* Bookings; zero members do not filter. */
struct booking_filter {
	int64_t item, unit, orders, ticket;
	bool    active;		/* booked, hold or out */
	bool    out;		/* only what is out now */
	int32_t due_before;	/* out, and due before that day: overdue */
	const char *depot;	/* with out or due_before, of a unit or all:
				   lent there, or of a thing that it answers
				   for; NULL: any */
};
enum rc booking_list(struct db *, const struct booking_filter *, size_t skip,
    struct booking *out, size_t cap, size_t *n, struct err *) MUST_CHECK;
enum rc booking_walk(struct db *, const struct booking_filter *,
    bool (*each)(const struct booking *, void *), void *, struct err *)
    MUST_CHECK;

const char *order_kind_name(enum order_kind);
const char *order_kind_label(enum order_kind);	/* Swedish, a msgid */
int         order_kind_from(const char *text);	/* -1: none */
bool        order_kind_returns(enum order_kind);
const char *order_state_name(enum order_state);
const char *order_state_label(enum order_state);
const char *booking_state_name(enum booking_state);
const char *booking_state_label(enum booking_state);

#endif
