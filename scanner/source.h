/* source.h - what all sources share, and picture files; live sources are in
 * device.h.  Whatever reads stands the sandbox up first. */
#ifndef SAMDEPA_SCANNER_SOURCE_H
#define SAMDEPA_SCANNER_SOURCE_H

#include <stdint.h>

enum status {
	STATUS_DONE,		/* all was read */
	STATUS_REFUSED,		/* a picture could not be read, or not opened */
	STATUS_USAGE,
	STATUS_OUTSIDE = 4,	/* no sandbox, no memory, output gone */
};

/* The size that a view is made to fit into, in pixels; w 0: nobody looks. */
struct watching {
	int w, h;
};

struct settings {
	int             budget_ms;
	int             codes;	/* how many a picture has; 0: unknown */
	uint64_t        itf_lengths;	/* one bit each */
	struct watching watch;
};

/* The image files, one after the other, each in a process of its own: one
 * that kills its reader leaves the others readable.  "-" is standard input,
 * in which PGM pictures may follow one another. */
enum status source_files_run(char *const *names, int n,
    const struct settings *set);

#endif
