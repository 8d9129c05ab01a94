/* item_acts.c - the verbs on an item that say one thing each. */
#include "db/item.h"

#include <stdio.h>
#include <stdlib.h>

#include "db/case.h"
#include "db/clock.h"
#include "db/code.h"
#include "db/custody.h"
#include "db/grown.h"
#include "db/item_form.h"
#include "db/item_row.h"
#include "db/log/event.h"
#include "db/log/project.h"
#include "db/order.h"
#include "db/unit.h"

/* The text under which the item carries code; code itself where it does not. */
static enum rc
code_carried(struct db *db, int64_t id, const char *code,
    char out[CODE_TEXT_MAX], struct err *err)
{
	char forms[CODE_FORMS_MAX][CODE_FOREIGN_MAX];
	size_t n = code_forms(code, forms);
	enum rc rc = RC_NOT_FOUND;

	for (size_t i = 0; rc == RC_NOT_FOUND && i < n; i++) {
		sqlite3_stmt *q = query(db, Q_ITEM_CODE_OF);
		query_int(q, ":id", id);
		query_text(q, ":code", forms[i]);
		rc = query_step(q, err);
		query_done(q);
		snprintf(out, CODE_TEXT_MAX, "%s", rc == RC_OK ? forms[i] :
		    code);
	}
	return rc;
}

enum rc
item_relabel(struct db *db, int64_t id, const char *code, bool label,
    const char *drop, struct err *err)
{
	char text[CODE_TEXT_MAX] = "", gone[CODE_TEXT_MAX] = "";
	char carried[CODE_TEXT_MAX];
	struct item it;
	struct code parsed;
	enum rc rc = item_live(db, id, &it, err);

	if (rc == RC_OK && code != NULL)
		rc = item_code_check(db, code, label, text, err);
	if (rc == RC_OK && drop != NULL) {
		rc = code_parse(drop, strlen(drop), &parsed, err);
		if (rc == RC_OK)
			rc = code_carried(db, id, parsed.text, gone, err);
		if (rc == RC_NOT_FOUND)
			rc = RC_OK;
		if (rc == RC_OK && strcmp(gone, it.code) == 0 && !label)
			rc = err_why(err, RC_REFUSED, WHY_CODE_LAST, gone,
			    NULL, NULL);
	}
	if (rc == RC_OK && *text == '\0' && *gone == '\0')
		return RC_OK;
	if (rc == RC_OK && *text != '\0' && !label &&
	    code_carried(db, id, text, carried, err) == RC_OK)
		return err_why(err, RC_REFUSED, WHY_CODE_TAKEN, text, it.name,
		    NULL);
	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, id);
	if (*text != '\0')
		json_object_set_new(body, "add", json_string(text));
	if (*text != '\0' && label)
		json_object_set_new(body, "label", json_integer(1));
	if (*gone != '\0')
		json_object_set_new(body, "drop", json_string(gone));
	return event_append(db, EVENT_RELABEL, body, NULL, err);
}

enum rc
item_grade(struct db *db, int64_t id, enum condition condition,
    const char *note, struct err *err)
{
	struct item it;
	enum rc rc = item_live(db, id, &it, err);

	if (rc == RC_OK && it.condition == condition &&
	    (note == NULL || *note == '\0'))
		rc = err_why(err, RC_REFUSED, WHY_SAME_ALREADY, it.code, NULL,
		    NULL);
	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, id);
	json_object_set_new(body, "condition", json_integer(condition));
	rc = item_note_put(db, body, note, err);
	if (rc != RC_OK) {
		json_decref(body);
		return rc;
	}
	rc = event_append(db, EVENT_GRADE, body, NULL, err);
	if (rc == RC_OK && condition == CONDITION_BROKEN)
		rc = item_promise_broken(db, id, err);
	return rc;
}

enum rc
item_lose(struct db *db, int64_t id, const char *note, struct err *err)
{
	struct item it;
	enum rc rc = item_live(db, id, &it, err);

	if (rc == RC_OK && it.state == ITEM_LOST)
		rc = err_why(err, RC_REFUSED, WHY_SAME_ALREADY, it.code, NULL,
		    NULL);
	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, id);
	rc = item_note_put(db, body, note, err);
	if (rc != RC_OK) {
		json_decref(body);
		return rc;
	}
	rc = event_append(db, EVENT_LOSE, body, NULL, err);
	if (rc == RC_OK)
		rc = item_promise_broken(db, id, err);
	return rc;
}

static enum rc
place_exists(struct db *db, int64_t place, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_PLACE_EXISTS);

	query_int(q, ":id", place);
	enum rc rc = query_step(q, err);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		return err_why(err, rc, WHY_NO_PLACE, "-", NULL, NULL);
	return rc;
}

