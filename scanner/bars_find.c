#include "scanner/bars_find.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_MIN     6		/* pixels */
#define BLOCK_MAX     16
#define ENERGY_MIN    30.0	/* mean squared gradient */
#define COHERENCE_MIN 0.55
#define TURN_MAX      0.94	/* cosine of twice 10 degrees */
#define BLOCKS_MIN    6
#define ALIKE	      0.98	/* cosine */
#define GAP_MAX	      0.7	/* of the longer half */
#define SHORTEST      20.0	/* pixels across the bars */

/* The gradients of one block: their energy, and it turned to twice its
 * angle, so that opposite ones add up. */
struct block {
	float   energy, c, s;
	float   coherence;
	int16_t group;		/* 0: none yet */
};

struct field {
	int           w, h, side;
	struct block *blocks;
	int          *stack;
};

static void
block_fill(struct field *f, const struct grey *g, int bx, int by)
{
	struct block *b = &f->blocks[by * f->w + bx];
	int x1 = (bx + 1) * f->side, y1 = (by + 1) * f->side;
	int64_t xx = 0, yy = 0, xy = 0;
	int n = 0;

	x1 = x1 > g->w - 1 ? g->w - 1 : x1;
	y1 = y1 > g->h ? g->h : y1;
	for (int y = by * f->side; y < y1; y++) {
		const uint8_t *row = g->px + (size_t)y * (size_t)g->w;
		const uint8_t *up = y > 0 ? row - g->w : row;
		const uint8_t *down = y < g->h - 1 ? row + g->w : row;
		int x = bx * f->side;
		int32_t rxx = 0, ryy = 0, rxy = 0;
		for (x = x < 1 ? 1 : x; x < x1; x++) {
			int dx = row[x + 1] - row[x - 1];
			int dy = down[x] - up[x];
			rxx += dx * dx;
			ryy += dy * dy;
			rxy += dx * dy;
			n++;
		}
		xx += rxx;
		yy += ryy;
		xy += rxy;
	}
	if (n == 0)
		return;
	b->energy = (float)(xx + yy) / (float)n;
	b->c = (float)(xx - yy) / (float)n;
	b->s = (float)(2 * xy) / (float)n;
}

/* How much the gradients around a block agree. */
static void
blocks_judge(struct field *f)
{
	for (int y = 0; y < f->h; y++)
		for (int x = 0; x < f->w; x++) {
			float e = 0, c = 0, s = 0;
			for (int j = -1; j <= 1; j++)
				for (int i = -1; i <= 1; i++) {
					if (x + i < 0 || x + i >= f->w ||
					    y + j < 0 || y + j >= f->h)
						continue;
					const struct block *b = &f->blocks[
					    (y + j) * f->w + x + i];
					float k = i == 0 && j == 0 ? 2 : 1;
					e += k * b->energy;
					c += k * b->c;
					s += k * b->s;
				}
			f->blocks[y * f->w + x].coherence =
			    e > 0 ? hypotf(c, s) / e : 0;
		}
}

static bool
is_striped(const struct block *b)
{
	return b->energy >= ENERGY_MIN && b->coherence >= COHERENCE_MIN;
}

static bool
is_parallel(const struct block *a, const struct block *b)
{
	return a->c * b->c + a->s * b->s >=
	    TURN_MAX * hypotf(a->c, a->s) * hypotf(b->c, b->s);
}

/* Gathers all blocks that hang together with the one at start, leaves their
 * places in f->stack, and returns how many. */
static int
group_grow(struct field *f, int start, int16_t group)
{
	int n = 0, done = 0;

	f->blocks[start].group = group;
	f->stack[n++] = start;
	while (done < n) {
		int at = f->stack[done++];
		for (int k = 0; k < 8; k++) {
			static const int dx[] = { 1, -1, 0, 0, 1, 1, -1, -1 };
			static const int dy[] = { 0, 0, 1, -1, 1, -1, 1, -1 };
			int x = at % f->w + dx[k], y = at / f->w + dy[k];
			if (x < 0 || x >= f->w || y < 0 || y >= f->h)
				continue;
			struct block *b = &f->blocks[y * f->w + x];
			if (b->group != 0 || !is_striped(b) ||
			    !is_parallel(b, &f->blocks[at]))
				continue;
			b->group = group;
			f->stack[n++] = y * f->w + x;
		}
	}
	return n;
}

