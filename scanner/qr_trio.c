#include "scanner/qr_trio.h"

#include <math.h>
#include <stdlib.h>

#include "scanner/qr_form.h"

/* Modules from the middle of one finder to that of another, as each of them
 * measures them. */
static double
modules_between(const struct qr_finder *a, const struct qr_finder *b)
{
	double dx = b->x - a->x, dy = b->y - a->y;
	double reach = qr_finder_reach(a, dx, dy) + qr_finder_reach(b, dx, dy);
	return hypot(dx, dy) / (reach / 7);
}

/* Whether three finders may be of one code, and how likely. */
static bool
trio_init(struct qr_trio *t, const struct qr_finder *all, int a, int b, int c)
{
	const struct qr_finder *fa = &all[a], *fb = &all[b], *fc = &all[c];
	double bx = fb->x - fa->x, by = fb->y - fa->y;
	double cx = fc->x - fa->x, cy = fc->y - fa->y;
	double db = hypot(bx, by), dc = hypot(cx, cy);
	double turn = bx * cy - by * cx, cosine = (bx * cx + by * cy) / db / dc;

	if (turn <= 0 || fabs(cosine) > 0.75 || db > 4 * dc || dc > 4 * db ||
	    db < 9 * fa->module || dc < 9 * fa->module)
		return false;
	double nb = modules_between(fa, fb), nc = modules_between(fa, fc);
	double off = fabs(log(nb / nc));
	double sizes = fabs(log(fa->module / fb->module)) +
	    fabs(log(fa->module / fc->module));
	*t = (struct qr_trio){ { a, b, c }, sqrt(nb * nc) + 7, 0 };
	t->cost = 3 * off + sizes + fabs(cosine) + t->side / 100;
	return off < 0.5 && sizes < 1.4 && t->side < QR_SIDE_MAX + 6;
}

static int
by_cost(const void *a, const void *b)
{
	double ca = ((const struct qr_trio *)a)->cost;
	double cb = ((const struct qr_trio *)b)->cost;
	return (ca > cb) - (ca < cb);
}

/* Keeps the cheapest. */
static void
trio_keep(struct qr_trio *out, int *n, int cap, const struct qr_trio *t)
{
	if (*n < cap)
		out[(*n)++] = *t;
	else if (t->cost < out[cap - 1].cost)
		out[cap - 1] = *t;
	else
		return;
	if (*n == cap)		/* the dearest last */
		qsort(out, (size_t)cap, sizeof *out, by_cost);
}

/* Those of corner a and the one right of it b. */
static void
trios_of(const struct qr_finder *f, const bool *used, int n, int old, int a,
    int b, struct qr_trio *out, int *count, int cap)
{
	for (int c = 0; c < n; c++) {
		struct qr_trio t;
		if (c == a || c == b || used[c] || f[c].dark != f[a].dark ||
		    (a < old && b < old && c < old))
			continue;
		if (trio_init(&t, f, a, b, c))
			trio_keep(out, count, cap, &t);
	}
}

int
qr_trios(const struct qr_finder *f, const bool *used, int n, int old,
    struct qr_trio *out, int cap)
{
	int count = 0;

	for (int a = 0; a < n; a++)
		for (int b = 0; b < n; b++)
			if (a != b && !used[a] && !used[b] &&
			    f[a].dark == f[b].dark)
				trios_of(f, used, n, old, a, b, out, &count,
				    cap);
	qsort(out, (size_t)count, sizeof *out, by_cost);
	return count;
}
