/* head.h - what a depot says of its log, and of what it has seen of others:
 * one line of canonical JSON {"depot","hash","log","public","seen":{LOG:[SEQ,
 * HASH],..},"seq","time","version"}, a newline, 128 hex digits of Ed25519ph over
 * "samdepa-head-1\n" and that line, a newline.  What others have seen uncovers
 * a hub that rolls back, withholds or shows two faces. */
#ifndef SAMDEPA_DB_SYNC_HEAD_H
#define SAMDEPA_DB_SYNC_HEAD_H

#include <stddef.h>
#include <stdint.h>

#include "db/err.h"

#define HEAD_MAX	16384	/* bytes of a statement */
#define HEAD_SEEN_MAX	64

struct head_seen {
	char    log[24];
	int64_t seq;
	unsigned char hash[32];
};

struct head {
	char    depot[9], log[24], version[16];
	int64_t seq, time;		/* time: of the statement, seconds */
	unsigned char hash[32], public_key[32];
	struct head_seen seen[HEAD_SEEN_MAX];	/* sorted by log */
	size_t  n_seen;
};

/* Writes the statement, signed; out holds HEAD_MAX.  RC_INVALID: too long. */
enum rc head_write(const struct head *, const unsigned char key[64],
    char *out, size_t *n, struct err *) MUST_CHECK;
/* Reads a statement of any bytes; public_key must have signed it. */
enum rc head_read(const unsigned char *bytes, size_t n,
    const unsigned char public_key[32], struct head *, struct err *)
    MUST_CHECK;

#endif
