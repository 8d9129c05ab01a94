/* order_verbs.c - from the asking to the hand-out. */
#include <stdio.h>

#include "db/clock.h"
#include "db/custody.h"
#include "db/item_form.h"
#include "db/item_row.h"
#include "db/log/event.h"
#include "db/log/project.h"
#include "db/note.h"
#include "db/order.h"
#include "db/order_row.h"
#include "db/rules_answer.h"
#include "db/text.h"
#include "db/ticket.h"

#define LEAD_DAYS	730	/* how far ahead anything may start */
#define LENGTH_DAYS	3650	/* how long it may last */

/* --- the asking --- */

static enum rc
dates_check(struct db *db, const struct order_form *f, struct err *err)
{
	char day[CLOCK_DAY_MAX];

	if (order_kind_returns(f->kind) && f->until == 0)
		return err_why(err, RC_INVALID, WHY_DATE_MISSING, NULL, NULL,
		    NULL);
	if (f->until != 0 && f->until < f->start)
		return err_why(err, RC_INVALID, WHY_DATES,
		    clock_format_day(f->until, day), NULL, NULL);
	if (f->start > db_day(db) + LEAD_DAYS)
		return err_why(err, RC_INVALID, WHY_DATE_FAR,
		    clock_format_day(f->start, day), NULL, NULL);
	if (f->until > f->start + LENGTH_DAYS)
		return err_why(err, RC_INVALID, WHY_DATE_FAR,
		    clock_format_day(f->until, day), NULL, NULL);
	return RC_OK;
}

static enum rc
short_text(const char *text, size_t max, struct err *err)
{
	char limit[8];

	if (text == NULL || *text == '\0')
		return RC_OK;
	if (strlen(text) >= max) {
		snprintf(limit, sizeof limit, "%zu", max - 1);
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, limit, NULL,
		    NULL);
	}
	return text_clean(text, strlen(text), NULL, err);
}

static enum rc
form_check(struct db *db, const struct order_form *f, struct err *err)
{
	enum rc rc = dates_check(db, f, err);

	if (rc == RC_OK)
		rc = short_text(f->delivery, 128, err);
	if (rc == RC_OK)
		rc = short_text(f->reason, 24, err);
	if (rc == RC_OK)
		rc = short_text(f->note, 256, err);
	if (rc == RC_OK)
		rc = short_text(f->contact, 64, err);
	if (rc == RC_OK)
		rc = short_text(f->phone, 32, err);
	if (rc == RC_OK && f->n == 0)
		rc = err_why(err, RC_INVALID, WHY_NO_LINES, NULL, NULL, NULL);
	if (rc == RC_OK && f->n > ORDER_LINES_MAX)
		rc = err_why(err, RC_INVALID, WHY_TOO_MANY_LINES, NULL, NULL,
		    NULL);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_UNIT_KIND);
	query_int(q, ":id", f->unit);
	rc = query_step(q, err);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		rc = err_why(err, rc, WHY_NO_UNIT, "-", NULL, NULL);
	return rc;
}

static enum rc
line_check(struct db *db, const struct order_line *l, struct err *err)
{
	struct item it;
	enum rc rc = item_count_check(l->count, 10000, err);

	if (rc != RC_OK)
		return rc;
	if (l->item != 0)
		return item_live(db, l->item, &it, err);
	sqlite3_stmt *q = query(db, Q_CATEGORY_CODES);
	query_text(q, ":text", l->category);
	rc = query_step(q, err);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		rc = err_why(err, rc, WHY_NO_CATEGORY, l->category, NULL,
		    NULL);
	return rc;
}

/* Lines as the event has them; the same thing twice becomes one line. */
static enum rc
lines_json(struct db *db, const struct order_form *f, json_t *lines,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < f->n; i++) {
		const struct order_line *l = &f->lines[i];
		int32_t count = l->count;
		bool before = false;

		rc = line_check(db, l, err);
		for (size_t k = 0; k < f->n; k++) {
			const struct order_line *o = &f->lines[k];

			if (k == i || o->item != l->item || (l->item == 0 &&
			    strcmp(o->category, l->category) != 0))
				continue;
			before |= k < i;
			count += o->count;
		}
		if (rc == RC_OK && !before)
			json_array_append_new(lines, json_pack("[o, i]",
			    l->item != 0 ? event_ref(db, l->item) :
			    json_string(l->category), count));
	}
	return rc;
}

static enum rc
contact_set(struct db *db, int64_t thing, const struct order_form *f,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_CONTACT_SET);

	if ((f->contact == NULL || *f->contact == '\0') &&
	    (f->phone == NULL || *f->phone == '\0'))
		return RC_OK;
	query_int(q, ":thing", thing);
	query_text(q, ":name", f->contact == NULL ? "" : f->contact);
	query_text(q, ":phone", f->phone == NULL ? "" : f->phone);
	return query_run(q, err);
}

