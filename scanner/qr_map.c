#include "scanner/qr_map.h"

#include <math.h>
#include <string.h>

#define ROUNDS     8
#define PIN_WEIGHT 8
#define PLANE      8		/* numbers that make a plane's map */

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

/* The sums of least squares, and how pixels become the numbers in them. */
struct fit {
	double p[PLANE];	/* pixels to modules */
	double a[PLANE * PLANE], b[PLANE];
	double x0, y0, scale;
};

/* The row that says: moving this way along u (or v) cures the error. */
static void
fit_add(struct fit *f, double x, double y, double w, double along, int is_v,
    double error, double weight)
{
	double row[PLANE] = { 0 };
	double *r = row + (is_v ? 3 : 0);

	r[0] = x / w;
	r[1] = y / w;
	r[2] = 1 / w;
	row[6] = -along * x / w;
	row[7] = -along * y / w;
	for (int i = 0; i < PLANE; i++) {
		for (int j = 0; j <= i; j++)
			f->a[i * PLANE + j] += weight * row[i] * row[j];
		f->b[i] -= weight * row[i] * error;
	}
}

static bool
fit_at(const struct fit *f, double *x, double *y, double *w, double *u,
    double *v)
{
	*x = (*x - f->x0) / f->scale;
	*y = (*y - f->y0) / f->scale;
	*w = f->p[6] * *x + f->p[7] * *y + 1;
	if (!(*w > 0.05))
		return false;
	*u = (f->p[0] * *x + f->p[1] * *y + f->p[2]) / *w;
	*v = (f->p[3] * *x + f->p[4] * *y + f->p[5]) / *w;
	return true;
}

/* Each edge of a finder that a ray met lies on a square. */
static void
fit_finder(struct fit *f, const struct qr_finder *q, double cu, double cv)
{
	for (int i = 0; i < 3 * QR_RAYS; i++) {
		int edge = i / QR_RAYS, ray = i % QR_RAYS;
		double reach = q->edge[edge][ray], w, u, v;
		double a = ray * 2 * M_PI / QR_RAYS;
		double x = q->x + reach * cos(a), y = q->y + reach * sin(a);
		if (reach <= 0 || !fit_at(f, &x, &y, &w, &u, &v))
			continue;
		double du = fabs(u - cu), dv = fabs(v - cv);
		bool is_v = dv > du;
		double far = is_v ? dv : du, near = is_v ? du : dv;
		if (near > 0.85 * far)	/* blur has rounded the corners */
			continue;
		double side = is_v ? v - cv : u - cu;
		double error = far - (1.5 + edge);
		double weight = fabs(error) < 0.4 ? 1 : 0.4 / fabs(error);
		fit_add(f, x, y, w, is_v ? v : u, is_v,
		    side < 0 ? -error : error, weight);
	}
}

static bool
fit_round(struct fit *f, const struct qr_finder *const q[3], int n,
    const struct qr_pin *pins, int pins_n)
{
	memset(f->a, 0, sizeof f->a);
	memset(f->b, 0, sizeof f->b);
	fit_finder(f, q[0], 3.5, 3.5);
	fit_finder(f, q[1], n - 3.5, 3.5);
	fit_finder(f, q[2], 3.5, n - 3.5);
	for (int i = 0; i < pins_n; i++) {
		double x = pins[i].x, y = pins[i].y, w, u, v;
		if (!fit_at(f, &x, &y, &w, &u, &v))
			continue;
		fit_add(f, x, y, w, u, 0, u - pins[i].u, PIN_WEIGHT);
		fit_add(f, x, y, w, v, 1, v - pins[i].v, PIN_WEIGHT);
	}
	for (int i = 0; i < PLANE; i++)
		f->a[i * PLANE + i] += i < 6 ? 1e-6 : 1;
	if (!qr_solve(f->a, f->b, PLANE))
		return false;
	for (int i = 0; i < PLANE; i++)
		f->p[i] += f->b[i];
	return true;
}

/* The plane without perspective through the three middles. */
static bool
fit_init(struct fit *f, const struct qr_finder *const q[3], int n)
{
	double ax = q[1]->x - q[0]->x, ay = q[1]->y - q[0]->y;
	double bx = q[2]->x - q[0]->x, by = q[2]->y - q[0]->y;

	f->scale = hypot(ax, ay) + hypot(bx, by);
	if (!(f->scale > 0))
		return false;
	f->x0 = q[0]->x;
	f->y0 = q[0]->y;
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
    const struct qr_pin *pins, int pins_n)
{
	struct fit fit;

	*map = (struct qr_map){ .n = n };
	if (!fit_init(&fit, f, n))
		return false;
	for (int i = 0; i < ROUNDS; i++)
		if (!fit_round(&fit, f, n, pins, pins_n))
			return false;
	for (int i = 0; i < 4; i++)
		if (!fit_corner(&fit, i == 1 || i == 2 ? n : 0, i >= 2 ? n : 0,
		    &map->x[i], &map->y[i]))
			return false;
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

/* What a bend adds at s, t, both 0 to 1: a parabola each way through the
 * nine places, the four corners staying where they are. */
static void
bend_at(const double *bend, double s, double t, double *du, double *dv)
{
	double s0 = (2 * s - 1) * (s - 1), s1 = 4 * s * (1 - s);
	double s2 = s * (2 * s - 1);
	double t0 = (2 * t - 1) * (t - 1), t1 = 4 * t * (1 - t);
	double t2 = t * (2 * t - 1);
	double k[5] = { s1 * t0, s0 * t1, s1 * t1, s2 * t1, s1 * t2 };

	for (int i = 0; i < 5; i++) {
		*du += k[i] * bend[2 * i];
		*dv += k[i] * bend[2 * i + 1];
	}
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
