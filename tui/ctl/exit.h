/* exit.h - what samdepactl says to whoever started it when it ends. */
#ifndef SAMDEPA_TUI_CTL_EXIT_H
#define SAMDEPA_TUI_CTL_EXIT_H

#include "db/err.h"

/* 0 done, 1 refused, 2 wrong usage, 3 the store is damaged, 4 something
 * outside failed, 5 busy. */
int exit_status(enum rc);

#endif
