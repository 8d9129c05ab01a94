#include "scanner/qr_scan.h"

#include <math.h>
#include <string.h>

#include "scanner/qr_bits.h"
#include "scanner/qr_find.h"
#include "scanner/qr_grid.h"
#include "scanner/qr_refine.h"
#include "scanner/qr_text.h"
#include "scanner/qr_trio.h"
#include "scanner/ticks.h"

#define LEVELS_MAX   5		/* each half the size of the one before */
#define FIRST_SIDE   1300	/* pixels: of the level looked at first */
#define LEAST_SIDE   120
#define FINDERS_MAX  200
#define TRIOS_MAX    400
#define FAILED_QUICK 12		/* of them at each level, the likeliest */
#define PX_MODULE    6		/* of more, a smaller level is sampled */
#define KINDS        2		/* of flat pictures: plain, and for blur */
#define DETAIL       4		/* pixels around, of the second kind */
#define LENIENT_MAX  3		/* trios tried whatever they look like */
#define MAPS_MAX     3		/* numbers of modules tried with each */
#define DUO_FINDERS_MAX 5	/* left over: of more, no two are tried alone */
#define LENIENT_COST 1.5		/* and that cost no more */
#define LENIENT_MIN  0.04		/* with timing patterns so faint */
#define TIMING_MIN   0.25		/* any others' */
#define TIMING_GOOD  0.45		/* no need to ask whether it is bent */
#define PIN_MIN      0.45		/* alignment patterns, to count */
#define PIN_REACH    2.0		/* modules, where one may be */
#define MANY_ALIGNS  7			/* versions from this on have them */
#define KNOWN_MIN    78		/* percent of known modules, to be read */

struct search {
	struct decoder  *decoder;
	struct care      care;
	int              levels;
	struct grey      level[LEVELS_MAX];
	struct grey      flat[KINDS][LEVELS_MAX];	/* made when needed */
	int              kind;		/* of flat picture that is looked at */
	int              n, old;	/* finders; those of earlier levels */
	struct qr_finder finder[FINDERS_MAX];
	bool             used[FINDERS_MAX];
	struct qr_form   form;		/* of the code that is tried */
	struct qr_grid   grid;
	struct code     *out;
	int              found, cap;
};

static bool
is_late(const struct search *s)
{
	return ticks_cpu_ms() >= s->care.end_ms;
}

static const struct grey *
flat_at(struct search *s, int level)
{
	struct grey *flat = s->flat[0];

	if (flat[level].px == NULL)
		(void)grey_flatten(&flat[level], &s->level[level], 0);
	if (s->kind == 1 && s->flat[1][level].px == NULL &&
	    flat[level].px != NULL)
		(void)grey_detail(&s->flat[1][level], &flat[level], DETAIL);
	flat = s->flat[s->kind];
	return flat[level].px != NULL ? &flat[level] : NULL;
}

/* The level at which a module has at most so many pixels. */
static int
level_for(const struct search *s, double px_module)
{
	int i = 0;

	while (i + 1 < s->levels && px_module > PX_MODULE) {
		px_module /= 2;
		i++;
	}
	return i;
}

static bool
in_area(const struct area *a, double x, double y)
{
	return x > a->x0 && x < a->x1 && y > a->y0 && y < a->y1;
}

static double
map_px_module(const struct qr_map *m)
{
	double sum = 0;

	for (int i = 0; i < 4; i++)
		sum += hypot(m->x[i] - m->x[(i + 1) % 4],
		    m->y[i] - m->y[(i + 1) % 4]);
	return sum / 4 / m->n;
}

/* What zbar drops where its bytes are not of the alphabet that it names: all
 * modules must have been seen right. */
static bool
grid_read_bytes(const struct search *s, struct code *c)
{
	static uint8_t data[QR_BYTES_MAX];
	size_t n = qr_bits(&s->grid, &s->form, data);

	c->symbology = SYM_QRCODE;
	c->reader = READER_ZBAR;
	c->aim = symbology_info[SYM_QRCODE].aim;
	c->quality = 1;
	c->len = n == 0 ? 0 : qr_text_of_bytes(data, n, s->form.version,
	    c->text, sizeof c->text);
	return c->len > 0;
}

