#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tui/print/clean.h"
#include "tui/print/output.h"
#include "tui/print/page.h"
#include "tui/print/printer.h"

#define PDF_DPI	300.0		/* at which what it says is printed */

struct drawing {		/* of one print */
	const struct paper_ops *paper;
	const void *work;
	const char *title;
	int pages;
	struct print_made *made; /* the PDF and each page's PNG */
	struct readback *rb;
	bool read_pdf;		/* its pages are no PNG's, dot by dot */
};

static cairo_status_t
put(void *out, const unsigned char *data, unsigned int n)
{
	return output_write(out, data, n) ? CAIRO_STATUS_SUCCESS :
	    CAIRO_STATUS_WRITE_ERROR;
}

static enum rc
cairo_rc(cairo_status_t status, const struct output *out, struct err *err)
{
	if (status == CAIRO_STATUS_SUCCESS || (out != NULL &&
	    status == CAIRO_STATUS_WRITE_ERROR && out->error != 0))
		return RC_OK;		/* output_close says why */
	(void)err_why(err, RC_OUTSIDE, WHY_PRINTER_FAILED, NULL, NULL, NULL);
	if (err != NULL)
		snprintf(err->text, sizeof err->text, "cairo: %s",
		    cairo_status_to_string(status));
	return RC_OUTSIDE;
}

static int
count_pages(const struct paper_ops *paper, const void *work)
{
	cairo_surface_t *s = cairo_recording_surface_create(
	    CAIRO_CONTENT_COLOR_ALPHA, NULL);
	cairo_t *cr = cairo_create(s);
	int pages = paper->pages(cr, work);

	cairo_destroy(cr);
	cairo_surface_destroy(s);
	return pages;
}

/* The page as pixels, and what must be read in it. */
struct picture {
	cairo_surface_t *surface;
	double scale;		/* pixels in a point */
	struct page_spots spots;
};

/* The caller destroys the surface, whatever this gives. */
static enum rc
picture_draw(struct picture *p, const struct drawing *d, int page,
    bool single, double dpi, struct err *err)
{
	double w, h, scale = dpi / 72;

	*p = (struct picture){ .scale = scale };
	d->paper->size(d->work, single, &w, &h);
	p->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    (int)(w * scale + 0.5), (int)(h * scale + 0.5));
	cairo_t *cr = cairo_create(p->surface);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, scale, scale);
	enum rc rc = d->paper->draw(cr, d->work, page, single, 1 / scale,
	    &p->spots, err);
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	return rc == RC_OK ? cairo_rc(status, NULL, err) : rc;
}

static int
clamp(double v, int max)
{
	return v < 0 ? 0 : v > max ? max : (int)v;
}

/* Gives one spot of it, cut out and in grey, to the reader. */
static enum rc
spot_read(const struct picture *p, const struct page_spot *spot,
    struct readback *rb, struct err *err)
{
	int wide = cairo_image_surface_get_width(p->surface);
	int high = cairo_image_surface_get_height(p->surface);
	int stride = cairo_image_surface_get_stride(p->surface);
	const unsigned char *px = cairo_image_surface_get_data(p->surface);
	int x0 = clamp(spot->x * p->scale, wide);
	int y0 = clamp(spot->y * p->scale, high);
	int w = clamp(ceil((spot->x + spot->w) * p->scale), wide) - x0;
	int h = clamp(ceil((spot->y + spot->h) * p->scale), high) - y0;
	unsigned char *grey = malloc((size_t)w * (size_t)h);

	if (grey == NULL)
		abort();
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			uint32_t rgb;
			memcpy(&rgb, px + (y0 + y) * stride + (x0 + x) * 4,
			    sizeof rgb);
			grey[y * w + x] = rgb >> 8 & 0xff;	/* green */
		}
	enum rc rc = readback_show(rb, &spot->claim, w, h, grey, err);
	free(grey);
	return rc;
}

