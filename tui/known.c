#include "tui/known.h"

#include <stdio.h>

#include "db/clock.h"
#include "tui/lang.h"

#define NIGHT_S		(6 * 3600)	/* until six it is night */
#define EVENING_S	(22 * 3600)	/* and from ten the day before */
#define DAYS_MAX	999

/* Days between a time and now; a clock that runs ahead says today. */
static int
days_ago(int64_t told)
{
	int32_t days = clock_today() - clock_day_of(told);

	return days < 0 ? 0 : days > DAYS_MAX ? DAYS_MAX : days;
}

char *
known_time(int64_t told, char *out, size_t cap)
{
	char text[16];
	const char *args[] = { text };
	int days = days_ago(told);

	if (told == 0) {
		snprintf(out, cap, "%s", _("aldrig"));
		return out;
	}
	if (days > 1) {
		snprintf(text, sizeof text, "%d", days);
		return lang_fill(out, cap, _("för %1$s dagar sedan"), args, 1);
	}
	lang_clock(told, text, sizeof text);
	int64_t of_day = told - clock_day_start(clock_day_of(told));
	bool night = days == 0 ? of_day < NIGHT_S : of_day >= EVENING_S &&
	    clock_now() - clock_day_start(clock_today()) < NIGHT_S * 2;
	return lang_fill(out, cap, night ? _("%1$s i natt") : days == 0 ?
	    _("%1$s i dag") : _("i går %1$s"), args, 1);
}

char *
known_words(int64_t told, char *out, size_t cap)
{
	char when[64];
	const char *args[] = { when };

	if (told == 0) {
		snprintf(out, cap, "%s", _("läget är okänt"));
		return out;
	}
	known_time(told, when, sizeof when);
	return lang_fill(out, cap, _("läget %1$s"), args, 1);
}

char *
known_short(int64_t told, char *out, size_t cap)
{
	char text[16];
	const char *args[] = { text };
	int days = days_ago(told);

	if (told == 0)
		snprintf(out, cap, "%s", _("okänt"));
	else if (days == 0)
		lang_clock(told, out, cap);
	else if (days == 1)
		snprintf(out, cap, "%s", _("i går"));
	else {
		snprintf(text, sizeof text, "%d", days);
		lang_fill(out, cap, _("%1$s dgr"), args, 1);
	}
	return out;
}