/* Reads the grid as drawn; true: a code, put into out. */
static bool
grid_read(struct search *s, const struct qr_map *map)
{
	struct grey drawn;
	struct code *c = &s->out[s->found];

	if (!qr_grid_draw(&s->grid, &s->form, &drawn))
		return false;
	int n = decoder_scan_qr(s->decoder, &drawn, c, 1);
	grey_release(&drawn);
	if (n < 1 && !grid_read_bytes(s, c))
		return false;
	c->area = (struct area){ map->x[0], map->y[0], map->x[0], map->y[0] };
	for (int i = 1; i < 4; i++) {
		c->area.x0 = fmin(c->area.x0, map->x[i]);
		c->area.x1 = fmax(c->area.x1, map->x[i]);
		c->area.y0 = fmin(c->area.y0, map->y[i]);
		c->area.y1 = fmax(c->area.y1, map->y[i]);
	}
	s->found++;
	return true;
}

static bool
map_read(struct search *s, const struct qr_map *map, bool negative)
{
	static uint8_t before[QR_SIDE_MAX * QR_SIDE_MAX];
	int level = level_for(s, map_px_module(map));
	size_t size = (size_t)(map->n * map->n);

	qr_grid_sample(&s->grid, map, &s->level[level], 1 << level, negative);
	for (int way = 0; way < QR_WAYS && !is_late(s); way++) {
		qr_grid_decide(&s->grid, &s->form, (enum qr_way)way);
		if (way > 0 && memcmp(before, s->grid.dark, size) == 0)
			continue;
		memcpy(before, s->grid.dark, size);
		if (qr_grid_percent_known(&s->grid, &s->form) < KNOWN_MIN)
			continue;
		if (grid_read(s, map))
			return true;
	}
	return false;
}

/* A plane, and how well its timing patterns are seen. */
struct guess {
	struct qr_map map;
	double        score;
};

static bool
is_negative(const struct qr_finder *const f[3])
{
	return !(f[0] != NULL ? f[0] : f[1])->dark;
}

static struct qr_view
view_of(struct search *s, const struct qr_map *map, bool negative)
{
	int level = level_for(s, map_px_module(map));
	return (struct qr_view){ flat_at(s, level), 1 << level, negative };
}

/* Keeps the best. */
static void
guess_keep(struct guess *best, int *n, const struct guess *g)
{
	int at = *n < MAPS_MAX ? (*n)++ : MAPS_MAX;

	while (at > 0 && best[at - 1].score < g->score) {
		if (at < MAPS_MAX)
			best[at] = best[at - 1];
		at--;
	}
	if (at < MAPS_MAX)
		best[at] = *g;
}

/* Lays planes, or bent surfaces, of several numbers of modules through three
 * finders and keeps the best; returns how many. */
static void
trio_guess(struct search *s, const struct qr_finder *const f[3], double side,
    bool bent, struct guess *best, int *n)
{
	int middle = (int)lround((side - 17) / 4);
	int spread = 1 + bent + middle / 8;

	for (int v = middle - spread; v <= middle + spread; v++) {
		struct guess g;
		if (v < 1 || v > QR_VERSION_MAX ||
		    !qr_map_fit(&g.map, f, 17 + 4 * v, NULL, 0, bent))
			continue;
		struct qr_view view = view_of(s, &g.map, is_negative(f));
		if (view.flat == NULL)
			continue;
		g.score = qr_timing_score(&g.map, &view);
		guess_keep(best, n, &g);
	}
}

static bool
is_bent(const struct qr_map *map)
{
	for (int i = 0; i < QR_BENDS; i++)
		if (fabs(map->bend[i]) > 0)
			return true;
	return false;
}

/* Pins the far corner to its alignment pattern, where that can be seen. */
static void
trio_pin(const struct search *s, const struct qr_finder *const f[3],
    struct qr_map *map, const struct qr_view *view)
{
	double at = map->n - 6.5, reach = 2.5 + map->n / 20.0;
	struct qr_map pinned;
	struct qr_pin pin;

	if (s->form.version < 2 ||
	    qr_align_find(map, view, at, at, reach, &pin) < PIN_MIN)
		return;
	if (qr_map_fit(&pinned, f, map->n, &pin, 1, is_bent(map)))
		*map = pinned;
}

/* The same with all its alignment patterns, of which large codes have many:
 * those that are seen tell how the surface is bent.  The second round finds
 * what the first one's map was too far from. */
static void
trio_pin_all(const struct search *s, const struct qr_finder *const f[3],
    struct qr_map *map, const struct qr_view *view)
{
	struct qr_pin pins[QR_ALIGN_MAX * QR_ALIGN_MAX];
	const struct qr_form *form = &s->form;
	int aligns = form->aligns;