enum rc
item_find_again(struct db *db, int64_t id, int64_t place, struct err *err)
{
	struct item it;
	enum rc rc = item_live(db, id, &it, err);

	if (rc == RC_OK && it.state != ITEM_LOST)
		rc = err_why(err, RC_REFUSED, WHY_NOT_LOST, it.code, NULL,
		    NULL);
	if (rc == RC_OK && place != 0)
		rc = place_exists(db, place, err);
	/* What was lost while out comes home. */
	if (rc == RC_OK) {
		struct booking out;
		size_t n;

		rc = booking_list(db, &(struct booking_filter){ .item = id,
		    .out = true }, 0, &out, 1, &n, err);
		if (rc == RC_OK && n > 0)
			return order_return(db, id, 0, -1, place, NULL, err);
	}
	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, id);
	if (place != 0)
		json_object_set_new(body, "place", event_ref(db, place));
	return event_append(db, EVENT_FIND, body, NULL, err);
}

/* Nothing promised, nothing out. */
static enum rc
no_bookings(struct db *db, const struct item *it, struct err *err)
{
	struct booking b;
	size_t n;
	enum rc rc = booking_list(db, &(struct booking_filter){
	    .item = it->id, .active = true }, 0, &b, 1, &n, err);

	if (rc == RC_OK && n > 0)
		rc = err_why(err, RC_REFUSED, WHY_HAS_BOOKINGS, it->code, NULL,
		    NULL);
	return rc;
}

enum rc
item_retire(struct db *db, int64_t id, const char *outcome, const char *note,
    struct err *err)
{
	struct item it;
	enum rc rc = item_live(db, id, &it, err);

	if (rc == RC_OK && strcmp(outcome, "sold") != 0 &&
	    strcmp(outcome, "recycled") != 0 &&
	    strcmp(outcome, "hazardous") != 0)
		rc = err_why(err, RC_INVALID, WHY_OUTCOME, outcome, NULL,
		    NULL);
	if (rc == RC_OK)
		rc = custody_may_decide(db, id, err);
	if (rc == RC_OK)
		rc = no_bookings(db, &it, err);
	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, id);
	json_object_set_new(body, "outcome", json_string(outcome));
	rc = item_note_put(db, body, note, err);
	if (rc != RC_OK) {
		json_decref(body);
		return rc;
	}
	return event_append(db, EVENT_RETIRE, body, NULL, err);
}

/* The body of a split: the new item is what the old one is. */
static json_t *
split_body(struct db *db, const struct item *it, int32_t count,
    const char *code)
{
	const struct {
		const char *name;
		int64_t value;
	} ints[] = { { "width", it->width }, { "depth", it->depth },
	    { "height", it->height }, { "value", it->value },
	    { "inspect_by", it->inspect_by } };
	json_t *body = item_body(db, it->id);

	json_object_update_new(body, json_pack(
	    "{s:s, s:s, s:s, s:i, s:i, s:s}", "code", code, "name", it->name,
	    "category", it->category, "count", count, "condition",
	    it->condition, "owner", it->owner));
	for (size_t i = 0; i < sizeof ints / sizeof *ints; i++)
		if (ints[i].value > 0)
			json_object_set_new(body, ints[i].name,
			    json_integer(ints[i].value));
	if (it->responsible > 0)
		json_object_set_new(body, "responsible",
		    event_ref(db, it->responsible));
	if (it->place > 0)
		json_object_set_new(body, "place", event_ref(db, it->place));
	if (it->restriction[0] != '\0')
		json_object_set_new(body, "restriction",
		    json_string(it->restriction));
	return body;
}

enum rc
item_split_off(struct db *db, int64_t id, int32_t count, const char *code,
    int64_t *new_id, struct err *err)
{
	char label[CODE_TEXT_MAX];
	struct item it;
	enum rc rc = item_live(db, id, &it, err);

	if (rc == RC_OK && !it.lot)
		rc = err_why(err, RC_REFUSED, WHY_NOT_LOT, it.code, NULL, NULL);
	if (rc == RC_OK)
		rc = item_count_check(count, it.count - 1, err);
	if (rc == RC_OK)
		rc = item_label_pick(db, code, label, err);
	if (rc != RC_OK)
		return rc;
	return event_append(db, EVENT_SPLIT, split_body(db, &it, count, label),
	    new_id, err);
}

enum rc
item_split(struct db *db, int64_t id, int32_t count, const char *code,
    int64_t *new_id, struct err *err)
{
	struct item it;
	char text[16];
	int32_t free;
	enum rc rc = item_live(db, id, &it, err);

	if (rc == RC_OK)
		rc = custody_may_decide(db, id, err);
	if (rc == RC_OK && it.lot && count > 0 && count < it.count) {
		rc = order_free(db, id, db_day(db), 0, &free, err);
		snprintf(text, sizeof text, "%d", free);
		if (rc == RC_OK && free < count)
			rc = err_why(err, RC_REFUSED, WHY_TOO_FEW, it.code,
			    text, NULL);
	}
	if (rc != RC_OK)
		return rc;
	return item_split_off(db, id, count, code, new_id, err);
}

