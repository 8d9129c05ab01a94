/* source.h - where pictures come from.  A source opens what it reads, stands
 * the sandbox up, and only then reads; it returns the exit status. */
#ifndef SAMDEPA_SCANNER_SOURCE_H
#define SAMDEPA_SCANNER_SOURCE_H

#include <stdint.h>

struct frame_shape;

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
	uint64_t        itf_lengths;	/* one bit each */
	struct watching watch;
};

/* The image files, one after the other, each in a process of its own: one
 * that kills its reader leaves the others readable. */
enum status source_files_run(char *const *names, int n,
    const struct settings *set);

/* Frames on standard input, until it ends: of this shape, or of the one that
 * a YUV4MPEG2 stream tells. */
enum status source_raw_run(const struct frame_shape *shape,
    const struct settings *set);
enum status source_y4m_run(const struct settings *set);

#endif
