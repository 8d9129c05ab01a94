/* scan_live.c - how many frames a second one core can look at: our way beside
 * bare zbar at densities 1 and 2, on the same frames, in turns.  The pictures
 * are drawn: clutter of many edges, with and without an EAN-13 in it; each
 * frame has noise of its own, and in "moving" is shifted by some pixels; "held
 * still" is after a few seconds of the same. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zbar.h>

#include "scanner/live.h"
#include "scanner/out.h"
#include "scanner/text.h"
#include "scanner/ticks.h"

#define FRAMES	 40
#define SETTLED	 220		/* frames until all has been tried */
#define NOISE	 4
#define LABEL	 "7310865004703"

static uint32_t random_state = 1;

static int
random_below(int n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return (int)(random_state % (uint32_t)n);
}

static void
box(struct grey *g, int x0, int y0, int w, int h, int value)
{
	for (int y = y0 < 0 ? 0 : y0; y < y0 + h && y < g->h; y++)
		for (int x = x0 < 0 ? 0 : x0; x < x0 + w && x < g->w; x++)
			g->px[(size_t)y * (size_t)g->w + (size_t)x] =
			    (uint8_t)value;
}

/* Things of all sizes, from a desk's to a letter's. */
static void
draw_clutter(struct grey *g)
{
	box(g, 0, 0, g->w, g->h, 120);
	for (int size = g->w / 3; size > 3; size = size * 3 / 4)
		for (int i = 0; i < g->w / size * 6; i++)
			box(g, random_below(g->w) - size / 2,
			    random_below(g->h) - size / 2,
			    1 + random_below(size), 1 + random_below(size),
			    random_below(256));
}

static void
draw_bars(struct grey *g, int *x, int y, int h, int unit, const char *widths,
    bool backward)
{
	size_t n = strlen(widths);
	static bool dark;

	for (size_t i = 0; i < n; i++) {
		int w = unit * (widths[backward ? n - 1 - i : i] - '0');
		if (n == 3 && i == 0)		/* a guard begins with a bar */
			dark = true;
		box(g, *x, y, w, h, dark ? 20 : 235);
		*x += w;
		dark = !dark;
	}
}

static void
draw_ean13(struct grey *g, const char *digits, int x, int y, int unit)
{
	static const char *const widths[] = { "3211", "2221", "2122", "1411",
		"1132", "1231", "1114", "1312", "1213", "3112" };
	static const char *const kinds[] = { "LLLLLL", "LLGLGG", "LLGGLG",
		"LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL",
		"LGGLGL" };
	const char *kind = kinds[digits[0] - '0'];
	int h = unit * 50;

	box(g, x - 12 * unit, y - 6 * unit, 119 * unit, h + 12 * unit, 235);
	draw_bars(g, &x, y, h, unit, "111", false);
	for (int i = 1; i < 7; i++)
		draw_bars(g, &x, y, h, unit, widths[digits[i] - '0'],
		    kind[i - 1] == 'G');
	draw_bars(g, &x, y, h, unit, "11111", false);
	for (int i = 7; i < 13; i++)
		draw_bars(g, &x, y, h, unit, widths[digits[i] - '0'], false);
	draw_bars(g, &x, y, h, unit, "111", false);
}

