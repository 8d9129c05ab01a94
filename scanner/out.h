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
void out_scan(const char *symbology, const char *aim, bool strong,
    const char *text, size_t n);
void out_source(const char *name);
void out_state(bool open, const char *text);
void out_rate(int frames_tenths, int ms_tenths);
void out_view(const struct grey *g);	/* SCAN_VIEW_MAX pixels at most */

/* Of several sources: each line that follows stands behind its source's, both
 * in one write, so that they stay together whoever else writes.  NULL: no
 * more. */
void out_lines_of(const char *name);

/* Closes all descriptors but 0, 1, where messages go, and *keep, which may
 * get another number; keep may be NULL. */
void out_close_others(int *keep);

/* samdepa-scan: NAME: why, on standard error; name may be NULL. */
void out_log(const char *name, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
