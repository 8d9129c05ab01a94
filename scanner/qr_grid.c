#include "scanner/qr_grid.h"

#include <math.h>
#include <string.h>

#define AROUND    4		/* modules each way that say what is light */
#define PX_MODULE 3		/* of the code as drawn again */
#define PX_QUIET  (4 * PX_MODULE)
#define NEIGHBOURS 9
#define FEATURES  (NEIGHBOURS + 1)
#define SWEEPS    4

/* The place of a module among the cells. */
static int
cell(const struct qr_grid *g, int x, int y)
{
	return (y + QR_RIM) * g->stride + x + QR_RIM;
}

void
qr_grid_sample(struct qr_grid *grid, const struct qr_map *map,
    const struct grey *g, double zoom, bool negative)
{
	static const double off[5][2] = {
		{ 0, 0 }, { -0.2, -0.2 }, { 0.2, -0.2 }, { -0.2, 0.2 },
		{ 0.2, 0.2 },
	};

	grid->n = map->n;
	grid->stride = map->n + 2 * QR_RIM;
	for (int v = -QR_RIM; v < map->n + QR_RIM; v++)
		for (int u = -QR_RIM; u < map->n + QR_RIM; u++) {
			float sum = 0;
			for (int i = 0; i < 5; i++) {
				double x, y;
				qr_map_point(map, u + 0.5 + off[i][0],
				    v + 0.5 + off[i][1], &x, &y);
				sum += grey_between(g, (float)(x / zoom),
				    (float)(y / zoom));
			}
			grid->seen[cell(grid, u, v)] = negative ?
			    255 - sum / 5 : sum / 5;
		}
}

/* The least and the most along each line of n, AROUND to each side. */
static void
spread(float *lo, float *hi, int n, int step)
{
	float l[QR_SIDE_MAX + 2 * QR_RIM], h[QR_SIDE_MAX + 2 * QR_RIM];

	for (int i = 0; i < n; i++) {
		l[i] = lo[i * step];
		h[i] = hi[i * step];
		int from = i > AROUND ? i - AROUND : 0;
		int to = i + AROUND < n ? i + AROUND : n - 1;
		for (int k = from; k <= to; k++) {
			l[i] = lo[k * step] < l[i] ? lo[k * step] : l[i];
			h[i] = hi[k * step] > h[i] ? hi[k * step] : h[i];
		}
	}
	for (int i = 0; i < n; i++) {
		lo[i * step] = l[i];
		hi[i * step] = h[i];
	}
}

static void
soften(float *p, int n, int step)
{
	float sum[QR_SIDE_MAX + 2 * QR_RIM + 1] = { 0 };

	for (int i = 0; i < n; i++)
		sum[i + 1] = sum[i] + p[i * step];
	for (int i = 0; i < n; i++) {
		int from = i > AROUND ? i - AROUND : 0;
		int to = i + AROUND < n ? i + AROUND + 1 : n;
		p[i * step] = (sum[to] - sum[from]) / (float)(to - from);
	}
}

/* Puts light between -1 and 1 by what is around; logs: a shadow halves what
 * is light and what is dark alike, so its edge counts less. */
static void
normalise(struct qr_grid *g, bool logs)
{
	static float lo[QR_CELLS], hi[QR_CELLS];
	int n = g->stride;
	size_t size = (size_t)(n * n) * sizeof *lo;

	for (int i = 0; i < n * n; i++)
		g->light[i] = logs ? 40 * logf(g->seen[i] + 4) : g->seen[i];
	memcpy(lo, g->light, size);
	memcpy(hi, g->light, size);
	for (int i = 0; i < n; i++)
		spread(lo + i * n, hi + i * n, n, 1);
	for (int i = 0; i < n; i++)
		spread(lo + i, hi + i, n, n);
	for (int i = 0; i < n; i++) {
		soften(lo + i * n, n, 1);
		soften(hi + i * n, n, 1);
	}
	for (int i = 0; i < n; i++) {
		soften(lo + i, n, n);
		soften(hi + i, n, n);
	}
	for (int i = 0; i < n * n; i++) {
		float half = (hi[i] - lo[i]) / 2;
		float v = (g->light[i] - (hi[i] + lo[i]) / 2) /
		    (half < 4 ? 4 : half);
		g->light[i] = v < -1.5F ? -1.5F : v > 1.5F ? 1.5F : v;
	}
}

