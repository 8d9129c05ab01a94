/* sources: tui/ctl/csv.c tui/ctl/csv_feed.c db/text.c db/err.c ; libs: -lcsv.
 * Any bytes as a CSV file: places only grow, texts are UTF-8, what is read can
 * be written and read again. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/text.h"
#include "tui/ctl/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(int ok)
{
	if (!ok)
		abort();
}

static void
check_row(const struct csv_row *row, int columns)
{
	int line = row->line;

	check(row->count == columns && line >= 1);
	for (int i = 0; i < row->count; i++) {
		const struct csv_field *f = &row->field[i];
		check(f->size <= CSV_FIELD_MAX && strlen(f->text) == f->size);
		check(text_valid(f->text, f->size));
		check(f->line >= line && f->column >= 1);
		line = f->line;
	}
}

/* Writes the row after a header of as many names, and reads it back. */
static void
round_trip(const struct csv_row *row)
{
	struct csv_options options = { .delimiter = ',' };
	char *bytes = NULL, name[16];
	struct csv_row again;
	struct csv_in *in = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&bytes, &size);

	check(f != NULL);
	for (int i = 0; i < row->count; i++) {
		snprintf(name, sizeof name, "c%d", i);
		csv_put(f, name, i == 0);
	}
	csv_put_end(f);
	for (int i = 0; i < row->count; i++)
		csv_put(f, row->field[i].text, i == 0);
	csv_put_end(f);
	fclose(f);
	f = fmemopen(bytes, size, "r");
	check(f != NULL && csv_open(&in, f, &options, NULL) == RC_OK);
	check(csv_next(in, &again, NULL) == RC_OK);
	for (int i = 0; i < row->count; i++)
		check(strcmp(again.field[i].text, row->field[i].text) == 0);
	csv_close(in);
	fclose(f);
	free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct csv_options options = { 0 };
	struct csv_row row;
	struct csv_in *in;
	struct err err;
	size_t turns = 0;
	enum rc rc;

	if (n < 2)
		return 0;
	options.latin1 = data[0] & 1;
	options.delimiter = ",;\t\0"[data[0] >> 1 & 3];
	FILE *f = fmemopen((void *)(uintptr_t)(data + 1), n - 1, "r");
	if (f == NULL)
		return 0;
	rc = csv_open(&in, f, &options, &err);
	if (rc == RC_OK) {
		(void)!csv_map(in, "a=b", &err);
		while ((rc = csv_next(in, &row, &err)) != RC_NOT_FOUND) {
			check(rc == RC_OK || rc == RC_INVALID);
			check(++turns <= n);	/* it ends */
			if (rc == RC_OK)
				check_row(&row, csv_columns(in));
			else
				check(csv_fault_line(in) >= 1 &&
				    csv_fault_column(in) >= 1 &&
				    err.why != WHY_NONE);
			if (rc == RC_OK && turns < 4)
				round_trip(&row);
		}
	} else {
		check(rc == RC_INVALID);
	}
	csv_close(in);
	fclose(f);
	return 0;
}
