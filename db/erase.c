/* erase.c - the verbs, and the lists that a restore applies again;
 * erase_file.c sees to the bytes. */
#include "db/erase.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/erase_file.h"
#include "db/erased.h"
#include "db/log/event.h"

/* --- the verbs --- */

/* Read before anything is taken away from under it; as often as there is
 * more. */
#define FOUND_MAX 256

static enum rc
some_contacts(struct db *db, const char *name, size_t *found, struct err *err)
{
	int64_t thing[FOUND_MAX];
	sqlite3_stmt *q = query(db, Q_CONTACT_NAMED);
	enum rc rc = RC_OK;

	query_text(q, ":name", name);
	for (*found = 0; *found < FOUND_MAX &&
	    (rc = query_step(q, err)) == RC_OK; (*found)++)
		thing[*found] = query_col(q, 0);
	query_done(q);
	rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	for (size_t i = 0; rc == RC_OK && i < *found; i++) {
		q = query(db, Q_CONTACT_FORGET);
		query_int(q, ":thing", thing[i]);
		rc = query_run(q, err);
		if (rc == RC_OK)
			rc = event_append(db, EVENT_FORGET, json_pack("{s:o}",
			    "contact", event_ref(db, thing[i])), NULL, err);
	}
	return rc;
}

enum rc
erase_contacts(struct db *db, const char *name, int *n, struct err *err)
{
	size_t found = FOUND_MAX;
	enum rc rc = RC_OK;

	for (*n = 0; rc == RC_OK && found == FOUND_MAX; *n += (int)found)
		rc = some_contacts(db, name, &found, err);
	return rc;
}

static enum rc
some_texts(struct db *db, int64_t thing, size_t *found, struct err *err)
{
	char text[FOUND_MAX][33];
	sqlite3_stmt *q = query(db, Q_TEXTS_OF_THING);
	enum rc rc = RC_OK;

	query_int(q, ":thing", thing);
	for (*found = 0; *found < FOUND_MAX &&
	    (rc = query_step(q, err)) == RC_OK; (*found)++)
		query_col_text(q, 0, text[*found], 33);
	query_done(q);
	rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	for (size_t i = 0; rc == RC_OK && i < *found; i++)
		rc = event_append(db, EVENT_REDACT, json_pack("{s:s}", "text",
		    text[i]), NULL, err);
	return rc;
}

enum rc
erase_texts(struct db *db, int64_t thing, int *n, struct err *err)
{
	size_t found = FOUND_MAX;
	enum rc rc = RC_OK;

	for (*n = 0; rc == RC_OK && found == FOUND_MAX; *n += (int)found)
		rc = some_texts(db, thing, &found, err);
	return rc;
}

/* --- again, after a restore --- */

struct again {
	struct db *db;
	struct erased *list;
	size_t n, cap;
};

static enum rc
collect(const struct erased *e, void *arg, struct err *err)
{
	struct again *a = arg;

	(void)err;
	if (erased_known(a->db, e))
		return RC_OK;
	for (size_t i = 0; i < a->n; i++)
		if (a->list[i].seq == e->seq &&
		    strcmp(a->list[i].log, e->log) == 0)
			return RC_OK;
	if (a->n == a->cap) {
		a->cap = a->cap * 2 + 64;
		a->list = realloc(a->list, a->cap * sizeof *a->list);
		if (a->list == NULL)
			abort();
	}
	a->list[a->n++] = *e;
	return RC_OK;
}

/* Said by this life too: its logs are what the next restore has. */
static enum rc
append_again(struct db *db, const struct erased *e, struct err *err)
{
	if (e->what == ERASED_TEXT)
		return event_append(db, EVENT_REDACT, json_pack("{s:s}",
		    "text", e->text), NULL, err);
	if (e->what == ERASED_ACTOR)
		return event_append(db, EVENT_FORGET, json_pack("{s:I}",
		    "actor", (json_int_t)e->actor), NULL, err);
	return event_append(db, EVENT_FORGET, json_pack("{s:o}", "contact",
	    json_sprintf("%s.%lld", e->thing_log, (long long)e->thing_seq)),
	    NULL, err);
}

enum rc
erase_again(struct db *db, const struct erase_lists *from, struct err *err)
{
	struct again a = { .db = db };
	struct db *store = NULL;
	char file[PATH_MAX];
	enum rc rc = RC_OK;

	/* One that cannot be read has no say. */
	if (from->store != NULL &&
	    db_open(from->store, 1000, &store, NULL) == RC_OK) {
		(void)!erased_walk(store, collect, &a, NULL);
		db_close(store);
	}
	for (size_t i = 0; i < sizeof from->folder / sizeof *from->folder; i++)
		if (from->folder[i] != NULL) {
			erase_list_name(from->folder[i], db->depot, file);
			(void)!erased_read(file, collect, &a, NULL);
		}
	for (size_t i = 0; rc == RC_OK && i < a.n; i++) {
		rc = erased_apply(db, &a.list[i], err);
		if (rc == RC_OK)
			rc = append_again(db, &a.list[i], err);
	}
	free(a.list);
	return rc;
}

void
erase_list_name(const char *folder, const char *depot, char out[PATH_MAX])
{
	snprintf(out, PATH_MAX, "%.4000s/%s.erased", folder, depot);
}

void
erase_folder(const char *file, char out[PATH_MAX])
{
	char copy[PATH_MAX];

	snprintf(copy, sizeof copy, "%s", file);
	snprintf(out, PATH_MAX, "%s", dirname(copy));
}
