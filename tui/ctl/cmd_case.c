/* cmd_case.c - samdepactl open, settle: what a person must settle. */
#include "db/case.h"

#include "tui/ctl/command.h"
#include "tui/ctl/row.h"

static enum rc
show_case(struct ctl *ctl, int64_t id, struct err *err)
{
	struct depot_case c;

	enum rc rc = case_get(ctl->db, id, &c, err);
	if (rc == RC_OK)
		out_made(ctl, row_case(ctl->db, &c), "number");
	return rc;
}

enum rc
cmd_open(struct ctl *ctl, struct err *err)
{
	struct item item = { 0 };
	struct order order = { 0 };
	int64_t unit = 0, id;
	enum rc rc = RC_OK;

	if (arg(ctl, FLAG_ITEM) != NULL)
		rc = word_item(ctl, arg(ctl, FLAG_ITEM), &item, err);
	if (rc == RC_OK && arg(ctl, FLAG_OF) != NULL)
		rc = word_order(ctl, arg(ctl, FLAG_OF), &order, err);
	if (rc == RC_OK)
		rc = arg_unit(ctl, FLAG_UNIT, &unit, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = case_open(ctl->db, arg(ctl, FLAG_KIND), item.id, order.id, unit,
	    arg(ctl, FLAG_NOTE), &id, err);
	rc = act_end(ctl->db, rc, err);
	return rc == RC_OK ? show_case(ctl, id, err) : rc;
}

enum rc
cmd_settle(struct ctl *ctl, struct err *err)
{
	struct depot_case c;

	enum rc rc = word_case(ctl, ctl->word[0], &c, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = case_settle(ctl->db, c.id, arg(ctl, FLAG_OUTCOME),
	    arg(ctl, FLAG_NOTE), err);
	rc = act_end(ctl->db, rc, err);
	return rc == RC_OK ? show_case(ctl, c.id, err) : rc;
}
