/* source.h - where pictures come from.  A source opens what it reads, stands
 * the sandbox up, and only then reads; it returns the exit status. */
#ifndef SAMDEPA_SCANNER_SOURCE_H
#define SAMDEPA_SCANNER_SOURCE_H

#include <stdint.h>

enum status {
	STATUS_DONE,		/* all was read */
	STATUS_REFUSED,		/* a picture could not be read, or not opened */
	STATUS_USAGE,
	STATUS_OUTSIDE = 4,	/* no sandbox, no memory, output gone */
};

struct settings {
	int      budget_ms;
	uint64_t itf_lengths;	/* one bit each */
};

/* The image files, one after the other, each in a process of its own: one
 * that kills its reader leaves the others readable. */
enum status source_files_run(char *const *names, int n,
    const struct settings *set);

/* Frames of w * h grey bytes on standard input, until it ends. */
enum status source_raw_run(int w, int h, const struct settings *set);

#endif
