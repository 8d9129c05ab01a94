/* live.c - what is done with each frame.  The frame is reduced and looked at
 * plainly; then, as far as the time goes, at full size and in other ways at
 * the parts of it where a code could stand, these taking turns from frame to
 * frame.  Where nothing changes, everything has soon been tried, and the
 * frames cost next to nothing until something does. */
#include "scanner/live.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/looks.h"
#include "scanner/out.h"
#include "scanner/ticks.h"
#include "scanner/watch.h"

#define FRAME_US	 22000	/* of processor time for a frame, on average */
#define FRAME_US_MAX	 30000	/* no look begins later in a frame */
#define CREDIT_US_MAX	 44000	/* that can be saved up for a costly look */
#define DEBT_US_MAX	 33000
#define IDLE_FRAMES	 8	/* between plain looks where nothing changes */

struct live {
	struct looks looks;
	struct watch watch;
	int          budget_ms;
	int64_t      bad_n;
	int64_t      came_us, interval_us;	/* 0: not known */
	bool         idle;	/* no frame was there after the last */
};

struct live *
live_new(const struct settings *set)
{
	struct live *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	l->budget_ms = set->budget_ms;
	l->watch.set = set->watch;
	l->looks.credit_us = FRAME_US;
	l->looks.decoder = decoder_new(set->itf_lengths);
	if (l->looks.decoder == NULL) {
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
	decoder_free(l->looks.decoder);
	scene_release(&l->looks.scene);
	free(l);
}

/* A code that is believed has been read in this frame, or is still there. */
static bool
is_seen(const struct live *l)
{
	for (int i = 0; i < l->looks.tally.n; i++)
		if (l->looks.tally.entries[i].believed &&
		    l->looks.tally.entries[i].seen_frame == l->looks.frame_n)
			return true;
	return false;
}

static bool
is_same_text(const struct entry *a, const struct entry *b)
{
	return a->code.len == b->code.len &&
	    memcmp(a->code.text, b->code.text, a->code.len) == 0;
}

/* A label that has its text both in bars and in a QR code is one label.  The
 * news, n of them, stand in the tally too: of these the first counts. */
static bool
is_told_beside(const struct tally *t, const struct entry *const *news, int n,
    int nth)
{
	const struct entry *e = news[nth];

	for (int i = 0; i < t->n; i++) {
		const struct entry *o = &t->entries[i];
		bool later = false;
		for (int k = nth; k < n; k++)
			later = later || news[k] == o;
		if (o->told && !later && (o->strong || !e->strong) &&
		    is_same_text(o, e))
			return true;
	}
	return false;
}

static void
tell(struct live *l)
{
	const struct entry *found[TALLY_MAX];

	looks_confirm_bars(&l->looks);
	int n = tally_take(&l->looks.tally, found, TALLY_MAX);

	for (int i = 0; i < n; i++)
		if (!is_told_beside(&l->looks.tally, found, n, i))
			out_code(found[i]);
}

/* What is still where it was read, and looks as it did, need not be read. */
static void
keep_known(struct live *l)
{
	for (int i = 0; i < l->looks.tally.n; i++) {
		struct entry *e = &l->looks.tally.entries[i];
		if (!e->told || !scene_is_same(&l->looks.scene, &e->code.area,
		    e->read_frame))
			continue;
		e->seen_frame = l->looks.frame_n;
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

	while (l->looks.left > 0 && !is_seen(l) && !waits(arg)) {
		int64_t left = end - ticks_cpu_us();
		int64_t until = l->came_us + l->interval_us - ticks_us();
		if (l->interval_us > 0 && until < left)
			left = until;
		if (left <= 0 || !looks_next(&l->looks, frame, left))
			break;
	}
	l->idle = !waits(arg);
}

/* What happens with every frame: more where a code has just been read, so
 * that those beside it are told with it, in their order; little where one was
 * told and is still seen. */
static void
look_always(struct live *l, const struct grey *frame, int64_t end)
{
	bool news = looks_small(&l->looks, 0) > 0;

	scene_find_regions(&l->looks.scene);
	looks_confirm(&l->looks, frame, end);
	for (int i = 0; l->looks.left > 0 && ticks_cpu_us() < end; i++)
		if ((i > 0 && !news && is_seen(l)) ||
		    !looks_next(&l->looks, frame, news ? end - ticks_cpu_us() :
		    l->looks.credit_us))
			break;
	looks_confirm(&l->looks, frame, end);
}

void
live_frame(struct live *l, const struct grey *frame, bool (*waits)(void *),
    void *arg)
{
	int64_t begin = ticks_cpu_us();

	time_frame(l);
	l->looks.frame_n++;
	tally_forget(&l->looks.tally, l->looks.frame_n, ticks_ms());
	if (scene_update(&l->looks.scene, frame, l->looks.frame_n) > 1)
		looks_begin(&l->looks);
	keep_known(l);
	l->looks.credit_us += FRAME_US - (ticks_cpu_us() - begin);
	if (l->looks.left > 0 || l->looks.frame_n % IDLE_FRAMES == 0)
		look_always(l, frame, begin + FRAME_US_MAX);
	tell(l);
	use_rest(l, frame, waits, arg);
	tell(l);
	if (l->looks.credit_us > CREDIT_US_MAX)
		l->looks.credit_us = CREDIT_US_MAX;
	if (l->looks.credit_us < -DEBT_US_MAX)
		l->looks.credit_us = -DEBT_US_MAX;
	watch_frame(&l->watch, frame);
}

void
live_idle(struct live *l)
{
	watch_idle(&l->watch);
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
	l->looks.frame_n++;
	l->bad_n++;
	if (is_power_of_two(l->bad_n))
		out_log(name, "frame %" PRId64 " left out (%" PRId64
		    " so far): %s", l->looks.frame_n, l->bad_n, why);
	watch_idle(&l->watch);
}

void
live_last(struct live *l, const struct grey *frame)
{
	int64_t end = ticks_cpu_us() + (int64_t)l->budget_ms * 1000;
	int count = passes_count(frame);

	for (int i = 0; i < count && !is_seen(l) && ticks_cpu_us() < end; i++)
		(void)looks_full(&l->looks, frame, i);
	tell(l);
}
