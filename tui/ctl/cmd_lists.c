/* cmd_lists.c - samdepactl orders, tickets, cases, overdue, history: lists,
 * the newest first. */
#include <string.h>

#include "db/clock.h"
#include "tui/ctl/command.h"
#include "tui/ctl/each.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

#define HISTORY 100		/* events of the whole depot, unless said */

struct shown {
	struct ctl *ctl;
	struct err *err;
	struct out_list list;
	int32_t left;		/* rows still to be shown */
	enum rc rc;		/* what a callback met */
};

/* --limit, or so many. */
static enum rc
begin(struct shown *s, struct ctl *ctl, int32_t limit, struct err *err)
{
	*s = (struct shown){ .ctl = ctl, .err = err, .left = limit };
	return arg_int(ctl, FLAG_LIMIT, 1, INT32_MAX, &s->left);
}

static bool
show(struct shown *s, json_t *record)
{
	out_row(&s->list, record);
	return --s->left > 0;
}

static enum rc
end(struct shown *s, enum rc rc)
{
	out_end(&s->list);
	return rc == RC_OK ? s->rc : rc;
}

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

static bool
show_order(const struct order *order, void *arg)
{
	struct shown *s = arg;

	return show(s, row_order(s->ctl->db, order));
}

enum rc
cmd_orders(struct ctl *ctl, struct err *err)
{
	struct order_filter filter = { 0 };
	struct shown s;

	enum rc rc = begin(&s, ctl, INT32_MAX, err);
	if (rc == RC_OK)
		rc = arg_whose(ctl, &filter.depot, err);
	if (rc == RC_OK)
		rc = order_state(ctl, &filter.state);
	if (rc == RC_OK)
		rc = arg_unit(ctl, FLAG_UNIT, &filter.unit, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&s.list, ctl, order_columns);
	return end(&s, each_order(ctl->db, &filter, show_order, &s, err));
}

/* A ticket in a list says whose it is. */
static bool
show_ticket(const struct ticket *t, void *arg)
{
	struct shown *s = arg;
	json_t *o;

	s->rc = row_ticket_whose(s->ctl->db, t, &o, s->err);
	return s->rc == RC_OK && show(s, o);
}

enum rc
cmd_tickets(struct ctl *ctl, struct err *err)
{
	struct each_of of = { .open = !arg_on(ctl, FLAG_ALL) };
	struct shown s;

	enum rc rc = begin(&s, ctl, INT32_MAX, err);
	if (rc == RC_OK)
		rc = arg_whose(ctl, &of.depot, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&s.list, ctl, ticket_columns);
	return end(&s, each_ticket(ctl->db, of, show_ticket, &s, err));
}

static bool
show_case(const struct depot_case *c, void *arg)
{
	struct shown *s = arg;

	return show(s, row_case(s->ctl->db, c));
}

enum rc
cmd_cases(struct ctl *ctl, struct err *err)
{
	struct each_of of = { .open = !arg_on(ctl, FLAG_ALL) };
	struct shown s;

	enum rc rc = begin(&s, ctl, INT32_MAX, err);
	if (rc == RC_OK)
		rc = arg_whose(ctl, &of.depot, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&s.list, ctl, case_columns);
	return end(&s, each_case(ctl->db, of, show_case, &s, err));
}

static bool
show_event(const struct history *h, void *arg)
{
	return show(arg, row_event(h));
}

enum rc
cmd_history(struct ctl *ctl, struct err *err)
{
	int64_t thing = 0;
	struct shown s;

	enum rc rc = begin(&s, ctl, ctl->n_words > 0 ? INT32_MAX : HISTORY,
	    err);
	if (rc == RC_OK && ctl->n_words > 0)
		rc = word_thing(ctl, ctl->word[0], &thing, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&s.list, ctl, event_columns);
	return end(&s, each_event(ctl->db, thing, show_event, &s, err));
}

/* A clock that is plainly wrong makes nobody late. */
static enum rc
clock_trusted(struct ctl *ctl, struct err *err)
{
	(void)err;
	if (db_clock_is_wrong(ctl->db))
		return ctl_say(ctl, RC_OUTSIDE, _("Datorns klocka går fel: "
		    "det går inte att säga vad som är försenat."), NULL, NULL,
		    NULL);
	return RC_OK;
}

static bool
show_loan(const struct booking *b, void *arg)
{
	return show(arg, row_booking(b));
}

enum rc
cmd_overdue(struct ctl *ctl, struct err *err)
{
	struct booking_filter filter = { .out = true,
	    .due_before = clock_today() };
	struct shown s;

	enum rc rc = begin(&s, ctl, INT32_MAX, err);
	if (rc == RC_OK)
		rc = clock_trusted(ctl, err);
	if (rc == RC_OK)
		rc = arg_whose(ctl, &filter.depot, err);
	if (rc == RC_OK)
		rc = arg_unit(ctl, FLAG_UNIT, &filter.unit, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&s.list, ctl, loan_columns);
	return end(&s, booking_walk(ctl->db, &filter, show_loan, &s, err));
}
