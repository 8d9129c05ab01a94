/* bars.c - a few rows across each place with bars; what most of them say
 * together. */
#include "scanner/bars.h"

#include <math.h>
#include <string.h>

#include "scanner/bars_blurred.h"
#include "scanner/bars_find.h"
#include "scanner/bars_guess.h"
#include "scanner/ticks.h"

#define REGIONS_MAX 6
#define STRIPS	    9		/* rows of a region */
#define TRIED	    4		/* of them, where it is blurred */
#define TRIED_QUICK 3		/* of them, where another reader is sure */
#define STRIP_WIDE  8		/* pixels at most that a row is the mean of */
#define STEP_MIN    0.5		/* pixels a sample */
#define BEYOND	    0.6		/* of the region's half, to each side */
#define BEYOND_MIN  10.0	/* pixels */

#define FAINT_SWING 0.05f	/* of the contrast */

#define SCORE_LIKE  0.80f	/* from here on it is worth more rows */
#define SCORE_SURE  0.93f	/* and from here on no other is tried */
#define SCORE_PART  0.80f	/* a row below it has no vote, */
#define BEHIND_PART 0.08f	/* nor one so far behind the best */
#define SAID_BONUS  0.1f	/* for a text that its check digits allow */

/* The rows of one region, from both ends. */
struct poll {
	struct strip strip[STRIPS], turned[STRIPS];
	struct guess guess[STRIPS];
	float        votes[FIT_CHARS_MAX][FIT_PATTERNS_MAX];
	uint8_t      pattern[FIT_CHARS_MAX];
};

/* What the count of the votes showed. */
struct result {
	int   rows;		/* that say just this, each for itself, with
				 * enough free of bars beside it */
	float score, low;	/* mean correlation, of the worst character */
	float margin;		/* to the second best, where it is smallest */
};

static bool
is_late(struct care care)
{
	return ticks_cpu_ms() >= care.end_ms;
}

static void
strips_sample(struct poll *p, const struct grey *g,
    const struct bars_region *r)
{
	double half = r->half_u * (1 + BEYOND) + BEYOND_MIN;
	double step = fmax(STEP_MIN, 2 * half / (ROW_MAX - 1));
	int n = (int)(2 * half / step), wide = (int)(2 * r->half_v / STRIPS);

	wide = wide < 1 ? 1 : wide > STRIP_WIDE ? STRIP_WIDE : wide;
	for (int i = 0; i < STRIPS; i++) {
		double v = ((i + 0.5) / STRIPS * 2 - 1) * r->half_v;
		struct strip *s = &p->strip[i], *t = &p->turned[i];
		row_sample(&s->row, g, r->x - r->ux * half - r->uy * v,
		    r->y - r->uy * half + r->ux * v, r->ux * step,
		    r->uy * step, n, wide);
		row_turn(&t->row, &s->row);
		s->lo = t->lo = (float)((half - r->half_u) / step);
		s->hi = t->hi = (float)((half + r->half_u) / step);
	}
}

static bool
guess_says(const struct guess *g)
{
	static struct code c;
	return g->kind->text(&g->layout, g->fit.pattern, &c);
}

/* The layout that fits a row best; *turned: read from the other end.  The
 * rows in the middle are the first to be asked. */
static struct guess
layout_find(const struct poll *p, struct care care, bool *turned)
{
	static const int order[STRIPS] = { 4, 2, 6, 1, 7, 3, 5, 0, 8 };
	struct guess best = { 0 };

	for (int sharp = 1; sharp >= (care.quick ? 1 : 0); sharp--) {
		int rows = care.quick ? TRIED_QUICK : sharp ? STRIPS : TRIED;
		for (int i = 0; i < rows && !is_late(care); i++) {
			struct guess g = { 0 }, t = { 0 };
			guess_row(&p->strip[order[i]], sharp, &g);
			guess_row(&p->turned[order[i]], sharp, &t);
			bool other = t.fit.score > g.fit.score;
			g = other ? t : g;
			if (g.kind == NULL || g.fit.score <= best.fit.score +
			    (guess_says(&g) ? 0 : SAID_BONUS))
				continue;
			best = g;
			*turned = other;
			if (best.fit.score >= SCORE_SURE)
				return best;
		}
	}
	return best;
}

