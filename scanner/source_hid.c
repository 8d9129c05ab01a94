/* source_hid.c - a scanner that types, taken from the keyboards: grabbed, so
 * that what it types goes into no window, and read as a US keyboard. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "scanner/hand.h"
#include "scanner/keys.h"
#include "scanner/out.h"

#define BITS_OF_LONG (8 * sizeof(unsigned long))

static char about[80] = "recorded keys";

static bool
hid_parse(struct device *d, const char *value)
{
	return device_path_set(d, value, strlen(value));
}

/* Whether it can type the digits of a code at all. */
static bool
types_digits(void)
{
	unsigned long bits[KEY_CNT / BITS_OF_LONG + 1] = { 0 };

	return ioctl(STDIN_FILENO, EVIOCGBIT(EV_KEY, sizeof bits), bits) > 0 &&
	    bits[KEY_1 / BITS_OF_LONG] >> KEY_1 % BITS_OF_LONG & 1;
}

/* A recording in a FIFO has nothing to be set. */
static enum gone
hid_prepare(struct device *d)
{
	int clock = CLOCK_MONOTONIC;
	struct stat st;

	(void)d;
	if (fstat(STDIN_FILENO, &st) == 0 && S_ISFIFO(st.st_mode))
		return GONE_NOT;
	if (!types_digits())
		return errno == ENODEV ? GONE_UNPLUGGED : GONE_UNFIT;
	if (ioctl(STDIN_FILENO, EVIOCGRAB, 1) != 0)
		return errno == EBUSY ? GONE_BUSY : GONE_UNPLUGGED;
	if (ioctl(STDIN_FILENO, EVIOCSCLOCKID, &clock) != 0)
		return GONE_BROKEN;
	if (ioctl(STDIN_FILENO, EVIOCGNAME(sizeof about), about) <= 1)
		snprintf(about, sizeof about, "keys");
	about[sizeof about - 1] = '\0';
	return GONE_NOT;
}

static struct keys keys;

/* A device gives whole events, a FIFO what was written. */
static void
hid_bytes(struct device *d, const char *bytes, size_t n)
{
	static struct input_event event;
	static size_t have;

	while (n > 0) {
		size_t part = sizeof event - have < n ?
		    sizeof event - have : n;
		memcpy((char *)&event + have, bytes, part);
		have += part;
		bytes += part;
		n -= part;
		if (have < sizeof event)
			return;
		have = 0;
		hand_tell(d, &keys.gather, keys_event(&keys, &event));
	}
}

static enum gone
hid_run(struct device *d, const struct settings *set)
{
	if (set->watch.w > 0)
		out_state(true, about);
	return hand_run(d, hid_bytes, &keys.gather);
}

const struct device_kind device_hid = {
	.usage = "not a device, as /dev/input/event5",
	.group = "input",
	.flags = O_RDONLY,
	.fifo = true,
	.profile = SANDBOX_BYTES,
	.parse = hid_parse,
	.prepare = hid_prepare,
	.run = hid_run,
};
