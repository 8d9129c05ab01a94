#include "scanner/looks.h"

#include <string.h>

#include "scanner/ticks.h"

#define LOOK_MS		 15	/* for a look that can end early */
#define LOOK_BARS_MS	 100	/* for one at bars: what is told hangs on it */
#define LOOKS		 160	/* after a change, then nothing new is tried */
#define PIXELS_DENSE	 400000	/* more are looked at every other row */
#define SPARSE_DENSITY	 4
#define CONFIRM_PASSES	 4
#define COST_NS		 60	/* of a pixel, until it is known */

void
looks_begin(struct looks *l)
{
	if (l->left <= 0) {
		l->n = l->other = 0;
		l->plain = -1;
		l->pass = 1;
	}
	l->left = LOOKS;
}

static int64_t
cost_us(const struct looks *l, int w, int h, int pass)
{
	int ns = l->cost_ns[pass < LOOKS_COSTS ? pass : LOOKS_COSTS - 1];
	return (int64_t)(ns > 0 ? ns : COST_NS) * w * h / 1000;
}

/* Does a pass and pays for it.  Returns how many codes became believed. */
static int
look(struct looks *l, const struct grey *g, struct place at, int pass,
    int density)
{
	int64_t begin = ticks_cpu_us();

	decoder_set_density(l->decoder, density);
	struct care care = { .end_ms = ticks_cpu_ms() +
		(pass == passes_bars(g) ? LOOK_BARS_MS : LOOK_MS) };
	int believed = passes_run_at(l->decoder, g, at, pass, care, &l->tally,
	    l->frame_n, ticks_ms());
	int64_t us = ticks_cpu_us() - begin;
	l->credit_us -= us;
	if (density == 1) {
		int *ns = &l->cost_ns[pass < LOOKS_COSTS ? pass :
		    LOOKS_COSTS - 1];
		int now = (int)(us * 1000 / ((int64_t)g->w * g->h));
		*ns = *ns == 0 ? now : (*ns * 3 + now) / 4;
	}
	return believed;
}

/* Does a pass on a part of the frame, at full size. */
static int
look_at(struct looks *l, const struct grey *frame, const struct region *r,
    int pass)
{
	struct grey part;
	int believed = 0;

	if (r->w < 1 || r->h < 1 || !grey_init(&part, r->w, r->h))
		return 0;
	for (int y = 0; y < r->h; y++)
		memcpy(part.px + (size_t)y * (size_t)r->w, frame->px +
		    (size_t)(r->y + y) * (size_t)frame->w + r->x,
		    (size_t)r->w);
	if (pass < passes_count(&part))
		believed = look(l, &part, (struct place){ r->x, r->y, 1 },
		    pass, 1);
	grey_release(&part);
	return believed;
}

int
looks_small(struct looks *l, int pass)
{
	const struct grey *g = &l->scene.small;

	if (g->px == NULL)
		return 0;
	return look(l, g, (struct place){ 0, 0, l->scene.reduced }, pass,
	    (int64_t)g->w * g->h > PIXELS_DENSE ? 2 : 1);
}

int
looks_full(struct looks *l, const struct grey *frame, int pass)
{
	return look(l, frame, (struct place){ 0, 0, 1 }, pass, 1);
}

/* Some rows of the whole frame, others each time. */
static int
look_sparse(struct looks *l, const struct grey *frame)
{
	int skip = (int)(l->frame_n % SPARSE_DENSITY);

	if (frame->h <= skip)
		return 0;
	struct grey g = { frame->w, frame->h - skip,
		frame->px + (size_t)skip * (size_t)frame->w };
	return look(l, &g, (struct place){ 0, skip, 1 }, 0, SPARSE_DENSITY);
}

static void
region_join(struct region *r, const struct region *more)
{
	int x1 = r->x + r->w, y1 = r->y + r->h;

	x1 = x1 > more->x + more->w ? x1 : more->x + more->w;
	y1 = y1 > more->y + more->h ? y1 : more->y + more->h;
	r->x = r->x < more->x ? r->x : more->x;
	r->y = r->y < more->y ? r->y : more->y;
	r->w = x1 - r->x;
	r->h = y1 - r->y;
}

/* Where a code was read.  zbar tells where on some rows its bars end, not
 * always where they begin: the regions there belong to it too. */