enum rc
item_promise_broken(struct db *db, int64_t item, struct err *err)
{
	struct booking b[16];
	int64_t opened;
	size_t n = 0;
	enum rc rc = booking_list(db, &(struct booking_filter){ .item = item,
	    .active = true }, 0, b, 16, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (b[i].out < b[i].count)
			return case_open(db, "clash", item, b[i].orders,
			    b[i].unit, NULL, &opened, err);
	return rc;
}

static void
collect(const char *code, void *list)
{
	json_array_append_new(list, json_string(code));
}

enum rc
item_merge(struct db *db, int64_t into, int64_t from, struct err *err)
{
	struct item a, b;
	enum rc rc = item_live(db, into, &a, err);

	if (rc == RC_OK)
		rc = item_live(db, from, &b, err);
	if (rc == RC_OK)
		rc = custody_may_decide(db, into, err);
	if (rc == RC_OK)
		rc = custody_may_decide(db, from, err);
	if (rc == RC_OK && (into == from || !a.lot ||
	    strcmp(a.category, b.category) != 0))
		rc = err_why(err, RC_REFUSED, into != from && !a.lot ?
		    WHY_NOT_LOT : WHY_DIFFERENT, a.code, b.code, NULL);
	if (rc == RC_OK && b.state != ITEM_IN_STOCK)
		rc = err_why(err, RC_REFUSED, WHY_NOT_IN_STOCK, b.code,
		    item_state_label(b.state), NULL);
	if (rc == RC_OK)
		rc = no_bookings(db, &b, err);
	if (rc != RC_OK)
		return rc;
	json_t *codes = json_array();
	rc = item_codes(db, from, collect, codes, err);
	json_t *body = item_body(db, into);
	json_object_set_new(body, "from", event_ref(db, from));
	json_object_set_new(body, "count", json_integer(b.count));
	json_object_set_new(body, "codes", codes);
	if (rc != RC_OK) {
		json_decref(body);
		return rc;
	}
	return event_append(db, EVENT_MERGE, body, NULL, err);
}

enum rc
item_shelve(struct db *db, int64_t id, int64_t place, struct err *err)
{
	struct item it;
	enum rc rc = item_live(db, id, &it, err);

	if (rc == RC_OK)
		rc = place_exists(db, place, err);
	if (rc == RC_OK && it.place == place && it.state == ITEM_IN_STOCK)
		rc = err_why(err, RC_REFUSED, WHY_SAME_ALREADY, it.code, NULL,
		    NULL);
	if (rc == RC_OK && it.state != ITEM_IN_STOCK && it.in_stock == 0)
		rc = err_why(err, RC_REFUSED, WHY_NOT_IN_STOCK, it.code,
		    item_state_label(it.state), it.holder_name);
	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, id);
	json_object_set_new(body, "place", event_ref(db, place));
	return event_append(db, EVENT_SHELVE, body, NULL, err);
}

struct ids {
	int64_t *id;
	size_t n, cap;
};

static bool
id_add(const struct item *it, void *arg)
{
	struct ids *ids = arg;

	if (it->in_stock == 0)
		return true;
	ids->id = grown(ids->id, ids->n, &ids->cap, sizeof *ids->id);
	ids->id[ids->n++] = it->id;
	return true;
}

enum rc
item_shelve_all(struct db *db, int64_t from, int64_t to, size_t *n,
    struct err *err)
{
	struct ids ids = { .n = 0 };
	struct place p;
	enum rc rc = place_get(db, to, &p, err);

	if (rc == RC_OK && from == to)
		rc = err_why(err, RC_REFUSED, WHY_SAME_ALREADY, p.name, NULL,
		    NULL);
	if (rc == RC_OK)	/* all are known before any is moved */
		rc = item_walk(db, &(struct item_filter){ .place = from },
		    id_add, &ids, err);
	for (size_t i = 0; rc == RC_OK && i < ids.n; i++)
		rc = item_shelve(db, ids.id[i], to, err);
	*n = ids.n;
	free(ids.id);
	return rc;
}

enum rc
label_reserve(struct db *db, const char *kind, int n, int64_t *first,
    struct err *err)
{
	char name[16];
	enum rc rc = item_count_check(n, 10000, err);

	if (rc != RC_OK)
		return rc;
	snprintf(name, sizeof name, "%c-%s",
	    strcmp(kind, "place") == 0 ? 'P' : 'I', db->depot);
	rc = counter_next(db, name, first, err);
	if (rc != RC_OK)
		return rc;
	return event_append(db, EVENT_LABEL, json_pack("{s:s, s:I}",
	    "counter", name, "last", (json_int_t)(*first + n - 1)), NULL, err);
}
