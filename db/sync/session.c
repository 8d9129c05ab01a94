/* session.c - what the parts of a sync share. */
#include "db/sync/session.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/grown.h"

void
session_note(struct session *s, enum sync_note_kind kind, const char *a,
    const char *b)
{
	sync_report_note(s->report, kind, a, b);
}

void
sync_report_note(struct sync_report *r, enum sync_note_kind kind,
    const char *a, const char *b)
{
	for (size_t i = 0; i < r->n_notes; i++)
		if (r->note[i].kind == kind && strncmp(r->note[i].arg[0],
		    a == NULL ? "" : a, sizeof r->note[i].arg[0] - 1) == 0)
			return;
	if (r->n_notes == SYNC_NOTES_MAX) {
		r->dropped_notes++;
		return;
	}
	struct sync_note *note = &r->note[r->n_notes++];
	note->kind = kind;
	snprintf(note->arg[0], sizeof note->arg[0], "%s", a == NULL ? "" : a);
	snprintf(note->arg[1], sizeof note->arg[1], "%s", b == NULL ? "" : b);
}

void
session_note_n(struct session *s, enum sync_note_kind kind, const char *a,
    int64_t n)
{
	char number[24];

	snprintf(number, sizeof number, "%lld", (long long)n);
	session_note(s, kind, a, number);
}

/* --- what lies on the hub --- */

static void
list_one(const char *name, void *arg)
{
	struct session *s = arg;
	struct listed l;
	const char *log = name + strlen("logs/"), *end = strchr(log, '/');

	memset(&l, 0, sizeof l);
	if (segment_name_read(name, &l.head, l.hash16, NULL) == RC_OK) {
		s->seg = grown(s->seg, s->n_seg, &s->cap_seg, sizeof *s->seg);
		s->seg[s->n_seg++] = l;
		return;
	}
	if (end == NULL || strcmp(end, "/head") != 0 || end - log > 23)
		return;	/* nothing of ours */
	s->headed = grown(s->headed, s->n_headed, &s->cap_headed,
	    sizeof *s->headed);
	snprintf(s->headed[s->n_headed++], sizeof *s->headed, "%.*s",
	    (int)(end - log), log);
}

