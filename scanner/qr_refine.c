#include "scanner/qr_refine.h"

#include <math.h>
#include <stddef.h>

#define SPOTS_MAX   900		/* modules that a map is held against */
#define HALVINGS    4
#define DATA_WEIGHT 0.6

/* What is seen at u, v: -1 dark to 1 light. */
static double
seen_at(const struct qr_map *map, const struct qr_view *view, double u,
    double v)
{
	double x, y;

	qr_map_point(map, u, v, &x, &y);
	double light = (grey_between(view->flat, (float)(x / view->zoom),
	    (float)(y / view->zoom)) - 128) / 127;
	return view->negative ? -light : light;
}

/* Each module is held against the two beside it: blur and what stands along
 * the line darken all three alike. */
static double
timing_line(const struct qr_map *map, const struct qr_view *view, bool down)
{
	double v[3] = { 0 }, sum = 0;

	for (int i = 7; i <= map->n - 8; i++) {
		v[0] = v[1];
		v[1] = v[2];
		v[2] = down ? seen_at(map, view, 6.5, i + 0.5) :
		    seen_at(map, view, i + 0.5, 6.5);
		if (i >= 9)
			sum += (i % 2 == 0 ? -0.25 : 0.25) *
			    (v[0] - 2 * v[1] + v[2]);
	}
	return sum / (map->n - 16);
}

double
qr_timing_score(const struct qr_map *map, const struct qr_view *view)
{
	double a = timing_line(map, view, false);
	double b = timing_line(map, view, true);
	return (a + b) / 2;
}

static double
align_score(const struct qr_map *map, const struct qr_view *view, double u,
    double v)
{
	double ring[3] = { 0 };

	for (int dy = -2; dy <= 2; dy++)
		for (int dx = -2; dx <= 2; dx++) {
			int far = dx * dx > dy * dy ? dx * dx : dy * dy;
			ring[far == 4 ? 2 : far] += seen_at(map, view,
			    u + dx, v + dy);
		}
	return (ring[1] - ring[2] - 3 * ring[0]) / 27;
}

double
qr_align_find(const struct qr_map *map, const struct qr_view *view, double u,
    double v, double reach, struct qr_pin *pin)
{
	double best = -1, best_u = u, best_v = v;

	for (double dv = -reach; dv <= reach; dv += 0.5)
		for (double du = -reach; du <= reach; du += 0.5) {
			double score = align_score(map, view, u + du, v + dv) -
			    0.02 * hypot(du, dv);
			if (score > best) {
				best = score;
				best_u = u + du;
				best_v = v + dv;
			}
		}
	for (double step = 0.25; step > 0.05; step /= 2)
		for (int i = 0; i < 8; i++) {
			double tu = best_u + (i % 2 * 2 - 1) * step *
			    (i / 2 % 2);
			double tv = best_v + (i % 2 * 2 - 1) * step *
			    (1 - i / 2 % 2);
			double score = align_score(map, view, tu, tv) -
			    0.02 * hypot(tu - u, tv - v);
			if (score > best) {
				best = score;
				best_u = tu;
				best_v = tv;
			}
		}
	*pin = (struct qr_pin){ .u = u, .v = v };
	qr_map_point(map, best_u, best_v, &pin->x, &pin->y);
	return best;
}

struct spot {
	float u, v;
	int   sign;		/* -1 must be dark, 1 light, 0 either */
};

static int
spots_choose(struct spot *s, const struct qr_form *form)
{
	int cells = form->n * form->n, n = 0;
	/* no divisor of a row: it would see the same columns again */
	int step = cells / SPOTS_MAX + 1;

	for (int i = 0; i < cells && n < SPOTS_MAX; i += step) {
		uint8_t role = form->role[i];
		s[n++] = (struct spot){
			(float)(i % form->n) + 0.5F,
			(float)(i / form->n) + 0.5F,
			role == QR_DARK ? -1 : role == QR_LIGHT ? 1 : 0,
		};
	}
	return n;
}

static double
map_score(const struct qr_map *map, const struct qr_view *view,
    const struct spot *s, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++) {
		double v = seen_at(map, view, s[i].u, s[i].v);
		sum += s[i].sign != 0 ? s[i].sign * v : DATA_WEIGHT * fabs(v);
	}
	return sum;
}

/* Changes *value by step each way while that raises the score. */
static bool
climb(struct qr_map *map, double *value, double step,
    const struct qr_view *view, const struct spot *s, int n, double *best)
{
	for (int dir = -1; dir <= 1; dir += 2) {
		double before = *value;
		*value = before + dir * step;
		if (qr_map_update(map)) {
			double score = map_score(map, view, s, n);
			if (score > *best) {
				*best = score;
				return true;
			}
		}
		*value = before;
	}
	(void)qr_map_update(map);
	return false;
}

void
qr_refine(struct qr_map *map, const struct qr_form *form,
    const struct qr_view *view, bool bends)
{
	struct spot spots[SPOTS_MAX];
	int n = spots_choose(spots, form);
	double best = map_score(map, view, spots, n);
	double px = hypot(map->x[1] - map->x[0], map->y[1] - map->y[0]) /
	    map->n;
	double step = bends ? 0.5 : 0.7;

	for (int i = 0; i < HALVINGS; i++, step /= 2)
		for (int again = 0; again < 2; again++) {
			bool moved = false;
			for (int k = 0; k < 8; k++)
				moved |= climb(map, k % 2 ? &map->y[k / 2] :
				    &map->x[k / 2], step * px *
				    (k / 2 == 2 ? 1.5 : 0.7), view, spots, n,
				    &best);
			for (int k = 0; bends && k < QR_BENDS; k++)
				moved |= climb(map, &map->bend[k], step, view,
				    spots, n, &best);
			if (!moved)
				break;
		}
}
