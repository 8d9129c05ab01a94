/* row.h - things as records: the fields that --json and exports give, and the
 * columns that people see of them.  Each row_ gives a new JSON object. */
#ifndef SAMDEPA_TUI_CTL_ROW_H
#define SAMDEPA_TUI_CTL_ROW_H

#include "db/history.h"
#include "tui/ctl/args.h"
#include "tui/ctl/out.h"

/* The word of a column: a time on the clock of the wall. */
const char *local_word(const char *value);

json_t *row_item(const struct item *);
/* The same for a list: with known_at, how old that is where another depot
 * answers for it. */
json_t *row_item_known(const struct item *);
json_t *row_booking(const struct booking *);
json_t *row_order(struct db *, const struct order *);
/* What a person types of an order or a case, added to its record: the number,
 * with its depot where it is another's. */
void row_number(json_t *record, struct db *, const char *depot, int64_t number);
json_t *row_ticket(const struct ticket *);
json_t *row_case(struct db *, const struct depot_case *);
json_t *row_unit(const struct unit *);
json_t *row_place(const struct place *);
json_t *row_category(const struct category *);
json_t *row_organisation(const struct organisation *);
json_t *row_staff(const struct staff *);
json_t *row_event(const struct history *);

/* The item's codes and what is booked of it, added to its record. */
enum rc row_item_more(struct db *, const struct item *, json_t *record,
    struct err *) MUST_CHECK;
/* The bookings that the filter lets through, as an array. */
enum rc row_bookings(struct db *, const struct booking_filter *,
    json_t **array, struct err *) MUST_CHECK;
/* The order with its lines and bookings ("items"), its ticket and "qr". */
enum rc row_order_whole(struct db *, int64_t id, json_t **record,
    struct err *) MUST_CHECK;
/* The ticket with its order and unit; and with what is on it ("items"). */
enum rc row_ticket_whose(struct db *, const struct ticket *, json_t **record,
    struct err *) MUST_CHECK;
enum rc row_ticket_whole(struct db *, const struct ticket *, json_t **record,
    struct err *) MUST_CHECK;

/* item_columns, with whose and how old it is where there are other depots. */
const struct column *row_item_columns(struct db *);

extern const struct column item_columns[], item_card[], booking_columns[],
    loan_columns[], order_columns[], order_card[], ticket_columns[],
    ticket_card[], case_columns[], unit_columns[], unit_card[],
    place_columns[], category_columns[], organisation_columns[],
    staff_columns[], event_columns[];

#endif
