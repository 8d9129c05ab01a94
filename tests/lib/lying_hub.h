/* lying_hub.h - a hub in memory that does what the worst of hubs do, as a
 * seed says: it loses, forgets, rolls back, cuts short, flips bits, lists what
 * is not there, and fails in the middle. */
#ifndef SAMDEPA_TESTS_LYING_HUB_H
#define SAMDEPA_TESTS_LYING_HUB_H

#include "db/sync/hub_kind.h"

/* One in so many calls; 0: never. */
struct lies {
	unsigned lost;		/* put says yes and keeps nothing */
	unsigned forgotten;	/* something that was there is gone for good */
	unsigned hidden;	/* not listed, or not found, this time */
	unsigned short_read;	/* cut at some byte */
	unsigned flipped;	/* one bit */
	unsigned old;		/* an earlier version of it */
	unsigned ghost;		/* a name of nothing */
	unsigned broken;	/* the line is gone: RC_OUTSIDE */
};

struct lying_hub;
struct lying_hub *lying_hub_new(unsigned (*roll)(unsigned));
void lying_hub_free(struct lying_hub *);
void lying_hub_lies(struct lying_hub *, const struct lies *);
/* The hub to hand to sync_over; belongs to the lying hub. */
struct hub *lying_hub_hub(struct lying_hub *);

#endif
