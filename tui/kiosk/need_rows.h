/* need_rows.h - what a visitor chooses from in the steps of the guide: rows
 * with a name, and what is to be said of it at the right. */
#ifndef SAMDEPA_TUI_KIOSK_NEED_ROWS_H
#define SAMDEPA_TUI_KIOSK_NEED_ROWS_H

#include "tui/kiosk/guide.h"

enum need_step { NEED_WHAT, NEED_FROM, NEED_UNTIL, NEED_MUCH, NEED_THING,
	NEED_UNIT, NEED_CHECK, NEED_STEPS };

#define NEED_ROWS_MAX	60
#define NEED_OTHER_DAY	(-1)

struct need_rows {
	int n;
	struct need_row {
		int64_t id;	/* a unit; a day, 0 for good, or other */
		char code[40];	/* a category; "": the words as they are */
		char name[128], right[64];
	} row[NEED_ROWS_MAX];
};

/* What the words find, and categories of such a name; all those without. */
enum rc need_rows_what(struct kiosk *, struct need_rows *, const char *words,
    struct err *) MUST_CHECK;
void need_rows_from(struct need_rows *);
void need_rows_until(struct need_rows *, int32_t start);
/* Units whose name holds the words. */
enum rc need_rows_unit(struct kiosk *, struct need_rows *, const char *words,
    struct err *) MUST_CHECK;

void need_draw_row(const struct need_row *, struct area, bool selected);
/* What is free where, and as of when; dim where there are too few. */
void need_draw_group(const struct guide_group *, int32_t wanted, struct area,
    bool selected);

#endif
