#include "scanner/decode.h"

#include <stdlib.h>
#include <string.h>
#include <zbar.h>

#include "scanner/bars.h"
#include "scanner/number.h"
#include "scanner/qr_text.h"
#include "scanner/text.h"

/* zbar's scanner grows with every QR code it sees (its issue 258): a new one
 * after so many pictures keeps a label held in view from filling memory. */
#define SCANS_MAX 1000

#define GTIN_LEN      14
#define ITF_WHOLE_MIN 6

const struct symbology_info symbology_info[SYM_COUNT] = {
#define SYMBOLOGY(zbar, name, aim, aim_gs1, aim_app, len, quality, \
    sum, rows) \
	[SYM_##zbar] = { name, aim, aim_gs1, aim_app, len, quality, \
	    sum, rows },
#include "scanner/symbologies.def"
#undef SYMBOLOGY
};

static const zbar_symbol_type_t zbar_types[SYM_COUNT] = {
#define SYMBOLOGY(zbar, name, aim, aim_gs1, aim_app, len, quality, \
    sum, rows) \
	[SYM_##zbar] = ZBAR_##zbar,
#include "scanner/symbologies.def"
#undef SYMBOLOGY
};

struct scanner {
	zbar_image_scanner_t *zbar;
	int                   scans;
};

struct decoder {
	struct scanner all, qr;		/* all symbologies; QR alone */
	int            density;
	uint64_t       itf_lengths;
};

