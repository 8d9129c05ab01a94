#include "scanner/bars_guess.h"

#include "scanner/bars_span.h"

#define TRIES_MAX   6		/* lengths of one kind in one span */
#define FIRST_BLUR  1

static const struct bars_kind *const kinds[] = {
	&bars_ean13, &bars_upce, &bars_ean8, &bars_code128, &bars_itf,
	&bars_code39,
};

/* How far the edges seen may be from those of the layout, as a share of
 * these.  Where it is blurred, narrow bars melt away. */
struct slack {
	float more, missing;
};

static const struct slack sharp_slack = { 0, 0 };
static const struct slack slack_of_fixed = { 0.04f, 0.70f };
static const struct slack slack_of_others = { 0.04f, 0.40f };

/* Fits g->layout at the blur that suits it best, from a middle one on. */
static bool
guess_fit(const struct row *r, const struct span *s, struct guess *g)
{
	const struct layout *l = &g->layout;
	struct fit other;

	g->blur = FIRST_BLUR;
	if (!fit_row(r, l, s->x0, s->x1, g->blur, &g->fit))
		return false;
	for (int way = -1; way <= 1; way += 2)
		for (int b = FIRST_BLUR + way; b >= 0 && b < FIT_BLURS &&
		    fit_row(r, l, s->x0, s->x1, b, &other) &&
		    other.score > g->fit.score; b += way) {
			g->fit = other;
			g->blur = b;
		}
	g->quiet = s->seen * l->modules / (s->x1 - s->x0);
	return true;
}

/* Below 0: the span has too few for this layout; above: too many. */
static int
edges_over(const struct layout *l, const struct span *s, struct slack k)
{
	int want = l->edges + 1;

	if (s->edges > want + (int)((float)want * k.more))
		return 1;
	return s->edges < want - (int)((float)want * k.missing) ? -1 : 0;
}

static void
kind_try(const struct row *r, const struct span *s,
    const struct bars_kind *kind, struct slack slack, struct guess *best)
{
	struct guess g = { .kind = kind };

	for (int way = 0; way < kind->ways; way++) {
		int tries = 0;
		for (g.n = kind->n_min; g.n <= kind->n_max; g.n++) {
			g.layout = (struct layout){ 0 };
			kind->layout(&g.layout, g.n, way);
			int over = edges_over(&g.layout, s, slack);
			if (over > 0)
				continue;
			if (over < 0 || tries++ == TRIES_MAX)
				break;	/* they only get longer */
			if (guess_fit(r, s, &g) &&
			    g.fit.score > best->fit.score)
				*best = g;
		}
	}
}

void
guess_row(const struct strip *s, bool sharp, struct guess *best)
{
	struct span spans[SPANS_MAX];
	int n = spans_find(s, spans);

	for (int i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
			bool fixed = kinds[k]->n_min == kinds[k]->n_max;
			kind_try(&s->row, &spans[i], kinds[k],
			    sharp ? sharp_slack : fixed ? slack_of_fixed :
			    slack_of_others, best);
		}
}

void
guess_like(const struct strip *s, const struct guess *like,
    struct guess *best)
{
	struct span spans[SPANS_MAX];
	int n = spans_find(s, spans);
	struct guess g = *like;

	for (int i = 0; i < n; i++)
		if (edges_over(&g.layout, &spans[i], slack_of_fixed) == 0 &&
		    guess_fit(&s->row, &spans[i], &g) &&
		    g.fit.score > best->fit.score)
			*best = g;
}
