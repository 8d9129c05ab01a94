#include "db/clock.h"

#include <stdio.h>
#include <string.h>

#include "db/day.h"
#include "db/text.h"

#define YEAR_MAX 2199
#define WORDS_MAX 4

/* What a date is made of: numbers, words (folded) and the signs between. */
struct parts {
	int  count;
	bool number[WORDS_MAX];
	int  value[WORDS_MAX];
	int  digits[WORDS_MAX];
	char word[WORDS_MAX][16];
	char sign;		/* '+' or '-' before the first, else '\0' */
};

static const char *const months[12][2] = {
	{ "januari", "january" }, { "februari", "february" },
	{ "mars", "march" }, { "april", "april" }, { "maj", "may" },
	{ "juni", "june" }, { "juli", "july" }, { "augusti", "august" },
	{ "september", "september" }, { "oktober", "october" },
	{ "november", "november" }, { "december", "december" },
};

static const char *const weekdays[7][2] = {
	{ "mandag", "monday" }, { "tisdag", "tuesday" },
	{ "onsdag", "wednesday" }, { "torsdag", "thursday" },
	{ "fredag", "friday" }, { "lordag", "saturday" },
	{ "sondag", "sunday" },
};

static const struct {
	const char *word;
	int days;
} near_days[] = {
	{ "idag", 0 }, { "today", 0 }, { "nu", 0 }, { "imorgon", 1 },
	{ "imorron", 1 }, { "tomorrow", 1 }, { "overmorgon", 2 },
	{ "igar", -1 }, { "yesterday", -1 },
};

/* Which row of names word begins (three letters or more), or -1. */
static int
row_of(const char *const names[][2], int rows, const char *word)
{
	size_t n = strlen(word);

	for (int i = 0; i < rows && n >= 3; i++)
		if (strncmp(names[i][0], word, n) == 0 ||
		    strncmp(names[i][1], word, n) == 0)
			return i;
	return -1;
}

/* Adds the number or word at *s; false where there are too many, or it is too
 * long. */
static bool
add_part(struct parts *p, const char **s)
{
	bool number = **s >= '0' && **s <= '9';
	size_t n = number ? strspn(*s, "0123456789") :
	    strcspn(*s, "0123456789 ./-+,:");

	if (p->count == WORDS_MAX || n == 0 || n > (number ? 8 : 15))
		return false;
	p->number[p->count] = number;
	p->digits[p->count] = (int)n;
	for (size_t i = 0; number && i < n; i++)
		p->value[p->count] = p->value[p->count] * 10 + (*s)[i] - '0';
	memcpy(p->word[p->count], *s, n);
	p->count++;
	*s += n;
	return true;
}

static bool
split(const char *s, size_t n, struct parts *p)
{
	char raw[48], folded[48];

	s = text_trim(s, &n);
	if (n == 0 || n >= sizeof raw || memchr(s, '\0', n) != NULL)
		return false;
	memcpy(raw, s, n);
	raw[n] = '\0';
	text_fold(folded, sizeof folded, raw);
	memset(p, 0, sizeof *p);
	s = folded;
	if (*s == '+' || *s == '-')
		p->sign = *s++;
	while (*s != '\0') {
		s += strspn(s, " ");
		if (!add_part(p, &s))
			return false;
		if (p->sign == '\0' && (*s == '/' || *s == '-' || *s == '.'))
			s++;	/* a point may also end "24." and "dec." */
	}
	return p->count > 0;
}

static bool
set_date(int year, int month, int mday, int32_t *day)
{
	if (!day_date_ok(year, month, mday) || year > YEAR_MAX)
		return false;
	*day = day_from_date(year, month, mday);
	return true;
}

/* The next such day from today on; 29 February waits for a leap year. */
static bool
set_next(int month, int mday, int32_t today, int32_t *day)
{
	int year, m, d;

	day_to_date(today, &year, &m, &d);
	for (int last = year + 8; year <= last; year++)
		if (set_date(year, month, mday, day) && *day >= today)
			return true;
	return false;
}

/* +14, -7, +2v, +1 m: so many days, weeks, months from today. */
static bool
parse_step(const struct parts *p, int32_t today, int32_t *day)
{
	char unit = p->count == 2 && !p->number[1] ? p->word[1][0] : 'd';
	int n = p->value[0];

	if (!p->number[0] || p->count > 2 || (p->count == 2 && p->number[1]) ||
	    n > 99999 || strchr("dvwm", unit) == NULL)
		return false;
	if (p->sign == '-')
		n = -n;
	if (unit != 'm') {
		*day = today + (unit == 'd' ? n : 7 * n);
		return true;
	}
	int year, month, mday;
	day_to_date(today, &year, &month, &mday);
	int to = year * 12 + month - 1 + n;
	if (to < 1970 * 12 || to / 12 > YEAR_MAX)
		return false;
	int most = day_month_length(to / 12, to % 12 + 1);
	return set_date(to / 12, to % 12 + 1, mday < most ? mday : most, day);
}

