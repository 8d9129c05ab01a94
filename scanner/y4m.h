/* y4m.h - the lines of a YUV4MPEG2 stream (as ffmpeg and mjpegtools write
 * it): "YUV4MPEG2 W640 H480 F30:1 Ip C420jpeg", and before each frame
 * "FRAME".  A frame's first w * h bytes are its brightness. */
#ifndef SAMDEPA_SCANNER_Y4M_H
#define SAMDEPA_SCANNER_Y4M_H

#include <stdbool.h>
#include <stddef.h>

#define Y4M_LINE_MAX 1024	/* bytes, the newline not counted */
#define Y4M_WHY_SIZE 160

struct y4m {
	int    w, h;
	size_t bytes;		/* of a frame, its colours included */
};

/* Each takes a line of n bytes without its newline.  False: it is not one,
 * or promises what is not read here, and why,
 * of Y4M_WHY_SIZE bytes, says the reason. */
bool y4m_header(struct y4m *y, const char *line, size_t n,
    char *why);
bool y4m_frame(const char *line, size_t n, char *why);

#endif
