/* import.h - rows of a CSV file, checked and put into the store.  A kind of
 * row is a table of its columns and a function; it knows nothing of files. */
#ifndef SAMDEPA_TUI_CTL_IMPORT_H
#define SAMDEPA_TUI_CTL_IMPORT_H

#include <jansson.h>

#include "tui/ctl/args.h"
#include "tui/ctl/csv.h"

#define IMPORT_FIELDS_MAX 24

struct import_field {
	const char *name;	/* ours, as in exports; NULL: the end */
	const char *others;	/* what else it is called, between bars */
	bool must;		/* each row has it */
};

enum imported { IMPORT_SAME, IMPORT_CHANGED, IMPORT_MADE };

struct import {
	struct ctl *ctl;
	struct csv_in *csv;
	const char *file;
	const struct import_field *fields;
	int     column[IMPORT_FIELDS_MAX];	/* of the file, -1: none */
	const struct csv_row *row;	/* the one at work */
	char    tidy[IMPORT_FIELDS_MAX][CSV_FIELD_MAX + 1]; /* their values */
	int     faults;
	bool    row_bad;		/* it had a fault already */
	int64_t rows, made, changed;
	json_t *seen;		/* what stood in which line */
	json_t *cache;		/* what was looked up, by kind and text */
	json_t *new_places;
};

struct import_kind {
	const char *name;
	const struct import_field *fields;
	/* Puts the row in; says what became of it.  Faults are told with the
	 * functions below; what is returned stops the import. */
	enum rc (*put)(struct import *, enum imported *, struct err *);
};

extern const struct import_kind import_items, import_units, import_places,
    import_staff;

/* Another row is at work: takes its values over, line breaks as blanks. */
void import_take_row(struct import *, const struct csv_row *);
/* The value of a field (an index into fields): "" where the row has none. */
const char *import_text(const struct import *, int field);
bool import_has(const struct import *, int field);

/* A fault at a field's value (-1: at the row), filled with a and b. */
void import_fault(struct import *, int field, const char *sentence,
    const char *a, const char *b);
/* What a verb or a reader said of it: RC_OK if it was a fault of the row's,
 * else rc itself. */
enum rc import_failed(struct import *, int field, enum rc rc,
    const struct err *) MUST_CHECK;

/* The same key in a row before: its line, else 0 and it is noted. */
int import_seen(struct import *, const char *kind, const char *key);

/* Values read; a fault is told, *out stays. */
void import_whole(struct import *, int field, int32_t min, int32_t max,
    int32_t *out);
void import_money(struct import *, int field, int64_t *out);
void import_day(struct import *, int field, int32_t *out);
/* The value if it fits in max bytes, NULL where the row has none. */
const char *import_line(struct import *, int field, size_t max);

#endif
