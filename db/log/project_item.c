/* project_item.c - what events do to items and the codes that name them. */
#include "db/log/project.h"

static void
bind_int(const struct fold *f, sqlite3_stmt *q, const char *name)
{
	query_int(q, name, event_int(f->ev, name + 1));
}

static void
bind_text(const struct fold *f, sqlite3_stmt *q, const char *name)
{
	query_text(q, name, event_text(f->ev, name + 1));
}

static void
bind_thing(const struct fold *f, sqlite3_stmt *q, const char *name)
{
	query_int(q, name, event_thing(f->db, f->ev, name + 1));
}

/* For edit: what the event does not say stays as it is. */
static void
bind_int_if(const struct fold *f, sqlite3_stmt *q, const char *name)
{
	if (event_has(f->ev, name + 1))
		bind_int(f, q, name);
}

static void
bind_text_if(const struct fold *f, sqlite3_stmt *q, const char *name)
{
	if (event_has(f->ev, name + 1))
		bind_text(f, q, name);
}

static enum rc
code_add(const struct fold *f, int64_t item, const char *code, struct err *err)
{
	sqlite3_stmt *q = query(f->db, Q_ITEM_CODE_ADD);

	query_text(q, ":code", code);
	query_int(q, ":item", item);
	return query_run(q, err);
}

static enum rc
code_drop(const struct fold *f, int64_t item, const char *code,
    struct err *err)
{
	sqlite3_stmt *q = query(f->db, Q_ITEM_CODE_DROP);

	query_text(q, ":code", code);
	query_int(q, ":item", item);
	return query_run(q, err);
}

/* Register and split make an item of what their event says. */
static enum rc
insert(const struct fold *f, bool lot, struct err *err)
{
	static const char *const ints[] = { ":condition", ":width", ":depth",
	    ":height", ":value", ":inspect_by" };
	static const char *const texts[] = { ":code", ":name", ":category",
	    ":owner", ":restriction", ":note" };
	const json_t *codes = json_object_get(f->ev->body, "codes");
	int64_t id = f->ev->id;
	sqlite3_stmt *q = query(f->db, Q_ITEM_INSERT);

	query_int(q, ":id", id);
	query_int(q, ":lot", lot);
	query_int(q, ":count", event_has(f->ev, "count") ?
	    event_int(f->ev, "count") : 1);
	for (size_t i = 0; i < sizeof ints / sizeof *ints; i++)
		bind_int(f, q, ints[i]);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		bind_text(f, q, texts[i]);
	bind_thing(f, q, ":responsible");
	bind_thing(f, q, ":place");
	query_int(q, ":log", id >> LOG_SHIFT);
	enum rc rc = query_run(q, err);
	if (rc == RC_OK)
		rc = code_add(f, id, event_text(f->ev, "code"), err);
	for (size_t i = 0; rc == RC_OK && i < json_array_size(codes); i++)
		rc = code_add(f, id,
		    json_string_value(json_array_get(codes, i)), err);
	if (rc == RC_OK)
		rc = index_add(f->db, id, err);
	return rc;
}

enum rc
project_REGISTER(const struct fold *f, struct err *err)
{
	const json_t *codes = json_object_get(f->ev->body, "codes");
	enum rc rc = RC_OK;

	if (fold_into(f, f->ev->id))
		rc = insert(f, event_int(f->ev, "lot") != 0, err);
	if (rc == RC_OK)
		rc = counter_reach_code(f, event_text(f->ev, "code"), err);
	for (size_t i = 0; rc == RC_OK && i < json_array_size(codes); i++)
		rc = counter_reach_code(f,
		    json_string_value(json_array_get(codes, i)), err);
	return rc;
}

static enum rc
count_add(const struct fold *f, int64_t item, int64_t delta, struct err *err)
{
	sqlite3_stmt *q = query(f->db, Q_ITEM_COUNT_ADD);

	query_int(q, ":id", item);
	query_int(q, ":delta", delta);
	return query_run(q, err);
}

enum rc
project_SPLIT(const struct fold *f, struct err *err)
{
	int64_t from = event_thing(f->db, f->ev, "item");
	enum rc rc = RC_OK;

	if (fold_into(f, from))
		rc = count_add(f, from, -event_int(f->ev, "count"), err);
	if (rc == RC_OK && fold_into(f, f->ev->id))
		rc = insert(f, event_int(f->ev, "count") > 1, err);
	if (rc == RC_OK)
		rc = counter_reach_code(f, event_text(f->ev, "code"), err);
	return rc;
}

