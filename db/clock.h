/* clock.h - what time it is, and the dates that people type.  A time is seconds
 * since 1970 UTC (int64_t), a day is days since 1970-01-01 in the local
 * calendar (int32_t); the local time zone is the system's. */
#ifndef SAMDEPA_DB_CLOCK_H
#define SAMDEPA_DB_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/err.h"

#define CLOCK_DAY_MAX	11	/* "2026-12-24" with its NUL */
#define CLOCK_LOCAL_MAX	17	/* "2026-11-22 14:05" */
#define CLOCK_UTC_MAX	21	/* "2026-11-22T13:05:00Z" */

/* Now.  SAMDEPA_NOW freezes it: "2026-11-22T10:00:00Z" or seconds since 1970;
 * a value that is neither is ignored here and reported by clock_check(). */
int64_t clock_now(void);

/* RC_INVALID: SAMDEPA_NOW is set but no time.  For the start of a program. */
enum rc clock_check(struct err *) MUST_CHECK;

/* Milliseconds that only grow, never frozen: for delays and time-outs. */
int64_t clock_mono_ms(void);

/* The local day of a time, and the first second of a local day. */
int32_t clock_day_of(int64_t time);
int64_t clock_day_start(int32_t day);
int32_t clock_today(void);

/* Whether the clock is plainly wrong: before this program was made, or more
 * than five minutes before the last event (0: there is none). */
bool clock_is_wrong(int64_t now, int64_t last_event);

/* Reads a date as people type it: 2026-12-24, 20261224, 261224, 24/12, 24.12,
 * 24 dec, idag, imorgon, igår, fredag (the next one, never today), +14 (days),
 * +2v (weeks), +1m (months), -7; English words too.  Without a year it is the
 * next such day, today included.  RC_INVALID: not a date of 1970 to 2199. */
enum rc clock_parse_day(const char *s, size_t n, int32_t today, int32_t *day,
    struct err *) MUST_CHECK;

/* Reads "2026-11-22T10:00:00Z".  RC_INVALID: anything else. */
enum rc clock_parse_utc(const char *s, size_t n, int64_t *time, struct err *)
    MUST_CHECK;

/* Written out; each gives out.  Years beyond 1970 to 9999 are clamped. */
const char *clock_format_day(int32_t day, char out[CLOCK_DAY_MAX]);
const char *clock_format_local(int64_t time, char out[CLOCK_LOCAL_MAX]);
const char *clock_format_utc(int64_t time, char out[CLOCK_UTC_MAX]);

/* A day's weekday, 0 Monday to 6 Sunday, and its ISO week, 1 to 53. */
int clock_weekday(int32_t day);
int clock_week(int32_t day);

#endif
