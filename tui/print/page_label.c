#include <math.h>

#include "tui/print/code128.h"
#include "tui/print/page.h"

/* A sheet of 3 x 8 labels without gaps, the common one for A4. */
#define ACROSS		PRINT_SHEET_ACROSS
#define DOWN		PRINT_SHEET_DOWN
#define SHEET		PRINT_SHEET
_Static_assert(SHEET <= PAGE_SPOTS_MAX, "a spot for each label");
#define LABEL_WIDTH	(70 * PAGE_MM)
#define LABEL_HEIGHT	(37 * PAGE_MM)
#define TOP		((PAGE_A4_HEIGHT - DOWN * LABEL_HEIGHT) / 2)
#define MARGIN		(5 * PAGE_MM)	/* printers leave that much blank */
#define INNER		(LABEL_WIDTH - 2 * MARGIN)
#define CODE_BASE	(9 * PAGE_MM)	/* of the number */
#define QR_TOP		(11.7 * PAGE_MM)
#define QR_SIDE		(18 * PAGE_MM)	/* quiet zone included */
#define BAR_TOP		(26.7 * PAGE_MM)
#define BAR_HEIGHT	(7 * PAGE_MM)
#define BAR_MAX		(0.34 * PAGE_MM)
#define BAR_LEAST	(0.19 * PAGE_MM)	/* thinner does not scan */

static double
snap(double v, double dot)
{
	return floor(v / dot + 1e-6) * dot;
}

/* The bars over the whole width, a whole number of dots each.  A code too
 * long for that has its QR alone. */
static void
draw_bars(cairo_t *cr, double left, double top, double dot, const char *text)
{
	struct code128 code;

	if (code128_make(text, &code) == 0)
		return;
	double module = INNER / code.modules;
	if (module > BAR_MAX)
		module = BAR_MAX;
	module = snap(module, dot);
	if (module < BAR_LEAST)
		return;
	double x = snap(left + MARGIN, dot);
	cairo_save(cr);
	cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
	for (int i = 0; i < code.bars; i++) {
		if (i % 2 == 0)
			cairo_rectangle(cr, x, snap(top + BAR_TOP, dot),
			    code.width[i] * module, BAR_HEIGHT);
		x += code.width[i] * module;
	}
	cairo_fill(cr);
	cairo_restore(cr);
}

static enum rc
draw_label(cairo_t *cr, double left, double top, double dot,
    const struct label *label, struct err *err)
{
	struct qr qr;

	enum rc rc = qr_make(label->code, QR_M, &qr, err);
	if (rc != RC_OK)
		return rc;
	double module = snap(QR_SIDE / (qr.size + 2 * QR_QUIET), dot);
	double quiet = QR_QUIET * module, side = qr.size * module;
	double x = left + MARGIN;
	page_tone(cr, TONE_INK);
	page_fit(cr, x, top + CODE_BASE, INNER, label->shelf ? 26 : 20, 9,
	    true, label->shelf ? label->name : label->code);
	page_qr(cr, snap(x, dot), snap(top + QR_TOP, dot), module, &qr);
	x += side + quiet;
	double width = INNER - side - quiet;
	page_font(cr, 9, false);
	page_wrap(cr, x, top + QR_TOP + 8, width, 11.5, 2, true,
	    label->shelf ? label->code : label->name);
	page_tone(cr, TONE_SOFT);
	page_fit(cr, x, top + QR_TOP + side, width, 7.5, 5, false,
	    label->from);
	page_tone(cr, TONE_INK);
	draw_bars(cr, left, top, dot, label->code);
	return RC_OK;
}

static enum rc
put_label(cairo_t *cr, double left, double top, double dot,
    const struct label *label, struct page_spots *spots, struct err *err)
{
	spots->spot[spots->n++] = (struct page_spot){ left, top, LABEL_WIDTH,
	    LABEL_HEIGHT, claim_label(label) };
	return draw_label(cr, left, top, dot, label, err);
}

/* One label is a picture of its own. */
static bool
is_alone(const struct label_run *run, bool single)
{
	return single && run->n == 1 && run->skip == 0;
}

static int
label_pages(cairo_t *cr, const void *work)
{
	const struct label_run *run = work;

	(void)cr;
	return (int)((run->skip + run->n + SHEET - 1) / SHEET);
}

static void
label_size(const void *work, bool single, double *w, double *h)
{
	const struct label_run *run = work;
	bool alone = is_alone(run, single);

	*w = alone ? LABEL_WIDTH : PAGE_A4_WIDTH;
	*h = alone ? LABEL_HEIGHT : PAGE_A4_HEIGHT;
}

static enum rc
label_draw(cairo_t *cr, const void *work, int page, bool single, double dot,
    struct page_spots *spots, struct err *err)
{
	const struct label_run *run = work;
	enum rc rc = RC_OK;

	if (is_alone(run, single))
		return put_label(cr, 0, 0, dot, run->label, spots, err);
	for (size_t i = 0; i < SHEET && rc == RC_OK; i++) {
		size_t at = (size_t)page * SHEET + i;

		if (at < run->skip)
			continue;
		if (at >= run->skip + run->n)
			break;
		rc = put_label(cr, (double)(i % ACROSS) * LABEL_WIDTH,
		    TOP + (double)(i / ACROSS) * LABEL_HEIGHT, dot,
		    &run->label[at - run->skip], spots, err);
	}
	return rc;
}

const struct paper_ops paper_labels = {
	.pages = label_pages,
	.size = label_size,
	.draw = label_draw,
	.dpi = 300,
};
