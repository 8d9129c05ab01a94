/* rules_answer.h - what the rules say of an order, and the answer that follows
 * from it.  The store is seen as the depot that answers sees it; a grant goes
 * through the same checks as a person's. */
#ifndef SAMDEPA_DB_RULES_ANSWER_H
#define SAMDEPA_DB_RULES_ANSWER_H

#include "db/order.h"
#include "db/rules.h"

#define ACTOR_RULES	1	/* who acts, where a rule did */
#define RULE_UNKNOWN	INT64_MIN
#define RULE_FACT_MAX	160

/* A thing of an order, as conditions see it: a line, or of a line for a
 * category each thing that would be handed out for it. */
struct rule_facts {
	int32_t line, count;
	int64_t item;			/* 0: none of the category is free */
	char    code[40], name[128];
	int64_t number[RULE_CONDITIONS];	/* or RULE_UNKNOWN */
	char    word[RULE_CONDITIONS][RULE_FACT_MAX];	/* all that it is,
					   a newline between; "" unknown */
	struct err why;			/* why it is not free */
};

struct rules_verdict {
	enum rule_answer answer;
	const struct rule *rule;	/* NULL: none fits, a person's */
	struct err why;			/* a grant that was not to be had */
	int64_t ticket;			/* of a grant that was carried out */
};

bool rule_test_holds(const struct rules *, const struct rule_test *,
    const struct rule_facts *);

/* What the rules say, and nothing is done.  each (may be NULL) is told of each
 * thing and each rule that was tried on it; a grant fits only what is free. */
enum rc rules_judge(struct db *, const struct rules *, int64_t order,
    struct rules_verdict *, void (*each)(const struct rule_facts *,
    const struct rule *, bool fits, void *), void *, struct err *) MUST_CHECK;

/* Carries it out, as one act of the rules: a grant makes its ticket too.  What
 * they leave to a person they do not look at again.  RC_REFUSED: the order is
 * answered, another depot's, or a person's already. */
enum rc rules_answer(struct db *, const struct rules *, int64_t order,
    struct rules_verdict *, struct err *) MUST_CHECK;

/* All orders that wait for this depot and that no rule has looked at, each in
 * an act of its own.  waiting: those that then still wait, for people. */
struct rules_count {
	int64_t granted, refused, waiting;
};
enum rc rules_answer_all(struct db *, const struct rules *,
    struct rules_count *, struct err *) MUST_CHECK;

/* What the rules answered this order here, and when.  RC_NOT_FOUND: they have
 * not looked at it. */
struct rules_look {
	enum rule_answer answer;
	char    rule[RULE_NAME_MAX];	/* "" none fitted */
	int64_t time;
};
enum rc rules_looked(struct db *, int64_t order, struct rules_look *,
    struct err *) MUST_CHECK;
/* How many orders each rule has answered here, "" for those that none did. */
enum rc rules_counts(struct db *, void (*each)(const char *rule,
    enum rule_answer, int64_t orders, int64_t last_time, void *), void *,
    struct err *) MUST_CHECK;

#endif
