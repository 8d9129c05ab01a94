#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/print/clean.h"
#include "tui/print/page.h"

#define MARGIN		48.0
#define WIDTH		(PAGE_A4_WIDTH - 2 * MARGIN)
#define FOOT		(PAGE_A4_HEIGHT - 44)
#define QR_SIDE		172.0	/* 6 cm, quiet zone included */
#define QR_FINE		61	/* modules: more need a larger picture */
#define QR_SIDE_FINE	240.0
#define AROUND		36.0	/* of it that is read with it */
#define NOTE_LEADING	14.0
#define LINE_LEADING	14.5

enum { COL_COUNT, COL_CODE, COL_NAME, COL_PLACE, COL_CONDITION, COL_END };

struct columns {
	double x[COL_END], width[COL_END];
};

/* A column that no line fills leaves its room to the names. */
static void
columns(const struct slip *s, struct columns *c)
{
	bool place = false, condition = false;

	for (size_t i = 0; i < s->item_count; i++) {
		place |= s->item[i].place[0] != '\0';
		condition |= s->item[i].condition[0] != '\0';
	}
	double tick = s->tick ? 26 : 0;
	*c = (struct columns){ .width = { 38, 124, 0, place ? 76 : 0,
	    condition ? 68 : 0 } };
	c->width[COL_NAME] = WIDTH - tick;
	for (int i = 0; i < COL_END; i++)
		if (i != COL_NAME)
			c->width[COL_NAME] -= c->width[i];
	double x = MARGIN + tick;
	for (int i = 0; i < COL_END; i++) {
		c->x[i] = x;
		x += c->width[i];
	}
}

static double
foot_height(cairo_t *cr, const struct slip *s)
{
	int lines = 0;

	page_font(cr, 9.5, false);
	for (size_t i = 0; i < s->note_count; i++)
		lines += page_wrap(cr, 0, 0, WIDTH, 0, 3, false, s->note[i]);
	return lines == 0 ? 0 : lines * NOTE_LEADING + 16;
}

static void
draw_foot(cairo_t *cr, const struct slip *s)
{
	double y = FOOT - foot_height(cr, s) + 20;

	page_tone(cr, TONE_LINE);
	if (s->note_count > 0)
		page_rule(cr, MARGIN, y - 16, WIDTH, 0.5);
	page_tone(cr, TONE_SOFT);
	page_font(cr, 9.5, false);
	for (size_t i = 0; i < s->note_count; i++)
		y += NOTE_LEADING * page_wrap(cr, MARGIN, y, WIDTH,
		    NOTE_LEADING, 3, true, s->note[i]);
}

/* The rows under the number; gives where the next would stand. */
static double
put_rows(cairo_t *cr, const struct slip *s, double y, double width, bool draw)
{
	for (size_t i = 0; i < s->row_count; i++) {
		page_tone(cr, TONE_SOFT);
		if (draw)
			page_fit(cr, MARGIN, y, width, 9.5, 7, false,
			    s->row[i].label);
		page_tone(cr, TONE_INK);
		page_font(cr, 15, false);
		int lines = page_wrap(cr, MARGIN, y + 18, width, 18, 3, draw,
		    s->row[i].value);
		y += 18 * (lines > 0 ? lines : 1) + 21;
	}
	return y;
}

/* The first page's head; gives where the table begins, and in spots (NULL:
 * it is not drawn) where the QR code is. */
static enum rc
put_head(cairo_t *cr, const struct slip *s, double dot,
    struct page_spots *spots, double *table, struct err *err)
{
	bool draw = spots != NULL;
	double width = WIDTH, bottom = 0;
	struct qr qr;

	if (s->qr[0] != '\0') {
		enum rc rc = qr_make(s->qr, qr_level_of(s->qr), &qr, err);
		if (rc != RC_OK)
			return rc;
		double most = qr.size < QR_FINE ? QR_SIDE : QR_SIDE_FINE;
		double module = floor(most / (qr.size + 2 * QR_QUIET) /
		    dot) * dot;
		double side = qr.size * module;
		double x = floor((MARGIN + WIDTH - side) / dot) * dot;
		double y = floor(60 / dot) * dot;
		page_tone(cr, TONE_INK);
		if (draw) {
			page_qr(cr, x, y, module, &qr);
			spots->spot[spots->n++] = (struct page_spot){
			    x - AROUND, y - AROUND, side + 2 * AROUND,
			    side + 2 * AROUND, claim_slip(s) };
		}
		width = x - QR_QUIET * module - MARGIN - 8;
		bottom = y + side + 34;
	}
	if (draw) {
		page_tone(cr, TONE_SOFT);
		page_fit(cr, MARGIN, 68, width, 11, 8, false, s->from);
		page_tone(cr, TONE_INK);
		page_fit(cr, MARGIN, 96, width, 20, 12, true, s->heading);
		page_fit(cr, MARGIN, 132, width, 32, 14, true, s->number);
	}
	double y = put_rows(cr, s, 166, width, draw);
	*table = y + 14 > bottom ? y + 14 : bottom;
	return RC_OK;
}

