/* push.c - what the hub lacks goes out: our own events, signed now, and those of
 * others that came with their signature.  A log that a hub has lost is put
 * there again by whoever has it. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/clock.h"
#include "db/sync/session.h"

/* Of ours in a segment, at most: it is applied in one transaction, for which
 * the counter waits. */
#define SEGMENT_EVENTS	8000

/* How far the hub has the log, without a hole, from event `from` on: names
 * whose hash is not ours count for nothing. */
static int64_t
covered(struct session *s, const struct log *log, int64_t from)
{
	size_t n;
	struct listed *l = session_of(s, log->name, &n);
	int64_t to = from - 1;

	for (size_t i = 0; i < n && l[i].head.first <= to + 1; i++)
		if (!l[i].bad && l[i].head.last > to &&
		    segment_is_ours(s, log, &l[i]))
			to = l[i].head.last;
	return to;
}

/* --- segments --- */

/* What lies there under that name is known to be damaged. */
static bool
damaged_there(struct session *s, const char *log, const char *name)
{
	char other[120];
	size_t n;
	const struct listed *l = session_of(s, log, &n);

	for (size_t i = 0; i < n; i++) {
		if (!l[i].bad)
			continue;
		segment_listed_name(&l[i], other);
		if (strcmp(other, name) == 0)
			return true;
	}
	return false;
}

static enum rc
segment_send(struct session *s, const struct log *log, int64_t first,
    int64_t last, const unsigned char *key, unsigned char sig[64],
    int64_t *done, struct err *err)
{
	struct segment_head head;
	unsigned char *bytes = NULL;
	char name[120];
	size_t n = 0;
	enum rc rc = segment_make(s, log, first, last, key, sig, done, &head,
	    &bytes, &n, err);

	if (rc == RC_OK) {
		segment_name(&head, name);
		rc = hub_put(s->hub, name, bytes, n, damaged_there(s,
		    log->name, name), err);
	}
	if (rc == RC_OK) {
		s->report->segments_out++;
		s->report->events_out += *done - first + 1;
		s->report->bytes_out += (int64_t)n;
	}
	free(bytes);
	return rc;
}

/* A segment of another's log as it was signed, that has event seq in it. */
static bool
signed_range(struct session *s, const struct log *log, int64_t seq,
    int64_t *first, int64_t *last, unsigned char sig[64])
{
	sqlite3_stmt *q = query(s->db, Q_SEGMENT_FROM);

	query_text(q, ":log", log->name);
	query_int(q, ":seq", seq);
	query_int(q, ":most", log->seq);
	bool found = query_step(q, NULL) == RC_OK &&
	    sqlite3_column_bytes(q, 2) == 64;
	if (found) {
		*first = query_col(q, 0);
		*last = query_col(q, 1);
		memcpy(sig, sqlite3_column_blob(q, 2), 64);
	}
	query_done(q);
	return found;
}

static enum rc
push_log(struct session *s, const struct log *log, struct err *err)
{
	unsigned char key[crypto_sign_SECRETKEYBYTES], sig[64];
	bool ours = secret_of(s->db, log->id, key);
	int64_t have = covered(s, log, 1), first, last, done;
	enum rc rc = RC_OK;

	/* What was put there once, and is not there any more. */
	if (strcmp(log->name, s->life) == 0 && have < s->published)
		session_note_n(s, SYNC_REPUBLISHED, log->name,
		    s->published - have);
	if (s->opt->dry_run && ours && have < log->seq)
		s->report->events_out += log->seq - have;
	while (rc == RC_OK && !s->opt->dry_run && have < log->seq) {
		first = have + 1;
		last = log->seq - have > SEGMENT_EVENTS ? have + SEGMENT_EVENTS
		    : log->seq;
		if (!ours && !signed_range(s, log, first, &first, &last, sig))
			break;
		rc = segment_send(s, log, first, last, ours ? key : NULL, sig,
		    &done, err);
		if (rc != RC_OK)
			break;
		if (s->opt->progress != NULL)
			s->opt->progress(log->name, done, log->seq,
			    s->opt->arg);
		int64_t there = covered(s, log, done + 1);
		have = there > done ? there : done;
	}
	sodium_memzero(key, sizeof key);
	return rc;
}

/* --- the head --- */

