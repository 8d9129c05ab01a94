#include "db/log/event.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/log/project.h"
#include "db/text.h"

#define FIELDS_MAX 20

struct field {
	char name[16];
	char type;
	bool optional;
};

static struct kind {
	const char *name;
	enum role   role;
	bool        makes;
	const char *label;
	const char *form;
	enum rc   (*project)(const struct fold *, struct err *);
	struct field fields[FIELDS_MAX];
	int         n;		/* 0: form not read yet */
} kinds[EVENT_COUNT] = {
#define EVENT(id, name, role, makes, sv, form) [EVENT_##id] = \
	{ name, ROLE_##role, makes, sv, form, project_##id, { { "", 0, 0 } }, 0 },
#include "db/log/event_kinds.def"
#undef EVENT
};

static const struct kind *
kind_of(int id)
{
	struct kind *k = &kinds[id];

	if (k->n > 0)
		return k;
	for (const char *p = k->form; *p != '\0'; ) {
		struct field *f = &k->fields[k->n++];
		size_t n = strcspn(p, ":");

		assert(k->n <= FIELDS_MAX && n < sizeof f->name);
		memcpy(f->name, p, n);
		f->name[n] = '\0';
		p += n + 1;
		f->type = *p++;
		f->optional = *p == '?';
		p += f->optional;
		p += strspn(p, " ");
	}
	return k;
}

const char *
event_name(enum event_kind kind)
{
	return kinds[kind].name;
}

const char *
event_label(enum event_kind kind)
{
	return kinds[kind].label;
}

int
event_from_name(const char *name)
{
	for (int i = 0; i < EVENT_COUNT; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return i;
	return -1;
}

/* --- values --- */

int64_t
event_int(const struct event *ev, const char *field)
{
	return json_integer_value(json_object_get(ev->body, field));
}

const char *
event_text(const struct event *ev, const char *field)
{
	const char *s = json_string_value(json_object_get(ev->body, field));

	return s == NULL ? "" : s;
}

bool
event_has(const struct event *ev, const char *field)
{
	return json_object_get(ev->body, field) != NULL;
}

json_t *
event_ref(struct db *db, int64_t thing)
{
	int64_t seq = thing & ((INT64_C(1) << LOG_SHIFT) - 1);
	char name[24] = "";
	sqlite3_stmt *q;

	if (thing >> LOG_SHIFT == db->log || thing == 0)
		return json_integer(seq);
	q = query(db, Q_LOG_NAME);
	query_int(q, ":id", thing >> LOG_SHIFT);
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, name, sizeof name);
	query_done(q);
	return json_sprintf("%s.%lld", name, (long long)seq);
}

int64_t
event_thing_of(struct db *db, const struct event *ev, const json_t *value)
{
	const char *s, *dot;
	int64_t log = 0;
	sqlite3_stmt *q;

	if (json_is_integer(value)) {
		int64_t seq = json_integer_value(value);

		return seq == 0 ? 0 : ev->id >> LOG_SHIFT << LOG_SHIFT | seq;
	}
	s = json_string_value(value);
	if (s == NULL || (dot = strrchr(s, '.')) == NULL)
		return 0;
	q = query(db, Q_LOG_ID);
	query_textn(q, ":name", s, (size_t)(dot - s));
	if (query_step(q, NULL) == RC_OK)
		log = query_col(q, 0);
	query_done(q);
	return log == 0 ? 0 : log << LOG_SHIFT | strtoll(dot + 1, NULL, 10);
}

int64_t
event_thing(struct db *db, const struct event *ev, const char *field)
{
	return event_thing_of(db, ev, json_object_get(ev->body, field));
}

/* --- form --- */

static bool
string_ok(const json_t *v)
{
	return json_is_string(v) && text_clean(json_string_value(v),
	    json_string_length(v), NULL, NULL) == RC_OK;
}

static bool
ref_ok(const json_t *v)
{
	const char *dot;
	char *end;

	if (json_is_integer(v))
		return json_integer_value(v) >= 0 &&
		    json_integer_value(v) < INT64_C(1) << LOG_SHIFT;
	if (!string_ok(v) || (dot = strrchr(json_string_value(v), '.')) == NULL)
		return false;
	long long seq = strtoll(dot + 1, &end, 10);
	return *end == '\0' && seq > 0 && seq < INT64_C(1) << LOG_SHIFT;
}

/* [[..], ..] with integers; a line's first member may also be a category. */
static bool
rows_ok(const json_t *v, char type)
{
	size_t width = type == 'b' ? 4 : 2;

	if (!json_is_array(v) || json_array_size(v) >= EVENT_THINGS_MAX - 8)
		return false;
	for (size_t i = 0; i < json_array_size(v); i++) {
		const json_t *row = json_array_get(v, i);

		if (!json_is_array(row) || json_array_size(row) != width)
			return false;
		const json_t *thing = json_array_get(row, type == 'b');
		bool named = type == 'l' && string_ok(thing);

		if (!(named || ref_ok(thing)) ||
		    !json_is_integer(json_array_get(row, width / 2)))
			return false;
		if (type == 'b' && !(json_is_integer(json_array_get(row, 0)) &&
		    ref_ok(json_array_get(row, 3))))
			return false;
	}
	return true;
}

static bool
list_ok(const json_t *v)
{
	if (!json_is_array(v))
		return false;
	for (size_t i = 0; i < json_array_size(v); i++)
		if (!string_ok(json_array_get(v, i)))
			return false;
	return true;
}

static bool
value_ok(const json_t *v, char type)
{
	switch (type) {
	case 'i': return json_is_integer(v);
	case 's': return string_ok(v);
	case 't':
	case 'r': return ref_ok(v);
	case 'c': return list_ok(v);
	default:  return rows_ok(v, type);
	}
}

static enum rc
form_check(int id, const json_t *body, struct err *err)
{
	const struct kind *k = kind_of(id);
	size_t found = 0;

	for (int i = 0; i < k->n; i++) {
		const struct field *f = &k->fields[i];
		const json_t *v = json_object_get(body, f->name);

		if (v == NULL && f->optional)
			continue;
		if (v == NULL || !value_ok(v, f->type))
			return err_set(err, RC_INVALID, "%s: field %s",
			    k->name, f->name);
		found++;
	}
	if (found != json_object_size(body))
		return err_set(err, RC_INVALID, "%s: unknown field", k->name);
	return RC_OK;
}

/* Nesting within the limit and integers only, whatever the kind. */
static bool
shape_ok(const json_t *v, int depth)
{
	const char *key;
	json_t *member;

	if (depth > EVENT_DEPTH_MAX || json_is_real(v))
		return false;
	if (json_is_object(v)) {
		json_object_foreach((json_t *)(uintptr_t)v, key, member)
			if (!shape_ok(member, depth + 1))
				return false;
	} else if (json_is_array(v)) {
		for (size_t i = 0; i < json_array_size(v); i++)
			if (!shape_ok(json_array_get(v, i), depth + 1))
				return false;
	}
	return true;
}

static char *
canonical(const json_t *body)
{
	return json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
}

enum rc
event_read_body(int kind, const char *text, size_t n, json_t **body,
    struct err *err)
{
	json_error_t why;
	enum rc rc = RC_OK;

	*body = NULL;
	if (n > EVENT_BODY_MAX)
		return err_set(err, RC_INVALID, "event body of %zu bytes", n);
	json_t *j = json_loadb(text, n, JSON_REJECT_DUPLICATES, &why);
	if (j == NULL || !json_is_object(j) || !shape_ok(j, 1))
		rc = err_set(err, RC_INVALID, "event body is not its JSON: %s",
		    j == NULL ? why.text : "shape");
	if (rc == RC_OK) {
		char *again = canonical(j);

		if (again == NULL || strlen(again) != n ||
		    memcmp(again, text, n) != 0)
			rc = err_set(err, RC_INVALID, "event body not canonical");
		free(again);
	}
	if (rc == RC_OK && kind >= 0)
		rc = form_check(kind, j, err);
	if (rc != RC_OK)
		json_decref(j);
	else
		*body = j;
	return rc;
}

enum rc
event_load_body(const char *text, size_t n, json_t **body, struct err *err)
{
	json_error_t why;

	*body = json_loadb(text, n, 0, &why);
	if (*body == NULL) {
		err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
		return RC_DAMAGED;
	}
	return RC_OK;
}

/* --- things and hash --- */

static size_t
add_thing(int64_t *out, size_t n, int64_t thing)
{
	for (size_t i = 0; i < n; i++)
		if (out[i] == thing)
			return n;
	if (thing != 0 && n < EVENT_THINGS_MAX)
		out[n++] = thing;
	return n;
}

size_t
event_things(struct db *db, const struct event *ev,
    int64_t out[EVENT_THINGS_MAX])
{
	size_t n = 0;

	if (ev->kind < 0)
		return 0;
	const struct kind *k = kind_of(ev->kind);
	if (k->makes)
		out[n++] = ev->id;
	for (int i = 0; i < k->n; i++) {
		const struct field *f = &k->fields[i];
		const json_t *v;

		if (f->type != 't' && f->type != 'b')
			continue;
		v = json_object_get(ev->body, f->name);
		if (f->type == 't')
			n = add_thing(out, n, event_thing_of(db, ev, v));
		else for (size_t r = 0; r < json_array_size(v); r++)
			n = add_thing(out, n, event_thing_of(db, ev,
			    json_array_get(json_array_get(v, r), 1)));
	}
	return n;
}

void
event_hash(const unsigned char before[HASH_SIZE], const char *log,
    int64_t seq, int64_t act_seq, int64_t time, int64_t actor,
    const char *kind, const char *body, size_t n,
    unsigned char out[HASH_SIZE])
{
	char head[160];
	crypto_generichash_state st;
	int len = snprintf(head, sizeof head,
	    "[\"%s\",%lld,%lld,%lld,%lld,\"%s\"]", log, (long long)seq,
	    (long long)act_seq, (long long)time, (long long)actor, kind);

	crypto_generichash_init(&st, NULL, 0, HASH_SIZE);
	crypto_generichash_update(&st, before, HASH_SIZE);
	crypto_generichash_update(&st, (unsigned char *)head, (size_t)len);
	crypto_generichash_update(&st, (const unsigned char *)body, n);
	crypto_generichash_final(&st, out, HASH_SIZE);
}

/* --- append --- */

static enum rc
store_event(struct db *db, const struct event *ev, const char *body,
    size_t n, struct err *err)
{
	int64_t things[EVENT_THINGS_MAX];
	sqlite3_stmt *q = query(db, Q_EVENT_INSERT);

	event_hash(db->hash, db->log_name, db->seq + 1,
	    ev->act & ((INT64_C(1) << LOG_SHIFT) - 1), ev->time, ev->actor,
	    kinds[ev->kind].name, body, n, db->hash);
	query_int(q, ":id", ev->id);
	query_int(q, ":act", ev->act);
	query_int(q, ":time", ev->time);
	query_int(q, ":actor", ev->actor);
	query_text(q, ":kind", kinds[ev->kind].name);
	query_textn(q, ":body", body, n);
	query_blob(q, ":hash", db->hash, HASH_SIZE);
	enum rc rc = query_run(q, err);
	db->seq++;

	size_t count = event_things(db, ev, things);
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = event_touch(db, things[i], ev->id, err);
	return rc;
}

int64_t
event_last(struct db *db, int64_t thing)
{
	int64_t last = 0;
	sqlite3_stmt *q = query(db, Q_THING_LAST);

	query_int(q, ":thing", thing);
	if (query_step(q, NULL) == RC_OK)
		last = query_col(q, 0);
	query_done(q);
	return last;
}

static void
name_previous(struct db *db, const struct event *ev, json_t *body)
{
	struct event here = *ev;

	here.id = db->log << LOG_SHIFT;
	int64_t last = event_last(db, event_thing(db, &here, "item"));
	if (last != 0)
		json_object_set_new(body, "prev", event_ref(db, last));
}

enum rc
event_append(struct db *db, enum event_kind kind, json_t *body, int64_t *id,
    struct err *err)
{
	struct event ev = { .kind = (int)kind, .time = db->act_time,
	    .actor = db->actor.id, .body = body };
	struct fold fold = { .db = db, .ev = &ev };
	char *text = NULL;
	enum rc rc;

	assert(db->act_open);
	if (json_object_get(body, "item") != NULL && !kinds[kind].makes)
		name_previous(db, &ev, body);
	ev.id = db->log << LOG_SHIFT | (db->seq + 1);
	if (db->act == 0)
		db->act = ev.id;
	ev.act = db->act;
	if (db->actor.role < kinds[kind].role)
		rc = err_why(err, RC_REFUSED, WHY_ROLE,
		    role_label(kinds[kind].role), kinds[kind].label, NULL);
	else
		rc = form_check((int)kind, body, err);
	if (rc == RC_OK) {
		text = canonical(body);
		if (text == NULL || strlen(text) > EVENT_BODY_MAX)
			rc = err_why(err, RC_INVALID, WHY_TOO_MUCH, NULL, NULL,
			    NULL);
	}
	if (rc == RC_OK)
		rc = store_event(db, &ev, text, strlen(text), err);
	if (rc == RC_OK)
		rc = kinds[kind].project(&fold, err);
	if (rc == RC_OK && id != NULL)
		*id = ev.id;
	free(text);
	json_decref(body);
	return rc;
}

enum rc
event_project(const struct fold *fold, struct err *err)
{
	if (fold->ev->kind < 0)
		return RC_OK;	/* kept for a newer version to apply */
	return kinds[fold->ev->kind].project(fold, err);
}
