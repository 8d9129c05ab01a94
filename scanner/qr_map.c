#include "scanner/qr_map.h"

#include <math.h>
#include <string.h>

#define ROUNDS     8
#define PIN_WEIGHT 8
#define PLANE      8		/* numbers that make a plane's map */
#define WAYS       (QR_BENDS / 2)	/* of bending, right and down each */
#define SURE_WAYS  4		/* of them, three corners tell so many */
#define FIT_MAX   (PLANE + 2 * SURE_WAYS)
#define BEND_RIDGE 2		/* keeps bends small that nothing asks for */

/* Cholesky, in place. */
bool
qr_solve(double *a, double *b, int n)
{
	for (int i = 0; i < n; i++) {
		for (int j = 0; j <= i; j++) {
			double sum = a[i * n + j];
			for (int k = 0; k < j; k++)
				sum -= a[i * n + k] * a[j * n + k];
			if (i == j && !(sum > 1e-12))
				return false;
			a[i * n + j] = i == j ? sqrt(sum) :
			    sum / a[j * n + j];
		}
	}
	for (int i = 0; i < n; i++) {
		for (int k = 0; k < i; k++)
			b[i] -= a[i * n + k] * b[k];
		b[i] /= a[i * n + i];
	}
	for (int i = n - 1; i >= 0; i--) {
		for (int k = i + 1; k < n; k++)
			b[i] -= a[k * n + i] * b[k];
		b[i] /= a[i * n + i];
	}
	return true;
}

/* Parabolas between the edges, and cubics, all 0 at the four corners. */
static void
bend_ways(double s, double t, double *k)
{
	double over = 4 * s * (1 - s), down = 4 * t * (1 - t);

	k[0] = over;
	k[1] = 16.0 / 3 * over * (0.5 - s);
	k[2] = down;
	k[3] = 16.0 / 3 * down * (0.5 - t);
	k[4] = over * down;
}

static void
bend_at(const double *bend, double s, double t, double *du, double *dv)
{
	double k[WAYS];

	bend_ways(s, t, k);
	for (int i = 0; i < WAYS; i++) {
		*du += k[i] * bend[i];
		*dv += k[i] * bend[WAYS + i];
	}
}

/* The sums of least squares, and how pixels become the numbers in them. */
struct fit {
	int    size, n;		/* PLANE, or FIT_MAX where bent; modules */
	double p[PLANE];	/* pixels to modules, before bending */
	double bend[QR_BENDS];
	double a[FIT_MAX * FIT_MAX], b[FIT_MAX];
	double x0, y0, scale;
};

/* A place in the picture and in the plane, and where in the code that is. */
struct place {
	double x, y, w, plane_u, plane_v, u, v;
};

/* The row that says: moving this way along u (or v) cures the error. */
static void
fit_add(struct fit *f, const struct place *p, bool is_v, double error,
    double weight)
{
	double row[FIT_MAX] = { 0 }, k[WAYS];
	double along = is_v ? p->plane_v : p->plane_u;
	double *r = row + (is_v ? 3 : 0);

	r[0] = p->x / p->w;
	r[1] = p->y / p->w;
	r[2] = 1 / p->w;
	row[6] = -along * p->x / p->w;
	row[7] = -along * p->y / p->w;
	if (f->size > PLANE) {
		bend_ways(p->u / f->n, p->v / f->n, k);
		for (int i = 0; i < SURE_WAYS; i++)
			row[PLANE + (is_v ? SURE_WAYS : 0) + i] = -k[i];
	}
	for (int i = 0; i < f->size; i++) {
		for (int j = 0; j <= i; j++)
			f->a[i * f->size + j] += weight * row[i] * row[j];
		f->b[i] -= weight * row[i] * error;
	}
}

static bool
fit_at(const struct fit *f, struct place *p)
{
	p->x = (p->x - f->x0) / f->scale;
	p->y = (p->y - f->y0) / f->scale;
	p->w = f->p[6] * p->x + f->p[7] * p->y + 1;
	if (!(p->w > 0.05))
		return false;
	p->plane_u = (f->p[0] * p->x + f->p[1] * p->y + f->p[2]) / p->w;
	p->plane_v = (f->p[3] * p->x + f->p[4] * p->y + f->p[5]) / p->w;
	p->u = p->plane_u;
	p->v = p->plane_v;
	for (int i = 0; i < 3 && f->size > PLANE; i++) {
		double du = 0, dv = 0;
		bend_at(f->bend, p->u / f->n, p->v / f->n, &du, &dv);
		p->u = p->plane_u - du;
		p->v = p->plane_v - dv;
	}
	return true;
}

