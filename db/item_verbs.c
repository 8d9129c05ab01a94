/* item_verbs.c - what people do to items.  Each verb looks first whether it
 * may, then appends its event; the tables follow from the event. */
#include "db/item.h"

#include <stdio.h>

#include "db/clock.h"
#include "db/code.h"
#include "db/custody.h"
#include "db/item_form.h"
#include "db/item_row.h"
#include "db/log/event.h"
#include "db/log/project.h"
#include "db/note.h"
#include "db/text.h"

#define COUNT_MAX	100000
#define MM_MAX		100000		/* 100 m */
#define VALUE_MAX	INT64_C(100000000000)

void
item_form_init(struct item_form *f)
{
	*f = (struct item_form) { .count = -1, .lot = -1, .condition = -1,
	    .width = -1, .depth = -1, .height = -1, .inspect_by = -1,
	    .value = -1, .responsible = -1, .place = -1 };
}

/* --- checks of what is said --- */

static enum rc
text_check(const char *text, size_t max, struct err *err)
{
	char limit[8];

	if (text == NULL)
		return RC_OK;
	if (strlen(text) >= max) {
		snprintf(limit, sizeof limit, "%zu", max - 1);
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, limit, NULL,
		    NULL);
	}
	return text_clean(text, strlen(text), NULL, err);
}

static enum rc
range_check(int64_t value, int64_t max, struct err *err)
{
	char text[24];

	if (value >= -1 && value <= max)
		return RC_OK;
	snprintf(text, sizeof text, "%lld", (long long)value);
	return err_why(err, RC_INVALID, WHY_VALUE_RANGE, text, NULL, NULL);
}

enum rc
item_count_check(int64_t count, int64_t max, struct err *err)
{
	char text[24];

	if (count >= 1 && count <= max)
		return RC_OK;
	snprintf(text, sizeof text, "%lld", (long long)max);
	return err_why(err, RC_INVALID, WHY_COUNT_RANGE, text, NULL, NULL);
}

static enum rc
row_exists(struct db *db, enum query_id id, int64_t thing, enum why why,
    struct err *err)
{
	sqlite3_stmt *q;

	if (thing <= 0)
		return RC_OK;
	q = query(db, id);
	query_int(q, ":id", thing);
	enum rc rc = query_step(q, err);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		return err_why(err, rc, why, "-", NULL, NULL);
	return rc;
}

static enum rc
form_check(struct db *db, const struct item_form *f, struct err *err)
{
	enum rc rc = text_check(f->name, 128, err);

	if (rc == RC_OK && f->name != NULL && f->name[0] == '\0')
		rc = err_why(err, RC_INVALID, WHY_NAME_MISSING, NULL, NULL,
		    NULL);
	if (rc == RC_OK)
		rc = text_check(f->category, 40, err);
	if (rc == RC_OK)
		rc = text_check(f->owner, 16, err);
	if (rc == RC_OK)
		rc = text_check(f->note, 256, err);
	if (rc == RC_OK && f->restriction != NULL &&
	    (strlen(f->restriction) >= 96 || !restriction_valid(f->restriction)))
		rc = err_why(err, RC_INVALID, WHY_RESTRICTION_UNKNOWN,
		    f->restriction, NULL, NULL);
	if (rc == RC_OK && f->count != -1)
		rc = item_count_check(f->count, COUNT_MAX, err);
	if (rc == RC_OK)
		rc = range_check(f->condition, CONDITION_COUNT - 1, err);
	if (rc == RC_OK)
		rc = range_check(f->width, MM_MAX, err);
	if (rc == RC_OK)
		rc = range_check(f->depth, MM_MAX, err);
	if (rc == RC_OK)
		rc = range_check(f->height, MM_MAX, err);
	if (rc == RC_OK)
		rc = range_check(f->value, VALUE_MAX, err);
	if (rc == RC_OK)
		rc = range_check(f->inspect_by, 83955, err);
	if (rc == RC_OK && f->category != NULL) {
		sqlite3_stmt *q = query(db, Q_CATEGORY_CODES);

		query_text(q, ":text", f->category);
		rc = query_step(q, err);
		query_done(q);
		if (rc == RC_NOT_FOUND)
			rc = err_why(err, RC_NOT_FOUND, f->category[0] ?
			    WHY_NO_CATEGORY : WHY_CATEGORY_MISSING,
			    f->category, NULL, NULL);
	}
	if (rc == RC_OK)
		rc = row_exists(db, Q_PLACE_EXISTS, f->place, WHY_NO_PLACE, err);
	if (rc == RC_OK)
		rc = row_exists(db, Q_UNIT_KIND, f->responsible, WHY_NO_UNIT,
		    err);
	return rc;
}

