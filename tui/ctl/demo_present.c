/* demo_present.c - what waits for someone today. */
#include <stdio.h>
#include <string.h>

#include "tui/ctl/demo_data.h"
#include "tui/ctl/demo_world.h"

#define TICKET_DAYS	21	/* that a thing to pick up is booked for */

/* All this is said in an afternoon, some seventy deeds. */
#define CLOSE_S		(16 * 3600)
#define AFTERNOON_STRIDE_S 140

/* What units have asked for and no one has answered. */
static const struct wish {
	const char *category, *unit_kind;
	int32_t count, start, days;	/* from today; for so long, 0 for good */
	enum order_kind kind;
	const char *reason, *note;
} wishes[] = {
	{ "elevbord", "school", 12, 5, 200, ORDER_LOAN, "need",
	    "Ny klass efter lovet" },
	{ "stapelstol", "other", 40, 9, 2, ORDER_RENTAL, "event",
	    "Föreställning, hämtas kvällen före" },
	{ "hojbord", "office", 3, 3, 0, ORDER_TAKEOVER, "need",
	    "Tre nya medarbetare börjar" },
	{ "vilmadrass", "preschool", 8, 2, 60, ORDER_LOAN, "shortage",
	    "Extra vilrum under ombyggnaden" },
	{ "partytalt", "care", 1, 12, 3, ORDER_RENTAL, "event",
	    "Sommarfest på gården" },
	{ "rullstol", "care", 2, 1, 30, ORDER_LOAN, "need",
	    "Två egna är på lagning" },
	{ "projektor", "school", 1, 4, 1, ORDER_LOAN, "event",
	    "Föräldramöte i aulan" },
};

static const struct unit *
unit_of(struct demo *d, const char *kind)
{
	const struct unit *unit = demo_unit(d);

	while (strcmp(unit->kind, kind) != 0)
		unit = demo_unit(d);
	return unit;
}

static void
form_init(struct order_form *form, const struct unit *unit)
{
	memset(form, 0, sizeof *form);
	form->kind = ORDER_LOAN;
	form->unit = unit->id;
	form->delivery = "";
	form->reason = "need";
	form->note = "";
	form->contact = unit->contact;
	form->phone = unit->phone;
}

static enum rc
ask(struct demo *d, const struct wish *wish)
{
	const struct unit *unit = unit_of(d, wish->unit_kind);
	struct order_line line = { .count = wish->count };
	struct order_form form;
	int64_t id;
	enum rc rc = demo_alone(d, ROLE_VISITOR);

	form_init(&form, unit);
	snprintf(line.category, sizeof line.category, "%s", wish->category);
	form.kind = wish->kind;
	form.start = d->today + wish->start;
	form.until = wish->days > 0 ? form.start + wish->days : 0;
	form.reason = wish->reason;
	form.note = wish->note;
	if (demo_chance(d, 400))
		form.delivery = unit->address;
	form.lines = &line;
	form.n = 1;
	if (rc == RC_OK)
		rc = order_make(d->db, &form, &id, d->err);
	return rc;
}

/* Orders n free things (fewer, where so many are not found) for a unit,
 * granted; *id 0: nothing was free. */
static enum rc
book(struct demo *d, size_t n, int32_t start, int64_t *id)
{
	const struct unit *unit = demo_unit(d);
	struct order_line line[4] = { 0 };
	struct order_form form;
	enum rc rc = demo_alone(d, ROLE_STAFF);

	*id = 0;
	form_init(&form, unit);
	form.start = start;
	form.until = start + TICKET_DAYS;
	form.lines = line;
	for (int tries = 0; form.n < n && tries < 10; tries++) {
		int64_t i = demo_pick(d);
		struct demo_item *item = &d->item[i < 0 ? 0 : i];

		if (i < 0 || order_check(d->db, item->id, item->count,
		    form.unit, form.start, form.until, 0, d->err) != RC_OK)
			continue;
		line[form.n].item = item->id;
		line[form.n].count = item->count > 4 ? item->count / 2 : 1;
		form.n++;
		item->next = DEMO_AWAY;
	}
	if (form.n == 0)
		return rc;
	if (rc == RC_OK)
		rc = order_make(d->db, &form, id, d->err);
	if (rc == RC_OK)
		rc = order_grant(d->db, *id, NULL, d->err);
	return rc;
}

enum fate { WAITS, PARTLY, PICKED_UP, VOIDED };

/* A ticket, and what became of it. */
static enum rc
ticket(struct demo *d, size_t n, enum fate fate)
{
	struct order_line line;
	int64_t order, id;
	size_t lines;
	enum rc rc = book(d, n, d->last, &order);

	if (rc != RC_OK || order == 0)
		return rc;
	rc = ticket_issue(d->db, order, 0, &id, d->err);
	if (rc == RC_OK && fate != WAITS)
		rc = demo_alone(d, ROLE_STAFF);
	if (rc == RC_OK && fate == PICKED_UP)
		rc = ticket_redeem(d->db, id, 0, 0, d->err);
	if (rc == RC_OK && fate == PARTLY) {
		rc = order_lines(d->db, order, &line, 1, &lines, d->err);
		if (rc == RC_OK && lines == 1)
			rc = ticket_redeem(d->db, id, line.item, 1, d->err);
	}
	if (rc == RC_OK && fate == VOIDED)
		rc = order_cancel(d->db, order, "other", d->err);
	return rc;
}

