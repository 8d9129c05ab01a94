/* demo_past.c - the days before today: things come in, are lent, come back. */
#include <string.h>

#include "tui/ctl/demo_data.h"
#include "tui/ctl/demo_world.h"

#define FIRST_DAYS	30	/* in which a third of all things came */
#define LOT_SHARE	4	/* a loan takes 1/4 to all of a lot */
#define BATCH		64	/* loans in a row for the same time */
#define PROGRESS_DEEDS	1000

/* One loan in eight or so is not over at the end. */
static int64_t
loans_all(const struct demo *d)
{
	return d->items + d->items / 9 + d->items / 50;
}

static void
progress(struct demo *d)
{
	const struct store_progress *p = d->progress;
	int64_t done = d->n_items + d->loans;

	if (p != NULL && done % PROGRESS_DEEDS == 0)
		p->step(done, d->items + loans_all(d), p->arg);
}

/* How long the next loan is for: some an afternoon, most a few weeks, some a
 * term.  In a great depot many in a row are alike, see demo_pick. */
static void
length_pick(struct demo *d)
{
	uint32_t at = demo_random(d, 100);

	if (d->batch-- > 0)
		return;
	d->batch = d->items < DEMO_GREAT ? 0 : BATCH - 1;
	d->length = at < 25 ? demo_between(d, 0, 4) :
	    at < 75 ? demo_between(d, 7, 30) : demo_between(d, 30, 120);
	d->early = d->length > 3 ? demo_between(d, 0, 3) : 0;
}

/* The day that it comes back: mostly in time. */
static int32_t
back_pick(struct demo *d, int32_t until)
{
	int32_t back = demo_chance(d, 250) ? until + demo_between(d, 1, 60) :
	    until - d->early;

	return back > d->day ? back : d->day + 1;
}

static void
await(struct demo *d, int64_t i, int32_t day)
{
	while (clock_weekday(day) >= 5)		/* the depot is closed */
		day++;
	int32_t *head = &d->back[day % DEMO_RING];

	d->item[i].next = *head;
	*head = (int32_t)i + 1;		/* 0 ends the chain */
}

/* Adds up to n free things to the lines; gives how many. */
static size_t
lines_pick(struct demo *d, const struct order_form *form, int64_t *at,
    struct order_line *line, size_t n)
{
	size_t found = 0;

	for (size_t k = 0; k < n; k++) {
		int64_t i = demo_pick(d);
		struct demo_item *item;
		int32_t count = 1;
		enum rc rc;

		if (i < 0)
			break;
		item = &d->item[i];
		if (item->count > 1 && form->kind == ORDER_TAKEOVER)
			count = item->count;	/* a part would be a new one */
		else if (item->count > 1)
			count = demo_between(d,
			    (item->count + LOT_SHARE - 1) / LOT_SHARE,
			    item->count);
		rc = order_check(d->db, item->id, count, form->unit,
		    form->start, form->until, 0, d->err);
		if (rc != RC_OK)
			continue;
		line[found].item = item->id;
		line[found].count = count;
		at[found++] = i;
		item->next = DEMO_AWAY;		/* not twice */
	}
	return found;
}

static enum rc
hand_out(struct demo *d)
{
	struct order_line line[4] = { 0 };
	int64_t at[4], id;
	struct order_form form = {
		.kind = ORDER_LOAN, .start = d->day, .delivery = "",
		.reason = "need", .note = "", .contact = "", .phone = "",
		.lines = line,
	};
	const struct unit *unit = demo_unit(d);
	enum rc rc = demo_deed(d, ROLE_WORKER);

	form.unit = unit->id;
	length_pick(d);
	form.until = d->day + d->length;
	if (demo_chance(d, 120))
		form.kind = ORDER_RENTAL;
	else if (demo_chance(d, 30)) {
		form.kind = ORDER_TAKEOVER;
		form.until = 0;
	}
	if (demo_chance(d, 150))
		form.reason = "event";
	if (demo_chance(d, 200))
		form.delivery = unit->address;
	if (rc != RC_OK)
		return rc;
	form.n = lines_pick(d, &form, at, line,
	    demo_chance(d, 800) ? 1 : (size_t)demo_between(d, 2, 4));
	if (form.n == 0)
		return RC_OK;
	rc = order_hand_out(d->db, &form, &id, d->err);
	for (size_t k = 0; rc == RC_OK && k < form.n; k++) {
		d->loans++;
		progress(d);
		if (form.kind != ORDER_TAKEOVER)
			await(d, at[k], back_pick(d, form.until));
	}
	return rc;
}