static void
make_frame(struct grey *to, const struct grey *scene, int shift)
{
	for (int y = 0; y < to->h; y++)
		for (int x = 0; x < to->w; x++) {
			int v = scene->px[(size_t)y * (size_t)to->w +
			    (size_t)((x + shift) % to->w)] +
			    random_below(2 * NOISE + 1) - NOISE;
			to->px[(size_t)y * (size_t)to->w + (size_t)x] =
			    (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
		}
}

static zbar_image_scanner_t *
zbar_new(int density)
{
	static const zbar_symbol_type_t types[] = { ZBAR_EAN13, ZBAR_EAN8,
		ZBAR_UPCA, ZBAR_UPCE, ZBAR_CODE128, ZBAR_CODE39, ZBAR_I25,
		ZBAR_QRCODE };
	zbar_image_scanner_t *s = zbar_image_scanner_create();

	zbar_image_scanner_set_config(s, 0, ZBAR_CFG_ENABLE, 0);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		zbar_image_scanner_set_config(s, types[i], ZBAR_CFG_ENABLE, 1);
	zbar_image_scanner_set_config(s, 0, ZBAR_CFG_X_DENSITY, density);
	zbar_image_scanner_set_config(s, 0, ZBAR_CFG_Y_DENSITY, density);
	return s;
}

static void
zbar_look(zbar_image_scanner_t *s, const struct grey *g)
{
	zbar_image_t *image = zbar_image_create();

	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, (unsigned)g->w, (unsigned)g->h);
	zbar_image_set_data(image, g->px,
	    (unsigned long)g->w * (unsigned long)g->h, NULL);
	zbar_scan_image(s, image);
	zbar_image_destroy(image);
}

static bool
waits_always(void *unused)
{
	(void)unused;
	return true;
}

/* Frames a second for ours, zbar at density 1, zbar at density 2. */
static void
measure(const struct grey *scene, bool moving, double fps[3])
{
	static const struct settings set = { .budget_ms = 250 };
	struct live *live = live_new(&set);
	zbar_image_scanner_t *one = zbar_new(1), *two = zbar_new(2);
	struct grey frame;
	int64_t us[3] = { 0 };

	if (live == NULL || !grey_init(&frame, scene->w, scene->h))
		exit(1);
	for (int i = 0; i < SETTLED && !moving; i++) {
		make_frame(&frame, scene, 0);
		live_frame(live, &frame, waits_always, NULL);
	}
	for (int i = 0; i < FRAMES; i++) {
		make_frame(&frame, scene, moving ? 3 * i : 0);
		int64_t t0 = ticks_cpu_us();
		live_frame(live, &frame, waits_always, NULL);
		int64_t t1 = ticks_cpu_us();
		zbar_look(one, &frame);
		int64_t t2 = ticks_cpu_us();
		zbar_look(two, &frame);
		us[0] += t1 - t0;
		us[1] += t2 - t1;
		us[2] += ticks_cpu_us() - t2;
	}
	for (int i = 0; i < 3; i++)
		fps[i] = FRAMES * 1e6 / (double)us[i];
	zbar_image_scanner_destroy(one);
	zbar_image_scanner_destroy(two);
	grey_release(&frame);
	live_free(live);
}

int
main(void)
{
	static const int sizes[][2] = { { 640, 480 }, { 1280, 720 },
		{ 1920, 1080 } };
	int null = open("/dev/null", O_WRONLY), out = dup(STDOUT_FILENO);
	FILE *table = out < 0 ? NULL : fdopen(out, "w");

	/* what is read is not of interest */
	if (table == NULL || null < 0 || dup2(null, STDOUT_FILENO) < 0)
		return 1;
	text_init();
	out_init(true);
	fprintf(table, "%-22s %-20s %6s %8s %8s\n", "frames a second, a core",
	    "", "ours", "zbar d1", "zbar d2");
	for (int i = 0; i < 12; i++) {
		struct grey scene;
		const int *size = sizes[i / 4];
		double fps[3];
		bool label = i / 2 % 2 == 1, moving = i % 2 == 1;
		if (!grey_init(&scene, size[0], size[1]))
			return 1;
		random_state = 1;
		draw_clutter(&scene);
		if (label)
			draw_ean13(&scene, LABEL, size[0] / 3, size[1] / 3,
			    size[0] / 400 + 1);
		measure(&scene, moving, fps);
		fprintf(table, "%4dx%-4d %-11s %-21s %6.0f %8.0f %8.0f\n",
		    size[0], size[1], moving ? "moving" : "held still",
		    label ? "a label in view" : "nothing in view", fps[0],
		    fps[1], fps[2]);
		fflush(table);
		grey_release(&scene);
	}
	return 0;
}
