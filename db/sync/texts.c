/* texts.c - free texts lie beside the logs, each named by its salted hash; one
 * that was erased is erased from the hub too. */
#include <stdio.h>
#include <stdlib.h>

#include "db/grown.h"
#include "db/note.h"
#include "db/sync/session.h"
#include "db/text.h"

#define TEXT_MAX_BYTES	512
#define TEXTS_ASKED	1000	/* by name, without a list of all there are */
#define TEXTS_AT_ONCE	1000	/* with one wait for the disk */

struct ids {
	char (*id)[33];
	size_t n, cap;
};

static void
ids_add(struct ids *ids, const char *id)
{
	ids->id = grown(ids->id, ids->n, &ids->cap, sizeof *ids->id);
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

/* What was not listed may be there. */
static bool
may_be_there(const struct ids *there, const char *id)
{
	return there == NULL || (there->n > 0 && bsearch(id, there->id, there->n,
	    sizeof *there->id, compare) != NULL);
}

/* --- out --- */

struct texts {
	struct {
		char name[48];
		unsigned char bytes[TEXT_MAX_BYTES];
		size_t n;
	} text[TEXTS_AT_ONCE];
	size_t n;
};

enum rc
texts_send(struct session *s, struct err *err)
{
	static struct hub_bytes file[TEXTS_AT_ONCE];
	size_t n = s->texts == NULL ? 0 : s->texts->n;

	for (size_t i = 0; i < n; i++)
		file[i] = (struct hub_bytes){ s->texts->text[i].name,
		    s->texts->text[i].bytes, s->texts->text[i].n };
	enum rc rc = n == 0 ? RC_OK : hub_put_many(s->hub, file, n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		s->report->texts_out++;
		s->report->bytes_out += (int64_t)file[i].n;
	}
	if (n > 0)
		s->texts->n = 0;
	return rc;
}

static enum rc
text_add(struct session *s, const char *id, struct err *err)
{
	sqlite3_stmt *q = query(s->db, Q_TEXT_WHOLE);

	if (s->texts == NULL && (s->texts = calloc(1, sizeof *s->texts)) ==
	    NULL)
		abort();
	query_text(q, ":id", id);
	if (query_step(q, NULL) == RC_OK) {	/* else erased, or not here */
		size_t salt = (size_t)sqlite3_column_bytes(q, 0);
		size_t text = (size_t)sqlite3_column_bytes(q, 1), n = s->texts->n;

		if (salt + text <= TEXT_MAX_BYTES) {
			memcpy(s->texts->text[n].bytes,
			    sqlite3_column_blob(q, 0), salt);
			memcpy(s->texts->text[n].bytes + salt,
			    sqlite3_column_text(q, 1), text);
			snprintf(s->texts->text[n].name,
			    sizeof s->texts->text[n].name, "texts/%s", id);
			s->texts->text[n].n = salt + text;
			s->texts->n += salt + text > 0;
		}
	}
	query_done(q);
	return s->texts->n == TEXTS_AT_ONCE ? texts_send(s, err) : RC_OK;
}

enum rc
texts_of(struct session *s, const char *body, size_t n, struct err *err)
{
	static const char *const fields[] = { "\"note\":\"",
	    "\"delivery\":\"" };
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < 2; i++) {
		size_t len = strlen(fields[i]);
		const char *at = memmem(body, n, fields[i], len);
		char id[33];

		if (at == NULL || at + len + 33 > body + n ||
		    at[len + 32] != '"')
			continue;
		memcpy(id, at + len, 32);
		id[32] = '\0';
		if (strspn(id, "0123456789abcdef") == 32)
			rc = text_add(s, id, err);
	}
	return rc;
}

void
texts_release(struct session *s)
{
	free(s->texts);
}

/* --- in --- */

/* Texts that came and are not in the store yet. */
struct arrived {
	struct {
		char id[33];
		unsigned char *bytes;
		size_t n;
	} text[TEXTS_AT_ONCE];
	size_t n;
};

/* Whoever wrote it there: the name says what it must be. */
static bool
text_genuine(const char *id, const unsigned char *bytes, size_t n)
{
	const char *text = (const char *)bytes + NOTE_SALT;
	char name[NOTE_ID];

	if (n <= NOTE_SALT || text_clean(text, n - NOTE_SALT, NULL, NULL)
	    != RC_OK)
		return false;
	note_name(bytes, text, n - NOTE_SALT, name);
	return strcmp(name, id) == 0;
}

