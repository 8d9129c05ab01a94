/* demo_world.h - what the parts of the demo know of the depot they make. */
#ifndef SAMDEPA_TUI_CTL_DEMO_WORLD_H
#define SAMDEPA_TUI_CTL_DEMO_WORLD_H

#include "db/case.h"
#include "db/clock.h"
#include "db/order.h"
#include "db/staff.h"
#include "db/store.h"
#include "db/ticket.h"
#include "db/unit.h"

#define DEMO_DAYS	400	/* how far back it goes */
#define DEMO_RING	256	/* longest time from a loan to its end, days */
#define DEMO_GREAT	5000	/* things of a depot that is made in bulk */
#define DEMO_UNITS	64
#define DEMO_ZONES	9	/* A to J without I, see demo_data.h */
#define DEMO_STAFF	4

#define DEMO_FREE	(-1)	/* item.next: on the shelf, can be lent */
#define DEMO_AWAY	(-2)	/* not to be touched any more */

struct demo_item {
	int64_t  id;
	int32_t  next;		/* in the chain of those due the same day */
	uint16_t thing;
	uint16_t count;
};

struct demo {
	struct db *db;
	struct err *err;
	const struct store_progress *progress;
	uint64_t seed, random;

	struct unit unit[DEMO_UNITS];
	size_t   n_units;
	int64_t *place;		/* zone by zone, the same number in each */
	int32_t  n_bins;	/* places of a zone */
	struct actor staff[DEMO_STAFF];	/* administrator, in charge, workers */

	struct demo_item *item;	/* n_items of items are registered */
	int64_t items, n_items;
	int64_t loans;		/* made so far */
	int64_t near;		/* where demo_pick looks in a great depot */
	int32_t batch;		/* of them still to be made alike: for so */
	int32_t length, early;	/* many days, and back so much before */
	int32_t back[DEMO_RING];	/* by day: chains of what comes back */

	int32_t today, last, day;	/* last: working day before today */
	int32_t second, close;		/* of the day, local */
	int64_t start;			/* when that day began, */
	int32_t started;		/* as told of this one */
	int32_t stride;		/* seconds from deed to deed, on average */
	bool    in_act;
	int     actor;		/* who does the open act */
	int32_t act_day;	/* when it began */
	int     deeds;		/* in the open act */
};

/* Random numbers, the same for the same seed: 0 to n - 1; min to max; true in
 * so many of a thousand. */
uint32_t demo_random(struct demo *, uint32_t n);
int32_t  demo_between(struct demo *, int32_t min, int32_t max);
bool     demo_chance(struct demo *, int per_mille);

/* A deed is about to be done by someone who has at least that role: opens an
 * act, or goes on with the one of this week, and moves the clock. */
enum rc demo_deed(struct demo *, enum role) MUST_CHECK;
/* Ends the act that is open, if one is; rc as for act_end. */
enum rc demo_done(struct demo *, enum rc rc) MUST_CHECK;
/* Both around one deed alone, as a person at the counter does it. */
enum rc demo_alone(struct demo *, enum role) MUST_CHECK;

/* Who and where: categories, organisations, units, places, staff. */
enum rc demo_base(struct demo *) MUST_CHECK;
int64_t demo_place(struct demo *, const struct demo_item *);
const struct unit *demo_unit(struct demo *);

/* One more thing comes in. */
enum rc demo_register(struct demo *) MUST_CHECK;
/* A thing that stands on the shelf: its index, or -1 after some tries. */
int64_t demo_pick(struct demo *);

/* The days before today. */
enum rc demo_past(struct demo *) MUST_CHECK;
/* What waits for someone today. */
enum rc demo_present(struct demo *) MUST_CHECK;

#endif
