/* day.h - the calendar: days since 1970-01-01 and dates (Gregorian, month and
 * day of the month from 1).  Years 1970 to 9999. */
#ifndef SAMDEPA_DB_DAY_H
#define SAMDEPA_DB_DAY_H

#include <stdbool.h>
#include <stdint.h>

bool day_date_ok(int year, int month, int mday);
int day_month_length(int year, int month);
int32_t day_from_date(int year, int month, int mday);
void day_to_date(int32_t day, int *year, int *month, int *mday);

#endif
