#include "scanner/bars_span.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EDGES_MIN   10
#define QUIET	    1.7f	/* of a usual distance of edges */
#define QUIET_SHARE 0.036f	/* of its length, where bars have melted away */
#define SHARE_MIN   0.4f	/* of where bars stand */

static int
by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

/* The usual distance of two edges where bars stand. */
static float
usual_distance(const struct strip *s)
{
	const struct row *r = &s->row;
	float d[EDGES_MAX];
	int n = 0;

	for (int i = 1; i < r->edges; i++)
		if (r->edge[i - 1] >= s->lo && r->edge[i] <= s->hi)
			d[n++] = r->edge[i] - r->edge[i - 1];
	qsort(d, (size_t)n, sizeof *d, by_value);
	return n > 0 ? d[n / 2] : 0;
}

static float
gap_before(const struct row *r, int i)
{
	return r->edge[i] - (i > 0 ? r->edge[i - 1] : 0);
}

static float
gap_behind(const struct row *r, int i)
{
	return (i + 1 < r->edges ? r->edge[i + 1] : (float)r->n) - r->edge[i];
}

/* Keeps the n spans in out sorted, the quietest first. */
static int
span_add(struct span *out, int n, const struct span *s)
{
	int at = n;

	while (at > 0 && out[at - 1].quiet < s->quiet)
		at--;
	if (at == SPANS_MAX)
		return n;
	n = n < SPANS_MAX ? n + 1 : n;
	memmove(out + at + 1, out + at, (size_t)(n - 1 - at) * sizeof *out);
	out[at] = *s;
	return n;
}

/* The stretches between two quiet places. */
int
spans_find(const struct strip *s, struct span *out)
{
	const struct row *r = &s->row;
	float quiet = QUIET * usual_distance(s);
	int n = 0;

	for (int i = 0; i < r->edges; i++) {
		if (!r->dark[i])
			continue;
		for (int j = i + EDGES_MIN - 1; j < r->edges; j += 2) {
			struct span a = {
				.x0 = r->edge[i], .x1 = r->edge[j],
				.quiet = fminf(gap_before(r, i),
				    gap_behind(r, j)),
				.edges = j - i + 1,
			};
			a.seen = fminf(a.quiet, fminf(a.x0 - (float)r->from,
			    (float)r->to - a.x1));
			float len = a.x1 - a.x0;
			if (a.quiet < fminf(quiet, QUIET_SHARE * len) ||
			    len < SHARE_MIN * (s->hi - s->lo) ||
			    a.x1 < s->lo || a.x0 > s->hi)
				continue;
			n = span_add(out, n, &a);
		}
	}
	return n;
}
