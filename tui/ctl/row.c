#include "tui/ctl/row.h"

#include <string.h>

#include "db/clock.h"
#include "db/custody.h"
#include "db/sync_state.h"
#include "tui/depot_rules.h"
#include "tui/lang.h"

/* A record is written as a list of its fields. */
#define TEXT(key, value)	out_set(o, key, out_string(value))
#define MAYBE(key, value)	out_set(o, key, out_string_or_null(value))
#define NUMBER(key, value)	out_set(o, key, json_integer(value))
#define NUMBER_OR_NULL(key, value) \
	out_set(o, key, (value) == 0 ? json_null() : json_integer(value))
#define DAY(key, value)		out_set(o, key, out_day(value))
#define TIME(key, value)	out_set(o, key, out_time(value))
#define YES(key, value)		out_set(o, key, json_boolean(value))

json_t *
row_item(const struct item *it)
{
	json_t *o = json_object();

	TEXT("code", it->code);
	TEXT("name", it->name);
	TEXT("category", it->category);
	TEXT("condition", condition_name(it->condition));
	TEXT("state", item_state_name(it->state));
	TEXT("depot", it->depot);
	MAYBE("place", it->place_code);
	MAYBE("place_name", it->place_name);
	TEXT("owner", it->owner);
	MAYBE("responsible", it->responsible_code);
	MAYBE("responsible_name", it->responsible_name);
	MAYBE("unit", it->holder_code);
	MAYBE("unit_name", it->holder_name);
	NUMBER("available", it->available);
	DAY("due", it->due);
	YES("lot", it->lot);
	NUMBER("count", it->count);
	NUMBER("in_stock", it->in_stock);
	NUMBER_OR_NULL("width", it->width);
	NUMBER_OR_NULL("depth", it->depth);
	NUMBER_OR_NULL("height", it->height);
	out_set(o, "value", it->value == 0 ? json_null() :
	    json_real((double)it->value / 100));
	MAYBE("restriction", it->restriction);
	DAY("inspect_by", it->inspect_by);
	MAYBE("outcome", it->outcome);
	MAYBE("note", it->note);
	return o;
}

json_t *
row_item_known(const struct item *it)
{
	json_t *o = row_item(it);

	TIME("known_at", it->told);
	return o;
}

json_t *
row_booking(const struct booking *b)
{
	json_t *o = json_object();

	TEXT("code", b->item_code);
	TEXT("name", b->item_name);
	NUMBER("order", b->order_number);
	TEXT("kind", order_kind_name(b->kind));
	TEXT("state", booking_state_name(b->state));
	TEXT("unit", b->unit_code);
	TEXT("unit_name", b->unit_name);
	NUMBER("count", b->count);
	NUMBER("out", b->out);
	NUMBER("back", b->back);
	DAY("from", b->start);
	DAY("due", b->until);
	TIME("out_time", b->out_time);
	TIME("back_time", b->back_time);
	MAYBE("place", b->place_name);
	TEXT("condition", condition_name(b->condition));
	NUMBER("days_late", b->late ? clock_today() - b->until : 0);
	TEXT("depot", b->depot);
	TEXT("lender", b->lender);
	return o;
}

void
row_number(json_t *o, struct db *db, const char *depot, int64_t number)
{
	char text[40];
	bool ours = *depot == '\0' || strcmp(depot, db_depot(db)) == 0;

	snprintf(text, sizeof text, "%s%s%lld", ours ? "" : depot,
	    ours ? "" : "-", (long long)number);
	TEXT("number", text);
}

json_t *
row_order(struct db *db, const struct order *r)
{
	json_t *o = json_object();

	NUMBER("order", r->number);
	row_number(o, db, r->depot, r->number);
	TEXT("kind", order_kind_name(r->kind));
	TEXT("state", order_state_name(r->state));
	TEXT("unit", r->unit_code);
	TEXT("unit_name", r->unit_name);
	DAY("from", r->start);
	DAY("until", r->until);
	MAYBE("delivery", r->delivery);
	MAYBE("reason", r->reason);
	MAYBE("note", r->note);
	MAYBE("contact", r->contact);
	MAYBE("phone", r->phone);
	TIME("time", r->time);
	MAYBE("answer", r->answer);
	MAYBE("rule", r->rule);
	MAYBE("say", depot_rules_say(r->say, r->say_en));
	NUMBER("lines", r->lines);
	NUMBER("asked", r->asked);
	NUMBER("booked", r->booked);
	NUMBER("out", r->out);
	NUMBER("back", r->back);
	MAYBE("ticket", r->ticket_code);
	TEXT("depot", r->depot);
	TEXT("answers", r->answers);
	TEXT("pickup", r->pickup);
	return o;
}