/* The rectangle around the n blocks in f->stack. */
static struct bars_region
group_region(const struct field *f, int n)
{
	double c = 0, s = 0, lo_u = 0, hi_u = 0, lo_v = 0, hi_v = 0;
	struct bars_region r;

	for (int i = 0; i < n; i++) {
		c += (double)f->blocks[f->stack[i]].c;
		s += (double)f->blocks[f->stack[i]].s;
	}
	r.ux = cos(atan2(s, c) / 2);
	r.uy = sin(atan2(s, c) / 2);
	for (int i = 0; i < n; i++) {
		double x = (f->stack[i] % f->w + 0.5) * f->side;
		double y = (f->stack[i] / f->w + 0.5) * f->side;
		double u = x * r.ux + y * r.uy, v = y * r.ux - x * r.uy;
		lo_u = i == 0 || u < lo_u ? u : lo_u;
		hi_u = i == 0 || u > hi_u ? u : hi_u;
		lo_v = i == 0 || v < lo_v ? v : lo_v;
		hi_v = i == 0 || v > hi_v ? v : hi_v;
	}
	double u = (lo_u + hi_u) / 2, v = (lo_v + hi_v) / 2;
	r.x = u * r.ux - v * r.uy;
	r.y = u * r.uy + v * r.ux;
	r.half_u = (hi_u - lo_u + f->side) / 2;
	r.half_v = (hi_v - lo_v + f->side) / 2;
	return r;
}

/* Keeps out sorted by area, the largest first. */
static int
region_add(struct bars_region *out, int n, int cap,
    const struct bars_region *r)
{
	int at = n;

	while (at > 0 && r->half_u * r->half_v >
	    out[at - 1].half_u * out[at - 1].half_v)
		at--;
	if (at == cap)
		return n;
	n = n < cap ? n + 1 : cap;
	memmove(out + at + 1, out + at,
	    (size_t)(n - 1 - at) * sizeof *out);
	out[at] = *r;
	return n;
}

/* Both stand in one line, side by side, and not far from each other. */
static bool
is_continued(const struct bars_region *a, const struct bars_region *b)
{
	double x = b->x - a->x, y = b->y - a->y;
	double u = fabs(x * a->ux + y * a->uy);
	double v = fabs(y * a->ux - x * a->uy);

	return fabs(a->ux * b->ux + a->uy * b->uy) > ALIKE &&
	    v < fmin(a->half_v, b->half_v) &&
	    u - a->half_u - b->half_u < GAP_MAX * fmax(a->half_u, b->half_u);
}

/* Puts b into a, whose direction stays. */
static void
region_join(struct bars_region *a, const struct bars_region *b)
{
	double x = b->x - a->x, y = b->y - a->y;
	double u = x * a->ux + y * a->uy, v = y * a->ux - x * a->uy;
	double lo = fmin(-a->half_u, u - b->half_u);
	double hi = fmax(a->half_u, u + b->half_u);
	double top = fmin(-a->half_v, v - b->half_v);
	double low = fmax(a->half_v, v + b->half_v);

	u = (lo + hi) / 2;
	v = (top + low) / 2;
	a->x += u * a->ux - v * a->uy;
	a->y += u * a->uy + v * a->ux;
	a->half_u = (hi - lo) / 2;
	a->half_v = (low - top) / 2;
}

/* Joins what blur has torn apart. */
static int
regions_join(struct bars_region *r, int n)
{
	for (int i = 0; i < n; i++)
		for (int k = i + 1; k < n; k++)
			if (is_continued(&r[i], &r[k])) {
				region_join(&r[i], &r[k]);
				r[k] = r[--n];
				k = i;
			}
	return n;
}

static bool
field_init(struct field *f, const struct grey *g, bool coarse)
{
	int longest = g->w > g->h ? g->w : g->h;

	f->side = longest / 60 < BLOCK_MIN ? BLOCK_MIN :
	    longest / 60 > BLOCK_MAX ? BLOCK_MAX : longest / 60;
	f->side *= coarse ? 2 : 1;
	f->w = (g->w + f->side - 1) / f->side;
	f->h = (g->h + f->side - 1) / f->side;
	f->blocks = calloc((size_t)(f->w * f->h), sizeof *f->blocks);
	f->stack = calloc((size_t)(f->w * f->h), sizeof *f->stack);
	return f->blocks != NULL && f->stack != NULL;
}

int
bars_find(const struct grey *g, bool coarse, struct bars_region *out, int cap)
{
	struct field f;
	int n = 0;
	int16_t group = 0;

	bool ok = field_init(&f, g, coarse);
	for (int y = 0; ok && y < f.h; y++)
		for (int x = 0; x < f.w; x++)
			block_fill(&f, g, x, y);
	if (ok)
		blocks_judge(&f);
	for (int i = 0; ok && i < f.w * f.h; i++) {
		if (f.blocks[i].group != 0 || !is_striped(&f.blocks[i]) ||
		    group == INT16_MAX)
			continue;
		int blocks = group_grow(&f, i, ++group);
		struct bars_region r = group_region(&f, blocks);
		if (blocks >= BLOCKS_MIN && r.half_u * 2 >= SHORTEST)
			n = region_add(out, n, cap, &r);
	}
	free(f.blocks);
	free(f.stack);
	return coarse ? regions_join(out, n) : n;
}
