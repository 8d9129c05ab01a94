#include "scanner/bars_blurred.h"

#include <math.h>
#include <string.h>

#include "scanner/bars_joint.h"
#include "scanner/ticks.h"

#define ASKED	    3		/* rows that find the lie */
#define SPANS_ASKED 2		/* the quietest of each row */
#define MODULE_MIN  2.0f	/* samples */
#define QUIET_MIN   5.0f	/* modules */
#define EDGES_SHARE 0.25f	/* of the layout's: fewer are nothing */
#define SHARE_MIN   0.7f	/* of where bars stand: no part of a code */
#define FIRST_BLUR  1
#define SCORE_MIN   0.85f	/* of the row that leads the others */
#define SCORE_SOFT  0.94f	/* of all, on the mean, in much blur: */
#define SOFT	    1		/* this one and more */
#define STEEP_MAX   1.3f	/* times what such a blur allows */
#define TOTAL_MIN   0.70f	/* of the sum */

/* EAN-13 and UPC-A: their digits are few, and fixed in number. */
static const struct bars_kind *const kind = &bars_ean13;

/* How a row fits. */
struct answer {
	struct lie   lie;
	int          blur;
	float        score, low, margin;
	uint8_t      pattern[JOINT_CHARS_MAX];
	struct joint joint;
};

static void
answer_row(const struct row *r, const struct layout *l, const struct lie *lie,
    int blur, struct answer *a)
{
	a->lie = *lie;
	a->blur = blur;
	joint_fit(r, l, blur, &a->lie, &a->joint);
	a->score = joint_best(&a->joint, l, 1, a->pattern, &a->low,
	    &a->margin);
}

static float
worth(const struct answer *a)
{
	return a->score + 0.1f * a->low;
}

static void
answer_best_blur(const struct row *r, const struct layout *l,
    const struct lie *lie, struct answer *best)
{
	static struct answer other;

	answer_row(r, l, lie, FIRST_BLUR, best);
	for (int way = -1; way <= 1; way += 2)
		for (int b = FIRST_BLUR + way; b >= 0 && b < JOINT_BLURS;
		    b += way) {
			answer_row(r, l, &best->lie, b, &other);
			if (worth(&other) <= worth(best))
				break;
			*best = other;
		}
}

static bool
span_ok(const struct strip *strip, const struct span *s,
    const struct layout *l)
{
	float module = (s->x1 - s->x0) / l->modules;
	return module >= MODULE_MIN && s->quiet >= QUIET_MIN * module &&
	    s->x1 - s->x0 >= SHARE_MIN * (strip->hi - strip->lo) &&
	    s->edges <= l->edges + 3 &&
	    (float)s->edges >= EDGES_SHARE * (float)l->edges;
}

/* The best answer of a row; false: none. */
static bool
strip_ask(const struct strip *s, const struct layout *l, struct answer *best)
{
	static struct answer a;
	struct span spans[SPANS_MAX];
	int n = spans_find(s, spans), asked = 0;

	best->score = best->low = 0;
	for (int i = 0; i < n && asked < SPANS_ASKED; i++) {
		struct lie lie = { spans[i].x0, spans[i].x1, 0 };
		if (!span_ok(s, &spans[i], l))
			continue;
		asked++;
		answer_best_blur(&s->row, l, &lie, &a);
		if (worth(&a) > worth(best))
			*best = a;
	}
	return best->score > 0;
}

/* Follows the lie from the row at first to all others, each from the one
 * beside it, and adds up the rows. */
static void
rows_follow(const struct strip *s, int n, const struct layout *l, int first,
    struct answer *answer, struct joint *sum)
{
	for (int way = 1; way >= -1; way -= 2)
		for (int i = first + way; i >= 0 && i < n; i += way)
			answer_row(&s[i].row, l, &answer[i - way].lie,
			    answer[first].blur, &answer[i]);
	memset(sum, 0, sizeof *sum);
	for (int i = 0; i < n; i++)
		joint_add(sum, &answer[i].joint);
}

/* How many of the rows, each for itself, say what they say in sum; the code
 * is filled in.  0: it cannot be right. */
static int
sum_read(const struct joint *sum, const struct answer *answer, int n,
    const struct layout *l, struct code *c)
{
	uint8_t pattern[JOINT_CHARS_MAX];
	float low, margin;
	int same = 0;

	float total = joint_best(sum, l, n, pattern, &low, &margin);
	for (int i = 0; i < n; i++)
		same += memcmp(answer[i].pattern, pattern,
		    (size_t)l->chars) == 0;
	return total >= TOTAL_MIN && kind->text(l, pattern, c) ? same : 0;
}

/* Much blur makes nearly everything fit, but leaves no steep edges. */
static bool
is_soft(const struct row *r, const struct answer *a, const struct layout *l)
{
	float module = (a->lie.x1 - a->lie.x0) / l->modules;
	float steep = 0, lo = 255, hi = 0;

	for (int i = (int)a->lie.x0; i + 1 < (int)a->lie.x1; i++) {
		steep = fmaxf(steep, fabsf(r->v[i + 1] - r->v[i]));
		lo = fminf(lo, r->v[i]);
		hi = fmaxf(hi, r->v[i]);
	}
	return steep <= STEEP_MAX * (hi - lo) *
	    joint_steepness(a->blur) / module;
}

/* False: nothing but the blur makes it fit. */
static bool
answers_ok(const struct strip *s, const struct answer *answer, int n,
    const struct layout *l)
{
	float score = 0;

	for (int i = 0; i < n; i++)
		score += answer[i].score / (float)n;
	return answer[0].blur < SOFT || (score >= SCORE_SOFT &&
	    is_soft(&s[n / 2].row, &answer[n / 2], l));
}

bool
blurred_read(const struct strip *strip, const struct strip *turned, int n,
    int64_t end_ms, struct code *c)
{
	static struct answer answer[BLURRED_ROWS_MAX], a;
	static struct joint sum;
	static struct layout l;

	if (l.chars == 0)
		kind->layout(&l, kind->n_min, 0);
	for (int i = 0; i < ASKED; i++)
		for (int t = 0; t < 2; t++) {
			const struct strip *s = t == 1 ? turned : strip;
			int at = (2 * i + 1) * n / (2 * ASKED);
			if (ticks_cpu_ms() >= end_ms)
				return false;
			if (!strip_ask(&s[at], &l, &a) || a.score < SCORE_MIN)
				continue;
			answer[at] = a;
			rows_follow(s, n, &l, at, answer, &sum);
			if (!answers_ok(s, answer, n, &l))
				continue;
			c->symbology = kind->symbology;
			c->aim = symbology_info[c->symbology].aim;
			c->quality = sum_read(&sum, answer, n, &l, c);
			if (c->quality * 2 >= n)
				return true;
		}
	return false;
}