static enum rc
picture_read(const struct picture *p, struct readback *rb, struct err *err)
{
	enum rc rc = RC_OK;

	cairo_surface_flush(p->surface);
	for (size_t i = 0; i < p->spots.n && rc == RC_OK; i++)
		rc = spot_read(p, &p->spots.spot[i], rb, err);
	return rc;
}

/* A page of the PDF as a printer makes dots of it. */
static enum rc
read_page(const struct drawing *d, int page, struct err *err)
{
	struct picture p;
	enum rc rc = picture_draw(&p, d, page, false, PDF_DPI, err);

	if (rc == RC_OK)
		rc = picture_read(&p, d->rb, err);
	cairo_surface_destroy(p.surface);
	return rc;
}

static enum rc
write_pdf(const struct drawing *d, struct output *out, struct err *err)
{
	double w, h;
	enum rc rc = RC_OK;

	d->paper->size(d->work, false, &w, &h);
	cairo_surface_t *s = cairo_pdf_surface_create_for_stream(put, out, w,
	    h);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, d->title);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR,
	    "Samdepå");
	cairo_t *cr = cairo_create(s);
	for (int i = 0; i < d->pages && rc == RC_OK; i++) {
		struct page_spots spots = { 0 };
		rc = d->paper->draw(cr, d->work, i, false, 72 / PDF_DPI,
		    &spots, err);
		cairo_show_page(cr);
		if (rc == RC_OK && spots.n > 0 && d->read_pdf &&
		    d->rb->unread == WHY_NONE)
			rc = read_page(d, i, err);
	}
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(s);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(s);
	if (rc == RC_OK)
		rc = cairo_rc(status, out, err);
	cairo_surface_destroy(s);
	return rc;
}

static enum rc
write_png(const struct drawing *d, int page, struct output *out,
    struct err *err)
{
	struct picture p;
	enum rc rc = picture_draw(&p, d, page, true, d->paper->dpi, err);

	if (rc == RC_OK)
		rc = cairo_rc(cairo_surface_write_to_png_stream(p.surface,
		    put, out), out, err);
	if (rc == RC_OK)
		rc = picture_read(&p, d->rb, err);
	cairo_surface_destroy(p.surface);
	return rc;
}

/* Page 0 has the name itself, the others -2, -3 before the ending. */
static enum rc
add_png(struct drawing *d, const char *path, int page, struct err *err)
{
	struct output *out = &d->made->out[d->made->out_count];
	char name[600];
	int stem = (int)strlen(path) - 4;

	if (page == 0)
		snprintf(name, sizeof name, "%s", path);
	else
		snprintf(name, sizeof name, "%.*s-%d.png", stem, path,
		    page + 1);
	enum rc rc = output_open(out, name, err);
	if (rc != RC_OK)
		return rc;
	d->made->out_count++;
	rc = write_png(d, page, out, err);
	return rc == RC_OK ? output_close(out, err) : rc;
}

static enum rc
add_pdf(struct drawing *d, const char *path, struct err *err)
{
	struct output *out = &d->made->out[d->made->out_count];
	enum rc rc = output_open(out, path, err);

	if (rc != RC_OK)
		return rc;
	d->made->out_count++;
	rc = write_pdf(d, out, err);
	return rc == RC_OK ? output_close(out, err) : rc;
}

/* A sheet of labels is the same as a PNG; one label is a PNG of its own, and
 * a slip's is coarser. */
static bool
is_same_picture(const struct drawing *d)
{
	double w, h, single_w, single_h;

	d->paper->size(d->work, false, &w, &h);
	d->paper->size(d->work, true, &single_w, &single_h);
	return d->paper->dpi >= PDF_DPI && w <= single_w && h <= single_h;
}

static enum rc
write_all(struct drawing *d, const char *pdf, const char *png,
    struct err *err)
{
	enum rc rc = RC_OK;

