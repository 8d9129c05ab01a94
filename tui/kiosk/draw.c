#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include "tui/kiosk/draw.h"

#include <curses.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tui/sink.h"

#define LINE_BYTES_MAX	2048
#define TARGETS_MAX	256

enum theme { DARK, LIGHT, CONTRAST, EIGHT, THEMES };

static const struct {
	short colour[THEMES][2];
	attr_t attr;
} looks[ST_COUNT] = {
#define STYLE(id, dfg, dbg, lfg, lbg, cfg, cbg, fg8, bg8, attr) \
	[ST_##id] = { { { dfg, dbg }, { lfg, lbg }, { cfg, cbg }, \
	    { fg8, bg8 } }, attr },
#include "tui/kiosk/styles.def"
#undef STYLE
};

static struct { attr_t attr; short pair; } style_of[ST_COUNT];
static struct { struct area a; int id; } targets[TARGETS_MAX];
/* How a picture is shown: two greys a cell, or one of a few shades or
 * letters that are the darker the less there is of them. */
static enum { PICTURE_GREYS, PICTURE_SHADES, PICTURE_LETTERS } picture;
static bool has_grey_pair[GREYS * GREYS];
static size_t target_count;
static int cursor_y, cursor_x;

void
draw_init(const char *theme)
{
	const char *none = getenv("NO_COLOR");
	bool mono = strcmp(theme, "mono") == 0 ||
	    (none != NULL && *none != '\0');

	if (has_colors())
		start_color();		/* before it there are no COLORS */
	enum theme colours = COLORS < 256 ? EIGHT :
	    strcmp(theme, "light") == 0 ? LIGHT :
	    strcmp(theme, "contrast") == 0 ? CONTRAST : DARK;
	picture = mono || !has_colors() ? PICTURE_LETTERS : COLORS >= 256 &&
	    COLOR_PAIRS > ST_COUNT + 1 + GREYS * GREYS ? PICTURE_GREYS :
	    PICTURE_SHADES;
	for (int i = 0; i < ST_COUNT; i++) {
		const short *c = looks[i].colour[colours];
		style_of[i].attr = looks[i].attr;
		style_of[i].pair = 0;
		/* A QR code is black on white whatever the theme. */
		if (!has_colors() ||
		    (mono && i != ST_QR && i != ST_QR_DARK))
			continue;
		init_pair((short)(i + 1), c[0], c[1]);
		style_of[i].pair = (short)(i + 1);
		/* The colour says it: reversing it would undo it. */
		style_of[i].attr &= ~(A_REVERSE | A_UNDERLINE);
	}
}

static void
put_on(enum style s)
{
	attr_set(style_of[s].attr, style_of[s].pair, NULL);
}

int
draw_rows(void)
{
	return LINES;
}

int
draw_cols(void)
{
	return COLS;
}

void
draw_begin(void)
{
	target_count = 0;
	cursor_y = cursor_x = 0;
	put_on(ST_BODY);
	erase();
	draw_fill((struct area){ 0, 0, LINES, COLS }, ST_BODY);
}

void
draw_end(void)
{
	move(cursor_y < LINES ? cursor_y : LINES - 1,
	    cursor_x < COLS ? cursor_x : COLS - 1);
	wnoutrefresh(stdscr);
	doupdate();
}

int
draw_text(int y, int x, int w, enum style s, const char *text)
{
	char line[LINE_BYTES_MAX];

	if (y < 0 || y >= LINES || x < 0 || x >= COLS)
		return 0;
	if (w > COLS - x)
		w = COLS - x;
	if (w < 1)
		return 0;
	int took = sink_clean(text, strlen(text), w, line, sizeof line);
	put_on(s);
	mvaddstr(y, x, line);
	return took;
}

