/* source_stream.c - frames on standard input: raw ones of a known format and
 * size, or a YUV4MPEG2 stream, which tells them itself. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scanner/device.h"
#include "scanner/live.h"
#include "scanner/number.h"
#include "scanner/out.h"
#include "scanner/y4m.h"

#define NAME  "standard input"
#define CHUNK ((size_t)64 << 10)

enum next {
	NEXT_FRAME, NEXT_END, NEXT_FAILED
};

struct stream {
	struct frame_shape shape;
	/* Reads the next frame's bytes: p, frame_n of them. */
	enum next (*next)(struct stream *s);
	uint8_t           *p;
	size_t             size, n;	/* allocated; read, frame_n or more */
	size_t             frame_n;
	int64_t            count;	/* of the frame that is being read */
	enum status        status;
};

static enum next
failed(struct stream *s, enum status status, const char *why)
{
	if (s->count > 0)
		out_log(NAME, "frame %" PRId64 ": %s", s->count, why);
	else
		out_log(NAME, "%s", why);
	s->status = status;
	return NEXT_FAILED;
}

/* At most max bytes more, at least one. */
static enum next
stream_read(struct stream *s, size_t max)
{
	if (s->n + max > s->size) {
		uint8_t *more = realloc(s->p, s->n + max);
		if (more == NULL)
			return failed(s, STATUS_OUTSIDE, "not enough memory");
		s->p = more;
		s->size = s->n + max;
	}
	for (;;) {
		ssize_t got = read(STDIN_FILENO, s->p + s->n, max);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return failed(s, STATUS_OUTSIDE, strerror(errno));
		s->n += (size_t)got;
		return got > 0 ? NEXT_FRAME : NEXT_END;
	}
}

static enum next
stream_cut(struct stream *s)
{
	return failed(s, STATUS_REFUSED, "the input ends inside it");
}

/* Exactly n bytes; where some are there already, an end is a cut. */
static enum next
stream_fill(struct stream *s, size_t n)
{
	while (s->n < n) {
		enum next next = stream_read(s, n - s->n);
		if (next == NEXT_END && s->n > 0)
			return stream_cut(s);
		if (next != NEXT_FRAME)
			return next;
	}
	s->frame_n = n;
	return NEXT_FRAME;
}

static enum next
next_raw(struct stream *s)
{
	s->n = 0;
	return stream_fill(s, frame_bytes(&s->shape));
}

/* Pictures that follow each other: what was read behind one's end begins the
 * next. */
static enum next
next_jpeg(struct stream *s)
{
	s->n -= s->frame_n;
	if (s->n > 0)
		memmove(s->p, s->p + s->frame_n, s->n);
	s->frame_n = 0;
	for (;;) {
		long len = frame_jpeg_length(s->p, s->n);
		if (len < 0)
			return failed(s, STATUS_REFUSED, "no JPEG picture");
		if (len > 0) {
			s->frame_n = (size_t)len;
			return NEXT_FRAME;
		}
		if (s->n > FRAME_JPEG_MAX)
			return failed(s, STATUS_REFUSED, "does not end");
		enum next next = stream_read(s, CHUNK);
		if (next == NEXT_END && s->n > 0)
			return stream_cut(s);
		if (next != NEXT_FRAME)
			return next;
	}
}

/* A line's n bytes into s->p, without its newline; byte by byte, so that
 * nothing behind it is taken. */
static enum next
line_read(struct stream *s)
{
	s->n = 0;
	for (;;) {
		enum next next = stream_read(s, 1);
		if (next == NEXT_END && s->n > 0)
			return stream_cut(s);
		if (next != NEXT_FRAME)
			return next;
		if (s->p[s->n - 1] == '\n') {
			s->n--;
			return NEXT_FRAME;
		}
		if (s->n > Y4M_LINE_MAX)	/* which y4m_ will refuse */
			return NEXT_FRAME;
	}
}

