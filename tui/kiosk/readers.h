/* readers.h - all readers of a kiosk at once: the children that the
 * configuration names, and what their scans are worth beside each other's and
 * a wedge's. */
#ifndef SAMDEPA_TUI_KIOSK_READERS_H
#define SAMDEPA_TUI_KIOSK_READERS_H

#include <poll.h>

#include "tui/kiosk/source.h"

struct kiosk;
struct input;

#define READERS_SEEN_MAX	64
#define READERS_FDS		(READERS_MAX + 1)
#define READERS_LIST_MAX	8192

/* A code that was read not long ago, and by which reader. */
struct glimpse {
	uint64_t hash;
	int      reader;	/* as in struct input */
	bool     weak;		/* a reading of its own: a sure one counts more */
	int64_t  first_ms, last_ms;
	bool     held;		/* it may lie there: nobody did anything since */
	bool     echo;		/* another reader had read it before */
};

struct readers {
	struct source source[READERS_MAX];
	size_t n;
	struct glimpse seen[READERS_SEEN_MAX];
	const struct source *down, *gone, *paused;	/* that a banner names */

	/* What samdepa-scan --list says. */
	struct child list;
	int64_t list_ms;	/* when it was asked; 0: never */
	size_t  listed_n;
	char    listed[READERS_LIST_MAX];	/* text as it came */
};

/* None of them is started yet: readers_tick does. */
void readers_init(struct readers *, const struct reader *, size_t n,
    int view_every_ms);
void readers_stop(struct readers *);
void readers_tick(struct kiosk *);
/* When readers_tick is wanted, in ms; -1: nothing is due. */
int64_t readers_deadline(const struct readers *);

/* What to wait for, and the reading of it: fn gets each scan. */
void readers_fds(const struct readers *, struct pollfd out[READERS_FDS]);
void readers_read(struct kiosk *, const struct pollfd in[READERS_FDS],
    source_fn *fn, void *arg);

void readers_pause(struct kiosk *, size_t i, bool pause);

/* Asks samdepa-scan what devices there are; the answer comes into listed
 * while list.pid is not 0. */
void readers_list(struct kiosk *);

enum glance {
	GLANCE_NEW,
	GLANCE_AGAIN,	/* it acts, but does not keep the kiosk awake: a label
			 * that lies before a camera is nobody's hand */
	GLANCE_DROP,	/* another reader has just read it, or it has lain
			 * there since the kiosk locked itself */
};

/* What a scan is worth.  Where the screen on top only tries readers, none is
 * dropped. */
enum glance readers_judge(struct kiosk *, const struct input *);
/* Somebody touched the screen or a key: what lies there means it anew. */
void readers_touched(struct readers *);

#endif
