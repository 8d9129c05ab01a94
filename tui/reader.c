#include "tui/reader.h"

#include <stdio.h>
#include <string.h>

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
	    out->program), "--watch", flag, r->name };
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
