/* frame.h - frames as cameras and pipes give them, made into grey pixels.
 * Whoever sends them may lie: each is held against its format first. */
#ifndef SAMDEPA_SCANNER_FRAME_H
#define SAMDEPA_SCANNER_FRAME_H

#include <stddef.h>

#include "scanner/grey.h"

#define FRAME_SIDE_MAX	 8192		/* pixels */
#define FRAME_PIXELS_MAX (36 << 20)	/* 8K video has 33 million */
#define FRAME_JPEG_MAX	 ((size_t)16 << 20)	/* bytes of one frame */
#define FRAME_WHY_SIZE	 160

struct frame_shape;

struct frame_format {
	const char *name;
	char        fourcc[5];	/* as V4L2 calls it */
	int         pixel_bytes;	/* in a row of what we read; 0: JPEG */
	int         half_rows;	/* rows in the buffer for two of the picture */
	bool      (*to_grey)(struct grey *to, const struct frame_shape *s,
	                const uint8_t *p, size_t n, char *why);
};

/* The cheapest to read first. */
#define FRAME_FORMATS 4
extern const struct frame_format frame_formats[FRAME_FORMATS];

/* By its name or fourcc, in any case of letters.  NULL: not one of ours. */
const struct frame_format *frame_format_find(const char *name);

struct frame_shape {
	const struct frame_format *format;
	int    w, h;
	size_t stride;		/* bytes from one row to the next */
};

/* True where frames of this size are read at all. */
bool frame_size_ok(uint64_t w, uint64_t h);

/* Fills *s; stride 0: rows follow each other closely.  False: such frames
 * cannot be (a size that is not ok, an odd width where pixels come in pairs,
 * a stride shorter than a row). */
bool frame_shape_set(struct frame_shape *s, const struct frame_format *format,
    int w, int h, size_t stride);

/* The bytes of one frame; 0 for JPEG, where each tells its own length. */
size_t frame_bytes(const struct frame_shape *s);

/* Fills *to, which is empty or a former frame's and is allocated anew only
 * where the size changes, from the n bytes at p.  Large JPEG frames are read
 * smaller.  False: the frame is bad, *to may be empty, and why, of
 * FRAME_WHY_SIZE bytes, says the reason. */
bool frame_to_grey(struct grey *to, const struct frame_shape *s,
    const uint8_t *p, size_t n, char *why);

/* The length of the JPEG picture that begins at p; 0: it does not end within
 * the n bytes; -1: these are no JPEG. */
long frame_jpeg_length(const uint8_t *p, size_t n);

#endif
