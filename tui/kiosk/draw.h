/* draw.h - the only place that puts letters on the screen; all text goes
 * through the sink.  Rows and columns count from 0; what would stand outside
 * the screen is left out. */
#ifndef SAMDEPA_TUI_KIOSK_DRAW_H
#define SAMDEPA_TUI_KIOSK_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum style {
#define STYLE(id, dfg, dbg, lfg, lbg, cfg, cbg, fg8, bg8, attr) ST_##id,
#include "tui/kiosk/styles.def"
#undef STYLE
	ST_COUNT
};

struct area { int y, x, h, w; };

/* Sets the colours up for "dark", "light", "contrast" or "mono", which also
 * the environment's NO_COLOR asks for. */
void draw_init(const char *theme);

/* Empties the screen and forgets all targets: a frame begins.  The frame
 * ends with draw_end, which paints it and puts the cursor in its place. */
void draw_begin(void);
void draw_end(void);
int  draw_rows(void);
int  draw_cols(void);

/* One line of text, cut with '…' to w cells; returns the cells it took. */
int draw_text(int y, int x, int w, enum style, const char *text);
int draw_textf(int y, int x, int w, enum style, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* The same, at the right end of the w cells. */
int draw_right(int y, int x, int w, enum style, const char *text);
int draw_centre(int y, int x, int w, enum style, const char *text);
/* Wraps text into the area; returns the rows it took, at most a.h. */
int draw_wrap(struct area a, enum style, const char *text);
/* The same, and leaves in *a what is below. */
void draw_para(struct area *a, enum style, const char *text);
void draw_fill(struct area a, enum style);
void draw_line(int y, int x, int w, enum style);
/* A bar of at most w cells, in eighths of one: so long as value is of most. */
void draw_meter(int y, int x, int w, enum style, int64_t value, int64_t most);
void draw_box(struct area a, enum style, const char *title);
/* A cell of a QR code: the upper and the lower half dark or light. */
void draw_qr_cell(int y, int x, bool top, bool bottom);
/* A cell of a picture: the brightness of its upper and its lower half, 0
 * black to 15 white. */
#define GREYS	16
void draw_grey_cell(int y, int x, int top, int bottom);

/* Where the cursor stands when the frame ends: on the focus. */
void draw_cursor(int y, int x);

/* What a finger may hit.  A target is a number that the screen chose. */
#define TARGET_KEYPAD	2000000		/* + key: of the keypad */
#define TARGET_ACTION	1000000		/* + enum action: the bar's buttons */
#define TARGET_MORE	900000		/* the bar's next page */
#define TARGET_TYPE	900001		/* a field with the focus, or the button
					 * that raises the keypad */
#define TARGET_KEY	910000		/* + enum key: as if it was hit */
#define TARGET_FIELD	10000		/* + field number; below: list rows */
void draw_target(struct area a, int target);
/* The target at a cell, -1: none. */
int draw_hit(int y, int x);
/* The i-th that was drawn; -1 past the last. */
int draw_target_at(size_t i, struct area *a);

/* The cursor's place and row y of the painted frame as UTF-8: for dumps. */
void draw_where(int *y, int *x);
void draw_dump_row(int y, char *out, size_t cap);

#endif
