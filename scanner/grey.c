/* grey.c - sizes and memory, and the steps that need no neighbours. */
#include "scanner/grey.h"

#include <math.h>
#include <stdlib.h>

bool
grey_size_ok(uint64_t w, uint64_t h)
{
	return w >= 1 && h >= 1 && w <= GREY_SIDE_MAX && h <= GREY_SIDE_MAX &&
	    w * h <= GREY_PIXELS_MAX;
}

bool
grey_init(struct grey *g, int w, int h)
{
	*g = (struct grey){ 0 };
	if (w < 1 || h < 1 || !grey_size_ok((uint64_t)w, (uint64_t)h))
		return false;
	g->px = malloc((size_t)w * (size_t)h);
	if (g->px == NULL)
		return false;
	g->w = w;
	g->h = h;
	return true;
}

void
grey_release(struct grey *g)
{
	free(g->px);
	*g = (struct grey){ 0 };
}

bool
grey_invert(struct grey *to, const struct grey *from, int unused)
{
	(void)unused;
	if (!grey_init(to, from->w, from->h))
		return false;
	size_t n = (size_t)from->w * (size_t)from->h;
	for (size_t i = 0; i < n; i++)
		to->px[i] = (uint8_t)(255 - from->px[i]);
	return true;
}

/* The pixel at x, y, in 1/256 pixels, from its four neighbours; white where
 * the picture ends, which is what a quiet zone looks like. */
static uint8_t
pixel_between(const struct grey *g, int x, int y)
{
	int ix = x >> 8, iy = y >> 8, fx = x & 255, fy = y & 255;

	if (ix < 0 || iy < 0 || ix + 1 >= g->w || iy + 1 >= g->h)
		return 255;
	const uint8_t *p = g->px + (size_t)iy * (size_t)g->w + ix;
	int top = p[0] * (256 - fx) + p[1] * fx;
	int low = p[g->w] * (256 - fx) + p[g->w + 1] * fx;
	return (uint8_t)((top * (256 - fy) + low * fy) >> 16);
}

bool
grey_rotate(struct grey *to, const struct grey *from, int degrees)
{
	double a = degrees * M_PI / 180, c = cos(a), s = sin(a);
	int w = (int)ceil(fabs(from->w * c) + fabs(from->h * s));
	int h = (int)ceil(fabs(from->w * s) + fabs(from->h * c));

	if (!grey_init(to, w, h))
		return false;
	int step_x = (int)lround(c * 256), step_y = (int)lround(-s * 256);
	for (int y = 0; y < h; y++) {
		double dx = -w / 2.0, dy = y - h / 2.0;
		int sx = (int)((dx * c + dy * s + from->w / 2.0) * 256);
		int sy = (int)((-dx * s + dy * c + from->h / 2.0) * 256);
		uint8_t *row = to->px + (size_t)y * (size_t)w;
		for (int x = 0; x < w; x++) {
			row[x] = pixel_between(from, sx, sy);
			sx += step_x;
			sy += step_y;
		}
	}
	return true;
}
