#include "scanner/hand.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "scanner/aim.h"
#include "scanner/out.h"
#include "scanner/text.h"

static_assert(DEVICE_WAIT_MS >= GATHER_PAUSE_MS, "a pause ends a wait");

/* Nothing of an unknown kind of code has a name: it stands as "-". */
static void
tell_scan(const char *text, size_t n)
{
	char utf8[3 * GATHER_TEXT_MAX], aim[AIM_LEN + 1] = "-";
	const char *symbology = aim_symbology(text, n);

	if (symbology != NULL) {
		for (int i = 0; i < AIM_LEN; i++)
			aim[i] = text[i];
		text += AIM_LEN;
		n -= AIM_LEN;
	}
	n = text_to_utf8(text, n, utf8, sizeof utf8);
	if (n > 0)
		out_scan(symbology != NULL ? symbology : "-", aim, true, utf8,
		    n);
}

void
hand_tell(const struct device *d, const struct gather *g, enum gathered what)
{
	if (what == GATHER_SCAN)
		tell_scan(g->text, g->n);
	else if (what == GATHER_SPOILT)
		out_log(device_name(d), "a scan was thrown away: %s",
		    gather_why(g->spoilt));
}

enum gone
hand_run(struct device *d, hand_fn *fn, struct gather *g)
{
	char bytes[4096];

	for (;;) {
		struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
		device_pulse();
		int ready = poll(&p, 1, DEVICE_WAIT_MS);
		if (ready == 0)
			hand_tell(d, g, gather_pause(g));
		if (ready < 0 && errno != EINTR)
			return GONE_BROKEN;
		if (ready <= 0)
			continue;
		ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0)	/* half a scan goes with the scanner */
			return GONE_UNPLUGGED;
		fn(d, bytes, (size_t)n);
	}
}
