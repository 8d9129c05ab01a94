/* program.h - where the other programs of Samdepå are. */
#ifndef SAMDEPA_TUI_PROGRAM_H
#define SAMDEPA_TUI_PROGRAM_H

#include <stddef.h>

#define PROGRAM_PATH_MAX 4096

/* Fills out with what execvp() starts for name ("samdepa-scan"): the one that
 * was installed, or built, beside this program; else the installed one; else
 * the bare name, which PATH is asked for.  Returns out. */
char *program_find(const char *name, char out[PROGRAM_PATH_MAX]);

#endif
