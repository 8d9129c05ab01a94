/* secret.h - a word that nobody may see, from the terminal or a line of
 * standard input. */
#ifndef SAMDEPA_TUI_CTL_SECRET_H
#define SAMDEPA_TUI_CTL_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Asks where somebody sits; false: there was none. */
bool secret_ask(const char *prompt, char *out, size_t cap);

#endif