/* Someone in charge looks at what came back broken. */
static enum rc
settle_damage(struct demo *d, struct demo_item *item)
{
	struct depot_case found;
	bool old = demo_chance(d, 150);
	size_t n;
	enum rc rc = demo_deed(d, ROLE_STAFF);

	if (rc == RC_OK)
		rc = case_list(d->db, NULL, true, 0, &found, 1, &n, d->err);
	if (rc != RC_OK || n == 0 || found.item != item->id)
		return rc;
	if (!old)
		item->next = DEMO_FREE;
	return case_settle(d->db, found.id, old ? "retire" : "fixed",
	    old ? "Går inte att laga" : "Lagad i egen verkstad", d->err);
}

static enum rc
bring_back(struct demo *d, int64_t i)
{
	struct demo_item *item = &d->item[i];
	bool broken = item->count == 1 && demo_chance(d, 8);
	int condition = -1;
	enum rc rc = demo_deed(d, ROLE_WORKER);

	if (broken)
		condition = CONDITION_BROKEN;
	else if (item->count == 1 && demo_chance(d, 60))
		condition = CONDITION_WORN;
	if (rc == RC_OK)
		rc = order_return(d->db, item->id, 0, condition,
		    demo_place(d, item), NULL, d->err);
	item->next = broken ? DEMO_AWAY : DEMO_FREE;
	if (rc == RC_OK && broken && d->day < d->today - DEMO_DAYS / 40)
		rc = settle_damage(d, item);
	return rc;
}

/* What was due to come back this day does, or is asked for longer. */
static enum rc
bring_back_all(struct demo *d)
{
	int32_t *head = &d->back[d->day % DEMO_RING];
	int32_t at = *head;
	enum rc rc = RC_OK;

	*head = 0;
	while (rc == RC_OK && at != 0) {
		int64_t i = at - 1;

		at = d->item[i].next;
		rc = bring_back(d, i);
	}
	return rc;
}

/* How much of n had happened by the end of a day: first a third, then
 * steadily. */
static int64_t
share(const struct demo *d, int64_t n, int64_t first)
{
	int64_t days = d->day - (d->today - DEMO_DAYS) + 1;
	int64_t all = d->last - (d->today - DEMO_DAYS) + 1;

	if (days <= FIRST_DAYS)
		return first * days / FIRST_DAYS;
	return first + (n - first) * (days - FIRST_DAYS) / (all - FIRST_DAYS);
}

enum rc
demo_past(struct demo *d)
{
	int64_t tries = 0, loans = loans_all(d);
	enum rc rc = RC_OK;

	for (d->day = d->today - DEMO_DAYS; rc == RC_OK && d->day <= d->last;
	    d->day++) {
		bool closed = clock_weekday(d->day) >= 5;

		d->second = 0;
		rc = bring_back_all(d);
		while (rc == RC_OK && !closed &&
		    d->n_items < share(d, d->items, d->items / 3)) {
			rc = demo_register(d);
			progress(d);
		}
		while (rc == RC_OK && !closed && tries < 20 * loans &&
		    d->loans < share(d, loans, 0)) {
			rc = hand_out(d);
			tries++;
		}
	}
	d->day = d->last;
	return rc;
}