enum rc
item_code_check(struct db *db, const char *text, bool unique,
    char out[CODE_TEXT_MAX], struct err *err)
{
	struct code code;
	struct item other;
	size_t n;
	enum rc rc = code_parse(text, strlen(text), &code, err);

	if (rc != RC_OK)
		return rc;
	snprintf(out, CODE_TEXT_MAX, "%s", code.text);
	if (code.kind != CODE_ITEM && code.kind != CODE_FOREIGN)
		return err_why(err, RC_INVALID, WHY_CODE_NOT_ITEM, out, NULL,
		    NULL);
	if (strlen(out) >= sizeof other.code)
		return err_why(err, RC_INVALID, WHY_CODE_LONG, NULL, NULL,
		    NULL);
	if (!unique && code.kind == CODE_FOREIGN && !code.one)
		return RC_OK;
	rc = item_find(db, out, &other, 1, &n, err);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK)
		rc = err_why(err, RC_REFUSED, WHY_CODE_TAKEN, out, other.name,
		    NULL);
	return rc;
}

enum rc
item_label_pick(struct db *db, const char *wanted, char out[CODE_TEXT_MAX],
    struct err *err)
{
	char name[16];
	int64_t number;
	enum rc rc;

	if (wanted != NULL)
		return item_code_check(db, wanted, true, out, err);
	snprintf(name, sizeof name, "I-%s", db->depot);
	rc = counter_next(db, name, &number, err);
	if (rc == RC_OK)
		rc = code_format(CODE_ITEM, db->depot, number, out, err);
	return rc;
}

/* --- bodies --- */

static void
put_int(json_t *body, const char *name, int64_t value)
{
	if (value > 0)
		json_object_set_new(body, name, json_integer(value));
}

static void
put_text(json_t *body, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		json_object_set_new(body, name, json_string(value));
}

static void
put_thing(struct db *db, json_t *body, const char *name, int64_t thing)
{
	if (thing > 0)
		json_object_set_new(body, name, event_ref(db, thing));
}

json_t *
item_body(struct db *db, int64_t item)
{
	return json_pack("{s:o}", "item", event_ref(db, item));
}

enum rc
item_note_put(struct db *db, json_t *body, const char *note, struct err *err)
{
	char id[NOTE_ID];
	enum rc rc = note_store(db, note, id, err);

	if (rc == RC_OK)
		put_text(body, "note", id);
	return rc;
}

/* --- the verbs --- */

static enum rc
codes_put(struct db *db, json_t *body, const struct item_form *f,
    struct err *err)
{
	char code[CODE_TEXT_MAX];
	json_t *list = json_array();
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < 8 && f->codes[i] != NULL; i++) {
		rc = item_code_check(db, f->codes[i], false, code, err);
		if (rc == RC_OK)
			json_array_append_new(list, json_string(code));
	}
	if (rc == RC_OK && json_array_size(list) > 0)
		json_object_set_new(body, "codes", list);
	else
		json_decref(list);
	return rc;
}

enum rc
item_register(struct db *db, const struct item_form *f, int64_t *id,
    struct err *err)
{
	char code[CODE_TEXT_MAX];
	int32_t count = f->count < 0 ? 1 : f->count;
	enum rc rc;

