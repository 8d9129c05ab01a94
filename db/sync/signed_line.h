/* signed_line.h - inside db/sync: a line of canonical JSON, a newline, 128 hex
 * digits of Ed25519 over a word for what it is and that line, a newline. */
#ifndef SAMDEPA_DB_SYNC_SIGNED_LINE_H
#define SAMDEPA_DB_SYNC_SIGNED_LINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "db/err.h"

/* Takes json over.  *bytes is the caller's to free. */
enum rc signed_line_write(const char *what, json_t *json,
    const unsigned char key[64], unsigned char **bytes, size_t *n,
    struct err *) MUST_CHECK;
/* Any bytes; RC_INVALID unless one of the keys signed them and the line is
 * canonical JSON.  *json is the caller's to release; which (may be NULL) is
 * the key that signed. */
enum rc signed_line_read(const char *what, const unsigned char *bytes,
    size_t n, const unsigned char (*keys)[32], size_t n_keys, json_t **json,
    size_t *which, struct err *) MUST_CHECK;

/* A value, or an object's member, that is n bytes in hex, lower case; false: it
 * is not. */
bool signed_line_hex_value(const json_t *, unsigned char *out, size_t n);
bool signed_line_hex(const json_t *object, const char *field,
    unsigned char *out, size_t n);
/* A member that is text of less than cap bytes that may be shown. */
bool signed_line_text(const json_t *object, const char *field, char *out,
    size_t cap);

#endif
