#include "tui/reader.h"

#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tui/lang.h"

#define BLANKS " \t"

static const struct {
	const char *option, *flag, *word;
	bool stares;
	size_t at;		/* in struct config */
} kinds[READER_KINDS] = {
#define READER(option, flag, stares, word) \
	[READER_##option] = { #option, flag, word, stares, \
	    offsetof(struct config, option) },
#include "tui/readers.def"
#undef READER
};

static enum rc
add(struct reader out[READERS_MAX], size_t *n, enum reader_kind kind,
    const char *name, size_t len, struct err *err)
{
	if (*n == READERS_MAX)
		return err_set(err, RC_INVALID, "more than %d readers",
		    READERS_MAX);
	struct reader *r = &out[*n];
	r->kind = kind;
	snprintf(r->name, sizeof r->name, "%.*s", (int)len, name);
	for (size_t i = 0; i < *n; i++)
		if (strcmp(out[i].name, r->name) == 0)
			return err_set(err, RC_INVALID,
			    "%s: %.150s is named twice", kinds[kind].option,
			    r->name);
	++*n;
	return RC_OK;
}

enum rc
readers_configured(const struct config *cfg, struct reader out[READERS_MAX],
    size_t *n, struct err *err)
{
	enum rc rc = RC_OK;

	*n = 0;
	for (enum reader_kind k = 0; k < READER_KINDS && rc == RC_OK; k++) {
		const char *at = (const char *)cfg + kinds[k].at;
		at += strspn(at, BLANKS);
		while (*at != '\0' && rc == RC_OK) {
			size_t len = kinds[k].flag == NULL ? strlen(at) :
			    strcspn(at, BLANKS);
			rc = add(out, n, k, at, len, err);
			at += len;
			at += strspn(at, BLANKS);
		}
	}
	return rc;
}

void
reader_command(const struct reader *r, struct reader_command *out)
{
	const char *flag = kinds[r->kind].flag;

	*out = (struct reader_command){ .argv = { "/bin/sh", "-c", r->name } };
	if (flag == NULL)
		return;
	const char *const argv[] = { program_find("samdepa-scan",
	    out->program), "--watch=64x48", flag, r->name };
	memcpy(out->argv, argv, sizeof argv);
}

const char *
reader_word(const struct reader *r)
{
	return _(kinds[r->kind].word);
}

const char *
reader_option(const struct reader *r)
{
	return kinds[r->kind].option;
}

bool
reader_is_device(const struct reader *r)
{
	return kinds[r->kind].flag != NULL;
}

bool
reader_stares(const struct reader *r)
{
	return kinds[r->kind].stares;
}

static const struct fault { const char *text, *words, *advice; } faults[] = {
#define FAULT(text, words, advice) { text, words, advice },
#include "tui/reader_faults.def"
#undef FAULT
};

static const struct fault *
fault_of(const char *text)
{
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		if (strcmp(faults[i].text, text) == 0)
			return &faults[i];
	return NULL;
}

const char *
reader_fault(const char *text)
{
	const struct fault *f = fault_of(text);

	return f != NULL ? _(f->words) : text;
}

/* The group of the device; what follows its name after a colon (a size, a
 * speed) is none of it. */
static void
group_of(const struct reader *r, char *out, size_t cap)
{
	char path[sizeof r->name], *colon;
	struct stat st;

	memcpy(path, r->name, sizeof path);
	while (stat(path, &st) != 0) {
		if ((colon = strrchr(path, ':')) == NULL) {
			snprintf(out, cap, "?");
			return;
		}
		*colon = '\0';
	}
	const struct group *g = getgrgid(st.st_gid);
	if (g != NULL)
		snprintf(out, cap, "%s", g->gr_name);
	else
		snprintf(out, cap, "%u", (unsigned)st.st_gid);
}

char *
reader_advice(const struct reader *r, const char *text, char *out, size_t cap)
{
	const struct fault *f = fault_of(text);
	char group[64];
	const char *args[] = { r->name, reader_option(r), group };

	group_of(r, group, sizeof group);
	const char *advice = f != NULL ? f->advice :
	    N_("Prova den för sig med samdepa-scan.");
	return lang_fill(out, cap, *advice != '\0' ? _(advice) : "", args, 3);
}

void
reader_short(const struct reader *r, char *out, size_t cap)
{
	size_t len = strcspn(r->name, BLANKS);
	const char *name = r->name;

	for (const char *slash; (slash = memchr(name, '/', len)) != NULL &&
	    len > (size_t)(slash + 1 - name);) {
		len -= (size_t)(slash + 1 - name);
		name = slash + 1;
	}
	snprintf(out, cap, "%.*s", (int)len, name);
}
