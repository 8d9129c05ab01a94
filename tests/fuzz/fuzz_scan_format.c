/* sources: scanner/frame.c scanner/y4m.c scanner/image_jpeg.c scanner/image.c
 * scanner/grey.c ; libs: -ljpeg -lm.
 * Any bytes as a frame of each format, and as the lines of YUV4MPEG2: what is
 * accepted is a frame of the size that was promised. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/frame.h"
#include "scanner/y4m.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check_lines(const uint8_t *data, size_t n)
{
	const char *line = (const char *)data;
	const uint8_t *end = memchr(data, '\n', n);
	size_t len = end == NULL ? n : (size_t)(end - data);
	char why[Y4M_WHY_SIZE] = "";
	struct y4m y;

	if (y4m_header(&y, line, len, why))
		assert(frame_size_ok((uint64_t)y.w, (uint64_t)y.h) &&
		    y.bytes >= (size_t)y.w * (size_t)y.h &&
		    y.bytes <= 3 * (size_t)y.w * (size_t)y.h);
	else
		assert(why[0] != '\0');
	(void)y4m_frame(line, len, why);
}

/* The first byte is the format, then width and height, in two each, and how
 * much longer the rows are. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct grey g;
	char why[FRAME_WHY_SIZE] = "";
	struct frame_shape s;

	check_lines(data, n);
	if (n < 6)
		return 0;
	const struct frame_format *f = &frame_formats[data[0] % FRAME_FORMATS];
	int w = data[1] | data[2] << 8, h = data[3] | data[4] << 8;
	size_t row = (size_t)w * (size_t)f->pixel_bytes;
	if (!frame_shape_set(&s, f, w, h, row == 0 ? 0 : row + data[5]))
		return 0;
	data += 6;
	n -= 6;
	long len = frame_jpeg_length(data, n);
	assert(len <= (long)n);
	/* its end, so that what is read behind it is seen */
	uint8_t *copy = malloc(n);
	if (copy == NULL || n == 0) {
		free(copy);
		return 0;
	}
	memcpy(copy, data, n);
	if (frame_to_grey(&g, &s, copy, n, why))
		assert(g.px != NULL && g.w <= w && g.h <= h);
	else
		assert(why[0] != '\0');
	free(copy);
	return 0;
}