static enum rc
head_of(struct session *s, const char *life, const struct log *logs, size_t n,
    struct head *h, struct err *err)
{
	struct log own;
	enum rc rc = log_find(s->db, life, &own, err);

	if (rc != RC_OK)
		return rc;
	memset(h, 0, sizeof *h);
	snprintf(h->depot, sizeof h->depot, "%s", s->db->depot);
	snprintf(h->log, sizeof h->log, "%s", own.name);
	snprintf(h->version, sizeof h->version, "%s", VERSION);
	memcpy(h->public_key, own.public_key, 32);
	memcpy(h->hash, own.hash, HASH_SIZE);
	h->seq = own.seq;
	h->time = clock_now();
	for (size_t i = 0; i < n && h->n_seen < HEAD_SEEN_MAX; i++) {
		if (logs[i].own || !logs[i].known || logs[i].seq == 0 ||
		    strcmp(logs[i].name, own.name) == 0)
			continue;
		struct head_seen *seen = &h->seen[h->n_seen++];
		snprintf(seen->log, sizeof seen->log, "%s", logs[i].name);
		seen->seq = logs[i].seq;
		memcpy(seen->hash, logs[i].hash, HASH_SIZE);
	}
	return RC_OK;
}

/* The statement of a life of ours: of the one that goes on, and once of one that
 * ended before any hub had heard of it. */
static enum rc
head_send(struct session *s, int64_t log, const char *life,
    const struct log *logs, size_t n, struct err *err)
{
	static struct head h;
	unsigned char key[crypto_sign_SECRETKEYBYTES];
	char bytes[HEAD_MAX], name[48];
	size_t len = 0;
	enum rc rc = head_of(s, life, logs, n, &h, err);

	if (rc == RC_OK && !secret_of(s->db, log, key))
		rc = err_set(err, RC_DAMAGED, "our key is gone");
	if (rc == RC_OK)
		rc = head_write(&h, key, bytes, &len, err);
	sodium_memzero(key, sizeof key);
	snprintf(name, sizeof name, "logs/%s/head", h.log);
	if (rc == RC_OK)
		rc = hub_put(s->hub, name, bytes, len, true, err);
	if (rc == RC_OK)
		s->report->bytes_out += (int64_t)len;
	return rc;
}

/* Another's statement, where the hub has none: a stick that goes round. */
static enum rc
head_relay(struct session *s, const struct log *log, struct err *err)
{
	static unsigned char bytes[HEAD_MAX];
	char name[48];
	size_t n = 0;
	sqlite3_stmt *q;

	q = query(s->db, Q_HEAD_GET);
	query_text(q, ":log", log->name);
	if (query_step(q, NULL) == RC_OK &&
	    sqlite3_column_bytes(q, 3) <= HEAD_MAX) {
		n = (size_t)sqlite3_column_bytes(q, 3);
		memcpy(bytes, sqlite3_column_blob(q, 3), n);
	}
	query_done(q);
	snprintf(name, sizeof name, "logs/%s/head", log->name);
	return n == 0 ? RC_OK : hub_put(s->hub, name, bytes, n, false, err);
}

/* A log whose head is not there is not looked at by anybody. */
static enum rc
head_ensure(struct session *s, const struct log *log, const struct log *logs,
    size_t n, struct err *err)
{
	unsigned char key[crypto_sign_SECRETKEYBYTES];
	bool ours;

	if (session_headed(s, log->name))
		return RC_OK;
	ours = secret_of(s->db, log->id, key);
	sodium_memzero(key, sizeof key);
	return ours ? head_send(s, log->id, log->name, logs, n, err) :
	    head_relay(s, log, err);
}

enum rc
sync_push(struct session *s, struct err *err)
{
	struct log *logs;
	size_t n;
	enum rc rc = logs_all(s->db, &logs, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		if (!logs[i].known)
			continue;
		rc = push_log(s, &logs[i], err);
		if (rc == RC_OK && !logs[i].own && !s->opt->dry_run)
			rc = head_ensure(s, &logs[i], logs, n, err);
	}
	if (rc == RC_OK && !s->opt->dry_run)
		rc = fork_push(s, err);
	if (rc == RC_OK && !s->opt->dry_run)
		rc = head_send(s, s->db->log, s->db->log_name, logs, n, err);
	free(logs);
	return rc;
}