static enum rc
refused(struct demo *d)
{
	static const struct wish wish = { "cykel", "office", 6, 2, 90,
	    ORDER_LOAN, "need", "Cykla till mötena i vår" };
	struct order_filter filter = { .state = ORDER_ASKED + 1 };
	struct order order;
	size_t n = 0;
	enum rc rc = ask(d, &wish);

	if (rc == RC_OK)
		rc = demo_alone(d, ROLE_STAFF);
	if (rc == RC_OK)
		rc = order_list(d->db, &filter, 0, &order, 1, &n, d->err);
	if (rc == RC_OK && n == 1)
		rc = order_refuse(d->db, order.id, "shortage", d->err);
	return rc;
}

static enum rc
lose(struct demo *d)
{
	int64_t i = demo_pick(d), id;
	enum rc rc = RC_OK;

	if (i < 0)
		return rc;
	rc = demo_alone(d, ROLE_STAFF);
	if (rc == RC_OK)
		rc = item_lose(d->db, d->item[i].id,
		    "Fanns inte på sin plats", d->err);
	if (rc == RC_OK)
		rc = case_open(d->db, "difference", d->item[i].id, 0, 0,
		    "Saknades när platsen gicks igenom", &id, d->err);
	d->item[i].next = DEMO_AWAY;
	return rc;
}

static enum rc
retire(struct demo *d)
{
	int64_t i = demo_pick(d);
	enum rc rc = RC_OK;

	if (i < 0)
		return rc;
	rc = demo_alone(d, ROLE_STAFF);
	if (rc == RC_OK)
		rc = item_retire(d->db, d->item[i].id, "sold", "", d->err);
	d->item[i].next = DEMO_AWAY;
	return rc;
}

/* Something comes back broken: the return opens the case. */
static enum rc
damage(struct demo *d)
{
	struct booking_filter filter = { .out = true };
	struct booking out[20];
	size_t n = 0, k = 0;
	enum rc rc = booking_list(d->db, &filter, 0, out, 20, &n, d->err);

	while (k < n && out[k].count > 1)
		k++;
	if (rc != RC_OK || k == n)
		return rc;
	rc = demo_alone(d, ROLE_WORKER);
	if (rc == RC_OK)
		rc = order_return(d->db, out[k].item, 0, CONDITION_BROKEN, 0,
		    NULL, d->err);
	return rc;
}

static enum rc
overdue(struct demo *d)
{
	struct booking_filter filter = { .out = true, .due_before = d->today };
	struct booking late;
	int64_t id;
	size_t n = 0;
	enum rc rc = booking_list(d->db, &filter, 0, &late, 1, &n, d->err);

	if (rc != RC_OK || n == 0)
		return rc;
	rc = demo_alone(d, ROLE_STAFF);
	if (rc == RC_OK)
		rc = case_open(d->db, "overdue", late.item, late.orders,
		    late.unit, "Enheten svarar inte på påminnelser", &id,
		    d->err);
	return rc;
}

static enum rc
other(struct demo *d)
{
	int64_t id;
	enum rc rc = demo_alone(d, ROLE_WORKER);

	if (rc == RC_OK)
		rc = case_open(d->db, "other", 0, 0, 0,
		    "Hyllan A-02-3 står ostadigt", &id, d->err);
	return rc;
}

/* A greater depot has more of everything, but not without end. */
static int
so_many(const struct demo *d, int for_400)
{
	int64_t n = d->items * for_400 / 400;

	return n < 1 ? 1 : n > 10 * for_400 ? 10 * for_400 : (int)n;
}

enum rc
demo_present(struct demo *d)
{
	int64_t id;
	enum rc rc = demo_done(d, RC_OK);

	d->close = CLOSE_S;
	d->stride = AFTERNOON_STRIDE_S;
	for (int i = so_many(d, 1); rc == RC_OK && i > 0; i--) {
		rc = lose(d);
		if (rc == RC_OK)
			rc = retire(d);
		if (rc == RC_OK)
			rc = damage(d);
		if (rc == RC_OK)
			rc = overdue(d);
		if (rc == RC_OK)
			rc = ticket(d, 2, PICKED_UP);
		if (rc == RC_OK)
			rc = ticket(d, 3, PARTLY);
		if (rc == RC_OK)
			rc = ticket(d, 1, VOIDED);
		if (rc == RC_OK)
			rc = refused(d);
	}
	if (rc == RC_OK)
		rc = other(d);
	for (int i = so_many(d, 4); rc == RC_OK && i > 0; i--)
		rc = ticket(d, i % 3 + 1, WAITS);
	for (int i = so_many(d, 2); rc == RC_OK && i > 0; i--)
		rc = book(d, 2, d->today + demo_between(d, 2, 20), &id);
	for (int i = so_many(d, 7); rc == RC_OK && i > 0; i--)
		rc = ask(d, &wishes[i % (int)(sizeof wishes /
		    sizeof *wishes)]);
	return demo_done(d, rc);
}
