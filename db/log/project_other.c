/* project_other.c - what events do to all that is neither item nor order, and
 * how a thing's rows are made anew. */
#include "db/log/project.h"

#include <stdio.h>
#include <string.h>

#include "db/code.h"
#include "db/erased.h"

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
	if (id == Q_PLACE_SET)
		query_text(q, ":depot", log_depot(f->db,
		    thing >> LOG_SHIFT));
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
	query_text(q, ":key", "");
	query_text(q, ":depot", log_depot(f->db, f->ev->id >> LOG_SHIFT));
	if (rc == RC_OK)
		rc = query_run(q, err);
	return rc;
}

enum rc
project_SETTLE(const struct fold *f, struct err *err)
{
	int64_t id = event_thing(f->db, f->ev, "case");
	int64_t item = event_thing(f->db, f->ev, "item");
	sqlite3_stmt *q;

	if (event_has(f->ev, "key"))
		return fold_into(f, item) ? clash_settle(f, item, err) : RC_OK;
	q = query(f->db, Q_CASE_SETTLE);
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
	int64_t act = event_undoes(f->db, f->ev);
	sqlite3_stmt *q = query(f->db, Q_UNDONE_INSERT);

	if (f->only != 0 || act == 0)
		return RC_OK;
	query_int(q, ":act", act);
	query_int(q, ":event", f->ev->id);
	return query_run(q, err);
}

/* --- counters --- */

/* A depot's numbers are its own to give out; an organisation's are given out by
 * every depot of it. */
static bool
counts_here(const struct fold *f, const char *name)
{
	const char *scope = strchr(name, '-');

	return scope == NULL || (scope == name + 1 &&
	    *name == code_kind_letter(CODE_UNIT)) || strcmp(scope + 1,
	    log_depot(f->db, f->ev->id >> LOG_SHIFT)) == 0;
}

enum rc
counter_reach(const struct fold *f, const char *name, int64_t value,
    struct err *err)
{
	sqlite3_stmt *q = query(f->db, Q_COUNTER_REACH);
	char full[32];

	if (f->only != 0 || !counts_here(f, name))
		return RC_OK;
	snprintf(full, sizeof full, strchr(name, '-') != NULL ? "%s" :
	    "%s-%s", name, log_depot(f->db, f->ev->id >> LOG_SHIFT));
	query_text(q, ":name", full);
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
	char full[32];

	snprintf(full, sizeof full, strchr(name, '-') != NULL ? "%s" :
	    "%s-%s", name, db->depot);
	query_text(q, ":name", full);
	enum rc rc = query_step(q, err);
	*value = rc == RC_OK ? query_col(q, 0) + 1 : 1;
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

const char *
log_depot(struct db *db, int64_t log)
{
	static char depot[9];
	sqlite3_stmt *q;

	if (log == db->log)
		return db->depot;
	q = query(db, Q_LOG_DEPOT);
	query_int(q, ":id", log);
	depot[0] = '\0';
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, depot, sizeof depot);
	query_done(q);
	return depot;
}

/* What is erased is erased when the event is applied; it has no rows of its
 * own but the note that it was. */
enum rc
project_REDACT(const struct fold *f, struct err *err)
{
	const char *text = event_text(f->ev, "text");
	enum rc rc = RC_OK;

	if (f->only != 0 || f->numbers)
		return RC_OK;
	static const enum query_id queries[] = { Q_REDACTED_ADD,
	    Q_REDACTED_TEXT, Q_REDACTED_WANTED };
	for (size_t i = 0; rc == RC_OK && i < sizeof queries /
	    sizeof *queries; i++) {
		sqlite3_stmt *q = query(f->db, queries[i]);

		query_text(q, ":text", text);
		if (queries[i] == Q_REDACTED_ADD)
			query_int(q, ":event", f->ev->id);
		rc = query_run(q, err);
	}
	return rc;
}

/* Who it was is known to one depot alone, and it alone may say so.  A contact
 * may have been entered anew since: whoever says it erases it (db/erase.c). */
enum rc
project_FORGET(const struct fold *f, struct err *err)
{
	struct erased e = { .what = ERASED_ACTOR,
	    .actor = event_int(f->ev, "actor") };

	if (f->only != 0 || f->numbers || e.actor == 0 ||
	    strcmp(log_depot(f->db, f->ev->id >> LOG_SHIFT),
	    f->db->depot) != 0)
		return RC_OK;
	return erased_apply(f->db, &e, err);
}
