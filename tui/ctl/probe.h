/* probe.h - whether a reader starts, speaks as it should, and has its device. */
#ifndef SAMDEPA_TUI_CTL_PROBE_H
#define SAMDEPA_TUI_CTL_PROBE_H

#include "db/err.h"
#include "tui/reader.h"

#define PROBE_MS 3000		/* time that it has */

struct probe {
	enum { PROBE_UNTOLD, PROBE_OPEN, PROBE_GONE } device;
	char what[128];		/* OPEN: its format; GONE: why, as it says */
};

/* Starts it without input, waits for its first line and, where it is a device,
 * for word of that, and ends it.  RC_OUTSIDE: it does not start, says nothing
 * in time, or something else; err.text says which. */
enum rc probe_reader(const struct reader *, struct probe *, struct err *)
    MUST_CHECK;

#endif
