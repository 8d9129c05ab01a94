/* probe.h - whether a scanner's command starts and speaks as it should. */
#ifndef SAMDEPA_TUI_CTL_PROBE_H
#define SAMDEPA_TUI_CTL_PROBE_H

#include "db/err.h"

#define PROBE_MS 3000		/* time that it has to say its first line */

/* Starts the command (words between blanks, no shell) without input, waits for
 * its first line and ends it.  RC_OUTSIDE: it does not start, says nothing in
 * time, or something else; err.text says which. */
enum rc probe_scanner(const char *command, struct err *) MUST_CHECK;

#endif