/* Who answers: the depot that has the items, all of them. */
static enum rc
asked_of(struct db *db, const struct order_form *f, char to[9],
    struct err *err)
{
	const char *wanted = f->depot == NULL ? db->depot : f->depot;
	enum rc rc = RC_OK;

	to[0] = '\0';
	for (size_t i = 0; rc == RC_OK && i < f->n; i++) {
		struct custody c;

		if (f->lines[i].item != 0)
			rc = custody_of(db, f->lines[i].item, &c, err);
		else
			snprintf(c.depot, sizeof c.depot, "%s", wanted);
		/* What stands here may go out from here. */
		if (rc == RC_OK && f->lines[i].item != 0 && db->in_hand &&
		    c.here)
			snprintf(c.depot, sizeof c.depot, "%s", db->depot);
		if (rc == RC_OK && to[0] != '\0' && strcmp(to, c.depot) != 0)
			rc = err_why(err, RC_REFUSED, WHY_MANY_DEPOTS, to,
			    c.depot, NULL);
		if (rc == RC_OK)
			snprintf(to, 9, "%s", c.depot);
	}
	return rc;
}

enum rc
order_make(struct db *db, const struct order_form *f, int64_t *id,
    struct err *err)
{
	char note[NOTE_ID], delivery[NOTE_ID], to[9];
	int64_t number;
	json_t *lines = json_array();
	enum rc rc = form_check(db, f, err);

	if (rc == RC_OK)
		rc = lines_json(db, f, lines, err);
	if (rc == RC_OK)
		rc = asked_of(db, f, to, err);
	if (rc == RC_OK)
		rc = counter_next(db, "order", &number, err);
	if (rc == RC_OK)
		rc = note_store(db, f->note, note, err);
	if (rc == RC_OK)
		rc = note_store(db, f->delivery, delivery, err);
	if (rc != RC_OK) {
		json_decref(lines);
		return rc;
	}
	json_t *body = json_pack("{s:I, s:i, s:o, s:i, s:i, s:o}", "number",
	    (json_int_t)number, "kind", f->kind, "unit",
	    event_ref(db, f->unit), "start", f->start, "until",
	    order_kind_returns(f->kind) ? f->until : 0, "lines", lines);
	if (*delivery != '\0')
		json_object_set_new(body, "delivery", json_string(delivery));
	if (f->reason != NULL && *f->reason != '\0')
		json_object_set_new(body, "reason", json_string(f->reason));
	if (*note != '\0')
		json_object_set_new(body, "note", json_string(note));
	if (strcmp(to, db->depot) != 0)
		json_object_set_new(body, "to", json_string(to));
	if (f->pickup != NULL && strcmp(f->pickup, to) != 0)
		json_object_set_new(body, "at", json_string(f->pickup));
	rc = event_append(db, EVENT_ORDER, body, id, err);
	if (rc == RC_OK)
		rc = contact_set(db, *id, f, err);
	return rc;
}

/* --- the answer --- */

/* It waits for an answer, and for ours; staff may also answer what a rule has
 * refused. */
static enum rc
order_asked(struct db *db, int64_t id, struct order *o, struct err *err)
{
	char number[24];
	enum rc rc = order_get(db, id, o, err);

	bool over = rc == RC_OK && o->state == ORDER_REFUSED &&
	    o->rule[0] != '\0' && db->actor.id != ACTOR_RULES;
	if (rc == RC_OK && o->state != ORDER_ASKED && !over) {
		snprintf(number, sizeof number, "%lld", (long long)o->number);
		rc = err_why(err, RC_REFUSED, WHY_ORDER_ANSWERED, number,
		    order_state_label(o->state), NULL);
	}
	if (rc == RC_OK && strcmp(o->answers, db->depot) != 0) {
		snprintf(number, sizeof number, "%lld", (long long)o->number);
		rc = err_why(err, RC_REFUSED, WHY_ORDER_ELSEWHERE, number,
		    o->answers, NULL);
	}
	return rc;
}

json_t *
booking_json(struct db *db, int32_t line, int64_t item, int32_t count)
{
	return json_pack("[i, o, i, o]", line, event_ref(db, item), count,
	    event_ref(db, event_last(db, item)));
}

/* The rule that answers, and its sentence for those who asked. */
static void
body_rule(json_t *body, const struct rule *rule)
{
	if (rule == NULL)
		return;
	json_object_set_new(body, "rule", json_string(rule->name));
	json_object_set_new(body, "say", json_string(rule->say));
	if (rule->say_en[0] != '\0')
		json_object_set_new(body, "say_en",
		    json_string(rule->say_en));
}

enum rc
order_grant(struct db *db, int64_t id, const struct rule *rule,
    struct err *err)
{
	struct order o;
	struct promise p = { .db = db, .order = &o };
	enum rc rc = order_asked(db, id, &o, err);