static enum rc
text_keep(struct db *db, const char *id, const unsigned char *bytes,
    size_t n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_TEXT_INSERT);

	query_text(q, ":id", id);
	query_blob(q, ":salt", bytes, NOTE_SALT);
	query_textn(q, ":text", (const char *)bytes + NOTE_SALT,
	    n - NOTE_SALT);
	enum rc rc = query_run(q, err);
	q = query(db, Q_TEXT_CAME);
	query_text(q, ":id", id);
	return rc == RC_OK ? query_run(q, err) : rc;
}

/* All of them with one wait for the disk. */
static enum rc
arrived_keep(struct session *s, struct arrived *a, struct err *err)
{
	enum rc rc = a->n == 0 ? RC_OK : db_begin(s->db, err);

	if (a->n > 0 && rc == RC_OK) {
		for (size_t i = 0; rc == RC_OK && i < a->n; i++)
			rc = text_keep(s->db, a->text[i].id, a->text[i].bytes,
			    a->text[i].n, err);
		rc = db_end(s->db, rc, err);
	}
	if (rc == RC_OK)
		s->report->texts_in += (int64_t)a->n;
	for (size_t i = 0; i < a->n; i++)
		free(a->text[i].bytes);
	a->n = 0;
	return rc;
}

static enum rc
text_fetch(struct session *s, const char *id, struct arrived *a,
    struct err *err)
{
	unsigned char *bytes = NULL;
	char name[48];
	size_t n = 0;

	snprintf(name, sizeof name, "texts/%s", id);
	enum rc rc = hub_get(s->hub, name, TEXT_MAX_BYTES, &bytes, &n, err);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND || rc == RC_INVALID ? RC_OK : rc;
	s->report->bytes_in += (int64_t)n;
	if (!text_genuine(id, bytes, n)) {
		free(bytes);
		return RC_OK;
	}
	snprintf(a->text[a->n].id, sizeof a->text[a->n].id, "%s", id);
	a->text[a->n].bytes = bytes;
	a->text[a->n++].n = n;
	return a->n == TEXTS_AT_ONCE ? arrived_keep(s, a, err) : RC_OK;
}

static enum rc
texts_fetch(struct session *s, const struct ids *wanted,
    const struct ids *there, struct err *err)
{
	static struct arrived a;
	struct err why = { .why = WHY_NONE };
	enum rc rc = RC_OK, kept;

	for (size_t i = 0; rc == RC_OK && i < wanted->n; i++)
		if (may_be_there(there, wanted->id[i]))
			rc = text_fetch(s, wanted->id[i], &a, err);
	/* What came before the line broke is kept too. */
	kept = arrived_keep(s, &a, &why);
	if (rc == RC_OK && kept != RC_OK && err != NULL)
		*err = why;
	return rc == RC_OK ? kept : rc;
}

enum rc
sync_texts(struct session *s, struct err *err)
{
	struct ids there = { NULL, 0, 0 }, wanted = { NULL, 0, 0 };
	struct ids gone = { NULL, 0, 0 };
	const struct ids *listed = NULL;
	char name[48];
	enum rc rc = ids_load(s->db, Q_TEXTS_WANTED, &wanted, err);

	if (rc == RC_OK)
		rc = ids_load(s->db, Q_TEXTS_REDACTED, &gone, err);
	if (wanted.n + gone.n > TEXTS_ASKED)
		listed = &there;
	if (rc == RC_OK && listed != NULL)
		rc = hub_list(s->hub, "texts/", list_one, &there, err);
	if (there.n > 0)
		qsort(there.id, there.n, sizeof *there.id, compare);
	if (rc == RC_OK)
		rc = texts_fetch(s, &wanted, listed, err);
	for (size_t i = 0; rc == RC_OK && i < gone.n; i++) {
		snprintf(name, sizeof name, "texts/%s", gone.id[i]);
		if (may_be_there(listed, gone.id[i]))
			rc = hub_remove(s->hub, name, err);
	}
	free(there.id);
	free(wanted.id);
	free(gone.id);
	return rc;
}
