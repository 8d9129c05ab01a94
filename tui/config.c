#include "tui/config.h"

#include <errno.h>
#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/lang.h"

#define FILE_BYTES_MAX (64 * 1024)
#define LINE_BYTES_MAX 190	/* inih's own limit is 200 */

enum type { TEXT, WORD, NUMBER };

static const struct option {
	const char *name;
	enum type type;
	size_t at, size;	/* in struct config */
	int min, max, number;
	const char *words, *value, *unit, *text;
} options[] = {
#define AT(n)	offsetof(struct config, n), sizeof ((struct config *)0)->n
#define OPT_TEXT(n, v, t)	{ #n, TEXT, AT(n), 0, 0, 0, "", v, "", t },
#define OPT_WORD(n, w, v, t)	{ #n, WORD, AT(n), 0, 0, 0, w, v, "", t },
#define OPT_NUMBER(n, lo, hi, v, u, t) \
	{ #n, NUMBER, AT(n), lo, hi, v, "", "", u, t },
#include "tui/options.def"
#undef OPT_TEXT
#undef OPT_WORD
#undef OPT_NUMBER
};

#define OPTIONS (sizeof options / sizeof *options)

struct reader {			/* what inih's call-backs share */
	struct config *cfg;
	const char *text;
	size_t left;
	int  line;
	int  bad_line;		/* of the first fault; 0: none */
	char fault[200];
};

static void
set_text(struct config *cfg, const struct option *o, const char *value)
{
	snprintf((char *)cfg + o->at, o->size, "%s", value);
}

static void
set_number(struct config *cfg, const struct option *o, int value)
{
	memcpy((char *)cfg + o->at, &value, sizeof value);
}

void
config_init(struct config *cfg)
{
	memset(cfg, 0, sizeof *cfg);
	for (size_t i = 0; i < OPTIONS; i++)
		if (options[i].type == NUMBER)
			set_number(cfg, &options[i], options[i].number);
		else
			set_text(cfg, &options[i], options[i].value);
}

static bool
is_word_of(const char *words, const char *value)
{
	char bar[24];

	if (*value == '\0' || strlen(value) > 15 || strchr(value, '|') != NULL)
		return false;
	snprintf(bar, sizeof bar, "|%s|", value);
	return strstr(words, bar) != NULL;
}

/* Sets the option from text; false, with the fault said, where it cannot. */
static bool
assign(struct config *cfg, const struct option *o, const char *value,
    char *fault, size_t cap)
{
	if (o->type == TEXT) {
		if (strlen(value) >= o->size) {
			snprintf(fault, cap, "%s: too long", o->name);
			return false;
		}
		set_text(cfg, o, value);
		return true;
	}
	if (o->type == WORD) {
		if (!is_word_of(o->words, value)) {
			snprintf(fault, cap, "%s: not one of %s", o->name,
			    o->words);
			return false;
		}
		set_text(cfg, o, value);
		return true;
	}
	char *end;
	errno = 0;
	long n = strtol(value, &end, 10);
	if (end == value || *end != '\0' || errno != 0 || n < o->min ||
	    n > o->max) {
		snprintf(fault, cap, "%s: not a number from %d to %d %s",
		    o->name, o->min, o->max, o->unit);
		return false;
	}
	set_number(cfg, o, (int)n);
	return true;
}

static void
set_fault(struct reader *r, const char *fault)
{
	if (r->bad_line != 0)
		return;
	r->bad_line = r->line;
	snprintf(r->fault, sizeof r->fault, "%s", fault);
}

static int
on_pair(void *user, const char *section, const char *name, const char *value)
{
	struct reader *r = user;
	char fault[200];

	if (*section != '\0') {
		set_fault(r, "sections are not used");
		return 0;
	}
	for (size_t i = 0; i < OPTIONS; i++) {
		if (strcmp(options[i].name, name) != 0)
			continue;
		if (assign(r->cfg, &options[i], value, fault, sizeof fault))
			return 1;
		set_fault(r, fault);
		return 0;
	}
	snprintf(fault, sizeof fault, "unknown option: %.60s", name);
	set_fault(r, fault);
	return 0;
}

/* A line of the text for inih, which itself would break a long one in two
 * and stop at a NUL unsaid. */
static char *
next_line(char *line, int cap, void *user)
{
	struct reader *r = user;

	if (r->left == 0 || r->bad_line != 0)
		return NULL;
	const char *nl = memchr(r->text, '\n', r->left);
	size_t n = nl != NULL ? (size_t)(nl - r->text) + 1 : r->left;
	r->line++;
	if (n > LINE_BYTES_MAX || n >= (size_t)cap) {
		set_fault(r, "line too long");
		return NULL;
	}
	if (memchr(r->text, '\0', n) != NULL) {
		set_fault(r, "not a text file");
		return NULL;
	}
	memcpy(line, r->text, n);
	line[n] = '\0';
	r->text += n;
	r->left -= n;
	return line;
}

enum rc
config_parse(struct config *cfg, const char *file, const char *text, size_t n,
    struct err *err)
{
	struct reader r = { .cfg = cfg, .text = text, .left = n };

	config_init(cfg);
	int line = ini_parse_stream(next_line, &r, on_pair, &r);
	if (r.bad_line == 0 && line != 0) {
		r.bad_line = line;
		snprintf(r.fault, sizeof r.fault, "not NAME = VALUE");
	}
	if (r.bad_line == 0)
		return RC_OK;
	return err_set(err, RC_INVALID, "%.100s:%d: %s", file, r.bad_line,
	    r.fault);
}

static enum rc
load_file(struct config *cfg, const char *path, bool may_lack,
    struct err *err)
{
	static char text[FILE_BYTES_MAX + 1];

	FILE *f = fopen(path, "re");
	if (f == NULL) {
		if (errno == ENOENT && may_lack)
			return RC_OK;
		return err_set(err, RC_OUTSIDE, "%.150s: %s", path,
		    strerror(errno));
	}
	size_t n = fread(text, 1, sizeof text, f);
	bool bad = ferror(f) != 0;
	fclose(f);
	if (bad)
		return err_set(err, RC_OUTSIDE, "%.150s: cannot be read",
		    path);
	if (n > FILE_BYTES_MAX)
		return err_set(err, RC_INVALID, "%.150s:1: file too long",
		    path);
	return config_parse(cfg, path, text, n, err);
}

enum rc
config_load(struct config *cfg, const char *path, struct err *err)
{
	bool may_lack = false;

	config_init(cfg);
	if (path == NULL)
		path = getenv("SAMDEPA_CONFIG");
	if (path == NULL || *path == '\0') {
		path = CONFIG_FILE;
		may_lack = true;
	}
	enum rc rc = load_file(cfg, path, may_lack, err);
	const char *store = getenv("SAMDEPA_STORE");
	if (rc == RC_OK && store != NULL && *store != '\0') {
		if (strlen(store) >= sizeof cfg->store)
			return err_set(err, RC_INVALID,
			    "SAMDEPA_STORE:1: too long");
		snprintf(cfg->store, sizeof cfg->store, "%s", store);
	}
	return rc;
}

enum rc
config_row(const struct config *cfg, size_t i, struct config_row *row)
{
	if (i >= OPTIONS)
		return RC_NOT_FOUND;
	const struct option *o = &options[i];
	*row = (struct config_row){ .name = o->name, .text = o->text,
	    .unit = o->unit };
	if (o->type == NUMBER) {
		int n;
		memcpy(&n, (const char *)cfg + o->at, sizeof n);
		snprintf(row->value, sizeof row->value, "%d", n);
		snprintf(row->standard, sizeof row->standard, "%d", o->number);
	} else {
		snprintf(row->value, sizeof row->value, "%s",
		    (const char *)cfg + o->at);
		snprintf(row->standard, sizeof row->standard, "%s", o->value);
	}
	return RC_OK;
}

size_t
config_unescape(const char *text, char *out, size_t cap)
{
	size_t n = 0;

	for (const char *p = text; *p != '\0' && n + 1 < cap; p++) {
		char c = *p;
		if (c == '^' && p[1] == '^')
			p++;
		else if (c == '^' && p[1] >= '@' && p[1] <= '_')
			c = (char)(*++p & 0x1f);
		out[n++] = c;
	}
	if (cap > 0)
		out[n] = '\0';
	return n;
}
