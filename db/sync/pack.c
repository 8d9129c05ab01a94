/* pack.c - events of the store as a segment, with the key of ours that signs
 * it, or with the signature that it came with. */
#include <sodium.h>
#include <stdlib.h>

#include "db/sync/session.h"

#define SEQ_MASK ((INT64_C(1) << LOG_SHIFT) - 1)

bool
secret_of(struct db *db, int64_t log,
    unsigned char key[crypto_sign_SECRETKEYBYTES])
{
	sqlite3_stmt *q = query(db, Q_SECRET_GET);

	query_int(q, ":log", log);
	bool ours = query_step(q, NULL) == RC_OK &&
	    sqlite3_column_bytes(q, 0) == crypto_sign_SECRETKEYBYTES;
	if (ours)
		memcpy(key, sqlite3_column_blob(q, 0),
		    crypto_sign_SECRETKEYBYTES);
	query_done(q);
	return ours;
}

/* Adds the log's events from first on, at most to last; *done is the last that
 * went in. */
static enum rc
segment_fill(struct session *s, const struct log *log, int64_t first,
    int64_t last, struct segment_writer *w, int64_t *done, struct err *err)
{
	sqlite3_stmt *q = query(s->db, Q_EVENT_OF_LOG);
	enum rc rc;

	*done = first - 1;
	query_int(q, ":from", log->id << LOG_SHIFT | (first - 1));
	query_int(q, ":to", (log->id << LOG_SHIFT | last) + 1);
	while ((rc = query_step(q, err)) == RC_OK) {
		struct segment_event e = { .seq = query_col(q, 0) & SEQ_MASK,
		    .act_seq = query_col(q, 1) & SEQ_MASK,
		    .time = query_col(q, 2), .actor = query_col(q, 3),
		    .body = (const char *)sqlite3_column_text(q, 5),
		    .n = (size_t)sqlite3_column_bytes(q, 5) };

		query_col_text(q, 4, e.kind, sizeof e.kind);
		memcpy(e.hash, sqlite3_column_blob(q, 6), HASH_SIZE);
		rc = segment_add(w, &e, err);
		if (rc == RC_OK)
			rc = texts_of(s, e.body, e.n, err);
		if (rc != RC_OK)
			break;
		*done = e.seq;
	}
	query_done(q);
	if (rc == RC_NOT_FOUND || (rc == RC_REFUSED && *done >= first))
		rc = RC_OK;	/* all; or full: the rest goes into the next */
	return rc == RC_OK ? texts_send(s, err) : rc;
}

enum rc
segment_make(struct session *s, const struct log *log, int64_t first,
    int64_t last, const unsigned char *key, unsigned char sig[64],
    int64_t *done, struct segment_head *head, unsigned char **bytes,
    size_t *n, struct err *err)
{
	struct segment_writer *w = NULL;
	unsigned char before[HASH_SIZE];
	enum rc rc = log_hash_at(s->db, log, first - 1, before, err);

	*bytes = NULL;
	if (rc == RC_OK)
		rc = segment_begin(log->name, first, before, &w, err);
	if (rc == RC_OK)
		rc = segment_fill(s, log, first, last, w, done, err);
	if (rc == RC_OK)
		rc = segment_end(w, key, sig, head, bytes, n, err);
	segment_free(w);
	return rc;
}
