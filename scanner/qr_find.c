#include "scanner/qr_find.h"

#include <math.h>
#include <stddef.h>

#define MIDDLE   128		/* of a flattened picture */
#define SLACK    10		/* a run ends only where left by so much */
#define ROW_STEP 2
#define RAYS_MIN 20		/* of QR_RAYS must look right */

/* The last six crossings from dark to light or back, the newest last. */
struct runs {
	float x[6];
	int   n;
};

float
grey_between(const struct grey *g, float x, float y)
{
	x -= 0.5F;
	y -= 0.5F;
	float mx = (float)(g->w - 1), my = (float)(g->h - 1);
	x = x > 0 ? x < mx ? x : mx : 0;	/* also where it is no number */
	y = y > 0 ? y < my ? y : my : 0;
	int ix = (int)x, iy = (int)y;
	int right = ix + 1 < g->w, below = iy + 1 < g->h ? g->w : 0;
	float fx = x - (float)ix, fy = y - (float)iy;
	const uint8_t *p = g->px + (size_t)iy * (size_t)g->w + ix;
	float top = p[0] + fx * (float)(p[right] - p[0]);
	float low = p[below] + fx * (float)(p[below + right] - p[below]);
	return top + fy * (low - top);
}

/* Against the middle; beyond the picture's edge is what a quiet zone would
 * be, so that a code cut out too closely has its finders whole. */
static float
seen_at(const struct grey *flat, float x, float y, bool dark)
{
	if (x < 0 || y < 0 || x > (float)flat->w || y > (float)flat->h)
		return dark ? MIDDLE : -MIDDLE;
	return grey_between(flat, x, y) - MIDDLE;
}

/* The runs between the crossings are as 1:1:3:1:1, roughly. */
static bool
runs_fit(const float *x)
{
	float m = (x[5] - x[0]) / 7;

	for (int i = 0; i < 5; i++) {
		float run = x[i + 1] - x[i], want = i == 2 ? 3 * m : m;
		float slack = i == 2 ? 1.3F * m : 0.65F * m;
		if (run < want - slack || run > want + slack)
			return false;
	}
	return true;
}

/* Walks along a ray from the middle over the three edges. */
static bool
ray_walk(const struct grey *flat, struct qr_finder *f, int ray)
{
	double a = ray * 2 * M_PI / QR_RAYS;
	float step = (float)f->module / 5, from = 0, before = 0;
	float dx = (float)cos(a), dy = (float)sin(a);
	bool dark = f->dark;
	int edge = 0;

	step = step < 0.35F ? 0.35F : step;
	for (float r = 0; r < 7 * f->module && edge < 3; r += step) {
		float v = seen_at(flat, (float)f->x + r * dx,
		    (float)f->y + r * dy, f->dark);
		if (dark ? v > 0 : v < 0) {
			if (r <= 0)
				return false;
			f->edge[edge][ray] = from + (r - from) * before /
			    (before - v);
			edge++;
			dark = !dark;
		}
		before = v;
		from = r;
	}
	if (edge < 3)
		return false;
	float a1 = f->edge[0][ray], a2 = f->edge[1][ray];
	float a3 = f->edge[2][ray];
	return a2 > 1.25F * a1 && a2 < 2.6F * a1 && a3 > 1.15F * a2 &&
	    a3 < 2.0F * a2 && a3 > 1.6F * a1 && a3 < 3.6F * a1;
}

/* Sends out all rays, and puts the middle between where they end. */
static bool
finder_measure(const struct grey *flat, struct qr_finder *f)
{
	int good = 0, pairs = 0;
	double sum = 0, sx = 0, sy = 0;
	bool ok[QR_RAYS];

	for (int i = 0; i < QR_RAYS; i++) {
		ok[i] = ray_walk(flat, f, i);
		if (ok[i]) {
			good++;
			sum += f->edge[2][i];
		} else {
			f->edge[0][i] = f->edge[1][i] = f->edge[2][i] = 0;
		}
	}
	if (good < RAYS_MIN)
		return false;
	for (int i = 0; i < QR_RAYS / 2; i++) {
		int k = i + QR_RAYS / 2;
		if (!ok[i] || !ok[k])
			continue;
		double a = i * 2 * M_PI / QR_RAYS;
		double off = (f->edge[2][i] - f->edge[2][k] +
		    f->edge[1][i] - f->edge[1][k]) / 4;
		/* two directions in each pair's plane: twice the mean */
		sx += 2 * off * cos(a);
		sy += 2 * off * sin(a);
		pairs++;
	}
	if (pairs > 0) {
		f->x += sx / pairs;
		f->y += sy / pairs;
	}
	/* a square's mean reach over all directions is 1.1222 half sides */
	f->module = sum / good / (3.5 * 1.1222);
	return true;
}

