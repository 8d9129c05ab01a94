/* heads.c - what each depot says of its log and of what it has seen: a hub that
 * shows less than somebody has seen withholds it, or has lost it. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/clock.h"
#include "db/heard.h"
#include "db/sync/session.h"

#define DAY_S	86400

struct stored {
	int64_t seq, time;
	unsigned char hash[HASH_SIZE];
};

static enum rc
stored_head(struct db *db, const char *log, struct stored *out,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_HEAD_GET);

	memset(out, 0, sizeof *out);
	query_text(q, ":log", log);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK) {
		out->seq = query_col(q, 0);
		memcpy(out->hash, sqlite3_column_blob(q, 1), HASH_SIZE);
		out->time = query_col(q, 2);
	}
	query_done(q);
	return rc;
}

/* A statement that takes the place of the one we have. */
struct newer {
	struct head head;
	unsigned char *bytes;
	size_t n;
};

struct newers {
	struct newer *row;
	size_t n, cap;
};

static enum rc
head_put(struct db *db, const struct newer *newer, struct err *err)
{
	const struct head *h = &newer->head;
	sqlite3_stmt *q = query(db, Q_HEAD_PUT);

	query_text(q, ":log", h->log);
	query_int(q, ":seq", h->seq);
	query_blob(q, ":hash", h->hash, HASH_SIZE);
	query_int(q, ":time", h->time);
	query_int(q, ":heard", clock_now());
	query_blob(q, ":bytes", newer->bytes, newer->n);
	enum rc rc = query_run(q, err);
	q = query(db, Q_HEAD_SEEN_CLEAR);
	query_text(q, ":log", h->log);
	if (rc == RC_OK)
		rc = query_run(q, err);
	for (size_t i = 0; rc == RC_OK && i < h->n_seen; i++) {
		q = query(db, Q_HEAD_SEEN_PUT);
		query_text(q, ":log", h->log);
		query_text(q, ":seen", h->seen[i].log);
		query_int(q, ":seq", h->seen[i].seq);
		query_blob(q, ":hash", h->seen[i].hash, HASH_SIZE);
		rc = query_run(q, err);
	}
	return rc;
}

/* All of them with one wait for the disk. */
static enum rc
heads_put(struct db *db, const struct newers *newers, struct err *err)
{
	if (newers->n == 0)
		return RC_OK;
	enum rc rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < newers->n; i++)
		rc = head_put(db, &newers->row[i], err);
	return db_end(db, rc, err);
}

static int64_t
seen_of(const struct head *h, const char *log)
{
	for (size_t i = 0; i < h->n_seen; i++)
		if (strcmp(h->seen[i].log, log) == 0)
			return h->seen[i].seq;
	return 0;
}

/* A depot was here since and has not read on where we have more: does what
 * lies there for it say what its name does?  What does not counts for nothing
 * from now on, so that whoever has the log puts it there again. */
static enum rc
unread_look(struct session *s, const struct head *h, struct err *err)
{
	struct log log = { .seq = 0 };
	int64_t seen = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && h->n_seen < HEAD_SEEN_MAX &&
	    i < s->n_seg; i++) {
		struct listed *l = &s->seg[i];
		struct segment_head head;
		unsigned char sig[64];

		if (i == 0 || strcmp(l[-1].head.log, l->head.log) != 0) {
			seen = seen_of(h, l->head.log);
			if (log_find(s->db, l->head.log, &log, NULL) != RC_OK)
				log.known = false;
		}
		if (l->bad || l->good || l->head.last <= seen || !log.known ||
		    log.closed || log.seq < l->head.last ||
		    strcmp(log.depot, h->depot) == 0)
			continue;
		rc = segment_fetch(s, l, log.public_key, &head, sig, NULL,
		    NULL, err);
		rc = rc == RC_INVALID ? RC_OK : rc;	/* noted */
	}
	return rc;
}

/* Whether the statement is to take the place of the one we have. */
static enum rc
head_compare(struct session *s, const struct log *log, const struct head *h,
    bool *newer, struct err *err)
{
	struct stored before;
	enum rc rc = stored_head(s->db, h->log, &before, err);

	*newer = false;
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_OK && (h->seq < before.seq || (h->seq == before.seq &&
	    h->time < before.time))) {
		/* A log that was closed may have been cut since. */
		if (h->seq < before.seq && !log->closed)
			session_note_n(s, SYNC_HEAD_BACK, h->log, h->seq);
		return RC_OK;
	}
	if (rc == RC_OK && h->seq == before.seq &&
	    memcmp(h->hash, before.hash, HASH_SIZE) != 0) {
		session_note_n(s, SYNC_FORK, h->log, h->seq);
		return RC_OK;
	}
	if (h->time > clock_now() + DAY_S)
		session_note_n(s, SYNC_CLOCK, h->depot,
		    (h->time - clock_now()) / DAY_S);
	*newer = !s->opt->dry_run;
	bool later = rc == RC_NOT_FOUND || h->time > before.time ||
	    h->seq > before.seq;
	return *newer && later ? unread_look(s, h, err) : RC_OK;
}

