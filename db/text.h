/* text.h - text that people typed, scanned or imported: is it well formed, how
 * it compares, what number it spells.  Any bytes are safe to hand in.  A size
 * is always in bytes, without the NUL. */
#ifndef SAMDEPA_DB_TEXT_H
#define SAMDEPA_DB_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/err.h"

/* Strict UTF-8: no surrogates, no overlong forms, nothing above U+10FFFF. */
bool text_valid(const char *s, size_t n);

/* Decodes the character at s, n > 0, into *rune; gives its size in bytes, or 0
 * where the bytes are not UTF-8. */
size_t text_rune(const char *s, size_t n, uint32_t *rune);

/* Whether s may be stored as one line of text: UTF-8 without control
 * characters, bidi marks and noncharacters.  RC_INVALID: it may not; *at
 * (which may be NULL) is then the offset of the first byte at fault. */
enum rc text_clean(const char *s, size_t n, size_t *at, struct err *)
    MUST_CHECK;

/* Copies src and its NUL into dst of cap bytes, or nothing.  RC_INVALID: it
 * does not fit. */
enum rc text_copy(char *dst, size_t cap, const char *src, struct err *)
    MUST_CHECK;

/* The part of s without blanks (no-break ones too), tabs and line ends at its
 * ends; *n becomes its size. */
const char *text_trim(const char *s, size_t *n);

/* Lower case without diacritics, for "menade du": Åre -> are, Linné -> linne.
 * Fills dst up to cap with whole characters and a NUL; gives the size.  What
 * is not UTF-8 becomes '?'. */
size_t text_fold(char *dst, size_t cap, const char *src);

/* The number that s spells in Swedish or English: "1 234,50", "1234.5", "-3";
 * blanks between thousands may be U+00A0 or U+202F.  RC_INVALID: not a number,
 * more than two decimals that are not 0, too large for int64_t, or as unclear
 * as "1,234". */
enum rc text_hundredths(const char *s, size_t n, int64_t *hundredths,
    struct err *) MUST_CHECK;

/* Swedish order: å ä ö after z, case and other accents only where nothing else
 * differs.  Less than, equal to or greater than 0; 0 for equal bytes alone.
 * A total order whatever the bytes, so SQLite may use it as a collation. */
int text_compare(const char *a, size_t na, const char *b, size_t nb);

#endif
