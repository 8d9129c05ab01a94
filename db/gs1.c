#include "db/gs1.h"

#include <string.h>

#include "db/gtin.h"

enum gs1_class { GS1_N, GS1_X, GS1_D };

struct gs1_ai {
	const char *begins;
	size_t ai_n, digits, min, max;
	enum gs1_class class;
	size_t check;
};

static const struct gs1_ai table[] = {
#define AI(begins, ai_n, digits, min, max, class, check) \
	{ begins, ai_n, digits, min, max, GS1_##class, check },
#include "db/gs1_ai.def"
#undef AI
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Set 82 of the General Specifications (7.11). */
static bool
is_set82(char c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c != '\0' && strchr("!\"%&'()*+,-./_:;<=>?", c) != NULL);
}

/* The row of the identifier that s begins with, or NULL. */
static const struct gs1_ai *
ai_find(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const struct gs1_ai *a = &table[i];
		size_t len = strlen(a->begins);
		if (n < a->ai_n || memcmp(s, a->begins, len) != 0)
			continue;
		while (len < a->ai_n && is_digit(s[len]))
			len++;
		return len == a->ai_n ? a : NULL;
	}
	return NULL;
}

/* YYMMDD, the day 00 where only the month is meant. */
static bool
date_ok(const char *s)
{
	int month = (s[2] - '0') * 10 + s[3] - '0';
	int day = (s[4] - '0') * 10 + s[5] - '0';

	return month >= 1 && month <= 12 && day <= 31;
}

static bool
value_ok(const struct gs1_ai *a, const char *s, size_t n)
{
	if (n < a->digits + a->min || n > a->digits + a->max ||
	    n > GS1_VALUE_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		if (i < a->digits || a->class != GS1_X ? !is_digit(s[i]) :
		    !is_set82(s[i]))
			return false;
	/* A GRAI's first digit only fills it up to 14. */
	if (strcmp(a->begins, "8003") == 0 && s[0] != '0')
		return false;
	return (a->class != GS1_D || date_ok(s)) &&
	    (a->check == 0 || gtin_check_ok(s, a->check));
}

const char *
gs1_value(const struct gs1 *g, const char *ai)
{
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->pair[i].ai, ai) == 0)
			return g->pair[i].value;
	return NULL;
}

bool
gs1_add(struct gs1 *g, const char *ai, const char *value, size_t n)
{
	const struct gs1_ai *a = ai_find(ai, strlen(ai));

	if (a == NULL || a->ai_n != strlen(ai) || !value_ok(a, value, n))
		return false;
	const char *before = gs1_value(g, ai);
	if (before != NULL)
		return strlen(before) == n && memcmp(before, value, n) == 0;
	if (g->n == GS1_PAIRS_MAX)
		return false;
	struct gs1_pair *p = &g->pair[g->n++];
	memcpy(p->ai, ai, a->ai_n + 1);
	memcpy(p->value, value, n);
	p->value[n] = '\0';
	return true;
}

/* A value of fixed length ends by itself, any other with GS or the string. */
bool
gs1_read(const char *s, size_t n, struct gs1 *g)
{
	size_t at = n > 0 && s[0] == GS1_GS;

	g->n = 0;
	while (at < n) {
		char ai[5] = "";
		const struct gs1_ai *a = ai_find(s + at, n - at);
		if (a == NULL)
			return false;
		memcpy(ai, s + at, a->ai_n);
		at += a->ai_n;
		const char *gs = memchr(s + at, GS1_GS, n - at);
		size_t len = gs != NULL ? (size_t)(gs - s) - at : n - at;
		if (a->max == 0 && len > a->digits)
			len = a->digits;
		if (!gs1_add(g, ai, s + at, len))
			return false;
		at += len;
		at += at < n && s[at] == GS1_GS;
	}
	return g->n > 0;
}

static size_t
skip_blanks(const char *s, size_t n, size_t at)
{
	while (at < n && s[at] == ' ')
		at++;
	return at;
}

bool
gs1_read_brackets(const char *s, size_t n, struct gs1 *g)
{
	size_t at = 0;

	g->n = 0;
	while (at < n) {
		char ai[5] = "", value[GS1_VALUE_MAX + 1];
		size_t ai_n = 0, len = 0;
		if (s[at++] != '(')
			return false;
		while (at < n && ai_n < 4 && is_digit(s[at]))
			ai[ai_n++] = s[at++];
		if (at == n || s[at++] != ')')
			return false;
		at = skip_blanks(s, n, at);
		while (at < n && s[at] != '(' && s[at] != ' ') {
			if (s[at] == '\\' && at + 1 < n && s[at + 1] == '(')
				at++;
			if (len == GS1_VALUE_MAX)
				return false;
			value[len++] = s[at++];
		}
		at = skip_blanks(s, n, at);
		if (!gs1_add(g, ai, value, len))
			return false;
	}
	return g->n > 0;
}

/* Adds "(ai)value" to out; false: no room. */
static bool
put(char out[GS1_NAME_MAX], size_t *n, const char *ai, const char *value)
{
	size_t ai_n = strlen(ai);

	/* At most every character of the value is a bracket. */
	if (*n + ai_n + 2 + 2 * strlen(value) >= GS1_NAME_MAX)
		return false;
	out[(*n)++] = '(';
	memcpy(out + *n, ai, ai_n);
	*n += ai_n;
	out[(*n)++] = ')';
	for (; *value != '\0'; value++) {
		if (*value == '(')
			out[(*n)++] = '\\';
		out[(*n)++] = *value;
	}
	out[*n] = '\0';
	return true;
}

bool
gs1_name(const struct gs1 *g, char out[GS1_NAME_MAX], bool *one)
{
	static const char *const keys[] = { "8004", "8003", "00", "8018",
	    "8017" };
	const char *gtin = gs1_value(g, "01"), *serial = gs1_value(g, "21");
	size_t n = 0;

	*one = true;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const char *value = gs1_value(g, keys[i]);
		if (i == 2 && gtin != NULL && serial != NULL)
			return put(out, &n, "01", gtin) &&
			    put(out, &n, "21", serial);
		if (value == NULL)
			continue;
		/* A GRAI without serial number is a kind of crate. */
		*one = i != 1 || strlen(value) > 14;
		return put(out, &n, keys[i], value);
	}
	*one = false;
	if (gtin != NULL) {
		memcpy(out, gtin, strlen(gtin) + 1);
		return true;
	}
	for (size_t i = 0; i < g->n; i++)
		if (!put(out, &n, g->pair[i].ai, g->pair[i].value))
			return false;
	return true;
}
