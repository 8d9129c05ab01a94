#include "tui/ini_text.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

#define FILE_BYTES_MAX (64 * 1024)
#define LINE_BYTES_MAX 190	/* inih's own limit is 200 */

struct reader {			/* what inih's call-backs share */
	ini_pair_fn *fn;
	void *arg;
	const char *text;
	size_t left;
	int  line;
	int  bad_line;		/* of the first fault; 0: none */
	char fault[INI_FAULT_SIZE];
};

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
	char fault[INI_FAULT_SIZE];

	if (r->fn(section, name, value, fault, r->arg))
		return 1;
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
ini_text_parse(const char *file, const char *text, size_t n, ini_pair_fn *fn,
    void *arg, struct err *err)
{
	struct reader r = { .fn = fn, .arg = arg, .text = text, .left = n };

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

enum rc
ini_text_read(const char *path, ini_pair_fn *fn, void *arg, struct err *err)
{
	static char text[FILE_BYTES_MAX + 1];

	FILE *f = fopen(path, "re");
	if (f == NULL)
		return err_set(err, errno == ENOENT ? RC_NOT_FOUND :
		    RC_OUTSIDE, "%.150s: %s", path, strerror(errno));
	size_t n = fread(text, 1, sizeof text, f);
	bool bad = ferror(f) != 0;
	fclose(f);
	if (bad)
		return err_set(err, RC_OUTSIDE, "%.150s: cannot be read",
		    path);
	if (n > FILE_BYTES_MAX)
		return err_set(err, RC_INVALID, "%.150s:1: file too long",
		    path);
	return ini_text_parse(path, text, n, fn, arg, err);
}
