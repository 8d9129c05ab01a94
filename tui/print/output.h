/* output.h - a file that appears whole or not at all: written beside its
 * place, synced, and renamed only when all files of a print are. */
#ifndef SAMDEPA_TUI_PRINT_OUTPUT_H
#define SAMDEPA_TUI_PRINT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "db/err.h"

struct output {			/* owned by the caller */
	char path[512], temp[560];
	int  fd;
	int  error;		/* errno of the first failed write, 0 */
};

/* Opens the file that is to become path.  RC_OUTSIDE: no such folder, or it
 * may not be written. */
enum rc output_open(struct output *, const char *path, struct err *)
    MUST_CHECK;

/* Writes all n bytes; false, and error set, where that failed. */
bool output_write(struct output *, const void *data, size_t n);

/* Syncs and closes.  RC_OUTSIDE: a write failed, full disk most often. */
enum rc output_close(struct output *, struct err *) MUST_CHECK;

/* Puts it in its place, or (drop) removes what was written. */
enum rc output_keep(struct output *, struct err *) MUST_CHECK;
void output_drop(struct output *);

#endif