/* A module and its eight neighbours, and one. */
static void
features(const struct qr_grid *g, int x, int y, double *f)
{
	const float *p = &g->light[cell(g, x, y)];

	for (int i = 0; i < NEIGHBOURS; i++)
		f[i] = p[(i / 3 - 1) * g->stride + i % 3 - 1];
	f[NEIGHBOURS] = 1;
}

/* Learns from known modules (and, decided: less from the others) how to get
 * from what is seen to what is. */
static bool
learn(const struct qr_grid *g, const struct qr_form *form, bool decided,
    double *k)
{
	double a[FEATURES * FEATURES] = { 0 }, f[FEATURES];

	memset(k, 0, FEATURES * sizeof *k);
	for (int i = 0; i < g->n * g->n; i++) {
		bool known = form->role[i] == QR_DARK ||
		    form->role[i] == QR_LIGHT;
		double weight = known ? 2 : decided ? 1 : 0;
		double want = (known ? form->role[i] == QR_DARK :
		    g->dark[i]) ? -1 : 1;
		if (weight <= 0)
			continue;
		features(g, i % g->n, i / g->n, f);
		for (int r = 0; r < FEATURES; r++) {
			for (int c = 0; c <= r; c++)
				a[r * FEATURES + c] += weight * f[r] * f[c];
			k[r] += weight * f[r] * want;
		}
	}
	for (int i = 0; i < FEATURES; i++)
		a[i * FEATURES + i] += i == NEIGHBOURS / 2 ? 0.1 : 12;
	return qr_solve(a, k, FEATURES);
}

static void
decide_by(struct qr_grid *g, const double *k)
{
	double f[FEATURES];

	for (int i = 0; i < g->n * g->n; i++) {
		double sum = 0;
		features(g, i % g->n, i / g->n, f);
		for (int j = 0; j < FEATURES; j++)
			sum += k[j] * f[j];
		g->dark[i] = sum < 0;
	}
}

/* What the modules are, -1 and 1, with a light rim. */
static void
signs(const struct qr_grid *g, const struct qr_form *form, float *s)
{
	for (int i = 0; i < g->stride * g->stride; i++)
		s[i] = 1;
	for (int i = 0; i < g->n * g->n; i++) {
		bool known = form->role[i] == QR_DARK ||
		    form->role[i] == QR_LIGHT;
		bool dark = known ? form->role[i] == QR_DARK : g->dark[i];
		s[cell(g, i % g->n, i / g->n)] = dark ? -1 : 1;
	}
}

/* How a module's light comes of its own and its neighbours' darkness. */
static bool
learn_blur(const struct qr_grid *g, const float *s, double *k)
{
	double a[FEATURES * FEATURES] = { 0 };

	memset(k, 0, FEATURES * sizeof *k);
	for (int i = 0; i < g->n * g->n; i++) {
		int at = cell(g, i % g->n, i / g->n);
		double f[FEATURES];
		for (int j = 0; j < NEIGHBOURS; j++)
			f[j] = s[at + (j / 3 - 1) * g->stride + j % 3 - 1];
		f[NEIGHBOURS] = 1;
		for (int r = 0; r < FEATURES; r++) {
			for (int c = 0; c <= r; c++)
				a[r * FEATURES + c] += f[r] * f[c];
			k[r] += f[r] * g->light[at];
		}
	}
	for (int i = 0; i < FEATURES; i++)
		a[i * FEATURES + i] += 1;
	return qr_solve(a, k, FEATURES);
}

/* Turns over what makes the blurred whole look more like what is seen, as
 * long as that helps. */
