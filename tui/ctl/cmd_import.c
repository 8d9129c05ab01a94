/* cmd_import.c - samdepactl import: all rows of a file, or none. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tui/ctl/command.h"
#include "tui/ctl/import.h"
#include "tui/ctl/out.h"
#include "tui/ctl/progress.h"
#include "tui/lang.h"

#define STEP 500		/* rows between two progress lines */

static const struct import_kind *const kinds[] = { &import_items,
    &import_units, &import_places, &import_staff };

static const struct import_kind *
kind_named(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	return NULL;
}

/* The field's column under any of its names, or -1. */
static int
column_of(struct csv_in *csv, const struct import_field *f)
{
	char name[64];
	int column = csv_column(csv, f->name);

	for (const char *p = f->others; column < 0 && *p != '\0';) {
		size_t n = strcspn(p, "|");
		snprintf(name, sizeof name, "%.*s", (int)n, p);
		column = csv_column(csv, name);
		p += n + (p[n] == '|');
	}
	return column;
}

/* Names what is left over, once. */
static void
note_unknown(struct import *im, json_t *ignored)
{
	char names[640] = "";
	size_t n = 0, i;
	json_t *name;

	for (int c = 0; c < csv_columns(im->csv); c++) {
		bool used = false;
		for (int f = 0; im->fields[f].name != NULL; f++)
			used |= im->column[f] == c;
		if (!used)
			json_array_append_new(ignored,
			    out_string(csv_name(im->csv, c)));
	}
	json_array_foreach(ignored, i, name) {
		const char *text = json_string_value(name);
		if (n + strlen(text) + 3 < sizeof names)
			n += (size_t)snprintf(names + n, sizeof names - n,
			    "%s%s", n > 0 ? ", " : "", text);
	}
	if (n > 0)
		ctl_note(_("Kolumner som hoppas över: %1$s."), names, NULL,
		    NULL);
}

/* Whether the name behind = is one of ours. */
static bool
is_ours(const struct import_field *fields, const char *name)
{
	size_t n = strlen(name);

	for (; fields->name != NULL; fields++) {
		if (strcmp(fields->name, name) == 0)
			return true;
		for (const char *p = fields->others; *p != '\0';) {
			size_t len = strcspn(p, "|");
			if (len == n && strncmp(p, name, n) == 0)
				return true;
			p += len + (p[len] == '|');
		}
	}
	return false;
}

static enum rc
take_map(struct import *im, const char *map, struct err *err)
{
	const char *ours = strrchr(map, '=');
	char names[256] = "";
	size_t n = 0;

	if (ours == NULL || is_ours(im->fields, ours + 1)) {
		enum rc rc = csv_map(im->csv, map, err);
		return rc == RC_NOT_FOUND ? RC_REFUSED : rc;
	}
	for (int f = 0; im->fields[f].name != NULL; f++)
		n += (size_t)snprintf(names + n, sizeof names - n, "%s%s",
		    n > 0 ? ", " : "", im->fields[f].name);
	return ctl_say(im->ctl, RC_INVALID, _("--map: ”%1$s” är ingen kolumn "
	    "här. De heter %2$s."), ours + 1, names, NULL);
}

static enum rc
find_columns(struct import *im, json_t *ignored, struct err *err)
{
	const char *map;
	enum rc rc = RC_OK;

	for (int i = 0; (map = arg_nth(im->ctl, FLAG_MAP, i)) != NULL &&
	    rc == RC_OK; i++)
		rc = take_map(im, map, err);
	if (rc != RC_OK)
		return rc;
	for (int f = 0; im->fields[f].name != NULL; f++) {
		im->column[f] = column_of(im->csv, &im->fields[f]);
		if (im->column[f] < 0 && im->fields[f].must)
			return ctl_say(im->ctl, RC_REFUSED,
			    _("%1$s:1:1: Kolumnen %2$s saknas. Säg vad den "
			    "heter här med --map DERAS=%2$s."), im->file,
			    im->fields[f].name, NULL);
	}
	note_unknown(im, ignored);
	return RC_OK;
}