/* Each edge of a finder that a ray met lies on a square. */
static void
fit_finder(struct fit *f, const struct qr_finder *q, double cu, double cv)
{
	for (int i = 0; i < 3 * QR_RAYS; i++) {
		int edge = i / QR_RAYS, ray = i % QR_RAYS;
		double reach = q->edge[edge][ray];
		double a = ray * 2 * M_PI / QR_RAYS;
		struct place p = { .x = q->x + reach * cos(a),
			.y = q->y + reach * sin(a) };
		if (reach <= 0 || !fit_at(f, &p))
			continue;
		double du = fabs(p.u - cu), dv = fabs(p.v - cv);
		bool is_v = dv > du;
		double far = is_v ? dv : du, near = is_v ? du : dv;
		if (near > 0.85 * far)	/* blur has rounded the corners */
			continue;
		double side = is_v ? p.v - cv : p.u - cu;
		double error = far - (1.5 + edge);
		double weight = fabs(error) < 0.4 ? 1 : 0.4 / fabs(error);
		fit_add(f, &p, is_v, side < 0 ? -error : error, weight);
	}
}

static bool
fit_round(struct fit *f, const struct qr_finder *const q[3],
    const struct qr_pin *pins, int pins_n)
{
	int n = f->n;

	memset(f->a, 0, sizeof f->a);
	memset(f->b, 0, sizeof f->b);
	if (q[0] != NULL)
		fit_finder(f, q[0], 3.5, 3.5);
	if (q[1] != NULL)
		fit_finder(f, q[1], n - 3.5, 3.5);
	if (q[2] != NULL)
		fit_finder(f, q[2], 3.5, n - 3.5);
	for (int i = 0; i < pins_n; i++) {
		struct place p = { .x = pins[i].x, .y = pins[i].y };
		if (!fit_at(f, &p))
			continue;
		fit_add(f, &p, false, p.u - pins[i].u, PIN_WEIGHT);
		fit_add(f, &p, true, p.v - pins[i].v, PIN_WEIGHT);
	}
	for (int i = 0; i < f->size; i++)
		f->a[i * f->size + i] += i < 6 ? 1e-6 : i < PLANE ? 1 :
		    BEND_RIDGE;
	for (int i = 0; i < f->size - PLANE; i++)
		f->b[PLANE + i] -= BEND_RIDGE * f->bend[i < SURE_WAYS ? i :
		    WAYS + i - SURE_WAYS];
	if (!qr_solve(f->a, f->b, f->size))
		return false;
	for (int i = 0; i < PLANE; i++)
		f->p[i] += f->b[i];
	for (int i = 0; i < f->size - PLANE; i++)
		f->bend[i < SURE_WAYS ? i : WAYS + i - SURE_WAYS] +=
		    f->b[PLANE + i];
	return true;
}

/* The middles of three finders; one that is missing is put where it would
 * be, were the code seen from straight above but for the lengths of its
 * sides. */
static void
middles(const struct qr_finder *const q[3], double *x, double *y)
{
	static const int others[3][2] = { { 1, 2 }, { 0, 2 }, { 0, 1 } };
	int gone = q[0] == NULL ? 0 : q[1] == NULL ? 1 : 2;

	for (int i = 0; i < 3; i++) {
		x[i] = q[i] != NULL ? q[i]->x : 0;
		y[i] = q[i] != NULL ? q[i]->y : 0;
	}
	if (q[gone] != NULL)
		return;
	int a = others[gone][0], b = others[gone][1];
	double dx = x[b] - x[a], dy = y[b] - y[a];
	if (gone == 0) {	/* left of the way from right to below */
		x[0] = (x[1] + x[2]) / 2 + dy / 2;
		y[0] = (y[1] + y[2]) / 2 - dx / 2;
		return;
	}
	double turn = gone == 2 ? 1 : -1;
	double longer = qr_finder_reach(q[a], -dy, dx) /
	    qr_finder_reach(q[a], dx, dy);
	x[gone] = x[0] - turn * dy * longer;
	y[gone] = y[0] + turn * dx * longer;
}

