/* project_other.c - what events do to all that is neither item nor order, and
 * how a thing's rows are made anew. */
#include "db/log/project.h"

#include <stdio.h>
#include <string.h>

#include "db/code.h"

enum rc
project_LOG(const struct fold *f, struct err *err)
{
	(void)f;	/* the log table has it; see db/init.c */
	(void)err;
	return RC_OK;
}

/* Organisation, category, unit and place: the event says all of it; one that
 * names its thing replaces what was. */
static enum rc
set_row(const struct fold *f, enum query_id id, const char *self,
    const char *const *texts, struct err *err)
{
	int64_t thing = event_has(f->ev, self) ?
	    event_thing(f->db, f->ev, self) : f->ev->id;
	sqlite3_stmt *q = query(f->db, id);
	char name[24];

	if (!fold_into(f, thing))
		return RC_OK;
	query_int(q, ":id", thing);
	for (size_t i = 0; texts[i] != NULL; i++) {
		snprintf(name, sizeof name, ":%s", texts[i]);
		query_text(q, name, event_text(f->ev, texts[i]));
	}
	return query_run(q, err);
}

enum rc
project_ORGANISATION(const struct fold *f, struct err *err)
{
	static const char *const texts[] = { "code", "name", NULL };

	return set_row(f, Q_ORGANISATION_SET, "organisation", texts, err);
}

enum rc
project_CATEGORY(const struct fold *f, struct err *err)
{
	static const char *const texts[] = { "code", "name", "name_en", NULL };

	return set_row(f, Q_CATEGORY_SET, "category", texts, err);
}

enum rc
project_UNIT(const struct fold *f, struct err *err)
{
	static const char *const texts[] = { "code", "name", "organisation",
	    "kind", "address", "hours", "posting", NULL };
	enum rc rc = set_row(f, Q_UNIT_SET, "unit", texts, err);

	if (rc == RC_OK)
		rc = counter_reach_code(f, event_text(f->ev, "code"), err);
	return rc;
}

enum rc
project_PLACE(const struct fold *f, struct err *err)
{
	static const char *const texts[] = { "code", "name", NULL };
	enum rc rc = set_row(f, Q_PLACE_SET, "place", texts, err);

	if (rc == RC_OK)
		rc = counter_reach_code(f, event_text(f->ev, "code"), err);
	return rc;
}

enum rc
project_LABEL(const struct fold *f, struct err *err)
{
	return counter_reach(f, event_text(f->ev, "counter"),
	    event_int(f->ev, "last"), err);
}

enum rc
project_OPEN(const struct fold *f, struct err *err)
{
	enum rc rc = counter_reach(f, "case", event_int(f->ev, "number"), err);
	sqlite3_stmt *q = query(f->db, Q_CASE_INSERT);

	if (!fold_into(f, f->ev->id))
		return rc;
	query_int(q, ":id", f->ev->id);
	query_int(q, ":number", event_int(f->ev, "number"));
	query_text(q, ":kind", event_text(f->ev, "kind"));
	query_int(q, ":item", event_thing(f->db, f->ev, "item"));
	query_int(q, ":orders", event_thing(f->db, f->ev, "order"));
	query_int(q, ":unit", event_thing(f->db, f->ev, "unit"));
	query_text(q, ":note", event_text(f->ev, "note"));
	query_int(q, ":time", f->ev->time);
	if (rc == RC_OK)
		rc = query_run(q, err);
	return rc;
}

enum rc
project_SETTLE(const struct fold *f, struct err *err)
{
	int64_t id = event_thing(f->db, f->ev, "case");
	sqlite3_stmt *q = query(f->db, Q_CASE_SETTLE);

	if (!fold_into(f, id))
		return RC_OK;
	query_int(q, ":id", id);
	query_text(q, ":outcome", event_text(f->ev, "outcome"));
	return query_run(q, err);
}

/* Only notes it: undo_act refolds what the act touched, and a full fold
 * leaves the act's events out from the beginning. */
enum rc
project_UNDO(const struct fold *f, struct err *err)
{
	sqlite3_stmt *q = query(f->db, Q_UNDONE_INSERT);

	if (f->only != 0)
		return RC_OK;
	query_int(q, ":act", event_thing(f->db, f->ev, "act"));
	query_int(q, ":event", f->ev->id);
	return query_run(q, err);
}

/* --- counters --- */

enum rc
counter_reach(const struct fold *f, const char *name, int64_t value,
    struct err *err)
{
	sqlite3_stmt *q = query(f->db, Q_COUNTER_REACH);

	if (f->only != 0)
		return RC_OK;
	query_text(q, ":name", name);
	query_int(q, ":value", value);
	return query_run(q, err);
}

static void
counter_name(const struct code *code, char out[16])
{
	snprintf(out, 16, "%c-%s", code_kind_letter(code->kind), code->scope);
}

enum rc
counter_reach_code(const struct fold *f, const char *text, struct err *err)
{
	struct code code;
	char name[16];

	if (f->only != 0 || text[0] == '\0' || text[1] != '-' ||
	    code_parse(text, strlen(text), &code, NULL) != RC_OK ||
	    code.kind >= CODE_OWN_COUNT)
		return RC_OK;
	counter_name(&code, name);
	return counter_reach(f, name, code.number, err);
}

enum rc
counter_next(struct db *db, const char *name, int64_t *value, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_COUNTER_GET);

	query_text(q, ":name", name);
	enum rc rc = query_step(q, err);
	*value = rc == RC_OK ? query_col(q, 0) + 1 : 1;
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- folding anew --- */

enum rc
event_touch(struct db *db, int64_t thing, int64_t event, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_EVENT_TOUCH);

	query_int(q, ":thing", thing);
	query_int(q, ":event", event);
	return query_run(q, err);
}

static enum rc
fold_row(struct db *db, int64_t thing, sqlite3_stmt *q, struct err *err)
{
	struct event ev = { .id = query_col(q, 0), .act = query_col(q, 1),
	    .time = query_col(q, 2), .actor = query_col(q, 3) };
	struct fold fold = { .db = db, .ev = &ev, .only = thing };

	ev.kind = event_from_name((const char *)sqlite3_column_text(q, 4));
	enum rc rc = event_load_body(
	    (const char *)sqlite3_column_text(q, 5),
	    (size_t)sqlite3_column_bytes(q, 5), &ev.body, err);
	if (rc == RC_OK)
		rc = event_project(&fold, err);
	json_decref(ev.body);
	return rc;
}

enum rc
thing_refold(struct db *db, int64_t thing, struct err *err)
{
	static const enum query_id forget[] = { Q_FORGET_ITEM,
	    Q_FORGET_ITEM_CODE, Q_FORGET_BOOKING, Q_FORGET_ORDER,
	    Q_FORGET_ORDER_LINE, Q_FORGET_TICKET, Q_FORGET_CASE,
	    Q_FORGET_UNIT, Q_FORGET_PLACE, Q_FORGET_CATEGORY,
	    Q_FORGET_ORGANISATION };
	enum rc rc = index_remove(db, thing, err);

	for (size_t i = 0; rc == RC_OK && i < sizeof forget / sizeof *forget;
	    i++) {
		sqlite3_stmt *q = query(db, forget[i]);

		query_int(q, ":id", thing);
		rc = query_run(q, err);
	}
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_THING_EVENTS);
	query_int(q, ":thing", thing);
	while ((rc = query_step(q, err)) == RC_OK)
		if ((rc = fold_row(db, thing, q, err)) != RC_OK)
			break;
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
