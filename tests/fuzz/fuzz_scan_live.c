/* sources: all of scanner/ but main.c ; libs: -lzbar -ljpeg -lpng -lseccomp -lm.
 * Any bytes as frames that come one after the other, as a camera's do. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "scanner/live.h"
#include "scanner/source.h"
#include "scanner/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool
waits(void *unused)
{
	(void)unused;
	return true;
}

static struct live *
live_begin(void)
{
	static const struct settings set = {
		.budget_ms = 20,
		.itf_lengths = UINT64_C(1) << 14 | UINT64_C(1) << 6,
	};
	int null = open("/dev/null", O_WRONLY);

	if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
		abort();
	close(null);
	text_init();
	struct live *l = live_new(&set);
	if (l == NULL)
		abort();
	return l;
}

/* The first byte is the frame's width less one, the second tells how many
 * pixels wide and high each of the other bytes is, and how far the second of
 * two frames is shifted. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct live *live;
	struct grey g;

	if (live == NULL)
		live = live_begin();
	if (n < 3)
		return 0;
	int zoom = data[1] % 8 + 1, w = (data[0] + 1) * zoom;
	int h = (int)(n - 2 + data[0]) / (data[0] + 1) * zoom;
	int max = w > 1000 ? 40 : 120;
	if (!grey_init(&g, w, h > max ? max : h))
		abort();
	for (int shift = 0; shift <= data[1] / 8; shift += data[1] / 8 + 1) {
		for (int y = 0; y < g.h; y++)
			for (int x = 0; x < g.w; x++) {
				size_t at = (size_t)(y / zoom) *
				    (data[0] + 1U) + (size_t)(x / zoom) +
				    (size_t)shift;
				g.px[(size_t)y * (size_t)w + (size_t)x] =
				    at < n - 2 ? data[2 + at] : 0;
			}
		live_frame(live, &g, waits, NULL);
	}
	grey_release(&g);
	return 0;
}
