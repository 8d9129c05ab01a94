/* cmd_order.c - samdepactl order, lend, takeover, grant, refuse, cancel: the
 * transfer form and its answer. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "tui/ctl/command.h"
#include "tui/ctl/row.h"
#include "tui/depot_rules.h"
#include "tui/lang.h"
#include "tui/say.h"

struct form {
	struct order_form form;
	struct order_line line[ORDER_LINES_MAX];
};

static enum rc
add_line(struct ctl *ctl, struct form *f, int64_t item, const char *category,
    int32_t count)
{
	if (f->form.n == ORDER_LINES_MAX)
		return ctl_say(ctl, RC_INVALID,
		    _("Så många rader går inte i en beställning. Dela upp "
		    "den."), NULL, NULL, NULL);
	struct order_line *line = &f->line[f->form.n++];
	*line = (struct order_line){ .item = item, .count = count };
	snprintf(line->category, sizeof line->category, "%s", category);
	return RC_OK;
}

static enum rc
read_lines(struct ctl *ctl, struct form *f, struct err *err)
{
	const char *category = arg(ctl, FLAG_CATEGORY);
	struct category cat;
	struct item it;
	int32_t each = 1, count;

	enum rc rc = arg_int(ctl, FLAG_COUNT, 1, INT32_MAX, &each);
	for (int i = 0; rc == RC_OK && i < ctl->n_words; i++) {
		rc = word_pieces(ctl, ctl->word[i], &it, &count, err);
		if (rc == RC_OK)
			rc = add_line(ctl, f, it.id, it.category,
			    count != 0 ? count : each);
	}
	if (rc == RC_OK && category != NULL) {
		rc = category_find(ctl->db, category, &cat, err);
		if (rc == RC_OK)
			rc = add_line(ctl, f, 0, cat.code, each);
	}
	if (rc == RC_OK && f->form.n == 0)
		return ctl_say(ctl, RC_INVALID,
		    _("Säg vad som beställs: föremål, eller --category."),
		    NULL, NULL, NULL);
	return rc;
}

static const char *
text_or(const char *text, const char *other)
{
	return text != NULL ? text : other;
}

static enum rc
read_form(struct ctl *ctl, struct form *f, enum order_kind kind,
    struct err *err)
{
	struct order_form *o = &f->form;

	memset(f, 0, sizeof *f);
	*o = (struct order_form){ .kind = kind, .start = clock_today(),
	    .delivery = text_or(arg(ctl, FLAG_DELIVER), ""),
	    .depot = arg(ctl, FLAG_DEPOT), .pickup = arg(ctl, FLAG_PICKUP),
	    .reason = "",
	    .note = text_or(arg(ctl, FLAG_NOTE), ""),
	    .contact = text_or(arg(ctl, FLAG_CONTACT), ""),
	    .phone = text_or(arg(ctl, FLAG_PHONE), ""), .lines = f->line };
	enum rc rc = RC_OK;
	if (kind != ORDER_TAKEOVER)
		rc = arg_kind(ctl, &o->kind);
	if (rc == RC_OK)
		rc = arg_why(ctl, &o->reason);
	if (rc == RC_OK)
		rc = arg_day(ctl, FLAG_FROM, &o->start);
	if (rc == RC_OK && order_kind_returns(o->kind))
		o->until = o->start + ctl->cfg.loan_days;
	if (rc == RC_OK)
		rc = arg_day(ctl, FLAG_UNTIL, &o->until);
	if (rc == RC_OK)
		rc = arg_unit(ctl, FLAG_UNIT, &o->unit, err);
	if (rc == RC_OK)
		rc = read_lines(ctl, f, err);
	return rc;
}

static enum rc
show_order(struct ctl *ctl, int64_t id, struct err *err)
{
	json_t *o;

	enum rc rc = row_order_whole(ctl->db, id, &o, err);
	if (rc == RC_OK)
		out_made(ctl, o, json_is_string(json_object_get(o, "ticket")) ?
		    "ticket" : "number");
	return rc;
}

/* What nobody here has answered goes before the rules.  The order is made,
 * whatever is wrong with them: it waits for a person then. */
