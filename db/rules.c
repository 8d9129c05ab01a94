#include "db/rules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/rules_line.h"
#include "db/rules_word.h"
#include "db/text.h"

/* The one before has all that it needs. */
static enum rc
finish(struct parse *p)
{
	if (p->rule == NULL)
		return RC_OK;
	if (p->comma)
		return rules_fault(p, p->start, WHY_RULE_CONDITION, "", NULL);
	if (p->rule->say[0] == '\0') {
		p->line = p->rule->line;
		return rules_fault(p, p->start, WHY_RULE_SENTENCE,
		    p->rule->name, NULL);
	}
	p->rule = NULL;
	return RC_OK;
}

static enum rc
read_answer(struct parse *p, struct rule *rule)
{
	const char *at = p->p, *end = rules_word_end(p);

	for (int a = RULE_GRANT; a <= RULE_REFUSE; a++)
		if (rules_is_word(at, end,
		    rule_answer_name((enum rule_answer)a)))
			rule->answer = (enum rule_answer)a;
	if (!rules_is_word(at, end, rule_answer_name(rule->answer)))
		return rules_fault_word(p, at, end > at ? end : at + 1,
		    WHY_RULE_ANSWER, NULL);
	p->p = end;
	rules_skip(p);
	if (rule->answer != RULE_REFUSE)
		return RC_OK;
	at = p->p;
	end = rules_word_end(p);
	if (!rule_reason_fits(at, (size_t)(end - at)))
		return rules_fault_word(p, at, end, WHY_RULE_REASON, NULL);
	memcpy(rule->reason, at, (size_t)(end - at));
	p->p = end;
	rules_skip(p);
	return RC_OK;
}

static enum rc
read_name(struct parse *p, struct rule *rule)
{
	const char *at = p->p, *end = rules_word_end(p);
	char line[16];
	size_t n = (size_t)(end - at);

	if (n == 0 || n >= RULE_NAME_MAX)
		return rules_fault_word(p, at, end, WHY_RULE_NAME, NULL);
	memcpy(rule->name, at, n);
	rule->name[n] = '\0';
	if (strspn(rule->name, "abcdefghijklmnopqrstuvwxyz0123456789-_") != n)
		return rules_fault_word(p, at, end, WHY_RULE_NAME, NULL);
	for (size_t i = 0; i < p->r->n; i++)
		if (strcmp(p->r->rule[i].name, rule->name) == 0) {
			snprintf(line, sizeof line, "%d", p->r->rule[i].line);
			return rules_fault(p, at, WHY_RULE_TWICE, rule->name,
			    line);
		}
	p->p = end;
	rules_skip(p);
	return rules_take(p, ':') ? RC_OK : rules_fault(p, p->p, WHY_RULE_COLON,
	    rule->name, NULL);
}

static enum rc
begin(struct parse *p)
{
	struct rule rule = { .line = p->line, .test = p->r->n_tests };
	enum rc rc = finish(p);

	if (rc == RC_OK && p->r->n == RULES_MAX)
		rc = rules_fault_many(p, RULES_MAX);
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
	return rules_tests_read(p);
}

/* An indented line: conditions go on, or a sentence. */
static enum rc
more(struct parse *p)
{
	struct rule *rule = p->rule;
	enum rc rc;

	if (*p->p != '"') {
		if (rule != NULL && p->open && rule->say[0] == '\0')
			return rules_tests_read(p);
		return rules_fault_word(p, p->p, rules_word_end(p),
		    WHY_RULE_INDENT, NULL);
	}
	if (rule == NULL || rule->say_en[0] != '\0')
		return rules_fault(p, p->p, WHY_RULE_SAYS, NULL, NULL);
	if (p->comma)
		return rules_fault(p, p->p, WHY_RULE_CONDITION, "\"", NULL);
	rc = rules_quoted(p, rule->say[0] == '\0' ? rule->say : rule->say_en,
	    RULE_SAY_MAX);
	rules_skip(p);
	if (rc == RC_OK && !rules_at_end(p))
		rc = rules_fault_word(p, p->p, p->end, WHY_RULE_SAYS, NULL);
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
		if (text_clean(from, (size_t)(s - from), &at, NULL) != RC_OK)
			return rules_fault(p, from + at, WHY_RULE_BYTES, NULL,
			    NULL);
		from = s + 1;
	}
	return RC_OK;
}

static enum rc
read_line(struct parse *p)
{
	enum rc rc = clean(p);

	rules_skip(p);
	if (rc != RC_OK || rules_at_end(p))
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
		return rules_fault_many(&p, RULES_BYTES_MAX);
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
