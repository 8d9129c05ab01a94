#include "tui/print/clean.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "db/text.h"
#include "tui/sink.h"

uint32_t
clean_next(const char **s)
{
	uint32_t c;

	if (**s == '\0')
		return 0;
	size_t n = text_rune(*s, strnlen(*s, 4), &c);
	*s += n == 0 ? 1 : n;
	return n == 0 ? 0xfffd : c;
}

static bool
is_space(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	    c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool
is_mark(uint32_t c)
{
	return c >= 0x300 && c <= 0x36f;
}

static uint32_t
compose(uint32_t letter, uint32_t mark)
{
	static const uint32_t pairs[][3] = {
		{ 'a', 0x30a, 0xe5 }, { 'A', 0x30a, 0xc5 },
		{ 'a', 0x308, 0xe4 }, { 'A', 0x308, 0xc4 },
		{ 'o', 0x308, 0xf6 }, { 'O', 0x308, 0xd6 },
		{ 'u', 0x308, 0xfc }, { 'U', 0x308, 0xdc },
		{ 'e', 0x301, 0xe9 }, { 'E', 0x301, 0xc9 },
		{ 'e', 0x300, 0xe8 }, { 'a', 0x300, 0xe0 },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i][0] == letter && pairs[i][1] == mark)
			return pairs[i][2];
	return letter;
}

/* Zero-width marks, those that turn the direction of text, private letters
 * and what is no letter at all.  Unlike the screen's list it asks no locale:
 * a printer has the same letters whatever the terminal. */
static bool
is_hidden(uint32_t c)
{
	return is_mark(c) || c == 0xad || c == 0x61c ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || (c >= 0xe000 && c <= 0xf8ff) ||
	    (c >= 0xfdd0 && c <= 0xfdef) || (c >= 0xfe00 && c <= 0xfe0f) ||
	    c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) ||
	    (c & 0xfffe) == 0xfffe || c >= 0xe0000;
}

void
clean_text(char *s)
{
	const char *in = s;
	char *out = s;
	uint32_t c, next;

	while ((c = clean_next(&in)) != 0) {
		const char *peek = in;

		if (is_space(c))
			c = ' ';
		if (c == 0xfffd)
			c = '?';
		if (is_hidden(c))
			continue;
		next = clean_next(&peek);
		if (is_mark(next)) {
			c = compose(c, next);
			in = peek;
		}
		out += sink_encode(c, out);
	}
	*out = '\0';
}

size_t
clean_length(const char *s)
{
	size_t n = 0;

	while (clean_next(&s) != 0)
		n++;
	return n;
}

void
clean_copy(char *dst, size_t size, const char *src)
{
	const char *s = src == NULL ? "" : src, *end = s;

	while (*end != '\0') {
		const char *next = end;

		clean_next(&next);
		if ((size_t)(next - s) >= size)
			break;
		end = next;
	}
	memcpy(dst, s, (size_t)(end - s));
	dst[end - s] = '\0';
}

void
clean_file_name(char *dst, size_t size, const char *s)
{
	size_t n = 0;

	for (; *s != '\0' && n + 1 < size; s++) {
		bool plain = (*s >= '0' && *s <= '9') ||
		    (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z') ||
		    *s == '-' || *s == '_' || (*s == '.' && n > 0);

		dst[n++] = plain ? *s : '_';
	}
	dst[n] = '\0';
	if (n == 0)
		snprintf(dst, size, "_");
}
