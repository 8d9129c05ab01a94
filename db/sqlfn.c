#include "db/sqlfn.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "db/text.h"

#define NAME_MAX_LOWER 512	/* a name is much shorter */

static uint32_t
rune_lower(uint32_t r)
{
	if ((r >= 'A' && r <= 'Z') || (r >= 0x391 && r <= 0x3A9) ||
	    (r >= 0x410 && r <= 0x42F) ||
	    (r >= 0xC0 && r <= 0xDE && r != 0xD7))
		return r + 32;
	if (r >= 0x400 && r <= 0x40F)
		return r + 80;
	if (r == 0x178)
		return 0xFF;
	if ((r >= 0x100 && r <= 0x12F) || (r >= 0x132 && r <= 0x137) ||
	    (r >= 0x14A && r <= 0x177))
		return r | 1;
	if ((r >= 0x139 && r <= 0x148) || (r >= 0x179 && r <= 0x17E))
		return r + (r & 1);
	return r;
}

size_t
lower_sv(char *dst, size_t cap, const char *src, size_t n)
{
	size_t used = 0;

	while (n > 0) {
		uint32_t rune = 0;
		size_t size = text_rune(src, n, &rune);
		char one[4];

		memcpy(one, src, size > 0 ? size : 1);
		if (size == 1)
			one[0] = (char)rune_lower(rune);
		else if (size == 2) {	/* and stays two bytes */
			rune = rune_lower(rune);
			one[0] = (char)(0xC0 | rune >> 6);
			one[1] = (char)(0x80 | (rune & 0x3F));
		}
		size = size > 0 ? size : 1;
		if (used + size >= cap)
			break;
		memcpy(dst + used, one, size);
		used += size;
		src += size;
		n -= size;
	}
	if (cap > 0)
		dst[used] = '\0';
	return used;
}

static void
sql_lower(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const char *s = (const char *)sqlite3_value_text(argv[0]);
	size_t n = (size_t)sqlite3_value_bytes(argv[0]);
	char *out;

	(void)argc;
	if (s == NULL)
		return;		/* NULL of NULL */
	if ((out = sqlite3_malloc64(n + 1)) == NULL) {
		sqlite3_result_error_nomem(ctx);
		return;
	}
	size_t used = lower_sv(out, n + 1, s, n);
	sqlite3_result_text(ctx, out, (int)used, sqlite3_free);
}

static bool
in_word(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/* Whether one of the words of name begins with w[0..n). */
static bool
begins_one(const char *name, const char *w, size_t n)
{
	while (*name != '\0') {
		while (*name != '\0' && !in_word(*name))
			name++;
		if (strncmp(name, w, n) == 0)
			return true;
		while (in_word(*name))
			name++;
	}
	return false;
}

static size_t
value_lower(sqlite3_value *v, char out[NAME_MAX_LOWER])
{
	const char *s = (const char *)sqlite3_value_text(v);

	return lower_sv(out, NAME_MAX_LOWER, s == NULL ? "" : s,
	    s == NULL ? 0 : (size_t)sqlite3_value_bytes(v));
}

/* has_words(name, words): each of the words begins one in the name, or, from
 * three letters on, stands inside one: "bib" finds Stadsbiblioteket. */
static void
sql_has_words(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	char name[NAME_MAX_LOWER], words[NAME_MAX_LOWER];
	const char *w = words;
	bool all = true;

	(void)argc;
	if (value_lower(argv[1], words) > 0)
		value_lower(argv[0], name);
	while (all && *w != '\0') {
		size_t n = 0;

		while (*w != '\0' && !in_word(*w))
			w++;
		while (in_word(w[n]))
			n++;
		all = n == 0 || begins_one(name, w, n) ||
		    (n >= 3 && memmem(name, strlen(name), w, n) != NULL);
		w += n;
	}
	sqlite3_result_int(ctx, all);
}

static int
swedish(void *arg, int na, const void *a, int nb, const void *b)
{
	(void)arg;
	return text_compare(a, (size_t)na, b, (size_t)nb);
}

enum rc
sqlfn_register(sqlite3 *sql)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC |
	    SQLITE_DIRECTONLY;

	if (sqlite3_create_function_v2(sql, "lower_sv", 1, flags, NULL,
	    sql_lower, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_function_v2(sql, "has_words", 2, flags, NULL,
	    sql_has_words, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_create_collation_v2(sql, "swedish", SQLITE_UTF8, NULL,
	    swedish, NULL) != SQLITE_OK)
		return RC_OUTSIDE;
	return RC_OK;
}