static bool
scanner_renew(struct scanner *s, bool qr_alone, uint64_t itf_lengths)
{
	zbar_image_scanner_t *z = zbar_image_scanner_create();

	if (z == NULL)
		return false;
	zbar_image_scanner_set_config(z, 0, ZBAR_CFG_ENABLE, 0);
	for (int i = 0; i < SYM_COUNT; i++)
		if (i == SYM_QRCODE || (!qr_alone &&
		    (i != SYM_I25 || itf_lengths != 0)))
			zbar_image_scanner_set_config(z, zbar_types[i],
			    ZBAR_CFG_ENABLE, 1);
	/* its guess at the alphabet of a QR text is worse than ours */
	zbar_image_scanner_set_config(z, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
	if (s->zbar != NULL)
		zbar_image_scanner_destroy(s->zbar);
	*s = (struct scanner){ z, 0 };
	return true;
}

struct decoder *
decoder_new(uint64_t itf_lengths)
{
	struct decoder *d = calloc(1, sizeof *d);

	if (d == NULL)
		return NULL;
	d->itf_lengths = itf_lengths;
	d->density = 1;
	if (!scanner_renew(&d->all, false, itf_lengths) ||
	    !scanner_renew(&d->qr, true, 0)) {
		decoder_free(d);
		return NULL;
	}
	return d;
}

static void
density_set(const struct decoder *d)
{
	zbar_image_scanner_set_config(d->all.zbar, 0, ZBAR_CFG_X_DENSITY,
	    d->density);
	zbar_image_scanner_set_config(d->all.zbar, 0, ZBAR_CFG_Y_DENSITY,
	    d->density);
}

void
decoder_set_density(struct decoder *d, int n)
{
	d->density = n;
	density_set(d);
}

void
decoder_free(struct decoder *d)
{
	if (d == NULL)
		return;
	if (d->all.zbar != NULL)
		zbar_image_scanner_destroy(d->all.zbar);
	if (d->qr.zbar != NULL)
		zbar_image_scanner_destroy(d->qr.zbar);
	free(d);
}

static struct area
area_of(const zbar_symbol_t *s)
{
	struct area a = { 0 };
	unsigned n = zbar_symbol_get_loc_size(s);

	for (unsigned i = 0; i < n; i++) {
		double x = zbar_symbol_get_loc_x(s, i);
		double y = zbar_symbol_get_loc_y(s, i);
		a.x0 = i == 0 || x < a.x0 ? x : a.x0;
		a.x1 = i == 0 || x > a.x1 ? x : a.x1;
		a.y0 = i == 0 || y < a.y0 ? y : a.y0;
		a.y1 = i == 0 || y > a.y1 ? y : a.y1;
	}
	return a;
}

/* GTIN-14, the use that a length of 14 has, ends in a check digit. */
static bool
itf_ok(const struct decoder *d, const char *text, size_t len)
{
	return len < 64 && (d->itf_lengths >> len & 1) != 0 &&
	    (len != GTIN_LEN || number_checks(text, len));
}

/* The text of a QR code.  What zbar gives is bytes where it knows no alphabet;
 * then the code is looked at once more, for what it says of that itself. */
static size_t
qr_code_text(const zbar_symbol_t *s, const struct grey *g, char *out,
    size_t cap)
{
	/* zbar goes round the other way */
	static const unsigned clockwise[] = { 0, 3, 2, 1 };
	const char *data = zbar_symbol_get_data(s);
	size_t n = zbar_symbol_get_data_length(s), len = 0;
	double x[4], y[4];

	bool plain = text_is_utf8(data, n) && memchr(data, '\0', n) == NULL;
	if (!plain && zbar_symbol_get_loc_size(s) == 4) {
		for (unsigned i = 0; i < 4; i++) {
			x[i] = zbar_symbol_get_loc_x(s, clockwise[i]);
			y[i] = zbar_symbol_get_loc_y(s, clockwise[i]);
		}
		len = qr_text(g, x, y, out, cap);
	}
	return len > 0 ? len : text_to_utf8(data, n, out, cap);
}

/* False: not one of ours, or nothing that can be said in a line. */
static bool
code_from(const struct decoder *d, const zbar_symbol_t *s,
    const struct grey *g, struct code *c)
{
	zbar_symbol_type_t type = zbar_symbol_get_type(s);
	const char *data = zbar_symbol_get_data(s);
	size_t n = zbar_symbol_get_data_length(s);
	int sym = 0;

	while (sym < SYM_COUNT && zbar_types[sym] != type)
		sym++;
	if (sym == SYM_COUNT || n == 0)
		return false;
	c->symbology = (enum symbology)sym;
	c->reader = READER_ZBAR;
	c->quality = zbar_symbol_get_quality(s);
	c->area = area_of(s);
	c->aim = symbology_info[sym].aim;
	unsigned fnc1 = zbar_symbol_get_modifiers(s);
	if (fnc1 & (1U << ZBAR_MOD_GS1))
		c->aim = symbology_info[sym].aim_gs1;
	else if (fnc1 & (1U << ZBAR_MOD_AIM))
		c->aim = symbology_info[sym].aim_app;
	if (sym == SYM_QRCODE) {
		c->len = qr_code_text(s, g, c->text, sizeof c->text);
		return c->len > 0;
	}
	if (n > sizeof c->text || (sym == SYM_I25 && !itf_ok(d, data, n)))
		return false;
	memcpy(c->text, data, n);
	c->len = n;
	return true;
}

static int
scan(const struct decoder *d, struct scanner *scanner, const struct grey *g,
    struct code *out, int cap)
{
	int count = 0;

	zbar_image_t *image = zbar_image_create();
	if (image == NULL)
		return 0;
	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, (unsigned)g->w, (unsigned)g->h);
	zbar_image_set_data(image, g->px,
	    (unsigned long)g->w * (unsigned long)g->h, NULL);
	zbar_scan_image(scanner->zbar, image);
	scanner->scans++;
	const zbar_symbol_t *s = zbar_image_first_symbol(image);
	for (; s != NULL && count < cap; s = zbar_symbol_next(s))
		if (code_from(d, s, g, &out[count]))
			count++;
	zbar_image_destroy(image);
	return count;
}

/* In a length that is not set: read whole, in enough rows. */
static bool
itf_whole(const struct decoder *d, const struct code *c)
{
	return (d->itf_lengths & 1) != 0 && c->len >= ITF_WHOLE_MIN &&
	    c->len != GTIN_LEN &&
	    c->quality >= symbology_info[SYM_I25].rows_min;
}

int
decoder_bars(struct decoder *d, const struct grey *g, struct care care,
    struct code *out, int cap)
{
	int n = bars_scan(g, care, out, cap), kept = 0;

	for (int i = 0; i < n; i++)
		if (out[i].symbology != SYM_I25 || itf_whole(d, &out[i]) ||
		    itf_ok(d, out[i].text, out[i].len))
			out[kept++] = out[i];
	return kept;
}

int
decoder_scan(struct decoder *d, const struct grey *g, struct code *out,
    int cap)
{
	if (d->all.scans >= SCANS_MAX &&
	    scanner_renew(&d->all, false, d->itf_lengths))
		density_set(d);
	return scan(d, &d->all, g, out, cap);
}

int
decoder_scan_qr(struct decoder *d, const struct grey *g, struct code *out,
    int cap)
{
	if (d->qr.scans >= SCANS_MAX)
		(void)scanner_renew(&d->qr, true, 0);
	return scan(d, &d->qr, g, out, cap);
}
