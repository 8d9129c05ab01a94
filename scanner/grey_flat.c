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
	struct range *at, *wide;	/* of a block; with those around */
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

struct light {
	float mid, gain;
};

/* A row's light at each block, between the two rows of blocks about it. */
static void
light_at_row(struct light *row, const struct light *at, int y, int w, int h)
{
	float fy = ((float)y + 0.5F) / BLOCK - 0.5F;

	fy = fy < 0 ? 0 : fy > (float)(h - 1) ? (float)(h - 1) : fy;
	int y0 = (int)fy, y1 = y0 + 1 < h ? y0 + 1 : y0;
	fy -= (float)y0;
	for (int x = 0; x < w; x++) {
		const struct light *a = &at[y0 * w + x], *b = &at[y1 * w + x];
		row[x].mid = a->mid + fy * (b->mid - a->mid);
		row[x].gain = a->gain + fy * (b->gain - a->gain);
	}
}

/* From the middle of a block to that of the next. */
static void
flatten_step(uint8_t *out, const uint8_t *in, const struct light *a,
    const struct light *b, int from, int to)
{
	float mid = (b->mid - a->mid) / BLOCK;
	float gain = (b->gain - a->gain) / BLOCK;

	for (int i = from; i < to; i++) {
		float k = (float)i + 0.5F;
		int v = 128 + (int)(((float)in[i] - (a->mid + k * mid)) *
		    (a->gain + k * gain));
		out[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
	}
}

static void
flatten_row(uint8_t *out, const uint8_t *in, const struct light *row,
    int blocks, int w)
{
	for (int b = -1; b < blocks; b++) {
		int x = b * BLOCK + BLOCK / 2;
		const struct light *l = &row[b < 0 ? 0 : b];
		const struct light *r = &row[b + 1 < blocks ? b + 1 : b];
		if (x >= w)
			break;
		flatten_step(out + x, in + x, l, r, x < 0 ? -x : 0,
		    x + BLOCK > w ? w - x : BLOCK);
	}
}

bool
grey_flatten(struct grey *to, const struct grey *from, int unused)
{
	struct level l[LEVELS_MAX];
	struct light *at = NULL, *row = NULL;

	(void)unused;
	*to = (struct grey){ 0 };
	int n = levels_init(l, from);
	if (n == 0)
		return false;
	int w = l[0].w, h = l[0].h;
	at = malloc((size_t)w * (size_t)h * sizeof *at);
	row = malloc((size_t)w * sizeof *row);
	bool ok = at != NULL && row != NULL && grey_init(to, from->w, from->h);
	int needed = contrast_needed(&l[0]);
	for (int i = 0; ok && i < w * h; i++) {
		struct range r = range_at(l, n, i % w, i / w, needed);
		int span = r.hi - r.lo;
		at[i].mid = (float)(r.lo + r.hi) / 2;
		at[i].gain = 255.0F / (float)(span < FLAT_MIN ? FLAT_MIN :
		    span);
	}
	for (int y = 0; ok && y < from->h; y++) {
		size_t start = (size_t)y * (size_t)from->w;
		light_at_row(row, at, y, w, h);
		flatten_row(to->px + start, from->px + start, row, w, from->w);
	}
	free(at);
	free(row);
	levels_release(l, n);
	return ok;
}

/* Adds a row to the sums of the columns, or takes it out. */
static void
columns_add(int *columns, const struct grey *g, int y, int sign)
{
	const uint8_t *row = g->px + (size_t)y * (size_t)g->w;

	for (int x = 0; x < g->w; x++)
		columns[x] += sign * row[x];
}

static void
detail_row(uint8_t *out, const uint8_t *in, const int *columns, int w,
    int rows, int radius)
{
	int sum = 0, wide = 0;

	for (int x = 0; x < radius && x < w; x++, wide++)
		sum += columns[x];
	for (int x = 0; x < w; x++) {
		if (x + radius < w) {
			sum += columns[x + radius];
			wide++;
		}
		if (x - radius > 0) {
			sum -= columns[x - radius - 1];
			wide--;
		}
		int v = 128 + 2 * (in[x] - sum / (rows * wide));
		out[x] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
	}
}

bool
grey_detail(struct grey *to, const struct grey *from, int radius)
{
	int *columns = calloc((size_t)from->w, sizeof *columns), rows = 0;

	if (!grey_init(to, from->w, from->h) || columns == NULL) {
		grey_release(to);
		free(columns);
		return false;
	}
	for (int y = 0; y < radius && y < from->h; y++, rows++)
		columns_add(columns, from, y, 1);
	for (int y = 0; y < from->h; y++) {
		size_t start = (size_t)y * (size_t)from->w;
		if (y + radius < from->h) {
			columns_add(columns, from, y + radius, 1);
			rows++;
		}
		if (y - radius > 0) {
			columns_add(columns, from, y - radius - 1, -1);
			rows--;
		}
		detail_row(to->px + start, from->px + start, columns, from->w,
		    rows, radius);
	}
	free(columns);
	return true;
}

bool
grey_half(struct grey *to, const struct grey *from, int unused)
{
	(void)unused;
	if (!grey_init(to, from->w / 2, from->h / 2))
		return false;
	for (int y = 0; y < to->h; y++) {
		const uint8_t *a = from->px + 2 * (size_t)y * (size_t)from->w;
		const uint8_t *b = a + from->w;
		uint8_t *out = to->px + (size_t)y * (size_t)to->w;
		for (int x = 0; x < to->w; x++)
			out[x] = (uint8_t)((a[2 * x] + a[2 * x + 1] +
			    b[2 * x] + b[2 * x + 1] + 2) / 4);
	}
	return true;
}
