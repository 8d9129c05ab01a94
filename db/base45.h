/* base45.h - bytes as the 45 characters of a QR code's alphanumeric mode (RFC
 * 9285). */
#ifndef SAMDEPA_DB_BASE45_H
#define SAMDEPA_DB_BASE45_H

#include <stddef.h>

#include "db/err.h"

/* The size of n bytes as text, without the NUL. */
#define BASE45_SIZE(n) ((n) / 2 * 3 + (n) % 2 * 2)

/* Writes in[0..n) as text with a NUL into out of cap bytes.  RC_INVALID: it
 * does not fit. */
enum rc base45_encode(const unsigned char *in, size_t n, char *out, size_t cap,
    struct err *) MUST_CHECK;

/* Reads text[0..n) into out of cap bytes; *len becomes the number of bytes.
 * Strict, so that each sequence of bytes has one text: no lower case, no value
 * beyond its bytes.  RC_INVALID: not base45, or it does not fit. */
enum rc base45_decode(const char *text, size_t n, unsigned char *out,
    size_t cap, size_t *len, struct err *) MUST_CHECK;

#endif
