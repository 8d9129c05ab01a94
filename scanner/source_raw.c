#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "scanner/live.h"
#include "scanner/out.h"
#include "scanner/sandbox.h"

#define NAME "standard input"

/* False: the input has ended, or *status says what is wrong. */
static bool
frame_read(struct grey *g, enum status *status)
{
	size_t size = (size_t)g->w * (size_t)g->h, n = 0;

	while (n < size) {
		ssize_t got = read(STDIN_FILENO, g->px + n, size - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			out_log(NAME, "%s", strerror(errno));
			*status = STATUS_OUTSIDE;
			return false;
		}
		if (got == 0 && n > 0) {
			out_log(NAME, "ends inside a frame");
			*status = STATUS_REFUSED;
		}
		if (got == 0)
			return false;
		n += (size_t)got;
	}
	return true;
}

static bool
frame_waits(void *unused)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };

	(void)unused;
	return poll(&p, 1, 0) != 0;
}

static enum status
frames_run(struct live *l, struct grey *frame)
{
	enum status status = STATUS_DONE;
	bool any = false;

	while (frame_read(frame, &status)) {
		live_frame(l, frame, frame_waits, NULL);
		any = true;
	}
	if (status == STATUS_DONE && any)
		live_last(l, frame);
	return status;
}

enum status
source_raw_run(int w, int h, const struct settings *set)
{
	struct grey frame = { 0 };
	const char *missing;
	enum status status = STATUS_OUTSIDE;

	out_close_others();
	if (!sandbox_enter(SANDBOX_PICTURES, 0, &missing)) {
		out_log(NULL, "no sandbox: %s cannot be had here", missing);
		return STATUS_OUTSIDE;
	}
	out_hello();
	struct live *l = live_new(set);
	if (l == NULL || !grey_init(&frame, w, h))
		out_log(NULL, "not enough memory for frames of %dx%d", w, h);
	else
		status = frames_run(l, &frame);
	grey_release(&frame);
	live_free(l);
	return status;
}
