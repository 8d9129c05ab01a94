#include "scanner/text.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

static iconv_t shift_jis = (iconv_t)-1;

/* What the C library has loaded once it finds again behind the sandbox, as long
 * as a descriptor for it stays open: zbar, too, converts the texts of QR codes
 * that name their alphabet, and drops a code where it cannot. */
static struct {
	int         number;
	const char *name;
	iconv_t     to_utf8;
} alphabets[] = {
#define ECI(number, name) { number, name, (iconv_t)-1 },
#include "scanner/eci.def"
#undef ECI
};

#define ALPHABETS (sizeof alphabets / sizeof *alphabets)

void
text_init(void)
{
	shift_jis = iconv_open("UTF-8", "CP932");
	for (size_t i = 0; i < ALPHABETS; i++)
		alphabets[i].to_utf8 = iconv_open("UTF-8", alphabets[i].name);
}

size_t
text_utf8_len(const char *p, size_t n)
{
	static const uint8_t second_min[] = { 0xa0, 0x90 };
	uint8_t c = (uint8_t)p[0];
	size_t len = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 :
	    c < 0xf5 ? 4 : 0;

	if (len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if (((uint8_t)p[i] & 0xc0) != 0x80)
			return 0;
	if ((c == 0xe0 || c == 0xf0) && (uint8_t)p[1] < second_min[c == 0xf0])
		return 0;
	if ((c == 0xed && (uint8_t)p[1] > 0x9f) ||
	    (c == 0xf4 && (uint8_t)p[1] > 0x8f))
		return 0;
	return len;
}

bool
text_is_utf8(const char *p, size_t n)
{
	while (n > 0) {
		size_t len = text_utf8_len(p, n);
		if (len == 0)
			return false;
		p += len;
		n -= len;
	}
	return true;
}

static bool
is_jis_pair(uint8_t a, uint8_t b)
{
	return ((a >= 0x81 && a <= 0x9f) || (a >= 0xe0 && a <= 0xef)) &&
	    b >= 0x40 && b <= 0xfc && b != 0x7f;
}

static bool
is_narrow_kana(char c)
{
	return (uint8_t)c >= 0xa1 && (uint8_t)c <= 0xdf;
}

/* A word of narrow kana, one of them voiced by the mark behind it.  Read as
 * CP1252 it would mix letters with signs that no word has. */
static bool
is_kana_word(const char *p, size_t n)
{
	bool voiced = false, sign = false;
	size_t len = 0;

	for (; len < n && is_narrow_kana(p[len]); len++) {
		voiced = voiced || (len > 0 && (uint8_t)p[len] >= 0xde);
		sign = sign || (uint8_t)p[len] < 0xc0;
	}
	return len >= 4 && voiced && sign;
}

/* Shift-JIS shows where two double-byte characters stand side by side, one of
 * them of the rows for kana and everyday kanji, or in a word of narrow kana,
 * and nothing speaks against it.  A single pair is more likely a curly quote
 * or an umlaut and a letter. */
static bool
shows_shift_jis(const char *p, size_t n)
{
	bool shows = false, before = false, before_common = false;

	for (size_t i = 0; i < n; i++) {
		uint8_t c = (uint8_t)p[i];
		if (c < 0x80 || is_narrow_kana(p[i])) {
			shows = shows || is_kana_word(p + i, n - i);
			before = false;
			continue;
		}
		if (i + 1 == n || !is_jis_pair(c, (uint8_t)p[i + 1]))
			return false;
		bool common = c <= 0x9f;
		shows = shows || (before && (common || before_common));
		before = true;
		before_common = common;
		i++;
	}
	return shows;
}

/* The length in out; 0: it is not of that alphabet, or does not fit. */
static size_t
convert(iconv_t to_utf8, const char *in, size_t n, char *out, size_t cap)
{
	char *from = (char *)(uintptr_t)in, *to = out;
	size_t left = cap;

	if (to_utf8 == (iconv_t)-1)
		return 0;
	iconv(to_utf8, NULL, NULL, NULL, NULL);
	if (iconv(to_utf8, &from, &n, &to, &left) == (size_t)-1)
		return 0;
	return cap - left;
}

size_t
text_from_eci(int eci, const char *in, size_t n, char *out, size_t cap)
{
	for (size_t i = 0; i < ALPHABETS; i++)
		if (alphabets[i].number == eci)
			return convert(alphabets[i].to_utf8, in, n, out, cap);
	return 0;
}

static size_t
from_cp1252(const char *in, size_t n, char *out, size_t cap)
{
	static const uint16_t high[32] = {
		0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
		0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
	};
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned c = (uint8_t)in[i];
		if (c >= 0x80 && c < 0xa0)
			c = high[c - 0x80];
		if (cap - len < 3)
			return 0;
		if (c < 0x80) {
			out[len++] = (char)c;
		} else if (c < 0x800) {
			out[len++] = (char)(0xc0 | c >> 6);
			out[len++] = (char)(0x80 | (c & 0x3f));
		} else {
			out[len++] = (char)(0xe0 | c >> 12);
			out[len++] = (char)(0x80 | (c >> 6 & 0x3f));
			out[len++] = (char)(0x80 | (c & 0x3f));
		}
	}
	return len;
}

size_t
text_to_utf8(const char *in, size_t n, char *out, size_t cap)
{
	if (text_is_utf8(in, n)) {
		size_t mark = n >= 3 && memcmp(in, "\xef\xbb\xbf", 3) == 0 ?
		    3 : 0;
		if (n - mark > cap)
			return 0;
		memcpy(out, in + mark, n - mark);
		return n - mark;
	}
	size_t len = shows_shift_jis(in, n) ?
	    convert(shift_jis, in, n, out, cap) : 0;
	return len > 0 ? len : from_cp1252(in, n, out, cap);
}

/* Control characters, and those that turn or hide the writing: U+0080-9F,
 * U+061C, U+200B-200F, U+2028-202E, U+2060-206F, U+FEFF. */
static bool
is_printable(const char *p, size_t len)
{
	uint8_t b[3] = { (uint8_t)p[0] };

	if (len == 1)
		return (b[0] >= 0x20 && b[0] != 0x7f) || b[0] == '\n';
	b[1] = (uint8_t)p[1];
	if (len == 2)
		return !(b[0] == 0xc2 && b[1] < 0xa0) &&
		    !(b[0] == 0xd8 && b[1] == 0x9c);
	b[2] = (uint8_t)p[2];
	if (b[0] == 0xe2 && b[1] == 0x80)
		return !(b[2] >= 0x8b && b[2] <= 0x8f) &&
		    !(b[2] >= 0xa8 && b[2] <= 0xae);
	if (b[0] == 0xe2 && b[1] == 0x81)
		return !(b[2] >= 0xa0 && b[2] <= 0xaf);
	return !(b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf);
}

size_t
text_make_printable(char *text, size_t n)
{
	size_t len = 0;

	for (size_t i = 0; i < n;) {
		size_t step = text_utf8_len(text + i, n - i);
		if (step == 0 || !is_printable(text + i, step)) {
			text[len++] = '?';
			i += step == 0 ? 1 : step;
			continue;
		}
		memmove(text + len, text + i, step);
		len += step;
		i += step;
	}
	return len;
}
