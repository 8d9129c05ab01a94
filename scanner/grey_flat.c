/* grey_flat.c - the light taken out of a picture.  Each block of pixels finds
 * what is dark and what is light around it, looking further the less there is
 * to see near by: so the inside of a large black square stays black, and a
 * shadow's edge does not hide what lies in it. */
#include "scanner/grey.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK      8		/* pixels */
#define LEVELS_MAX 12
#define FLAT_MIN   14		/* grey values: less is nothing to see */
#define FLAT_MAX   48		/* and this much is always something */

struct range {
	uint8_t lo, hi;
};

struct level {
	int           w, h;
	struct range *at, *wide;	/* of each block; and with those around */
};

static void
levels_release(struct level *l, int n)
{
	for (int i = 0; i < n; i++) {
		free(l[i].at);
		free(l[i].wide);
	}
}

static bool
level_init(struct level *l, int w, int h)
{
	size_t n = (size_t)w * (size_t)h;

	*l = (struct level){ w, h, malloc(n * sizeof *l->at),
		malloc(n * sizeof *l->wide) };
	return l->at != NULL && l->wide != NULL;
}

static void
range_join(struct range *to, const struct range *r)
{
	to->lo = r->lo < to->lo ? r->lo : to->lo;
	to->hi = r->hi > to->hi ? r->hi : to->hi;
}

static void
level_widen(struct level *l)
{
	for (int y = 0; y < l->h; y++)
		for (int x = 0; x < l->w; x++) {
			struct range r = { 255, 0 };
			for (int v = y > 0 ? y - 1 : 0;
			    v <= y + 1 && v < l->h; v++)
				for (int u = x > 0 ? x - 1 : 0;
				    u <= x + 1 && u < l->w; u++)
					range_join(&r, &l->at[v * l->w + u]);
			l->wide[y * l->w + x] = r;
		}
}

static void
level_from_pixels(struct level *l, const struct grey *g)
{
	for (int by = 0; by < l->h; by++)
		for (int bx = 0; bx < l->w; bx++) {
			int y1 = (by + 1) * BLOCK, x1 = (bx + 1) * BLOCK;
			uint8_t lo = 255, hi = 0;
			for (int y = by * BLOCK; y < y1 && y < g->h; y++) {
				const uint8_t *p = g->px +
				    (size_t)y * (size_t)g->w;
				for (int x = bx * BLOCK;
				    x < x1 && x < g->w; x++) {
					lo = p[x] < lo ? p[x] : lo;
					hi = p[x] > hi ? p[x] : hi;
				}
			}
			l->at[by * l->w + bx] = (struct range){ lo, hi };
		}
}

static void
level_from_finer(struct level *l, const struct level *finer)
{
	for (int y = 0; y < l->h; y++)
		for (int x = 0; x < l->w; x++) {
			struct range r = { 255, 0 };
			for (int i = 0; i < 4; i++) {
				int u = 2 * x + i % 2, v = 2 * y + i / 2;
				if (u < finer->w && v < finer->h)
					range_join(&r,
					    &finer->at[v * finer->w + u]);
			}
			l->at[y * l->w + x] = r;
		}
}

/* 0: no memory. */
static int
levels_init(struct level *l, const struct grey *g)
{
	int w = (g->w + BLOCK - 1) / BLOCK, h = (g->h + BLOCK - 1) / BLOCK;
	int n = 0;

	for (;;) {
		bool ok = level_init(&l[n], w, h);
		n++;
		if (!ok) {
			levels_release(l, n);
			return 0;
		}
		if (n == 1)
			level_from_pixels(&l[0], g);
		else
			level_from_finer(&l[n - 1], &l[n - 2]);
		level_widen(&l[n - 1]);
		if ((w == 1 && h == 1) || n == LEVELS_MAX)
			return n;
		w = (w + 1) / 2;
		h = (h + 1) / 2;
	}
}

/* What counts as something to see: twice what the flat fifth of the picture
 * shows, which is its noise. */
static int
contrast_needed(const struct level *l)
{
	int count[256] = { 0 }, n = l->w * l->h, v = 0;

	for (int i = 0; i < n; i++)
		count[l->at[i].hi - l->at[i].lo]++;
	for (int sum = count[0]; v < 255 && sum < n / 5; )
		sum += count[++v];
	v *= 2;
	return v < FLAT_MIN ? FLAT_MIN : v > FLAT_MAX ? FLAT_MAX : v;
}

static struct range
range_at(const struct level *l, int n, int x, int y, int needed)
{
	for (int i = 0; i < n; i++) {
		struct range r = l[i].wide[(y >> i) * l[i].w + (x >> i)];
		if (r.hi - r.lo >= needed || i == n - 1)
			return r;
	}
	return (struct range){ 0, 255 };
}

/* The middle and the gain at each pixel, between those of the blocks. */
static void
flatten_row(struct grey *to, const struct grey *from, int y,
    const float *mid, const float *gain, int w, int h)
{
	float fy = ((float)y + 0.5F) / BLOCK - 0.5F;
	fy = fy < 0 ? 0 : fy > (float)(h - 1) ? (float)(h - 1) : fy;
	int y0 = (int)fy, y1 = y0 + 1 < h ? y0 + 1 : y0;
	fy -= (float)y0;
	const uint8_t *in = from->px + (size_t)y * (size_t)from->w;
	uint8_t *out = to->px + (size_t)y * (size_t)from->w;
	for (int x = 0; x < from->w; x++) {
		float fx = ((float)x + 0.5F) / BLOCK - 0.5F;
		fx = fx < 0 ? 0 : fx > (float)(w - 1) ? (float)(w - 1) : fx;
		int x0 = (int)fx, x1 = x0 + 1 < w ? x0 + 1 : x0;
		fx -= (float)x0;
		float k00 = (1 - fx) * (1 - fy), k10 = fx * (1 - fy);
		float k01 = (1 - fx) * fy, k11 = fx * fy;
		int a = y0 * w + x0, b = y0 * w + x1;
		int c = y1 * w + x0, d = y1 * w + x1;
		float m = mid[a] * k00 + mid[b] * k10 + mid[c] * k01 +
		    mid[d] * k11;
		float g = gain[a] * k00 + gain[b] * k10 + gain[c] * k01 +
		    gain[d] * k11;
		float v = 128 + ((float)in[x] - m) * g;
		out[x] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
	}
}

bool
grey_flatten(struct grey *to, const struct grey *from, int unused)
{
	struct level l[LEVELS_MAX];
	float *mid = NULL, *gain = NULL;

	(void)unused;
	*to = (struct grey){ 0 };
	int n = levels_init(l, from);
	if (n == 0)
		return false;
	size_t blocks = (size_t)l[0].w * (size_t)l[0].h;
	mid = malloc(blocks * sizeof *mid);
	gain = malloc(blocks * sizeof *gain);
	bool ok = mid != NULL && gain != NULL &&
	    grey_init(to, from->w, from->h);
	if (ok) {
		int needed = contrast_needed(&l[0]);
		for (int y = 0, i = 0; y < l[0].h; y++)
			for (int x = 0; x < l[0].w; x++, i++) {
				struct range r = range_at(l, n, x, y, needed);
				int span = r.hi - r.lo;
				mid[i] = (float)(r.lo + r.hi) / 2;
				gain[i] = 255.0F / (float)(span < FLAT_MIN ?
				    FLAT_MIN : span);
			}
		for (int y = 0; y < from->h; y++)
			flatten_row(to, from, y, mid, gain, l[0].w, l[0].h);
	}
	free(mid);
	free(gain);
	levels_release(l, n);
	return ok;
}
