/* out.h - what samdepa-scan says: the lines of line.h on standard output, and
 * messages for people on standard error. */
#ifndef SAMDEPA_SCANNER_OUT_H
#define SAMDEPA_SCANNER_OUT_H

#include <stdbool.h>

#include "scanner/tally.h"

/* Before all else.  zbar's own messages are turned away from standard error;
 * plain: texts alone, and on a terminal only what is printable of them. */
void out_init(bool plain);

/* Each writes one line, at once.  Ends the program (status 4) where standard
 * output cannot be written. */
void out_hello(void);
void out_file(const char *name);
void out_code(const struct entry *e);
void out_source(const char *name);
void out_state(bool open, const char *text);
void out_rate(int frames_tenths, int ms_tenths);
void out_view(const struct grey *g);	/* SCAN_VIEW_MAX pixels at most */

/* Closes all descriptors but 0, 1 and where messages go. */
void out_close_others(void);

/* samdepa-scan: NAME: why, on standard error; name may be NULL. */
void out_log(const char *name, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
