/* csv_feed.h - csv.c's other half: bytes through libcsv, one at a time, so that
 * every field and every fault knows its place, and the way back into the file
 * after a fault. */
#ifndef SAMDEPA_TUI_CTL_CSV_FEED_H
#define SAMDEPA_TUI_CTL_CSV_FEED_H

#include <csv.h>
#include <stdbool.h>
#include <stdint.h>

#include "tui/ctl/csv.h"

#define FEED_SIZE	((size_t)64 << 10)
#define FEED_RAW_MAX	(2 * CSV_FIELD_MAX + 64)  /* a field as it stands */

struct place {
	int line, column;
};

struct feed {
	FILE *file;
	bool latin1;
	bool eof;
	unsigned char bytes[FEED_SIZE];	/* UTF-8, from mark on not given up */
	size_t mark, head, tail;	/* field begins, next byte, end */
	struct place at;		/* of head */
	struct place mark_at;
	struct place begin;		/* the field's first letter */
	bool begun, quoted;		/* it has one; that is a quote */
	bool after_cr;			/* an LF now is no new line */
	bool skipping;			/* to the end of the line */

	struct csv_parser parser;
	bool row_done, spoiled;		/* a row stands below; has a fault */
	int count;
	int row_line;
	struct csv_field field[CSV_FIELDS_MAX];
	size_t used;
	char pool[CSV_FIELDS_MAX * (CSV_FIELD_MAX + 1)];

	enum why fault;			/* WHY_NONE: none to tell of */
	struct place fault_at;
};

/* Begins to read file and looks at its mark.  RC_INVALID: it is UTF-16;
 * RC_OUTSIDE: reading failed.  feed is zeroed before. */
enum rc feed_open(struct feed *, FILE *file, bool latin1, struct err *)
    MUST_CHECK;
void feed_close(struct feed *);

/* The delimiter that the first line uses most. */
char feed_sniff(const struct feed *);

/* Reads until a row is done, *done, or the file has ended, not *done.
 * RC_INVALID: feed->fault at fault_at; call again for the rest. */
enum rc feed_row(struct feed *, bool *done, struct err *) MUST_CHECK;

/* Tells of a fault: fills feed->fault_at. */
enum rc feed_fault(struct feed *, enum why, struct place, const char *arg,
    struct err *);

#endif
