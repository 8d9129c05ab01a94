/* pull.c - what is missing comes in, a segment at a time, each in one
 * transaction; whatever stops it, the next sync goes on from there. */
#include <stdio.h>
#include <stdlib.h>

#include "db/log/apply.h"
#include "db/sync/session.h"

struct incoming {
	struct session *s;
	const struct log *log;
	struct apply *apply;
	int64_t first, last;	/* what its name says to hold */
	int64_t have;		/* the store's head, before */
	int64_t applied;
	bool forked, failed;	/* failed: by the store, not the bytes */
};

/* An event that is here already must be the same one. */
static enum rc
incoming_event(const struct segment_event *e, void *arg, struct err *err)
{
	struct incoming *in = arg;
	unsigned char ours[HASH_SIZE];

	if (e->seq < in->first || e->seq > in->last)
		return err_set(err, RC_INVALID, "not what its name says");
	if (e->seq <= in->have) {
		enum rc rc = log_hash_at(in->s->db, in->log, e->seq, ours, err);

		if (rc == RC_OK && memcmp(ours, e->hash, HASH_SIZE) != 0) {
			in->forked = true;
			rc = err_set(err, RC_REFUSED, "%s: forked at %lld",
			    in->log->name, (long long)e->seq);
		}
		return rc;
	}
	struct apply_event a = { .seq = e->seq, .act_seq = e->act_seq,
	    .time = e->time, .actor = e->actor, .kind = e->kind,
	    .body = e->body, .n = e->n };
	memcpy(a.hash, e->hash, sizeof a.hash);
	enum rc rc = apply_event(in->apply, &a, err);
	in->failed = rc != RC_OK;
	in->applied += rc == RC_OK;
	return rc;
}

/* Its signature, in the transaction that applies it. */
static enum rc
segment_keep(struct session *s, const struct segment_head *head,
    const unsigned char sig[64], struct err *err)
{
	sqlite3_stmt *q = query(s->db, Q_SEGMENT_PUT);

	query_text(q, ":log", head->log);
	query_int(q, ":first", head->first);
	query_int(q, ":last", head->last);
	query_blob(q, ":sig", sig, 64);
	return query_run(q, err);
}

/* RC_NOT_FOUND: the segment was of no use; try another.  RC_REFUSED: this log
 * is not read on. */
static enum rc
segment_apply(struct session *s, struct log *log, struct listed *l,
    struct err *err)
{
	struct incoming in = { .s = s, .log = log, .first = l->head.first,
	    .last = l->head.last };
	struct segment_head head;
	unsigned char hash[HASH_SIZE], sig[64];
	struct err why = { .why = WHY_NONE };
	enum rc rc = apply_begin(s->db, log->name, &in.have, hash, &in.apply,
	    err);

	if (rc != RC_OK)
		return rc;
	rc = segment_fetch(s, l, log->public_key, &head, sig, incoming_event,
	    &in, &why);
	/* It follows on what is here, or it is of another history. */
	if (rc == RC_OK && head.first == in.have + 1 &&
	    memcmp(head.before, hash, HASH_SIZE) != 0) {
		in.forked = true;
		rc = RC_REFUSED;
	}
	in.failed |= rc == RC_OK;	/* from here on it is the store's */
	if (rc == RC_OK)
		rc = segment_keep(s, &head, sig, &why);
	rc = apply_end(in.apply, rc, rc == RC_OK ? &why : NULL);
	if (rc == RC_OK) {
		s->report->events_in += in.applied;
		s->report->segments_in++;
		return RC_OK;
	}
	if (in.forked)
		return RC_REFUSED;
	if (in.failed && (rc == RC_INVALID || rc == RC_REFUSED ||
	    rc == RC_NOT_FOUND)) {
		session_note(s, SYNC_APPLY, log->name, why.text);
		return RC_REFUSED;
	}
	if (rc == RC_INVALID)
		return RC_NOT_FOUND;
	if (err != NULL)
		*err = why;
	return rc;
}

/* Of those that go on from here the one that goes furthest. */
static struct listed *
segment_next(struct session *s, const struct log *log, int64_t have,
    bool *beyond)
{
	struct listed *best = NULL;
	size_t n;
	struct listed *l = session_of(s, log->name, &n);

	*beyond = false;
	for (size_t i = 0; i < n && !*beyond; i++) {
		if (l[i].bad || l[i].head.last <= have)
			continue;
		if (l[i].head.first > have + 1)
			*beyond = true;
		else if (best == NULL || l[i].head.last > best->head.last)
			best = &l[i];
	}
	return best;
}

static int64_t
furthest(struct session *s, const char *log)
{
	int64_t most = 0;
	size_t n;
	const struct listed *l = session_of(s, log, &n);

	for (size_t i = 0; i < n; i++)
		if (l[i].head.last > most)
			most = l[i].head.last;
	return most;
}

static enum rc
pull_log(struct session *s, struct log *log, struct err *err)
{
	int64_t start = log->seq, total = furthest(s, log->name);
	bool beyond = false, forked = false;
	struct listed *l;
	enum rc rc = RC_OK;

	if (s->opt->dry_run) {
		if (total > start)
			s->report->events_in += total - start;
		return RC_OK;
	}
	while (rc == RC_OK &&
	    (l = segment_next(s, log, log->seq, &beyond)) != NULL) {
		int64_t before = log->seq;

		rc = segment_apply(s, log, l, err);
		if (rc == RC_NOT_FOUND) {
			rc = RC_OK;	/* marked bad */
			continue;
		}
		if (rc == RC_OK)
			rc = log_find(s->db, log->name, log, err);
		l->bad = rc == RC_OK && log->seq == before;	/* no use */
		if (rc == RC_OK && s->opt->progress != NULL)
			s->opt->progress(log->name, log->seq - start,
			    total - start, s->opt->arg);
	}
	s->report->depots_in += log->seq > start;
	if (rc == RC_OK && beyond && log->seq < total)
		session_note_n(s, SYNC_SEGMENT_GAP, log->name, log->seq);
	if (rc == RC_OK || rc == RC_REFUSED)
		rc = fork_look(s, log, &forked, err);
	return rc;
}

static enum rc
unknown_tell(struct session *s, const struct log *log, struct err *err)
{
	sqlite3_stmt *q = query(s->db, Q_UNKNOWN_COUNT);

	query_int(q, ":from", log->id << LOG_SHIFT);
	query_int(q, ":to", (log->id + 1) << LOG_SHIFT);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK && query_col(q, 0) > 0)
		session_note_n(s, SYNC_UNKNOWN, log->name, query_col(q, 0));
	query_done(q);
	return rc;
}

enum rc
sync_pull(struct session *s, struct err *err)
{
	struct log *logs;
	size_t n;
	bool forked;
	enum rc rc = logs_all(s->db, &logs, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		if (logs[i].own || !logs[i].known)
			continue;
		if (logs[i].closed) {
			rc = fork_look(s, &logs[i], &forked, err);
			if (rc == RC_OK)
				rc = evidence_look(s, &logs[i],
				    err);
		} else
			rc = pull_log(s, &logs[i], err);
		if (rc == RC_OK)
			rc = unknown_tell(s, &logs[i], err);
	}
	free(logs);
	return rc;
}
