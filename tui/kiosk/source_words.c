#include "tui/kiosk/source_words.h"

#include <stdio.h>
#include <string.h>

#include "tui/lang.h"

char *
source_state_words(const struct source *s, int64_t now_ms,
    enum style *style, char *out, size_t cap)
{
	static const struct { enum style style; const char *words; } is[] = {
		[SOURCE_IDLE] = { ST_DIM, N_("◷ startar") },
		[SOURCE_RUNNING] = { ST_OK_TEXT, N_("✓ igång") },
		[SOURCE_OPEN] = { ST_OK_TEXT, N_("✓ öppen") },
		[SOURCE_GONE] = { ST_NO_TEXT, N_("✗ borta") },
		[SOURCE_FAILED] = { ST_NO_TEXT,
		    N_("✗ startas om om %1$s s") },
		[SOURCE_PAUSED] = { ST_ALREADY_TEXT, N_("‖ pausad") },
	};
	char left[24];
	const char *args[] = { left };
	int64_t ms = s->retry_ms > now_ms ? s->retry_ms - now_ms : 0;

	snprintf(left, sizeof left, "%lld", (long long)(ms + 999) / 1000);
	*style = is[s->state].style;
	return lang_fill(out, cap, _(is[s->state].words), args, 1);
}

char *
source_why_words(const struct source *s, char *out, size_t cap)
{
	char status[16];
	const char *args[] = { s->state == SOURCE_GONE ?
	    reader_fault(s->what) : s->what, status };
	const char *words = "";

	snprintf(status, sizeof status, "%d", s->status);
	if (s->state == SOURCE_OPEN || s->state == SOURCE_GONE)
		words = "%1$s";
	else if (s->state == SOURCE_FAILED && s->status == CHILD_NO_PROGRAM)
		words = _("Programmet finns inte.");
	else if (s->state == SOURCE_FAILED && s->status >= 0)
		words = _("Programmet slutade med status %2$s. samdepactl "
		    "doctor säger mer.");
	else if (s->state == SOURCE_FAILED)
		words = _("Programmet teg eller talade ett annat språk.");
	return lang_fill(out, cap, words, args, 2);
}

/* 298 tenths as "29,8". */
static void
tenths(int n, char *out, size_t cap)
{
	snprintf(out, cap, "%d%s%d", n / 10,
	    strcmp(lang_code(), "sv") == 0 ? "," : ".", n % 10);
}

char *
source_speed_words(const struct source *s, char *out, size_t cap)
{
	char frames[16], ms[16];
	const char *args[] = { frames, ms };

	tenths(s->frames_tenths, frames, sizeof frames);
	tenths(s->ms_tenths, ms, sizeof ms);
	return lang_fill(out, cap, s->lively ?
	    _("%1$s bilder/s, %2$s ms per bild") : "", args, 2);
}

/* What a scanner sends without an AIM identifier is of no known kind. */
static const char *
kind_word(const char *symbology)
{
	return strcmp(symbology, "-") == 0 ? _("okänt slag") : symbology;
}

char *
source_last_words(const struct source *s, int64_t now_ms, char *out,
    size_t cap)
{
	char ago[24];
	const char *args[] = { kind_word(s->last.symbology), s->last.aim,
	    s->last.strong ? _("säker") : _("osäker"), ago };

	snprintf(ago, sizeof ago, "%lld",
	    (long long)(now_ms - s->last.ms) / 1000);
	return lang_fill(out, cap, s->last.ms == 0 ? "" :
	    s->last.aim[0] == '\0' ? _("%1$s, %3$s, för %4$s s sedan") :
	    _("%1$s %2$s, %3$s, för %4$s s sedan"), args, 4);
}

char *
source_count_words(const struct source *s, char *out, size_t cap)
{
	char codes[16], bad[16], kinds[200] = "";
	const char *args[] = { codes, bad };
	size_t n = 0;

	snprintf(codes, sizeof codes, "%d", s->codes);
	snprintf(bad, sizeof bad, "%d", s->bad_lines);
	for (int i = 0; i < SOURCE_KINDS_MAX && s->kind[i].codes > 0 &&
	    n < sizeof kinds; i++)
		n += (size_t)snprintf(kinds + n, sizeof kinds - n,
		    "%s %s %d", i > 0 ? "," : ":",
		    kind_word(s->kind[i].symbology), s->kind[i].codes);
	lang_fill(out, cap, s->bad_lines == 0 ? _("%1$s lästa") :
	    _("%1$s lästa, %2$s trasiga rader"), args, 2);
	n = strlen(out);
	snprintf(out + n, cap - n, "%s", kinds);
	return out;
}