enum rc
project_MERGE(const struct fold *f, struct err *err)
{
	const json_t *codes = json_object_get(f->ev->body, "codes");
	int64_t into = event_thing(f->db, f->ev, "item");
	int64_t from = event_thing(f->db, f->ev, "from");
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < json_array_size(codes); i++) {
		const char *code = json_string_value(json_array_get(codes, i));

		if (fold_into(f, from))
			rc = code_drop(f, from, code, err);
		if (rc == RC_OK && fold_into(f, into))
			rc = code_add(f, into, code, err);
	}
	if (rc == RC_OK && fold_into(f, into))
		rc = count_add(f, into, event_int(f->ev, "count"), err);
	if (rc == RC_OK && fold_into(f, from)) {
		sqlite3_stmt *q = query(f->db, Q_ITEM_RETIRE);

		rc = index_remove(f->db, from, err);
		query_int(q, ":id", from);
		query_text(q, ":outcome", "merged");
		if (rc == RC_OK)
			rc = query_run(q, err);
	}
	return rc;
}

enum rc
project_EDIT(const struct fold *f, struct err *err)
{
	int64_t id = event_thing(f->db, f->ev, "item");
	static const char *const ints[] = { ":count", ":width", ":depth",
	    ":height", ":value", ":inspect_by" };
	static const char *const texts[] = { ":name", ":category", ":owner",
	    ":restriction", ":note" };

	if (!fold_into(f, id))
		return RC_OK;
	enum rc rc = index_remove(f->db, id, err);
	sqlite3_stmt *q = query(f->db, Q_ITEM_EDIT);
	query_int(q, ":id", id);
	for (size_t i = 0; i < sizeof ints / sizeof *ints; i++)
		bind_int_if(f, q, ints[i]);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		bind_text_if(f, q, texts[i]);
	if (event_has(f->ev, "responsible"))
		bind_thing(f, q, ":responsible");
	if (rc == RC_OK)
		rc = query_run(q, err);
	if (rc == RC_OK)
		rc = index_add(f->db, id, err);
	return rc;
}

enum rc
project_RELABEL(const struct fold *f, struct err *err)
{
	int64_t id = event_thing(f->db, f->ev, "item");
	const char *add = event_text(f->ev, "add");
	const char *drop = event_text(f->ev, "drop");
	enum rc rc = RC_OK;

	if (fold_into(f, id) && *drop != '\0')
		rc = code_drop(f, id, drop, err);
	if (rc == RC_OK && fold_into(f, id) && *add != '\0')
		rc = code_add(f, id, add, err);
	if (rc == RC_OK && fold_into(f, id) && event_int(f->ev, "label")) {
		sqlite3_stmt *q = query(f->db, Q_ITEM_LABEL);

		query_int(q, ":id", id);
		query_text(q, ":code", add);
		rc = query_run(q, err);
	}
	if (rc == RC_OK && *add != '\0')
		rc = counter_reach_code(f, add, err);
	return rc;
}

enum rc
project_GRADE(const struct fold *f, struct err *err)
{
	int64_t id = event_thing(f->db, f->ev, "item");
	sqlite3_stmt *q = query(f->db, Q_ITEM_GRADE);

	if (!fold_into(f, id))
		return RC_OK;
	query_int(q, ":id", id);
	bind_int(f, q, ":condition");
	bind_text_if(f, q, ":note");
	return query_run(q, err);
}

static enum rc
state_set(const struct fold *f, enum item_state state, struct err *err)
{
	int64_t id = event_thing(f->db, f->ev, "item");
	sqlite3_stmt *q = query(f->db, Q_ITEM_STATE);

	if (!fold_into(f, id))
		return RC_OK;
	query_int(q, ":id", id);
	query_int(q, ":state", state);
	if (event_has(f->ev, "place"))
		bind_thing(f, q, ":place");
	bind_text_if(f, q, ":note");
	return query_run(q, err);
}

enum rc
project_LOSE(const struct fold *f, struct err *err)
{
	return state_set(f, ITEM_LOST, err);
}

enum rc
project_FIND(const struct fold *f, struct err *err)
{
	enum rc rc = state_set(f, ITEM_IN_STOCK, err);

	return rc == RC_OK ? custody_seen(f, event_thing(f->db, f->ev,
	    "item"), err) : rc;
}

enum rc
project_SHELVE(const struct fold *f, struct err *err)
{
	int64_t id = event_thing(f->db, f->ev, "item");
	sqlite3_stmt *q = query(f->db, Q_ITEM_SHELVE);

	if (!fold_into(f, id))
		return RC_OK;
	query_int(q, ":id", id);
	bind_thing(f, q, ":place");
	enum rc rc = query_run(q, err);
	return rc == RC_OK ? custody_seen(f, id, err) : rc;
}

enum rc
project_RETIRE(const struct fold *f, struct err *err)
{
	int64_t id = event_thing(f->db, f->ev, "item");

	if (!fold_into(f, id))
		return RC_OK;
	enum rc rc = index_remove(f->db, id, err);
	sqlite3_stmt *q = query(f->db, Q_ITEM_RETIRE);
	query_int(q, ":id", id);
	bind_text(f, q, ":outcome");
	bind_text_if(f, q, ":note");
	if (rc == RC_OK)
		rc = query_run(q, err);
	return rc;
}
