#include "db/text.h"

#include <stdio.h>
#include <string.h>

#define RUNE_BAD	0x110000u	/* + byte: not UTF-8 */
#define RUNE_RING	0x30A		/* combining ring above */
#define RUNE_DOTS	0x308		/* combining diaeresis */

/* Latin letters up to U+017F without case and diacritics, by their last rune:
 * each row reaches from where the one before ends.  NULL: stays as it is. */
static const struct fold {
	uint16_t last;
	const char *to;
} folds[] = {
	{ 0xBF, NULL }, { 0xC5, "a" }, { 0xC6, "ae" }, { 0xC7, "c" },
	{ 0xCB, "e" }, { 0xCF, "i" }, { 0xD0, "d" }, { 0xD1, "n" },
	{ 0xD6, "o" }, { 0xD7, NULL }, { 0xD8, "o" }, { 0xDC, "u" },
	{ 0xDD, "y" }, { 0xDE, "th" }, { 0xDF, "ss" }, { 0xE5, "a" },
	{ 0xE6, "ae" }, { 0xE7, "c" }, { 0xEB, "e" }, { 0xEF, "i" },
	{ 0xF0, "d" }, { 0xF1, "n" }, { 0xF6, "o" }, { 0xF7, NULL },
	{ 0xF8, "o" }, { 0xFC, "u" }, { 0xFD, "y" }, { 0xFE, "th" },
	{ 0xFF, "y" }, { 0x105, "a" }, { 0x10D, "c" }, { 0x111, "d" },
	{ 0x11B, "e" }, { 0x123, "g" }, { 0x127, "h" }, { 0x131, "i" },
	{ 0x133, "ij" }, { 0x135, "j" }, { 0x138, "k" }, { 0x142, "l" },
	{ 0x14B, "n" }, { 0x151, "o" }, { 0x153, "oe" }, { 0x159, "r" },
	{ 0x161, "s" }, { 0x167, "t" }, { 0x173, "u" }, { 0x175, "w" },
	{ 0x178, "y" }, { 0x17E, "z" }, { 0x17F, "s" },
};

size_t
text_rune(const char *s, size_t n, uint32_t *rune)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)s[0];
	size_t size = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 :
	    c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;

	if (size == 0 || size > n)
		return 0;
	uint32_t r = size == 1 ? c : c & (0x7Fu >> size);
	for (size_t i = 1; i < size; i++) {
		if (((unsigned char)s[i] & 0xC0) != 0x80)
			return 0;
		r = r << 6 | ((unsigned char)s[i] & 0x3F);
	}
	if (r < least[size] || r > 0x10FFFF || (r >= 0xD800 && r <= 0xDFFF))
		return 0;
	*rune = r;
	return size;
}

bool
text_valid(const char *s, size_t n)
{
	uint32_t rune;

	while (n > 0) {
		size_t size = text_rune(s, n, &rune);
		if (size == 0)
			return false;
		s += size;
		n -= size;
	}
	return true;
}

static bool
rune_storable(uint32_t r)
{
	if (r < 0x20 || (r >= 0x7F && r < 0xA0))
		return false;		/* controls */
	if (r == 0x61C || r == 0x200E || r == 0x200F ||
	    (r >= 0x2028 && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069))
		return false;		/* bidi marks, line separators */
	return r != 0xFEFF && (r < 0xFDD0 || r > 0xFDEF) &&
	    (r & 0xFFFE) != 0xFFFE;	/* BOM, noncharacters */
}

enum rc
text_clean(const char *s, size_t n, size_t *at, struct err *err)
{
	char what[24];

	for (size_t i = 0; i < n;) {
		uint32_t rune = 0;
		size_t size = text_rune(s + i, n - i, &rune);
		if (size != 0 && rune_storable(rune)) {
			i += size;
			continue;
		}
		if (at != NULL)
			*at = i;
		if (size == 0) {
			snprintf(what, sizeof what, "%zu", i + 1);
			return err_why(err, RC_INVALID, WHY_TEXT_UTF8, what,
			    NULL, NULL);
		}
		snprintf(what, sizeof what, "U+%04X", (unsigned)rune);
		return err_why(err, RC_INVALID, WHY_TEXT_CONTROL, what, NULL,
		    NULL);
	}
	return RC_OK;
}

enum rc
text_copy(char *dst, size_t cap, const char *src, struct err *err)
{
	size_t n = strnlen(src, cap);

	if (n >= cap) {
		char most[24];
		snprintf(most, sizeof most, "%zu", cap > 0 ? cap - 1 : 0);
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, most, NULL,
		    NULL);
	}
	memcpy(dst, src, n + 1);
	return RC_OK;
}

