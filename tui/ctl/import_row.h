/* import_row.h - one thing of a file: its cells read, what they name found or
 * made. */
#ifndef SAMDEPA_TUI_CTL_IMPORT_ROW_H
#define SAMDEPA_TUI_CTL_IMPORT_ROW_H

#include "db/code.h"
#include "tui/ctl/import.h"

#define IMPORT_CODES_MAX 7	/* further codes of one row */

enum { CODE, NAME, CATEGORY, COUNT, LOT, CONDITION, WIDTH, DEPTH, HEIGHT,
	VALUE, OWNER, RESPONSIBLE, PLACE, RESTRICTION, INSPECT, NOTE, CODES,
	STATE, OUTCOME };

extern const struct import_field import_item_fields[];

struct import_row {
	struct item_form form;
	char category[40], owner[16], restriction[96];
	char code[CODE_TEXT_MAX];	/* what it is known by */
	char label[CODE_TEXT_MAX];	/* the same if it is one of ours */
	char more[IMPORT_CODES_MAX][CODE_TEXT_MAX];
	int  n_more;
};

/* Reads the row at work.  Its faults are told (im->row_bad); what is returned
 * stops the import. */
enum rc import_row_read(struct import *, struct import_row *, struct err *)
    MUST_CHECK;

#endif
