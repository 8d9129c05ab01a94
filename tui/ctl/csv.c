#include "tui/ctl/csv.h"

#include <stdlib.h>
#include <string.h>

#include "db/text.h"
#include "tui/ctl/csv_feed.h"

#define NAME_MAX_BYTES	256

struct name {
	char *theirs;		/* as it stands in the file */
	char *ours;		/* what csv_map() calls it, or NULL */
};

struct csv_in {
	struct feed feed;
	struct name *name;
	int names;
};

static bool
same_name(const char *a, const char *b)
{
	char fold_a[NAME_MAX_BYTES], fold_b[NAME_MAX_BYTES];

	text_fold(fold_a, sizeof fold_a, a);
	text_fold(fold_b, sizeof fold_b, b);
	return strcmp(fold_a, fold_b) == 0;
}

/* The column that the file calls name, before column end, or -1. */
static int
theirs(const struct csv_in *in, const char *name, int end)
{
	for (int i = 0; i < end; i++)
		if (in->name[i].theirs[0] != '\0' &&
		    same_name(in->name[i].theirs, name))
			return i;
	return -1;
}

static bool
row_empty(const struct feed *f)
{
	for (int i = 0; i < f->count; i++)
		if (f->field[i].size > 0)
			return false;
	return true;
}

static struct place
place_of(const struct csv_field *field)
{
	return (struct place){ field->line, field->column };
}

static enum rc
keep_names(struct csv_in *in, struct err *err)
{
	struct feed *f = &in->feed;

	in->name = calloc((size_t)f->count, sizeof *in->name);
	if (in->name == NULL)
		return err_set(err, RC_OUTSIDE, "CSV: out of memory");
	for (; in->names < f->count; in->names++) {
		const struct csv_field *field = &f->field[in->names];
		const char *name = field->text;
		if (field->size >= NAME_MAX_BYTES)
			return feed_fault(f, WHY_CSV_LONG, place_of(field),
			    "255", err);
		if (theirs(in, name, in->names) >= 0)
			return feed_fault(f, WHY_CSV_TWICE, place_of(field),
			    name, err);
		in->name[in->names].theirs = strdup(name);
		if (in->name[in->names].theirs == NULL)
			return err_set(err, RC_OUTSIDE, "CSV: out of memory");
	}
	return RC_OK;
}

static enum rc
read_header(struct csv_in *in, FILE *file, const struct csv_options *options,
    struct err *err)
{
	struct feed *f = &in->feed;
	bool done = false;

	enum rc rc = feed_open(f, file, options->latin1, err);
	if (rc == RC_OK) {
		csv_set_delim(&f->parser, (unsigned char)(options->delimiter !=
		    '\0' ? options->delimiter : feed_sniff(f)));
		rc = feed_row(f, &done, err);
	}
	if (rc == RC_OK && (!done || row_empty(f)))
		rc = feed_fault(f, WHY_CSV_HEADER, (struct place){ 1, 1 }, NULL,
		    err);
	if (rc == RC_OK)
		rc = keep_names(in, err);
	return rc;
}

enum rc
csv_open(struct csv_in **in, FILE *file, const struct csv_options *options,
    struct err *err)
{
	*in = calloc(1, sizeof **in);
	if (*in == NULL)
		return err_set(err, RC_OUTSIDE, "CSV: out of memory");
	enum rc rc = read_header(*in, file, options, err);
	if (rc != RC_OK && rc != RC_INVALID) {
		csv_close(*in);
		*in = NULL;
	}
	return rc;
}

void
csv_close(struct csv_in *in)
{
	if (in == NULL)
		return;
	for (int i = 0; i < in->names; i++) {
		free(in->name[i].theirs);
		free(in->name[i].ours);
	}
	free(in->name);
	feed_close(&in->feed);
	free(in);
}

/* Makes the row as long as the header. */
static enum rc
fit(struct csv_in *in, struct err *err)
{
	struct feed *f = &in->feed;
	char names[16];

	for (int i = in->names; i < f->count; i++)
		if (f->field[i].size > 0) {
			snprintf(names, sizeof names, "%d", in->names);
			return feed_fault(f, WHY_CSV_MANY,
			    place_of(&f->field[i]), names, err);
		}
	struct csv_field last = f->field[f->count - 1];
	while (f->count < in->names)
		f->field[f->count++] = (struct csv_field){ "", 0, last.line,
			last.column };
	return RC_OK;
}

enum rc
csv_next(struct csv_in *in, struct csv_row *row, struct err *err)
{
	struct feed *f = &in->feed;
	bool done;

	do {
		enum rc rc = feed_row(f, &done, err);
		if (rc != RC_OK)
			return rc;
		if (!done)
			return RC_NOT_FOUND;
	} while (row_empty(f));
	enum rc rc = fit(in, err);
	if (rc == RC_OK)
		*row = (struct csv_row){ f->field, in->names, f->row_line };
	return rc;
}

int
csv_fault_line(const struct csv_in *in)
{
	return in->feed.fault_at.line;
}

int
csv_fault_column(const struct csv_in *in)
{
	return in->feed.fault_at.column;
}

enum rc
csv_map(struct csv_in *in, const char *map, struct err *err)
{
	/* The last =, since their name may hold one and ours does not. */
	const char *sign = strrchr(map, '=');
	char name[NAME_MAX_BYTES];
	size_t n = sign != NULL ? (size_t)(sign - map) : 0;

	map = text_trim(map, &n);
	if (n == 0 || n >= sizeof name || sign[1] == '\0' ||
	    strlen(sign + 1) >= NAME_MAX_BYTES)
		return err_why(err, RC_INVALID, WHY_CSV_MAP, map, NULL, NULL);
	memcpy(name, map, n);
	name[n] = '\0';
	int column = theirs(in, name, in->names);
	if (column < 0)
		return err_why(err, RC_NOT_FOUND, WHY_CSV_COLUMN, name, NULL,
		    NULL);
	char *ours = strdup(sign + 1);
	if (ours == NULL)
		return err_set(err, RC_OUTSIDE, "CSV: out of memory");
	free(in->name[column].ours);
	in->name[column].ours = ours;
	return RC_OK;
}

int
csv_column(const struct csv_in *in, const char *name)
{
	for (int i = 0; i < in->names; i++)
		if (in->name[i].ours != NULL &&
		    same_name(in->name[i].ours, name))
			return i;
	int column = theirs(in, name, in->names);
	return column >= 0 && in->name[column].ours == NULL ? column : -1;
}

int
csv_columns(const struct csv_in *in)
{
	return in->names;
}

const char *
csv_name(const struct csv_in *in, int column)
{
	return in->name[column].theirs;
}

void
csv_put(FILE *f, const char *text, bool first)
{
	if (!first)
		putc(',', f);
	/* Many readers cut the blanks at the ends of a bare field. */
	size_t n = strlen(text);
	if (n > 0 && strpbrk(text, ",;\t\"\r\n") == NULL && text[0] != ' ' &&
	    text[n - 1] != ' ') {
		fputs(text, f);
		return;
	}
	if (n == 0 && !first)
		return;
	putc('"', f);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putc('"', f);
		putc(*text, f);
	}
	putc('"', f);
}

void
csv_put_end(FILE *f)
{
	putc('\n', f);
}
