/* texts.c - free texts lie beside the logs, each named by its salted hash; one
 * that was erased is erased from the hub too. */
#include <stdio.h>
#include <stdlib.h>

#include "db/note.h"
#include "db/sync/session.h"
#include "db/text.h"

#define TEXT_MAX_BYTES	512

struct ids {
	char (*id)[33];
	size_t n, cap;
};

static void
ids_add(struct ids *ids, const char *id)
{
	if (ids->n == ids->cap) {
		ids->cap = ids->cap * 2 + 64;
		ids->id = realloc(ids->id, ids->cap * sizeof *ids->id);
		if (ids->id == NULL)
			abort();
	}
	snprintf(ids->id[ids->n++], 33, "%s", id);
}

static enum rc
ids_load(struct db *db, enum query_id id, struct ids *ids, struct err *err)
{
	sqlite3_stmt *q = query(db, id);
	enum rc rc;

	while ((rc = query_step(q, err)) == RC_OK)
		ids_add(ids, (const char *)sqlite3_column_text(q, 0));
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void
list_one(const char *name, void *arg)
{
	const char *id = name + strlen("texts/");

	if (strlen(id) == 32 && strspn(id, "0123456789abcdef") == 32)
		ids_add(arg, id);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static bool
listed(const struct ids *there, const char *id)
{
	return there->n > 0 && bsearch(id, there->id, there->n,
	    sizeof *there->id, compare) != NULL;
}

static enum rc
text_keep(struct session *s, const char *id, const unsigned char *bytes,
    size_t n, struct err *err)
{
	char name[NOTE_ID];
	const char *text = (const char *)bytes + NOTE_SALT;

	/* Whoever wrote it there: the name says what it must be. */
	if (n <= NOTE_SALT || text_clean(text, n - NOTE_SALT, NULL, NULL)
	    != RC_OK)
		return RC_OK;
	note_name(bytes, text, n - NOTE_SALT, name);
	if (strcmp(name, id) != 0)
		return RC_OK;
	enum rc rc = db_begin(s->db, err);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(s->db, Q_TEXT_INSERT);
	query_text(q, ":id", id);
	query_blob(q, ":salt", bytes, NOTE_SALT);
	query_textn(q, ":text", text, n - NOTE_SALT);
	rc = query_run(q, err);
	q = query(s->db, Q_TEXT_CAME);
	query_text(q, ":id", id);
	if (rc == RC_OK)
		rc = query_run(q, err);
	s->report->texts_in += rc == RC_OK;
	return db_end(s->db, rc, err);
}

static enum rc
text_fetch(struct session *s, const char *id, struct err *err)
{
	unsigned char *bytes = NULL;
	char name[48];
	size_t n = 0;

	snprintf(name, sizeof name, "texts/%s", id);
	enum rc rc = hub_get(s->hub, name, TEXT_MAX_BYTES, &bytes, &n, err);
	if (rc == RC_OK) {
		s->report->bytes_in += (int64_t)n;
		rc = text_keep(s, id, bytes, n, err);
	}
	free(bytes);
	return rc == RC_NOT_FOUND || rc == RC_INVALID ? RC_OK : rc;
}

enum rc
sync_texts(struct session *s, struct err *err)
{
	struct ids there = { NULL, 0, 0 }, wanted = { NULL, 0, 0 };
	struct ids gone = { NULL, 0, 0 };
	char name[48];
	enum rc rc = ids_load(s->db, Q_TEXTS_WANTED, &wanted, err);

	if (rc == RC_OK)
		rc = ids_load(s->db, Q_TEXTS_REDACTED, &gone, err);
	if (rc == RC_OK && wanted.n + gone.n > 0)
		rc = hub_list(s->hub, "texts/", list_one, &there, err);
	if (there.n > 0)
		qsort(there.id, there.n, sizeof *there.id, compare);
	for (size_t i = 0; rc == RC_OK && i < wanted.n; i++)
		if (listed(&there, wanted.id[i]))
			rc = text_fetch(s, wanted.id[i], err);
	for (size_t i = 0; rc == RC_OK && i < gone.n; i++) {
		snprintf(name, sizeof name, "texts/%s", gone.id[i]);
		if (listed(&there, gone.id[i]))
			rc = hub_remove(s->hub, name, err);
	}
	free(there.id);
	free(wanted.id);
	free(gone.id);
	return rc;
}
