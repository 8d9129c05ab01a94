/* event.h - inside db/: one thing that happened, in the log.
 *
 * The body is canonical JSON (sorted keys, no spaces, integers, at most 4 KiB)
 * and is hashed and kept as written.  A thing is named in it by its seq where
 * it is of the same log, else by "LOG.SEQ".  An event's hash is BLAKE2b-256
 * over the hash before it, the header as canonical JSON
 * [log,seq,act,time,actor,kind] and the body. */
#ifndef SAMDEPA_DB_LOG_EVENT_H
#define SAMDEPA_DB_LOG_EVENT_H

#include <jansson.h>

#include "db/item.h"
#include "db/query.h"

enum event_kind {
#define EVENT(id, name, role, makes, sv, form) EVENT_##id,
#include "db/log/event_kinds.def"
#undef EVENT
	EVENT_COUNT
};

#define EVENT_BODY_MAX	4096
#define EVENT_DEPTH_MAX	4
#define EVENT_THINGS_MAX 256	/* things one event may touch */

struct event {
	int64_t id, act, time, actor;
	int     kind;		/* event_kind, -1 unknown */
	json_t *body;
};

const char *event_name(enum event_kind);
const char *event_label(enum event_kind);	/* Swedish, a msgid */
int         event_from_name(const char *name);	/* -1: unknown */

/* Appends an event to the open act and applies it to the tables.  Takes the
 * body over, also on failure.  id may be NULL.  RC_REFUSED: the actor's role
 * may not; RC_INVALID: the body has not the kind's form. */
enum rc event_append(struct db *, enum event_kind, json_t *body, int64_t *id,
    struct err *) MUST_CHECK;

/* Reads a body of any bytes: canonical JSON of the kind's form, else
 * RC_INVALID.  An unknown kind (-1) needs only be canonical. */
enum rc event_read_body(int kind, const char *text, size_t n, json_t **body,
    struct err *) MUST_CHECK;

/* The same for a body that the hash chain has vouched for: only read. */
enum rc event_load_body(const char *text, size_t n, json_t **body,
    struct err *) MUST_CHECK;

/* The kind that this version reads the event as: -1 where its name is unknown
 * or its body has not the form that we know. */
int event_known(const char *name, const json_t *body);

/* The things that the event touches, itself first where it makes one. */
size_t event_things(struct db *, const struct event *,
    int64_t out[EVENT_THINGS_MAX]);

/* The hash of an event, for append, check and verify. */
void event_hash(const unsigned char before[HASH_SIZE], const char *log,
    int64_t seq, int64_t act_seq, int64_t time, int64_t actor,
    const char *kind, const char *body, size_t n,
    unsigned char out[HASH_SIZE]);

/* The act that an undo takes back: one of its own log, before it; 0 where it
 * says to take back another's, which no one can. */
int64_t event_undoes(struct db *, const struct event *);

/* The newest event that touches the thing, 0: none. */
int64_t event_last(struct db *, int64_t thing);

/* A thing's name in a body of this store's own log. */
json_t *event_ref(struct db *, int64_t thing);

/* Values of a body; absent ones are 0 or "". */
int64_t     event_int(const struct event *, const char *field);
const char *event_text(const struct event *, const char *field);
bool        event_has(const struct event *, const char *field);
int64_t     event_thing(struct db *, const struct event *, const char *field);
/* The thing that a value of the event's body names, 0: none here. */
int64_t     event_thing_of(struct db *, const struct event *, const json_t *);

#endif
