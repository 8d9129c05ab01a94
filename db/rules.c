#include "db/rules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/rules_word.h"
#include "db/sqlfn.h"
#include "db/text.h"

#define PLACE_MAX	96	/* "…/rules.conf:12:5", an argument of err */
#define NUMBER_DIGITS	9

struct parse {
	struct rules *r;
	const char *file, *start, *p, *end;	/* the line, and where in it */
	int    line;
	bool   open;		/* conditions may follow on the next line */
	bool   comma;		/* and must */
	struct rule *rule;	/* the last one begun, or NULL */
	struct err *err;
};

/* --- what is wrong, and where --- */

/* The end of a long path says more than its beginning. */
static void
place(const struct parse *p, const char *at, char out[PLACE_MAX])
{
	const char *file = p->file;
	int column = 1;
	size_t n = strlen(file);

	for (const char *s = p->start; s < at; s++)
		column += ((unsigned char)*s & 0xC0) != 0x80;
	if (n > 64) {
		file += n - 60;
		while (((unsigned char)*file & 0xC0) == 0x80)
			file++;
	}
	snprintf(out, PLACE_MAX, "%s%s:%d:%d", n > 64 ? "…" : "", file,
	    p->line, column);
}

static enum rc
fault(struct parse *p, const char *at, enum why why, const char *a,
    const char *b)
{
	char where[PLACE_MAX];

	place(p, at, where);
	return err_why(p->err, RC_INVALID, why, where, a, b);
}

/* The same about the bytes from at to end, cut to what fits. */
static enum rc
fault_word(struct parse *p, const char *at, const char *end, enum why why,
    const char *b)
{
	char word[48];
	size_t n = (size_t)(end - at);

	if (n >= sizeof word)
		for (n = sizeof word - 1; n > 0 &&
		    ((unsigned char)at[n] & 0xC0) == 0x80;)
			n--;
	memcpy(word, at, n);
	word[n] = '\0';
	return fault(p, at, why, word, b);
}

static enum rc
fault_many(struct parse *p, int most)
{
	char number[16];

	snprintf(number, sizeof number, "%d", most);
	return fault(p, p->p, WHY_RULE_MANY, number, NULL);
}

/* --- pieces of a line --- */

static void
skip(struct parse *p)
{
	while (p->p < p->end && (*p->p == ' ' || *p->p == '\t'))
		p->p++;
}

static bool
at_end(const struct parse *p)
{
	return p->p == p->end || *p->p == '#';
}

static bool
take(struct parse *p, char c)
{
	if (p->p == p->end || *p->p != c)
		return false;
	p->p++;
	return true;
}

/* The end of the word that begins here: of letters, or between quotes. */
static const char *
word_end(const struct parse *p)
{
	const char *s = p->p;

	while (s < p->end && strchr(" \t,:|\"#<>=", *s) == NULL)
		s++;
	return s;
}

static bool
is_word(const char *at, const char *end, const char *word)
{
	return (size_t)(end - at) == strlen(word) &&
	    memcmp(at, word, (size_t)(end - at)) == 0;
}

/* What stands between quotes, into out. */
static enum rc
quoted(struct parse *p, char *out, size_t cap)
{
	const char *from = p->p + 1, *to = from;
	char limit[16];

	while (to < p->end && *to != '"')
		to++;
	if (to == p->end)
		return fault(p, p->p, WHY_RULE_QUOTE, NULL, NULL);
	size_t n = (size_t)(to - from);
	if (n == 0)
		return fault(p, p->p, WHY_RULE_EMPTY, NULL, NULL);
	if (n >= cap) {
		snprintf(limit, sizeof limit, "%zu", cap - 1);
		return fault(p, p->p, WHY_RULE_LONG, limit, NULL);
	}
	memcpy(out, from, n);
	out[n] = '\0';
	p->p = to + 1;
	return RC_OK;
}

/* --- conditions --- */

static enum rc
add_word(struct parse *p, struct rule_test *t)
{
	const char *at = p->p, *end = word_end(p);
	enum rc rc = RC_OK;

	if (p->r->n_words == RULES_WORDS_MAX)
		return fault_many(p, RULES_WORDS_MAX);
	char *word = p->r->word[p->r->n_words];
	if (p->p < p->end && *p->p == '"')
		rc = quoted(p, word, RULE_WORD_MAX);
	else if (end == at || end - at >= RULE_WORD_MAX)
		return fault_word(p, at, end, WHY_RULE_VALUE,
		    rule_condition_name(t->what));
	else {
		memcpy(word, at, (size_t)(end - at));
		word[end - at] = '\0';
		p->p = end;
	}
	if (rc == RC_OK && !rule_word_fits(t->what, word))
		return fault_word(p, at, p->p, WHY_RULE_VALUE,
		    rule_condition_name(t->what));
	p->r->n_words++;
	t->n_words++;
	return rc;
}