static int
compare(const void *a, const void *b)
{
	const struct segment_head *x = &((const struct listed *)a)->head;
	const struct segment_head *y = &((const struct listed *)b)->head;
	int names = strcmp(x->log, y->log);

	if (names != 0)
		return names;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return strcmp(((const struct listed *)a)->hash16,
	    ((const struct listed *)b)->hash16);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

enum rc
session_list(struct session *s, struct err *err)
{
	s->n_seg = s->n_headed = 0;
	enum rc rc = hub_list(s->hub, "logs/", list_one, s, err);

	if (s->n_seg > 0)
		qsort(s->seg, s->n_seg, sizeof *s->seg, compare);
	if (s->n_headed > 0)
		qsort(s->headed, s->n_headed, sizeof *s->headed,
		    compare_names);
	return rc;
}

bool
session_headed(const struct session *s, const char *log)
{
	return s->n_headed > 0 && bsearch(log, s->headed, s->n_headed,
	    sizeof *s->headed, compare_names) != NULL;
}

/* The first listed one whose log's name is not before the given one; or, past,
 * after it. */
static size_t
listed_at(const struct session *s, const char *log, bool past)
{
	size_t low = 0, high = s->n_seg;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(s->seg[mid].head.log, log) < (past ? 1 : 0))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct listed *
session_of(struct session *s, const char *log, size_t *n)
{
	size_t at = listed_at(s, log, false);

	*n = listed_at(s, log, true) - at;
	return s->n_seg == 0 ? NULL : s->seg + at;
}

bool
segment_is_ours(struct session *s, const struct log *log, struct listed *l)
{
	unsigned char hash[HASH_SIZE];
	char hex[2 * HASH_SIZE + 1];

	if (l->ours || l->head.last > log->seq || log_hash_at(s->db, log,
	    l->head.last, hash, NULL) != RC_OK)
		return l->ours && l->head.last <= log->seq;
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	l->ours = strncmp(hex, l->hash16, 16) == 0;
	return l->ours;
}

void
segment_listed_name(const struct listed *l, char out[120])
{
	snprintf(out, 120, "logs/%s/%lld-%lld-%s.seg", l->head.log,
	    (long long)l->head.first, (long long)l->head.last, l->hash16);
}

enum rc
segment_fetch_keep(struct session *s, struct listed *l,
    const unsigned char public_key[32], struct segment_head *head,
    unsigned char sig[64], enum rc (*each)(const struct segment_event *,
    void *, struct err *), void *arg, unsigned char **kept, size_t *kept_n,
    struct err *err)
{
	char name[120], said[120];
	unsigned char *bytes = NULL;
	size_t n = 0;
	struct err why = { .why = WHY_NONE };

	segment_listed_name(l, name);
	enum rc rc = hub_get(s->hub, name, SEGMENT_MAX + 4096, &bytes, &n,
	    &why);
	if (rc == RC_OK) {
		s->report->bytes_in += (int64_t)n;
		rc = segment_read(bytes, n, public_key, head, sig, each, arg,
		    &why);
	}
	if (rc == RC_OK) {
		segment_name(head, said);
		if (strcmp(said, name) != 0)
			rc = err_set(&why, RC_INVALID, "not what its name "
			    "says");
	}
	l->good = l->good || rc == RC_OK;
	if (rc == RC_INVALID || rc == RC_NOT_FOUND) {
		l->bad = true;
		session_note(s, SYNC_SEGMENT_BAD, l->head.log, why.text);
		rc = RC_INVALID;
	}
	if (rc != RC_OK) {
		free(bytes);
		bytes = NULL;
		if (err != NULL)
			*err = why;
	}
	*kept = bytes;
	*kept_n = n;
	return rc;
}

enum rc
segment_fetch(struct session *s, struct listed *l,
    const unsigned char public_key[32], struct segment_head *head,
    unsigned char sig[64], enum rc (*each)(const struct segment_event *,
    void *, struct err *), void *arg, struct err *err)
{
	unsigned char *bytes;
	size_t n;
	enum rc rc = segment_fetch_keep(s, l, public_key, head, sig, each, arg,
	    &bytes, &n, err);

	free(bytes);
	return rc;
}

/* --- the store's logs --- */

static void
log_row(sqlite3_stmt *q, struct log *log)
{
	memset(log, 0, sizeof *log);
	log->id = query_col(q, 0);
	query_col_text(q, 1, log->name, sizeof log->name);
	query_col_text(q, 2, log->depot, sizeof log->depot);
	log->own = query_col(q, 3) != 0;
	query_col_text(q, 4, log->parent, sizeof log->parent);
	log->seq = query_col(q, 5);
	if (sqlite3_column_bytes(q, 6) == HASH_SIZE)
		memcpy(log->hash, sqlite3_column_blob(q, 6), HASH_SIZE);
	log->known = sqlite3_column_bytes(q, 7) == 32;
	if (log->known)
		memcpy(log->public_key, sqlite3_column_blob(q, 7), 32);
	log->closed = query_col(q, 8) != 0;
}

enum rc
log_find(struct db *db, const char *name, struct log *log, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_GET);

	query_text(q, ":name", name);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		log_row(q, log);
	query_done(q);
	return rc;
}

enum rc
logs_all(struct db *db, struct log **out, size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOGS);
	size_t cap = 0;
	enum rc rc;

	*out = NULL;
	*n = 0;
	while ((rc = query_step(q, err)) == RC_OK) {
		*out = grown(*out, *n, &cap, sizeof **out);
		log_row(q, &(*out)[(*n)++]);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
log_hash_at(struct db *db, const struct log *log, int64_t seq,
    unsigned char hash[HASH_SIZE], struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_EVENT_HASH);

	memset(hash, 0, HASH_SIZE);
	query_int(q, ":id", log->id << LOG_SHIFT | seq);
	enum rc rc = seq == 0 ? RC_OK : query_step(q, err);
	if (rc == RC_OK && seq > 0 && sqlite3_column_bytes(q, 0) == HASH_SIZE)
		memcpy(hash, sqlite3_column_blob(q, 0), HASH_SIZE);
	query_done(q);
	return rc;
}
