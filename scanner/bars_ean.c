/* bars_ean.c - EAN-13, UPC-A, EAN-8 and UPC-E, as the GS1 General
 * Specifications draw them (5.2). */
#include <string.h>

#include "scanner/bars_kind.h"
#include "scanner/number.h"

/* The digits as they stand left of the middle, in both parities (A, then B),
 * and right of it. */
#define DIGITS_A "3211", "2221", "2122", "1411", "1132", "1231", "1114", \
	"1312", "1213", "3112"
static const char *const left[] = {
	DIGITS_A,
	"1123", "1222", "2212", "1141", "2311", "1321", "4111", "2131", "3121",
	"2113",
};
static const char *const right[] = { DIGITS_A };
static const char *const guard[] = { "111" };
static const char *const middle[] = { "11111" };
static const char *const upce_end[] = { "111111" };

static struct charset left_set = { .pattern = left, .patterns = 20 };
static struct charset right_set = {
	.pattern = right, .patterns = 10, .dark = true };
static struct charset guard_set = {
	.pattern = guard, .patterns = 1, .dark = true };
static struct charset middle_set = { .pattern = middle, .patterns = 1 };
static struct charset upce_end_set = { .pattern = upce_end, .patterns = 1 };

/* Which of the six digits on the left are of parity B, the first as the
 * highest bit: EAN-13's first digit, and UPC-E's check digit. */
static const uint8_t ean13_first[10] = {
	0x00, 0x0b, 0x0d, 0x0e, 0x13, 0x19, 0x1c, 0x15, 0x16, 0x1a
};
static const uint8_t upce_check[10] = {
	0x38, 0x34, 0x32, 0x31, 0x2c, 0x26, 0x23, 0x2a, 0x29, 0x25
};

/* Writes n digits; returns their parities. */
static unsigned
digits_put(char *out, const uint8_t *pattern, int n)
{
	unsigned parity = 0;

	for (int i = 0; i < n; i++) {
		out[i] = (char)('0' + pattern[i] % 10);
		parity = parity << 1 | (pattern[i] >= 10);
	}
	return parity;
}

/* The digit that a parity stands for; -1: none. */
static int
parity_digit(const uint8_t of[10], unsigned parity)
{
	for (int i = 0; i < 10; i++)
		if (of[i] == parity)
			return i;
	return -1;
}

static void
ean13_layout(struct layout *l, int n, int way)
{
	(void)n;
	(void)way;
	layout_add(l, &guard_set, 1);
	layout_add(l, &left_set, 6);
	layout_add(l, &middle_set, 1);
	layout_add(l, &right_set, 6);
	layout_add(l, &guard_set, 1);
}

/* With a 0 first it is UPC-A. */
static bool
ean13_text(const struct layout *l, const uint8_t *pattern, struct code *c)
{
	(void)l;
	int first = parity_digit(ean13_first,
	    digits_put(c->text + 1, pattern + 1, 6));
	digits_put(c->text + 7, pattern + 8, 6);
	c->text[0] = (char)('0' + first);
	if (first < 0 || !number_checks(c->text, 13))
		return false;
	c->len = 13;
	if (first == 0) {
		c->symbology = SYM_UPCA;
		c->len = 12;
		memmove(c->text, c->text + 1, 12);
	}
	return true;
}

static void
ean8_layout(struct layout *l, int n, int way)
{
	(void)n;
	(void)way;
	layout_add(l, &guard_set, 1);
	layout_add(l, &left_set, 4);
	layout_add(l, &middle_set, 1);
	layout_add(l, &right_set, 4);
	layout_add(l, &guard_set, 1);
}

static bool
ean8_text(const struct layout *l, const uint8_t *pattern, struct code *c)
{
	(void)l;
	unsigned parity = digits_put(c->text, pattern + 1, 4);
	digits_put(c->text + 4, pattern + 6, 4);
	c->len = 8;
	return parity == 0 && number_checks(c->text, 8);
}

static void
upce_layout(struct layout *l, int n, int way)
{
	(void)n;
	(void)way;
	layout_add(l, &guard_set, 1);
	layout_add(l, &left_set, 6);
	layout_add(l, &upce_end_set, 1);
}

/* The UPC-A that the digits d (number system, six, check) are short for. */
static void
upce_expand(const char d[8], char out[12])
{
	int zeros = d[6] <= '2' ? 2 : d[6] == '3' ? 3 : d[6] == '4' ? 4 : 5;

	memset(out, '0', 12);
	out[0] = d[0];
	memcpy(out + 1, d + 1, (size_t)zeros);
	if (d[6] <= '2') {
		out[3] = d[6];
		memcpy(out + 8, d + 3, 3);
	} else if (d[6] == '3') {
		memcpy(out + 9, d + 4, 2);
	} else if (d[6] == '4') {
		out[10] = d[5];
	} else {
		out[10] = d[6];
	}
	out[11] = d[7];
}

static bool
upce_text(const struct layout *l, const uint8_t *pattern, struct code *c)
{
	char whole[12];

	(void)l;
	unsigned parity = digits_put(c->text + 1, pattern + 1, 6);
	bool one = (parity & 0x20) == 0;	/* number system 1 */
	int check = parity_digit(upce_check, one ? parity ^ 0x3f : parity);
	c->text[0] = one ? '1' : '0';
	c->text[7] = (char)('0' + check);
	if (check < 0)
		return false;
	upce_expand(c->text, whole);
	c->len = 8;
	return number_checks(whole, 12);
}

const struct bars_kind bars_ean13 = {
	.symbology = SYM_EAN13, .n_min = 12, .n_max = 12, .ways = 1,
	.layout = ean13_layout, .text = ean13_text,
	.score_min = 0.92f, .low_min = 0.6f,
};
const struct bars_kind bars_ean8 = {
	.symbology = SYM_EAN8, .n_min = 8, .n_max = 8, .ways = 1,
	.layout = ean8_layout, .text = ean8_text,
	.score_min = 0.93f, .low_min = 0.8f,
};
const struct bars_kind bars_upce = {
	.symbology = SYM_UPCE, .n_min = 6, .n_max = 6, .ways = 1,
	.layout = upce_layout, .text = upce_text,
	.score_min = 0.93f, .low_min = 0.8f,
};