	for (int round = 0; round < 2 && !is_late(s); round++) {
		struct qr_map pinned;
		int n = 0;
		for (int i = 0; i < aligns * aligns; i++) {
			int at = i % aligns, down = i / aligns;
			if (qr_form_has_align(form, at, down) &&
			    qr_align_find(map, view, form->align[at] + 0.5,
			    form->align[down] + 0.5, PIN_REACH, &pins[n]) >
			    PIN_MIN)
				n++;
		}
		if (n < 3 || !qr_map_fit(&pinned, f, map->n, pins, n, true))
			return;
		*map = pinned;
	}
}

/* Tries a plane as it is, then moved, then bent. */
static bool
guess_read(struct search *s, const struct qr_finder *const f[3],
    struct qr_map *map)
{
	bool negative = is_negative(f);

	qr_form_init(&s->form, (map->n - 17) / 4);
	struct qr_view view = view_of(s, map, negative);
	trio_pin(s, f, map, &view);
	if (s->form.version >= MANY_ALIGNS)
		trio_pin_all(s, f, map, &view);
	if (map_read(s, map, negative))
		return true;
	for (int bends = 0; bends < 2 && !is_late(s); bends++) {
		qr_refine(map, &s->form, &view, bends != 0);
		if (qr_timing_score(map, &view) >= LENIENT_MIN &&
		    map_read(s, map, negative))
			return true;
	}
	return false;
}

static bool
trio_read(struct search *s, const struct qr_trio *t, bool lenient)
{
	const struct qr_finder *f[3] = {
		&s->finder[t->f[0]], &s->finder[t->f[1]], &s->finder[t->f[2]],
	};
	struct guess best[MAPS_MAX];
	int n = 0;

	trio_guess(s, f, t->side, false, best, &n);
	if (lenient && (n == 0 || best[0].score < TIMING_GOOD))
		trio_guess(s, f, t->side, true, best, &n);
	for (int i = 0; i < n && !is_late(s); i++) {
		if (best[i].score < (lenient ? LENIENT_MIN : TIMING_MIN))
			break;
		if (i > 0 && best[i].score < best[0].score / 2)
			break;
		if (guess_read(s, f, &best[i].map))
			return true;
	}
	return false;
}

static void
finders_use(struct search *s, const struct area *a)
{
	for (int i = 0; i < s->n; i++)
		if (in_area(a, s->finder[i].x, s->finder[i].y))
			s->used[i] = true;
}

/* Two finders, when no third is there: the one that is missing may be any of
 * the three.  Along a side a finder is narrower than along a diagonal. */
static bool
duo_read(struct search *s, const struct qr_finder *a,
    const struct qr_finder *b)
{
	double dx = b->x - a->x, dy = b->y - a->y, apart = hypot(dx, dy);
	double reach = qr_finder_reach(a, dx, dy) + qr_finder_reach(b, dx, dy);
	bool side = reach < 1.2 * 3.5 * (a->module + b->module);
	const struct qr_finder *ways[3][3] = {
		{ a, b, NULL }, { a, NULL, b }, { NULL, a, b },
	};
	double modules = apart / (reach / 7) + 7;
	struct guess best[MAPS_MAX];

	if (!side)
		modules = apart / M_SQRT2 / ((a->module + b->module) / 2) + 7;
	if (modules < 17 || modules > QR_SIDE_MAX)
		return false;
	for (int i = side ? 0 : 2; i < (side ? 2 : 3); i++) {
		int n = 0;
		trio_guess(s, ways[i], modules, false, best, &n);
		for (int k = 0; k < n && k < 2 && !is_late(s); k++)
			if (best[k].score >= TIMING_MIN &&
			    guess_read(s, ways[i], &best[k].map))
				return true;
	}
	return false;
}

static void
duos_search(struct search *s)
{
	for (int a = 0; a < s->n; a++)
		for (int b = 0; b < s->n; b++) {
			const struct qr_finder *fa = &s->finder[a];
			const struct qr_finder *fb = &s->finder[b];
			if (a == b || s->used[a] || s->used[b] ||
			    fa->dark != fb->dark || is_late(s) ||
			    s->found == s->cap || fabs(log(fa->module /
			    fb->module)) > 0.5)
				continue;
			if (duo_read(s, fa, fb)) {
				s->used[a] = s->used[b] = true;
				finders_use(s, &s->out[s->found - 1].area);
			}
		}
}

