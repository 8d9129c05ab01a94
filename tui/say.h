/* say.h - what a person is told when something did not go. */
#ifndef SAMDEPA_TUI_SAY_H
#define SAMDEPA_TUI_SAY_H

#include <stddef.h>

#include "db/err.h"

/* Fills out with one sentence in the reader's language: the reason's own
 * sentence where err (may be NULL) has one, else one for rc.  Returns out. */
char *say_err(enum rc rc, const struct err *err, char *out, size_t cap);

/* A short word for the kind of outcome, without a full stop. */
const char *say_rc(enum rc rc);

#endif
