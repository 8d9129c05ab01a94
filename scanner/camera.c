#include "scanner/camera.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#define CAPTURE V4L2_BUF_TYPE_VIDEO_CAPTURE

int
camera_ioctl(int fd, unsigned long request, void *arg)
{
	int r;

	do
		r = ioctl(fd, request, arg);
	while (r < 0 && errno == EINTR);
	return r;
}

static enum gone
gone_of(int error)
{
	return error == ENODEV || error == ENXIO ? GONE_UNPLUGGED :
	    error == EBUSY ? GONE_BUSY : GONE_BROKEN;
}

enum gone
camera_query(int fd, struct v4l2_capability *cap)
{
	memset(cap, 0, sizeof *cap);
	if (camera_ioctl(fd, VIDIOC_QUERYCAP, cap) < 0)
		return errno == ENODEV ? GONE_UNPLUGGED : GONE_UNFIT;
	uint32_t caps = cap->capabilities & V4L2_CAP_DEVICE_CAPS ?
	    cap->device_caps : cap->capabilities;
	return caps & V4L2_CAP_VIDEO_CAPTURE && caps & V4L2_CAP_STREAMING ?
	    GONE_NOT : GONE_UNFIT;
}

static int
fps_tenths(const struct v4l2_fract *interval)
{
	uint64_t tenths = interval->numerator == 0 ? 0 :
	    (uint64_t)interval->denominator * 10 / interval->numerator;

	return tenths > 10000 ? 10000 : (int)tenths;
}

/* The fastest at this size.  A list goes from fast to slow, or not. */
static int
mode_fps(int fd, uint32_t pixelformat, int w, int h)
{
	struct v4l2_frmivalenum e = {
		.pixel_format = pixelformat,
		.width = (uint32_t)w, .height = (uint32_t)h,
	};
	int best = 0;

	for (; camera_ioctl(fd, VIDIOC_ENUM_FRAMEINTERVALS, &e) == 0;
	    e.index++) {
		bool list = e.type == V4L2_FRMIVAL_TYPE_DISCRETE;
		int fps = fps_tenths(list ? &e.discrete : &e.stepwise.min);
		best = fps > best ? fps : best;
		if (!list)
			break;
	}
	return best;
}

static int
between(int v, int min, int max)
{
	return v < min ? min : v > max ? max : v;
}

static int
side(uint32_t v)
{
	return v > FRAME_SIDE_MAX ? FRAME_SIDE_MAX : (int)v;
}

/* The sizes of one format.  A device that does not tell them takes what it is
 * asked for, or comes as near as it can. */
static void
format_modes(int fd, uint32_t pixelformat, struct camera_mode *mode,
    int w, int h, camera_mode_fn *fn, void *arg)
{
	struct v4l2_frmsizeenum e = { .pixel_format = pixelformat };
	bool any = false;

	for (; camera_ioctl(fd, VIDIOC_ENUM_FRAMESIZES, &e) == 0; e.index++) {
		bool list = e.type == V4L2_FRMSIZE_TYPE_DISCRETE;
		any = true;
		mode->w = side(list ? e.discrete.width :
		    e.stepwise.min_width);
		mode->h = side(list ? e.discrete.height :
		    e.stepwise.min_height);
		mode->w_max = list ? mode->w : side(e.stepwise.max_width);
		mode->h_max = list ? mode->h : side(e.stepwise.max_height);
		mode->fps_tenths = mode_fps(fd, pixelformat,
		    between(w, mode->w, mode->w_max),
		    between(h, mode->h, mode->h_max));
		fn(mode, arg);
		if (!list)
			break;
	}
	if (any)
		return;
	mode->w = mode->h = 1;
	mode->w_max = mode->h_max = FRAME_SIDE_MAX;
	mode->fps_tenths = 0;
	fn(mode, arg);
}

void
camera_modes(int fd, int w, int h, camera_mode_fn *fn, void *arg)
{
	struct v4l2_fmtdesc e = { .type = CAPTURE };

	for (; camera_ioctl(fd, VIDIOC_ENUM_FMT, &e) == 0; e.index++) {
		struct camera_mode mode = { 0 };
		for (int i = 0; i < 4; i++)
			mode.fourcc[i] = (char)(e.pixelformat >> 8 * i & 0x7f);
		mode.format = frame_format_find(mode.fourcc);
		format_modes(fd, e.pixelformat, &mode, w, h, fn, arg);
	}
}

struct choice {
	const struct device *wanted;
	long                 bad;
	struct camera_mode   mode;
};

/* How many times the one is the other, in hundredths over once. */
static long
times(long a, long b)
{
	return (a > b ? a * 100 / b : b * 100 / a) - 100;
}

/* Nearest in size, fast enough, and then the cheapest to read.  A device may
 * tell of sizes without a pixel. */
