/* slip.h - the paper that goes with dispatched goods: with it the receiver takes
 * over custody before any log has come.  "SD2:" and base45 of a record that the
 * dispatching life's key signs: version, key id, from, to, slip number, and for
 * each item its log, seq, era, hop, the dispatch's seq and its label. */
#ifndef SAMDEPA_DB_SLIP_H
#define SAMDEPA_DB_SLIP_H

#include "db/custody.h"

#define SLIP_ITEMS	24	/* on one paper: its QR stays readable */
#define SLIP_TEXT_MAX	2400
#define SLIP_RECORD_MAX	1600	/* bytes, signed */

struct manifest_item {
	char    log[24];	/* the thing's name: log and seq */
	int64_t seq, era, hop;
	int64_t dispatch;	/* seq of the DISPATCH event in the sender's log */
	char    code[40];	/* its label */
};

struct manifest {
	unsigned char key[8];	/* id of the key that signed, token_key_id() */
	char    from[9], to[9];
	char    number[24];
	struct manifest_item item[SLIP_ITEMS];
	size_t  n;
};

/* Signs; out holds SLIP_TEXT_MAX.  RC_INVALID: a value does not fit. */
enum rc slip_write(struct manifest *, const unsigned char secret[64],
    const unsigned char public_key[32], char *out, struct err *) MUST_CHECK;
/* Reads the form alone, of any bytes; sig and *signed_n are what to verify:
 * the first signed_n bytes of record. */
enum rc slip_read(const char *text, size_t n, struct manifest *,
    unsigned char record[SLIP_RECORD_MAX], size_t *signed_n, unsigned char sig[64],
    struct err *) MUST_CHECK;

/* Dispatches the items, at most SLIP_ITEMS, in the open act and writes the
 * slip.  number (24 bytes) is the slip's: SENDER-n. */
enum rc slip_dispatch(struct db *, const int64_t *items, size_t n,
    const char *to, char *number, char *out, struct err *) MUST_CHECK;
/* The slip that a dispatch of this life went with, written anew, and its items
 * (SLIP_ITEMS); event is one of its dispatches.  RC_NOT_FOUND: it is none. */
enum rc slip_again(struct db *, int64_t event, struct manifest *,
    int64_t *items, char *out, struct err *) MUST_CHECK;
/* The dispatch that a slip's number names, and the last one of an item, of
 * this life.  RC_NOT_FOUND: there is none. */
enum rc slip_by_number(struct db *, const char *number, int64_t *event,
    struct err *) MUST_CHECK;
enum rc slip_of_item(struct db *, int64_t item, int64_t *event, struct err *)
    MUST_CHECK;
/* Reads and verifies a slip for this depot, by the keys known here. */
enum rc slip_verify(struct db *, const char *text, struct manifest *,
    struct err *) MUST_CHECK;
/* Receives an item of a verified slip, in the open act. */
enum rc slip_receive(struct db *, const struct manifest *, size_t i,
    int64_t place, int condition, int64_t *item, struct err *) MUST_CHECK;
/* It did not come: a difference, whether or not the item is known here. */
enum rc slip_missing(struct db *, const struct manifest *, size_t i,
    struct err *) MUST_CHECK;
/* The slip's item here, 0: its log has not come; *waits: not received yet. */
enum rc slip_item(struct db *, const struct manifest *, size_t i,
    int64_t *item, bool *waits, struct err *) MUST_CHECK;

#endif
