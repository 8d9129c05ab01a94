#include "db/case.h"

#include <stdio.h>

#include "db/clock.h"
#include "db/custody.h"
#include "db/item.h"
#include "db/log/event.h"
#include "db/log/project.h"
#include "db/note.h"
#include "db/order.h"

static const struct {
	const char *name, *label, *outcomes;
} kinds[] = {
#define CASE_KIND(name, sv, outcomes) { name, sv, outcomes },
#include "db/case_kinds.def"
#undef CASE_KIND
};

static int
kind_index(const char *kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, kind) == 0)
			return (int)i;
	return -1;
}

const char *
case_kind_label(const char *kind)
{
	int i = kind_index(kind);

	return i < 0 ? kind : kinds[i].label;
}

bool
case_outcome(const char *kind, int i, const char **name, const char **label)
{
	static char text[128];
	int k = kind_index(kind);
	const char *p = k < 0 ? "" : kinds[k].outcomes;

	for (; i > 0 && *p != '\0'; i--) {
		p += strcspn(p, "|");
		p += *p == '|';
	}
	if (i < 0 || *p == '\0')
		return false;
	snprintf(text, sizeof text, "%.*s", (int)strcspn(p, "|"), p);
	char *between = strchr(text, '=');
	*between = '\0';
	*name = text;
	*label = between + 1;
	return true;
}

static bool
outcome_offered(const char *kind, const char *outcome)
{
	const char *name, *label;

	for (int i = 0; case_outcome(kind, i, &name, &label); i++)
		if (strcmp(name, outcome) == 0)
			return true;
	return false;
}

/* --- reading --- */

static void
case_row(sqlite3_stmt *q, struct depot_case *c)
{
	memset(c, 0, sizeof *c);
	c->id = query_col(q, 0);
	c->number = query_col(q, 1);
	c->item = query_col(q, 2);
	c->orders = query_col(q, 3);
	c->unit = query_col(q, 4);
	c->time = query_col(q, 5);
	query_col_text(q, 6, c->kind, sizeof c->kind);
	query_col_text(q, 7, c->note, sizeof c->note);
	query_col_text(q, 8, c->outcome, sizeof c->outcome);
	query_col_text(q, 9, c->item_code, sizeof c->item_code);
	query_col_text(q, 10, c->item_name, sizeof c->item_name);
	query_col_text(q, 11, c->unit_name, sizeof c->unit_name);
	query_col_text(q, 12, c->key, sizeof c->key);
	query_col_text(q, 13, c->depot, sizeof c->depot);
}

static enum rc
one(sqlite3_stmt *q, int64_t number, struct depot_case *out, struct err *err)
{
	char text[24] = "-";
	enum rc rc = query_step(q, err);

	if (rc == RC_OK)
		case_row(q, out);
	query_done(q);
	if (number != 0)
		snprintf(text, sizeof text, "%lld", (long long)number);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_CASE, text, NULL, NULL);
	return rc;
}

enum rc
case_get(struct db *db, int64_t id, struct depot_case *out, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_CASE_GET);

	query_int(q, ":id", id);
	return one(q, 0, out, err);
}

enum rc
case_by_number(struct db *db, const char *depot, int64_t number,
    struct depot_case *out, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_CASE_BY_NUMBER);

	query_text(q, ":depot", depot == NULL ? "" : depot);
	query_int(q, ":number", number);
	return one(q, number, out, err);
}

enum rc
case_list(struct db *db, const char *depot, bool open_only, int64_t before,
    struct depot_case *out, size_t cap, size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, open_only ? Q_CASE_OPEN : Q_CASE_ALL);
	enum rc rc = RC_OK;

	query_text(q, ":depot", depot == NULL ? "" : depot);
	/* What follows from the logs alone has a number below nought. */
	query_int(q, ":before", before != 0 ? before : INT64_MAX);
	query_int(q, ":cap", (int64_t)cap);
	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++)
		case_row(q, &out[*n]);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

bool
case_is_open(struct db *db, const char *kind, int64_t item)
{
	sqlite3_stmt *q = query(db, Q_CASES_OF_ITEM);

	query_text(q, ":kind", kind);
	query_int(q, ":item", item);
	bool open = query_step(q, NULL) == RC_OK;
	query_done(q);
	return open;
}

/* --- verbs --- */

