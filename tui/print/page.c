#include "tui/print/page.h"

#include <string.h>

#include "tui/print/clean.h"

void
page_font(cairo_t *cr, double size, bool bold)
{
	cairo_font_options_t *opt = cairo_font_options_create();

	cairo_font_options_set_hint_metrics(opt, CAIRO_HINT_METRICS_OFF);
	cairo_set_font_options(cr, opt);
	cairo_font_options_destroy(opt);
	cairo_select_font_face(cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
	    bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cr, size);
}

void
page_tone(cairo_t *cr, enum tone tone)
{
	static const double grey[] = {
		[TONE_INK] = 0, [TONE_SOFT] = 0.36, [TONE_LINE] = 0.72,
	};

	cairo_set_source_rgb(cr, grey[tone], grey[tone], grey[tone]);
}

double
page_width(cairo_t *cr, const char *text)
{
	cairo_text_extents_t ext;

	cairo_text_extents(cr, text, &ext);
	return ext.x_advance;
}

void
page_text(cairo_t *cr, double x, double y, const char *text)
{
	cairo_move_to(cr, x, y);
	cairo_show_text(cr, text);
}

/* Cuts text (in a buffer with room for "…") so that it fits in width. */
static void
cut(cairo_t *cr, double width, char *text, size_t cap)
{
	static const char dots[] = "…";
	char whole[512];
	size_t n = strlen(text);

	clean_copy(whole, sizeof whole - sizeof dots, text);
	n = strlen(whole);
	while (n > 0) {
		do
			n--;
		while (n > 0 && (whole[n] & 0xc0) == 0x80);
		while (n > 0 && whole[n - 1] == ' ')
			n--;
		memcpy(whole + n, dots, sizeof dots);
		if (page_width(cr, whole) <= width)
			break;
	}
	clean_copy(text, cap, whole);
}

void
page_fit(cairo_t *cr, double x, double y, double width, double size,
    double least, bool bold, const char *text)
{
	char line[512];

	clean_copy(line, sizeof line - 4, text);
	page_font(cr, size, bold);
	double wide = page_width(cr, line);
	if (wide > width) {
		size = size * width / wide > least ? size * width / wide :
		    least;
		page_font(cr, size, bold);
		if (page_width(cr, line) > width + 0.01)
			cut(cr, width, line, sizeof line);
	}
	page_text(cr, x, y, line);
}

/* The bytes of text that fit in width, up to a blank where there is one. */
static size_t
fitting(cairo_t *cr, double width, const char *text)
{
	char line[512];
	size_t good = 0, blank = 0;

	for (const char *s = text; *s != '\0'; ) {
		clean_next(&s);
		size_t n = (size_t)(s - text);
		if (n >= sizeof line)
			break;
		memcpy(line, text, n);
		line[n] = '\0';
		if (page_width(cr, line) > width)
			break;
		good = n;
		if (*s == ' ' || *s == '\0')
			blank = n;
	}
	if (good == 0) {		/* not even a letter: one all the same */
		const char *s = text;

		clean_next(&s);
		good = (size_t)(s - text);
	}
	return blank > 0 ? blank : good;
}

int
page_wrap(cairo_t *cr, double x, double y, double width, double leading,
    int lines_max, bool draw, const char *text)
{
	char line[512];
	int lines = 0;

	while (*text != '\0' && lines < lines_max) {
		size_t n = fitting(cr, width, text);
		bool last = lines + 1 == lines_max && text[n] != '\0';

		if (draw) {
			clean_copy(line, last ? sizeof line - 4 : n + 1, text);
			if (last)
				cut(cr, width, line, sizeof line);
			page_text(cr, x, y + lines * leading, line);
		}
		for (text += n; *text == ' '; text++)
			continue;
		lines++;
	}
	return lines;
}

void
page_rule(cairo_t *cr, double x, double y, double width, double thick)
{
	cairo_rectangle(cr, x, y, width, thick);
	cairo_fill(cr);
}

void
page_qr(cairo_t *cr, double x, double y, double module, const struct qr *qr)
{
	cairo_save(cr);
	cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
	for (int row = 0; row < qr->size; row++)
		for (int from = 0, to; from < qr->size; from = to + 1) {
			for (to = from; qr_dark(qr, to, row); to++)
				continue;
			if (to > from)
				cairo_rectangle(cr, x + from * module,
				    y + row * module, (to - from) * module,
				    module);
		}
	cairo_fill(cr);
	cairo_restore(cr);
}
