/* camera.h - a V4L2 camera, up to the first frame: what it can do, which of
 * that is taken, and its buffers. */
#ifndef SAMDEPA_SCANNER_CAMERA_H
#define SAMDEPA_SCANNER_CAMERA_H

#include <linux/videodev2.h>

#include "scanner/device.h"

#define CAMERA_W	1280	/* wanted where nothing else is said */
#define CAMERA_H	720
#define CAMERA_FPS	30
#define CAMERA_BUFFERS	4

struct camera_mode {
	char fourcc[5];
	const struct frame_format *format;	/* NULL: we cannot read it */
	int  w, h, w_max, h_max;	/* any size between, or one */
	int  fps_tenths;		/* the fastest; 0: it does not say */
};

struct camera {
	struct frame_shape shape;
	unsigned           buffers_n;
	struct {
		const uint8_t *p;
		size_t         n;
	} buffers[CAMERA_BUFFERS];
};

/* ioctl, again where a signal came between. */
int camera_ioctl(int fd, unsigned long request, void *arg);

/* What the device is; GONE_NOT where it is a camera that streams. */
enum gone camera_query(int fd, struct v4l2_capability *cap);

/* Calls fn for each format and size of the device; of a range of sizes, the
 * speed is that of the size nearest to w x h. */
typedef void camera_mode_fn(const struct camera_mode *mode, void *arg);
void camera_modes(int fd, int w, int h, camera_mode_fn *fn, void *arg);

/* Sets what comes nearest to the size that is wanted at CAMERA_FPS, in the
 * format that is, or else the cheapest; maps the buffers, and lets the camera
 * stream.  GONE_NOT, or why not. */
enum gone camera_begin(int fd, const struct device *wanted,
    struct camera *c);

#endif
