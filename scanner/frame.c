#include "scanner/frame.h"

#include <string.h>
#include <strings.h>

#include "scanner/image.h"

_Static_assert(FRAME_WHY_SIZE == IMAGE_WHY_SIZE, "image_ fills why");

/* Makes *to w x h, keeping its memory where it is so already. */
static bool
grey_ready(struct grey *to, int w, int h, char *why)
{
	if (to->px != NULL && to->w == w && to->h == h)
		return true;
	grey_release(to);
	return grey_init(to, w, h) ||
	    image_refuse(why, "not enough memory for %dx%d pixels", w, h);
}

/* The brightness alone, as the first plane (GREY, NV12). */
static bool
plane_to_grey(struct grey *to, const struct frame_shape *s, const uint8_t *p,
    size_t n, char *why)
{
	(void)n;
	if (!grey_ready(to, s->w, s->h, why))
		return false;
	for (int y = 0; y < s->h; y++)
		memcpy(to->px + (size_t)y * (size_t)s->w,
		    p + (size_t)y * s->stride, (size_t)s->w);
	return true;
}

/* Every other byte is brightness. */
static bool
pairs_to_grey(struct grey *to, const struct frame_shape *s, const uint8_t *p,
    size_t n, char *why)
{
	(void)n;
	if (!grey_ready(to, s->w, s->h, why))
		return false;
	for (int y = 0; y < s->h; y++) {
		uint8_t *row = to->px + (size_t)y * (size_t)s->w;
		const uint8_t *in = p + (size_t)y * s->stride;
		for (int x = 0; x < s->w; x++)
			row[x] = in[2 * (size_t)x];
	}
	return true;
}

/* The size that the picture itself tells, before anything is unpacked; a
 * camera's frame has the size that was agreed on. */
static bool
jpeg_size_is(const uint8_t *p, size_t n, const struct frame_shape *s)
{
	for (size_t at = 2; n >= 9 && at <= n - 9 && p[at] == 0xff;) {
		uint8_t kind = p[at + 1];
		if (kind == 0xff) {
			at++;
			continue;
		}
		if (kind >= 0xc0 && kind <= 0xc2)
			return (p[at + 5] << 8 | p[at + 6]) == s->h &&
			    (p[at + 7] << 8 | p[at + 8]) == s->w;
		at += 2 + (size_t)(p[at + 2] << 8 | p[at + 3]);
	}
	return false;
}

/* Cameras leave out the tables that all of them share: libjpeg-turbo knows
 * them, and takes them where a picture has none. */
static bool
jpeg_to_grey(struct grey *to, const struct frame_shape *s, const uint8_t *p,
    size_t n, char *why)
{
	if (n < 3 || memcmp(p, "\xff\xd8\xff", 3) != 0)
		return image_refuse(why, "not a JPEG picture");
	if (!jpeg_size_is(p, n, s))
		return image_refuse(why, "a JPEG picture that is not %dx%d",
		    s->w, s->h);
	grey_release(to);
	return image_read_jpeg(to, p, n, why);
}

const struct frame_format frame_formats[FRAME_FORMATS] = {
	{ "GREY",  "GREY", 1, 2, plane_to_grey },
	{ "NV12",  "NV12", 1, 3, plane_to_grey },
	{ "YUYV",  "YUYV", 2, 2, pairs_to_grey },
	{ "MJPEG", "MJPG", 0, 0, jpeg_to_grey },
};

const struct frame_format *
frame_format_find(const char *name)
{
	for (int i = 0; i < FRAME_FORMATS; i++)
		if (strcasecmp(frame_formats[i].name, name) == 0 ||
		    strcasecmp(frame_formats[i].fourcc, name) == 0)
			return &frame_formats[i];
	return NULL;
}

bool
frame_size_ok(uint64_t w, uint64_t h)
{
	return w >= 1 && h >= 1 && w <= FRAME_SIDE_MAX &&
	    h <= FRAME_SIDE_MAX && w * h <= FRAME_PIXELS_MAX;
}

bool
frame_shape_set(struct frame_shape *s, const struct frame_format *format,
    int w, int h, size_t stride)
{
	*s = (struct frame_shape){ format, w, h, stride };
	if (w < 1 || h < 1 || !frame_size_ok((uint64_t)w, (uint64_t)h))
		return false;
	size_t row = (size_t)w * (size_t)format->pixel_bytes;
	if (row == 0)
		return true;
	if ((format->pixel_bytes == 2 || format->half_rows == 3) && w % 2 != 0)
		return false;
	if (s->stride == 0)
		s->stride = row;
	return s->stride >= row && s->stride <= row + FRAME_SIDE_MAX;
}

size_t
frame_bytes(const struct frame_shape *s)
{
	int rows = (s->h * s->format->half_rows + 1) / 2;
	return s->stride * (size_t)rows;
}

bool
frame_to_grey(struct grey *to, const struct frame_shape *s, const uint8_t *p,
    size_t n, char *why)
{
	size_t bytes = frame_bytes(s);

	if (n < bytes)
		return image_refuse(why, "%zu bytes where %s of %dx%d has %zu",
		    n, s->format->name, s->w, s->h, bytes);
	return s->format->to_grey(to, s, p, n, why);
}

/* Markers that stand alone, without a length and a body. */
static bool
marker_is_bare(uint8_t kind)
{
	return kind == 0x01 || (kind >= 0xd0 && kind <= 0xd8);
}

long
frame_jpeg_length(const uint8_t *p, size_t n)
{
	if ((n > 0 && p[0] != 0xff) || (n > 1 && p[1] != 0xd8))
		return -1;
	for (size_t at = 2; at + 1 < n;) {
		if (p[at] != 0xff) {		/* between two markers: data */
			const uint8_t *next = memchr(p + at, 0xff, n - at);
			if (next == NULL)
				return 0;
			at = (size_t)(next - p);
			continue;
		}
		uint8_t kind = p[at + 1];
		if (kind == 0xd9)
			return (long)at + 2;
		if (kind == 0xff)
			at++;
		else if (kind == 0 || marker_is_bare(kind))
			at += 2;
		else if (at + 3 >= n)
			return 0;
		else
			at += 2 + (size_t)(p[at + 2] << 8 | p[at + 3]);
	}
	return 0;
}
