#include "db/rules_answer.h"

#include <stdio.h>

#include "db/clock.h"
#include "db/query.h"
#include "db/rules_facts.h"
#include "db/sqlfn.h"
#include "db/ticket.h"

/* --- does it fit? --- */

/* One of the words is one of the facts, whatever their case. */
static bool
any_word(const struct rules *r, const struct rule_test *t, const char *facts)
{
	char word[RULE_WORD_MAX], fact[RULE_FACT_MAX];

	while (*facts != '\0') {
		size_t n = strcspn(facts, "\n");

		lower_sv(fact, sizeof fact, facts, n);
		for (size_t i = 0; i < t->n_words; i++) {
			const char *w = r->word[t->word + i];

			lower_sv(word, sizeof word, w, strlen(w));
			if (strcmp(word, fact) == 0)
				return true;
		}
		facts += n + (facts[n] == '\n');
	}
	return false;
}

bool
rule_test_holds(const struct rules *r, const struct rule_test *t,
    const struct rule_facts *f)
{
	int64_t n = f->number[t->what];
	const char *words = f->word[t->what];

	if (t->op == RULE_MISSING)
		return n == RULE_UNKNOWN;
	if (!rule_condition_is_number(t->what))
		return *words != '\0' &&
		    any_word(r, t, words) == (t->op == RULE_IS);
	if (n == RULE_UNKNOWN)
		return false;
	switch (t->op) {
	case RULE_LESS:
		return n < t->number;
	case RULE_AT_MOST:
		return n <= t->number;
	case RULE_AT_LEAST:
		return n >= t->number;
	case RULE_MORE:
		return n > t->number;
	default:
		return n == t->number;
	}
}

struct judge {
	const struct rules *rules;
	struct rules_verdict *out;
	size_t things;
	void (*each)(const struct rule_facts *, const struct rule *, bool,
	    void *);
	void *arg;
};

static bool
fits(const struct rules *r, const struct rule *rule,
    const struct rule_facts *f)
{
	for (size_t i = 0; i < rule->n_tests; i++)
		if (!rule_test_holds(r, &r->test[rule->test + i], f))
			return false;
	return rule->answer != RULE_GRANT ||
	    strcmp(f->word[RULE_FREE], "yes") == 0;
}

/* The first rule that fits answers the thing, the strictest answer of all of
 * them the order. */
static void
judge_thing(const struct rule_facts *f, void *arg)
{
	struct judge *j = arg;
	const struct rule *rule = NULL;

	for (size_t i = 0; i < j->rules->n && rule == NULL; i++) {
		const struct rule *one = &j->rules->rule[i];
		bool yes = fits(j->rules, one, f);

		if (yes)
			rule = one;
		if (j->each != NULL)
			j->each(f, one, yes, j->arg);
	}
	enum rule_answer answer = rule == NULL ? RULE_ASK : rule->answer;
	if (j->things++ == 0 || answer > j->out->answer) {
		j->out->answer = answer;
		j->out->rule = rule;
	}
}

enum rc
rules_judge(struct db *db, const struct rules *rules, int64_t order,
    struct rules_verdict *out, void (*each)(const struct rule_facts *,
    const struct rule *, bool, void *), void *arg, struct err *err)
{
	struct judge j = { .rules = rules, .out = out, .each = each,
	    .arg = arg };
	struct order o;
	enum rc rc = order_get(db, order, &o, err);

	*out = (struct rules_verdict){ .answer = RULE_ASK };
	if (rc == RC_OK)
		rc = rules_facts(db, &o, judge_thing, &j, err);
	return rc;
}

/* --- the answer --- */

static enum rc
to_be_looked_at(struct db *db, int64_t order, struct err *err)
{
	struct order o;
	char number[24];
	enum rc rc = order_get(db, order, &o, err);

	if (rc != RC_OK)
		return rc;
	snprintf(number, sizeof number, "%lld", (long long)o.number);
	if (o.state != ORDER_ASKED)
		return err_why(err, RC_REFUSED, WHY_ORDER_ANSWERED, number,
		    order_state_label(o.state), NULL);
	if (strcmp(o.answers, db->depot) != 0)
		return err_why(err, RC_REFUSED, WHY_ORDER_ELSEWHERE, number,
		    o.answers, NULL);
	sqlite3_stmt *q = query(db, Q_RULES_SEEN);
	query_int(q, ":orders", order);
	query_int(q, ":rules", ACTOR_RULES);
	rc = query_step(q, err);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		return o.rule[0] == '\0' ? RC_OK : err_why(err, RC_REFUSED,
		    WHY_RULES_DONE, number, NULL, NULL);
	return rc == RC_OK ? err_why(err, RC_REFUSED, WHY_RULES_DONE, number,
	    NULL, NULL) : rc;
}

