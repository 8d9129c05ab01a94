#include "db/log/event.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/log/causal.h"
#include "db/log/kind.h"
#include "db/log/project.h"

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

/* A log that is named before its own events come gets its number now, so that
 * nothing said of its things is lost. */
static int64_t
log_to_come(struct db *db, const char *name, size_t n)
{
	sqlite3_stmt *q = query(db, Q_LOG_INSERT);

	query_textn(q, ":name", name, n);
	query_text(q, ":depot", "");
	query_text(q, ":parent", "");
	query_int(q, ":own", 0);
	query_blob(q, ":public", "", 0);
	return query_run(q, NULL) == RC_OK ?
	    sqlite3_last_insert_rowid(db->sql) : 0;
}

/* An unknown kind's values have been looked at by nobody. */
int64_t
event_thing_of(struct db *db, const struct event *ev, const json_t *value)
{
	const char *s, *dot;
	int64_t log = 0;
	sqlite3_stmt *q;

	if (!kind_ref_ok(value))
		return 0;
	if (json_is_integer(value)) {
		int64_t seq = json_integer_value(value);

		return seq == 0 ? 0 : ev->id >> LOG_SHIFT << LOG_SHIFT | seq;
	}
	s = json_string_value(value);
	dot = strrchr(s, '.');
	q = query(db, Q_LOG_ID);
	query_textn(q, ":name", s, (size_t)(dot - s));
	if (query_step(q, NULL) == RC_OK)
		log = query_col(q, 0);
	query_done(q);
	if (log == 0 && db->adopts)
		log = log_to_come(db, s, (size_t)(dot - s));
	return log == 0 ? 0 : log << LOG_SHIFT | strtoll(dot + 1, NULL, 10);
}

int64_t
event_thing(struct db *db, const struct event *ev, const char *field)
{
	return event_thing_of(db, ev, json_object_get(ev->body, field));
}

int64_t
event_undoes(struct db *db, const struct event *ev)
{
	int64_t act = event_thing(db, ev, "act");

	return act >> LOG_SHIFT == ev->id >> LOG_SHIFT && act < ev->id ? act :
	    0;
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

	if (ev->kind < 0)	/* what any kind may say: the item it is on */
		return add_thing(out, 0, event_thing(db, ev, "item"));
	const struct kind *k = kind_of(ev->kind);
	if (k->makes)
		out[n++] = ev->id;
	for (int i = 0; i < k->n; i++) {
		const struct field *f = &k->fields[i];
		const json_t *v;

		if (strchr("thb", f->type) == NULL)
			continue;
		v = json_object_get(ev->body, f->name);
		if (f->type != 'b')
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
	    kind_of(ev->kind)->name, body, n, db->hash);
	query_int(q, ":id", ev->id);
	query_int(q, ":act", ev->act);
	query_int(q, ":time", ev->time);
	query_int(q, ":actor", ev->actor);
	query_text(q, ":kind", kind_of(ev->kind)->name);
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
	return causal_last(db, thing);
}

static void
name_previous(struct db *db, const struct event *ev, json_t *body,
    const char *subject, const char *prev)
{
	struct event here = *ev;

	if (json_object_get(body, prev) != NULL)
		return;		/* known from the paper */
	here.id = db->log << LOG_SHIFT;
	int64_t last = event_last(db, event_thing(db, &here, subject));
	if (last != 0)
		json_object_set_new(body, prev, event_ref(db, last));
}

/* The thing that the event is on first of all: the item, else the first that
 * its form names. */
static const char *
subject_of(const struct kind *kind, const json_t *body)
{
	const char *subject = NULL;

	if (json_object_get(body, "item") != NULL)
		return "item";
	for (int i = 0; i < kind->n; i++)
		if (subject == NULL && kind->fields[i].type == 't' &&
		    json_object_get(body, kind->fields[i].name) != NULL)
			subject = kind->fields[i].name;
	return subject;
}

static bool
names_previous(const struct kind *kind)
{
	for (int i = 0; i < kind->n; i++)
		if (strcmp(kind->fields[i].name, "prev") == 0)
			return true;
	return false;
}

/* What the new event touches that other logs speak of too is made anew, so
 * that it is the same here as where the events come in another order. */
static enum rc
fold_new(struct db *db, const struct event *ev, struct err *err)
{
	int64_t things[EVENT_THINGS_MAX];
	struct things mixed = { NULL, 0, 0 };
	struct fold fold = { .db = db, .ev = ev, .skip = &mixed };
	size_t n = event_things(db, ev, things);

	/* Also what it makes: another may have spoken of that number before. */
	for (size_t i = 0; i < n; i++)
		if (causal_mixed(db, things[i]))
			things_add(&mixed, things[i]);
	enum rc rc = event_project(&fold, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (things_has(&mixed, things[i]))
			rc = thing_refold(db, things[i], err);
	things_release(&mixed);
	return rc;
}

enum rc
event_append(struct db *db, enum event_kind id_kind, json_t *body,
    int64_t *id, struct err *err)
{
	const struct kind *kind = kind_of((int)id_kind);
	struct event ev = { .kind = (int)id_kind, .time = db->act_time,
	    .actor = db->actor.id, .body = body };
	char *text = NULL;
	enum rc rc;

	assert(db->act_open);
	const char *subject = subject_of(kind, body);
	if (subject != NULL && names_previous(kind))
		name_previous(db, &ev, body, subject, "prev");
	if (json_object_get(body, "other") != NULL)
		name_previous(db, &ev, body, "other", "other_prev");
	ev.id = db->log << LOG_SHIFT | (db->seq + 1);
	if (db->act == 0)
		db->act = ev.id;
	ev.act = db->act;
	if (db->actor.role < kind->role)
		rc = err_why(err, RC_REFUSED, WHY_ROLE, role_label(kind->role),
		    kind->label, NULL);
	else
		rc = kind_check((int)id_kind, body, err);
	if (rc == RC_OK) {
		text = kind_canonical(body);
		if (text == NULL || strlen(text) > EVENT_BODY_MAX)
			rc = err_why(err, RC_INVALID, WHY_TOO_MUCH, NULL, NULL,
			    NULL);
	}
	if (rc == RC_OK)
		rc = store_event(db, &ev, text, strlen(text), err);
	if (rc == RC_OK)
		rc = fold_new(db, &ev, err);
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
	return kind_of(fold->ev->kind)->project(fold, err);
}
