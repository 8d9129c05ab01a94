#include "db/link.h"

#include <string.h>
#include <strings.h>

#include "db/gtin.h"

#define PARTS_MAX 32

struct part {
	const char *s;
	size_t n;
};

/* What an address may name, and what may follow it. */
static const struct {
	const char *key, *more;
} keys[] = {
	{ "01", "22 10 21 235" }, { "00", "" }, { "8003", "" }, { "8004", "" },
	{ "253", "" }, { "255", "" }, { "401", "" }, { "402", "" },
	{ "414", "254 7040" }, { "417", "7040" }, { "8006", "22 10 21" },
	{ "8010", "8011" }, { "8013", "" }, { "8017", "8019" },
	{ "8018", "8019" },
};

/* Where the path begins; n: there is none. */
static size_t
path_at(const char *s, size_t n)
{
	size_t at = n > 8 && strncasecmp(s, "https://", 8) == 0 ? 8 :
	    n > 7 && strncasecmp(s, "http://", 7) == 0 ? 7 : n;

	while (at < n && s[at] != '/' && s[at] != '?' && s[at] != '#')
		at++;
	return at;
}

bool
link_is_url(const char *s, size_t n)
{
	size_t host = n > 8 && strncasecmp(s, "https://", 8) == 0 ? 8 : 7;

	return n > host && (host == 8 || strncasecmp(s, "http://", 7) == 0) &&
	    s[host] != '/' && s[host] != '?' && s[host] != '#';
}

/* The parts of the path, from its end: parts[0] is the last one. */
static size_t
split(const char *s, size_t n, struct part parts[PARTS_MAX])
{
	size_t count = 0, at = path_at(s, n), end = at;

	while (end < n && s[end] != '?' && s[end] != '#')
		end++;
	if (end > at && s[end - 1] == '/')
		end--;
	while (end > at && count < PARTS_MAX) {
		size_t begin = end;
		while (begin > at && s[begin - 1] != '/')
			begin--;
		if (begin == at)
			break;		/* no '/' before it: not of the path */
		parts[count++] = (struct part){ s + begin, end - begin };
		end = begin - 1;
	}
	return count;
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ?
	    c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The part with its percent escapes resolved; 0: too long or badly escaped. */
static size_t
unescape(struct part p, char out[GS1_VALUE_MAX + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < p.n; i++) {
		char c = p.s[i];
		if (n == GS1_VALUE_MAX)
			return 0;
		if (c == '%') {
			if (p.n - i < 3 || hex(p.s[i + 1]) < 0 ||
			    hex(p.s[i + 2]) < 0)
				return 0;
			c = (char)(hex(p.s[i + 1]) << 4 | hex(p.s[i + 2]));
			i += 2;
		}
		out[n++] = c;
	}
	out[n] = '\0';
	return n;
}

static bool
add(struct gs1 *g, const char *ai, struct part value)
{
	char text[GS1_VALUE_MAX + 1], gtin[GTIN_SIZE];
	size_t n = unescape(value, text);

	if (strcmp(ai, "01") == 0 && gtin_read(text, n, gtin))
		return gs1_add(g, ai, gtin, GTIN_SIZE - 1);
	return n > 0 && gs1_add(g, ai, text, n);
}

static bool
is_word(const char *list, struct part word)
{
	for (const char *p = list; *p != '\0'; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");
		if (n == word.n && memcmp(p, word.s, n) == 0)
			return true;
		p += n;
	}
	return false;
}

/* Whether the pairs from parts[first], an identifier that is a key, to the end
 * of the path are right. */
static bool
pairs_from(const struct part *parts, size_t first, struct gs1 *g)
{
	size_t key = 0, n_keys = sizeof keys / sizeof *keys;

	while (key < n_keys && !is_word(keys[key].key, parts[first]))
		key++;
	g->n = 0;
	if (key == n_keys || !add(g, keys[key].key, parts[first - 1]))
		return false;
	for (size_t i = first - 1; i > 0; i -= 2) {
		char ai[5] = "";
		if (!is_word(keys[key].more, parts[i - 1]))
			return false;
		memcpy(ai, parts[i - 1].s, parts[i - 1].n);
		if (!add(g, ai, parts[i - 2]))
			return false;
	}
	return true;
}

bool
link_pairs(const char *s, size_t n, struct gs1 *g)
{
	struct part parts[PARTS_MAX];
	size_t count = link_is_url(s, n) ? split(s, n, parts) : 0;

	/* A key is an odd number of parts from the end. */
	for (size_t i = 1; i < count; i += 2)
		if (pairs_from(parts, i, g))
			return true;
	return false;
}

const char *
link_last(const char *s, size_t *n)
{
	struct part parts[PARTS_MAX];
	size_t count = link_is_url(s, *n) ? split(s, *n, parts) : 0;

	*n = count > 0 ? parts[0].n : 0;
	return count > 0 ? parts[0].s : s;
}
