#include "scanner/bars_fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BEAM	  12
#define BEHIND	  2.0f		/* modules that a state may be behind */
#define STEPS	  3		/* of a quarter module, to each side */
#define STEP	  0.25f		/* modules */
#define STEP_COST 0.03f
#define BESIDE	  1.5f		/* modules that the neighbours show */
#define POINTS	  4		/* looked at in a cell */
#define END_MAX	  1.25f		/* modules that the end may be off */
#define GUARD_MIN 0.6f
#define FAINT	  0.06f		/* of the row's contrast: nothing is there */

/* The picture's blur, as a Gaussian's width in modules. */
static const float blurs[FIT_BLURS] = { 0.35f, 0.6f, 0.85f, 1.15f };

/* A character's end, as found so far. */
struct state {
	float   at, module, cost, low;
	int     from;		/* the state before it */
	uint8_t pattern;
};

struct beam {
	const struct row    *row;
	const struct layout *layout;
	int                  blur;
	float                module, flat;
	int                  n[FIT_CHARS_MAX + 1];
	struct state         state[FIT_CHARS_MAX + 1][BEAM];
};

static int
padded(const struct charset *s)
{
	return (s->patterns + 7) / 8 * 8;
}

static float
width_of(const struct charset *s, char c)
{
	return s->wide > 0 && c == '2' ? s->wide : (float)(c - '0');
}

float
fit_edge(float x, float sigma)
{
	float t = fabsf(x) / (sigma * (float)M_SQRT2);
	float s = 1 + t * (0.278393f + t * (0.230389f + t * (0.000972f +
	    t * 0.078108f)));
	float e = 1 - 1 / (s * s * s * s);

	return x < 0 ? -e : e;
}

/* The darkness at x of the pattern between its neighbours. */
static float
darkness(const struct charset *s, const char *pattern, float x, float sigma)
{
	float edge = -BESIDE;
	float sign = s->dark ? -1 : 1, d = 0.5f;

	d += sign * 0.25f * (1 + fit_edge(x - edge, sigma));
	edge = 0;
	for (const char *c = pattern; *c != '\0'; c++) {
		sign = -sign;
		d += sign * 0.5f * (1 + fit_edge(x - edge, sigma));
		edge += width_of(s, *c);
	}
	sign = -sign;
	d += sign * 0.5f * (1 + fit_edge(x - edge, sigma));
	d -= sign * 0.25f * (1 + fit_edge(x - edge - BESIDE, sigma));
	return d;
}

/* One pattern's cells, of mean 0 and length 1. */
static void
pattern_draw(const struct charset *s, int pattern, int blur, float *drawn)
{
	int stride = padded(s);
	float cell = s->modules / (float)(s->cells - 2), mean = 0, norm = 0;
	float v[FIT_CELLS_MAX];

	for (int i = 0; i < s->cells; i++) {
		v[i] = 0;
		for (int k = 0; k < POINTS; k++)
			v[i] -= darkness(s, s->pattern[pattern], cell *
			    ((float)(i - 1) + ((float)k + 0.5f) / POINTS),
			    blurs[blur]);
		mean += v[i] / (float)s->cells;
	}
	for (int i = 0; i < s->cells; i++)
		norm += (v[i] - mean) * (v[i] - mean);
	for (int i = 0; i < s->cells; i++)
		drawn[i * stride + pattern] = (v[i] - mean) / sqrtf(norm);
}

static void
charset_measure(struct charset *s)
{
	s->modules = 0;
	for (const char *c = s->pattern[0]; *c != '\0'; c++)
		s->modules += width_of(s, *c);
	s->cells = (int)lroundf(s->modules * 2) + 2;
	s->edges = (int)strlen(s->pattern[0]);
}

static bool
charset_draw(struct charset *s, int blur)
{
	if (s->drawn[blur] != NULL)
		return true;
	s->drawn[blur] = calloc((size_t)(s->cells * padded(s)),
	    sizeof *s->drawn[blur]);
	if (s->drawn[blur] == NULL)
		return false;
	for (int p = 0; p < s->patterns; p++)
		pattern_draw(s, p, blur, s->drawn[blur]);
	return true;
}

