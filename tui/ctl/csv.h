/* csv.h - CSV in (UTF-8 or Latin-1; comma, semicolon or tab) and out.  Reading
 * pulls one row at a time in bounded memory and goes on after a fault, so that
 * all faults of a file come in one run.  Every field knows where it began. */
#ifndef SAMDEPA_TUI_CTL_CSV_H
#define SAMDEPA_TUI_CTL_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "db/err.h"

#define CSV_FIELD_MAX	4096	/* bytes in a field */
#define CSV_FIELDS_MAX	256	/* fields in a row */

struct csv_options {
	char delimiter;		/* 0: told from the header line */
	bool latin1;		/* Windows-1252, not UTF-8 */
};

struct csv_field {
	const char *text;	/* UTF-8, NUL after it, blanks around it cut */
	size_t size;
	int line;		/* where it begins, from 1 */
	int column;		/* in characters, from 1 */
};

struct csv_row {		/* valid until the next csv_ call */
	const struct csv_field *field;
	int count;		/* as many as the header has */
	int line;
};

struct csv_in;

/* Reads the header from f, which stays the caller's.  RC_INVALID: no header,
 * broken, or a name twice; *csv then stands only to tell where, and is closed
 * as ever.  RC_OUTSIDE: out of memory, or reading failed; *csv is NULL. */
enum rc csv_open(struct csv_in **, FILE *f, const struct csv_options *,
    struct err *) MUST_CHECK;
void csv_close(struct csv_in *);

/* The next row that is not empty; fields that it leaves out at its end are
 * empty (spreadsheets leave them out).  RC_NOT_FOUND: there is none;
 * RC_INVALID: a fault in the file at csv_fault_line() and _column(), call again
 * for what follows; RC_OUTSIDE: reading failed. */
enum rc csv_next(struct csv_in *, struct csv_row *, struct err *) MUST_CHECK;
int csv_fault_line(const struct csv_in *);
int csv_fault_column(const struct csv_in *);

/* Takes "theirs=ours": their column is found under our name from now on.
 * RC_INVALID: not of that form, too many; RC_NOT_FOUND: no such column. */
enum rc csv_map(struct csv_in *, const char *map, struct err *) MUST_CHECK;

/* The column of that name (case does not matter), from 0, or -1; and the
 * header's names, as they stand in the file. */
int csv_column(const struct csv_in *, const char *name);
int csv_columns(const struct csv_in *);
const char *csv_name(const struct csv_in *, int column);

/* Writes a field, after a comma unless it is the row's first, and the end of
 * a row (LF).  Quoted where needed and never changed: what looks like a formula
 * stays, since the file must read back as it was. */
void csv_put(FILE *, const char *text, bool first);
void csv_put_end(FILE *);

#endif
