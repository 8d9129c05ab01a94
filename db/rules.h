/* rules.h - the rule file: which orders are answered without a person, read
 * from text.  assets/rules.conf says how it is written.  Plain structs: no
 * heap, nothing to release.  What the rules say of an order: rules_answer.h. */
#ifndef SAMDEPA_DB_RULES_H
#define SAMDEPA_DB_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/err.h"

#define RULES_BYTES_MAX	65536	/* of the file */
#define RULES_MAX	100
#define RULES_TESTS_MAX	600	/* over all rules */
#define RULES_WORDS_MAX	1000
#define RULE_NAME_MAX	33	/* all with the NUL */
#define RULE_REASON_MAX	24
#define RULE_SAY_MAX	161
#define RULE_WORD_MAX	64

/* The strictest last: it is the one that an order of several lines gets. */
enum rule_answer { RULE_GRANT, RULE_ASK, RULE_REFUSE };

enum rule_condition {
#define RULE_NUMBER(id, name, unit)	RULE_##id,
#define RULE_WORDS(id, name, words)	RULE_##id,
#include "db/rule_conditions.def"
#undef RULE_NUMBER
#undef RULE_WORDS
	RULE_CONDITIONS
};

enum rule_op { RULE_IS, RULE_NOT, RULE_LESS, RULE_AT_MOST, RULE_EQUAL,
	RULE_AT_LEAST, RULE_MORE, RULE_MISSING };

struct rule_test {		/* "value <= 2000 kr", "kind loan|rental" */
	enum rule_condition what;
	enum rule_op op;	/* IS and NOT with words; MISSING: "unknown" */
	int64_t number;
	size_t  word, n_words;	/* in rules.word */
};

struct rule {
	enum rule_answer answer;
	char   name[RULE_NAME_MAX], reason[RULE_REASON_MAX];
	char   say[RULE_SAY_MAX], say_en[RULE_SAY_MAX];	/* say_en may be "" */
	int    line;		/* in the file */
	size_t test, n_tests;	/* in rules.test */
};

struct rules {
	size_t n, n_tests, n_words;
	struct rule rule[RULES_MAX];
	struct rule_test test[RULES_TESTS_MAX];
	char   word[RULES_WORDS_MAX][RULE_WORD_MAX];
};

/* Reads n bytes of any content; file is named in errors.  RC_INVALID: the
 * sentence begins with FILE:LINE:COLUMN and says what to do; *rules is then of
 * no use. */
enum rc rules_parse(struct rules *, const char *file, const char *text,
    size_t n, struct err *) MUST_CHECK;
/* The file at path.  RC_NOT_FOUND, RC_OUTSIDE: it cannot be read. */
enum rc rules_read(struct rules *, const char *path, struct err *) MUST_CHECK;

const char *rule_answer_name(enum rule_answer);		/* "grant" */
const char *rule_answer_label(enum rule_answer);	/* Swedish, a msgid */
const char *rule_condition_name(enum rule_condition);
bool        rule_condition_is_number(enum rule_condition);
/* A condition as it stands in the file; cut where out is too small. */
void rule_test_text(const struct rules *, const struct rule_test *, char *out,
    size_t cap);

#endif