	/* What somebody else asked for is answered by staff. */
	if (rc == RC_OK && id < db->act && db->actor.role < ROLE_STAFF)
		rc = err_why(err, RC_REFUSED, WHY_ROLE, role_label(ROLE_STAFF),
		    event_label(EVENT_GRANT), NULL);
	if (rc == RC_OK && db->act == 0 && db->actor.role < ROLE_STAFF)
		rc = err_why(err, RC_REFUSED, WHY_ROLE, role_label(ROLE_STAFF),
		    event_label(EVENT_GRANT), NULL);
	if (rc == RC_OK)
		rc = promise_lines(&p, err);
	if (rc != RC_OK)
		return rc;
	json_t *rows = json_array();
	for (size_t i = 0; i < p.n; i++)
		json_array_append_new(rows, booking_json(db, p.row[i].line,
		    p.row[i].item, p.row[i].count));
	json_t *body = json_pack("{s:o, s:o, s:i, s:i, s:i, s:o}", "order",
	    event_ref(db, id), "unit", event_ref(db, o.unit), "kind", o.kind,
	    "start", o.start, "until", o.until, "bookings", rows);
	body_rule(body, rule);
	return event_append(db, EVENT_GRANT, body, NULL, err);
}

static enum rc
refuse(struct db *db, int64_t id, const char *reason,
    const struct rule *rule, struct err *err)
{
	struct order o;
	enum rc rc = order_asked(db, id, &o, err);

	if (rc == RC_OK)
		rc = short_text(reason, 64, err);
	if (rc != RC_OK)
		return rc;
	json_t *body = json_pack("{s:o, s:s}", "order", event_ref(db, id),
	    "reason", reason == NULL ? "" : reason);
	body_rule(body, rule);
	return event_append(db, EVENT_REFUSE, body, NULL, err);
}

enum rc
order_refuse(struct db *db, int64_t id, const char *reason, struct err *err)
{
	return refuse(db, id, reason, NULL, err);
}

enum rc
order_refuse_by(struct db *db, int64_t id, const struct rule *rule,
    struct err *err)
{
	return refuse(db, id, rule->reason, rule, err);
}

enum rc
order_appeal(struct db *db, int64_t id, struct err *err)
{
	struct order o;
	char number[24];
	enum rc rc = order_get(db, id, &o, err);

	if (rc != RC_OK)
		return rc;
	snprintf(number, sizeof number, "%lld", (long long)o.number);
	if (o.state != ORDER_REFUSED || o.rule[0] == '\0')
		return err_why(err, RC_REFUSED, WHY_NO_APPEAL, number, NULL,
		    NULL);
	return event_append(db, EVENT_APPEAL, json_pack("{s:o}", "order",
	    event_ref(db, id)), NULL, err);
}

enum rc
order_cancel(struct db *db, int64_t id, const char *reason, struct err *err)
{
	struct booking b[BOOKINGS_MAX];
	struct order o;
	char number[24];
	size_t n = 0;
	enum rc rc = order_get(db, id, &o, err);

	if (rc != RC_OK)
		return rc;
	snprintf(number, sizeof number, "%lld", (long long)o.number);
	if (o.state == ORDER_REFUSED || o.state == ORDER_CANCELLED)
		rc = err_why(err, RC_REFUSED, WHY_ORDER_ANSWERED, number,
		    order_state_label(o.state), NULL);
	if (rc == RC_OK && o.state == ORDER_GRANTED && o.out == o.booked)
		rc = err_why(err, RC_REFUSED, WHY_ALL_OUT, NULL, NULL, NULL);
	if (rc == RC_OK)
		rc = short_text(reason, 64, err);
	if (rc == RC_OK && o.ticket != 0)
		rc = ticket_void(db, o.ticket, reason, err);
	if (rc == RC_OK)
		rc = bookings_all(db, &(struct booking_filter){ .orders = id },
		    b, &n, err);
	if (rc != RC_OK)
		return rc;
	json_t *rows = json_array();
	for (size_t i = 0; i < n; i++)
		if (b[i].state < BOOKING_DONE && b[i].out < b[i].count)
			json_array_append_new(rows, booking_json(db, b[i].line,
			    b[i].item, b[i].count - b[i].out));
	json_t *body = json_pack("{s:o, s:o}", "order", event_ref(db, id),
	    "bookings", rows);
	if (reason != NULL && *reason != '\0')
		json_object_set_new(body, "reason", json_string(reason));
	return event_append(db, EVENT_CANCEL, body, NULL, err);
}

enum rc
order_hand_out(struct db *db, const struct order_form *f, int64_t *id,
    struct err *err)
{
	struct booking b[BOOKINGS_MAX];
	size_t n = 0;

	db->in_hand = true;
	enum rc rc = order_make(db, f, id, err);
	if (rc == RC_OK)
		rc = order_grant(db, *id, NULL, err);
	if (rc == RC_OK)
		rc = bookings_all(db, &(struct booking_filter){
		    .orders = *id }, b, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = booking_hand_out(db, &b[i], b[i].count, 0, err);
	return rc;
}
