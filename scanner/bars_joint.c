#include "scanner/bars_joint.h"

#include <math.h>
#include <string.h>

#define CELLS	7		/* half modules to each side of a meeting */
#define WINDOW	(2 * CELLS)
#define POINTS	2		/* looked at in a cell */
#define FAINT	0.25f		/* of the usual energy: half of the weight */
#define OFF_MAX 1.25f		/* modules that the ends may be off */
#define BEND_MAX 1.5f

static const float blurs[JOINT_BLURS] = { 0.8f, 1.1f, 1.4f, 1.7f };

/* All pairs that may stand where two characters meet. */
struct meeting {
	int   n, m;
	float a[JOINT_PATTERNS_MAX][WINDOW], b[JOINT_PATTERNS_MAX][WINDOW];
	float norm[JOINT_PATTERNS_MAX][JOINT_PATTERNS_MAX];  /* 1 / length */
};

struct drawing {
	bool           ready;
	struct meeting meeting[JOINT_CHARS_MAX];
};

/* Takes from v the blurred edge at x, in modules from the meeting. */
static void
edge_draw(float *v, float x, bool dark, float blur)
{
	for (int i = 0; i < WINDOW; i++)
		for (int k = 0; k < POINTS; k++) {
			float at = ((float)(i - CELLS) +
			    ((float)k + 0.5f) / POINTS) / 2;
			float e = fit_edge(at - x, blur);
			v[i] += dark ? -e : e;
		}
}

static void
mean_take(float *v)
{
	float mean = 0;

	for (int i = 0; i < WINDOW; i++)
		mean += v[i] / WINDOW;
	for (int i = 0; i < WINDOW; i++)
		v[i] -= mean;
}

/* The character that ends at the meeting, or else begins there; the edge
 * between both is drawn with the first. */
static void
character_draw(float *v, const struct charset *s, int pattern, bool ends,
    float blur)
{
	float x = ends ? -s->modules : 0;
	bool dark = s->dark;

	memset(v, 0, WINDOW * sizeof *v);
	if (ends)
		edge_draw(v, x, dark, blur);
	for (const char *c = s->pattern[pattern]; *c != '\0'; c++) {
		x += (float)(*c - '0');
		dark = !dark;
		edge_draw(v, x, dark, blur);
	}
	mean_take(v);
}

static float
dot(const float *a, const float *b)
{
	float sum = 0;

	for (int i = 0; i < WINDOW; i++)
		sum += a[i] * b[i];
	return sum;
}

static void
meeting_draw(struct meeting *t, const struct charset *a,
    const struct charset *b, float blur)
{
	t->n = a->patterns;
	t->m = b->patterns;
	for (int i = 0; i < t->n; i++)
		character_draw(t->a[i], a, i, true, blur);
	for (int k = 0; k < t->m; k++)
		character_draw(t->b[k], b, k, false, blur);
	for (int i = 0; i < t->n; i++)
		for (int k = 0; k < t->m; k++)
			t->norm[i][k] = 1 / sqrtf(dot(t->a[i], t->a[i]) +
			    dot(t->b[k], t->b[k]) +
			    2 * dot(t->a[i], t->b[k]));
}

static const struct drawing *
drawing_of(const struct layout *l, int blur)
{
	static struct drawing drawn[JOINT_BLURS];
	struct drawing *d = &drawn[blur];

	for (int i = 0; i + 1 < l->chars && !d->ready; i++) {
		struct charset *a = l->set[i], *b = l->set[i + 1];
		if (a == b && i > 0 && l->set[i - 1] == a)
			d->meeting[i] = d->meeting[i - 1];
		else
			meeting_draw(&d->meeting[i], a, b, blurs[blur]);
	}
	d->ready = true;
	return d;
}

/* Correlates every pair with the row in this lie, each meeting weighed by
 * how much there is to see. */
static void
pairs_fill(const struct row *r, const struct layout *l,
    const struct drawing *d, const struct lie *lie, struct joint *out)
{
	float v[JOINT_CHARS_MAX][WINDOW], energy[JOINT_CHARS_MAX];
	float module = (lie->x1 - lie->x0) / l->modules, usual = 0, at = 0;
	int n = l->chars - 1;

	for (int i = 0; i < n; i++) {
		at += l->set[i]->modules;
		float t = at / l->modules;
		float x = lie->x0 + module * (at + lie->bend * 4 * t * (1 - t));
		float cell = module / 2 * (1 + lie->bend * 4 * (1 - 2 * t) /
		    l->modules);
		row_cells(r, x - CELLS * cell, cell, WINDOW, v[i]);
		mean_take(v[i]);
		energy[i] = dot(v[i], v[i]);
		usual += energy[i] / (float)n;
	}
	float all = 0;
	for (int i = 0; i < n; i++)
		all += energy[i] / (energy[i] + FAINT * usual + 1e-6f);
	for (int i = 0; i < n; i++) {
		const struct meeting *t = &d->meeting[i];
		float a[JOINT_PATTERNS_MAX], b[JOINT_PATTERNS_MAX];
		float w = energy[i] / (energy[i] + FAINT * usual + 1e-6f) / all;
		w /= sqrtf(energy[i]) + 1e-6f;
		for (int k = 0; k < t->n; k++)
			a[k] = dot(v[i], t->a[k]) * w;
		for (int k = 0; k < t->m; k++)
			b[k] = dot(v[i], t->b[k]) * w;
		for (int k = 0; k < t->n; k++)
			for (int m = 0; m < t->m; m++)
				out->pair[i][k][m] = (a[k] + b[m]) *
				    t->norm[k][m];
	}
}