/* idag, i morgon, fredag, på fredag. */
static bool
parse_words(const struct parts *p, int32_t today, int32_t *day)
{
	char word[64];

	if (p->count > 2 || p->number[0] || (p->count == 2 && p->number[1]))
		return false;
	bool joined = p->count == 2 && strcmp(p->word[0], "i") == 0;
	snprintf(word, sizeof word, "%s%s", joined ? "i" : "",
	    p->word[p->count - 1]);
	for (size_t i = 0; i < sizeof near_days / sizeof *near_days; i++)
		if (strcmp(near_days[i].word, word) == 0 &&
		    (joined || p->count == 1)) {
			*day = today + near_days[i].days;
			return true;
		}
	if (p->count == 2 && strcmp(p->word[0], "pa") != 0 &&
	    strcmp(p->word[0], "on") != 0)
		return false;
	int weekday = row_of(weekdays, 7, p->word[p->count - 1]);
	if (weekday < 0)
		return false;
	*day = today + 1 + (weekday - clock_weekday(today + 1) + 7) % 7;
	return true;
}

/* 20261224, 261224, 2026-12-24, 24/12, 24/12 2026. */
static bool
parse_numbers(const struct parts *p, int32_t today, int32_t *day)
{
	int a = p->value[0], b = p->value[1], c = p->value[2];

	if (p->count == 1 && p->digits[0] == 8)
		return set_date(a / 10000, a / 100 % 100, a % 100, day);
	if (p->count == 1 && p->digits[0] == 6)
		return set_date(2000 + a / 10000, a / 100 % 100, a % 100, day);
	if (p->count == 2 && p->digits[0] <= 2 && p->digits[1] <= 2)
		return set_next(b, a, today, day);
	if (p->count == 3 && p->digits[0] == 4 && p->digits[1] <= 2 &&
	    p->digits[2] <= 2)
		return set_date(a, b, c, day);
	return p->count == 3 && p->digits[0] <= 2 && p->digits[1] <= 2 &&
	    p->digits[2] == 4 && set_date(c, b, a, day);
}

/* 24 dec, 24 december 2026, dec 24; "den" before it is skipped. */
static bool
parse_month(struct parts p, int32_t today, int32_t *day)
{
	if (p.count > 1 && !p.number[0] && strcmp(p.word[0], "den") == 0) {
		p.count--;
		for (int i = 0; i < p.count; i++) {
			p.number[i] = p.number[i + 1];
			p.value[i] = p.value[i + 1];
			p.digits[i] = p.digits[i + 1];
			memcpy(p.word[i], p.word[i + 1], sizeof p.word[i]);
		}
	}
	if (p.count < 2 || p.number[0] == p.number[1])
		return false;
	int word = p.number[0] ? 1 : 0;
	int month = row_of(months, 12, p.word[word]) + 1;
	int mday = p.value[1 - word];
	if (month == 0 || p.digits[1 - word] > 2)
		return false;
	if (p.count == 2)
		return set_next(month, mday, today, day);
	return p.count == 3 && p.number[2] && p.digits[2] == 4 &&
	    set_date(p.value[2], month, mday, day);
}

enum rc
clock_parse_day(const char *s, size_t n, int32_t today, int32_t *day,
    struct err *err)
{
	struct parts p;
	int32_t found = 0;
	bool ok = split(s, n, &p);

	if (ok && p.sign != '\0')
		ok = parse_step(&p, today, &found);
	else if (ok)
		ok = parse_words(&p, today, &found) ||
		    (p.number[0] && (p.count == 1 || p.number[1]) &&
		    (p.count < 3 || p.number[2]) &&
		    parse_numbers(&p, today, &found)) ||
		    parse_month(p, today, &found);
	if (ok && found >= 0 && found < day_from_date(YEAR_MAX + 1, 1, 1)) {
		*day = found;
		return RC_OK;
	}
	char shown[48];
	snprintf(shown, sizeof shown, "%.*s", n < 47 ? (int)n : 47, s);
	return err_why(err, RC_INVALID, WHY_DATE_FORM, shown, NULL, NULL);
}
