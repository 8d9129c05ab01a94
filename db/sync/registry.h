/* registry.h - which depots belong together: one file, signed by the
 * coordinator, that every depot keeps.  The keys it is trusted by were pinned
 * when the depot joined (table coordinator).
 *
 * One line of canonical JSON {"coordinators":[HEX,..],"depots":[{"closed_seq",
 * "code","log","name","organisation","public","state"},..],"version":N}, a
 * newline, 128 hex digits of Ed25519ph over "samdepa-registry-1\n" and that
 * line, a newline. */
#ifndef SAMDEPA_DB_SYNC_REGISTRY_H
#define SAMDEPA_DB_SYNC_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

#define REGISTRY_MAX	(256 << 10)	/* bytes */
#define REGISTRY_DEPOTS	256

struct registry_depot {
	char    code[9], name[96], organisation[16];
	char    log[24];		/* the life that joined */
	unsigned char public_key[32];
	bool    closed;
	int64_t closed_seq;		/* of log: what comes after is evidence */
};

struct registry {
	int64_t version;
	unsigned char coordinator[8][32];
	size_t  n_coordinators;
	struct registry_depot depot[REGISTRY_DEPOTS];	/* by code, log; one
					   active life a depot */
	size_t  n;
};

/* Any bytes; RC_INVALID unless one of the n keys signed them and all has its
 * form. */
enum rc registry_read(const unsigned char *bytes, size_t n,
    const unsigned char (*keys)[32], size_t n_keys, struct registry *,
    struct err *) MUST_CHECK;
/* *bytes is the caller's to free. */
enum rc registry_write(const struct registry *, const unsigned char key[64],
    unsigned char **bytes, size_t *n, struct err *) MUST_CHECK;

/* The store's copy.  RC_NOT_FOUND: this store alone, it has joined nothing. */
enum rc registry_load(struct db *, struct registry *, struct err *)
    MUST_CHECK;
/* A newer one from a hub takes the place of ours (tables registry, depot,
 * coordinator), and so does that one of two of the same version that every
 * depot prefers; any other changes nothing: RC_REFUSED says so (a hub that
 * rolls back).  *changed: it was taken. */
enum rc registry_adopt(struct db *, const unsigned char *bytes, size_t n,
    bool *changed, struct err *) MUST_CHECK;
/* The bytes as they were signed, to put on a hub; the caller's to free. */
enum rc registry_bytes(struct db *, unsigned char **bytes, size_t *n,
    struct err *) MUST_CHECK;

/* The group is left, inside a transaction: its coordinators are trusted no
 * more; what is known of its depots stays. */
enum rc registry_leave(struct db *, struct err *) MUST_CHECK;

/* Where this depot is the coordinator: */
/* The first of a new group; instead: also where the depot belongs to another.
 * The depots of that one stay listed, and join anew or are closed. */
enum rc registry_begin(struct db *, bool instead, struct err *) MUST_CHECK;
bool    registry_is_coordinator(struct db *);
enum rc registry_admit(struct db *, const struct registry_depot *,
    struct err *) MUST_CHECK;	/* new, or with a new life and key */
/* The depot may sign the registry too, with its log's key: the group goes on
 * where the coordinator is lost.  only (our own depot): nobody else may. */
enum rc registry_coordinator(struct db *, const char *depot, bool only,
    struct err *) MUST_CHECK;
/* The depot ends, or (log not NULL) only that life of it, where another one goes
 * on: at seq, or with 0 at what this store has of it. */
enum rc registry_close(struct db *, const char *depot, const char *log,
    int64_t seq, struct err *) MUST_CHECK;

#endif
