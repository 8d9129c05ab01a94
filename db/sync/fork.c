/* fork.c - two versions of one log: its disk was copied, and both went on.
 * Two segments signed by the same key prove it.  Every depot finds the same
 * first event that differs, and there the log ends; what came after is kept as
 * evidence, and the copies go on as lives of their own. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/clock.h"
#include "db/log/apply.h"
#include "db/sync/session.h"

struct compare {
	struct session *s;
	const struct log *log;
	int64_t differs;	/* the first event that does, 0: none does */
	unsigned char ours[HASH_SIZE], theirs[HASH_SIZE];
	unsigned char *bytes;	/* of their segment */
	size_t n;
};

static enum rc
compare_event(const struct segment_event *e, void *arg, struct err *err)
{
	struct compare *c = arg;
	unsigned char ours[HASH_SIZE];

	if (e->seq > c->log->seq)
		return RC_OK;
	enum rc rc = log_hash_at(c->s->db, c->log, e->seq, ours, err);
	if (rc == RC_OK && c->differs == 0 &&
	    memcmp(ours, e->hash, HASH_SIZE) != 0) {
		c->differs = e->seq;
		memcpy(c->ours, ours, HASH_SIZE);
		memcpy(c->theirs, e->hash, HASH_SIZE);
	}
	return rc;
}

/* Keeps the other version's events from where they differ. */
struct keep {
	struct session *s;
	const struct log *log;
	int64_t from;
};

static enum rc
keep_event(const struct segment_event *e, void *arg, struct err *err)
{
	struct keep *k = arg;
	struct apply_event a = { .seq = e->seq, .act_seq = e->act_seq,
	    .time = e->time, .actor = e->actor, .kind = e->kind,
	    .body = e->body, .n = e->n };

	memcpy(a.hash, e->hash, sizeof a.hash);
	return e->seq < k->from ? RC_OK : evidence_add(k->s->db,
	    k->log->name, &a, err);
}

/* Our event of the number where they part, signed; nothing where another's key
 * signs the log: its copies show both halves themselves. */
static enum rc
proof_make(struct session *s, const struct compare *c, unsigned char **proof,
    size_t *n, struct err *err)
{
	unsigned char key[crypto_sign_SECRETKEYBYTES], sig[64];
	struct segment_head head;
	int64_t done;
	enum rc rc = RC_OK;

	*proof = NULL;
	*n = 0;
	if (secret_of(s->db, c->log->id, key))
		rc = segment_make(s, c->log, c->differs, c->differs, key, sig,
		    &done, &head, proof, n, err);
	sodium_memzero(key, sizeof key);
	return rc;
}

static enum rc
fork_put(struct session *s, const struct compare *c, struct err *err)
{
	unsigned char *proof;
	size_t n;
	enum rc rc = proof_make(s, c, &proof, &n, err);

	if (rc == RC_OK)
		rc = db_begin(s->db, err);
	if (rc != RC_OK) {
		free(proof);
		return rc;
	}
	sqlite3_stmt *q = query(s->db, Q_FORK_PUT);
	query_text(q, ":log", c->log->name);
	query_int(q, ":seq", c->differs);
	query_blob(q, ":ours", c->ours, HASH_SIZE);
	query_blob(q, ":theirs", c->theirs, HASH_SIZE);
	query_int(q, ":time", clock_now());
	query_blob(q, ":proof", proof == NULL ? (const void *)"" : proof, n);
	rc = query_run(q, err);
	free(proof);
	return db_end(s->db, rc, err);
}

