#include "tui/ctl/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/text.h"
#include "tui/ctl/progress.h"
#include "tui/lang.h"
#include "tui/say.h"
#include "tui/sink.h"

void
import_take_row(struct import *im, const struct csv_row *row)
{
	im->row = row;
	im->row_bad = false;
	for (int f = 0; im->fields[f].name != NULL; f++) {
		int c = im->column[f];
		char *to = im->tidy[f];
		const char *from = c >= 0 && c < row->count ?
		    row->field[c].text : "";
		for (; *from != '\0'; from++) {
			bool blank = strchr(" \t\r\n", *from) != NULL;
			/* A line break of two characters is one blank. */
			if (*from == '\r' && from[1] == '\n')
				continue;
			*to++ = blank ? ' ' : *from;
		}
		*to = '\0';
	}
}

bool
import_has(const struct import *im, int field)
{
	return im->tidy[field][0] != '\0';
}

const char *
import_text(const struct import *im, int field)
{
	return im->tidy[field];
}

/* FILE:LINE:COL: what is wrong. */
static void
print_fault(struct import *im, int field, const char *text)
{
	char clean[1024];
	int line = 1, column = 1;

	if (im->row == NULL && im->csv != NULL) {
		line = csv_fault_line(im->csv);
		column = csv_fault_column(im->csv);
	} else if (im->row != NULL) {
		int c = field >= 0 ? im->column[field] : 0;
		line = im->row->line;
		if (c >= 0 && c < im->row->count) {
			line = im->row->field[c].line;
			column = im->row->field[c].column;
		}
	}
	progress_end();
	sink_clean(text, strlen(text), 1000, clean, sizeof clean);
	fprintf(stderr, "%s:%d:%d: %s\n", im->file, line, column, clean);
	im->faults++;
	im->row_bad = true;
}

void
import_fault(struct import *im, int field, const char *sentence,
    const char *a, const char *b)
{
	const char *args[] = { a, b };
	char text[1024];

	print_fault(im, field, lang_fill(text, sizeof text, sentence, args,
	    2));
}

static void
tell(struct import *im, int field, enum rc rc, const struct err *err)
{
	char text[1024];

	print_fault(im, field, say_err(rc, err, text, sizeof text));
}

enum rc
import_failed(struct import *im, int field, enum rc rc, const struct err *err)
{
	if (rc != RC_REFUSED && rc != RC_INVALID && rc != RC_NOT_FOUND)
		return rc;
	tell(im, field, rc, err);
	return RC_OK;
}

int
import_seen(struct import *im, const char *kind, const char *key)
{
	char name[512];

	snprintf(name, sizeof name, "%s\t%s", kind, key);
	json_t *line = json_object_get(im->seen, name);
	if (line != NULL)
		return (int)json_integer_value(line);
	if (json_object_set_new(im->seen, name,
	    json_integer(im->row->line)) != 0)
		abort();
	return 0;
}

static void
not_number(struct import *im, int field, int64_t min, int64_t max)
{
	char range[64];

	snprintf(range, sizeof range, "%lld–%lld", (long long)min,
	    (long long)max);
	import_fault(im, field, _("”%1$s” är inte ett tal av %2$s."),
	    import_text(im, field), range);
}

/* The text without a unit behind the number: "450 kr", "1200 mm". */
static size_t
without_unit(const char *text)
{
	static const char *const units[] = { "kr", "kr.", ":-", "SEK", "mm",
	    "st", "st." };
	size_t n = strlen(text);

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t len = strlen(units[i]);
		if (n > len && strcmp(text + n - len, units[i]) == 0)
			return n - len;
	}
	return n;
}

void
import_whole(struct import *im, int field, int32_t min, int32_t max,
    int32_t *out)
{
	const char *text = import_text(im, field);
	struct err err;
	int64_t n;

	if (*text == '\0')
		return;
	if (text_hundredths(text, without_unit(text), &n, &err) != RC_OK ||
	    n < (int64_t)min * 100 || n > (int64_t)max * 100)
		not_number(im, field, min, max);
	else
		*out = (int32_t)((n + 50) / 100);
}

void
import_money(struct import *im, int field, int64_t *out)
{
	const char *text = import_text(im, field);
	struct err err;
	int64_t n;

	if (*text == '\0')
		return;
	if (text_hundredths(text, without_unit(text), &n, &err) != RC_OK ||
	    n < 0)
		import_fault(im, field, _("”%1$s” är inget belopp."), text,
		    NULL);
	else
		*out = n;
}

void
import_day(struct import *im, int field, int32_t *out)
{
	const char *text = import_text(im, field);
	struct err err;

	if (*text != '\0' && clock_parse_day(text, strlen(text),
	    clock_today(), out, &err) != RC_OK)
		import_fault(im, field, _("”%1$s” är inte ett datum."), text,
		    NULL);
}

const char *
import_line(struct import *im, int field, size_t max)
{
	const char *text = import_text(im, field);
	char limit[24];
	struct err err;

	if (*text == '\0')
		return NULL;
	if (strlen(text) > max) {
		snprintf(limit, sizeof limit, "%zu", max);
		import_fault(im, field,
		    _("Texten är för lång: högst %1$s byte."), limit, NULL);
		return NULL;
	}
	if (text_clean(text, strlen(text), NULL, &err) != RC_OK) {
		tell(im, field, RC_INVALID, &err);
		return NULL;
	}
	return text;
}