static void
ask_rules(struct ctl *ctl, int64_t id)
{
	static struct rules rules;
	struct rules_verdict v;
	struct err why = { .why = WHY_NONE };
	char text[512];

	enum rc rc = depot_rules_read(&ctl->cfg, &rules, &why);
	if (rc == RC_OK && (rules.n == 0 || !order_is_ours(ctl->db, id)))
		return;
	if (rc == RC_OK)
		rc = rules_answer(ctl->db, &rules, id, &v, &why);
	if (rc != RC_OK)
		ctl_note(_("Beställningen väntar på en person. %1$s"),
		    say_err(rc, &why, text, sizeof text), NULL, NULL);
	else if (v.rule != NULL)
		ctl_note("%1$s", depot_rules_say(v.rule->say, v.rule->say_en),
		    NULL, NULL);
}

enum rc
cmd_order(struct ctl *ctl, struct err *err)
{
	bool answer = ctl->actor.role >= ROLE_STAFF && !arg_on(ctl, FLAG_WAIT);
	struct form f;
	int64_t id, ticket;

	enum rc rc = read_form(ctl, &f, ORDER_LOAN, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = order_make(ctl->db, &f.form, &id, err);
	answer = answer && rc == RC_OK && order_is_ours(ctl->db, id);
	if (rc == RC_OK && answer)
		rc = order_grant(ctl->db, id, NULL, err);
	if (rc == RC_OK && answer)
		rc = ticket_issue(ctl->db, id, 0, &ticket, err);
	rc = act_end(ctl->db, rc, err);
	if (rc == RC_OK && !answer)
		ask_rules(ctl, id);
	return rc == RC_OK ? show_order(ctl, id, err) : rc;
}

static enum rc
hand_out(struct ctl *ctl, enum order_kind kind, struct err *err)
{
	struct form f;
	int64_t id;

	enum rc rc = read_form(ctl, &f, kind, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = order_hand_out(ctl->db, &f.form, &id, err);
	rc = act_end(ctl->db, rc, err);
	return rc == RC_OK ? show_order(ctl, id, err) : rc;
}

enum rc
cmd_lend(struct ctl *ctl, struct err *err)
{
	return hand_out(ctl, ORDER_LOAN, err);
}

enum rc
cmd_takeover(struct ctl *ctl, struct err *err)
{
	return hand_out(ctl, ORDER_TAKEOVER, err);
}

/* The order named, an answer to it, and how it stands then. */
static enum rc
answer_order(struct ctl *ctl, enum rc (*answer)(struct db *, int64_t,
    const char *, struct err *), struct err *err)
{
	const char *why = "";
	struct order order;

	enum rc rc = arg_why(ctl, &why);
	if (rc == RC_OK)
		rc = word_order(ctl, ctl->word[0], &order, err);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = answer(ctl->db, order.id, why, err);
	rc = act_end(ctl->db, rc, err);
	if (rc != RC_OK)
		return rc;
	json_t *o;
	rc = row_order_whole(ctl->db, order.id, &o, err);
	if (rc == RC_OK)
		out_made(ctl, o, "number");
	return rc;
}

static enum rc
grant(struct db *db, int64_t id, const char *why, struct err *err)
{
	(void)why;
	return order_grant(db, id, NULL, err);
}

enum rc
cmd_grant(struct ctl *ctl, struct err *err)
{
	return answer_order(ctl, grant, err);
}

enum rc
cmd_refuse(struct ctl *ctl, struct err *err)
{
	return answer_order(ctl, order_refuse, err);
}

enum rc
cmd_cancel(struct ctl *ctl, struct err *err)
{
	return answer_order(ctl, order_cancel, err);
}
