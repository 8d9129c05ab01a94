/* promise.c - which things a grant would promise. */
#include <stdio.h>

#include "db/clock.h"
#include "db/order_row.h"
#include "db/sync_state.h"

static int32_t
promised(const struct promise *p, int64_t item)
{
	int32_t count = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->row[i].item == item)
			count += p->row[i].count;
	return count;
}

static enum rc
promise_add(struct promise *p, int32_t line, int64_t item, int32_t count,
    struct err *err)
{
	if (p->n == BOOKINGS_MAX)
		return err_why(err, RC_REFUSED, WHY_TOO_MANY_LINES, NULL, NULL,
		    NULL);
	p->row[p->n].line = line;
	p->row[p->n].item = item;
	p->row[p->n++].count = count;
	return RC_OK;
}

/* What keeps an item of ours from being promised, though it is free. */
static void
promise_note(struct promise *p, const struct item *it, enum why why)
{
	bool ours = strcmp(it->depot, p->db->depot) == 0;

	switch (why) {
	case WHY_RESTRICTED:
		p->barred = true;
		break;
	case WHY_SUSPENDED:
	case WHY_HORIZON:
	case WHY_LOSS_UNHEARD:
	case WHY_CLAIM_UNHEARD:
	case WHY_GAP:
	case WHY_FROZEN:
	case WHY_TWO_LIVES:
		p->unclear = p->unclear || ours;
		break;
	default:
		break;
	}
}

static bool
promise_pick(const struct item *it, void *arg)
{
	struct promise *p = arg;
	struct err err = { .why = WHY_NONE };
	int32_t free = it->available - promised(p, it->id);

	if (free > p->missing)
		free = p->missing;
	if (free <= 0)
		return true;
	if (order_check(p->db, it->id, free, p->order->unit, p->order->start,
	    p->order->until, p->order->id, &err) != RC_OK)
		promise_note(p, it, err.why);
	else if (promise_add(p, p->line, it->id, free, NULL) == RC_OK)
		p->missing -= free;
	return p->missing > 0 && p->n < BOOKINGS_MAX;
}

struct elsewhere {
	int32_t free, wanted;
};

static bool
add_free(const struct item *it, void *arg)
{
	struct elsewhere *e = arg;

	e->free += it->available;
	return e->free <= e->wanted;
}

/* How many of what is wanted each other depot has free as far as is known,
 * and from when that is: "TRB1 4 (2026-11-23 02:41)". */
static enum rc
free_elsewhere(struct promise *p, const struct order_line *l, char *out,
    size_t cap, struct err *err)
{
	static struct sync_depot depot[SYNC_DEPOTS_MAX];
	char when[CLOCK_LOCAL_MAX];
	size_t n = 0, used = 0;
	enum rc rc = sync_depots(p->db, depot, SYNC_DEPOTS_MAX, &n, err);

	out[0] = '\0';
	for (size_t i = 0; rc == RC_OK && i < n && used + 40 < cap; i++) {
		struct elsewhere e = { .wanted = l->count };

		if (depot[i].ours || depot[i].closed)
			continue;
		rc = order_available(p->db, l->category, depot[i].code,
		    p->order->start, p->order->until, add_free, &e, err);
		if (rc == RC_OK && e.free > 0)
			used += (size_t)snprintf(out + used, cap - used,
			    "%s%s %d%s (%s)", used > 0 ? ", " : "",
			    depot[i].code, e.free < e.wanted ? e.free :
			    e.wanted, e.free > e.wanted ? "+" : "",
			    clock_format_local(depot[i].told, when));
	}
	return rc;
}

static enum rc
promise_category(struct promise *p, int32_t line, const struct order_line *l,
    struct err *err)
{
	char here[16], elsewhere[96];

	p->line = line;
	p->missing = l->count;
	p->barred = p->unclear = false;
	enum rc rc = order_available(p->db, l->category, p->db->depot,
	    p->order->start, p->order->until, promise_pick, p, err);
	if (rc != RC_OK || p->missing == 0)
		return rc;
	if (p->n == BOOKINGS_MAX)
		return err_why(err, RC_REFUSED, WHY_TOO_MANY_LINES, NULL, NULL,
		    NULL);
	snprintf(here, sizeof here, "%d", l->count - p->missing);
	rc = free_elsewhere(p, l, elsewhere, sizeof elsewhere, err);
	if (rc != RC_OK)
		return rc;
	return elsewhere[0] == '\0' ? err_why(err, RC_REFUSED, WHY_NONE_FREE,
	    l->category, here, NULL) : err_why(err, RC_REFUSED,
	    WHY_NONE_FREE_HERE, l->category, here, elsewhere);
}

enum rc
promise_line(struct promise *p, int32_t line, const struct order_line *l,
    struct err *err)
{
	const struct order *o = p->order;

	if (l->item == 0)
		return promise_category(p, line, l, err);
	enum rc rc = order_check(p->db, l->item, l->count, o->unit, o->start,
	    o->until, o->id, err);
	return rc == RC_OK ? promise_add(p, line, l->item, l->count, err) :
	    rc;
}

enum rc
promise_lines(struct promise *p, struct err *err)
{
	struct order_line l[ORDER_LINES_MAX];
	size_t n;
	enum rc rc = order_lines(p->db, p->order->id, l, ORDER_LINES_MAX, &n,
	    err);

	for (int category = 0; category < 2; category++)
		for (size_t i = 0; rc == RC_OK && i < n; i++)
			if ((l[i].item == 0) == category)
				rc = promise_line(p, (int32_t)i + 1, &l[i],
				    err);
	return rc;
}
