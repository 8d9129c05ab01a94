/* The clock: frozen, local, and the dates that people type. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "db/clock.h"
#include "db/day.h"

#define NOON	INT64_C(1795341600)	/* 2026-11-22T10:00:00Z, a Sunday */

static int
stockholm(void **state)
{
	(void)state;
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	return 0;
}

static void
test_now(void **state)
{
	(void)state;
	setenv("SAMDEPA_NOW", "2026-11-22T10:00:00Z", 1);
	assert_int_equal(clock_now(), NOON);
	setenv("SAMDEPA_NOW", "1795341600", 1);
	assert_int_equal(clock_now(), NOON);
	assert_int_equal(clock_check(NULL), RC_OK);
	static const char *const bad[] = { "yesterday", "12x", "-5",
		"2026-11-22T10:00:00", "2026-13-22T10:00:00Z",
		"99999999999999999999" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		setenv("SAMDEPA_NOW", bad[i], 1);
		assert_int_equal(clock_check(NULL), RC_INVALID);
		assert_true(llabs(clock_now() - time(NULL)) <= 1);
	}
	unsetenv("SAMDEPA_NOW");
	assert_int_equal(clock_check(NULL), RC_OK);
	int64_t before = clock_mono_ms();
	assert_true(clock_mono_ms() >= before);
}

static void
test_calendar(void **state)
{
	int32_t day = 0;
	int year, month, mday;

	(void)state;
	for (int y = 1970; y <= 2400; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= day_month_length(y, m); d++) {
				day_to_date(day, &year, &month, &mday);
				if (year != y || month != m || mday != d ||
				    day_from_date(y, m, d) != day)
					fail_msg("%d-%d-%d", y, m, d);
				day++;
			}
	assert_false(day_date_ok(2026, 2, 29));
	assert_true(day_date_ok(2028, 2, 29));
	assert_false(day_date_ok(2100, 2, 29));
	assert_int_equal(clock_weekday(day_from_date(2026, 11, 22)), 6);
	assert_int_equal(clock_week(day_from_date(2026, 11, 22)), 47);
	assert_int_equal(clock_week(day_from_date(2027, 1, 3)), 53);
	assert_int_equal(clock_week(day_from_date(2027, 1, 4)), 1);
	assert_int_equal(clock_week(day_from_date(2024, 12, 30)), 1);
}

static void
test_format(void **state)
{
	char day[CLOCK_DAY_MAX], local[CLOCK_LOCAL_MAX], utc[CLOCK_UTC_MAX];

	(void)state;
	assert_string_equal(clock_format_utc(NOON, utc),
	    "2026-11-22T10:00:00Z");
	assert_string_equal(clock_format_local(NOON, local),
	    "2026-11-22 11:00");
	assert_string_equal(clock_format_day(20779, day), "2026-11-22");
	assert_string_equal(clock_format_utc(INT64_MAX, utc),
	    "9999-12-31T23:59:59Z");
	assert_string_equal(clock_format_utc(INT64_MIN, utc),
	    "1970-01-01T00:00:00Z");
	assert_string_equal(clock_format_day(INT32_MAX, day), "9999-12-31");
	assert_string_equal(clock_format_day(INT32_MIN, day), "1970-01-01");
	/* 23:30 UTC is the next day here, in summer from 22 already. */
	int64_t t;
	assert_int_equal(clock_parse_utc("2026-11-22T23:30:00Z", 20, &t, NULL),
	    RC_OK);
	assert_int_equal(clock_day_of(t), 20780);
	assert_int_equal(clock_parse_utc("2026-07-01T22:00:00Z", 20, &t, NULL),
	    RC_OK);
	assert_int_equal(clock_day_of(t), day_from_date(2026, 7, 2));
	assert_int_equal(clock_day_start(day_from_date(2026, 7, 2)), t);
}

static void
test_wrong(void **state)
{
	(void)state;
	assert_false(clock_is_wrong(NOON, 0));
	assert_false(clock_is_wrong(NOON, NOON + 300));
	assert_true(clock_is_wrong(NOON, NOON + 301));
	assert_true(clock_is_wrong(NOON - 365 * 86400, 0));
}

