/* progress.h - a line on standard error that counts up, where someone looks. */
#ifndef SAMDEPA_TUI_CTL_PROGRESS_H
#define SAMDEPA_TUI_CTL_PROGRESS_H

#include <stdint.h>

#include "db/store.h"

/* What to hand to a long work; NULL where standard error is no terminal. */
const struct store_progress *progress_begin(void);
/* So much of so much is done (total 0: nobody knows). */
void progress_at(int64_t done, int64_t total);
/* Takes the line away. */
void progress_end(void);

#endif
