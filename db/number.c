#include "db/text.h"

#include <stdio.h>
#include <string.h>

#define DIGITS_MAX 48	/* of a number, its blanks and points included */

/* Puts s into out with one byte per character: digits, a sign first, '.', ','
 * and ' ' for any blank.  False: something else is in it. */
static bool
simplify(const char *s, size_t n, char out[DIGITS_MAX])
{
	size_t used = 0;

	s = text_trim(s, &n);
	while (n > 0 && used < DIGITS_MAX - 1) {
		uint32_t rune;
		size_t size = text_rune(s, n, &rune);
		if (size == 0)
			return false;
		if (rune == 0xA0 || rune == 0x202F || rune == 0x2009)
			rune = ' ';
		if (rune == 0x2212 && used == 0)
			rune = '-';
		if (rune == 0 || rune > 0x7E ||
		    strchr("0123456789 .,+-", (int)rune) == NULL)
			return false;
		if ((rune == '+' || rune == '-') && used > 0)
			return false;
		out[used++] = (char)rune;
		s += size;
		n -= size;
	}
	out[used] = '\0';
	return n == 0 && used > 0;
}

static int
count(const char *s, char c)
{
	int n = 0;

	for (; *s != '\0'; s++)
		n += *s == c;
	return n;
}

/* Which of '.' and ',' begins the decimals, '\0' for neither.  The last one
 * does where both occur; one kind that occurs more than once separates
 * thousands. */
static char
decimal_sign(const char *s)
{
	int commas = count(s, ','), points = count(s, '.');

	if (commas > 0 && points > 0)
		return strrchr(s, ',') > strrchr(s, '.') ? ',' : '.';
	if (commas + points != 1)
		return '\0';
	return commas == 1 ? ',' : '.';
}

/* Digits in groups of three behind one kind of sign, or all in one. */
static bool
grouped(const char *s, size_t n)
{
	char sign = '\0';
	size_t run = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && s[i] >= '0' && s[i] <= '9') {
			run++;
			continue;
		}
		if (sign != '\0' ? run != 3 : i < n && (run == 0 || run > 3))
			return false;
		if (i < n && sign != '\0' && s[i] != sign)
			return false;
		if (i < n)
			sign = s[i];
		run = 0;
	}
	return true;
}

static bool
add_digit(int64_t *value, char digit)
{
	return !__builtin_mul_overflow(*value, 10, value) &&
	    !__builtin_add_overflow(*value, digit - '0', value);
}

enum rc
text_hundredths(const char *s, size_t n, int64_t *hundredths, struct err *err)
{
	char plain[DIGITS_MAX], shown[40];
	snprintf(shown, sizeof shown, "%.*s", n < 39 ? (int)n : 39, s);
	if (!simplify(s, n, plain))
		return err_why(err, RC_INVALID, WHY_NUMBER_FORM, shown, NULL,
		    NULL);

	const char *p = plain + (*plain == '-' || *plain == '+');
	char sign = decimal_sign(p);
	const char *point = sign != '\0' ? strrchr(p, sign) : NULL;
	size_t whole = point != NULL ? (size_t)(point - p) : strlen(p);
	size_t parts = point != NULL ? strlen(point + 1) : 0;
	if (whole + parts == 0 || !grouped(p, whole) ||
	    (point != NULL && (parts == 0 || strspn(point + 1, "0123456789") !=
	    parts || (sign != '\0' && memchr(p, sign, whole) != NULL))))
		return err_why(err, RC_INVALID, WHY_NUMBER_FORM, shown, NULL,
		    NULL);
	/* 1,234 is a thousand to some and little more than one to others. */
	if (parts == 3 && whole > 0 && whole <= 3 && *p != '0')
		return err_why(err, RC_INVALID, WHY_NUMBER_FINE, shown, NULL,
		    NULL);
	if (parts > 2 && strspn(point + 3, "0") != parts - 2)
		return err_why(err, RC_INVALID, WHY_NUMBER_FINE, shown, NULL,
		    NULL);

	int64_t value = 0;
	bool fits = true;
	for (size_t i = 0; i < whole; i++)
		if (p[i] >= '0' && p[i] <= '9')
			fits = fits && add_digit(&value, p[i]);
	for (size_t i = 0; i < 2; i++)
		fits = fits && add_digit(&value,
		    i < parts ? point[1 + i] : '0');
	if (!fits)
		return err_why(err, RC_INVALID, WHY_NUMBER_LARGE, shown, NULL,
		    NULL);
	*hundredths = *plain == '-' ? -value : value;
	return RC_OK;
}
