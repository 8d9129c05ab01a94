/* lpstat.h - what CUPS says of a queue, read strictly: the output of
 * "lpstat -r -l -p QUEUE -a QUEUE" in the C locale (CUPS 2.4). */
#ifndef SAMDEPA_TUI_PRINT_LPSTAT_H
#define SAMDEPA_TUI_PRINT_LPSTAT_H

#include "tui/print/print.h"

/* text: n bytes of any content.  *paper is what the queue says of it.
 * RC_OUTSIDE: CUPS does not run, has no such queue, the queue is stopped or
 * takes no jobs; or the text is another program's. */
enum rc lpstat_read(const char *text, size_t n, const char *queue,
    enum paper *paper, struct err *) MUST_CHECK;

#endif
