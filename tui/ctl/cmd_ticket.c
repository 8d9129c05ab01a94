/* cmd_ticket.c - samdepactl issue, redeem, void, ticket: the paper with which
 * an order is picked up. */
#include "db/ticket.h"

#include <stdlib.h>

#include "tui/ctl/command.h"
#include "tui/ctl/paper.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

/* The ticket as it is now, printed if printer says where. */
static enum rc
show_ticket(struct ctl *ctl, int64_t id, const char *printer, struct err *err)
{
	struct ticket t;
	json_t *o = NULL;
	enum rc paper = RC_OK;

	enum rc rc = ticket_get(ctl->db, id, &t, err);
	if (rc == RC_OK)
		rc = row_ticket_whole(ctl->db, &t, &o, err);
	if (rc == RC_OK && printer != NULL)
		paper = paper_ticket(ctl, id, printer, o, err);
	/* What was done is told, also where its paper did not come out. */
	if (rc == RC_OK)
		out_made(ctl, o, "ticket");
	else
		json_decref(o);
	return rc == RC_OK ? paper : rc;
}

enum rc
cmd_issue(struct ctl *ctl, struct err *err)
{
	const char *printer = arg(ctl, FLAG_OUT);
	struct order order;
	int32_t until = 0;
	int64_t id;

	enum rc rc = arg_day(ctl, FLAG_UNTIL, &until);
	if (rc == RC_OK && printer != NULL)
		rc = print_check(printer, err);
	if (rc == RC_OK)
		rc = word_order(ctl, ctl->word[0], &order, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = ticket_issue(ctl->db, order.id, until, &id, err);
	rc = act_end(ctl->db, rc, err);
	return rc == RC_OK ? show_ticket(ctl, id, printer, err) : rc;
}

enum rc
cmd_void(struct ctl *ctl, struct err *err)
{
	const char *why = NULL;
	struct ticket t;

	enum rc rc = arg_why(ctl, &why);
	if (rc == RC_OK)
		rc = word_ticket(ctl, ctl->word[0], &t, err);
	/* One that is too old is not used, but can still be taken back. */
	if (rc == RC_REFUSED && t.state == TICKET_EXPIRED && t.id != 0)
		rc = RC_OK;
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = ticket_void(ctl->db, t.id, why, err);
	rc = act_end(ctl->db, rc, err);
	return rc == RC_OK ? show_ticket(ctl, t.id, NULL, err) : rc;
}

struct part {			/* of a ticket, handed out now */
	struct item item;
	int32_t count;
};

static enum rc
redeem_parts(struct ctl *ctl, int64_t ticket, const struct part *part, int n,
    struct err *err)
{
	enum rc rc = act_begin(ctl->db, &ctl->actor, err);

	if (rc != RC_OK)
		return rc;
	if (n == 0)
		rc = ticket_redeem(ctl->db, ticket, 0, 0, err);
	for (int i = 0; rc == RC_OK && i < n; i++)
		rc = ticket_redeem(ctl->db, ticket, part[i].item.id,
		    part[i].count, err);
	return act_end(ctl->db, rc, err);
}

enum rc
cmd_redeem(struct ctl *ctl, struct err *err)
{
	int n = ctl->n_words - 1;
	struct part *part = calloc((size_t)n + 1, sizeof *part);
	struct ticket t;

	if (part == NULL)
		abort();
	enum rc rc = word_ticket(ctl, ctl->word[0], &t, err);
	for (int i = 0; rc == RC_OK && i < n; i++)
		rc = word_pieces(ctl, ctl->word[i + 1], &part[i].item,
		    &part[i].count, err);
	if (rc == RC_OK)
		rc = redeem_parts(ctl, t.id, part, n, err);
	free(part);
	return rc == RC_OK ? show_ticket(ctl, t.id, NULL, err) : rc;
}

static enum rc
ticket_on_screen(struct ctl *ctl, const struct ticket *t, struct err *err)
{
	struct out_list list;
	json_t *o, *row;
	size_t i;

	enum rc rc = row_ticket_whole(ctl->db, t, &o, err);
	if (rc != RC_OK)
		return rc;
	json_t *items = json_incref(json_object_get(o, "items"));
	out_thing(ctl, o, ticket_card);
	if (!ctl->json) {
		rc = paper_qr(t->qr, err);
		out_begin(&list, ctl, booking_columns);
		json_array_foreach(items, i, row)
			out_row(&list, json_incref(row));
		out_end(&list);
	}
	json_decref(items);
	return rc;
}

enum rc
cmd_ticket(struct ctl *ctl, struct err *err)
{
	struct ticket t;

	enum rc rc = word_ticket(ctl, ctl->word[0], &t, err);
	/* Also one that is used can be looked at. */
	if (rc == RC_REFUSED && t.id != 0)
		rc = RC_OK;
	if (rc != RC_OK)
		return rc;
	if (arg(ctl, FLAG_OUT) != NULL)
		return show_ticket(ctl, t.id, arg(ctl, FLAG_OUT), err);
	return ticket_on_screen(ctl, &t, err);
}
