#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scanner/out.h"
#include "scanner/passes.h"
#include "scanner/sandbox.h"
#include "scanner/source.h"
#include "scanner/ticks.h"

#define NAME "standard input"

/* What is known while frames come. */
struct live {
	struct decoder *decoder;
	struct tally    tally;
	struct grey     frame;
	int64_t         frame_n;
	int             useful;	/* the last pass but 0 that read a code */
	int             budget_ms;
};

/* False: the input has ended, or *status says what is wrong. */
static bool
frame_read(struct grey *g, enum status *status)
{
	size_t size = (size_t)g->w * (size_t)g->h, n = 0;

	while (n < size) {
		ssize_t got = read(STDIN_FILENO, g->px + n, size - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			out_log(NAME, "%s", strerror(errno));
			*status = STATUS_OUTSIDE;
			return false;
		}
		if (got == 0 && n > 0) {
			out_log(NAME, "ends inside a frame");
			*status = STATUS_REFUSED;
		}
		if (got == 0)
			return false;
		n += (size_t)got;
	}
	return true;
}

static bool
frame_waits(void)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
	return poll(&p, 1, 0) != 0;
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
pass_run(struct live *l, int pass)
{
	const struct entry *found[TALLY_MAX];
	bool before = is_seen(l);

	(void)passes_run(l->decoder, &l->frame, pass, &l->tally, l->frame_n,
	    ticks_ms());
	if (pass > 0 && !before && is_seen(l))
		l->useful = pass;
	int n = tally_take(&l->tally, found, TALLY_MAX);
	for (int i = 0; i < n; i++)
		out_code(found[i]);
}

/* Every frame is looked at plainly.  Where that shows nothing, also in the
 * way that helped last, or else in one other way, these taking turns; and in
 * all of them while no frame waits, or none comes after this one. */
static void
frame_scan(struct live *l, bool last)
{
	int64_t end = ticks_cpu_ms() + l->budget_ms;
	int count = passes_count(&l->frame);
	int turn = 1 + (int)(l->frame_n % (count - 1));

	if (!last) {
		tally_forget(&l->tally, l->frame_n, ticks_ms());
		pass_run(l, 0);
		if (!is_seen(l))
			pass_run(l, l->useful > 0 ? l->useful : turn);
		if (!is_seen(l) && l->useful > 0)
			l->useful = 0;
	}
	for (int i = 1; i < count; i++) {
		if (is_seen(l) || ticks_cpu_ms() >= end ||
		    (!last && frame_waits()))
			break;
		pass_run(l, i);
	}
}

static enum status
live_run(struct live *l)
{
	enum status status = STATUS_DONE;

	while (frame_read(&l->frame, &status)) {
		l->frame_n++;
		frame_scan(l, false);
	}
	if (status == STATUS_DONE && l->frame_n > 0)
		frame_scan(l, true);
	return status;
}

enum status
source_raw_run(int w, int h, const struct settings *set)
{
	static struct live l;
	const char *missing;
	enum status status = STATUS_OUTSIDE;

	l.budget_ms = set->budget_ms;
	out_close_others();
	if (!sandbox_enter(0, &missing)) {
		out_log(NULL, "no sandbox: %s cannot be had here", missing);
		return STATUS_OUTSIDE;
	}
	out_hello();
	l.decoder = decoder_new(set->itf_lengths);
	if (l.decoder == NULL || !grey_init(&l.frame, w, h))
		out_log(NULL, "not enough memory for frames of %dx%d", w, h);
	else
		status = live_run(&l);
	grey_release(&l.frame);
	decoder_free(l.decoder);
	return status;
}