json_t *
row_ticket(const struct ticket *t)
{
	json_t *o = json_object();

	TEXT("code", t->code);
	TEXT("ticket", t->code);
	TEXT("state", ticket_state_name(t->state));
	DAY("expires", t->expires);
	NUMBER("count", t->count);
	NUMBER("out", t->out);
	TIME("time", t->time);
	TEXT("qr", t->qr);
	TEXT("depot", t->depot);
	return o;
}

json_t *
row_case(struct db *db, const struct depot_case *c)
{
	json_t *o = json_object(), *outcomes = json_array();
	const char *name, *label;

	NUMBER("code", c->number);
	NUMBER("case", c->number);
	/* One that follows from the log has one number everywhere. */
	row_number(o, db, c->key[0] != '\0' ? "" : c->depot, c->number);
	TEXT("depot", c->depot);
	for (int i = 0; case_outcome(c->kind, i, &name, &label); i++)
		json_array_append_new(outcomes, out_string(name));
	out_set(o, "outcomes", outcomes);
	TEXT("kind", c->kind);
	YES("open", c->outcome[0] == '\0');
	MAYBE("outcome", c->outcome);
	MAYBE("item", c->item_code);
	MAYBE("name", c->item_name);
	MAYBE("unit_name", c->unit_name);
	MAYBE("note", c->note);
	TIME("time", c->time);
	return o;
}

json_t *
row_unit(const struct unit *u)
{
	json_t *o = json_object();

	TEXT("code", u->code);
	TEXT("name", u->name);
	TEXT("organisation", u->organisation);
	TEXT("kind", u->kind);
	MAYBE("address", u->address);
	MAYBE("hours", u->hours);
	MAYBE("posting", u->posting);
	MAYBE("contact", u->contact);
	MAYBE("phone", u->phone);
	NUMBER("out", u->out);
	NUMBER("overdue", u->overdue);
	return o;
}

json_t *
row_place(const struct place *p)
{
	json_t *o = json_object();

	TEXT("code", p->code);
	TEXT("name", p->name);
	NUMBER("items", p->items);
	return o;
}

json_t *
row_category(const struct category *c)
{
	json_t *o = json_object();

	TEXT("code", c->code);
	TEXT("name", c->name);
	MAYBE("name_en", c->name_en);
	NUMBER("items", c->items);
	NUMBER("in_stock", c->in_stock);
	return o;
}

json_t *
row_organisation(const struct organisation *g)
{
	json_t *o = json_object();

	TEXT("code", g->code);
	TEXT("name", g->name);
	return o;
}

json_t *
row_staff(const struct staff *s)
{
	json_t *o = json_object();

	MAYBE("code", s->badge);
	TEXT("name", s->name);
	TEXT("role", role_name(s->role));
	MAYBE("badge", s->badge);
	MAYBE("login", s->login);
	YES("pin", s->pin[0] != '\0');
	YES("disabled", s->disabled);
	return o;
}

json_t *
row_event(const struct history *h)
{
	json_t *o = json_object();

	MAYBE("code", h->code);
	MAYBE("name", h->name);
	TEXT("kind", h->kind);
	TIME("time", h->time);
	NUMBER("actor", h->actor);
	MAYBE("actor_name", h->actor == ACTOR_RULES ? _("regel") :
	    h->actor_name);
	MAYBE("detail", h->detail);
	NUMBER("event", h->event);
	NUMBER("act", h->act);
	YES("undone", h->undone);
	return o;
}

/* --- things with what belongs to them --- */

static void
add_code(const char *code, void *array)
{
	json_array_append_new(array, out_string(code));
}

static bool
add_booking(const struct booking *b, void *array)
{
	json_array_append_new(array, row_booking(b));
	return true;
}

