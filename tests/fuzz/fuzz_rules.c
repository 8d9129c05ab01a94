/* Any bytes as a rule file: what is read is whole, what is not says where, and
 * what was read can be written and read again. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/rules.h"
#include "db/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(int ok)
{
	if (!ok)
		abort();
}

static void
write_again(const struct rules *r, char *out, size_t cap)
{
	static char test[RULES_WORDS_MAX * (RULE_WORD_MAX + 3)];
	size_t n = 0;

	for (size_t i = 0; i < r->n && n < cap; i++) {
		const struct rule *rule = &r->rule[i];

		n += (size_t)snprintf(out + n, cap - n, "%s %s %s:",
		    rule_answer_name(rule->answer), rule->reason, rule->name);
		for (size_t t = 0; t < rule->n_tests && n < cap; t++) {
			rule_test_text(r, &r->test[rule->test + t], test,
			    sizeof test);
			n += (size_t)snprintf(out + n, cap - n, "%s %s",
			    t > 0 ? "," : "", test);
		}
		if (n < cap)
			n += (size_t)snprintf(out + n, cap - n, "\n\t\"%s\"\n",
			    rule->say);
		if (n < cap && rule->say_en[0] != '\0')
			n += (size_t)snprintf(out + n, cap - n, "\t\"%s\"\n",
			    rule->say_en);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct rules r, again;
	static char text[4 * RULES_BYTES_MAX];
	struct err err = { .why = WHY_NONE };
	enum rc rc = rules_parse(&r, "f", (const char *)data, n, &err);

	if (rc != RC_OK) {
		check(rc == RC_INVALID && err.why != WHY_NONE);
		check(strncmp(err.arg[0], "f:", 2) == 0);
		for (int i = 0; i < 3; i++)
			check(text_valid(err.arg[i], strlen(err.arg[i])));
		return 0;
	}
	check(r.n <= RULES_MAX && r.n_tests <= RULES_TESTS_MAX &&
	    r.n_words <= RULES_WORDS_MAX);
	text[0] = '\0';
	write_again(&r, text, sizeof text);
	if (strlen(text) >= RULES_BYTES_MAX)
		return 0;
	check(rules_parse(&again, "f", text, strlen(text), &err) == RC_OK);
	check(again.n == r.n && again.n_tests == r.n_tests);
	for (size_t i = 0; i < r.n; i++)
		again.rule[i].line = r.rule[i].line;
	check(memcmp(r.rule, again.rule, sizeof r.rule) == 0);
	check(memcmp(r.test, again.test, sizeof r.test) == 0);
	check(memcmp(r.word, again.word, sizeof r.word) == 0);
	return 0;
}