static struct region
region_around(const struct looks *l, const struct area *a,
    const struct grey *frame)
{
	double w = a->x1 - a->x0, h = a->y1 - a->y0;
	double room = (w > h ? w : h) / 3 + 16;
	int x0 = (int)(a->x0 - room), x1 = (int)(a->x1 + room);
	int y0 = (int)(a->y0 - room), y1 = (int)(a->y1 + room);

	x0 = x0 < 0 ? 0 : x0;
	y0 = y0 < 0 ? 0 : y0;
	x1 = x1 > frame->w ? frame->w : x1;
	y1 = y1 > frame->h ? frame->h : y1;
	struct region all = { x0, y0, x1 - x0, y1 - y0, 0 };
	for (int i = 0; i < l->scene.regions_n; i++) {
		const struct region *r = &l->scene.regions[i];
		if (x0 < r->x + r->w && x1 > r->x && y0 < r->y + r->h &&
		    y1 > r->y)
			region_join(&all, r);
	}
	return all;
}

void
looks_confirm_bars(struct looks *l)
{
	for (int i = 0; i < l->tally.n; i++) {
		const struct entry *e = &l->tally.entries[i];
		if (e->told || e->read_frame != l->frame_n ||
		    e->code.symbology == SYM_QRCODE ||
		    l->bars_frame == l->frame_n || l->scene.small.px == NULL)
			continue;
		l->bars_frame = l->frame_n;
		(void)looks_small(l, passes_bars(&l->scene.small));
	}
}

void
looks_confirm(struct looks *l, const struct grey *frame, int64_t end_us)
{
	looks_confirm_bars(l);
	for (int i = 0; i < l->tally.n && ticks_cpu_us() < end_us; i++) {
		struct entry *e = &l->tally.entries[i];
		if (e->told || e->read_frame != l->frame_n)
			continue;
		struct region r = region_around(l, &e->code.area, frame);
		for (int p = 0; p < CONFIRM_PASSES && !e->believed &&
		    ticks_cpu_us() < end_us; p++)
			if (p > 0 || l->scene.reduced > 1)
				(void)look_at(l, frame, &r, p);
	}
}

/* True where a code that is known fills most of the region. */
static bool
is_known(const struct looks *l, const struct region *r)
{
	for (int i = 0; i < l->tally.n; i++) {
		const struct entry *e = &l->tally.entries[i];
		const struct area *a = &e->code.area;
		double x = (a->x0 + a->x1) / 2, y = (a->y0 + a->y1) / 2;
		if (e->believed && e->seen_frame == l->frame_n &&
		    x >= r->x && x <= r->x + r->w &&
		    y >= r->y && y <= r->y + r->h &&
		    ((a->x1 - a->x0) * 5 > r->w * 2 ||
		    (a->y1 - a->y0) * 5 > r->h * 2))
			return true;
	}
	return false;
}

/* The part of the frame that comes next: a region that is not known, or -1,
 * after the last of them. */
static int
turn_next(const struct looks *l, int *turn)
{
	while (*turn < l->scene.regions_n &&
	    is_known(l, &l->scene.regions[*turn]))
		++*turn;
	return *turn < l->scene.regions_n ? (*turn)++ : -1;
}

/* At some rows of the whole frame, and at the regions at full size. */
static bool
look_plain(struct looks *l, const struct grey *frame, int64_t max_us)
{
	int turn = l->plain, i = turn < 0 ? -1 : turn_next(l, &turn);
	const struct region *r = &l->scene.regions[i < 0 ? 0 : i];
	int64_t us = i < 0 ?
	    cost_us(l, frame->w, frame->h, 0) / SPARSE_DENSITY :
	    cost_us(l, r->w, r->h, 0);

	if (us > max_us)
		return false;
	l->plain = i < 0 ? 0 : turn;
	if (i < 0)
		(void)look_sparse(l, frame);
	else
		(void)look_at(l, frame, r, 0);
	return true;
}

/* At the regions, and then at the reduced frame, in one way after the
 * other. */
static bool
look_other(struct looks *l, const struct grey *frame, int64_t max_us)
{
	int turn = l->other, i = turn_next(l, &turn);
	const struct region *r = &l->scene.regions[i < 0 ? 0 : i];
	const struct grey *small = &l->scene.small;
	int64_t us = i < 0 ? cost_us(l, small->w, small->h, l->pass) :
	    cost_us(l, r->w, r->h, l->pass);

	if (us > max_us)
		return false;
	l->other = i < 0 ? 0 : turn;
	if (i >= 0) {
		(void)look_at(l, frame, r, l->pass);
	} else {
		(void)looks_small(l, l->pass);
		if (++l->pass >= passes_count(small))
			l->pass = 1;
	}
	return true;
}

bool
looks_next(struct looks *l, const struct grey *frame, int64_t max_us)
{
	if (l->left <= 0)
		return false;
	bool plain = l->scene.reduced > 1 && l->n % 2 == 0;

	if (!(plain ? look_plain : look_other)(l, frame, max_us))
		return false;
	l->n++;
	l->left--;
	return true;
}
