/* live.c - what is done with each frame.  The frame is reduced and looked at
 * plainly; then, as far as the time goes, at full size and in other ways at
 * the parts of it where a code could stand, these taking turns from frame to
 * frame.  Where nothing changes, everything has soon been tried, and the
 * frames cost next to nothing until something does. */
#include "scanner/live.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/out.h"
#include "scanner/passes.h"
#include "scanner/scene.h"
#include "scanner/ticks.h"
#include "scanner/watch.h"

#define FRAME_US	 22000	/* of processor time for a frame, on average */
#define LOOK_MS		 15	/* for a look that can end early */
#define FRAME_US_MAX	 30000	/* no look begins later in a frame */
#define CREDIT_US_MAX	 44000	/* that can be saved up for a costly look */
#define DEBT_US_MAX	 33000
#define LOOKS		 160	/* after a change, then nothing new is tried */
#define IDLE_FRAMES	 8	/* between plain looks where nothing changes */
#define PIXELS_DENSE	 400000	/* more are looked at every other row */
#define SPARSE_DENSITY	 4
#define CONFIRM_PASSES	 4
#define COSTS		 32
#define COST_NS		 60	/* of a pixel, until it is known */

struct live {
	struct decoder *decoder;
	struct tally    tally;
	struct scene    scene;
	struct watch    watch;
	int             budget_ms;
	int64_t         frame_n, bad_n, bars_frame;
	int64_t         credit_us;
	int             looks_left;	/* until a change */
	int             looks_n;	/* since the last change */
	int             plain;		/* the region that comes next; -1: all */
	int             other, pass;	/* the same, for this other way */
	int             cost_ns[COSTS];	/* of a pass, for a pixel */
	int64_t         came_us, interval_us;	/* 0: not known */
	bool            idle;	/* no frame was there after the last */
};

struct live *
live_new(const struct settings *set)
{
	struct live *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	l->budget_ms = set->budget_ms;
	l->watch.set = set->watch;
	l->credit_us = FRAME_US;
	l->plain = -1;
	l->pass = 1;
	l->decoder = decoder_new(set->itf_lengths);
	if (l->decoder == NULL) {
		free(l);
		return NULL;
	}
	return l;
}

void
live_free(struct live *l)
{
	if (l == NULL)
		return;
	decoder_free(l->decoder);
	scene_release(&l->scene);
	free(l);
}

/* A code that is believed has been read in this frame, or is still there. */
static bool
is_seen(const struct live *l)
{
	for (int i = 0; i < l->tally.n; i++)
		if (l->tally.entries[i].believed &&
		    l->tally.entries[i].seen_frame == l->frame_n)
			return true;
	return false;
}

static void
tell(struct live *l)
{
	const struct entry *found[TALLY_MAX];
	int n = tally_take(&l->tally, found, TALLY_MAX);

	for (int i = 0; i < n; i++)
		out_code(found[i]);
}

static int64_t
cost_us(const struct live *l, int w, int h, int pass)
{
	int ns = l->cost_ns[pass < COSTS ? pass : COSTS - 1];
	return (int64_t)(ns > 0 ? ns : COST_NS) * w * h / 1000;
}

/* Does a pass and pays for it.  Returns how many codes became believed. */
static int
look(struct live *l, const struct grey *g, struct place at, int pass,
    int density)
{
	int64_t begin = ticks_cpu_us();

	decoder_set_density(l->decoder, density);
	int believed = passes_run_at(l->decoder, g, at, pass, &l->tally,
	    l->frame_n, ticks_ms(), ticks_cpu_ms() + LOOK_MS);
	int64_t us = ticks_cpu_us() - begin;
	l->credit_us -= us;
	if (density == 1) {
		int *ns = &l->cost_ns[pass < COSTS ? pass : COSTS - 1];
		int now = (int)(us * 1000 / ((int64_t)g->w * g->h));
		*ns = *ns == 0 ? now : (*ns * 3 + now) / 4;
	}
	return believed;
}

/* Does a pass on a part of the frame, at full size. */
static int
look_at(struct live *l, const struct grey *frame, const struct region *r,
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

static int
look_small(struct live *l, int pass)
{
	const struct grey *g = &l->scene.small;

	if (g->px == NULL)
		return 0;
	return look(l, g, (struct place){ 0, 0, l->scene.reduced }, pass,
	    (int64_t)g->w * g->h > PIXELS_DENSE ? 2 : 1);
}

/* Some rows of the whole frame, others each time. */
static int
look_sparse(struct live *l, const struct grey *frame)
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
region_around(const struct live *l, const struct area *a,
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

/* Bars are not told before our own reader of bars has looked too, which knows
 * some of zbar's errors; nor what was read poorly before another look agrees,
 * at full size or in another way. */
static void
confirm(struct live *l, const struct grey *frame, int64_t end)
{
	int bars = passes_bars(&l->scene.small);

	for (int i = 0; i < l->tally.n && ticks_cpu_us() < end; i++) {
		struct entry *e = &l->tally.entries[i];
		if (e->told || e->read_frame != l->frame_n)
			continue;
		if (e->code.symbology != SYM_QRCODE &&
		    l->bars_frame != l->frame_n) {
			l->bars_frame = l->frame_n;
			(void)look_small(l, bars);
		}
		struct region r = region_around(l, &e->code.area, frame);
		for (int p = 0; p < CONFIRM_PASSES && !e->believed &&
		    ticks_cpu_us() < end; p++)
			if (p > 0 || l->scene.reduced > 1)
				(void)look_at(l, frame, &r, p);
	}
}

/* True where a code that is known fills most of the region. */
static bool
is_known(const struct live *l, const struct region *r)
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
turn_next(const struct live *l, int *turn)
{
	while (*turn < l->scene.regions_n &&
	    is_known(l, &l->scene.regions[*turn]))
		++*turn;
	return *turn < l->scene.regions_n ? (*turn)++ : -1;
}

/* At some rows of the whole frame, and at the regions at full size. */
static bool
look_plain(struct live *l, const struct grey *frame, int64_t max_us)
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
look_other(struct live *l, const struct grey *frame, int64_t max_us)
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
		(void)look_small(l, l->pass);
		if (++l->pass >= passes_count(small))
			l->pass = 1;
	}
	return true;
}