static double
put_small_head(cairo_t *cr, const struct slip *s, bool draw)
{
	char line[128];

	snprintf(line, sizeof line, "%s  %s", s->heading, s->number);
	page_tone(cr, TONE_INK);
	if (draw)
		page_fit(cr, MARGIN, 68, WIDTH, 14, 9, true, line);
	return 100;
}

static void
table_head(cairo_t *cr, const struct slip *s, const struct columns *c,
    double y)
{
	page_tone(cr, TONE_SOFT);
	for (int i = 0; i < COL_END; i++)
		if (c->width[i] > 0)
			page_fit(cr, c->x[i], y, c->width[i] - 6, 9, 6, false,
			    s->col[i]);
	page_tone(cr, TONE_INK);
	page_rule(cr, MARGIN, y + 7, WIDTH, 1);
}

static double
item_height(cairo_t *cr, const struct columns *c, const struct slip_item *item)
{
	page_font(cr, 11, false);
	int lines = page_wrap(cr, 0, 0, c->width[COL_NAME] - 10, 0, 3, false,
	    item->name);
	return (lines > 1 ? lines : 1) * LINE_LEADING + 11;
}

static void
put_item(cairo_t *cr, const struct slip *s, const struct columns *c,
    const struct slip_item *item, double y)
{
	char count[16];
	double base = y + 16.5;

	snprintf(count, sizeof count, "%d", item->count);
	if (s->tick) {
		page_tone(cr, TONE_SOFT);
		cairo_set_line_width(cr, 0.8);
		cairo_rectangle(cr, MARGIN + 1, base - 9.5, 11, 11);
		cairo_stroke(cr);
	}
	page_tone(cr, TONE_INK);
	page_fit(cr, c->x[COL_COUNT], base, c->width[COL_COUNT] - 6, 11, 7,
	    true, count);
	page_fit(cr, c->x[COL_CODE], base, c->width[COL_CODE] - 10, 11, 7,
	    true, item->code);
	page_font(cr, 11, false);
	page_wrap(cr, c->x[COL_NAME], base, c->width[COL_NAME] - 10,
	    LINE_LEADING, 3, true, item->name);
	if (item->place[0] != '\0')
		page_fit(cr, c->x[COL_PLACE], base, c->width[COL_PLACE] - 8,
		    11, 7, false, item->place);
	if (item->condition[0] != '\0')
		page_fit(cr, c->x[COL_CONDITION], base,
		    c->width[COL_CONDITION], 11, 7, false, item->condition);
}

/* Goes through the pages to the end, drawing the one asked for (none: -1),
 * and gives their number. */
static int
walk(cairo_t *cr, const struct slip *s, int wanted, double y)
{
	double foot = FOOT - foot_height(cr, s);
	struct columns c;
	int page = 0;

	columns(s, &c);
	if (wanted == 0 && s->item_count > 0 && y + 48 < foot)
		table_head(cr, s, &c, y);
	y += 8;
	for (size_t i = 0; i < s->item_count; i++) {
		double height = item_height(cr, &c, &s->item[i]);

		if (y + height > foot) {
			page++;
			y = put_small_head(cr, s, page == wanted);
			if (page == wanted)
				table_head(cr, s, &c, y);
			y += 8;
		}
		if (page == wanted) {
			put_item(cr, s, &c, &s->item[i], y);
			page_tone(cr, TONE_LINE);
			page_rule(cr, MARGIN, y + height - 0.5, WIDTH, 0.5);
		}
		y += height;
	}
	return page + 1;
}

static int
slip_pages(cairo_t *cr, const void *work)
{
	double y = 0;

	if (put_head(cr, work, 0.5, NULL, &y, NULL) != RC_OK)
		return 1;		/* drawing it says why */
	return walk(cr, work, -1, y);
}

static void
slip_size(const void *work, bool single, double *w, double *h)
{
	(void)work, (void)single;
	*w = PAGE_A4_WIDTH;
	*h = PAGE_A4_HEIGHT;
}

static enum rc
slip_draw(cairo_t *cr, const void *work, int page, bool single, double dot,
    struct page_spots *spots, struct err *err)
{
	const struct slip *s = work;
	char text[64];
	double y = 0;

	(void)single;
	enum rc rc = put_head(cr, s, dot, page == 0 ? spots : NULL, &y, err);
	if (rc != RC_OK)
		return rc;
	int pages = walk(cr, s, page, y);
	draw_foot(cr, s);
	if (pages > 1) {
		snprintf(text, sizeof text, "%s %d/%d", s->page, page + 1,
		    pages);
		page_tone(cr, TONE_SOFT);
		page_font(cr, 9.5, false);
		page_text(cr, MARGIN + WIDTH - page_width(cr, text), 40,
		    text);
	}
	return RC_OK;
}

const struct paper_ops paper_slip = {
	.pages = slip_pages,
	.size = slip_size,
	.draw = slip_draw,
	.dpi = 144,
};
