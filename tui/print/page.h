/* page.h - slips and labels drawn on pages, by cairo, in points (1/72 inch).
 * The texts must be clean (clean.h). */
#ifndef SAMDEPA_TUI_PRINT_PAGE_H
#define SAMDEPA_TUI_PRINT_PAGE_H

#include <cairo/cairo.h>
#include <stdbool.h>
#include <stddef.h>

#include "db/err.h"
#include "tui/print/qr.h"
#include "tui/print/readback.h"

#define PAGE_A4_WIDTH	595.28
#define PAGE_A4_HEIGHT	841.89
#define PAGE_MM		(72 / 25.4)

/* The parts of a page in which codes were drawn, and what must be read there
 * once it is printed. */
#define PAGE_SPOTS_MAX	24
struct page_spots {
	size_t n;
	struct page_spot {
		double x, y, w, h;
		struct claim claim;
	} spot[PAGE_SPOTS_MAX];
};

enum tone { TONE_INK, TONE_SOFT, TONE_LINE };

/* What can be put on pages. */
struct paper_ops {
	/* Pages that it takes, and a page's size.  single: a picture of its
	 * own, not for a sheet of paper. */
	int  (*pages)(cairo_t *, const void *work);
	void (*size)(const void *work, bool single, double *w, double *h);
	/* Draws page (from 0), and adds to *spots what must be read where;
	 * edges fall on multiples of dot. */
	enum rc (*draw)(cairo_t *, const void *work, int page, bool single,
	    double dot, struct page_spots *, struct err *);
	double dpi;		/* of a picture of it */
};

struct label_run {
	const struct label *label;
	size_t n;
	size_t skip;		/* places on the first sheet that are used */
};

extern const struct paper_ops paper_slip;	/* work: struct slip */
extern const struct paper_ops paper_labels;	/* work: struct label_run */
extern const struct paper_ops paper_sheet;	/* work: struct sheet */

void page_font(cairo_t *, double size, bool bold);
void page_tone(cairo_t *, enum tone);
double page_width(cairo_t *, const char *text);
void page_text(cairo_t *, double x, double y, const char *text);

/* One line in at most width: smaller down to least, then cut with "…". */
void page_fit(cairo_t *, double x, double y, double width, double size,
    double least, bool bold, const char *text);

/* Broken at blanks into at most lines_max lines, the last one cut; draws them
 * from baseline y down unless draw is false.  Gives how many. */
int page_wrap(cairo_t *, double x, double y, double width, double leading,
    int lines_max, bool draw, const char *text);

void page_rule(cairo_t *, double x, double y, double width, double thick);

/* The code with its corner (quiet zone outside) at x, y; module is a side. */
void page_qr(cairo_t *, double x, double y, double module, const struct qr *);

#endif
