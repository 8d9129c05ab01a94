/* sources: db/text.c db/number.c db/clock.c db/day.c db/day_parse.c db/err.c ;
 * libs: none.  Any bytes as text, as a number, as a date: what is taken for
 * good is good. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/text.h"

#define TODAY 20779	/* 2026-11-22 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(int ok)
{
	if (!ok)
		abort();
}

static void
one_line(const char *s, size_t n)
{
	size_t at = n, cut = n;
	struct err err;

	if (text_clean(s, n, &at, &err) == RC_OK)
		check(text_valid(s, n) && memchr(s, '\n', n) == NULL &&
		    memchr(s, '\x1B', n) == NULL);
	else
		check(at < n && text_clean(s, at, NULL, NULL) == RC_OK);
	const char *inner = text_trim(s, &cut);
	check(cut == 0 || (inner >= s && inner + cut <= s + n));
	if (text_valid(s, n))
		check(text_valid(inner, cut));
}

static void
folds(const char *s)
{
	char once[256], twice[256], small[7];

	size_t size = text_fold(once, sizeof once, s);
	check(strlen(once) == size && text_valid(once, size));
	check(text_fold(twice, sizeof twice, once) == size);
	check(strcmp(once, twice) == 0);
	size = text_fold(small, sizeof small, s);
	check(strlen(small) == size && text_valid(small, size));
}

/* The order is one: of three texts, and of each pair both ways. */
static void
order(const char *s, size_t n)
{
	const char *t[3] = { s, s + n / 3, s + n / 3 * 2 };
	size_t size[3] = { n / 3, n / 3, n - n / 3 * 2 };
	int sign[3][3];

	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++) {
			int v = text_compare(t[i], size[i], t[j], size[j]);
			sign[i][j] = (v > 0) - (v < 0);
		}
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++) {
			check(sign[i][j] == -sign[j][i]);
			for (int k = 0; k < 3; k++)
				check(!(sign[i][j] <= 0 && sign[j][k] <= 0) ||
				    sign[i][k] <= 0);
		}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	int64_t number = 7, time = 7;
	int32_t day = -7;
	char *s = malloc(n + 1), out[CLOCK_DAY_MAX];

	if (s == NULL)
		return 0;
	memcpy(s, data, n);
	s[n] = '\0';
	one_line(s, n);
	folds(s);
	order(s, n);
	if (text_hundredths(s, n, &number, NULL) != RC_OK)
		check(number == 7);
	if (clock_parse_day(s, n, TODAY, &day, NULL) == RC_OK) {
		int32_t again = -1;
		clock_format_day(day, out);
		check(clock_parse_day(out, strlen(out), TODAY, &again, NULL) ==
		    RC_OK && again == day);
	} else {
		check(day == -7);
	}
	if (clock_parse_utc(s, n, &time, NULL) == RC_OK) {
		char utc[CLOCK_UTC_MAX];
		check(n == 20 && memcmp(clock_format_utc(time, utc), s, n) ==
		    0);
	}
	free(s);
	return 0;
}
