/* slip.h - what stands on a paper that goes with things: pickup ticket,
 * receipt, manifest, and the label on a thing.  Plain values that the caller
 * owns, in UTF-8, in the reader's language already; print adds no words. */
#ifndef SAMDEPA_TUI_PRINT_SLIP_H
#define SAMDEPA_TUI_PRINT_SLIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SLIP_ROWS_MAX	8
#define SLIP_ITEMS_MAX	200
#define SLIP_NOTES_MAX	4

struct slip_row {
	char label[40];		/* "Hämtas av" */
	char value[200];	/* "Skurups bibliotek"; wraps */
};

struct slip_item {
	int32_t count;		/* pieces, 1 for a single thing */
	char    code[64];
	char    name[160];
	char    place[64];	/* "" where it has none */
	char    condition[40];
};

struct slip {
	char from[96];		/* who hands it out, "Ystad depå" */
	char heading[48];	/* "HÄMTSEDEL" */
	char number[64];	/* large; also the name of the file */
	char qr[2432];		/* text of the QR code; "" for none */
	char page[24];		/* "Sida", before "2/3" */
	char col[5][24];	/* above count, code, name, place, condition */
	bool tick;		/* a box before each line, to tick by hand */
	size_t row_count, item_count, note_count;
	struct slip_row  row[SLIP_ROWS_MAX];
	struct slip_item item[SLIP_ITEMS_MAX];
	char             note[SLIP_NOTES_MAX][240];	/* at the foot */
};

struct label {
	char code[64];		/* large, and in both bar codes */
	char name[160];		/* small; "" for none */
	char from[64];		/* whose it is, smallest; "" for none */
	bool shelf;		/* the name large instead, the code small: it
				 * is looked for from afar */
};

/* Makes *s empty.  The adders copy, cut what is too long at a whole letter,
 * and say false where the slip is full (NULL texts count as ""). */
void slip_init(struct slip *s);
bool slip_add_row(struct slip *s, const char *label, const char *value);
bool slip_add_item(struct slip *s, int32_t count, const char *code,
    const char *name, const char *place, const char *condition);
bool slip_add_note(struct slip *s, const char *note);

#endif
