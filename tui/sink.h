/* sink.h - the one way to a terminal: lets printable UTF-8 through and
 * nothing else.  Controls, bidi marks, zero-width and private letters go;
 * broken bytes become '?'; at most two accents stand on a letter. */
#ifndef SAMDEPA_TUI_SINK_H
#define SAMDEPA_TUI_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes one letter at s (n > 0 bytes left) and returns how many bytes it
 * took; *cp is the letter, or UINT32_MAX where the bytes are not UTF-8 (one
 * is taken then). */
size_t sink_decode(const char *s, size_t n, uint32_t *cp);

/* Writes cp (a Unicode letter) into out and returns its bytes, 1 to 4. */
size_t sink_encode(uint32_t cp, char out[4]);

/* Whether the letter may be drawn, and how many cells it takes (0: it
 * stands on the one before). */
bool sink_printable(uint32_t cp, int *cells);

/* Whether text holds bytes that the sink would not let through. */
bool sink_dirty(const char *text, size_t n);

/* Copies text (up to a NUL or n bytes) cleaned into out, NUL-ended, at most
 * cells wide; what is cut ends in '…'.  Returns the cells it takes. */
int sink_clean(const char *text, size_t n, int cells, char *out, size_t cap);

/* Cells that text takes when drawn in full. */
int sink_width(const char *text);

/* Where to break text that shall stand in cells: bytes of the first row
 * (0 at its end), *next where the second row begins. */
size_t sink_wrap(const char *text, int cells, const char **next);

#endif
