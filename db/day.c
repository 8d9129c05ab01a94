#include "db/day.h"

#include "db/clock.h"

#define CYCLE	146097		/* days in 400 years */
#define TO_1970	719468		/* days from 0000-03-01 to 1970-01-01 */

static bool
leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
day_month_length(int year, int month)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	return length[month - 1] + (month == 2 && leap(year));
}

bool
day_date_ok(int year, int month, int mday)
{
	return year >= 1970 && year <= 9999 && month >= 1 && month <= 12 &&
	    mday >= 1 && mday <= day_month_length(year, month);
}

/* Years begin on 1 March here, so that the leap day comes last; the months
 * from March on then begin at (153 * month + 2) / 5 days. */
int32_t
day_from_date(int year, int month, int mday)
{
	int y = month > 2 ? year : year - 1;
	int m = month > 2 ? month - 3 : month + 9;

	return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 +
	    mday - 1 - TO_1970;
}

void
day_to_date(int32_t day, int *year, int *month, int *mday)
{
	int32_t d = day + TO_1970;
	int32_t in_cycle = d % CYCLE;
	int32_t y = (in_cycle - in_cycle / 1460 + in_cycle / 36524 -
	    in_cycle / (CYCLE - 1)) / 365;
	int32_t in_year = in_cycle - (y * 365 + y / 4 - y / 100);
	int32_t m = (5 * in_year + 2) / 153;

	*mday = (int)(in_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(y + d / CYCLE * 400 + (*month <= 2));
}

int
clock_weekday(int32_t day)
{
	return (day % 7 + 7 + 3) % 7;	/* 1970-01-01 was a Thursday */
}

/* The week of a day is that of its Thursday. */
int
clock_week(int32_t day)
{
	int32_t thursday = day - clock_weekday(day) + 3;
	int year, month, mday;

	day_to_date(thursday, &year, &month, &mday);
	return (thursday - day_from_date(year, 1, 1)) / 7 + 1;
}
