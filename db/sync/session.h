/* session.h - inside db/sync: one exchange, as its parts see it. */
#ifndef SAMDEPA_DB_SYNC_SESSION_H
#define SAMDEPA_DB_SYNC_SESSION_H

#include "db/query.h"
#include "db/sync/head.h"
#include "db/sync/segment.h"
#include "db/sync/sync.h"

/* A segment that the hub lists. */
struct listed {
	struct segment_head head;	/* log, first, last */
	char hash16[17];
	bool bad, good;			/* fetched: not what it says, or just
					   that */
	bool ours;			/* its last event is the one here */
};

/* A log, as the store has it. */
struct log {
	int64_t id, seq;
	char    name[24], depot[9], parent[24];
	bool    own, closed, known;	/* known: its key is */
	unsigned char hash[HASH_SIZE], public_key[32];
};

struct session {
	struct db  *db;
	struct hub *hub;
	const struct sync_options *opt;
	struct sync_report *report;
	struct registry *registry;	/* NULL: none yet */
	struct listed *seg;		/* sorted by log, first, last */
	size_t n_seg, cap_seg;
	char (*headed)[24];		/* logs that have a head there */
	size_t n_headed, cap_headed;
	char    life[24];		/* our log when the sync began */
	int64_t published;		/* of that one, there before */
	int64_t registry_left;		/* its version there, as we left it */
	struct texts *texts;		/* that are to go out; texts.c */
};

void session_note(struct session *, enum sync_note_kind, const char *,
    const char *);
/* The same with a number as the second argument. */
void session_note_n(struct session *, enum sync_note_kind, const char *,
    int64_t);
/* Reads "logs/" of the hub. */
enum rc session_list(struct session *, struct err *) MUST_CHECK;
/* The n listed segments of the log, by first and last. */
struct listed *session_of(struct session *, const char *log, size_t *n);

/* Whether the hub has a statement of the log. */
bool session_headed(const struct session *, const char *log);

/* A log of the store by its name.  RC_NOT_FOUND. */
enum rc log_find(struct db *, const char *name, struct log *, struct err *)
    MUST_CHECK;
/* All of them; the caller frees. */
enum rc logs_all(struct db *, struct log **, size_t *n, struct err *)
    MUST_CHECK;
/* The chain's hash after the event of the log; zeros after none. */
enum rc log_hash_at(struct db *, const struct log *, int64_t seq,
    unsigned char hash[HASH_SIZE], struct err *) MUST_CHECK;
/* Whether the segment's last event is here, and is the one that its name
 * says. */
bool segment_is_ours(struct session *, const struct log *, struct listed *);
void segment_listed_name(const struct listed *, char out[120]);
/* Fetches and verifies a listed segment, calling back with its events; notes
 * what is wrong with it.  RC_INVALID: it is of no use. */
enum rc segment_fetch(struct session *, struct listed *,
    const unsigned char public_key[32], struct segment_head *,
    unsigned char sig[64], enum rc (*each)(const struct segment_event *,
    void *, struct err *), void *, struct err *) MUST_CHECK;

/* The same, and its bytes, the caller's to free: NULL on failure. */
enum rc segment_fetch_keep(struct session *, struct listed *,
    const unsigned char public_key[32], struct segment_head *,
    unsigned char sig[64], enum rc (*each)(const struct segment_event *,
    void *, struct err *), void *, unsigned char **bytes, size_t *n,
    struct err *) MUST_CHECK;

/* The texts that a body names go out with the next texts_send, which comes
 * before the segment that names them. */
enum rc texts_of(struct session *, const char *body, size_t n, struct err *)
    MUST_CHECK;
enum rc texts_send(struct session *, struct err *) MUST_CHECK;
void texts_release(struct session *);

/* The parts, in the order in which they are done. */
enum rc sync_registry(struct session *, struct err *) MUST_CHECK;
enum rc sync_lives(struct session *, struct err *) MUST_CHECK;
enum rc sync_pull(struct session *, struct err *) MUST_CHECK;
enum rc sync_closed(struct session *, struct err *) MUST_CHECK;
enum rc sync_heads(struct session *, struct err *) MUST_CHECK;
enum rc sync_texts(struct session *, struct err *) MUST_CHECK;
enum rc sync_push(struct session *, struct err *) MUST_CHECK;

/* Where the hub's version of a log parts from ours: *found, and the log is
 * closed before the first event that differs. */
enum rc fork_look(struct session *, const struct log *, bool *found,
    struct err *) MUST_CHECK;
/* Puts our half of each proof where the hub has not got it: else nobody else
 * could see that there are two. */
enum rc fork_push(struct session *, struct err *) MUST_CHECK;
/* What was written after a log's end, and turns up late, is kept as evidence. */
enum rc evidence_look(struct session *, const struct log *, struct err *)
    MUST_CHECK;

/* The key that signs a life of ours; false: it is another's. */
bool secret_of(struct db *, int64_t log, unsigned char key[64]);
/* The log's events from first to at most last as a segment, signed with key, or
 * with the signature sig where key is NULL.  *done is the last that is in it;
 * *bytes is the caller's to free. */
enum rc segment_make(struct session *, const struct log *, int64_t first,
    int64_t last, const unsigned char *key, unsigned char sig[64],
    int64_t *done, struct segment_head *, unsigned char **bytes, size_t *n,
    struct err *) MUST_CHECK;

#endif
