/* test_bars.c - our own reader of bars on pictures drawn from the widths of
 * known codes, in modules, the first a bar: small, blurred, noisy, faint,
 * turned round, bent; and on what is no whole code. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/bars.h"
#include "scanner/bars_row.h"
#include "tests/lib/tap.h"

#define HEIGHT	   60
#define QUIET	   10.0		/* modules */
#define POINTS	   8		/* looked at in a pixel */

static const struct care whole = { .end_ms = INT64_MAX };

struct sample {
	const char    *name, *text;
	enum symbology symbology;
	const char    *widths;
};

static const struct sample samples[] = {
	{ "ean13", "7310865004703", SYM_EAN13,
	    "11114111222321131211114132111111321132111132131232111411111" },
	{ "upca", "036000291452", SYM_UPCA,
	    "11132111411111432113211321111111212231122221113212312122111" },
	{ "ean8", "73513537", SYM_EAN8,
	    "1111312141112312221111111411123114111312111" },
	{ "upce", "01234565", SYM_UPCE,
	    "111122221221411231113211114111111" },
	{ "code128", "I-YST1-004217-K", SYM_CODE128,
	    "211214231311122132312113213113213311123221122132123122123122"
	    "2212312232111232213121311221321123311122322331112" },
	{ "code128-fnc4", "L\xc3\xa5" "da 7", SYM_CODE128,
	    "211214132131114131112214141221121124212222312131413111233111"
	    "2" },
	{ "code39", "INV-0815", SYM_CODE39,
	    "131131311111311331111111311331133111113113111131311113313111"
	    "311311311131131111313113311111131131311" },
	{ "itf", "00123456", SYM_I25,
	    "11111111333311311311113331311311133113331111311" },
};

/* How a picture is made of it. */
struct look {
	const char *name;
	double      module;	/* pixels */
	double      blur;	/* modules */
	int         noise, contrast;
	double      bend;	/* modules that the middle is off */
	bool        turned;
};

static double
code_modules(const char *widths)
{
	double n = 0;

	for (; *widths != '\0'; widths++)
		n += *widths - '0';
	return n;
}

/* How dark it is at x modules from the first bar. */
static double
darkness(const char *widths, double x, double blur)
{
	double edge = 0, d = 0, sign = 0.5;

	for (;; widths++, sign = -sign) {
		d += blur > 0 ? sign * (1 + erf((x - edge) / blur / M_SQRT2)) :
		    x >= edge ? 2 * sign : 0;
		if (*widths == '\0')
			return d;
		edge += *widths - '0';
	}
}

static void
picture_draw(struct grey *g, const char *widths, const struct look *l)
{
	double n = code_modules(widths);

	if (!grey_init(g, (int)((n + 2 * QUIET) * l->module), HEIGHT))
		abort();
	srand(1);
	for (int x = 0; x < g->w; x++) {
		double sum = 0;
		for (int k = 0; k < POINTS; k++) {
			double at = (x + (k + 0.5) / POINTS) / l->module -
			    QUIET;
			double t = at / n;
			if (t > 0 && t < 1)
				at -= l->bend * 4 * t * (1 - t);
			sum += darkness(widths, l->turned ? n - at : at,
			    l->blur) / POINTS;
		}
		for (int y = 0; y < HEIGHT; y++) {
			int noise = l->noise == 0 ? 0 :
			    rand() % (2 * l->noise + 1) - l->noise;
			int v = 210 - (int)lround(sum * l->contrast) + noise;
			bool above = y < 6 || y >= HEIGHT - 6;
			g->px[y * g->w + x] = (uint8_t)(above ? 210 : v);
		}
	}
}

static struct code codes[CODES_MAX];

/* Reads the one code of the sample, looking so. */
static void
check_read(const struct sample *s, const struct look *l)
{
	struct grey g;
	char name[64];

	picture_draw(&g, s->widths, l);
	int n = bars_scan(&g, whole, codes, CODES_MAX);
	snprintf(name, sizeof name, "%s-%s", s->name, l->name);
	tap_ok(n == 1 && codes[0].symbology == s->symbology &&
	    codes[0].quality >= symbology_info[s->symbology].rows_min &&
	    codes[0].len == strlen(s->text) &&
	    memcmp(codes[0].text, s->text, codes[0].len) == 0, name,
	    "%d read, %.*s on %d rows", n, n > 0 ? (int)codes[0].len : 0,
	    codes[0].text, n > 0 ? codes[0].quality : 0);
	grey_release(&g);
}

