/* cp858.h - the letters of a receipt printer: code page 858. */
#ifndef SAMDEPA_TUI_PRINT_CP858_H
#define SAMDEPA_TUI_PRINT_CP858_H

#include <stddef.h>

/* Writes the UTF-8 text s in CP858 into out (cap bytes, NUL-ended; what does
 * not fit is left out) and gives the number of bytes, which is also that of
 * columns.  A letter that the page lacks becomes its plain one (š: s), a
 * dash '-', the euro sign EUR (old printers have 850 in its place), anything
 * else '?'.  Never gives a byte below 0x20. */
size_t cp858_put(char *out, size_t cap, const char *s);

#endif