static enum next
next_y4m(struct stream *s)
{
	char why[Y4M_WHY_SIZE];
	enum next next = line_read(s);

	if (next != NEXT_FRAME)
		return next;
	if (!y4m_frame((const char *)s->p, s->n, why))
		return failed(s, STATUS_REFUSED, why);
	s->n = 0;
	next = stream_fill(s, s->frame_n);
	return next == NEXT_END ? stream_cut(s) : next;
}

/* The header; an empty input has no frames, and that is no fault. */
static enum next
y4m_begin(struct stream *s)
{
	char why[Y4M_WHY_SIZE];
	struct y4m y;
	enum next next = line_read(s);

	if (next != NEXT_FRAME)
		return next;
	if (!y4m_header(&y, (const char *)s->p, s->n, why))
		return failed(s, STATUS_REFUSED, why);
	(void)frame_shape_set(&s->shape, frame_format_find("GREY"), y.w, y.h,
	    0);
	s->frame_n = y.bytes;
	return NEXT_FRAME;
}

/* Whether another frame, or a part of it, is there already. */
static bool
frame_waits(void *arg)
{
	const struct stream *s = arg;
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };

	return s->n > s->frame_n || poll(&p, 1, 0) != 0;
}

static void
frames_run(struct stream *s, struct live *l)
{
	struct grey frame = { 0 };
	char why[FRAME_WHY_SIZE];

	for (s->count = 1; s->next(s) == NEXT_FRAME; s->count++) {
		if (frame_to_grey(&frame, &s->shape, s->p, s->frame_n, why)) {
			live_frame(l, &frame, frame_waits, s);
		} else {
			live_bad_frame(l, NAME, why);
			s->status = STATUS_REFUSED;
		}
	}
	if (s->status == STATUS_DONE && frame.px != NULL)
		live_last(l, &frame);
	grey_release(&frame);
}

/* What the supervisor makes of the end. */
static enum gone
stream_gone(const struct stream *s)
{
	return s->status == STATUS_DONE ? GONE_ENDED :
	    s->status == STATUS_REFUSED ? GONE_CUT : GONE_NOT;
}

static void
stream_run(struct stream *s, const struct settings *set)
{
	char what[64];
	struct live *l = live_new(set);

	if (l == NULL) {
		(void)failed(s, STATUS_OUTSIDE, "not enough memory");
		return;
	}
	snprintf(what, sizeof what, "%dx%d %s", s->shape.w, s->shape.h,
	    s->next == next_y4m ? "Y4M" : s->shape.format->name);
	if (set->watch.w > 0)
		out_state(true, what);
	frames_run(s, l);
	live_free(l);
}

static enum gone
raw_run(struct device *d, const struct settings *set)
{
	struct stream s = { .shape = d->shape, .next = next_raw };

	if (frame_bytes(&d->shape) == 0)
		s.next = next_jpeg;
	stream_run(&s, set);
	free(s.p);
	return stream_gone(&s);
}

static enum gone
y4m_run(struct device *d, const struct settings *set)
{
	struct stream s = { .next = next_y4m };

	(void)d;
	if (y4m_begin(&s) == NEXT_FRAME)
		stream_run(&s, set);
	free(s.p);
	return stream_gone(&s);
}

/* WxH, and :FORMAT where it is not grey. */
static bool
raw_parse(struct device *d, const char *value)
{
	const struct frame_format *format = &frame_formats[0];
	const char *end;
	int w, h;

	if (!number_size(value, &end, FRAME_SIDE_MAX, &w, &h))
		return false;
	if (*end == ':') {
		format = frame_format_find(end + 1);
		end = "";
	}
	return *end == '\0' && format != NULL &&
	    frame_shape_set(&d->shape, format, w, h, 0);
}

static bool
y4m_parse(struct device *d, const char *value)
{
	(void)d;
	return value == NULL;
}

const struct device_kind device_raw = {
	.usage = "not a size that frames have, as 640x480 or 640x480:YUYV",
	.profile = SANDBOX_PICTURES,
	.parse = raw_parse,
	.run = raw_run,
};

const struct device_kind device_y4m = {
	.usage = "takes no value",
	.profile = SANDBOX_PICTURES,
	.parse = y4m_parse,
	.run = y4m_run,
};
