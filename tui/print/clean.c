#include "tui/print/clean.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

uint32_t
clean_next(const char **s)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)*s;
	int n = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;

	if (p[0] == '\0')
		return 0;
	*s += 1;
	if (n == 1)
		return p[0];
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0xfffd;
	uint32_t c = p[0] & (0xff >> (n + 1));
	for (int i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0xfffd;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0xfffd;
	*s += n - 1;
	return c;
}

size_t
clean_put(char *out, uint32_t c)
{
	unsigned char b[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = n; i-- > 1; c >>= 6)
		b[i] = (unsigned char)(0x80 | (c & 0x3f));
	b[0] = (unsigned char)(n == 1 ? c : (0xf00 >> n & 0xff) | c);
	memcpy(out, b, n);
	return n;
}

static bool
is_space(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	    c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Zero-width marks, those that turn the direction of text, and all that is
 * no letter: a name must look on paper as it looks in the store. */
static bool
is_hidden(uint32_t c)
{
	return c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	    (c >= 0x300 && c <= 0x36f) || (c >= 0xfe00 && c <= 0xfe0f) ||
	    c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) ||
	    (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef) ||
	    (c >= 0xe000 && c <= 0xf8ff) || c >= 0xe0000;
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
		if (is_hidden(c))
			continue;
		if (c == 0xfffd)
			c = '?';
		next = clean_next(&peek);
		if (next >= 0x300 && next <= 0x36f) {
			c = compose(c, next);
			in = peek;
		}
		out += clean_put(out, c);
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
