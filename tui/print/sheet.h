/* sheet.h - a summary on one A4 page: figures, bars over time, tables, notes.
 * Plain values that the caller owns, in UTF-8, in the reader's language
 * already; print adds no words. */
#ifndef SAMDEPA_TUI_PRINT_SHEET_H
#define SAMDEPA_TUI_PRINT_SHEET_H

#include <stddef.h>
#include <stdint.h>

#define SHEET_FIGURES	3
#define SHEET_BARS	24
#define SHEET_TABLES	2
#define SHEET_ROWS	16
#define SHEET_COLUMNS	3	/* the first one of words, then numbers */
#define SHEET_NOTES	4

struct sheet {
	char from[96];		/* whose it is, "Ystad depå" */
	char heading[64];
	char period[64];
	char number[64];	/* the name of the file */
	struct {
		char value[24], label[48];
	} figure[SHEET_FIGURES];
	char bars[64];		/* above them: what they count */
	struct {
		char    label[16];
		int64_t value;
	} bar[SHEET_BARS];
	struct {
		char head[SHEET_COLUMNS][48];
		char row[SHEET_ROWS][SHEET_COLUMNS][64];
		size_t rows;
	} table[SHEET_TABLES];
	char note[SHEET_NOTES][400];
	size_t figures, bar_count, tables, notes;
};

#endif