static enum rc
words(struct parse *p, struct rule_test *t)
{
	const char *end = word_end(p);
	enum rc rc;

	t->op = RULE_IS;
	if (is_word(p->p, end, "not")) {
		t->op = RULE_NOT;
		p->p = end;
		skip(p);
	}
	t->word = p->r->n_words;
	do {
		skip(p);
		rc = add_word(p, t);
		skip(p);
	} while (rc == RC_OK && take(p, '|'));
	return rc;
}

static bool
read_op(struct parse *p, enum rule_op *op)
{
	bool less = take(p, '<'), more = !less && take(p, '>');
	bool equal = take(p, '=');

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

	if (is_word(at, word_end(p), "unknown")) {
		t->op = RULE_MISSING;
		p->p = word_end(p);
		return RC_OK;
	}
	if (!read_op(p, &t->op))
		return fault(p, at, WHY_RULE_NUMBER,
		    rule_condition_name(t->what), NULL);
	skip(p);
	bool minus = take(p, '-');
	for (; p->p < p->end && *p->p >= '0' && *p->p <= '9' &&
	    digits <= NUMBER_DIGITS; p->p++, digits++)
		n = n * 10 + (*p->p - '0');
	if (digits == 0 || digits > NUMBER_DIGITS)
		return fault(p, at, WHY_RULE_NUMBER,
		    rule_condition_name(t->what), NULL);
	t->number = minus ? -n : n;
	skip(p);
	const char *end = word_end(p);
	if (end == p->p)
		return RC_OK;
	if (*unit == '\0' || !is_word(p->p, end, unit))
		return fault_word(p, p->p, end, WHY_RULE_COMMA, NULL);
	p->p = end;
	return RC_OK;
}

static enum rc
condition(struct parse *p)
{
	const char *end = word_end(p);
	struct rule_test *t;
	int what = rule_condition_from(p->p, (size_t)(end - p->p));

	if (what < 0)
		return fault_word(p, p->p, end > p->p ? end : p->p +
		    (p->p < p->end), WHY_RULE_CONDITION, NULL);
	if (p->r->n_tests == RULES_TESTS_MAX)
		return fault_many(p, RULES_TESTS_MAX);
	t = &p->r->test[p->r->n_tests];
	*t = (struct rule_test){ .what = (enum rule_condition)what };
	p->p = end;
	skip(p);
	enum rc rc = rule_condition_is_number(t->what) ? number(p, t) :
	    words(p, t);
	if (rc == RC_OK) {
		p->r->n_tests++;
		p->rule->n_tests++;
	}
	return rc;
}

static enum rc
conditions(struct parse *p)
{
	enum rc rc = RC_OK;

	skip(p);
	while (rc == RC_OK && !at_end(p)) {
		p->comma = p->open = false;
		rc = condition(p);
		skip(p);
		if (rc == RC_OK && take(p, ','))
			p->comma = p->open = true;
		else if (rc == RC_OK && !at_end(p))
			rc = fault_word(p, p->p, p->end, WHY_RULE_COMMA,
			    NULL);
		skip(p);
	}
	return rc;
}

/* --- rules --- */

/* The one before has all that it needs. */
static enum rc
finish(struct parse *p)
{
	if (p->rule == NULL)
		return RC_OK;
	if (p->comma)
		return fault(p, p->start, WHY_RULE_CONDITION, "", NULL);
	if (p->rule->say[0] == '\0') {
		p->line = p->rule->line;
		return fault(p, p->start, WHY_RULE_SENTENCE, p->rule->name,
		    NULL);
	}
	p->rule = NULL;
	return RC_OK;
}

static enum rc
read_answer(struct parse *p, struct rule *rule)
{
	const char *at = p->p, *end = word_end(p);

	for (int a = RULE_GRANT; a <= RULE_REFUSE; a++)
		if (is_word(at, end, rule_answer_name((enum rule_answer)a)))
			rule->answer = (enum rule_answer)a;
	if (!is_word(at, end, rule_answer_name(rule->answer)))
		return fault_word(p, at, end > at ? end : at + 1,
		    WHY_RULE_ANSWER, NULL);
	p->p = end;
	skip(p);
	if (rule->answer != RULE_REFUSE)
		return RC_OK;
	at = p->p;
	end = word_end(p);
	if (!rule_reason_fits(at, (size_t)(end - at)))
		return fault_word(p, at, end, WHY_RULE_REASON, NULL);
	memcpy(rule->reason, at, (size_t)(end - at));
	p->p = end;
	skip(p);
	return RC_OK;
}

