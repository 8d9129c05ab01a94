/* rules_tests.c - the conditions of a rule. */
#include <string.h>

#include "db/rules_line.h"
#include "db/rules_word.h"

#define NUMBER_DIGITS	9

static enum rc
add_word(struct parse *p, struct rule_test *t)
{
	const char *at = p->p, *end = rules_word_end(p);
	enum rc rc = RC_OK;

	if (p->r->n_words == RULES_WORDS_MAX)
		return rules_fault_many(p, RULES_WORDS_MAX);
	char *word = p->r->word[p->r->n_words];
	if (p->p < p->end && *p->p == '"')
		rc = rules_quoted(p, word, RULE_WORD_MAX);
	else if (end == at || end - at >= RULE_WORD_MAX)
		return rules_fault_word(p, at, end, WHY_RULE_VALUE,
		    rule_condition_name(t->what));
	else {
		memcpy(word, at, (size_t)(end - at));
		word[end - at] = '\0';
		p->p = end;
	}
	if (rc == RC_OK && !rule_word_fits(t->what, word))
		return rules_fault_word(p, at, p->p, WHY_RULE_VALUE,
		    rule_condition_name(t->what));
	p->r->n_words++;
	t->n_words++;
	return rc;
}

static enum rc
words(struct parse *p, struct rule_test *t)
{
	const char *end = rules_word_end(p);
	enum rc rc;

	t->op = RULE_IS;
	if (rules_is_word(p->p, end, "not")) {
		t->op = RULE_NOT;
		p->p = end;
		rules_skip(p);
	}
	t->word = p->r->n_words;
	do {
		rules_skip(p);
		rc = add_word(p, t);
		rules_skip(p);
	} while (rc == RC_OK && rules_take(p, '|'));
	return rc;
}

static bool
read_op(struct parse *p, enum rule_op *op)
{
	bool less = rules_take(p, '<'), more = !less && rules_take(p, '>');
	bool equal = rules_take(p, '=');

	if (!less && !more && !equal)
		return false;
	*op = less ? equal ? RULE_AT_MOST : RULE_LESS :
	    more ? equal ? RULE_AT_LEAST : RULE_MORE : RULE_EQUAL;
	return true;
}

static enum rc
number(struct parse *p, struct rule_test *t)
{
	const char *at = p->p, *unit = rule_condition_unit(t->what);
	int64_t n = 0;
	int digits = 0;

	if (rules_is_word(at, rules_word_end(p), "unknown")) {
		t->op = RULE_MISSING;
		p->p = rules_word_end(p);
		return RC_OK;
	}
	if (!read_op(p, &t->op))
		return rules_fault(p, at, WHY_RULE_NUMBER,
		    rule_condition_name(t->what), NULL);
	rules_skip(p);
	bool minus = rules_take(p, '-');
	for (; p->p < p->end && *p->p >= '0' && *p->p <= '9' &&
	    digits <= NUMBER_DIGITS; p->p++, digits++)
		n = n * 10 + (*p->p - '0');
	if (digits == 0 || digits > NUMBER_DIGITS)
		return rules_fault(p, at, WHY_RULE_NUMBER,
		    rule_condition_name(t->what), NULL);
	t->number = minus ? -n : n;
	rules_skip(p);
	const char *end = rules_word_end(p);
	if (end == p->p)
		return RC_OK;
	if (*unit == '\0' || !rules_is_word(p->p, end, unit))
		return rules_fault_word(p, p->p, end, WHY_RULE_COMMA, NULL);
	p->p = end;
	return RC_OK;
}

static enum rc
condition(struct parse *p)
{
	const char *end = rules_word_end(p);
	struct rule_test *t;
	int what = rule_condition_from(p->p, (size_t)(end - p->p));

	if (what < 0)
		return rules_fault_word(p, p->p, end > p->p ? end : p->p +
		    (p->p < p->end), WHY_RULE_CONDITION, NULL);
	if (p->r->n_tests == RULES_TESTS_MAX)
		return rules_fault_many(p, RULES_TESTS_MAX);
	t = &p->r->test[p->r->n_tests];
	*t = (struct rule_test){ .what = (enum rule_condition)what };
	p->p = end;
	rules_skip(p);
	enum rc rc = rule_condition_is_number(t->what) ? number(p, t) :
	    words(p, t);
	if (rc == RC_OK) {
		p->r->n_tests++;
		p->rule->n_tests++;
	}
	return rc;
}

enum rc
rules_tests_read(struct parse *p)
{
	enum rc rc = RC_OK;

	rules_skip(p);
	while (rc == RC_OK && !rules_at_end(p)) {
		p->comma = p->open = false;
		rc = condition(p);
		rules_skip(p);
		if (rc == RC_OK && rules_take(p, ','))
			p->comma = p->open = true;
		else if (rc == RC_OK && !rules_at_end(p))
			rc = rules_fault_word(p, p->p, p->end, WHY_RULE_COMMA,
			    NULL);
		rules_skip(p);
	}
	return rc;
}