	d->pages = count_pages(d->paper, d->work);
	d->read_pdf = png[0] == '\0' || !is_same_picture(d);
	d->made->out = calloc((size_t)d->pages + 1, sizeof *d->made->out);
	if (d->made->out == NULL)
		abort();
	if (pdf[0] != '\0')
		rc = add_pdf(d, pdf, err);
	for (int i = 0; i < d->pages && rc == RC_OK && png[0] != '\0'; i++)
		rc = add_png(d, png, i, err);
	return rc;
}

static enum rc
file_send(const char *target, struct print_made *made,
    struct print_result *res, struct err *err)
{
	enum rc rc = RC_OK;

	(void)target;
	(void)res;
	for (int i = 0; i < made->out_count && rc == RC_OK; i++)
		rc = output_keep(&made->out[i], err);
	return rc;
}

static void
file_drop(struct print_made *made)
{
	for (int i = 0; i < made->out_count; i++)
		output_drop(&made->out[i]);
	free(made->out);
}

void
print_stem(const struct print_work *work, char *stem, size_t cap)
{
	char name[160];

	if (work->slip != NULL)
		clean_copy(name, sizeof name, work->slip->number);
	else if (work->sheet != NULL)
		clean_copy(name, sizeof name, work->sheet->number);
	else if (work->label_count == 1)
		clean_copy(name, sizeof name, work->label[0].code);
	else
		snprintf(name, sizeof name, "%s_%s", work->label[0].code,
		    work->label[work->label_count - 1].code);
	clean_file_name(stem, cap, name);
}

/* target is the folder, which is made where it alone is missing, or a file in
 * one. */
static enum rc
file_ready(const char *target, int kind, enum paper *paper, struct err *err)
{
	char folder[512];

	clean_copy(folder, sizeof folder, target);
	if (kind != FILE_FOLDER) {
		char *slash = strrchr(folder, '/');

		if (slash == NULL)
			clean_copy(folder, sizeof folder, ".");
		else
			slash[slash == folder] = '\0';
	}
	if (access(folder, W_OK | X_OK) == -1 && (kind != FILE_FOLDER ||
	    errno != ENOENT || mkdir(folder, 0777) == -1))
		return err_why(err, RC_OUTSIDE, WHY_PRINTER_FOLDER, folder,
		    strerror(errno), NULL);
	*paper = PAPER_OK;
	return RC_OK;
}

static enum rc
file_make(const char *target, int kind, const struct print_work *work,
    struct readback *rb, struct print_made *made, struct print_result *res,
    struct err *err)
{
	struct label_run run = { work->label, work->label_count,
	    work->label_skip };
	struct drawing d = { .paper = &paper_labels, .work = &run, .rb = rb,
	    .made = made };
	char stem[160];

	if (work->slip != NULL) {
		d.paper = &paper_slip;
		d.work = work->slip;
	} else if (work->sheet != NULL) {
		d.paper = &paper_sheet;
		d.work = work->sheet;
	}
	print_stem(work, stem, sizeof stem);
	d.title = stem;
	size_t cap = sizeof res->pdf, n = strlen(target);
	if (n + sizeof stem + 16 > cap)
		return err_why(err, RC_OUTSIDE, WHY_PRINTER_FOLDER, target,
		    NULL, NULL);
	if (kind == FILE_FOLDER) {
		const char *slash = n > 0 && target[n - 1] == '/' ? "" : "/";

		snprintf(res->pdf, cap, "%s%s%s.pdf", target, slash, stem);
		snprintf(res->png, cap, "%s%s%s.png", target, slash, stem);
	} else
		snprintf(kind == FILE_PDF ? res->pdf : res->png, cap, "%s",
		    target);
	enum paper paper;
	enum rc rc = file_ready(target, kind, &paper, err);
	if (rc == RC_OK)
		rc = write_all(&d, res->pdf, res->png, err);
	res->pages = d.pages;
	res->paper = PAPER_OK;
	return rc;
}

static bool
file_form(const char *target)
{
	return target[0] != '\0';
}

const struct printer_ops printer_file = {
	.form = file_form,
	.ready = file_ready,
	.make = file_make,
	.send = file_send,
	.drop = file_drop,
};
