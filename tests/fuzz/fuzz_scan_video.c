/* sources: scanner/frame.c scanner/y4m.c scanner/grey.c ; libs: -ljpeg -lm.
 * Any bytes as a frame of any format and size, as the bytes of MJPEG, or as
 * the lines of a YUV4MPEG2 stream: read whole, or refused with a reason. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/frame.h"
#include "scanner/y4m.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
try_line(const char *line, size_t n)
{
	char why[Y4M_WHY_SIZE] = "";
	struct y4m y = { 0 };

	if (y4m_header(&y, line, n, why)) {
		assert(frame_size_ok((uint64_t)y.w, (uint64_t)y.h));
		assert(y.bytes >= (size_t)y.w * (size_t)y.h);
	} else {
		assert(why[0] != '\0');
		assert(memchr(why, '\0', sizeof why) != NULL);
	}
	(void)y4m_frame(line, n, why);
}

/* Where a frame has bytes of its own number, they are all there, or some are
 * missing: one byte tells which. */
static void
try_frame(const struct frame_shape *s, const uint8_t *p, size_t n, bool whole)
{
	static struct grey grey;	/* kept, as the reader keeps it */
	char why[FRAME_WHY_SIZE] = "";
	size_t need = frame_bytes(s);
	unsigned sum = 0;

	if (need > 1 << 20)
		return;
	size_t size = need > 0 && whole ? need : n;
	uint8_t *copy = calloc(1, size > 0 ? size : 1);
	assert(copy != NULL);
	if (n > 0)
		memcpy(copy, p, n < size ? n : size);
	if (frame_to_grey(&grey, s, copy, size, why)) {
		assert(need == 0 || size >= need);
		for (size_t i = 0; i < (size_t)grey.w * (size_t)grey.h; i++)
			sum += grey.px[i];
		assert(sum <= 255U * (unsigned)grey.w * (unsigned)grey.h);
	} else {
		assert(why[0] != '\0');
		assert(memchr(why, '\0', sizeof why) != NULL);
	}
	free(copy);
}

/* The first byte is the kind, the next five a shape. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct frame_shape s;

	if (n < 6)
		return 0;
	unsigned kind = data[0] % (FRAME_FORMATS + 2);
	int w = data[1] | (data[2] & 3) << 8, h = data[3];
	if (kind == FRAME_FORMATS) {
		try_line((const char *)data + 1, n - 1);
	} else if (kind > FRAME_FORMATS) {
		long len = frame_jpeg_length(data + 1, n - 1);
		assert(len >= -1 && (len < 0 || (size_t)len <= n - 1));
	} else if (frame_shape_set(&s, &frame_formats[kind], w, h,
	    data[4] == 0 ? 0 : (size_t)w * 2 + data[4])) {
		try_frame(&s, data + 6, n - 6, data[5] & 1);
	}
	return 0;
}
