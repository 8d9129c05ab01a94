/* segment.h - a run of one log's events, as it travels.
 *
 *   header line   canonical JSON and a newline: {"before":HEX,"count":N,
 *                 "first":SEQ,"hash":HEX,"last":SEQ,"log":"YST1-K3X9A2"}
 *   packed        a zstd frame of the events, each a line of canonical JSON:
 *                 [seq,act_seq,time,actor,"kind",{body}]
 *   signature     64 bytes, Ed25519 over "samdepa-segment-1\n" and the header
 *                 line, by the log's key
 * before and hash are the chain before the first and after the last event
 * (BLAKE2b-256, db/log/event.h): with the signature they vouch for every byte
 * of every event, however it is compressed. */
#ifndef SAMDEPA_DB_SYNC_SEGMENT_H
#define SAMDEPA_DB_SYNC_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

#include "db/err.h"

#define SEGMENT_MAX	(4 << 20)	/* bytes, packed and plain each */
#define SEGMENT_RATIO	200		/* plain to packed, at most */
#define SEGMENT_LOG_MAX	24

struct segment_head {
	char    log[SEGMENT_LOG_MAX];
	int64_t first, last;
	unsigned char before[32], hash[32];
};

/* One event, as the reader gives it: pointers into the segment, good until the
 * callback returns.  body is not NUL-ended. */
struct segment_event {
	int64_t seq, act_seq, time, actor;
	char    kind[32];
	const char *body;
	size_t  n;
	unsigned char hash[32];		/* the chain after it */
};

/* Writing: begin, add each event in order of seq (first is begun with), end.
 * RC_REFUSED from add: full, end it before this one.  end packs and signs: with
 * key (64 bytes) or, key NULL, takes the signature sig made before over the
 * same head; *bytes is the caller's to free. */
struct segment_writer;
enum rc segment_begin(const char *log, int64_t first,
    const unsigned char before[32], struct segment_writer **, struct err *)
    MUST_CHECK;
enum rc segment_add(struct segment_writer *, const struct segment_event *,
    struct err *) MUST_CHECK;
enum rc segment_end(struct segment_writer *, const unsigned char *key,
    unsigned char sig[64], struct segment_head *, unsigned char **bytes,
    size_t *n, struct err *) MUST_CHECK;
void segment_free(struct segment_writer *);	/* may be NULL */

/* "logs/LOG/FIRST-LAST-HASH16.seg" and back; RC_INVALID: not such a name. */
void segment_name(const struct segment_head *, char out[120]);
enum rc segment_name_read(const char *name, struct segment_head *,
    char hash16[17], struct err *) MUST_CHECK;

/* Reads a segment of any bytes.  RC_INVALID unless length, signature by
 * public_key, form, inflate ratio, numbers and the whole chain hold; only then
 * is each event called back, in order; each may stop with its own rc.  sig
 * (64 bytes, may be NULL) is what relays it. */
enum rc segment_read(const unsigned char *bytes, size_t n,
    const unsigned char public_key[32], struct segment_head *,
    unsigned char *sig, enum rc (*each)(const struct segment_event *, void *,
    struct err *), void *, struct err *) MUST_CHECK;

#endif
