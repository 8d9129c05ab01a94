/* source_words.h - what people are told of a reader.  All is translated; each
 * fills out and returns it. */
#ifndef SAMDEPA_TUI_KIOSK_SOURCE_WORDS_H
#define SAMDEPA_TUI_KIOSK_SOURCE_WORDS_H

#include "tui/kiosk/draw.h"
#include "tui/kiosk/source.h"

/* How it stands, in a symbol and words, and the style of that. */
char *source_state_words(const struct source *, int64_t now_ms,
    enum style *style, char *out, size_t cap);
/* What more there is to say of that, "" nothing: its format, why it is gone,
 * how it ended. */
char *source_why_words(const struct source *, char *out, size_t cap);
/* "29,8 bilder/s, 12,3 ms per bild"; "" where it does not tell. */
char *source_speed_words(const struct source *, char *out, size_t cap);
/* "EAN-13 ]E0, säker, för 3 s sedan"; "" before the first. */
char *source_last_words(const struct source *, int64_t now_ms, char *out,
    size_t cap);
/* "12 lästa: EAN-13 9, QR 3", and broken lines where there were any. */
char *source_count_words(const struct source *, char *out, size_t cap);

#endif
