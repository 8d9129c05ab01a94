/* report.h - what was lent and taken over, and what that saved: by month, by
 * category and by unit. */
#ifndef SAMDEPA_TUI_REPORT_H
#define SAMDEPA_TUI_REPORT_H

#include "db/report.h"
#include "tui/factors.h"
#include "tui/print/sheet.h"

enum report_by {
	REPORT_MONTH, REPORT_CATEGORY, REPORT_UNIT, REPORT_BY_COUNT
};

struct report_sum {
	char    key[40];	/* 2026-11, the category's or the unit's code */
	char    name[96];	/* as people read it */
	int64_t pieces[ORDER_KIND_COUNT];
	int64_t all;		/* pieces */
	struct saving saved;
};

struct report {
	struct report_sum *by[REPORT_BY_COUNT];	/* months in order, the others
				 * from the one with the most pieces */
	size_t n[REPORT_BY_COUNT];
	struct report_sum total;
};

/* Sums up and fills *r, to be given to report_release whatever comes back.
 * english: names of categories. */
enum rc report_make(struct db *, const struct report_filter *,
    const struct factors *, bool english, struct report *r, struct err *)
    MUST_CHECK;
void report_release(struct report *r);

/* The same on one page, for tui/print/print.h; from: whose it is. */
void report_sheet(const struct report *, const struct factors *,
    const struct report_filter *, const char *from, struct sheet *);

/* "month", "category", "unit"; -1: another word. */
const char *report_by_name(enum report_by);
int report_by_from(const char *text);

#endif