/* Adds what is found at a level and was not known. */
static void
finders_add(struct search *s, int level, const struct area *known, int known_n)
{
	static struct qr_finder now[FINDERS_MAX];
	const struct grey *flat = flat_at(s, level);
	double zoom = 1 << level;

	int n = flat != NULL ? qr_find(flat, now, FINDERS_MAX) : 0;
	s->old = s->n;
	for (int i = 0; i < n && s->n < FINDERS_MAX; i++) {
		struct qr_finder f = now[i];
		bool skip = false;
		f.x *= zoom, f.y *= zoom, f.module *= zoom;
		for (int k = 0; k < 3 * QR_RAYS; k++)
			f.edge[k / QR_RAYS][k % QR_RAYS] *= (float)zoom;
		for (int k = 0; k < s->n && !skip; k++)
			skip = hypot(f.x - s->finder[k].x,
			    f.y - s->finder[k].y) < 2 * f.module;
		for (int k = 0; k < known_n && !skip; k++)
			skip = in_area(&known[k], f.x, f.y);
		for (int k = 0; k < s->found && !skip; k++)
			skip = in_area(&s->out[k].area, f.x, f.y);
		if (skip)
			continue;
		s->used[s->n] = false;
		s->finder[s->n++] = f;
	}
}

static void
level_search(struct search *s, int level, const struct area *known,
    int known_n)
{
	static struct qr_trio trios[TRIOS_MAX];

	finders_add(s, level, known, known_n);
	int n = qr_trios(s->finder, s->used, s->n, s->old, trios, TRIOS_MAX);
	int left = s->care.quick ? FAILED_QUICK : n;
	for (int i = 0; i < n && left > 0 && !is_late(s) &&
	    s->found < s->cap; i++) {
		const int *f = trios[i].f;
		if (s->used[f[0]] || s->used[f[1]] || s->used[f[2]])
			continue;
		if (trio_read(s, &trios[i], !s->care.quick && i < LENIENT_MAX &&
		    trios[i].cost < LENIENT_COST)) {
			s->used[f[0]] = s->used[f[1]] = s->used[f[2]] = true;
			finders_use(s, &s->out[s->found - 1].area);
		} else {
			left--;
		}
	}
}

static int
used_count(const struct search *s)
{
	int n = 0;

	for (int i = 0; i < s->n; i++)
		n += s->used[i];
	return n;
}

/* Something was read, and no finder is left over. */
static bool
is_content(const struct search *s, int known_n)
{
	return s->found + known_n > 0 && used_count(s) == s->n;
}

static int
longest(const struct grey *g)
{
	return g->w > g->h ? g->w : g->h;
}

/* Looks at the levels from to last, each half as large as the one before, and
 * where that leaves something open for blurred codes too. */
static void
levels_search(struct search *s, int from, int last, const struct area *known,
    int known_n)
{
	for (s->kind = 0; s->kind < KINDS; s->kind++) {
		if (s->kind > 0 && (s->care.quick || is_content(s, known_n)))
			break;
		for (int i = from; i <= last && !is_late(s); i++)
			level_search(s, i, known, known_n);
	}
	s->kind = 0;
}

static void
levels_init(struct search *s)
{
	s->levels = 1;
	while (s->levels < LEVELS_MAX &&
	    longest(&s->level[s->levels - 1]) >= 2 * LEAST_SIDE &&
	    grey_half(&s->level[s->levels], &s->level[s->levels - 1], 0))
		s->levels++;
}

int
qr_scan(struct decoder *d, const struct grey *picture,
    const struct area *known, int known_n, struct care care,
    struct code *out, int cap)
{
	static struct search s;
	int first = 0;

	s = (struct search){ .decoder = d, .care = care, .out = out,
		.cap = cap, .level[0] = *picture };
	levels_init(&s);
	while (first + 1 < s.levels && longest(&s.level[first]) > FIRST_SIDE)
		first++;
	levels_search(&s, first, s.levels - 1, known, known_n);
	if (!care.quick && s.n - used_count(&s) <= DUO_FINDERS_MAX)
		duos_search(&s);
	for (int i = first - 1; i >= 0 && !care.quick && !is_late(&s); i--)
		levels_search(&s, i, i, known, known_n);
	for (int i = 0; i < s.levels; i++) {
		grey_release(&s.flat[0][i]);
		grey_release(&s.flat[1][i]);
		if (i > 0)
			grey_release(&s.level[i]);
	}
	return s.found;
}
