/* text.h - what the bytes of a QR code mean. */
#ifndef SAMDEPA_SCANNER_TEXT_H
#define SAMDEPA_SCANNER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* To be called once before the sandbox stands: other alphabets than UTF-8 and
 * CP1252 need files of the system's.  Where one is missing, its texts are read
 * as another. */
void text_init(void);

/* The length of the UTF-8 character at p, 1 to 4, of the n bytes there; 0: it
 * is none (overlong, surrogate, cut off, beyond U+10FFFF). */
size_t text_utf8_len(const char *p, size_t n);

bool text_is_utf8(const char *p, size_t n);

/* Writes in, n bytes of the alphabet that the ECI names (eci.def), as UTF-8 to
 * out, which takes cap bytes, and returns the length; 0: the bytes are none of
 * it, or it is unknown here, or it does not fit. */
size_t text_from_eci(int eci, const char *in, size_t n, char *out, size_t cap);

/* Writes in, n bytes, as UTF-8 to out, which takes cap bytes (no NUL is
 * added), and returns the length; 0: it does not fit.  Valid UTF-8 stays, a
 * byte order mark is left out; what shows itself as Shift-JIS is read as
 * that; the rest as CP1252. */
size_t text_to_utf8(const char *in, size_t n, char *out, size_t cap);

/* Replaces with '?', in place, what is not to reach a terminal: all control
 * characters but the line feed, marks that turn the writing direction, and
 * broken UTF-8.  Returns the new length. */
size_t text_make_printable(char *text, size_t n);

#endif
