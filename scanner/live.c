#include "scanner/live.h"

#include <inttypes.h>
#include <stdlib.h>

#include "scanner/out.h"
#include "scanner/passes.h"
#include "scanner/ticks.h"
#include "scanner/watch.h"

struct live {
	struct decoder *decoder;
	struct tally    tally;
	struct watch    watch;
	int64_t         frame_n, bad_n;
	int             useful;	/* the last pass but 0 that read a code */
	int             budget_ms;
	int64_t         end_ms;	/* of looking at a frame, as ticks_cpu_ms */
};

struct live *
live_new(const struct settings *set)
{
	struct live *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	l->budget_ms = set->budget_ms;
	l->watch.set = set->watch;
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
	free(l);
}

/* A code that is believed has been read in this frame. */
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
pass_run(struct live *l, const struct grey *frame, int pass)
{
	const struct entry *found[TALLY_MAX];
	bool before = is_seen(l);

	(void)passes_run(l->decoder, frame, pass, &l->tally, l->frame_n,
	    ticks_ms(), l->end_ms);
	if (pass > 0 && !before && is_seen(l))
		l->useful = pass;
	int n = tally_take(&l->tally, found, TALLY_MAX);
	for (int i = 0; i < n; i++)
		out_code(found[i]);
}

/* All other ways of looking, while the time lasts and no frame waits. */
static void
passes_rest(struct live *l, const struct grey *frame, bool (*waits)(void *),
    void *arg)
{
	int count = passes_count(frame);

	for (int i = 1; i < count; i++) {
		if (is_seen(l) || ticks_cpu_ms() >= l->end_ms ||
		    (waits != NULL && waits(arg)))
			break;
		pass_run(l, frame, i);
	}
}

/* Every frame is looked at plainly.  Where that shows nothing, also in the
 * way that helped last, or else in one other way, these taking turns; and in
 * all of them while no frame waits. */
void
live_frame(struct live *l, const struct grey *frame, bool (*waits)(void *),
    void *arg)
{
	int count = passes_count(frame);

	l->end_ms = ticks_cpu_ms() + l->budget_ms;
	l->frame_n++;
	tally_forget(&l->tally, l->frame_n, ticks_ms());
	pass_run(l, frame, 0);
	if (!is_seen(l) && count > 1)
		pass_run(l, frame, l->useful > 0 ? l->useful :
		    1 + (int)(l->frame_n % (count - 1)));
	if (!is_seen(l) && l->useful > 0)
		l->useful = 0;
	passes_rest(l, frame, waits, arg);
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
	l->end_ms = ticks_cpu_ms() + l->budget_ms;
	passes_rest(l, frame, NULL, NULL);
}
