/* grey_scale.c - other sizes.  Each target pixel is a weighted sum of source
 * pixels, first along the rows, then down the columns; the weights of one
 * axis are worked out once. */
#include "scanner/grey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ONE 16384		/* the sum of a target pixel's weights */

struct axis {
	int      n;		/* target pixels */
	int      taps_max;
	int     *first;		/* per target pixel: its first source pixel */
	int     *taps;		/* and how many it takes */
	int32_t *weight;	/* taps_max each */
};

static double
kernel_linear(double d)
{
	d = fabs(d);
	return d < 1 ? 1 - d : 0;
}

/* Catmull-Rom. */
static double
kernel_cubic(double d)
{
	d = fabs(d);
	if (d < 1)
		return (1.5 * d - 2.5) * d * d + 1;
	if (d < 2)
		return ((-0.5 * d + 2.5) * d - 4) * d + 2;
	return 0;
}

static void
axis_release(struct axis *a)
{
	free(a->first);
	free(a->taps);
	free(a->weight);
}

/* How much of source pixel s goes into the target pixel that covers lo..hi. */
static double
share(int s, double lo, double hi, double (*kernel)(double))
{
	if (kernel != NULL)
		return kernel(s + 0.5 - (lo + hi) / 2);
	double from = s > lo ? s : lo, to = s + 1 < hi ? s + 1 : hi;
	return to > from ? to - from : 0;
}

static void
axis_fill(struct axis *a, int i, int from, double ratio,
    double (*kernel)(double))
{
	double lo = i * ratio, hi = (i + 1) * ratio, mid = (lo + hi) / 2;
	int first = kernel != NULL ? (int)floor(mid - 2) : (int)floor(lo);
	int last = kernel != NULL ? (int)ceil(mid + 2) : (int)ceil(hi);
	double sum = 0;

	if (first < 0)
		first = 0;
	if (last > from)
		last = from;
	if (last - first > a->taps_max)
		last = first + a->taps_max;
	for (int s = first; s < last; s++)
		sum += share(s, lo, hi, kernel);
	a->first[i] = first;
	a->taps[i] = last - first;
	for (int s = first; s < last; s++)
		a->weight[i * a->taps_max + s - first] = (int32_t)lround(
		    share(s, lo, hi, kernel) / sum * ONE);
}

/* kernel NULL: the mean over the area, which is right for making smaller. */
static bool
axis_init(struct axis *a, int from, int to, double (*kernel)(double))
{
	double ratio = (double)from / to;
	size_t n = (size_t)to;

	a->n = to;
	a->taps_max = kernel != NULL ? 6 : (int)ceil(ratio) + 2;
	a->first = calloc(n, sizeof *a->first);
	a->taps = calloc(n, sizeof *a->taps);
	a->weight = calloc(n * (size_t)a->taps_max, sizeof *a->weight);
	if (a->first == NULL || a->taps == NULL || a->weight == NULL)
		return false;
	for (int i = 0; i < to; i++)
		axis_fill(a, i, from, ratio, kernel);
	return true;
}

static uint8_t
clamp(int32_t v)
{
	v = (v + ONE / 2) >> 14;
	return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

static void
scale_rows(struct grey *to, const struct grey *from, const struct axis *a)
{
	for (int y = 0; y < to->h; y++) {
		const uint8_t *in = from->px + (size_t)y * (size_t)from->w;
		uint8_t *out = to->px + (size_t)y * (size_t)to->w;
		for (int x = 0; x < a->n; x++) {
			const int32_t *w = a->weight + x * a->taps_max;
			const uint8_t *p = in + a->first[x];
			int32_t sum = 0;
			for (int i = 0; i < a->taps[x]; i++)
				sum += w[i] * p[i];
			out[x] = clamp(sum);
		}
	}
}

static void
scale_columns(struct grey *to, const struct grey *from, const struct axis *a,
    int32_t *sums)
{
	for (int y = 0; y < a->n; y++) {
		uint8_t *out = to->px + (size_t)y * (size_t)to->w;
		memset(sums, 0, (size_t)to->w * sizeof *sums);
		for (int i = 0; i < a->taps[y]; i++) {
			int32_t w = a->weight[y * a->taps_max + i];
			const uint8_t *in = from->px +
			    (size_t)(a->first[y] + i) * (size_t)from->w;
			for (int x = 0; x < to->w; x++)
				sums[x] += w * in[x];
		}
		for (int x = 0; x < to->w; x++)
			out[x] = clamp(sums[x]);
	}
}

static bool
scale_to(struct grey *to, const struct grey *from, int w, int h,
    double (*kernel)(double))
{
	struct axis across = { 0 }, down = { 0 };
	struct grey half = { 0 };
	int32_t *sums = NULL;

	*to = (struct grey){ 0 };
	bool ok = w >= 1 && h >= 1 &&
	    grey_size_ok((uint64_t)w, (uint64_t)h) &&
	    axis_init(&across, from->w, w, kernel) &&
	    axis_init(&down, from->h, h, kernel) &&
	    (sums = calloc((size_t)w, sizeof *sums)) != NULL &&
	    grey_init(&half, w, from->h) && grey_init(to, w, h);
	if (ok) {
		scale_rows(&half, from, &across);
		scale_columns(to, &half, &down, sums);
	}
	axis_release(&across);
	axis_release(&down);
	grey_release(&half);
	free(sums);
	return ok;
}

static int
percent_of(int n, int percent)
{
	int r = (int)((int64_t)n * percent / 100);
	return r < 1 ? 1 : r;
}

bool
grey_scale(struct grey *to, const struct grey *from, int percent)
{
	return scale_to(to, from, percent_of(from->w, percent),
	    percent_of(from->h, percent),
	    percent > 100 ? kernel_linear : NULL);
}

bool
grey_cubic(struct grey *to, const struct grey *from, int percent)
{
	return scale_to(to, from, percent_of(from->w, percent),
	    percent_of(from->h, percent), kernel_cubic);
}

bool
grey_fit(struct grey *to, const struct grey *from, int side)
{
	int longest = from->w > from->h ? from->w : from->h;

	if (longest <= side) {
		if (!grey_init(to, from->w, from->h))
			return false;
		memcpy(to->px, from->px, (size_t)to->w * (size_t)to->h);
		return true;
	}
	int w = (int)((int64_t)from->w * side / longest);
	int h = (int)((int64_t)from->h * side / longest);
	return scale_to(to, from, w < 1 ? 1 : w, h < 1 ? 1 : h, NULL);
}