enum rc
case_open(struct db *db, const char *kind, int64_t item, int64_t order,
    int64_t unit, const char *note, int64_t *id, struct err *err)
{
	const struct {
		const char *field;
		int64_t thing;
	} about[] = { { "item", item }, { "order", order }, { "unit", unit } };
	char note_id[NOTE_ID];
	int64_t number = 0;

	if (kind_index(kind) < 0)
		return err_why(err, RC_INVALID, WHY_CASE_KIND, kind, NULL,
		    NULL);
	enum rc rc = note_store(db, note, note_id, err);
	if (rc == RC_OK)
		rc = counter_next(db, "case", &number, err);
	if (rc != RC_OK)
		return rc;
	json_t *body = json_pack("{s:I, s:s}", "number", (json_int_t)number,
	    "kind", kind);
	for (size_t i = 0; i < sizeof about / sizeof *about; i++)
		if (about[i].thing != 0)
			json_object_set_new(body, about[i].field,
			    event_ref(db, about[i].thing));
	if (note_id[0] != '\0')
		json_object_set_new(body, "note", json_string(note_id));
	return event_append(db, EVENT_OPEN, body, id, err);
}

/* What the outcome says of the item becomes so, unless it is already. */
static enum rc
outcome_do(struct db *db, const struct depot_case *c, const char *outcome,
    struct err *err)
{
	struct item it;
	struct order o;

	if (strcmp(outcome, "withdrawn") == 0 && c->orders != 0) {
		enum rc asked = order_get(db, c->orders, &o, err);

		return asked == RC_OK && o.state == ORDER_ASKED ?
		    order_cancel(db, c->orders, NULL, err) : asked;
	}
	if (c->item == 0)
		return RC_OK;
	enum rc rc = item_get(db, c->item, &it, err);
	if (rc != RC_OK || it.state == ITEM_RETIRED)
		return rc;
	if (strcmp(outcome, "retire") == 0)
		return item_retire(db, c->item, "recycled", NULL, err);
	if (strcmp(outcome, "lost") == 0 && it.state != ITEM_LOST)
		return item_lose(db, c->item, NULL, err);
	if (strcmp(outcome, "found") == 0 && it.state == ITEM_LOST)
		return item_find_again(db, c->item, 0, err);
	if (strcmp(outcome, "fixed") == 0 && it.condition > CONDITION_GOOD)
		return item_grade(db, c->item, CONDITION_GOOD, NULL, err);
	return RC_OK;
}

/* Where it stands for good, its custodian alone can say, and names the depot:
 * it may have turned up in a third one since.  After a restore it says so of
 * nothing that it has not seen: it may have been sent on in the lost days. */
static enum rc
stays(struct db *db, int64_t item, json_t *body, struct err *err)
{
	struct custody c;
	struct item it;
	enum rc rc = custody_may_decide(db, item, err);

	if (rc == RC_OK)
		rc = custody_of(db, item, &c, err);
	if (rc == RC_OK)
		rc = item_get(db, item, &it, err);
	if (rc == RC_OK && c.suspended)
		rc = err_why(err, RC_REFUSED, WHY_SUSPENDED, it.code, NULL,
		    NULL);
	if (rc != RC_OK || c.found_at[0] == '\0')
		return rc;
	json_object_set_new(body, "to", json_string(c.found_at));
	json_object_set_new(body, "era", json_integer(c.era));
	json_object_set_new(body, "hop", json_integer(c.hop + 1));
	return RC_OK;
}

enum rc
case_settle(struct db *db, int64_t id, const char *outcome, const char *note,
    struct err *err)
{
	struct depot_case c;
	char note_id[NOTE_ID], number[24];
	enum rc rc = case_get(db, id, &c, err);

	if (rc != RC_OK)
		return rc;
	snprintf(number, sizeof number, "%lld", (long long)c.number);
	if (c.outcome[0] != '\0')
		return err_why(err, RC_REFUSED, WHY_CASE_SETTLED, number,
		    NULL, NULL);
	if (!outcome_offered(c.kind, outcome))
		return err_why(err, RC_INVALID, WHY_OUTCOME, outcome, NULL,
		    NULL);
	json_t *body = json_object();
	if (strcmp(outcome, "stays") == 0)
		rc = stays(db, c.item, body, err);
	if (rc == RC_OK)
		rc = note_store(db, note, note_id, err);
	if (rc != RC_OK) {
		json_decref(body);
		return rc;
	}
	if (c.key[0] != '\0') {
		json_object_set_new(body, "item", event_ref(db, c.item));
		json_object_set_new(body, "key", json_string(c.key));
	} else
		json_object_set_new(body, "case", event_ref(db, id));
	json_object_set_new(body, "outcome", json_string(outcome));
	if (note_id[0] != '\0')
		json_object_set_new(body, "note", json_string(note_id));
	rc = event_append(db, EVENT_SETTLE, body, NULL, err);
	if (rc == RC_OK)
		rc = outcome_do(db, &c, outcome, err);
	return rc;
}