static enum rc
read_name(struct parse *p, struct rule *rule)
{
	const char *at = p->p, *end = word_end(p);
	char line[16];
	size_t n = (size_t)(end - at);

	if (n == 0 || n >= RULE_NAME_MAX)
		return fault_word(p, at, end, WHY_RULE_NAME, NULL);
	memcpy(rule->name, at, n);
	rule->name[n] = '\0';
	if (strspn(rule->name, "abcdefghijklmnopqrstuvwxyz0123456789-_") != n)
		return fault_word(p, at, end, WHY_RULE_NAME, NULL);
	for (size_t i = 0; i < p->r->n; i++)
		if (strcmp(p->r->rule[i].name, rule->name) == 0) {
			snprintf(line, sizeof line, "%d", p->r->rule[i].line);
			return fault(p, at, WHY_RULE_TWICE, rule->name, line);
		}
	p->p = end;
	skip(p);
	return take(p, ':') ? RC_OK : fault(p, p->p, WHY_RULE_COLON,
	    rule->name, NULL);
}

static enum rc
begin(struct parse *p)
{
	struct rule rule = { .line = p->line, .test = p->r->n_tests };
	enum rc rc = finish(p);

	if (rc == RC_OK && p->r->n == RULES_MAX)
		rc = fault_many(p, RULES_MAX);
	if (rc == RC_OK)
		rc = read_answer(p, &rule);
	if (rc == RC_OK)
		rc = read_name(p, &rule);
	if (rc != RC_OK)
		return rc;
	p->rule = &p->r->rule[p->r->n++];
	*p->rule = rule;
	p->open = true;
	p->comma = false;
	return conditions(p);
}

/* An indented line: conditions go on, or a sentence. */
static enum rc
more(struct parse *p)
{
	struct rule *rule = p->rule;
	enum rc rc;

	if (*p->p != '"') {
		if (rule != NULL && p->open && rule->say[0] == '\0')
			return conditions(p);
		return fault_word(p, p->p, word_end(p), WHY_RULE_INDENT,
		    NULL);
	}
	if (rule == NULL || rule->say_en[0] != '\0')
		return fault(p, p->p, WHY_RULE_SAYS, NULL, NULL);
	if (p->comma)
		return fault(p, p->p, WHY_RULE_CONDITION, "\"", NULL);
	rc = quoted(p, rule->say[0] == '\0' ? rule->say : rule->say_en,
	    RULE_SAY_MAX);
	skip(p);
	if (rc == RC_OK && !at_end(p))
		rc = fault_word(p, p->p, p->end, WHY_RULE_SAYS, NULL);
	return rc;
}

/* Nothing that a screen or a log should not have; tabs are blanks. */
static enum rc
clean(struct parse *p)
{
	const char *from = p->p;
	size_t at;

	for (const char *s = p->p; s <= p->end; s++) {
		if (s < p->end && *s != '\t')
			continue;
		if (text_clean(from, (size_t)(s - from), &at, NULL) != RC_OK) {
			return fault(p, from + at, WHY_RULE_BYTES, NULL, NULL);
		}
		from = s + 1;
	}
	return RC_OK;
}

static enum rc
read_line(struct parse *p)
{
	enum rc rc = clean(p);

	skip(p);
	if (rc != RC_OK || at_end(p))
		return rc;
	return p->p == p->start ? begin(p) : more(p);
}

enum rc
rules_parse(struct rules *r, const char *file, const char *text, size_t n,
    struct err *err)
{
	struct parse p = { .r = r, .file = file, .start = text, .p = text,
	    .end = text, .line = 1, .err = err };
	const char *all = text + n;
	enum rc rc = RC_OK;

	memset(r, 0, sizeof *r);
	if (n > RULES_BYTES_MAX)
		return fault_many(&p, RULES_BYTES_MAX);
	if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3;	/* as some editors begin a file */
	for (p.line = 1; rc == RC_OK && text < all; p.line++) {
		const char *end = memchr(text, '\n', (size_t)(all - text));

		if (end == NULL)
			end = all;
		p.start = p.p = text;
		p.end = end > text && end[-1] == '\r' ? end - 1 : end;
		text = end < all ? end + 1 : all;
		rc = read_line(&p);
	}
	p.start = p.p = p.end;
	return rc == RC_OK ? finish(&p) : rc;
}

enum rc
rules_read(struct rules *r, const char *path, struct err *err)
{
	static char text[RULES_BYTES_MAX + 1];
	size_t n = 0;
	ssize_t got = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && n < sizeof text &&
	    (got = read(fd, text + n, sizeof text - n)) > 0)
		n += (size_t)got;
	int why = errno;
	if (fd >= 0)
		close(fd);
	if (fd < 0 || got < 0)
		return err_why(err, why == ENOENT ? RC_NOT_FOUND : RC_OUTSIDE,
		    WHY_RULES_FILE, path, strerror(why), NULL);
	return rules_parse(r, path, text, n, err);
}
