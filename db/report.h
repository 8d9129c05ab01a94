/* report.h - what was handed out, summed up.  Acts that were undone are not in
 * it; what came back still is. */
#ifndef SAMDEPA_DB_REPORT_H
#define SAMDEPA_DB_REPORT_H

#include "db/order.h"

struct report_filter {
	int32_t from, to;	/* days, both included */
	const char *depot;	/* where it was handed out; NULL: anywhere */
};

/* The pieces of one category that one unit got in one month. */
struct report_row {
	int32_t month;		/* 202611 */
	enum order_kind kind;
	char    category[40];
	int64_t unit;
	char    unit_code[40], unit_name[96];
	int64_t pieces;
	int64_t value;		/* hundredths of a krona, of all of them that
				 * have one */
};

typedef void report_fn(const struct report_row *, void *arg);

/* Gives the rows to fn, month by month.  Reads every loan that there was:
 * about a second for each million. */
enum rc report_walk(struct db *, const struct report_filter *, report_fn *,
    void *arg, struct err *) MUST_CHECK;

#endif
