/* ticket.h - the paper with which an order is picked up.  Verbs run inside
 * an act. */
#ifndef SAMDEPA_DB_TICKET_H
#define SAMDEPA_DB_TICKET_H

#include "db/order.h"

enum ticket_state { TICKET_VALID, TICKET_PART, TICKET_USED, TICKET_VOID,
	TICKET_EXPIRED };

struct ticket {
	int64_t id, orders;
	char    code[40];	/* S-YST1-000042-K */
	char    qr[300];	/* SD1:... */
	int32_t expires;	/* day, last one */
	int64_t time;
	enum ticket_state state;
	int32_t count, out;	/* pieces on it, pieces handed out */
	char    depot[9];	/* who redeems it */
};

/* A ticket for all of a granted order that has none yet; the bookings become
 * holds.  expires 0: the order's last day, at most 30 days from today. */
enum rc ticket_issue(struct db *, int64_t order, int32_t expires, int64_t *id,
    struct err *) MUST_CHECK;
/* The holds become bookings again. */
enum rc ticket_void(struct db *, int64_t id, const char *reason, struct err *)
    MUST_CHECK;

/* The ticket that a scan names: its short number or its QR text.  RC_REFUSED
 * says why it cannot be redeemed (void, used, expired, foreign depot, altered,
 * unknown key); *ticket is filled where the ticket is ours. */
enum rc ticket_read(struct db *, const char *text, struct ticket *,
    struct err *) MUST_CHECK;
enum rc ticket_get(struct db *, int64_t id, struct ticket *, struct err *)
    MUST_CHECK;
/* Newest first; depot: who redeems them, NULL: any. */
enum rc ticket_list(struct db *, const char *depot, bool open, int64_t before,
    struct ticket *out, size_t cap, size_t *n, struct err *) MUST_CHECK;

/* Hands out from a valid ticket: count pieces of the item, or with item 0
 * everything that is left on it. */
enum rc ticket_redeem(struct db *, int64_t id, int64_t item, int32_t count,
    struct err *) MUST_CHECK;

const char *ticket_state_name(enum ticket_state);
const char *ticket_state_label(enum ticket_state);	/* Swedish, a msgid */

#endif