/* Adds up what the rows say that fit well enough; how many these are. */
static int
votes_gather(struct poll *p, const struct strip *strip, struct result *res)
{
	float top = 0;
	int n = 0;

	memset(p->votes, 0, sizeof p->votes);
	*res = (struct result){ .low = 1, .margin = 1 };
	for (int i = 0; i < STRIPS; i++)
		top = fmaxf(top, p->guess[i].fit.score);
	for (int i = 0; i < STRIPS; i++) {
		const struct guess *g = &p->guess[i];
		if (g->fit.score < fmaxf(SCORE_PART, top - BEHIND_PART)) {
			p->guess[i].kind = NULL;
			continue;
		}
		fit_vote(&strip[i].row, &g->layout, &g->fit, g->blur,
		    p->votes);
		res->score += g->fit.score;
		n++;
	}
	res->score /= (float)(n > 0 ? n : 1);
	return n;
}

/* Chooses the pattern with the most votes for each place. */
static void
votes_count(struct poll *p, const struct layout *l, int rows,
    struct result *res)
{
	for (int i = 0; i < l->chars; i++) {
		const float *v = p->votes[i];
		int n = l->set[i]->patterns, best = 0;
		for (int k = 1; k < n; k++)
			best = v[k] > v[best] ? k : best;
		for (int k = 0; k < n; k++)
			if (k != best)
				res->margin = fminf(res->margin,
				    (v[best] - v[k]) / (float)rows);
		res->low = fminf(res->low, v[best] / (float)rows);
		p->pattern[i] = (uint8_t)best;
	}
	for (int i = 0; i < STRIPS; i++) {
		const struct guess *g = &p->guess[i];
		res->rows += g->kind != NULL &&
		    g->quiet >= g->kind->quiet_min * l->wide &&
		    memcmp(g->fit.pattern, p->pattern,
		    (size_t)l->chars) == 0;
	}
}

/* The rows that read it well enough to count for it; -1: it is nothing. */
static int
result_judge(const struct result *res, const struct bars_kind *kind)
{
	if (res->score < SCORE_LIKE + 0.06f || res->low < 0.5f)
		return -1;
	return res->score >= kind->score_min && res->low >= kind->low_min &&
	    res->margin >= 0.03f ? res->rows : 0;
}

static struct area
region_area(const struct bars_region *r)
{
	double dx = fabs(r->ux) * r->half_u + fabs(r->uy) * r->half_v;
	double dy = fabs(r->uy) * r->half_u + fabs(r->ux) * r->half_v;
	return (struct area){ r->x - dx, r->y - dy, r->x + dx, r->y + dy };
}

/* False: no code is read there. */
static bool
region_read_clear(struct poll *p, struct care care, struct code *c)
{
	struct result res;
	bool turned = false;

	struct guess like = layout_find(p, care, &turned);
	if (like.fit.score < SCORE_LIKE)
		return false;
	const struct strip *strip = turned ? p->turned : p->strip;
	for (int i = 0; i < STRIPS; i++) {
		p->guess[i] = (struct guess){ 0 };
		guess_like(&strip[i], &like, &p->guess[i]);
	}
	int rows = votes_gather(p, strip, &res);
	if (rows == 0)
		return false;
	votes_count(p, &like.layout, rows, &res);
	c->symbology = like.kind->symbology;
	c->aim = symbology_info[c->symbology].aim;
	c->quality = result_judge(&res, like.kind);
	return like.kind->text(&like.layout, p->pattern, c) && c->quality >= 0;
}

static bool
region_read(struct poll *p, const struct grey *g,
    const struct bars_region *r, struct care care, struct code *c)
{
	strips_sample(p, g, r);
	c->reader = READER_BARS;
	c->area = region_area(r);
	if (region_read_clear(p, care, c))
		return true;
	if (care.quick)
		return false;
	for (int i = 0; i < STRIPS; i++) {
		row_edges(&p->strip[i].row, FAINT_SWING);
		row_edges(&p->turned[i].row, FAINT_SWING);
	}
	return blurred_read(p->strip, p->turned, STRIPS, care.end_ms, c);
}

int
bars_scan(const struct grey *g, struct care care, struct code *out,
    int cap)
{
	struct bars_region regions[REGIONS_MAX];
	static struct poll poll;
	int count = 0;

	for (int coarse = 0; coarse < 2 && count == 0; coarse++) {
		int n = bars_find(g, coarse, regions, REGIONS_MAX);
		for (int i = 0; i < n && count < cap && !is_late(care); i++)
			if (region_read(&poll, g, &regions[i], care,
			    &out[count]))
				count++;
	}
	return count;
}