static void
check_looks(void)
{
	static const struct look looks[] = {
		{ "sharp", 3, 0, 0, 180, 0, false },
		{ "between-pixels", 2.37, 0, 0, 180, 0, false },
		{ "turned", 2, 0.3, 5, 180, 0, true },
		{ "small", 1.4, 0.3, 3, 180, 0, false },
		{ "blurred", 2.5, 0.65, 3, 180, 0, false },
		{ "noisy", 3, 0.3, 20, 160, 0, false },
		{ "faint", 3, 0.4, 2, 30, 0, false },
	};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		for (size_t k = 0; k < sizeof looks / sizeof *looks; k++)
			check_read(&samples[i], &looks[k]);
}

/* EAN is read also where no bar stands clear of the next. */
static void
check_blurred(void)
{
	static const struct look looks[] = {
		{ "much-blurred", 3, 1.1, 2, 180, 0, false },
		{ "much-blurred-turned", 3, 1.0, 2, 180, 0, true },
		{ "much-blurred-bent", 3, 1.0, 2, 180, 0.6, false },
	};

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < sizeof looks / sizeof *looks; k++)
			check_read(&samples[i], &looks[k]);
}

/* How many texts of the sample's picture were believed that it does not
 * have. */
static int
wrong_texts(const struct sample *s, const struct grey *g)
{
	int n = bars_scan(g, whole, codes, CODES_MAX), wrong = 0;

	for (int i = 0; i < n; i++)
		wrong += codes[i].quality >=
		    symbology_info[codes[i].symbology].rows_min &&
		    (codes[i].len != strlen(s->text) ||
		    memcmp(codes[i].text, s->text, codes[i].len) != 0);
	return wrong;
}

/* Leaves part hundredths of the picture, from the left or the right; the rest
 * is white, or not there. */
static void
picture_cut(struct grey *g, int part, bool right, bool white)
{
	int w = g->w * part / 100, x0 = right ? g->w - w : 0;

	for (int i = 0; white && i < g->w * g->h; i++)
		if (i % g->w < x0 || i % g->w >= x0 + w)
			g->px[i] = 210;
	if (white)
		return;
	for (int y = 0; y < g->h; y++)
		memmove(g->px + y * w, g->px + y * g->w + x0, (size_t)w);
	g->w = w;
}

/* A part of a code is none, whether it ends in a bar or in a space. */
static void
check_parts(void)
{
	const struct look sharp = { "part", 3, 0.3, 0, 180, 0, false };
	int wrong = 0;

	for (size_t i = 1; i < sizeof samples / sizeof *samples; i += 3)
		for (int part = 30; part <= 90; part += 30)
			for (int way = 0; way < 4; way++) {
				struct grey g;
				picture_draw(&g, samples[i].widths, &sharp);
				picture_cut(&g, part, way & 1, way & 2);
				wrong += wrong_texts(&samples[i], &g);
				grey_release(&g);
			}
	tap_ok(wrong == 0, "a-part-is-none", "%d were read", wrong);
}

static void
check_edges(void)
{
	static struct row r;

	for (int i = 0; i < 100; i++)
		r.v[i] = i < 30 || i > 60 ? 200 : i == 30 ? 150 : i == 60 ?
		    80 : 20;
	row_set(&r, 100);
	tap_ok(r.edges == 2 && r.dark[0] && !r.dark[1] &&
	    fabsf(r.edge[0] - 30.8f) < 0.3f && fabsf(r.edge[1] - 60.7f) < 0.3f,
	    "edges-between-samples", "%d at %.2f, %.2f", r.edges,
	    (double)r.edge[0], (double)r.edge[1]);
	tap_ok(fabsf(row_sum(&r, 10.5f, 12) - 300) < 0.1f, "sum-of-parts",
	    "%.2f", (double)row_sum(&r, 10.5f, 12));
}

int
main(void)
{
	check_edges();
	check_looks();
	check_blurred();
	check_parts();
	return tap_status();
}
