/* rules_word.c - the words of the rule file, both ways. */
#include "db/rules_word.h"

#include <stdio.h>
#include <string.h>

static const char kind_words[] = "|"
#define ORDER_KIND(id, name, sv, returns) name "|"
#include "db/order_kinds.def"
#undef ORDER_KIND
    ;
static const char unit_words[] = "|"
#define UNIT_KIND(name, sv) name "|"
#include "db/unit_kinds.def"
#undef UNIT_KIND
    ;
static const char restriction_words[] = "|none|any|"
#define RESTRICTION(name, sv, kinds) name "|"
#include "db/restrictions.def"
#undef RESTRICTION
    ;
/* Those of this depot; of another it is known only that it was somebody. */
static const char role_words[] = "|colleague|"
#define ROLE(id, name, sv) name "|"
#include "db/roles.def"
#undef ROLE
    ;
static const char reason_words[] = "|taken|unsuitable|own_need|other|";

static const struct {
	const char *name;
	bool number;
	const char *words, *unit;
} conditions[] = {
#define RULE_NUMBER(id, name, unit)	{ name, true, "", unit },
#define RULE_WORDS(id, name, words)	{ name, false, words, "" },
#include "db/rule_conditions.def"
#undef RULE_NUMBER
#undef RULE_WORDS
};

static const struct { const char *name, *label; } answers[] = {
	[RULE_GRANT] = { "grant", "godkänd" },
	[RULE_ASK] = { "ask", "till en person" },
	[RULE_REFUSE] = { "refuse", "nekad" },
};

const char *
rule_answer_name(enum rule_answer a)
{
	return answers[a].name;
}

const char *
rule_answer_label(enum rule_answer a)
{
	return answers[a].label;
}

const char *
rule_condition_name(enum rule_condition c)
{
	return conditions[c].name;
}

bool
rule_condition_is_number(enum rule_condition c)
{
	return conditions[c].number;
}

const char *
rule_condition_unit(enum rule_condition c)
{
	return conditions[c].unit;
}

int
rule_condition_from(const char *name, size_t n)
{
	for (int i = 0; i < RULE_CONDITIONS; i++)
		if (strlen(conditions[i].name) == n &&
		    memcmp(conditions[i].name, name, n) == 0)
			return i;
	return -1;
}

static bool
one_of(const char *words, const char *word, size_t n)
{
	for (const char *w = words + 1; *w != '\0'; w += strcspn(w, "|") + 1)
		if (strcspn(w, "|") == n && memcmp(w, word, n) == 0)
			return true;
	return false;
}

bool
rule_word_fits(enum rule_condition c, const char *word)
{
	return *conditions[c].words == '\0' ||
	    one_of(conditions[c].words, word, strlen(word));
}

bool
rule_reason_fits(const char *reason, size_t n)
{
	return one_of(reason_words, reason, n);
}

/* One more piece of the text, as far as it fits. */
static void
add(char *out, size_t cap, const char *text)
{
	size_t n = strlen(out);

	snprintf(out + n, cap - n, "%s", text);
}

void
rule_test_text(const struct rules *r, const struct rule_test *t, char *out,
    size_t cap)
{
	static const char *const ops[] = { [RULE_IS] = " ",
	    [RULE_NOT] = " not ", [RULE_LESS] = " < ", [RULE_AT_MOST] = " <= ",
	    [RULE_EQUAL] = " = ", [RULE_AT_LEAST] = " >= ",
	    [RULE_MORE] = " > ", [RULE_MISSING] = " unknown" };
	char number[32];

	out[0] = '\0';
	add(out, cap, conditions[t->what].name);
	add(out, cap, ops[t->op]);
	if (t->op == RULE_MISSING)
		return;
	if (conditions[t->what].number) {
		snprintf(number, sizeof number, "%lld%s%s",
		    (long long)t->number, *conditions[t->what].unit != '\0' ?
		    " " : "", conditions[t->what].unit);
		add(out, cap, number);
		return;
	}
	for (size_t i = 0; i < t->n_words; i++) {
		const char *w = r->word[t->word + i];
		bool quote = strpbrk(w, " \t,:|#<>=") != NULL ||
		    strcmp(w, "not") == 0;

		add(out, cap, i > 0 ? "|" : "");
		add(out, cap, quote ? "\"" : "");
		add(out, cap, w);
		add(out, cap, quote ? "\"" : "");
	}
}