static struct newer *
newers_slot(struct newers *newers)
{
	if (newers->n == newers->cap) {
		newers->cap = newers->cap * 2 + 16;
		newers->row = realloc(newers->row, newers->cap *
		    sizeof *newers->row);
		if (newers->row == NULL)
			abort();
	}
	return &newers->row[newers->n];
}

static enum rc
head_fetch(struct session *s, const struct log *log, struct newers *newers,
    struct err *err)
{
	struct newer *slot = newers_slot(newers);
	struct head *h = &slot->head;
	bool newer = false;
	char name[48];
	unsigned char *bytes = NULL;
	size_t n = 0;
	struct err why = { .why = WHY_NONE };

	snprintf(name, sizeof name, "logs/%s/head", log->name);
	enum rc rc = hub_get(s->hub, name, HEAD_MAX, &bytes, &n, &why);
	if (rc == RC_OK) {
		s->report->bytes_in += (int64_t)n;
		rc = head_read(bytes, n, log->public_key, h, &why);
		if (rc == RC_OK && strcmp(h->log, log->name) != 0)
			rc = err_set(&why, RC_INVALID, "of another log");
	}
	if (rc == RC_OK)
		rc = head_compare(s, log, h, &newer, &why);
	else if (rc == RC_INVALID) {
		session_note(s, SYNC_HEAD_BAD, log->name, why.text);
		rc = RC_OK;
	}
	if (rc == RC_OK && newer) {
		slot->bytes = bytes;
		slot->n = n;
		newers->n++;
	} else
		free(bytes);
	if (rc != RC_OK && err != NULL)
		*err = why;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- what anybody has seen --- */

struct seen {
	char    log[24], by[24];
	int64_t seq;
	unsigned char hash[HASH_SIZE];
};

static enum rc
seen_load(struct db *db, struct seen *out, size_t cap, size_t *n,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_HEAD_SEEN_MOST);
	enum rc rc = RC_OK;

	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++) {
		query_col_text(q, 0, out[*n].log, sizeof out[*n].log);
		out[*n].seq = query_col(q, 1);
		memcpy(out[*n].hash, sqlite3_column_blob(q, 2), HASH_SIZE);
		query_col_text(q, 3, out[*n].by, sizeof out[*n].by);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Somebody has seen events of our own that we do not have: this store is an old
 * copy, whatever the hub shows. */
static enum rc
own_seen(struct session *s, const struct log *own, const struct seen *seen,
    struct err *err)
{
	if (seen->seq <= own->seq)
		return RC_OK;
	session_note_n(s, SYNC_OWN_LOST, own->name, own->seq);
	return s->opt->dry_run ? RC_OK : db_next_life(s->db, true, err);
}

static enum rc
seen_check(struct session *s, struct err *err)
{
	static struct seen seen[HEAD_SEEN_MAX];
	size_t n = 0;
	enum rc rc = seen_load(s->db, seen, HEAD_SEEN_MAX, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		unsigned char hash[HASH_SIZE];
		struct log log;

		rc = log_find(s->db, seen[i].log, &log, err);
		if (rc == RC_NOT_FOUND || (rc == RC_OK && !log.known)) {
			rc = RC_OK;
			continue;
		}
		if (rc == RC_OK && log.closed)
			continue;
		if (rc == RC_OK && log.own)
			rc = own_seen(s, &log, &seen[i], err);
		else if (rc == RC_OK && seen[i].seq > log.seq)
			session_note_n(s, SYNC_WITHHELD, log.name,
			    seen[i].seq);
		if (rc == RC_OK && seen[i].seq <= log.seq && log_hash_at(s->db,
		    &log, seen[i].seq, hash, NULL) == RC_OK &&
		    memcmp(hash, seen[i].hash, HASH_SIZE) != 0)
			session_note_n(s, SYNC_FORK, log.name, seen[i].seq);
	}
	return rc;
}

enum rc
sync_heads(struct session *s, struct err *err)
{
	struct newers newers = { NULL, 0, 0 };
	struct log *logs;
	size_t n;
	enum rc rc = logs_all(s->db, &logs, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		if (logs[i].known && !logs[i].own &&
		    session_headed(s, logs[i].name))
			rc = head_fetch(s, &logs[i], &newers, err);
	}
	free(logs);
	if (rc == RC_OK)
		rc = heads_put(s->db, &newers, err);
	for (size_t i = 0; i < newers.n; i++)
		free(newers.row[i].bytes);
	free(newers.row);
	if (rc != RC_OK || s->opt->dry_run)
		return rc;
	rc = seen_check(s, err);
	return rc == RC_OK ? heard_note(s->db, err) : rc;
}
