/* lang.h - the language that people read.  Source strings are Swedish, and
 * stand as they are; other languages are catalogues, build/locale beside the
 * program or PREFIX/share/locale.  Works where C.UTF-8 is the only locale. */
#ifndef SAMDEPA_TUI_LANG_H
#define SAMDEPA_TUI_LANG_H

#include <libintl.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define _(s)	gettext(s)
#define N_(s)	(s)		/* marked for the catalogue, translated later */
#define _n(one, many, n)	ngettext(one, many, (unsigned long)(n))

/* Sets a UTF-8 character type whatever the environment says, and finds the
 * catalogues.  Call once, first of all. */
void lang_init(void);

/* Switches to code ("sv", "en"; NULL: by LANGUAGE, LC_ALL, LC_MESSAGES and
 * LANG, else Swedish).  What is drawn from now on is in that language; one
 * without a catalogue gives Swedish. */
void lang_set(const char *code);

/* The code in force, "sv" or "en". */
const char *lang_code(void);

/* The languages that can be chosen: code and own name; NULL past the end. */
const char *lang_list(size_t i, const char **name);

/* Seconds since 1970 as local text; returns out.  day: "2026-03-14"; long:
 * "lör 14 mars"; minute: "2026-03-14 09:41"; clock: "09:41". */
char *lang_day(int64_t time_s, char *out, size_t cap);
char *lang_day_long(int64_t time_s, char *out, size_t cap);
char *lang_minute(int64_t time_s, char *out, size_t cap);
char *lang_clock(int64_t time_s, char *out, size_t cap);

/* "december 2026", month from 1; and the day of the week, 0 Monday: "mån". */
char *lang_month(int year, int month, char *out, size_t cap);
const char *lang_weekday(int weekday);

/* Fills %1$s to %9$s (or %s in turn) of a translated sentence with args, n
 * of them; %% is %.  Never printf: a catalogue cannot reach our memory. */
char *lang_fill(char *out, size_t cap, const char *sentence,
    const char *const *args, size_t n);

#endif
