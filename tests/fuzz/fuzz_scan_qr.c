/* sources: scanner/qr_scan.c scanner/qr_find.c scanner/qr_map.c
 * scanner/qr_refine.c scanner/qr_grid.c scanner/qr_form.c scanner/grey.c
 * scanner/grey_flat.c scanner/decode.c scanner/text.c scanner/ticks.c ;
 * libs: -lzbar -lm.  A picture of any bytes, into which most often something
 * with a QR code's corners is drawn, at any slant, and spoilt. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/qr_form.h"
#include "scanner/qr_map.h"
#include "scanner/qr_scan.h"
#include "scanner/ticks.h"

#define SIDE  100		/* pixels */
#define HEAD  20		/* bytes before those of modules and pixels */
#define MS    25		/* for a picture */
#define SPOTS 5			/* drawn along a module's side */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The corners and bends that the first bytes say. */
static bool
map_of(struct qr_map *map, int n, const uint8_t *p)
{
	*map = (struct qr_map){ .n = n };
	for (int i = 0; i < 4; i++) {
		map->x[i] = (i == 1 || i == 2 ? 85 : 15) + p[i] % 64 - 20;
		map->y[i] = (i >= 2 ? 85 : 15) + p[4 + i] % 64 - 20;
	}
	for (int i = 0; i < QR_BENDS; i++)
		map->bend[i] = p[8 + i] % 32 / 16.0 * (p[8 + i] >> 7);
	return qr_map_update(map);
}

static void
module_draw(struct grey *g, const struct qr_map *map, int u, int v,
    uint8_t light)
{
	for (int i = 0; i < SPOTS * SPOTS; i++) {
		double x, y;
		qr_map_point(map, u + (i % SPOTS + 0.5) / SPOTS,
		    v + (i / SPOTS + 0.5) / SPOTS, &x, &y);
		if (x >= 0 && y >= 0 && x < g->w && y < g->h)
			g->px[(int)y * g->w + (int)x] = light;
	}
}

static void
code_draw(struct grey *g, const uint8_t *head, const uint8_t *p, size_t n)
{
	static struct qr_form form;
	struct qr_map map;
	uint8_t dark = head[18] & 1 ? 230 : head[18] % 100;
	uint8_t light = head[18] & 1 ? head[19] % 100 : 255 - head[19] % 100;

	qr_form_init(&form, 1 + (head[18] >> 1) % 8);
	if (!map_of(&map, form.n, head))
		return;
	for (int i = 0; i < form.n * form.n; i++) {
		size_t bit = (size_t)i % (n * 8);
		bool is_dark = form.role[i] == QR_DARK ||
		    (form.role[i] != QR_LIGHT && (p[bit / 8] >> bit % 8 & 1));
		module_draw(g, &map, i % form.n, i / form.n,
		    is_dark ? dark : light);
	}
}

/* The last byte tells how many of the pixels the bytes spoil. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct decoder *decoder;
	static struct code codes[4];
	struct grey g;

	if (decoder == NULL)
		decoder = decoder_new(UINT64_C(1) << 14);
	if (n < HEAD + 2)
		return 0;
	if (!grey_init(&g, SIDE + data[0] % 16, SIDE + data[1] % 16))
		abort();
	size_t pixels = (size_t)g.w * (size_t)g.h, each = data[n - 1] % 64;
	memset(g.px, data[2] | 128, pixels);
	if (each != 1)
		code_draw(&g, data, data + HEAD, n - HEAD);
	for (size_t i = 0; each > 0 && i < pixels; i += each)
		g.px[i] = data[i % n];
	struct care care = { n % 2 == 0, ticks_cpu_ms() + MS };
	int found = qr_scan(decoder, &g, NULL, 0, care, codes, 4);
	assert(found >= 0 && found <= 4);
	for (int i = 0; i < found; i++) {
		assert(codes[i].symbology == SYM_QRCODE);
		assert(codes[i].len > 0 && codes[i].len <= CODE_TEXT_MAX);
		assert(isfinite(codes[i].area.x0 + codes[i].area.y1));
	}
	grey_release(&g);
	return 0;
}
