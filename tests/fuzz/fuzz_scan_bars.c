/* sources: scanner/bars.c scanner/bars_*.c scanner/decode.c scanner/text.c
 * scanner/grey.c ; libs: -lzbar -lm.  Any bytes as a grey picture, or as the
 * widths of bars, through our own reader of bars. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/bars.h"

#define WIDTH_MAX 1024
#define QUIET     12
#define HEIGHT    40

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Each byte a bar or a space of up to 12 pixels. */
static void
widths_draw(struct grey *g, const uint8_t *data, size_t n)
{
	uint8_t row[WIDTH_MAX];
	int w = QUIET;

	memset(row, 230, sizeof row);
	for (size_t i = 0; i < n; i++)
		for (int k = data[i] % 13; k > 0 && w < WIDTH_MAX - QUIET; k--)
			row[w++] = i % 2 == 0 ? 20 : 230;
	w += QUIET;
	if (!grey_init(g, w, HEIGHT))
		abort();
	for (int y = 0; y < HEIGHT; y++)
		memcpy(g->px + y * w, row, (size_t)w);
}

static void
pixels_draw(struct grey *g, const uint8_t *data, size_t n, int w)
{
	int h = (int)n / w + 1;

	if (!grey_init(g, w, h > 200 ? 200 : h))
		abort();
	for (int i = 0; i < g->w * g->h; i++)
		g->px[i] = (size_t)i < n ? data[i] : 128;
}

/* The first byte chooses: 0 and 1 widths, else pixels, of twice that width. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct code codes[CODES_MAX];
	struct grey g;

	if (n < 2)
		return 0;
	if (data[0] < 2)
		widths_draw(&g, data + 1, n - 1);
	else
		pixels_draw(&g, data + 1, n - 1, data[0] * 2);
	struct care care = { n % 2 == 0, INT64_MAX };
	int count = bars_scan(&g, care, codes, CODES_MAX);
	assert(count >= 0 && count <= CODES_MAX);
	for (int i = 0; i < count; i++) {
		assert(codes[i].len > 0 && codes[i].len <= CODE_TEXT_MAX);
		assert(codes[i].symbology < SYM_COUNT);
		assert(codes[i].quality >= 0 && codes[i].aim != NULL);
	}
	grey_release(&g);
	return 0;
}
