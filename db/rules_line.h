/* rules_line.h - inside db/: a line of the rule file, for those who read it. */
#ifndef SAMDEPA_DB_RULES_LINE_H
#define SAMDEPA_DB_RULES_LINE_H

#include "db/rules.h"

struct parse {
	struct rules *r;
	const char *file, *start, *p, *end;	/* the line, and where in it */
	int    line;
	bool   open;		/* conditions may follow on the next line */
	bool   comma;		/* and must */
	struct rule *rule;	/* the last one begun, or NULL */
	struct err *err;
};

/* RC_INVALID with the place of at in the line, and further words of the
 * sentence; or with the bytes from at to end; or with how many fit. */
enum rc rules_fault(struct parse *, const char *at, enum why, const char *a,
    const char *b) MUST_CHECK;
enum rc rules_fault_word(struct parse *, const char *at, const char *end,
    enum why, const char *b) MUST_CHECK;
enum rc rules_fault_many(struct parse *, int most) MUST_CHECK;

void rules_skip(struct parse *);	/* blanks */
bool rules_at_end(const struct parse *);	/* or a comment */
bool rules_take(struct parse *, char);
/* The end of the word that begins here, p->p where there is none. */
const char *rules_word_end(const struct parse *);
bool rules_is_word(const char *at, const char *end, const char *word);
/* What stands between quotes, into out. */
enum rc rules_quoted(struct parse *, char *out, size_t cap) MUST_CHECK;

/* The rest of the line, as conditions of p->rule (rules_tests.c). */
enum rc rules_tests_read(struct parse *) MUST_CHECK;

#endif
