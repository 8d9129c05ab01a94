#include <inttypes.h>
#include <stdio.h>

#include "tui/print/page.h"
#include "tui/print/sheet.h"

#define MARGIN		48.0
#define WIDTH		(PAGE_A4_WIDTH - 2 * MARGIN)
#define GAP		24.0
#define BARS_TOP	226.0
#define BARS_HEIGHT	112.0
#define TABLE_TOP	408.0
#define LEADING		17.0
#define NUMBER_WIDTH	52.0
#define FOOT		(PAGE_A4_HEIGHT - 44)
#define NOTE_LEADING	12.0
#define NOTE_LINES	4

static void
draw_head(cairo_t *cr, const struct sheet *s)
{
	double x = MARGIN, wide = (WIDTH - GAP * (SHEET_FIGURES - 1)) /
	    SHEET_FIGURES;

	page_tone(cr, TONE_SOFT);
	page_fit(cr, MARGIN, 62, WIDTH, 11, 8, false, s->from);
	page_fit(cr, MARGIN, 112, WIDTH, 11, 8, false, s->period);
	page_tone(cr, TONE_INK);
	page_fit(cr, MARGIN, 92, WIDTH, 24, 14, true, s->heading);
	for (size_t i = 0; i < s->figures; i++) {
		page_fit(cr, x, 162, wide, 28, 12, true, s->figure[i].value);
		page_tone(cr, TONE_SOFT);
		page_fit(cr, x, 180, wide, 10, 7, false, s->figure[i].label);
		page_tone(cr, TONE_INK);
		x += wide + GAP;
	}
}

static void
put_right(cairo_t *cr, double right, double y, const char *text)
{
	page_text(cr, right - page_width(cr, text), y, text);
}

/* One bar a month, each with its number over it: nobody measures bars. */
static void
draw_bars(cairo_t *cr, const struct sheet *s)
{
	int64_t most = 1;
	double step = WIDTH / (s->bar_count > 0 ? (double)s->bar_count : 1);

	page_tone(cr, TONE_INK);
	page_fit(cr, MARGIN, BARS_TOP - 6, WIDTH, 11, 8, true, s->bars);
	for (size_t i = 0; i < s->bar_count; i++)
		if (s->bar[i].value > most)
			most = s->bar[i].value;
	for (size_t i = 0; i < s->bar_count; i++) {
		double x = MARGIN + step * (double)i, wide = step * 0.72;
		double high = BARS_HEIGHT * (double)s->bar[i].value /
		    (double)most;
		double base = BARS_TOP + 22 + BARS_HEIGHT;
		char n[24];

		snprintf(n, sizeof n, "%" PRId64, s->bar[i].value);
		page_tone(cr, TONE_LINE);
		page_rule(cr, x, base - high, wide, high);
		page_tone(cr, TONE_INK);
		page_fit(cr, x, base - high - 3, step - 1, 8, 5, false, n);
		page_tone(cr, TONE_SOFT);
		page_fit(cr, x, base + 11, step - 2, 8, 5, false,
		    s->bar[i].label);
	}
}

static void
draw_table(cairo_t *cr, const struct sheet *s, size_t t, double x,
    double width)
{
	double y = TABLE_TOP;
	double name = width - NUMBER_WIDTH * (SHEET_COLUMNS - 1);

	for (size_t r = 0; r <= s->table[t].rows; r++) {
		const char (*cell)[64] = r > 0 ? s->table[t].row[r - 1] :
		    NULL;

		page_tone(cr, TONE_INK);
		page_fit(cr, x, y, name - 6, r == 0 ? 11 : 9.5, 7, r == 0,
		    r == 0 ? s->table[t].head[0] : cell[0]);
		page_font(cr, r == 0 ? 8 : 9.5, false);
		page_tone(cr, r == 0 ? TONE_SOFT : TONE_INK);
		for (int c = 1; c < SHEET_COLUMNS; c++)
			put_right(cr, x + name + NUMBER_WIDTH * c, y,
			    r == 0 ? s->table[t].head[c] : cell[c]);
		page_tone(cr, TONE_LINE);
		page_rule(cr, x, y + 5, width, r == 0 ? 1 : 0.3);
		y += LEADING;
	}
}

static void
draw_notes(cairo_t *cr, const struct sheet *s)
{
	int lines = 0;

	page_font(cr, 8.5, false);
	for (size_t i = 0; i < s->notes; i++)
		lines += page_wrap(cr, 0, 0, WIDTH, 0, NOTE_LINES, false,
		    s->note[i]);
	double y = FOOT - (lines - 1) * NOTE_LEADING;
	page_tone(cr, TONE_SOFT);
	for (size_t i = 0; i < s->notes; i++)
		y += NOTE_LEADING * page_wrap(cr, MARGIN, y, WIDTH,
		    NOTE_LEADING, NOTE_LINES, true, s->note[i]);
}

static int
sheet_pages(cairo_t *cr, const void *work)
{
	(void)cr;
	(void)work;
	return 1;
}

static void
sheet_size(const void *work, bool single, double *w, double *h)
{
	(void)work;
	(void)single;
	*w = PAGE_A4_WIDTH;
	*h = PAGE_A4_HEIGHT;
}

static enum rc
sheet_draw(cairo_t *cr, const void *work, int page, bool single, double dot,
    struct page_spots *spots, struct err *err)
{
	const struct sheet *s = work;
	double wide = (WIDTH - GAP) / SHEET_TABLES;

	(void)page;
	(void)single;
	(void)dot;
	(void)spots;
	(void)err;
	draw_head(cr, s);
	draw_bars(cr, s);
	for (size_t t = 0; t < s->tables; t++)
		draw_table(cr, s, t, MARGIN + (wide + GAP) * (double)t, wide);
	draw_notes(cr, s);
	return RC_OK;
}

const struct paper_ops paper_sheet = {
	.pages = sheet_pages,
	.size = sheet_size,
	.draw = sheet_draw,
	.dpi = 150,
};
