#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/ctl/demo.h"
#include "tui/ctl/demo_world.h"

#define DEEDS_MAX	2000	/* in one act: some thousand events */
#define ACT_DAYS	7	/* that one act of the past stands for */
#define RECENT_DAYS	10	/* when each deed is an act of its own */

#define OPEN_S		(7 * 3600 + 1800)	/* the depot opens 7.30 */
#define NOON_S		(13 * 3600)	/* in the past all is done by then */

/* A splitmix64 step: short, and the same everywhere. */
uint32_t
demo_random(struct demo *d, uint32_t n)
{
	uint64_t z = d->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (uint32_t)(((z >> 32) * n) >> 32);
}

int32_t
demo_between(struct demo *d, int32_t min, int32_t max)
{
	return min + (int32_t)demo_random(d, (uint32_t)(max - min) + 1);
}

bool
demo_chance(struct demo *d, int per_mille)
{
	return demo_random(d, 1000) < (uint32_t)per_mille;
}

/* Who has the role: the one in charge answers, a worker does the rest, and a
 * visitor is nobody. */
static int
someone(struct demo *d, enum role role)
{
	if (role == ROLE_VISITOR)
		return -1;
	if (role >= ROLE_STAFF || d->items >= DEMO_GREAT)
		return 1;
	return demo_between(d, 1, DEMO_STAFF - 1);
}

static bool
may(const struct demo *d, enum role role)
{
	return d->actor >= 0 ? d->staff[d->actor].role >= role :
	    role == ROLE_VISITOR;
}

enum rc
demo_done(struct demo *d, enum rc rc)
{
	if (!d->in_act)
		return rc;
	d->in_act = false;
	return act_end(d->db, rc, d->err);
}

enum rc
demo_deed(struct demo *d, enum role role)
{
	static const struct actor nobody = { .role = ROLE_VISITOR };
	bool recent = d->day > d->today - RECENT_DAYS &&
	    d->items < DEMO_GREAT;
	enum rc rc = RC_OK;

	if (d->in_act && (!may(d, role) || d->deeds >= DEEDS_MAX ||
	    d->day >= d->act_day + ACT_DAYS || recent))
		rc = demo_done(d, RC_OK);
	if (rc == RC_OK && !d->in_act) {
		d->actor = someone(d, role);
		rc = act_begin(d->db, d->actor < 0 ? &nobody :
		    &d->staff[d->actor], d->err);
		if (rc != RC_OK)
			return rc;
		d->in_act = true;
		d->act_day = d->day;
		d->deeds = 0;
	}
	d->deeds++;
	if (d->second < OPEN_S)
		d->second = OPEN_S;
	d->second += demo_between(d, 1, 2 * d->stride);
	if (d->second > d->close)
		d->second = d->close;
	if (d->started != d->day)
		d->start = clock_day_start(d->day);
	d->started = d->day;
	act_set_time(d->db, d->start + d->second);
	return rc;
}

enum rc
demo_alone(struct demo *d, enum role role)
{
	enum rc rc = demo_done(d, RC_OK);

	return rc == RC_OK ? demo_deed(d, role) : rc;
}

static enum rc
must_be_empty(struct db *db, struct err *err)
{
	struct store_size size;
	char n[24];
	enum rc rc = store_size(db, &size, err);

	if (rc == RC_OK && size.items > 0) {
		snprintf(n, sizeof n, "%lld", (long long)size.items);
		rc = err_why(err, RC_REFUSED, WHY_STORE_USED, n, NULL, NULL);
	}
	return rc;
}

enum rc
demo_fill(struct db *db, int64_t items, uint64_t seed,
    const struct store_progress *progress, struct err *err)
{
	struct demo *d;
	enum rc rc;

	if (items < 1 || items > DEMO_ITEMS_MAX)
		return err_set(err, RC_INVALID, "items: 1 to %d",
		    DEMO_ITEMS_MAX);
	rc = must_be_empty(db, err);
	if (rc != RC_OK)
		return rc;
	d = calloc(1, sizeof *d);
	if (d != NULL)
		d->item = calloc((size_t)items, sizeof *d->item);
	if (d == NULL || d->item == NULL) {
		free(d);
		return err_set(err, RC_OUTSIDE, "no memory for %lld items",
		    (long long)items);
	}
	d->db = db;
	d->err = err;
	d->progress = progress;
	d->items = items;
	d->seed = d->random = seed;
	d->today = clock_today();
	for (d->last = d->today - 1; clock_weekday(d->last) >= 5;)
		d->last--;
	d->day = d->today - DEMO_DAYS - 1;
	d->close = NOON_S;
	d->stride = (NOON_S - OPEN_S) / (int32_t)(items * 3 / DEMO_DAYS + 20);
	if (d->stride < 1)
		d->stride = 1;
	rc = demo_base(d);
	if (rc == RC_OK)
		rc = demo_past(d);
	if (rc == RC_OK)
		rc = demo_present(d);
	rc = demo_done(d, rc);
	free(d->place);
	free(d->item);
	free(d);
	return rc;
}