static enum rc
look_set(struct db *db, int64_t order, const struct rules_verdict *v,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_RULE_LOOK_SET);

	query_int(q, ":orders", order);
	query_int(q, ":time", db->act_time);
	query_int(q, ":answer", v->answer);
	query_text(q, ":rule", v->rule == NULL ? "" : v->rule->name);
	query_text(q, ":say", v->rule == NULL ? "" : v->rule->say);
	query_text(q, ":say_en", v->rule == NULL ? "" : v->rule->say_en);
	return query_run(q, err);
}

/* One act; yes: what the rules say, else it is left to a person. */
static enum rc
answer_as(struct db *db, const struct rules *rules, int64_t order, bool yes,
    struct rules_verdict *v, struct err *err)
{
	static const struct actor who = { .id = ACTOR_RULES,
	    .role = ROLE_STAFF };
	enum rc rc = act_begin(db, &who, err);

	if (rc != RC_OK)
		return rc;
	rc = to_be_looked_at(db, order, err);
	if (rc == RC_OK && yes)
		rc = rules_judge(db, rules, order, v, NULL, NULL, err);
	if (rc == RC_OK)
		rc = look_set(db, order, v, err);
	if (rc == RC_OK && v->answer == RULE_GRANT) {
		rc = order_grant(db, order, v->rule, err);
		if (rc == RC_OK)
			rc = ticket_issue(db, order, 0, &v->ticket, err);
	} else if (rc == RC_OK && v->answer == RULE_REFUSE)
		rc = order_refuse_by(db, order, v->rule, err);
	return act_end(db, rc, err);
}

enum rc
rules_answer(struct db *db, const struct rules *rules, int64_t order,
    struct rules_verdict *v, struct err *err)
{
	struct err why = { .why = WHY_NONE };

	*v = (struct rules_verdict){ .answer = RULE_ASK };
	enum rc rc = answer_as(db, rules, order, true, v, &why);
	/* What cannot be carried out (its days are past, too much for one
	 * ticket) is a person's. */
	if ((rc == RC_REFUSED || rc == RC_INVALID) && v->answer ==
	    RULE_GRANT) {
		*v = (struct rules_verdict){ .answer = RULE_ASK, .why = why };
		rc = answer_as(db, rules, order, false, v, &why);
	}
	if (rc != RC_OK && err != NULL)
		*err = why;
	return rc;
}

enum rc
rules_answer_all(struct db *db, const struct rules *rules,
    struct rules_count *count, struct err *err)
{
	int64_t order = 0;
	enum rc rc = RC_OK;
	sqlite3_stmt *q;

	*count = (struct rules_count){ 0 };
	while (rc == RC_OK && rules->n > 0) {
		struct rules_verdict v;

		q = query(db, Q_RULES_UNSEEN);
		query_text(q, ":depot", db->depot);
		query_int(q, ":rules", ACTOR_RULES);
		query_int(q, ":after", order);
		rc = query_step(q, err);
		if (rc == RC_OK)
			order = query_col(q, 0);
		query_done(q);
		if (rc != RC_OK)
			break;
		rc = rules_answer(db, rules, order, &v, err);
		count->granted += rc == RC_OK && v.answer == RULE_GRANT;
		count->refused += rc == RC_OK && v.answer == RULE_REFUSE;
		/* Somebody was faster, or one order is not as it should be. */
		if (rc == RC_REFUSED || rc == RC_INVALID ||
		    rc == RC_NOT_FOUND)
			rc = RC_OK;
	}
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	q = query(db, Q_RULES_WAITING);
	query_text(q, ":depot", db->depot);
	rc = query_step(q, err);
	if (rc == RC_OK)
		count->waiting = query_col(q, 0);
	query_done(q);
	return rc;
}

/* --- what they answered --- */

enum rc
rules_looked(struct db *db, int64_t order, struct rules_look *out,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_RULE_LOOK_GET);

	query_int(q, ":orders", order);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK) {
		out->time = query_col(q, 0);
		out->answer = (enum rule_answer)(query_col(q, 1) % 3);
		query_col_text(q, 2, out->rule, sizeof out->rule);
	}
	query_done(q);
	return rc;
}

enum rc
rules_counts(struct db *db, void (*each)(const char *, enum rule_answer,
    int64_t, int64_t, void *), void *arg, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_RULE_LOOK_COUNT);
	char name[RULE_NAME_MAX];
	enum rc rc;

	while ((rc = query_step(q, err)) == RC_OK) {
		query_col_text(q, 0, name, sizeof name);
		each(name, (enum rule_answer)(query_col(q, 1) % 3),
		    query_col(q, 2), query_col(q, 3), arg);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
