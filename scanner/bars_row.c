#include "scanner/bars_row.h"

#include <math.h>
#include <stddef.h>

#define SWING_MIN   4.0f	/* grey values that an edge spans at least */

static float
pixel_near(const struct grey *g, double x, double y)
{
	double max_x = g->w - 1, max_y = g->h - 1;

	x = x < 0 ? 0 : x > max_x ? max_x : x;
	y = y < 0 ? 0 : y > max_y ? max_y : y;
	int ix = (int)x, iy = (int)y;
	float fx = (float)(x - ix), fy = (float)(y - iy);
	const uint8_t *p = g->px + (size_t)iy * (size_t)g->w + ix;
	int right = ix + 1 < g->w, down = iy + 1 < g->h ? g->w : 0;
	float top = p[0] + fx * (float)(p[right] - p[0]);
	float low = p[down] + fx * (float)(p[down + right] - p[down]);
	return top + fy * (low - top);
}

/* Not outside the picture in the direction ux, uy, or the opposite one. */
static bool
is_before_border(const struct grey *g, double x, double y, double ux,
    double uy)
{
	double out_x = x < 0 ? x : x > g->w ? x - g->w : 0;
	double out_y = y < 0 ? y : y > g->h ? y - g->h : 0;

	return fabs(out_x * ux + out_y * uy) < 0.5;
}

void
row_sample(struct row *r, const struct grey *g, double x, double y,
    double dx, double dy, int n, int wide)
{
	double len = hypot(dx, dy), vx = -dy / len, vy = dx / len;

	n = n > ROW_MAX ? ROW_MAX : n;
	int from = n, to = 0;
	for (int i = 0; i < n; i++) {
		if (is_before_border(g, x + i * dx, y + i * dy, vy, -vx)) {
			from = from < i ? from : i;
			to = i + 1;
		}
		float sum = 0;
		for (int k = 0; k < wide; k++) {
			double off = k - (wide - 1) / 2.0;
			sum += pixel_near(g, x + i * dx + off * vx,
			    y + i * dy + off * vy);
		}
		r->v[i] = sum / (float)wide;
	}
	row_set(r, n);
	r->from = from;
	r->to = to;
}

static float
row_contrast(const struct row *r)
{
	int count[256] = { 0 }, lo = 0, hi = 255;
	int cut = r->n / 20;

	for (int i = 0; i < r->n; i++)
		count[(int)r->v[i] & 255]++;
	for (int n = 0; lo < 255 && (n += count[lo]) <= cut; lo++)
		;
	for (int n = 0; hi > 0 && (n += count[hi]) <= cut; hi--)
		;
	return hi > lo ? (float)(hi - lo) : 0;
}

/* Where the row passes the middle between the extremes at a and b. */
static float
crossing(const struct row *r, int a, int b)
{
	float level = (r->v[a] + r->v[b]) / 2;
	bool down = r->v[a] > r->v[b];

	for (int i = a; i < b; i++) {
		float p = r->v[i], q = r->v[i + 1];
		if (down ? p >= level && q < level : p <= level && q > level)
			return (float)i + (level - p) / (q - p) + 0.5f;
	}
	return (float)(a + b) / 2;
}

/* The extremes of the row take turns; one counts when the row has come back
 * from it by the swing. */
void
row_edges(struct row *r, float share)
{
	float swing = row_contrast(r) * share;
	int lo = 0, hi = 0, last = -1;
	int way = 0;			/* 1 rising, -1 falling */

	swing = swing < SWING_MIN ? SWING_MIN : swing;
	r->edges = 0;
	for (int i = 1; i < r->n && r->edges < EDGES_MAX; i++) {
		hi = r->v[i] > r->v[hi] ? i : hi;
		lo = r->v[i] < r->v[lo] ? i : lo;
		bool top = way >= 0 && r->v[hi] - r->v[i] >= swing;
		bool low = way <= 0 && r->v[i] - r->v[lo] >= swing;
		if (!top && !low)
			continue;
		int peak = top ? hi : lo;
		if (last >= 0) {
			r->dark[r->edges] = !top;
			r->edge[r->edges++] = crossing(r, last, peak);
		}
		last = peak;
		way = top ? -1 : 1;
		lo = hi = i;
	}
	if (last >= 0 && r->edges < EDGES_MAX) {
		int peak = way > 0 ? hi : lo;
		r->dark[r->edges] = way < 0;
		r->edge[r->edges++] = crossing(r, last, peak);
	}
}

void
row_set(struct row *r, int n)
{
	r->n = r->to = n;
	r->from = 0;
	r->sum[0] = 0;
	for (int i = 0; i < n; i++)
		r->sum[i + 1] = r->sum[i] + r->v[i];
	row_edges(r, ROW_SWING);
}

void
row_turn(struct row *to, const struct row *from)
{
	for (int i = 0; i < from->n; i++)
		to->v[i] = from->v[from->n - 1 - i];
	row_set(to, from->n);
	to->from = from->n - from->to;
	to->to = from->n - from->from;
}

static float
sum_before(const struct row *r, float x)
{
	int i = (int)x;

	if (x <= 0)
		return x * r->v[0];
	if (i >= r->n)
		return r->sum[r->n] + (x - (float)r->n) * r->v[r->n - 1];
	return r->sum[i] + (x - (float)i) * r->v[i];
}

float
row_sum(const struct row *r, float a, float b)
{
	return sum_before(r, b) - sum_before(r, a);
}

void
row_cells(const struct row *r, float x, float cell, int n, float *out)
{
	float before = sum_before(r, x), each = 1 / cell;

	for (int i = 0; i < n; i++) {
		float sum = sum_before(r, x + (float)(i + 1) * cell);
		out[i] = (sum - before) * each;
		before = sum;
	}
}
