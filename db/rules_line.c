#include "db/rules_line.h"

#include <stdio.h>
#include <string.h>

#define PLACE_MAX	96	/* "…/rules.conf:12:5", an argument of err */

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

enum rc
rules_fault(struct parse *p, const char *at, enum why why, const char *a,
    const char *b)
{
	char where[PLACE_MAX];

	place(p, at, where);
	return err_why(p->err, RC_INVALID, why, where, a, b);
}

/* The same about the bytes from at to end, cut to what fits. */
enum rc
rules_fault_word(struct parse *p, const char *at, const char *end, enum why why,
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
	return rules_fault(p, at, why, word, b);
}

enum rc
rules_fault_many(struct parse *p, int most)
{
	char number[16];

	snprintf(number, sizeof number, "%d", most);
	return rules_fault(p, p->p, WHY_RULE_MANY, number, NULL);
}

/* --- pieces of a line --- */

void
rules_skip(struct parse *p)
{
	while (p->p < p->end && (*p->p == ' ' || *p->p == '\t'))
		p->p++;
}

bool
rules_at_end(const struct parse *p)
{
	return p->p == p->end || *p->p == '#';
}

bool
rules_take(struct parse *p, char c)
{
	if (p->p == p->end || *p->p != c)
		return false;
	p->p++;
	return true;
}

/* The end of the word that begins here: of letters, or between quotes. */
const char *
rules_word_end(const struct parse *p)
{
	const char *s = p->p;

	while (s < p->end && strchr(" \t,:|\"#<>=", *s) == NULL)
		s++;
	return s;
}

bool
rules_is_word(const char *at, const char *end, const char *word)
{
	return (size_t)(end - at) == strlen(word) &&
	    memcmp(at, word, (size_t)(end - at)) == 0;
}

/* What stands between quotes, into out. */
enum rc
rules_quoted(struct parse *p, char *out, size_t cap)
{
	const char *from = p->p + 1, *to = from;
	char limit[16];

	while (to < p->end && *to != '"')
		to++;
	if (to == p->end)
		return rules_fault(p, p->p, WHY_RULE_QUOTE, NULL, NULL);
	size_t n = (size_t)(to - from);
	if (n == 0)
		return rules_fault(p, p->p, WHY_RULE_EMPTY, NULL, NULL);
	if (n >= cap) {
		snprintf(limit, sizeof limit, "%zu", cap - 1);
		return rules_fault(p, p->p, WHY_RULE_LONG, limit, NULL);
	}
	memcpy(out, from, n);
	out[n] = '\0';
	p->p = to + 1;
	return RC_OK;
}