void
layout_add(struct layout *l, struct charset *set, int n)
{
	if (set->cells == 0)
		charset_measure(set);
	l->wide = fmaxf(l->wide, set->wide);
	for (int i = 0; i < n && l->chars < FIT_CHARS_MAX; i++) {
		l->set[l->chars++] = set;
		l->modules += set->modules;
		l->edges += set->edges;
	}
}

/* The correlation of each pattern with the row from a to b.  False: the row
 * is flat there. */
static bool
correlate(const struct row *r, struct charset *s, int blur, float a, float b,
    float flat, float *out)
{
	float cell = (b - a) / (float)(s->cells - 2), mean = 0, norm = 0;
	float v[FIT_CELLS_MAX];
	int stride = padded(s);

	row_cells(r, a - cell, cell, s->cells, v);
	for (int i = 0; i < s->cells; i++)
		mean += v[i];
	mean /= (float)s->cells;
	for (int i = 0; i < s->cells; i++) {
		v[i] -= mean;
		norm += v[i] * v[i];
	}
	if (norm < flat * flat * (float)s->cells)
		return false;
	norm = 1 / sqrtf(norm);
	for (int p = 0; p < stride; p += 8) {
		const float *drawn = s->drawn[blur] + p;
		float sum[8] = { 0 };
		for (int i = 0; i < s->cells; i++, drawn += stride)
			for (int k = 0; k < 8; k++)
				sum[k] += v[i] * drawn[k];
		for (int k = 0; k < 8; k++)
			out[p + k] = sum[k] * norm;
	}
	return true;
}

/* Keeps the states of a place apart from each other, the cheapest first. */
static void
beam_add(struct beam *b, int place, const struct state *s)
{
	struct state *have = b->state[place];
	int n = b->n[place], at = 0;

	if (n > 0 && s->cost > have[0].cost + BEHIND)
		return;
	while (at < n && have[at].cost <= s->cost) {
		if (fabsf(have[at].at - s->at) < 0.2f * b->module)
			return;
		at++;
	}
	int end = at;
	while (end < n && fabsf(have[end].at - s->at) >= 0.2f * b->module)
		end++;
	if (end == n) {			/* none is replaced */
		if (at == BEAM)
			return;
		end = n < BEAM ? n : BEAM - 1;
		b->n[place] = n < BEAM ? n + 1 : BEAM;
	}
	memmove(have + at + 1, have + at,
	    (size_t)(end - at) * sizeof *have);
	have[at] = *s;
}

static void
beam_begin(struct beam *b, float x0)
{
	b->n[0] = 0;
	for (int k = -2; k <= 2; k++) {
		struct state s = { .at = x0 + (float)k * STEP * b->module,
			.module = b->module, .low = 1,
			.cost = STEP_COST * (float)(k * k) };
		beam_add(b, 0, &s);
	}
}

static void
state_extend(struct beam *b, int place, int from)
{
	const struct state *s = &b->state[place][from];
	struct charset *set = b->layout->set[place];
	float corr[FIT_PATTERNS_MAX];

	for (int k = -STEPS; k <= STEPS; k++) {
		float span = (set->modules + (float)k * STEP) * s->module;
		int best = 0;
		corr[0] = 0;
		if (correlate(b->row, set, b->blur, s->at, s->at + span,
		    b->flat, corr))
			for (int p = 1; p < set->patterns; p++)
				best = corr[p] > corr[best] ? p : best;
		float module = 0.6f * s->module + 0.4f * span / set->modules;
		if (module < 0.7f * b->module || module > 1.4f * b->module)
			continue;
		struct state next = {
			.at = s->at + span, .module = module, .from = from,
			.pattern = (uint8_t)best,
			.low = corr[best] < s->low ? corr[best] : s->low,
			.cost = s->cost + set->modules * (1 - corr[best]) +
			    STEP_COST * (float)(k * k),
		};
		beam_add(b, place + 1, &next);
	}
}

