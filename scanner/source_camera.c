/* source_camera.c - frames of a V4L2 camera: always the newest. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "scanner/camera.h"
#include "scanner/live.h"
#include "scanner/number.h"
#include "scanner/out.h"
#include "scanner/ticks.h"

#define SILENT_MS 5000		/* without a good frame: begin anew */
#define NICE	  5

static struct camera camera;

/* The last ":..." of the n bytes at value; NULL: none. */
static const char *
last_part(const char *value, size_t n)
{
	const char *colon = memrchr(value, ':', n);
	return colon == NULL ? NULL : colon + 1;
}

/* PATH[:WxH][:FORMAT].  The names that udev makes have colons too, but other
 * letters behind them. */
static bool
camera_parse(struct device *d, const char *value)
{
	size_t n = strlen(value);
	const char *part = last_part(value, n), *end;

	d->w = CAMERA_W;
	d->h = CAMERA_H;
	d->format = part == NULL ? NULL : frame_format_find(part);
	if (d->format != NULL) {
		n = (size_t)(part - value) - 1;
		part = last_part(value, n);
	}
	if (part != NULL && memchr(part, 'x', n - (size_t)(part - value)) &&
	    part + strspn(part, "0123456789x") == value + n) {
		if (!number_size(part, &end, FRAME_SIDE_MAX, &d->w, &d->h) ||
		    end != value + n)
			return false;
		n = (size_t)(part - value) - 1;
	}
	return device_path_set(d, value, n);
}

/* Frames can wait, and there is always another: what types, and the kiosk,
 * come first where the processor is busy. */
static enum gone
camera_prepare(struct device *d)
{
	(void)!nice(NICE);
	return camera_begin(STDIN_FILENO, d, &camera);
}

/* Whether it came back; without the device that does not matter. */
static void
give_back(struct v4l2_buffer *b)
{
	(void)camera_ioctl(STDIN_FILENO, VIDIOC_QBUF, b);
}

/* The newest buffer that waits and has no fault; those before it go back.
 * False: none, and *error says why. */
static bool
take_newest(struct v4l2_buffer *newest, int *error)
{
	bool any = false;

	for (;;) {
		struct v4l2_buffer b = {
			.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
			.memory = V4L2_MEMORY_MMAP,
		};
		if (camera_ioctl(STDIN_FILENO, VIDIOC_DQBUF, &b) < 0) {
			*error = errno;
			return any;
		}
		if (b.flags & V4L2_BUF_FLAG_ERROR ||
		    b.index >= camera.buffers_n) {
			give_back(&b);
			continue;
		}
		if (any)
			give_back(newest);
		*newest = b;
		any = true;
	}
}

static bool
frame_waits(void *unused)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };

	(void)unused;
	return poll(&p, 1, 0) != 0;
}

/* Looks at the newest frame.  True: it was one. */
static bool
look(const struct device *d, struct live *l, struct grey *frame, int *error)
{
	char why[FRAME_WHY_SIZE];
	struct v4l2_buffer b;

	*error = 0;
	if (!take_newest(&b, error))
		return false;
	size_t n = camera.buffers[b.index].n;
	bool ok = frame_to_grey(frame, &camera.shape,
	    camera.buffers[b.index].p, b.bytesused < n ? b.bytesused : n, why);
	give_back(&b);
	if (ok)
		live_frame(l, frame, frame_waits, NULL);
	else
		live_bad_frame(l, device_name(d), why);
	return ok;
}

static enum gone
frames_run(const struct device *d, struct live *l, struct grey *frame)
{
	int64_t good_ms = ticks_ms();

	while (ticks_ms() - good_ms < SILENT_MS) {
		struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
		int error;

		device_pulse();
		if (poll(&p, 1, DEVICE_WAIT_MS) < 0)
			return GONE_BROKEN;
		if (p.revents == 0) {
			live_idle(l);
			continue;
		}
		if (look(d, l, frame, &error))
			good_ms = ticks_ms();
		if (error == ENODEV || p.revents & POLLHUP)
			return GONE_UNPLUGGED;
		if ((error != 0 && error != EAGAIN) || p.revents & POLLERR)
			return GONE_BROKEN;
	}
	return GONE_SILENT;
}

static enum gone
camera_run(struct device *d, const struct settings *set)
{
	const struct frame_shape *s = &camera.shape;
	struct grey frame = { 0 };
	char what[64];
	struct live *l = live_new(set);

	if (l == NULL) {
		out_log(device_name(d), "not enough memory");
		return GONE_NOT;
	}
	snprintf(what, sizeof what, "%dx%d %s", s->w, s->h, s->format->name);
	if (set->watch.w > 0)
		out_state(true, what);
	enum gone gone = frames_run(d, l, &frame);
	grey_release(&frame);
	live_free(l);
	return gone;
}

const struct device_kind device_camera = {
	.usage = "not a camera, as /dev/video0, /dev/video0:640x480 "
	    "or /dev/video0:640x480:YUYV",
	.group = "video",
	.flags = O_RDWR,
	.profile = SANDBOX_CAMERA,
	.parse = camera_parse,
	.prepare = camera_prepare,
	.run = camera_run,
};