int
draw_textf(int y, int x, int w, enum style s, const char *fmt, ...)
{
	char line[LINE_BYTES_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	return draw_text(y, x, w, s, line);
}

int
draw_right(int y, int x, int w, enum style s, const char *text)
{
	int wide = sink_width(text);

	if (wide < w)
		x += w - wide;
	return draw_text(y, x, wide < w ? wide : w, s, text);
}

int
draw_centre(int y, int x, int w, enum style s, const char *text)
{
	int wide = sink_width(text);

	if (wide < w)
		x += (w - wide) / 2;
	return draw_text(y, x, wide < w ? wide : w, s, text);
}

int
draw_wrap(struct area a, enum style s, const char *text)
{
	char row[LINE_BYTES_MAX];
	int rows = 0;

	while (*text != '\0' && rows < a.h && a.w > 0) {
		const char *next;
		size_t n = sink_wrap(text, a.w, &next);
		bool last = rows + 1 == a.h;

		if (last && *next != '\0')
			n = strlen(text);	/* cut with '…' */
		if (n >= sizeof row)
			n = sizeof row - 1;
		while (n > 0 && text[n - 1] == ' ')
			n--;
		memcpy(row, text, n);
		row[n] = '\0';
		draw_text(a.y + rows++, a.x, a.w, s, row);
		if (last || next == text)
			break;
		text = next;
	}
	return rows;
}

void
draw_meter(int y, int x, int w, enum style s, int64_t value, int64_t most)
{
	static const char *const eighth[] = { "", "▏", "▎", "▍", "▌", "▋",
	    "▊", "▉" };
	char bar[LINE_BYTES_MAX] = "";
	size_t n = 0;

	if (most < 1 || value < 1 || w < 1)
		return;
	int64_t part = value >= most ? (int64_t)w * 8 : value * w * 8 / most;
	if (part == 0)
		part = 1;	/* a little is not nothing */
	for (; part >= 8 && n + 8 < sizeof bar; part -= 8)
		n += (size_t)snprintf(bar + n, sizeof bar - n, "█");
	snprintf(bar + n, sizeof bar - n, "%s", eighth[part % 8]);
	draw_text(y, x, w, s, bar);
}

void
draw_para(struct area *a, enum style s, const char *text)
{
	int rows = draw_wrap(*a, s, text);

	a->y += rows;
	a->h -= rows;
}

void
draw_fill(struct area a, enum style s)
{
	put_on(s);
	for (int y = a.y < 0 ? 0 : a.y; y < a.y + a.h && y < LINES; y++)
		if (a.x < COLS && a.w > 0)
			mvhline(y, a.x, ' ', a.w < COLS - a.x ? a.w :
			    COLS - a.x);
}

void
draw_line(int y, int x, int w, enum style s)
{
	if (y < 0 || y >= LINES || x >= COLS || w < 1)
		return;
	put_on(s);
	mvhline_set(y, x, WACS_HLINE, w < COLS - x ? w : COLS - x);
}

void
draw_box(struct area a, enum style s, const char *title)
{
	if (a.h < 2 || a.w < 2 || a.y + a.h > LINES || a.x + a.w > COLS)
		return;
	put_on(s);
	mvadd_wch(a.y, a.x, WACS_ULCORNER);
	mvadd_wch(a.y, a.x + a.w - 1, WACS_URCORNER);
	mvadd_wch(a.y + a.h - 1, a.x, WACS_LLCORNER);
	/* The last cell of the screen would scroll a terminal with margins;
	 * curses knows, and takes care of it. */
	mvadd_wch(a.y + a.h - 1, a.x + a.w - 1, WACS_LRCORNER);
	mvhline_set(a.y, a.x + 1, WACS_HLINE, a.w - 2);
	mvhline_set(a.y + a.h - 1, a.x + 1, WACS_HLINE, a.w - 2);
	mvvline_set(a.y + 1, a.x, WACS_VLINE, a.h - 2);
	mvvline_set(a.y + 1, a.x + a.w - 1, WACS_VLINE, a.h - 2);
	if (title != NULL && *title != '\0' && a.w > 6) {
		char name[256];
		snprintf(name, sizeof name, " %s ", title);
		draw_text(a.y, a.x + 2, a.w - 4, ST_ACCENT, name);
	}
}

void
draw_qr_cell(int y, int x, bool top, bool bottom)
{
	if (y < 0 || y >= LINES || x < 0 || x >= COLS)
		return;
	/* One colour is a space: no font has gaps between spaces. */
	put_on(top && bottom ? ST_QR_DARK : !top && bottom ? ST_QR_DARK :
	    ST_QR);
	mvaddstr(y, x, top == bottom ? " " : "▀");
}

/* xterm's black, 24 greys and white. */
static short
grey_colour(int level)
{
	return level == 0 ? 16 : level == GREYS - 1 ? 231 :
	    (short)(232 + (level * 23 + 7) / (GREYS - 1));
}

static short
grey_pair(int top, int bottom)
{
	int i = top * GREYS + bottom;
	short pair = (short)(ST_COUNT + 1 + i);

	if (!has_grey_pair[i])
		init_pair(pair, grey_colour(top), grey_colour(bottom));
	has_grey_pair[i] = true;
	return pair;
}

void
draw_grey_cell(int y, int x, int top, int bottom)
{
	static const char *const shades[] = { " ", "░", "▒", "▓", "█" };
	static const char letters[] = " .:-=+*#%@";
	int sum = top + bottom, most = 2 * (GREYS - 1);

	if (y < 0 || y >= LINES || x < 0 || x >= COLS)
		return;
	if (picture == PICTURE_GREYS) {
		attr_set(A_NORMAL, grey_pair(top, bottom), NULL);
		mvaddstr(y, x, top == bottom ? " " : "▀");
	} else if (picture == PICTURE_SHADES) {
		put_on(ST_QR_DARK);
		mvaddstr(y, x, shades[(sum * 4 + most / 2) / most]);
	} else {
		put_on(ST_BODY);
		mvaddnstr(y, x, letters + (sum * 9 + most / 2) / most, 1);
	}
}

void
draw_cursor(int y, int x)
{
	cursor_y = y;
	cursor_x = x;
}

void
draw_target(struct area a, int target)
{
	if (target_count < TARGETS_MAX) {
		targets[target_count].a = a;
		targets[target_count++].id = target;
	}
}

int
draw_hit(int y, int x)
{
	/* The last drawn lies on top. */
	for (size_t i = target_count; i > 0; i--) {
		struct area a = targets[i - 1].a;
		if (y >= a.y && y < a.y + a.h && x >= a.x && x < a.x + a.w)
			return targets[i - 1].id;
	}
	return -1;
}

int
draw_target_at(size_t i, struct area *a)
{
	if (i >= target_count)
		return -1;
	*a = targets[i].a;
	return targets[i].id;
}

void
draw_where(int *y, int *x)
{
	*y = cursor_y;
	*x = cursor_x;
}

void
draw_dump_row(int y, char *out, size_t cap)
{
	size_t used = 0;

	for (int x = 0; x < COLS; x++) {
		cchar_t c;
		wchar_t w[CCHARW_MAX + 1] = { 0 };
		attr_t attr;
		short pair;

		if (mvin_wch(y, x, &c) == ERR ||
		    getcchar(&c, w, &attr, &pair, NULL) == ERR)
			continue;
		for (int i = 0; w[i] != 0 && used + 5 < cap; i++)
			used += sink_encode((uint32_t)w[i], out + used);
		if (wcwidth(w[0]) == 2)
			x++;
	}
	while (used > 0 && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
}