/* One look more, of those that take turns.  False: it costs more than
 * max_us. */
static bool
look_next(struct live *l, const struct grey *frame, int64_t max_us)
{
	bool plain = l->scene.reduced > 1 && l->looks_n % 2 == 0;

	if (!(plain ? look_plain : look_other)(l, frame, max_us))
		return false;
	l->looks_n++;
	l->looks_left--;
	return true;
}

/* What is still where it was read, and looks as it did, need not be read. */
static void
keep_known(struct live *l)
{
	for (int i = 0; i < l->tally.n; i++) {
		struct entry *e = &l->tally.entries[i];
		if (!e->told || !scene_is_same(&l->scene, &e->code.area,
		    e->read_frame))
			continue;
		e->seen_frame = l->frame_n;
		e->seen_ms = ticks_ms();
	}
}

/* Notes how fast frames come, where we wait for them. */
static void
time_frame(struct live *l)
{
	int64_t now = ticks_us();

	if (l->idle && l->came_us != 0) {
		int64_t us = now - l->came_us;
		l->interval_us = l->interval_us == 0 ? us :
		    (l->interval_us * 7 + us) / 8;
	}
	l->came_us = now;
}

/* While no frame waits, and where it is known when the next one comes. */
static void
use_rest(struct live *l, const struct grey *frame, bool (*waits)(void *),
    void *arg)
{
	int64_t end = ticks_cpu_us() + (int64_t)l->budget_ms * 1000;

	while (l->looks_left > 0 && !waits(arg)) {
		int64_t left = end - ticks_cpu_us();
		int64_t until = l->came_us + l->interval_us - ticks_us();
		if (l->interval_us > 0 && until < left)
			left = until;
		if (left <= 0 || !look_next(l, frame, left))
			break;
	}
	l->idle = !waits(arg);
}

/* What happens with every frame; more where a code has just been read, so
 * that those beside it are told with it, in their order. */
static void
look_always(struct live *l, const struct grey *frame, int64_t end)
{
	bool news = look_small(l, 0) > 0;

	scene_find_regions(&l->scene);
	confirm(l, frame, end);
	while (l->looks_left > 0 && ticks_cpu_us() < end &&
	    look_next(l, frame, news ? end - ticks_cpu_us() : l->credit_us))
		;
	confirm(l, frame, end);
}

void
live_frame(struct live *l, const struct grey *frame, bool (*waits)(void *),
    void *arg)
{
	int64_t begin = ticks_cpu_us();

	time_frame(l);
	l->frame_n++;
	tally_forget(&l->tally, l->frame_n, ticks_ms());
	if (scene_update(&l->scene, frame, l->frame_n) > 1) {
		if (l->looks_left <= 0) {
			l->looks_n = l->other = 0;
			l->plain = -1;
			l->pass = 1;
		}
		l->looks_left = LOOKS;
	}
	keep_known(l);
	l->credit_us += FRAME_US - (ticks_cpu_us() - begin);
	if (l->looks_left > 0 || l->frame_n % IDLE_FRAMES == 0)
		look_always(l, frame, begin + FRAME_US_MAX);
	tell(l);
	use_rest(l, frame, waits, arg);
	tell(l);
	if (l->credit_us > CREDIT_US_MAX)
		l->credit_us = CREDIT_US_MAX;
	if (l->credit_us < -DEBT_US_MAX)
		l->credit_us = -DEBT_US_MAX;
	watch_frame(&l->watch, frame);
}

/* True for 1, 2, 4, 8, ... */
static bool
is_power_of_two(int64_t n)
{
	return (n & (n - 1)) == 0;
}

void
live_bad_frame(struct live *l, const char *name, const char *why)
{
	l->frame_n++;
	l->bad_n++;
	if (is_power_of_two(l->bad_n))
		out_log(name, "frame %" PRId64 " left out (%" PRId64
		    " so far): %s", l->frame_n, l->bad_n, why);
	watch_idle(&l->watch);
}

void
live_last(struct live *l, const struct grey *frame)
{
	int64_t end = ticks_cpu_us() + (int64_t)l->budget_ms * 1000;
	int count = passes_count(frame);

	for (int i = 0; i < count && !is_seen(l) && ticks_cpu_us() < end; i++)
		(void)look(l, frame, (struct place){ 0, 0, 1 }, i, 1);
	tell(l);
}
