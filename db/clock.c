#include "db/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/day.h"

#define MADE	INT64_C(1767225600)	/* 2026-01-01, before any real use */
#define SLACK_S	300			/* what a time server may correct */
#define TIME_MAX INT64_C(253402300799)	/* 9999-12-31T23:59:59Z */

static int64_t
clamp(int64_t time)
{
	return time < 0 ? 0 : time > TIME_MAX ? TIME_MAX : time;
}

/* Reads SAMDEPA_NOW; false where it is unset or no time. */
static bool
frozen(const char *s, int64_t *time)
{
	char *end;

	if (s == NULL || *s == '\0')
		return false;
	if (clock_parse_utc(s, strlen(s), time, NULL) == RC_OK)
		return true;
	if (*s < '0' || *s > '9')
		return false;
	*time = strtoll(s, &end, 10);
	return *end == '\0' && *time <= TIME_MAX;
}

int64_t
clock_now(void)
{
	int64_t now;

	if (frozen(getenv("SAMDEPA_NOW"), &now))
		return now;
	return (int64_t)time(NULL);
}

enum rc
clock_check(struct err *err)
{
	const char *s = getenv("SAMDEPA_NOW");
	int64_t now;

	if (s == NULL || *s == '\0' || frozen(s, &now))
		return RC_OK;
	return err_set(err, RC_INVALID, "SAMDEPA_NOW is not a time: %s", s);
}

int64_t
clock_mono_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int32_t
clock_day_of(int64_t time)
{
	time_t t = (time_t)clamp(time);
	struct tm tm;

	localtime_r(&t, &tm);
	return day_from_date(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

int64_t
clock_day_start(int32_t day)
{
	struct tm tm = { .tm_isdst = -1 };
	int year, month;

	day_to_date(day, &year, &month, &tm.tm_mday);
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	return (int64_t)mktime(&tm);
}

int32_t
clock_today(void)
{
	return clock_day_of(clock_now());
}

bool
clock_is_wrong(int64_t now, int64_t last_event)
{
	return now < MADE || now < last_event - SLACK_S;
}

enum rc
clock_parse_utc(const char *s, size_t n, int64_t *time, struct err *err)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
	int v[6] = { 0 }, field = 0;
	bool ok = n == sizeof form - 1;

	for (size_t i = 0; ok && i < n; i++) {
		if (form[i] == 'd' && s[i] >= '0' && s[i] <= '9')
			v[field] = v[field] * 10 + (s[i] - '0');
		else if (form[i] != 'd' && s[i] == form[i])
			field++;
		else
			ok = false;
	}
	if (!ok || !day_date_ok(v[0], v[1], v[2]) || v[3] > 23 || v[4] > 59 ||
	    v[5] > 59)
		return err_set(err, RC_INVALID, "not a UTC time: %.*s",
		    n < 40 ? (int)n : 40, s);
	*time = (int64_t)day_from_date(v[0], v[1], v[2]) * 86400 +
	    v[3] * 3600 + v[4] * 60 + v[5];
	return RC_OK;
}

const char *
clock_format_day(int32_t day, char out[CLOCK_DAY_MAX])
{
	int year, month, mday;

	day = day < 0 ? 0 : day > TIME_MAX / 86400 ?
	    (int32_t)(TIME_MAX / 86400) : day;
	day_to_date(day, &year, &month, &mday);
	snprintf(out, CLOCK_DAY_MAX, "%04u-%02u-%02u", (unsigned)year % 10000u,
	    (unsigned)month % 100u, (unsigned)mday % 100u);
	return out;
}

const char *
clock_format_local(int64_t time, char out[CLOCK_LOCAL_MAX])
{
	time_t t = (time_t)clamp(time);
	struct tm tm;

	localtime_r(&t, &tm);
	strftime(out, CLOCK_LOCAL_MAX, "%Y-%m-%d %H:%M", &tm);
	return out;
}

const char *
clock_format_utc(int64_t time, char out[CLOCK_UTC_MAX])
{
	time_t t = (time_t)clamp(time);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(out, CLOCK_UTC_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return out;
}