/* The plane without perspective through the three middles. */
static bool
fit_init(struct fit *f, const struct qr_finder *const q[3], int n, bool bent)
{
	double x[3], y[3];

	middles(q, x, y);
	double ax = x[1] - x[0], ay = y[1] - y[0];
	double bx = x[2] - x[0], by = y[2] - y[0];
	*f = (struct fit){ .n = n, .size = bent ? FIT_MAX : PLANE };
	f->scale = hypot(ax, ay) + hypot(bx, by);
	if (!(f->scale > 0))
		return false;
	f->x0 = x[0];
	f->y0 = y[0];
	ax /= f->scale, ay /= f->scale;
	bx /= f->scale, by /= f->scale;
	double det = ax * by - ay * bx, k = (n - 7) / det;
	if (fabs(det) < 1e-4)
		return false;
	double p[PLANE] = { by * k, -bx * k, 3.5, -ay * k, ax * k, 3.5, 0, 0 };
	memcpy(f->p, p, sizeof p);
	return true;
}

/* Where a corner of the code lies: the map the other way round. */
static bool
fit_corner(const struct fit *f, double u, double v, double *x, double *y)
{
	const double *p = f->p;
	double a = p[0] - u * p[6], b = p[1] - u * p[7], e = u - p[2];
	double c = p[3] - v * p[6], d = p[4] - v * p[7], g = v - p[5];
	double det = a * d - b * c;

	if (fabs(det) < 1e-9)
		return false;
	double nx = (e * d - b * g) / det, ny = (a * g - e * c) / det;
	*x = nx * f->scale + f->x0;
	*y = ny * f->scale + f->y0;
	return p[6] * nx + p[7] * ny + 1 > 0.05;
}

bool
qr_map_fit(struct qr_map *map, const struct qr_finder *const f[3], int n,
    const struct qr_pin *pins, int pins_n, bool bent)
{
	struct fit fit;

	*map = (struct qr_map){ .n = n };
	if (!fit_init(&fit, f, n, bent))
		return false;
	for (int i = 0; i < ROUNDS; i++)
		if (!fit_round(&fit, f, pins, pins_n))
			return false;
	for (int i = 0; i < 4; i++)
		if (!fit_corner(&fit, i == 1 || i == 2 ? n : 0, i >= 2 ? n : 0,
		    &map->x[i], &map->y[i]))
			return false;
	memcpy(map->bend, fit.bend, sizeof map->bend);
	return qr_map_update(map);
}

/* Heckbert, Fundamentals of Texture Mapping, 1989, section 2.2.3. */
bool
qr_map_update(struct qr_map *map)
{
	const double *x = map->x, *y = map->y;
	double sx = x[0] - x[1] + x[2] - x[3], sy = y[0] - y[1] + y[2] - y[3];
	double dx1 = x[1] - x[2], dx2 = x[3] - x[2];
	double dy1 = y[1] - y[2], dy2 = y[3] - y[2];
	double det = dx1 * dy2 - dx2 * dy1, n = map->n;

	if (!(fabs(det) > 1e-6))
		return false;
	double g = (sx * dy2 - dx2 * sy) / det;
	double h = (dx1 * sy - sx * dy1) / det;
	if (!(1 + g > 0.02 && 1 + h > 0.02 && 1 + g + h > 0.02))
		return false;
	double m[9] = {
		(x[1] - x[0] + g * x[1]) / n, (x[3] - x[0] + h * x[3]) / n,
		x[0],
		(y[1] - y[0] + g * y[1]) / n, (y[3] - y[0] + h * y[3]) / n,
		y[0],
		g / n, h / n, 1,
	};
	memcpy(map->m, m, sizeof m);
	return true;
}

void
qr_map_point(const struct qr_map *map, double u, double v, double *x,
    double *y)
{
	const double *m = map->m;
	double du = 0, dv = 0;

	bend_at(map->bend, u / map->n, v / map->n, &du, &dv);
	u += du;
	v += dv;
	double w = m[6] * u + m[7] * v + m[8];
	*x = (m[0] * u + m[1] * v + m[2]) / w;
	*y = (m[3] * u + m[4] * v + m[5]) / w;
}
