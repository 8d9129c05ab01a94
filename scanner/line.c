/* line.c - linked into the kiosk and samdepactl too: depends on libc only. */
#include "scanner/line.h"

#include <stdint.h>
#include <string.h>

/* What is left of the line. */
struct rest {
	const char *at;
	size_t      n;
};

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

/* Copies the word before the next blank into word and steps behind the blank.
 * False: no blank, or the word is empty, has a NUL or does not fit. */
static bool
take_word(struct rest *r, char *word, size_t size)
{
	const char *blank = memchr(r->at, ' ', r->n);

	if (blank == NULL)
		return false;
	size_t len = (size_t)(blank - r->at);
	if (len == 0 || len >= size)
		return false;
	if (memchr(r->at, '\0', len) != NULL)	/* would end the word early */
		return false;
	memcpy(word, r->at, len);
	word[len] = '\0';
	r->at += len + 1;
	r->n -= len + 1;
	return true;
}

/* Unescapes all that is left.  False: empty, an unescaped byte outside
 * printable ASCII, or a broken escape. */
static bool
take_text(struct rest *r, struct scan_line *out)
{
	size_t len = 0;

	for (size_t i = 0; i < r->n; i++) {
		char c = r->at[i];
		if (c < 0x20 || c > 0x7e)
			return false;
		if (c == '%') {
			if (r->n - i < 3)
				return false;
			int hi = hex_digit(r->at[i + 1]);
			int lo = hex_digit(r->at[i + 2]);
			if (hi < 0 || lo < 0)
				return false;
			c = (char)(uint8_t)(hi << 4 | lo);
			i += 2;
		}
		if (len + 1 >= sizeof out->text)
			return false;
		out->text[len++] = c;
	}
	out->text[len] = '\0';
	out->text_len = len;
	return len > 0;
}

static bool
symbology_valid(const char *s)
{
	for (; *s != '\0'; s++)
		if (!is_alnum(*s) && *s != '-')
			return false;
	return true;
}

static bool
take_aim(struct rest *r, char aim[4])
{
	if (!take_word(r, aim, 4))
		return false;
	if (strcmp(aim, "-") == 0) {
		aim[0] = '\0';
		return true;
	}
	return strlen(aim) == 3 && aim[0] == ']' && is_alnum(aim[1]) &&
	    is_alnum(aim[2]);
}

static bool
take_scan(struct rest *r, struct scan_line *out)
{
	char evidence[8];

	if (!take_word(r, out->symbology, sizeof out->symbology) ||
	    !symbology_valid(out->symbology) || !take_aim(r, out->aim) ||
	    !take_word(r, evidence, sizeof evidence))
		return false;
	out->strong = strcmp(evidence, "strong") == 0;
	if (!out->strong && strcmp(evidence, "weak") != 0)
		return false;
	return take_text(r, out);
}

/* A whole number of at most max, and the character after it.  -1: none. */
static int
take_number(struct rest *r, char end, int max)
{
	int v = 0;
	size_t i = 0;

	while (i < r->n && r->at[i] >= '0' && r->at[i] <= '9' && v <= max)
		v = v * 10 + (r->at[i++] - '0');
	if (i == 0 || v > max)
		return -1;
	if (end == '\0' ? i != r->n : i == r->n || r->at[i++] != end)
		return -1;
	r->at += i;
	r->n -= i;
	return v;
}

static bool
take_rate(struct rest *r, struct scan_line *out)
{
	out->frames_tenths = take_number(r, ' ', SCAN_RATE_MAX);
	if (out->frames_tenths < 0)
		return false;
	out->ms_tenths = take_number(r, '\0', SCAN_RATE_MAX);
	return out->ms_tenths >= 0;
}

static bool
take_view(struct rest *r, struct scan_line *out)
{
	out->w = take_number(r, 'x', SCAN_VIEW_MAX);
	out->h = out->w > 0 ? take_number(r, ' ', SCAN_VIEW_MAX) : -1;
	if (out->h < 1 || out->h > SCAN_VIEW_MAX / out->w ||
	    r->n != (size_t)(out->w * out->h))
		return false;
	for (size_t i = 0; i < r->n; i++) {
		int v = hex_digit(r->at[i]);
		if (v < 0)
			return false;
		out->text[i] = (char)v;
	}
	out->text_len = r->n;
	return true;
}

static enum scan_line_kind
take_state(struct rest *r, struct scan_line *out)
{
	char word[8];

	if (!take_word(r, word, sizeof word) || !take_text(r, out))
		return SCAN_LINE_BAD;
	return strcmp(word, "open") == 0 ? SCAN_LINE_OPEN :
	    strcmp(word, "gone") == 0 ? SCAN_LINE_GONE : SCAN_LINE_BAD;
}

static enum scan_line_kind
take_line(struct rest *r, struct scan_line *out)
{
	char word[16];

	if (!take_word(r, word, sizeof word))
		return SCAN_LINE_BAD;
	if (strcmp(word, "scan") == 0)
		return take_scan(r, out) ? SCAN_LINE_SCAN : SCAN_LINE_BAD;
	if (strcmp(word, "file") == 0)
		return take_text(r, out) ? SCAN_LINE_FILE : SCAN_LINE_BAD;
	if (strcmp(word, "source") == 0)
		return take_text(r, out) ? SCAN_LINE_SOURCE : SCAN_LINE_BAD;
	if (strcmp(word, "state") == 0)
		return take_state(r, out);
	if (strcmp(word, "rate") == 0)
		return take_rate(r, out) ? SCAN_LINE_RATE : SCAN_LINE_BAD;
	if (strcmp(word, "view") == 0)
		return take_view(r, out) ? SCAN_LINE_VIEW : SCAN_LINE_BAD;
	if (strcmp(word, "samdepa-scan") == 0 && r->n == 1 &&
	    r->at[0] == '0' + SCAN_LINE_VERSION)
		return SCAN_LINE_HELLO;
	return SCAN_LINE_BAD;
}

enum scan_line_kind
scan_line_parse(const char *line, size_t n, struct scan_line *out)
{
	struct rest r = { line, n };

	memset(out, 0, sizeof *out);
	if (n > SCAN_LINE_SIZE_MAX)
		return SCAN_LINE_BAD;
	if (r.n > 0 && r.at[r.n - 1] == '\n')
		r.n--;
	if (r.n > 0 && r.at[r.n - 1] == '\r')
		r.n--;
	out->kind = take_line(&r, out);
	if (out->kind == SCAN_LINE_BAD)
		memset(out, 0, sizeof *out);
	return out->kind;
}