	if (f->name == NULL || f->category == NULL)
		return err_why(err, RC_INVALID, f->name == NULL ?
		    WHY_NAME_MISSING : WHY_CATEGORY_MISSING, NULL, NULL, NULL);
	rc = form_check(db, f, err);
	if (rc == RC_OK)
		rc = item_label_pick(db, f->code, code, err);
	if (rc != RC_OK)
		return rc;
	json_t *body = json_pack("{s:s, s:s, s:s, s:i, s:s}", "code", code,
	    "name", f->name, "category", f->category, "condition",
	    f->condition < 0 ? CONDITION_GOOD : f->condition, "owner",
	    f->owner != NULL && *f->owner ? f->owner : db->organisation);
	if (count > 1 || f->lot > 0)
		json_object_set_new(body, "lot", json_integer(1));
	put_int(body, "count", count > 1 ? count : 0);
	put_int(body, "width", f->width);
	put_int(body, "depth", f->depth);
	put_int(body, "height", f->height);
	put_int(body, "value", f->value);
	put_int(body, "inspect_by", f->inspect_by);
	put_text(body, "restriction", f->restriction);
	put_thing(db, body, "responsible", f->responsible);
	put_thing(db, body, "place", f->place);
	rc = codes_put(db, body, f, err);
	if (rc == RC_OK)
		rc = item_note_put(db, body, f->note, err);
	if (rc != RC_OK) {
		json_decref(body);
		return rc;
	}
	return event_append(db, EVENT_REGISTER, body, id, err);
}

enum rc
item_live(struct db *db, int64_t id, struct item *it, struct err *err)
{
	enum rc rc = item_get(db, id, it, err);

	if (rc == RC_OK && it->state == ITEM_RETIRED)
		rc = err_why(err, RC_REFUSED, WHY_RETIRED, it->code, NULL,
		    NULL);
	return rc;
}

static void
edit_int(json_t *body, const char *name, int64_t value, int64_t now)
{
	if (value >= 0 && value != now)
		json_object_set_new(body, name, json_integer(value));
}

static void
edit_text(json_t *body, const char *name, const char *value, const char *now)
{
	if (value != NULL && strcmp(value, now) != 0)
		json_object_set_new(body, name, json_string(value));
}

static enum rc
edit_count(struct db *db, const struct item *it, int32_t count,
    struct err *err)
{
	int32_t taken = 0;
	sqlite3_stmt *q = query(db, Q_BOOKING_OVERLAP);
	enum rc rc;

	if (count < 0 || count >= it->count)
		return RC_OK;
	query_int(q, ":item", it->id);
	query_int(q, ":until", FOREVER);
	query_int(q, ":except", 0);
	while ((rc = query_step(q, err)) == RC_OK)
		taken += (int32_t)query_col(q, 0);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		rc = taken > count ? err_why(err, RC_REFUSED,
		    WHY_HAS_BOOKINGS, it->code, NULL, NULL) : RC_OK;
	return rc;
}

enum rc
item_edit(struct db *db, int64_t id, const struct item_form *f,
    struct err *err)
{
	struct item it;
	enum rc rc = item_live(db, id, &it, err);

	if (rc == RC_OK)
		rc = custody_may_decide(db, id, err);
	if (rc == RC_OK)
		rc = form_check(db, f, err);
	if (rc == RC_OK)
		rc = edit_count(db, &it, f->count, err);
	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, id);
	size_t before = json_object_size(body);
	edit_text(body, "name", f->name, it.name);
	edit_text(body, "category", f->category, it.category);
	edit_text(body, "owner", f->owner, it.owner);
	edit_text(body, "restriction", f->restriction, it.restriction);
	edit_int(body, "count", f->count, it.count);
	edit_int(body, "width", f->width, it.width);
	edit_int(body, "depth", f->depth, it.depth);
	edit_int(body, "height", f->height, it.height);
	edit_int(body, "value", f->value, it.value);
	edit_int(body, "inspect_by", f->inspect_by, it.inspect_by);
	if (f->responsible >= 0 && f->responsible != it.responsible)
		json_object_set_new(body, "responsible",
		    event_ref(db, f->responsible));
	if (f->note != NULL && strcmp(f->note, it.note) != 0) {
		rc = item_note_put(db, body, f->note, err);
		if (rc == RC_OK && *f->note == '\0')
			json_object_set_new(body, "note", json_string(""));
	}
	if (rc == RC_OK && json_object_size(body) > before)
		rc = event_append(db, EVENT_EDIT, json_incref(body), NULL,
		    err);
	json_decref(body);
	if (rc == RC_OK && f->condition >= 0 &&
	    f->condition != (int)it.condition)
		rc = item_grade(db, id, (enum condition)f->condition, NULL,
		    err);
	if (rc == RC_OK && f->place > 0 && f->place != it.place)
		rc = item_shelve(db, id, f->place, err);
	return rc;
}