enum rc
fork_push(struct session *s, struct err *err)
{
	sqlite3_stmt *q = query(s->db, Q_FORK_PROOFS);
	enum rc rc = RC_OK;

	while (rc == RC_OK && (rc = query_step(q, err)) == RC_OK) {
		struct segment_head head = { .first = query_col(q, 1) };
		bool there = false;
		char name[120], other[120];

		query_col_text(q, 0, head.log, sizeof head.log);
		head.last = head.first;
		memcpy(head.hash, sqlite3_column_blob(q, 2), HASH_SIZE);
		segment_name(&head, name);
		size_t n;
		struct listed *l = session_of(s, head.log, &n);
		for (size_t i = 0; !there && i < n; i++) {
			segment_listed_name(&l[i], other);
			there = !l[i].bad && strcmp(name, other) == 0;
		}
		if (!there)
			rc = hub_put(s->hub, name, sqlite3_column_blob(q, 3),
			    (size_t)sqlite3_column_bytes(q, 3), true, err);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The copy that finds itself copied goes on as a new life. */
static enum rc
fork_close(struct session *s, const struct compare *c, struct err *err)
{
	struct keep k = { s, c->log, c->differs };
	struct segment_head head;
	unsigned char sig[64];
	int64_t moved;
	enum rc rc = fork_put(s, c, err);

	if (rc == RC_OK && c->log->own)
		rc = db_next_life(s->db, true, err);
	if (rc == RC_OK)
		rc = segment_read(c->bytes, c->n, c->log->public_key, &head,
		    sig, keep_event, &k, err);
	if (rc == RC_OK)
		rc = log_close(s->db, c->log->name, c->differs - 1, &moved,
		    err);
	if (rc == RC_OK)
		session_note_n(s, SYNC_FORK, c->log->name, c->differs);
	return rc;
}

/* Whether the segment says that its last event is another than ours, or goes
 * on after ours: then its events will tell. */
static bool
says_other(struct session *s, const struct log *log, struct listed *l)
{
	return !l->bad && l->head.first <= log->seq &&
	    !segment_is_ours(s, log, l);
}

enum rc
fork_look(struct session *s, const struct log *log, bool *found,
    struct err *err)
{
	struct compare first = { .s = s, .log = log };
	enum rc rc = RC_OK;
	size_t n;
	struct listed *l = session_of(s, log->name, &n);

	*found = false;
	if (s->opt->dry_run)
		return RC_OK;
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct compare c = { .s = s, .log = log };
		struct segment_head head;
		unsigned char sig[64];

		if (!says_other(s, log, &l[i]))
			continue;
		rc = segment_fetch_keep(s, &l[i], log->public_key, &head,
		    sig, compare_event, &c, &c.bytes, &c.n, err);
		if (rc == RC_OK && c.differs != 0 &&
		    (first.differs == 0 || c.differs < first.differs)) {
			free(first.bytes);
			first = c;
		} else
			free(c.bytes);
		if (rc == RC_INVALID)
			rc = RC_OK;	/* noted */
	}
	*found = rc == RC_OK && first.differs != 0;
	if (*found)
		rc = fork_close(s, &first, err);
	free(first.bytes);
	return rc;
}

/* --- after the end --- */

static bool
evidence_has(struct db *db, const char *log, int64_t seq)
{
	sqlite3_stmt *q = query(db, Q_EVIDENCE_HAS);

	query_text(q, ":log", log);
	query_int(q, ":seq", seq);
	bool has = query_step(q, NULL) == RC_OK;
	query_done(q);
	return has;
}

enum rc
evidence_look(struct session *s, const struct log *log, struct err *err)
{
	struct keep k = { s, log, log->seq + 1 };
	enum rc rc = RC_OK;
	size_t n;
	struct listed *l = session_of(s, log->name, &n);

	for (; rc == RC_OK && n > 0; l++, n--) {
		struct segment_head head;
		unsigned char sig[64];

		if (l->bad || l->head.last <= log->seq || s->opt->dry_run ||
		    evidence_has(s->db, log->name, l->head.last))
			continue;
		rc = segment_fetch(s, l, log->public_key, &head, sig,
		    keep_event, &k, err);
		if (rc == RC_OK)
			session_note_n(s, SYNC_CLOSED, log->name,
			    head.last - log->seq);
		else if (rc == RC_INVALID)
			rc = RC_OK;	/* noted */
	}
	return rc;
}
