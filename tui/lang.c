#include "tui/lang.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOMAIN "samdepa"

static const struct {
	const char *code;
	const char *name;
} languages[] = {
	{ "sv", "Svenska" },
	{ "en", "English" },
};

#define LANGUAGES (sizeof languages / sizeof *languages)

static size_t now_in;

/* The catalogues beside the program while it stands where make put it. */
static void
find_catalogues(void)
{
	char path[4096];
	struct stat st;

	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 16);
	if (n > 0) {
		path[n] = '\0';
		char *slash = strrchr(path, '/');
		if (slash != NULL) {
			memcpy(slash, "/locale", sizeof "/locale");
			if (stat(path, &st) == 0) {
				bindtextdomain(DOMAIN, path);
				return;
			}
		}
	}
	bindtextdomain(DOMAIN, PREFIX "/share/locale");
}

void
lang_init(void)
{
	/* C.UTF-8 is part of libc's own package; gettext looks at LANGUAGE
	 * under any locale but plain "C". */
	if (setlocale(LC_ALL, "C.UTF-8") == NULL &&
	    setlocale(LC_ALL, "sv_SE.UTF-8") == NULL &&
	    setlocale(LC_ALL, "en_US.UTF-8") == NULL)
		setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	find_catalogues();
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	tzset();
}

static const char *
from_environment(void)
{
	static const char *const names[] = { "LANGUAGE", "LC_ALL",
	    "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *v = getenv(names[i]);
		for (size_t l = 0; v != NULL && l < LANGUAGES; l++)
			if (strncmp(v, languages[l].code, 2) == 0)
				return languages[l].code;
	}
	return languages[0].code;
}

void
lang_set(const char *code)
{
	if (code == NULL || *code == '\0')
		code = from_environment();
	now_in = 0;
	for (size_t i = 0; i < LANGUAGES; i++)
		if (strcmp(code, languages[i].code) == 0)
			now_in = i;
	setenv("LANGUAGE", languages[now_in].code, 1);
	/* Naming the domain again makes libc forget what it had looked up
	 * in the language before. */
	textdomain(DOMAIN);
}

const char *
lang_code(void)
{
	return languages[now_in].code;
}

const char *
lang_list(size_t i, const char **name)
{
	if (i >= LANGUAGES)
		return NULL;
	if (name != NULL)
		*name = languages[i].name;
	return languages[i].code;
}

static const char *
weekday(int i)
{
	static const char *const names[] = { N_("sön"), N_("mån"), N_("tis"),
	    N_("ons"), N_("tor"), N_("fre"), N_("lör") };
	return _(names[i]);
}

static const char *
month(int i)
{
	static const char *const names[] = { N_("jan."), N_("feb."),
	    N_("mars"), N_("april"), N_("maj"), N_("juni"), N_("juli"),
	    N_("aug."), N_("sep."), N_("okt."), N_("nov."), N_("dec.") };
	return _(names[i]);
}

char *
lang_month(int year, int m, char *out, size_t cap)
{
	static const char *const names[] = { N_("januari"), N_("februari"),
	    N_("mars"), N_("april"), N_("maj"), N_("juni"), N_("juli"),
	    N_("augusti"), N_("september"), N_("oktober"), N_("november"),
	    N_("december") };

	snprintf(out, cap, "%s %d", _(names[m - 1]), year);
	return out;
}

const char *
lang_weekday(int i)
{
	return weekday((i + 1) % 7);
}

static struct tm
local(int64_t time_s)
{
	struct tm tm;
	time_t t = (time_t)time_s;

	if (localtime_r(&t, &tm) == NULL)
		memset(&tm, 0, sizeof tm);
	return tm;
}

char *
lang_day(int64_t time_s, char *out, size_t cap)
{
	struct tm tm = local(time_s);

	snprintf(out, cap, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1,
	    tm.tm_mday);
	return out;
}

char *
lang_day_long(int64_t time_s, char *out, size_t cap)
{
	struct tm tm = local(time_s);

	snprintf(out, cap, "%s %d %s", weekday(tm.tm_wday), tm.tm_mday,
	    month(tm.tm_mon));
	return out;
}

char *
lang_minute(int64_t time_s, char *out, size_t cap)
{
	struct tm tm = local(time_s);

	snprintf(out, cap, "%04d-%02d-%02d %02d:%02d", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min);
	return out;
}

char *
lang_clock(int64_t time_s, char *out, size_t cap)
{
	struct tm tm = local(time_s);

	snprintf(out, cap, "%02d:%02d", tm.tm_hour, tm.tm_min);
	return out;
}

/* The argument that a conversion at p names, or -1; *len is its length. */
static int
conversion(const char *p, int *next, size_t *len)
{
	if (p[1] == 's') {
		*len = 2;
		return (*next)++;
	}
	if (p[1] >= '1' && p[1] <= '9' && p[2] == '$' && p[3] == 's') {
		*len = 4;
		return p[1] - '1';
	}
	return -1;
}

char *
lang_fill(char *out, size_t cap, const char *sentence,
    const char *const *args, size_t n)
{
	size_t used = 0, len;
	int next = 0;

	if (cap == 0)
		return out;
	for (const char *p = sentence; *p != '\0';) {
		int i = *p == '%' ? conversion(p, &next, &len) : -1;
		const char *from = p;
		if (i >= 0) {
			from = (size_t)i < n && args[i] != NULL ? args[i] : "";
			p += len;
			len = strlen(from);
		} else {
			p += p[0] == '%' && p[1] == '%' ? 2 : 1;
			len = 1;
		}
		/* A cut inside a letter is mended by the sink. */
		if (len > cap - 1 - used)
			len = cap - 1 - used;
		memcpy(out + used, from, len);
		used += len;
	}
	out[used] = '\0';
	return out;
}