enum rc
row_bookings(struct db *db, const struct booking_filter *filter,
    json_t **array, struct err *err)
{
	*array = json_array();
	enum rc rc = booking_walk(db, filter, add_booking, *array, err);
	if (rc != RC_OK) {
		json_decref(*array);
		*array = NULL;
	}
	return rc;
}

/* Who answers for it, where it turned up, and how old that knowledge is. */
static enum rc
item_where(struct db *db, const struct item *it, json_t *o, struct err *err)
{
	struct custody c;
	enum rc rc = custody_of(db, it->id, &c, err);

	if (rc != RC_OK)
		return rc;
	MAYBE("bound", c.bound);
	MAYBE("found_at", c.found_at);
	TIME("known_at", sync_told(db, c.depot));
	return RC_OK;
}

enum rc
row_item_more(struct db *db, const struct item *it, json_t *o,
    struct err *err)
{
	json_t *codes = json_array(), *bookings = NULL;

	enum rc rc = item_codes(db, it->id, add_code, codes, err);
	out_set(o, "codes", codes);
	if (rc == RC_OK)
		rc = row_bookings(db, &(struct booking_filter){
		    .item = it->id, .active = true }, &bookings, err);
	if (rc == RC_OK)
		out_set(o, "bookings", bookings);
	return rc == RC_OK ? item_where(db, it, o, err) : rc;
}

/* What was asked for, line by line. */
static enum rc
order_wants(struct db *db, int64_t id, json_t *array, struct err *err)
{
	struct order_line lines[ORDER_LINES_MAX];
	struct item it;
	size_t n = 0;

	enum rc rc = order_lines(db, id, lines, ORDER_LINES_MAX, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		json_t *o = json_object();
		json_array_append_new(array, o);
		if (lines[i].item != 0)
			rc = item_get(db, lines[i].item, &it, err);
		if (rc == RC_OK && lines[i].item != 0)
			TEXT("code", it.code);
		else
			out_set(o, "code", json_null());
		MAYBE("category", lines[i].item != 0 && rc == RC_OK ?
		    it.category : lines[i].category);
		NUMBER("count", lines[i].count);
	}
	return rc;
}

enum rc
row_order_whole(struct db *db, int64_t id, json_t **record, struct err *err)
{
	struct order r;
	struct ticket t = { 0 };
	json_t *items = NULL, *wants = json_array();

	enum rc rc = order_get(db, id, &r, err);
	if (rc == RC_OK)
		rc = order_wants(db, id, wants, err);
	if (rc == RC_OK)
		rc = row_bookings(db, &(struct booking_filter){ .orders = id },
		    &items, err);
	if (rc == RC_OK && r.ticket != 0)
		rc = ticket_get(db, r.ticket, &t, err);
	if (rc != RC_OK) {
		json_decref(items);
		json_decref(wants);
		return rc;
	}
	json_t *o = *record = row_order(db, &r);
	MAYBE("qr", t.qr);
	DAY("expires", t.expires);
	out_set(o, "wanted", wants);
	out_set(o, "items", items);
	return RC_OK;
}

enum rc
row_ticket_whose(struct db *db, const struct ticket *t, json_t **record,
    struct err *err)
{
	struct order r = { 0 };

	/* One that is none makes a heading. */
	enum rc rc = t->orders == 0 ? RC_OK : order_get(db, t->orders, &r,
	    err);
	if (rc != RC_OK)
		return rc;
	json_t *o = *record = row_ticket(t);
	NUMBER("order", r.number);
	row_number(o, db, r.depot, r.number);
	TEXT("kind", order_kind_name(r.kind));
	TEXT("unit", r.unit_code);
	TEXT("unit_name", r.unit_name);
	DAY("from", r.start);
	DAY("until", r.until);
	return RC_OK;
}

enum rc
row_ticket_whole(struct db *db, const struct ticket *t, json_t **record,
    struct err *err)
{
	json_t *items = NULL;

	/* A void ticket holds nothing any more: its order's things. */
	enum rc rc = row_bookings(db, t->state == TICKET_VOID ?
	    &(struct booking_filter){ .orders = t->orders } :
	    &(struct booking_filter){ .ticket = t->id }, &items, err);
	if (rc == RC_OK)
		rc = row_ticket_whose(db, t, record, err);
	if (rc == RC_OK)
		out_set(*record, "items", items);
	else
		json_decref(items);
	return rc;
}
