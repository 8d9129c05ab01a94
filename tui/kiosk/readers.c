#include "tui/kiosk/readers.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tui/kiosk/kiosk.h"

#define FAILURES_TOLD	3	/* until then it may just be starting */
#define GONE_TOLD_MS	3000
#define ECHO_MS		1000
#define LIST_WAIT_MS	5000

void
readers_init(struct readers *r, const struct reader *reader, size_t n,
    int view_every_ms)
{
	memset(r, 0, sizeof *r);
	child_init(&r->list);
	r->n = n;
	for (size_t i = 0; i < n; i++) {
		source_init(&r->source[i], &reader[i]);
		r->source[i].view_every_ms = view_every_ms;
	}
}

void
readers_stop(struct readers *r)
{
	for (size_t i = 0; i < r->n; i++)
		source_stop(&r->source[i]);
	child_stop(&r->list);
}

/* --- time, and what is told of them --- */

/* The first that is so stands in the bar. */
static void
find_told(struct readers *r, int64_t now_ms)
{
	r->down = r->gone = r->paused = NULL;
	for (size_t i = r->n; i > 0; i--) {
		const struct source *s = &r->source[i - 1];
		if (s->state == SOURCE_PAUSED)
			r->paused = s;
		else if (s->failures >= FAILURES_TOLD)
			r->down = s;
		else if (s->state == SOURCE_GONE &&
		    now_ms >= s->state_ms + GONE_TOLD_MS)
			r->gone = s;
	}
}

void
readers_tick(struct kiosk *k)
{
	struct readers *r = &k->readers;

	for (size_t i = 0; i < r->n; i++)
		source_tick(&r->source[i], k->now_ms);
	if (r->list.pid != 0 && k->now_ms >= r->list_ms + LIST_WAIT_MS)
		child_stop(&r->list);
	find_told(r, k->now_ms);
	k->banner[BANNER_READER] = r->down != NULL;
	k->banner[BANNER_READER_GONE] = r->gone != NULL;
	k->banner[BANNER_READER_PAUSED] = r->paused != NULL;
}

int64_t
readers_deadline(const struct readers *r)
{
	int64_t at = r->list.pid != 0 ? r->list_ms + LIST_WAIT_MS : -1;

	for (size_t i = 0; i < r->n; i++) {
		int64_t due = source_deadline(&r->source[i]);
		if (due >= 0 && (at < 0 || due < at))
			at = due;
	}
	return at;
}

void
readers_pause(struct kiosk *k, size_t i, bool pause)
{
	source_pause(&k->readers.source[i], pause, k->now_ms);
}

/* --- what they write --- */

void
readers_fds(const struct readers *r, struct pollfd out[READERS_FDS])
{
	for (size_t i = 0; i < READERS_MAX; i++)
		out[i] = (struct pollfd){ i < r->n ? r->source[i].child.fd :
		    -1, POLLIN, 0 };
	out[READERS_MAX] = (struct pollfd){ r->list.fd, POLLIN, 0 };
}

static void
read_list(struct readers *r)
{
	size_t room = sizeof r->listed - 1 - r->listed_n;
	ssize_t got = room == 0 ? 0 : read(r->list.fd, r->listed +
	    r->listed_n, room);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got > 0)
		r->listed_n += (size_t)got;
	else
		child_stop(&r->list);
	r->listed[r->listed_n] = '\0';
}

void
readers_read(struct kiosk *k, const struct pollfd in[READERS_FDS],
    source_fn *fn, void *arg)
{
	struct readers *r = &k->readers;

	for (size_t i = 0; i < r->n; i++)
		/* A scan of one before may have paused it. */
		if (in[i].revents != 0 && r->source[i].child.fd == in[i].fd)
			source_read(&r->source[i], k->now_ms, fn, arg);
	if (in[READERS_MAX].revents != 0 && r->list.fd >= 0)
		read_list(r);
}

void
readers_list(struct kiosk *k)
{
	struct readers *r = &k->readers;
	char program[PROGRAM_PATH_MAX];
	const char *const argv[] = { program_find("samdepa-scan", program),
	    "--list", NULL };

	child_stop(&r->list);
	r->listed_n = 0;
	r->listed[0] = '\0';
	r->list_ms = k->now_ms;
	child_start(&r->list, argv);
}

/* --- what a scan is worth --- */

/* FNV-1a: who wants to collide only has a code left out. */
static uint64_t
hash(const char *text, size_t n)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	return h;
}

/* The reader's own glimpse of the code; where there is none, the one that is
 * the longest ago, emptied. */
static struct glimpse *
glimpse_of(struct readers *r, uint64_t h, int reader, bool weak)
{
	struct glimpse *old = &r->seen[0];

	for (size_t i = 0; i < READERS_SEEN_MAX; i++) {
		struct glimpse *g = &r->seen[i];
		if (g->last_ms != 0 && g->hash == h && g->reader == reader &&
		    g->weak == weak)
			return g;
		if (g->last_ms < old->last_ms)
			old = g;
	}
	*old = (struct glimpse){ .hash = h, .reader = reader, .weak = weak };
	return old;
}

/* Another has read it within the last second, and this one not since: what a
 * hand then scans once more is meant.  No weak reading stands for a sure one. */
static bool
is_echo(const struct readers *r, const struct glimpse *mine, int64_t now_ms)
{
	for (size_t i = 0; i < READERS_SEEN_MAX; i++) {
		const struct glimpse *g = &r->seen[i];
		if (g->last_ms != 0 && g->hash == mine->hash &&
		    (g->reader != mine->reader || g->weak != mine->weak) &&
		    !g->echo && (mine->weak || !g->weak) &&
		    g->last_ms > mine->last_ms &&
		    now_ms <= g->last_ms + ECHO_MS)
			return true;
	}
	return false;
}

static bool
stares(const struct readers *r, int reader)
{
	return reader > 0 && reader_stares(&r->source[reader - 1].reader);
}

/* One code, whichever way a reader writes it. */
static uint64_t
hash_of_code(const struct input *in)
{
	static struct code code;
	struct err err;

	return code_parse(in->scan, in->n, &code, &err) == RC_OK ?
	    hash(code.text, strlen(code.text)) : hash(in->scan, in->n);
}

static enum glance
judge(struct kiosk *k, const struct input *in)
{
	struct readers *r = &k->readers;
	struct glimpse *g = glimpse_of(r, hash_of_code(in), in->reader,
	    in->weak);

	if (g->held) {
		bool slept = k->now_ms >= g->first_ms +
		    (int64_t)k->cfg.idle_s * 1000;
		g->last_ms = k->now_ms;
		return g->echo || slept ? GLANCE_DROP : GLANCE_AGAIN;
	}
	g->echo = is_echo(r, g, k->now_ms);
	g->first_ms = g->last_ms = k->now_ms;
	if (!stares(r, in->reader) && !g->echo)
		readers_touched(r);
	g->held = stares(r, in->reader);
	return g->echo ? GLANCE_DROP : GLANCE_NEW;
}

enum glance
readers_judge(struct kiosk *k, const struct input *in)
{
	enum glance glance = judge(k, in);
	bool trying = kiosk_ops(k, k->depth)->try != NULL;

	return trying && glance == GLANCE_DROP ? GLANCE_AGAIN : glance;
}

void
readers_touched(struct readers *r)
{
	for (size_t i = 0; i < READERS_SEEN_MAX; i++)
		r->seen[i].held = false;
}
