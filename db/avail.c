/* avail.c - what is free, and what stands in the way. */
#include "db/custody.h"
#include "db/order.h"

#include <stdio.h>

#include "db/clock.h"
#include "db/item_row.h"
#include "db/query.h"

#define OVERLAP_MAX 512

struct overlap {
	int32_t count, start, until;
	int     state;
	char    unit[96];
};

/* Active bookings that touch the period.  An overdue loan lasts until today
 * at least; more than fit are counted as all day, every day. */
static enum rc
overlaps(struct db *db, int64_t item, int32_t start, int32_t until,
    int64_t except, struct overlap *out, size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_BOOKING_OVERLAP);
	int32_t today = db_day(db);
	enum rc rc;

	*n = 0;
	query_int(q, ":item", item);
	query_int(q, ":until", until);
	query_int(q, ":except", except);
	while ((rc = query_step(q, err)) == RC_OK) {
		struct overlap *o = &out[*n];

		if (*n == OVERLAP_MAX) {
			o[-1].count += (int32_t)query_col(q, 0);
			o[-1].start = 0;
			o[-1].until = FOREVER;
			continue;
		}

		o->count = (int32_t)query_col(q, 0);
		o->start = (int32_t)query_col(q, 1);
		o->until = (int32_t)query_col(q, 2);
		o->state = (int)query_col(q, 3);
		query_col_text(q, 5, o->unit, sizeof o->unit);
		if (o->until == 0)
			o->until = FOREVER;
		if (o->state == BOOKING_OUT && o->until < today)
			o->until = today;
		if (o->until >= start)
			(*n)++;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The most pieces that are taken on any day of the period. */
static int32_t
peak(const struct overlap *o, size_t n, int32_t start)
{
	int32_t most = 0;

	for (size_t i = 0; i < n; i++) {
		int32_t day = o[i].start < start ? start : o[i].start;
		int32_t taken = 0;

		for (size_t k = 0; k < n; k++)
			if (o[k].start <= day && day <= o[k].until)
				taken += o[k].count;
		if (taken > most)
			most = taken;
	}
	return most;
}

static enum rc
unit_kind(struct db *db, int64_t unit, char out[16], struct err *err)
{
	sqlite3_stmt *q = query(db, Q_UNIT_KIND);

	query_int(q, ":id", unit);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		query_col_text(q, 0, out, 16);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		return err_why(err, rc, WHY_NO_UNIT, "-", NULL, NULL);
	return rc;
}

/* What the item itself has against it. */
static enum rc
item_fit(struct db *db, const struct item *it, int64_t unit, int32_t start,
    struct err *err)
{
	char kind[16], day[CLOCK_DAY_MAX];
	const char *bar;

	if (it->state == ITEM_RETIRED)
		return err_why(err, RC_REFUSED, WHY_RETIRED, it->code, NULL,
		    NULL);
	if (!item_state_bookable(it->state))
		return err_why(err, RC_REFUSED, WHY_NOT_IN_STOCK, it->code,
		    item_state_label(it->state), NULL);
	if (it->condition == CONDITION_BROKEN)
		return err_why(err, RC_REFUSED, WHY_BROKEN, it->code, NULL,
		    NULL);
	if (it->inspect_by != 0 && start > it->inspect_by)
		return err_why(err, RC_REFUSED, WHY_INSPECTION, it->code,
		    clock_format_day(it->inspect_by, day), NULL);
	if (unit == 0 || it->restriction[0] == '\0')
		return RC_OK;
	enum rc rc = unit_kind(db, unit, kind, err);
	if (rc == RC_OK && (bar = restriction_bars(it->restriction, kind)))
		rc = err_why(err, RC_REFUSED, WHY_RESTRICTED, it->code, bar,
		    NULL);
	return rc;
}

static enum rc
refuse(const struct item *it, const struct overlap *o, int32_t free,
    struct err *err)
{
	char text[CLOCK_DAY_MAX], number[16];

	if (it->lot) {
		snprintf(number, sizeof number, "%d", free < 0 ? 0 : free);
		return err_why(err, RC_REFUSED, WHY_TOO_FEW, it->code, number,
		    NULL);
	}
	if (o->state == BOOKING_OUT)
		return err_why(err, RC_REFUSED, WHY_LENT, it->code, o->unit,
		    o->until == FOREVER ? "-" :
		    clock_format_day(o->until, text));
	return err_why(err, RC_REFUSED, WHY_BOOKED, it->code, o->unit,
	    clock_format_day(o->start, text));
}

/* A promise is the custodian's; what stands here goes out of the door whoever
 * answers for it. */
static enum rc
custody_fit(struct db *db, const struct item *it, int32_t start,
    struct err *err)
{
	bool out = db->act_open ? db->in_hand : start <= db_day(db);
	struct custody c;

	if (out && custody_of(db, it->id, &c, err) == RC_OK && c.here)
		return RC_OK;
	return custody_may_promise(db, it->id, start, err);
}

enum rc
order_check(struct db *db, int64_t item, int32_t count, int64_t unit,
    int32_t start, int32_t until, int64_t except, struct err *err)
{
	struct overlap o[OVERLAP_MAX];
	struct item it;
	size_t n = 0;
	enum rc rc = item_get(db, item, &it, err);

	if (rc == RC_OK)
		rc = item_fit(db, &it, unit, start, err);
	if (rc == RC_OK)
		rc = custody_fit(db, &it, start, err);
	if (rc == RC_OK)
		rc = overlaps(db, item, start, until == 0 ? FOREVER : until,
		    except, o, &n, err);
	if (rc != RC_OK)
		return rc;
	int32_t free = it.count - peak(o, n, start);
	if (count > it.count) {
		char text[16];

		snprintf(text, sizeof text, "%d", free < 0 ? 0 : free);
		return err_why(err, RC_REFUSED, WHY_TOO_FEW, it.code, text,
		    NULL);
	}
	return free >= count ? RC_OK : refuse(&it, &o[0], free, err);
}

static enum rc
free_of(struct db *db, const struct item *it, int32_t start, int32_t until,
    int32_t *pieces, struct err *err)
{
	struct overlap o[OVERLAP_MAX];
	size_t n = 0;
	enum rc rc;

	*pieces = 0;
	if (item_fit(db, it, 0, start, NULL) != RC_OK)
		return RC_OK;
	rc = overlaps(db, it->id, start, until == 0 ? FOREVER : until, 0, o,
	    &n, err);
	int32_t taken = peak(o, n, start);
	if (taken < it->count)
		*pieces = it->count - taken;
	return rc;
}

enum rc
order_free(struct db *db, int64_t item, int32_t start, int32_t until,
    int32_t *pieces, struct err *err)
{
	struct item it;
	enum rc rc = item_get(db, item, &it, err);

	if (rc == RC_OK)
		rc = free_of(db, &it, start, until, pieces, err);
	return rc;
}

struct walk {
	struct db *db;
	int32_t start, until;
	bool (*each)(const struct item *, void *);
	void *arg;
	bool over;		/* the callback wants no more */
	enum rc rc;
	struct err *err;
};

static bool
walk_each(const struct item *it, void *arg)
{
	struct walk *w = arg;
	struct item found = *it;

	w->rc = free_of(w->db, it, w->start, w->until, &found.available,
	    w->err);
	if (w->rc != RC_OK)
		return false;
	w->over = found.available > 0 && !w->each(&found, w->arg);
	return !w->over;
}

enum rc
order_available(struct db *db, const char *category, const char *depot,
    int32_t start, int32_t until, bool (*each)(const struct item *, void *),
    void *arg, struct err *err)
{
	struct walk w = { .db = db, .start = start, .until = until,
	    .each = each, .arg = arg, .err = err };
	struct item_filter f = { .category = category,
	    .depot = depot == NULL ? db->depot : depot };
	enum rc rc = item_walk(db, &f, walk_each, &w, err);

	f.others = true;
	if (rc == RC_OK && w.rc == RC_OK && depot == NULL && !w.over)
		rc = item_walk(db, &f, walk_each, &w, err);
	return rc == RC_OK ? w.rc : rc;
}