static enum rc
put_row(struct import *im, const struct import_kind *kind, struct err *err)
{
	enum imported done = IMPORT_SAME;

	for (int f = 0; im->fields[f].name != NULL; f++)
		if (im->fields[f].must && !import_has(im, f))
			import_fault(im, f, _("%1$s saknas."),
			    im->fields[f].name, NULL);
	enum rc rc = kind->put(im, &done, err);
	im->made += done == IMPORT_MADE;
	im->changed += done == IMPORT_CHANGED;
	return rc;
}

/* How far in the file; a pipe does not know. */
static void
show_progress(const struct import *im, FILE *f)
{
	struct stat st;
	off_t at = ftello(f);

	if (im->rows % STEP != 0)
		return;
	if (at <= 0 || fstat(fileno(f), &st) != 0 || st.st_size == 0)
		progress_at(im->rows, 0);
	else	/* as if all rows were as long as those so far */
		progress_at(im->rows, (int64_t)((double)im->rows *
		    (double)st.st_size / (double)at));
}

static enum rc
put_rows(struct import *im, const struct import_kind *kind, FILE *f,
    struct err *err)
{
	struct csv_row row;
	enum rc rc;

	while ((rc = csv_next(im->csv, &row, err)) != RC_NOT_FOUND) {
		im->row = NULL;
		if (rc == RC_INVALID) {
			rc = import_failed(im, -1, rc, err);
		} else if (rc == RC_OK) {
			import_take_row(im, &row);
			im->rows++;
			rc = put_row(im, kind, err);
			show_progress(im, f);
		}
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

static void
show_result(struct import *im, json_t *ignored)
{
	char made[24], changed[24], same[24];
	json_t *o = json_object();
	int64_t rest = im->rows - im->made - im->changed;

	if (!im->ctl->json) {
		snprintf(made, sizeof made, "%lld", (long long)im->made);
		snprintf(changed, sizeof changed, "%lld",
		    (long long)im->changed);
		snprintf(same, sizeof same, "%lld", (long long)rest);
		out_say(arg_on(im->ctl, FLAG_DRY_RUN) ?
		    _("Skulle bli: %1$s nya, %2$s ändrade, %3$s som förut") :
		    _("%1$s nya, %2$s ändrade, %3$s som förut"), made, changed,
		    same);
	}
	out_set(o, "file", out_string(im->file));
	out_set(o, "rows", json_integer(im->rows));
	out_set(o, "made", json_integer(im->made));
	out_set(o, "changed", json_integer(im->changed));
	out_set(o, "same", json_integer(rest));
	out_set(o, "new_places", json_incref(im->new_places));
	out_set(o, "ignored", json_incref(ignored));
	out_set(o, "dry_run", json_boolean(arg_on(im->ctl, FLAG_DRY_RUN)));
	if (im->ctl->json)
		out_made(im->ctl, o, "rows");
	else
		json_decref(o);
}

static void
note_places(const struct import *im)
{
	char names[640] = "";

	if (json_array_size(im->new_places) > 0)
		ctl_note(_("Nya platser: %1$s."), out_value(im->new_places,
		    names, sizeof names), NULL, NULL);
}

static enum rc
import_act(struct import *im, const struct import_kind *kind, FILE *f,
    json_t *ignored, struct err *err)
{
	char faults[24];

	enum rc rc = find_columns(im, ignored, err);
	db_bulk(im->ctl->db, true);
	if (rc == RC_OK)
		rc = act_begin(im->ctl->db, &im->ctl->actor, err);
	if (rc != RC_OK)
		return rc;
	if (arg_on(im->ctl, FLAG_DRY_RUN))
		act_dry_run(im->ctl->db);
	rc = put_rows(im, kind, f, err);
	progress_end();
	if (rc == RC_OK && im->faults > 0) {
		snprintf(faults, sizeof faults, "%d", im->faults);
		rc = ctl_say(im->ctl, RC_REFUSED,
		    _("%1$s fel i filen. Inget är inläst."), faults, NULL,
		    NULL);
	}
	rc = act_end(im->ctl->db, rc, err);
	if (rc == RC_OK) {
		note_places(im);
		show_result(im, ignored);
	}
	return rc;
}

static enum rc
read_options(struct ctl *ctl, struct csv_options *options)
{
	const char *delimiter = arg(ctl, FLAG_DELIMITER);
	const char *encoding = arg(ctl, FLAG_ENCODING);

	*options = (struct csv_options){ .latin1 = arg_on(ctl, FLAG_LATIN1) };
	if (delimiter != NULL && strcmp(delimiter, "tab") == 0)
		options->delimiter = '\t';
	else if (delimiter != NULL && strlen(delimiter) == 1 &&
	    strchr(",;", *delimiter) != NULL)
		options->delimiter = *delimiter;
	else if (delimiter != NULL)
		return ctl_say(ctl, RC_INVALID, _("--delimiter: ”%1$s” är "
		    "inte , ; eller tab."), delimiter, NULL, NULL);
	if (encoding != NULL && strcmp(encoding, "latin1") == 0)
		options->latin1 = true;
	else if (encoding != NULL && strcmp(encoding, "utf-8") != 0)
		return ctl_say(ctl, RC_INVALID, _("--encoding: ”%1$s” är "
		    "inte utf-8 eller latin1."), encoding, NULL, NULL);
	return RC_OK;
}

static enum rc
open_file(struct ctl *ctl, const char *name, FILE **f)
{
	*f = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
	if (*f != NULL)
		return RC_OK;
	return ctl_say(ctl, RC_OUTSIDE, _("%1$s går inte att läsa: %2$s"),
	    name, strerror(errno), NULL);
}

static enum rc
import_file(struct import *im, const struct import_kind *kind, FILE *f,
    const struct csv_options *options, struct err *err)
{
	enum rc rc = csv_open(&im->csv, f, options, err);

	if (rc == RC_INVALID) {
		rc = import_failed(im, -1, rc, err);
		return rc != RC_OK ? rc : ctl_say(im->ctl, RC_REFUSED,
		    _("Filen går inte att läsa in."), NULL, NULL, NULL);
	}
	if (rc != RC_OK)
		return rc;
	json_t *ignored = json_array();
	im->fields = kind->fields;
	im->seen = json_object();
	im->cache = json_object();
	im->new_places = json_array();
	rc = import_act(im, kind, f, ignored, err);
	json_decref(ignored);
	json_decref(im->seen);
	json_decref(im->cache);
	json_decref(im->new_places);
	csv_close(im->csv);
	return rc;
}

enum rc
cmd_import(struct ctl *ctl, struct err *err)
{
	const struct import_kind *kind = kind_named(ctl->word[0]);
	struct csv_options options;
	FILE *f = NULL;

	if (kind == NULL)
		return ctl_say(ctl, RC_INVALID, _("”%1$s” går inte att läsa "
		    "in. Välj items, units, places eller staff."),
		    ctl->word[0], NULL, NULL);
	if (kind == &import_staff && ctl->actor.role < ROLE_ADMIN)
		return err_why(err, RC_REFUSED, WHY_ROLE,
		    role_label(ROLE_ADMIN), "import staff", NULL);
	enum rc rc = read_options(ctl, &options);
	if (rc == RC_OK)
		rc = open_file(ctl, ctl->word[1], &f);
	if (rc == RC_OK) {
		struct import *im = calloc(1, sizeof *im);
		if (im == NULL)
			abort();
		im->ctl = ctl;
		im->file = ctl->word[1];
		rc = import_file(im, kind, f, &options, err);
		free(im);
	}
	if (f != NULL && f != stdin)
		fclose(f);
	return rc;
}
