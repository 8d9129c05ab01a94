/* cmd_lists.c - samdepactl orders, tickets, cases, overdue, history: lists,
 * the newest first. */
#include <string.h>

#include "db/clock.h"
#include "db/history.h"
#include "tui/ctl/command.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

#define PAGE	50
#define LIMIT	1000		/* rows shown unless said */

static enum rc
order_state(struct ctl *ctl, int *state)
{
	const char *text = arg(ctl, FLAG_STATE);

	*state = 0;
	if (text == NULL)
		return RC_OK;
	for (int i = 0; i < ORDER_STATE_COUNT; i++)
		if (strcmp(text, order_state_name((enum order_state)i)) == 0)
			*state = i + 1;
	return *state != 0 ? RC_OK : ctl_say(ctl, RC_INVALID,
	    _("--state: ”%1$s” är inte asked, granted, refused eller "
	    "cancelled."), text, NULL, NULL);
}

enum rc
cmd_orders(struct ctl *ctl, struct err *err)
{
	struct order_filter filter = { 0 };
	struct order page[PAGE];
	struct out_list list;
	int64_t before = 0;
	int32_t left = LIMIT;
	size_t n;

	enum rc rc = arg_int(ctl, FLAG_LIMIT, 1, INT32_MAX, &left);
	if (rc == RC_OK)
		rc = order_state(ctl, &filter.state);
	if (rc == RC_OK)
		rc = arg_unit(ctl, FLAG_UNIT, &filter.unit, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&list, ctl, order_columns);
	do {
		rc = order_list(ctl->db, &filter, before, page, PAGE, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n && left > 0; i++) {
			out_row(&list, row_order(&page[i]));
			left--;
		}
		before = rc == RC_OK && n > 0 ? page[n - 1].id : 0;
	} while (rc == RC_OK && n == PAGE && left > 0);
	out_end(&list);
	return rc;
}

/* A ticket in a list says whose it is. */
static enum rc
list_ticket(struct ctl *ctl, struct out_list *list, const struct ticket *t,
    struct err *err)
{
	struct order order;

	enum rc rc = order_get(ctl->db, t->orders, &order, err);
	if (rc != RC_OK)
		return rc;
	json_t *o = row_ticket(t);
	out_set(o, "order", json_integer(order.number));
	out_set(o, "unit", out_string(order.unit_code));
	out_set(o, "unit_name", out_string(order.unit_name));
	out_row(list, o);
	return RC_OK;
}

enum rc
cmd_tickets(struct ctl *ctl, struct err *err)
{
	struct ticket page[PAGE];
	struct out_list list;
	int64_t before = 0;
	int32_t left = LIMIT;
	size_t n;

	enum rc rc = arg_int(ctl, FLAG_LIMIT, 1, INT32_MAX, &left);
	if (rc != RC_OK)
		return rc;
	out_begin(&list, ctl, ticket_columns);
	do {
		rc = ticket_list(ctl->db, !arg_on(ctl, FLAG_ALL), before, page,
		    PAGE, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n && left-- > 0; i++)
			rc = list_ticket(ctl, &list, &page[i], err);
		before = rc == RC_OK && n > 0 ? page[n - 1].id : 0;
	} while (rc == RC_OK && n == PAGE && left > 0);
	out_end(&list);
	return rc;
}

enum rc
cmd_cases(struct ctl *ctl, struct err *err)
{
	struct depot_case page[PAGE];
	struct out_list list;
	int64_t before = 0;
	int32_t left = LIMIT;
	size_t n;

	enum rc rc = arg_int(ctl, FLAG_LIMIT, 1, INT32_MAX, &left);
	if (rc != RC_OK)
		return rc;
	out_begin(&list, ctl, case_columns);
	do {
		rc = case_list(ctl->db, !arg_on(ctl, FLAG_ALL), before, page,
		    PAGE, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n && left-- > 0; i++)
			out_row(&list, row_case(&page[i]));
		before = rc == RC_OK && n > 0 ? page[n - 1].id : 0;
	} while (rc == RC_OK && n == PAGE && left > 0);
	out_end(&list);
	return rc;
}

enum rc
cmd_history(struct ctl *ctl, struct err *err)
{
	struct history page[PAGE];
	struct out_list list;
	int64_t thing = 0, before = 0;
	int32_t left = LIMIT;
	size_t n;

	enum rc rc = arg_int(ctl, FLAG_LIMIT, 1, INT32_MAX, &left);
	if (rc == RC_OK && ctl->n_words > 0)
		rc = word_thing(ctl, ctl->word[0], &thing, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&list, ctl, event_columns);
	do {
		rc = history_list(ctl->db, thing, before, page, PAGE, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n && left-- > 0; i++)
			out_row(&list, row_event(&page[i]));
		before = rc == RC_OK && n > 0 ? page[n - 1].event : 0;
	} while (rc == RC_OK && n == PAGE && left > 0);
	out_end(&list);
	return rc;
}

static bool
show_loan(const struct booking *b, void *list)
{
	out_row(list, row_booking(b));
	return true;
}

/* A clock that is plainly wrong makes nobody late. */
static enum rc
clock_trusted(struct ctl *ctl, struct err *err)
{
	struct history last;
	size_t n;

	enum rc rc = history_list(ctl->db, 0, 0, &last, 1, &n, err);
	if (rc == RC_OK && clock_is_wrong(clock_now(), n > 0 ? last.time : 0))
		return ctl_say(ctl, RC_OUTSIDE, _("Datorns klocka går fel: "
		    "det går inte att säga vad som är försenat."), NULL, NULL,
		    NULL);
	return rc;
}

enum rc
cmd_overdue(struct ctl *ctl, struct err *err)
{
	struct booking_filter filter = { .out = true,
	    .due_before = clock_today() };
	struct out_list list;

	enum rc rc = clock_trusted(ctl, err);
	if (rc == RC_OK)
		rc = arg_unit(ctl, FLAG_UNIT, &filter.unit, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&list, ctl, loan_columns);
	rc = booking_walk(ctl->db, &filter, show_loan, &list, err);
	out_end(&list);
	return rc;
}
