#define _XOPEN_SOURCE_EXTENDED 1
#include "tui/sink.h"

#include <string.h>
#include <wchar.h>
#include <wctype.h>

#define ACCENTS_MAX 2
#define NOT_UTF8    UINT32_MAX

size_t
sink_decode(const char *s, size_t n, uint32_t *cp)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t len = u[0] < 0x80 ? 1 : u[0] < 0xc2 ? 0 : u[0] < 0xe0 ? 2 :
	    u[0] < 0xf0 ? 3 : u[0] < 0xf5 ? 4 : 0;

	*cp = NOT_UTF8;
	if (len == 0 || len > n)
		return 1;
	if (len == 1) {
		*cp = u[0];
		return 1;
	}
	uint32_t c = u[0] & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 1;
		c = c << 6 | (u[i] & 0x3fu);
	}
	if ((len == 3 && (c < 0x800 || (c >= 0xd800 && c < 0xe000))) ||
	    (len == 4 && (c < 0x10000 || c > 0x10ffff)))
		return 1;
	*cp = c;
	return len;
}

size_t
sink_encode(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3f));
		cp >>= 6;
	}
	out[0] = (char)(cp | (0xf00u >> len & 0xff));
	return len;
}

/* Letters that turn, join, hide or mean nothing by themselves. */
static bool
treacherous(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad ||
	    c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 ||
	    c == 0x17b4 || c == 0x17b5 || (c >= 0x180b && c <= 0x180f) ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0x3164 ||
	    (c >= 0xe000 && c <= 0xf8ff) || (c >= 0xfe00 && c <= 0xfe0f) ||
	    c == 0xfeff || c == 0xffa0 || (c >= 0xfff0 && c <= 0xfffb) ||
	    (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef) ||
	    c >= 0xe0000;
}

bool
sink_printable(uint32_t cp, int *cells)
{
	if (cp < 0x7f) {
		*cells = 1;
		return cp >= 0x20;
	}
	if (treacherous(cp) || cp == NOT_UTF8)
		return false;
	*cells = wcwidth((wchar_t)cp);
	return *cells >= 0 && iswprint((wint_t)cp);
}

bool
sink_dirty(const char *text, size_t n)
{
	uint32_t cp;
	int cells;

	for (size_t i = 0; i < n;) {
		i += sink_decode(text + i, n - i, &cp);
		if (!sink_printable(cp, &cells))
			return true;
	}
	return false;
}

/* The next letter of text that may be drawn: its bytes, 0 at the end.
 * *i moves past it; *accents counts what stands on the letter before. */
static size_t
next_letter(const char *text, size_t n, size_t *i, char out[4], int *cells,
    int *accents)
{
	while (*i < n && text[*i] != '\0') {
		uint32_t cp;

		*i += sink_decode(text + *i, n - *i, &cp);
		if (cp == '\t' || cp == '\n')
			cp = ' ';
		if (cp == NOT_UTF8)
			cp = '?';
		if (!sink_printable(cp, cells))
			continue;
		if (*cells == 0 && ++*accents > ACCENTS_MAX)
			continue;
		if (*cells > 0)
			*accents = 0;
		return sink_encode(cp, out);
	}
	return 0;
}

int
sink_clean(const char *text, size_t n, int room, char *out, size_t cap)
{
	static const char dots[] = "…";
	size_t used = 0, i = 0, len, fit_used = 0;
	int wide = 0, cells = 0, accents = ACCENTS_MAX, fit_wide = 0;
	char letter[4];

	if (cap == 0)
		return 0;
	while ((len = next_letter(text, n, &i, letter, &cells, &accents)) >
	    0) {
		if (used + len + sizeof dots > cap || wide + cells > room) {
			if (room < 1 || fit_used + sizeof dots > cap)
				break;
			memcpy(out + fit_used, dots, sizeof dots);
			return fit_wide + 1;
		}
		memcpy(out + used, letter, len);
		used += len;
		wide += cells;
		if (wide < room) {
			fit_used = used;
			fit_wide = wide;
		}
	}
	out[used] = '\0';
	return wide;
}

int
sink_width(const char *text)
{
	size_t i = 0, n = strlen(text);
	int wide = 0, cells = 0, accents = ACCENTS_MAX;
	char letter[4];

	while (next_letter(text, n, &i, letter, &cells, &accents) > 0)
		wide += cells;
	return wide;
}

size_t
sink_wrap(const char *text, int room, const char **next)
{
	size_t i = 0, n = strlen(text), last = 0, fit = 0;
	int wide = 0, cells = 0, accents = ACCENTS_MAX;
	char letter[4];

	while (i < n) {
		size_t at = i;
		size_t len = next_letter(text, n, &i, letter, &cells,
		    &accents);
		if (len == 0)
			break;
		if (text[at] == '\n') {
			*next = text + i;
			return at;
		}
		if (wide + cells > room && letter[0] != ' ') {
			*next = text + (last > 0 ? last : fit > 0 ? fit : i);
			return last > 0 ? last : fit > 0 ? fit : i;
		}
		wide += cells;
		fit = i;
		if (letter[0] == ' ')
			last = i;
	}
	*next = text + n;
	return n;
}
