/* token.h - the QR of a ticket: "SD1:" and base45 of a signed record.  It names
 * a depot and a ticket, no person; any depot verifies it without a network.
 * At most 154 characters: version 8 at level Q, 5 at level L. */
#ifndef SAMDEPA_DB_TOKEN_H
#define SAMDEPA_DB_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "db/code.h"
#include "db/err.h"

#define TOKEN_TEXT_MAX	155	/* with its NUL */
#define TOKEN_DIGEST	12
#define TOKEN_KEY_ID	8
#define TOKEN_SIG	64

struct token {
	unsigned char key[TOKEN_KEY_ID];	/* who signed it */
	char     depot[CODE_SCOPE_MAX + 1];	/* who redeems it */
	uint32_t number;			/* of the ticket, from 1 */
	unsigned char digest[TOKEN_DIGEST];	/* of token_digest() */
	int32_t  expires;			/* last day it is good for;
						   0 to 65535 (year 2149) */
	unsigned char sig[TOKEN_SIG];
};

/* One line of a ticket, as the digest sees it. */
struct token_line {
	const char *code;		/* the item's or lot's code */
	int64_t count;
	int64_t era, hop;		/* the item's custody token */
	const char *custodian;
};

/* A digest over the lines in the order given; another order or a changed value
 * is another digest. */
void token_digest(const struct token_line *, size_t n,
    unsigned char out[TOKEN_DIGEST]);

/* The id of a public key: 8 bytes of its BLAKE2b. */
void token_key_id(const unsigned char pk[32], unsigned char out[TOKEN_KEY_ID]);

/* Signs depot, number, digest and expires (key and sig are not looked at) and
 * writes the text.  The same values give the same text.  RC_INVALID: a value
 * is out of bounds, or the text does not fit. */
enum rc token_make(const struct token *, const unsigned char sk[64], char *out,
    size_t cap, struct err *) MUST_CHECK;

/* Reads the form alone; a reader's lower case, AIM prefix and line end are
 * forgiven.  RC_INVALID: it has not the form of our ticket. */
enum rc token_read(const char *text, size_t n, struct token *, struct err *)
    MUST_CHECK;

/* RC_REFUSED: signed with another key than pk, or altered since.  Whether it
 * has expired or was used, only the caller can tell. */
enum rc token_verify(const struct token *, const unsigned char pk[32],
    struct err *) MUST_CHECK;

#endif
