/* grey_local.c - the steps that look at a pixel's neighbourhood.  The sums
 * over windows come from running totals: sum[y][x] is the total of all pixels
 * above y and left of x. */
#include "scanner/grey.h"

#include <math.h>
#include <stdlib.h>

static uint64_t *
totals(const struct grey *g, bool squares)
{
	size_t stride = (size_t)g->w + 1;
	uint64_t *sum = calloc(stride * ((size_t)g->h + 1), sizeof *sum);

	if (sum == NULL)
		return NULL;
	for (int y = 0; y < g->h; y++) {
		const uint8_t *in = g->px + (size_t)y * (size_t)g->w;
		const uint64_t *above = sum + (size_t)y * stride;
		uint64_t *out = sum + ((size_t)y + 1) * stride;
		uint64_t row = 0;
		for (int x = 0; x < g->w; x++) {
			row += squares ? (uint64_t)in[x] * in[x] : in[x];
			out[x + 1] = above[x + 1] + row;
		}
	}
	return sum;
}

/* The window around x, y, cut off where the picture ends. */
struct window {
	int x0, y0, x1, y1;
};

static struct window
window_at(const struct grey *g, int x, int y, int half)
{
	struct window w = { x - half, y - half, x + half + 1, y + half + 1 };

	w.x0 = w.x0 < 0 ? 0 : w.x0;
	w.y0 = w.y0 < 0 ? 0 : w.y0;
	w.x1 = w.x1 > g->w ? g->w : w.x1;
	w.y1 = w.y1 > g->h ? g->h : w.y1;
	return w;
}

static int
window_area(struct window w)
{
	return (w.x1 - w.x0) * (w.y1 - w.y0);
}

static uint64_t
window_sum(const uint64_t *sum, const struct grey *g, struct window w)
{
	size_t stride = (size_t)g->w + 1;
	const uint64_t *top = sum + (size_t)w.y0 * stride;
	const uint64_t *low = sum + (size_t)w.y1 * stride;

	return low[w.x1] - low[w.x0] - top[w.x1] + top[w.x0];
}

bool
grey_bradley(struct grey *to, const struct grey *from, int percent)
{
	int half = from->w / 16 > 2 ? from->w / 16 : 2;
	uint64_t *sum;

	if (!grey_init(to, from->w, from->h))
		return false;
	if ((sum = totals(from, false)) == NULL) {
		grey_release(to);
		return false;
	}
	for (int y = 0; y < from->h; y++)
		for (int x = 0; x < from->w; x++) {
			size_t at = (size_t)y * (size_t)from->w + (size_t)x;
			struct window w = window_at(from, x, y, half);
			uint64_t limit = window_sum(sum, from, w) *
			    (uint64_t)(100 - percent);
			uint64_t value = (uint64_t)from->px[at] *
			    (uint64_t)window_area(w) * 100;
			to->px[at] = value < limit ? 0 : 255;
		}
	free(sum);
	return true;
}

bool
grey_sauvola(struct grey *to, const struct grey *from, int window)
{
	uint64_t *sum, *squares;

	if (!grey_init(to, from->w, from->h))
		return false;
	sum = totals(from, false);
	squares = totals(from, true);
	bool ok = sum != NULL && squares != NULL;
	for (int y = 0; ok && y < from->h; y++)
		for (int x = 0; x < from->w; x++) {
			size_t at = (size_t)y * (size_t)from->w + (size_t)x;
			struct window w = window_at(from, x, y, window / 2);
			double n = window_area(w);
			double mean = (double)window_sum(sum, from, w) / n;
			double var = (double)window_sum(squares, from, w) / n -
			    mean * mean;
			double dev = var > 0 ? sqrt(var) : 0;
			to->px[at] = from->px[at] <
			    mean * (1 + 0.2 * (dev / 128 - 1)) ? 0 : 255;
		}
	free(sum);
	free(squares);
	if (!ok)
		grey_release(to);
	return ok;
}

/* The mean over the window of half_x, half_y to each side. */
static bool
box(struct grey *to, const struct grey *from, int half_x, int half_y)
{
	uint64_t *sum;

	if (!grey_init(to, from->w, from->h))
		return false;
	if ((sum = totals(from, false)) == NULL) {
		grey_release(to);
		return false;
	}
	for (int y = 0; y < from->h; y++)
		for (int x = 0; x < from->w; x++) {
			struct window w = window_at(from, x, y, half_y);
			struct window across = window_at(from, x, y, half_x);
			w.x0 = across.x0;
			w.x1 = across.x1;
			to->px[(size_t)y * (size_t)from->w + (size_t)x] =
			    (uint8_t)(window_sum(sum, from, w) /
			    (uint64_t)window_area(w));
		}
	free(sum);
	return true;
}

bool
grey_vbox(struct grey *to, const struct grey *from, int window)
{
	return box(to, from, 0, window / 2);
}

bool
grey_unsharp(struct grey *to, const struct grey *from, int radius)
{
	struct grey soft;

	*to = (struct grey){ 0 };
	if (!box(&soft, from, radius, radius))
		return false;
	if (grey_init(to, from->w, from->h)) {
		size_t n = (size_t)from->w * (size_t)from->h;
		for (size_t i = 0; i < n; i++) {
			int v = 2 * from->px[i] - soft.px[i];
			to->px[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
		}
	}
	grey_release(&soft);
	return to->px != NULL;
}