/* The size of the blank at s, or 0. */
static size_t
blank_at(const char *s, size_t n)
{
	uint32_t rune;

	if (n == 0)
		return 0;
	if (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n')
		return 1;
	size_t size = text_rune(s, n, &rune);
	if (size > 1 && (rune == 0xA0 || rune == 0x202F || rune == 0x2009))
		return size;
	return 0;
}

const char *
text_trim(const char *s, size_t *n)
{
	size_t size;

	while ((size = blank_at(s, *n)) > 0) {
		s += size;
		*n -= size;
	}
	for (bool more = true; more;) {
		more = false;
		for (size = 1; size <= 3 && size <= *n; size++)
			if (blank_at(s + *n - size, size) == size) {
				*n -= size;
				more = true;
				break;
			}
	}
	return s;
}

static const char *
fold_latin(uint32_t rune)
{
	size_t i = 0;

	if (rune > 0x17F)
		return NULL;
	while (rune > folds[i].last)
		i++;
	return folds[i].to;
}

/* Lower case for what has no Latin fold: ASCII, Greek, Cyrillic. */
static uint32_t
rune_lower(uint32_t r)
{
	if ((r >= 'A' && r <= 'Z') || (r >= 0x391 && r <= 0x3A9) ||
	    (r >= 0x410 && r <= 0x42F))
		return r + 32;
	return r >= 0x400 && r <= 0x40F ? r + 80 : r;
}

static size_t
rune_write(uint32_t r, char out[5])
{
	if (r < 0x80) {
		out[0] = (char)r;
		out[1] = '\0';
		return 1;
	}
	size_t size = r < 0x800 ? 2 : r < 0x10000 ? 3 : 4;
	out[size] = '\0';
	for (size_t i = size - 1; i > 0; i--, r >>= 6)
		out[i] = (char)(0x80 | (r & 0x3F));
	out[0] = (char)((0xF00u >> size & 0xF0u) | r);
	return size;
}

size_t
text_fold(char *dst, size_t cap, const char *src)
{
	size_t left = strlen(src), used = 0;

	while (left > 0) {
		char one[5] = "?";
		const char *to = one;
		uint32_t rune = '?';
		size_t size = text_rune(src, left, &rune);

		if (size > 0 && (to = fold_latin(rune)) == NULL) {
			rune_write(rune_lower(rune), one);
			to = one;
		}
		if (rune >= 0x300 && rune <= 0x36F)
			to = "";	/* a diacritic by itself */
		size_t n = strlen(to);
		if (used + n >= cap)
			break;
		memcpy(dst + used, to, n);
		used += n;
		size = size > 0 ? size : 1;
		src += size;
		left -= size;
	}
	if (cap > 0)
		dst[used] = '\0';
	return used;
}

/* The place in the Swedish alphabet of the letter that begins at *s, which
 * moves on past it and its combining marks; å ä ö follow z. */
static uint32_t
next_key(const char **s, size_t *n)
{
	uint32_t rune, mark;
	size_t size = text_rune(*s, *n, &rune);

	if (size == 0) {
		rune = RUNE_BAD + (unsigned char)**s;
		size = 1;
	}
	*s += size;
	*n -= size;
	const char *to = fold_latin(rune);
	uint32_t key = to != NULL ? (uint32_t)to[0] : rune_lower(rune);
	uint32_t dots = 0;
	while (*n > 0 && (size = text_rune(*s, *n, &mark)) > 0 &&
	    mark >= 0x300 && mark <= 0x36F) {
		if (dots == 0)
			dots = mark;
		*s += size;
		*n -= size;
	}
	if (rune == 0xC5 || rune == 0xE5 || (key == 'a' && dots == RUNE_RING))
		return 'z' + 1;
	if (rune == 0xC4 || rune == 0xE4 || rune == 0xC6 || rune == 0xE6 ||
	    (key == 'a' && dots == RUNE_DOTS))
		return 'z' + 2;
	if (rune == 0xD6 || rune == 0xF6 || rune == 0xD8 || rune == 0xF8 ||
	    (key == 'o' && dots == RUNE_DOTS))
		return 'z' + 3;
	return key;
}

int
text_compare(const char *a, size_t na, const char *b, size_t nb)
{
	const char *p = a, *q = b;
	size_t np = na, nq = nb;

	while (np > 0 && nq > 0) {
		uint32_t x = next_key(&p, &np), y = next_key(&q, &nq);
		if (x != y)
			return x < y ? -1 : 1;
	}
	if (np > 0 || nq > 0)
		return np > 0 ? 1 : -1;
	int order = memcmp(a, b, na < nb ? na : nb);
	return order != 0 ? order : (na > nb) - (na < nb);
}