static void
decide_by_model(struct qr_grid *g, const struct qr_form *form)
{
	static float s[QR_CELLS], error[QR_CELLS];
	double k[FEATURES];

	signs(g, form, s);
	if (!learn_blur(g, s, k))
		return;
	for (int y = -1; y <= g->n; y++)
		for (int x = -1; x <= g->n; x++) {
			int at = cell(g, x, y);
			double sum = k[NEIGHBOURS] - g->light[at];
			for (int j = 0; j < NEIGHBOURS; j++)
				sum += k[j] * s[at + (j / 3 - 1) * g->stride +
				    j % 3 - 1];
			error[at] = (float)sum;
		}
	for (int sweep = 0; sweep < SWEEPS; sweep++)
		for (int i = 0; i < g->n * g->n; i++) {
			int at = cell(g, i % g->n, i / g->n);
			double gain = 0;
			if (form->role[i] != QR_DATA)
				continue;
			for (int j = 0; j < NEIGHBOURS; j++) {
				int to = at - (j / 3 - 1) * g->stride -
				    (j % 3 - 1);
				double by = -2 * s[at] * k[j];
				gain -= by * (2 * error[to] + by);
			}
			if (gain <= 0)
				continue;
			for (int j = 0; j < NEIGHBOURS; j++)
				error[at - (j / 3 - 1) * g->stride -
				    (j % 3 - 1)] -= (float)(2 * s[at] * k[j]);
			s[at] = -s[at];
		}
	for (int i = 0; i < g->n * g->n; i++)
		g->dark[i] = s[cell(g, i % g->n, i / g->n)] < 0;
}

void
qr_grid_decide(struct qr_grid *g, const struct qr_form *form, enum qr_way way)
{
	double k[FEATURES];

	switch (way) {
	case QR_WAY_LOCAL:
	case QR_WAY_SHADOW:
		normalise(g, way == QR_WAY_SHADOW);
		for (int i = 0; i < g->n * g->n; i++)
			g->dark[i] = g->light[cell(g, i % g->n, i / g->n)] < 0;
		break;
	case QR_WAY_EQUAL:
		if (learn(g, form, false, k))
			decide_by(g, k);
		break;
	case QR_WAY_AGAIN:
		for (int i = 0; i < 2; i++)
			if (learn(g, form, true, k))
				decide_by(g, k);
		break;
	case QR_WAY_MODEL:
		decide_by_model(g, form);
		break;
	case QR_WAYS:
		break;
	}
}

int
qr_grid_percent_known(const struct qr_grid *g, const struct qr_form *form)
{
	int known = 0, right = 0;

	for (int i = 0; i < g->n * g->n; i++) {
		if (form->role[i] != QR_DARK && form->role[i] != QR_LIGHT)
			continue;
		known++;
		right += g->dark[i] == (form->role[i] == QR_DARK);
	}
	return right * 100 / known;
}

static unsigned
nearest_format(const struct qr_grid *g, const struct qr_form *form)
{
	unsigned best = 0;
	int best_off = 31;

	for (unsigned i = 0; i < 32; i++) {
		unsigned bits = qr_form_format(i);
		int off = 0;
		for (int b = 0; b < 30; b++)
			off += g->dark[qr_form_format_at(form, b / 15,
			    b % 15)] != (bits >> b % 15 & 1);
		if (off < best_off) {
			best_off = off;
			best = bits;
		}
	}
	return best;
}

static void
draw_module(struct grey *to, int x, int y)
{
	uint8_t *p = to->px + (size_t)(PX_QUIET + y * PX_MODULE) *
	    (size_t)to->w + PX_QUIET + x * PX_MODULE;

	for (int i = 0; i < PX_MODULE; i++, p += to->w)
		memset(p, 0, PX_MODULE);
}

bool
qr_grid_draw(const struct qr_grid *g, const struct qr_form *form,
    struct grey *to)
{
	int side = g->n * PX_MODULE + 2 * PX_QUIET;
	unsigned bits = nearest_format(g, form);

	if (!grey_init(to, side, side))
		return false;
	memset(to->px, 255, (size_t)side * (size_t)side);
	for (int i = 0; i < g->n * g->n; i++)
		if (form->role[i] == QR_DARK ||
		    (form->role[i] == QR_DATA && g->dark[i]))
			draw_module(to, i % g->n, i / g->n);
	for (int b = 0; b < 30; b++) {
		int at = qr_form_format_at(form, b / 15, b % 15);
		if (bits >> b % 15 & 1)
			draw_module(to, at % g->n, at / g->n);
	}
	return true;
}