static void
test_parse_day(void **state)
{
	static const struct { const char *s, *day; } rows[] = {
		{ "2026-12-24", "2026-12-24" }, { "20261224", "2026-12-24" },
		{ "261224", "2026-12-24" }, { "2026-1-5", "2026-01-05" },
		{ "24/12", "2026-12-24" }, { "24.12", "2026-12-24" },
		{ "24.12.", "2026-12-24" }, { "24/12 2027", "2027-12-24" },
		{ "24.12.2027", "2027-12-24" }, { "1/2", "2027-02-01" },
		{ "22/11", "2026-11-22" }, { "21/11", "2027-11-21" },
		{ "29/2", "2028-02-29" }, { "24 dec", "2026-12-24" },
		{ "24 dec. 2028", "2028-12-24" }, { "dec 24", "2026-12-24" },
		{ "den 24 december", "2026-12-24" }, { "3 maj", "2027-05-03" },
		{ "3 May 2030", "2030-05-03" }, { " Idag ", "2026-11-22" },
		{ "i dag", "2026-11-22" }, { "imorgon", "2026-11-23" },
		{ "i morgon", "2026-11-23" }, { "I Morron", "2026-11-23" },
		{ "igår", "2026-11-21" }, { "tomorrow", "2026-11-23" },
		{ "övermorgon", "2026-11-24" }, { "+14", "2026-12-06" },
		{ "+2v", "2026-12-06" }, { "+2 veckor", "2026-12-06" },
		{ "+2w", "2026-12-06" }, { "-7", "2026-11-15" },
		{ "+3 dagar", "2026-11-25" }, { "+1m", "2026-12-22" },
		{ "+3 mån", "2027-02-22" }, { "-11m", "2025-12-22" },
		{ "måndag", "2026-11-23" }, { "MÅN", "2026-11-23" },
		{ "sön", "2026-11-29" }, { "på fredag", "2026-11-27" },
		{ "Friday", "2026-11-27" }, { "lördag", "2026-11-28" },
		{ "2199-12-31", "2199-12-31" }, { "+0", "2026-11-22" },
	};
	static const char *const bad[] = {
		"", " ", "24", "24/13", "31/11", "2026-02-29", "0/1", "fredagg",
		"fr", "24 xyz", "+", "+x", "+2y", "+2 3", "2200-01-01",
		"+99999",
		"i", "i fredag", "2026-12", "1969-12-31", "-99999", "24/12/26",
		"24 dec 26", "dec", "24/12/2026/1", "+1m1", "+123456",
		"123456789012", "\xE5\xE4", "24\n12", "på idag", "+-3",
		"2026-12-24T10",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char out[CLOCK_DAY_MAX] = "";
		int32_t day = -1;
		if (clock_parse_day(rows[i].s, strlen(rows[i].s), 20779, &day,
		    NULL) != RC_OK ||
		    strcmp(clock_format_day(day, out), rows[i].day) != 0)
			fail_msg("%s: %s", rows[i].s, out);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err err = { 0 };
		int32_t day = -5;
		if (clock_parse_day(bad[i], strlen(bad[i]), 20779, &day,
		    &err) != RC_INVALID || day != -5 ||
		    err.why != WHY_DATE_FORM)
			fail_msg("%s is %d", bad[i], (int)day);
	}
	int32_t day;
	assert_int_equal(clock_parse_day("24\0dec", 6, 20779, &day, NULL),
	    RC_INVALID);
	/* A month on from the 31st stays within the next one. */
	assert_int_equal(clock_parse_day("+1m", 3,
	    day_from_date(2027, 1, 31), &day, NULL), RC_OK);
	assert_int_equal(day, day_from_date(2027, 2, 28));
}

static void
test_parse_utc(void **state)
{
	static const char *const bad[] = { "2026-11-22T24:00:00Z",
		"2026-11-22T10:60:00Z", "2026-11-22 10:00:00Z",
		"2026-11-22T10:00:0Z", "2026-11-31T10:00:00Z",
		"1969-12-31T23:59:59Z", "2026-11-22T10:00:00Zx" };
	int64_t t = 4;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(clock_parse_utc(bad[i], strlen(bad[i]), &t,
		    NULL), RC_INVALID);
	assert_int_equal(t, 4);
	assert_int_equal(clock_parse_utc("1970-01-01T00:00:00Z", 20, &t, NULL),
	    RC_OK);
	assert_int_equal(t, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_now),
		cmocka_unit_test(test_calendar),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_parse_day),
		cmocka_unit_test(test_parse_utc),
	};

	return cmocka_run_group_tests(tests, stockholm, NULL);
}