/* Where the column through x, y crosses from and to the middle square, and
 * the rings around it; the length of the seven modules, 0: none such. */
static float
column_fit(const struct grey *flat, struct qr_finder *f)
{
	float x[6];
	float ix = (float)f->x;

	for (int dir = -1; dir <= 1; dir += 2) {
		bool dark = f->dark;
		int edge = 0;
		float before = 0;
		for (int y = (int)f->y; y >= -1 && y <= flat->h && edge < 3;
		    y += dir) {
			float v = seen_at(flat, ix, (float)y + 0.5F, f->dark);
			if (dark ? v > 0 : v < 0) {
				if (y == (int)f->y)
					return 0;
				float at = (float)y + 0.5F - (float)dir *
				    v / (v - before);
				x[dir < 0 ? 2 - edge : 3 + edge] = at;
				edge++;
				dark = !dark;
			}
			before = v;
			if (fabsf((float)y - (float)f->y) > 12 * f->module)
				return 0;
		}
		if (edge < 3)
			return 0;
	}
	if (!runs_fit(x))
		return 0;
	f->y = (x[2] + x[3]) / 2;
	return x[5] - x[0];
}

static bool
is_known(const struct qr_finder *all, int n, double x, double y)
{
	for (int i = 0; i < n; i++)
		if (hypot(all[i].x - x, all[i].y - y) < 2 * all[i].module)
			return true;
	return false;
}

/* What has the right runs in a row at y; dark: those of a dark one. */
static bool
finder_at(const struct grey *flat, struct qr_finder *f, const float *x, int y,
    bool dark)
{
	*f = (struct qr_finder){
		.x = (x[2] + x[3]) / 2, .y = y + 0.5,
		.module = (x[5] - x[0]) / 7, .dark = dark,
	};
	float wide = x[5] - x[0], high = column_fit(flat, f);
	if (high < wide / 3 || high > wide * 3)
		return false;
	f->module = (wide + high) / 14;
	return finder_measure(flat, f) && finder_measure(flat, f);
}

/* A run of dark or light has ended at x; where it is the last of five that
 * fit, a finder may be added to the n in out, and true is given back. */
static bool
run_end(const struct grey *flat, struct runs *r, float x, int y, bool dark,
    struct qr_finder *out, int n)
{
	for (int i = 0; i < 5; i++)
		r->x[i] = r->x[i + 1];
	r->x[5] = x;
	r->n++;
	return r->n >= 6 && runs_fit(r->x) &&
	    !is_known(out, n, (r->x[2] + r->x[3]) / 2, y + 0.5) &&
	    finder_at(flat, &out[n], r->x, y, dark) &&
	    !is_known(out, n, out[n].x, out[n].y);
}

int
qr_find(const struct grey *flat, struct qr_finder *out, int cap)
{
	int n = 0;

	for (int y = ROW_STEP / 2; y < flat->h && n < cap; y += ROW_STEP) {
		const uint8_t *row = flat->px + (size_t)y * (size_t)flat->w;
		struct runs r = { .x[5] = 0, .n = 1 };
		bool dark = row[0] < MIDDLE;
		float at = 0;
		for (int x = 1; x < flat->w && n < cap; x++) {
			int v = row[x] - MIDDLE, before = row[x - 1] - MIDDLE;
			if ((v < 0) != (before < 0))
				at = (float)x - 0.5F + (float)before /
				    (float)(before - v);
			if (dark ? v < SLACK : v > -SLACK)
				continue;
			n += run_end(flat, &r, at, y, dark, out, n);
			dark = !dark;
		}
		if (n < cap)
			n += run_end(flat, &r, (float)flat->w, y, dark, out, n);
	}
	return n;
}

double
qr_finder_reach(const struct qr_finder *f, double dx, double dy)
{
	double at = atan2(dy, dx) / (2 * M_PI) * QR_RAYS;
	int i = (int)floor(at);
	double k = at - i;
	double a = f->edge[2][(i + QR_RAYS) % QR_RAYS];
	double b = f->edge[2][(i + 1 + QR_RAYS) % QR_RAYS];
	double c = f->edge[2][(i + QR_RAYS / 2 + QR_RAYS) % QR_RAYS];
	double d = f->edge[2][(i + 1 + QR_RAYS / 2 + QR_RAYS) % QR_RAYS];
	double one = a > 0 && b > 0 ? a + k * (b - a) : a + b;
	double two = c > 0 && d > 0 ? c + k * (d - c) : c + d;
	if (one > 0 && two > 0)
		return (one + two) / 2;
	return one + two > 0 ? one + two : 3.5 * f->module;
}