/* Goes back from the cheapest state that ends where the code does. */
static bool
beam_end(const struct beam *b, float x1, struct fit *out)
{
	int place = b->layout->chars, at = -1;
	float least = 0;

	for (int i = 0; i < b->n[place]; i++) {
		const struct state *s = &b->state[place][i];
		float off = fabsf(s->at - x1) / b->module;
		float cost = s->cost + off * off;
		if (off <= END_MAX && (at < 0 || cost < least)) {
			at = i;
			least = cost;
		}
	}
	if (at < 0)
		return false;
	out->score = 1 - b->state[place][at].cost / b->layout->modules;
	out->low = b->state[place][at].low;
	for (; place > 0; place--) {
		const struct state *s = &b->state[place][at];
		out->at[place] = s->at;
		out->pattern[place - 1] = s->pattern;
		at = s->from;
	}
	out->at[0] = b->state[0][at].at;
	return true;
}

static float
row_deviation(const struct row *r, float a, float b)
{
	int i = a < 0 ? 0 : (int)a, end = b > (float)r->n ? r->n : (int)b;
	float mean = row_sum(r, a, b) / (b - a), sum = 0;
	int n = end - i;

	for (; i < end; i++)
		sum += (r->v[i] - mean) * (r->v[i] - mean);
	return n > 0 ? sqrtf(sum / (float)n) : 0;
}

/* How well the character fits that shall stand first or last; the wrong ones
 * are most often sorted out by this. */
static float
guard_fit(const struct row *r, struct charset *s, int blur, float from,
    float module)
{
	float corr[FIT_PATTERNS_MAX], best = 0;

	for (int k = -2; k <= 2; k++)
		for (int w = -1; w <= 1; w++) {
			float a = from + (float)k * 2 * STEP * module;
			float b = a + s->modules * module *
			    (1 + (float)w * 0.12f);
			if (!correlate(r, s, blur, a, b, 0.01f, corr))
				continue;
			for (int p = 0; p < s->patterns; p++)
				best = corr[p] > best ? corr[p] : best;
		}
	return best;
}

bool
fit_row(const struct row *r, const struct layout *l, float x0, float x1,
    int blur, struct fit *out)
{
	static struct beam b;
	float done = 0;

	b.row = r;
	b.layout = l;
	b.blur = blur;
	b.module = (x1 - x0) / l->modules;
	b.flat = FAINT * row_deviation(r, x0, x1);
	struct charset *first = l->set[0], *last = l->set[l->chars - 1];
	if (!charset_draw(first, blur) || !charset_draw(last, blur) ||
	    guard_fit(r, first, blur, x0, b.module) < GUARD_MIN ||
	    guard_fit(r, last, blur, x1 - last->modules * b.module,
	    b.module) < GUARD_MIN)
		return false;
	beam_begin(&b, x0);
	for (int i = 0; i < l->chars; i++) {
		if (!charset_draw(l->set[i], blur))
			return false;
		b.n[i + 1] = 0;
		for (int k = 0; k < b.n[i] && b.state[i][k].cost <=
		    b.state[i][0].cost + BEHIND; k++)
			state_extend(&b, i, k);
		done += l->set[i]->modules;
		if (b.n[i + 1] == 0 ||
		    b.state[i + 1][0].cost > 0.22f * done + 2)
			return false;
	}
	return beam_end(&b, x1, out);
}

void
fit_vote(const struct row *r, const struct layout *l, const struct fit *fit,
    int blur, float votes[FIT_CHARS_MAX][FIT_PATTERNS_MAX])
{
	float corr[FIT_PATTERNS_MAX];

	for (int i = 0; i < l->chars; i++) {
		if (!correlate(r, l->set[i], blur, fit->at[i], fit->at[i + 1],
		    0.01f, corr))
			continue;
		for (int p = 0; p < l->set[i]->patterns; p++)
			votes[i][p] += corr[p];
	}
}