/* The best sum of pairs up to each pattern of each character, from the left;
 * came: by which pattern before. */
struct path {
	float   sum[JOINT_CHARS_MAX][JOINT_PATTERNS_MAX];
	uint8_t came[JOINT_CHARS_MAX][JOINT_PATTERNS_MAX];
};

static float
path_walk(const struct joint *j, const struct layout *l, struct path *p)
{
	int last = l->chars - 1;
	float best = -9;

	memset(p->sum[0], 0, sizeof p->sum[0]);
	for (int i = 0; i < last; i++)
		for (int b = 0; b < l->set[i + 1]->patterns; b++) {
			float most = -99;
			int from = 0;
			for (int a = 0; a < l->set[i]->patterns; a++) {
				float sum = p->sum[i][a] + j->pair[i][a][b];
				if (sum > most) {
					most = sum;
					from = a;
				}
			}
			p->sum[i + 1][b] = most;
			p->came[i + 1][b] = (uint8_t)from;
		}
	for (int b = 0; b < l->set[last]->patterns; b++)
		best = fmaxf(best, p->sum[last][b]);
	return best;
}

float
joint_fit(const struct row *r, const struct layout *l, int blur,
    struct lie *lie, struct joint *out)
{
	static struct path path;
	const struct drawing *d = drawing_of(l, blur);
	float module = (lie->x1 - lie->x0) / l->modules;
	float off_max = OFF_MAX * module;
	struct lie first = *lie;

	pairs_fill(r, l, d, lie, out);
	float best = path_walk(out, l, &path);
	for (float step = 0.5f; step >= 0.25f; step /= 2)
		for (bool better = true; better;) {
			better = false;
			for (int k = 0; k < 6; k++) {
				struct lie near = *lie;
				float by = k % 2 == 0 ? step : -step;
				near.x0 += k / 2 == 0 ? by * module : 0;
				near.x1 += k / 2 == 1 ? by * module : 0;
				near.bend += k / 2 == 2 ? by : 0;
				if (fabsf(near.x0 - first.x0) > off_max ||
				    fabsf(near.x1 - first.x1) > off_max ||
				    fabsf(near.bend) > BEND_MAX)
					continue;
				pairs_fill(r, l, d, &near, out);
				float sum = path_walk(out, l, &path);
				if (sum > best + 1e-4f) {
					best = sum;
					*lie = near;
					better = true;
				}
			}
		}
	pairs_fill(r, l, d, lie, out);
	return best;
}

float
joint_steepness(int blur)
{
	return 1 / (blurs[blur] * sqrtf(2 * (float)M_PI));
}

void
joint_add(struct joint *sum, const struct joint *j)
{
	for (int i = 0; i < JOINT_CHARS_MAX; i++)
		for (int a = 0; a < JOINT_PATTERNS_MAX; a++)
			for (int b = 0; b < JOINT_PATTERNS_MAX; b++)
				sum->pair[i][a][b] += j->pair[i][a][b];
}

float
joint_best(const struct joint *j, const struct layout *l, int rows,
    uint8_t *pattern, float *low, float *margin)
{
	static struct path path;
	float back[JOINT_PATTERNS_MAX] = { 0 };
	int last = l->chars - 1, at = 0;
	float best = path_walk(j, l, &path);

	for (int b = 1; b < l->set[last]->patterns; b++)
		at = path.sum[last][b] > path.sum[last][at] ? b : at;
	for (int i = last; i > 0; at = path.came[i--][at])
		pattern[i] = (uint8_t)at;
	pattern[0] = (uint8_t)at;
	*low = *margin = 1;
	for (int i = last; i >= 0; i--) {
		float next[JOINT_PATTERNS_MAX];
		for (int a = 0; a < l->set[i]->patterns; a++)
			if (a != pattern[i])
				*margin = fminf(*margin, (best -
				    path.sum[i][a] - back[a]) / (float)rows);
		if (i == 0)
			break;
		for (int a = 0; a < l->set[i - 1]->patterns; a++) {
			next[a] = -99;
			for (int b = 0; b < l->set[i]->patterns; b++)
				next[a] = fmaxf(next[a], back[b] +
				    j->pair[i - 1][a][b]);
		}
		memcpy(back, next, sizeof next);
		*low = fminf(*low, j->pair[i - 1][pattern[i - 1]][pattern[i]]
		    * (float)last / (float)rows);
	}
	return best / (float)rows;
}
