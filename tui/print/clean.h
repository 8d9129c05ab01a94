/* clean.h - what may reach paper: printable UTF-8, and nothing that commands
 * a printer, hides or reorders letters. */
#ifndef SAMDEPA_TUI_PRINT_CLEAN_H
#define SAMDEPA_TUI_PRINT_CLEAN_H

#include <stddef.h>
#include <stdint.h>

/* Makes s printable in place, never longer: control characters, line breaks
 * and odd spaces become a space, marks that hide or turn letters vanish,
 * broken bytes become '?', and a letter followed by its ring, dots or accent
 * becomes one letter where Swedish has it. */
void clean_text(char *s);

/* The letter at *s, which is moved past it; 0 at the end.  A byte that begins
 * no valid UTF-8 is taken alone and gives U+FFFD. */
uint32_t clean_next(const char **s);

/* Letters in s. */
size_t clean_length(const char *s);

/* Copies src (NULL: "") into dst of size bytes, cut at a whole letter. */
void clean_copy(char *dst, size_t size, const char *src);

/* A file's name made of s: letters, digits, '.', '-' and '_' alone, never
 * empty and never hidden. */
void clean_file_name(char *dst, size_t size, const char *s);

#endif
