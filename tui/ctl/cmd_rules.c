/* cmd_rules.c - samdepactl rules: the rules that answer orders, what is wrong
 * with them, and the way to an answer; and appeal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/unit.h"
#include "tui/ctl/command.h"
#include "tui/ctl/row.h"
#include "tui/ctl/rules_way.h"
#include "tui/depot_rules.h"
#include "tui/lang.h"

static const char *
answer_word(const char *name)
{
	for (int a = RULE_GRANT; a <= RULE_REFUSE; a++)
		if (strcmp(rule_answer_name((enum rule_answer)a), name) == 0)
			return _(rule_answer_label((enum rule_answer)a));
	return name;
}

static const struct column columns[] = {
	{ "rule", N_("Regel"), NULL },
	{ "answer", N_("Svar"), answer_word },
	{ "orders", N_("Gånger"), NULL },
	{ "last", N_("Senast"), NULL },
	{ "say", N_("Mening"), NULL },
	{ 0 },
};

/* --- the list --- */

#define COUNTS_MAX	400

struct counts {
	struct {
		char    name[RULE_NAME_MAX];
		enum rule_answer answer;
		int64_t orders, last;
		bool    shown;
	} row[COUNTS_MAX];
	size_t n;
};

static void
count_one(const char *rule, enum rule_answer answer, int64_t orders,
    int64_t last, void *arg)
{
	struct counts *c = arg;

	if (c->n == COUNTS_MAX)
		return;
	snprintf(c->row[c->n].name, RULE_NAME_MAX, "%s", rule);
	c->row[c->n].answer = answer;
	c->row[c->n].orders = orders;
	c->row[c->n++].last = last;
}

static json_t *
row(const char *name, enum rule_answer answer, int64_t orders, int64_t last,
    const char *say)
{
	json_t *o = json_object();

	out_set(o, "rule", out_string(name));
	out_set(o, "answer", out_string(rule_answer_name(answer)));
	out_set(o, "orders", json_integer(orders));
	out_set(o, "last", out_day(last == 0 ? 0 : clock_day_of(last)));
	out_set(o, "say", out_string(say));
	return o;
}

/* As they stand in the file, then those that did answer and are gone. */
static enum rc
list(struct ctl *ctl, const struct rules *rules, struct err *err)
{
	static struct counts counts;
	struct out_list out;

	counts.n = 0;
	enum rc rc = rules_counts(ctl->db, count_one, &counts, err);
	if (rc != RC_OK)
		return rc;
	out_begin(&out, ctl, columns);
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->rule[i];
		int64_t orders = 0, last = 0;

		for (size_t k = 0; k < counts.n; k++)
			if (strcmp(counts.row[k].name, r->name) == 0 &&
			    counts.row[k].answer == r->answer) {
				orders = counts.row[k].orders;
				last = counts.row[k].last;
				counts.row[k].shown = true;
			}
		out_row(&out, row(r->name, r->answer, orders, last,
		    depot_rules_say(r->say, r->say_en)));
	}
	for (size_t k = 0; k < counts.n; k++)
		if (!counts.row[k].shown)
			out_row(&out, row(counts.row[k].name,
			    counts.row[k].answer, counts.row[k].orders,
			    counts.row[k].last, counts.row[k].name[0] == '\0' ?
			    _("ingen regel passade") :
			    _("finns inte längre i filen")));
	out_end(&out);
	return RC_OK;
}

/* --- what is wrong --- */

/* What the depot has no name for is no fault of the file, but seldom meant. */
static bool
is_known(struct ctl *ctl, enum rule_condition what, const char *word)
{
	struct category category;
	struct unit unit;

	if (what == RULE_CATEGORY)
		return category_find(ctl->db, word, &category, NULL) == RC_OK;
	return what != RULE_UNIT || unit_find(ctl->db, word, &unit, NULL) ==
	    RC_OK;
}

static void
tell_unknown(struct ctl *ctl, const struct rules *r)
{
	for (size_t i = 0; ctl->db != NULL && i < r->n; i++)
		for (size_t t = 0; t < r->rule[i].n_tests; t++) {
			const struct rule_test *test =
			    &r->test[r->rule[i].test + t];

			for (size_t w = 0; w < test->n_words; w++)
				if (!is_known(ctl, test->what,
				    r->word[test->word + w]))
					out_say(_("Regeln %1$s: det finns "
					    "inget i depån för %2$s "
					    "”%3$s”."), r->rule[i].name,
					    rule_condition_name(test->what),
					    r->word[test->word + w]);
		}
}

static enum rc
check(struct ctl *ctl, struct rules *rules, const char *path,
    struct err *err)
{
	char n[24];
	enum rc rc = rules_read(rules, path, err);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OUTSIDE : rc;
	if (ctl->cfg_rc == RC_OK && ctl_open(ctl, NULL) != RC_OK)
		ctl->db = NULL;
	snprintf(n, sizeof n, "%zu", rules->n);
	if (ctl->json) {
		json_t *o = json_object();

		out_set(o, "ok", json_true());
		out_set(o, "rules", json_integer((json_int_t)rules->n));
		out_made(ctl, o, "ok");
		return RC_OK;
	}
	out_say(_("%1$s: %2$s regler, inget fel."), path, n, NULL);
	tell_unknown(ctl, rules);
	return RC_OK;
}

static enum rc
explain(struct ctl *ctl, const struct rules *rules, struct err *err)
{
	struct order order;
	json_t *way;
	enum rc rc = word_order(ctl, arg(ctl, FLAG_EXPLAIN), &order, err);

	if (rc == RC_OK)
		rc = rules_way(ctl->db, rules, &order, &way, err);
	if (rc != RC_OK)
		return rc;
	if (ctl->json)
		out_made(ctl, way, "order");
	else
		rules_way_tell(way);
	return RC_OK;
}

enum rc
cmd_rules(struct ctl *ctl, struct err *err)
{
	struct rules *rules = calloc(1, sizeof *rules);
	enum rc rc;

	if (rules == NULL)
		abort();
	if (arg(ctl, FLAG_CHECK) != NULL)
		rc = check(ctl, rules, arg(ctl, FLAG_CHECK), err);
	else if ((rc = ctl->cfg_rc) != RC_OK)
		*err = ctl->cfg_err;
	else if ((rc = ctl_open(ctl, err)) == RC_OK &&
	    (rc = depot_rules_read(&ctl->cfg, rules, err)) == RC_OK)
		rc = arg(ctl, FLAG_EXPLAIN) != NULL ?
		    explain(ctl, rules, err) : list(ctl, rules, err);
	free(rules);
	return rc;
}

enum rc
cmd_appeal(struct ctl *ctl, struct err *err)
{
	struct order order;
	json_t *o;
	enum rc rc = word_order(ctl, ctl->word[0], &order, err);

	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	rc = act_end(ctl->db, order_appeal(ctl->db, order.id, err), err);
	if (rc == RC_OK)
		rc = row_order_whole(ctl->db, order.id, &o, err);
	if (rc == RC_OK)
		out_made(ctl, o, "order");
	return rc;
}