static void
choose(const struct camera_mode *mode, void *arg)
{
	struct choice *c = arg;

	if (mode->format == NULL || (c->wanted->format != NULL &&
	    c->wanted->format != mode->format) ||
	    mode->w_max < 1 || mode->h_max < 1)
		return;
	long w = between(c->wanted->w, mode->w, mode->w_max);
	long h = between(c->wanted->h, mode->h, mode->h_max);
	long bad = times(w * h, (long)c->wanted->w * c->wanted->h) *
	    FRAME_FORMATS + (mode->format - frame_formats);
	if (mode->fps_tenths > 0 && mode->fps_tenths < CAMERA_FPS * 10)
		bad += times(mode->fps_tenths, CAMERA_FPS * 10L) *
		    FRAME_FORMATS;
	if (c->mode.format == NULL || bad < c->bad) {
		c->bad = bad;
		c->mode = *mode;
	}
}

static uint32_t
code_of(const char *fourcc)
{
	return v4l2_fourcc((uint32_t)fourcc[0], (uint32_t)fourcc[1],
	    (uint32_t)fourcc[2], (uint32_t)fourcc[3]);
}

/* The driver may take what is near to that. */
static enum gone
set_format(int fd, const struct choice *choice, struct camera *c)
{
	struct v4l2_format f = { .type = CAPTURE };
	struct v4l2_pix_format *pix = &f.fmt.pix;
	char fourcc[5] = "";

	pix->width = (uint32_t)between(choice->wanted->w, choice->mode.w,
	    choice->mode.w_max);
	pix->height = (uint32_t)between(choice->wanted->h, choice->mode.h,
	    choice->mode.h_max);
	pix->pixelformat = code_of(choice->mode.fourcc);
	pix->field = V4L2_FIELD_NONE;
	if (camera_ioctl(fd, VIDIOC_S_FMT, &f) < 0)
		return gone_of(errno);
	for (int i = 0; i < 4; i++)
		fourcc[i] = (char)(pix->pixelformat >> 8 * i & 0x7f);
	const struct frame_format *format = frame_format_find(fourcc);
	return format != NULL && pix->width <= FRAME_SIDE_MAX &&
	    pix->height <= FRAME_SIDE_MAX &&
	    frame_shape_set(&c->shape, format, (int)pix->width,
	    (int)pix->height, pix->bytesperline) ? GONE_NOT : GONE_UNFIT;
}

/* Not all can; those that do not keep their own pace. */
static void
set_speed(int fd)
{
	struct v4l2_streamparm p = { .type = CAPTURE };
	struct v4l2_captureparm *capture = &p.parm.capture;

	if (camera_ioctl(fd, VIDIOC_G_PARM, &p) < 0 ||
	    !(capture->capability & V4L2_CAP_TIMEPERFRAME))
		return;
	capture->timeperframe = (struct v4l2_fract){ 1, CAMERA_FPS };
	(void)camera_ioctl(fd, VIDIOC_S_PARM, &p);
}

static enum gone
map_buffers(int fd, struct camera *c)
{
	struct v4l2_requestbuffers r = {
		.count = CAMERA_BUFFERS, .type = CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};

	if (camera_ioctl(fd, VIDIOC_REQBUFS, &r) < 0)
		return gone_of(errno);
	if (r.count < 2)
		return GONE_BROKEN;
	c->buffers_n = r.count < CAMERA_BUFFERS ? r.count : CAMERA_BUFFERS;
	for (unsigned i = 0; i < c->buffers_n; i++) {
		struct v4l2_buffer b = {
			.index = i, .type = CAPTURE,
			.memory = V4L2_MEMORY_MMAP,
		};
		if (camera_ioctl(fd, VIDIOC_QUERYBUF, &b) < 0)
			return gone_of(errno);
		void *p = mmap(NULL, b.length, PROT_READ, MAP_SHARED, fd,
		    b.m.offset);
		if (p == MAP_FAILED)
			return gone_of(errno);
		c->buffers[i].p = p;
		c->buffers[i].n = b.length;
		if (camera_ioctl(fd, VIDIOC_QBUF, &b) < 0)
			return gone_of(errno);
	}
	return GONE_NOT;
}

enum gone
camera_begin(int fd, const struct device *wanted, struct camera *c)
{
	struct choice choice = { .wanted = wanted };
	struct v4l2_capability cap;
	int type = CAPTURE;

	*c = (struct camera){ 0 };
	enum gone gone = camera_query(fd, &cap);
	if (gone != GONE_NOT)
		return gone;
	camera_modes(fd, wanted->w, wanted->h, choose, &choice);
	if (choice.mode.format == NULL)
		return GONE_UNREADABLE;
	gone = set_format(fd, &choice, c);
	if (gone != GONE_NOT)
		return gone;
	set_speed(fd);
	gone = map_buffers(fd, c);
	if (gone != GONE_NOT)
		return gone;
	return camera_ioctl(fd, VIDIOC_STREAMON, &type) < 0 ?
	    gone_of(errno) : GONE_NOT;
}
