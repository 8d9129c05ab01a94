/* source_serial.c - a scanner on a serial port.  The port needs three settings
 * of termios; a library for that would be more to trust than it saves. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "scanner/hand.h"
#include "scanner/number.h"
#include "scanner/out.h"
#include "scanner/ticks.h"

#define SPEED_DEFAULT 9600
#define SPEED_MAX     10000000

static const struct {
	int     baud;
	speed_t speed;
} speeds[] = {
	{ 300, B300 }, { 600, B600 }, { 1200, B1200 }, { 2400, B2400 },
	{ 4800, B4800 }, { 9600, B9600 }, { 19200, B19200 },
	{ 38400, B38400 }, { 57600, B57600 }, { 115200, B115200 },
	{ 230400, B230400 }, { 460800, B460800 }, { 921600, B921600 },
};

/* B0, which hangs up, where there is no such speed. */
static speed_t
speed_of(int baud)
{
	for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++)
		if (speeds[i].baud == baud)
			return speeds[i].speed;
	return B0;
}

/* PATH or PATH:SPEED.  The names that udev makes have colons too, but no
 * whole number of three digits after the last. */
static bool
serial_parse(struct device *d, const char *value)
{
	const char *colon = strrchr(value, ':'), *end = "";
	size_t n = strlen(value);

	d->speed = SPEED_DEFAULT;
	if (colon != NULL && strspn(colon + 1, "0123456789") >= 3 &&
	    colon[1 + strspn(colon + 1, "0123456789")] == '\0') {
		d->speed = number(colon + 1, &end, 1, SPEED_MAX);
		n = (size_t)(colon - value);
	}
	return *end == '\0' && speed_of(d->speed) != B0 &&
	    device_path_set(d, value, n);
}

/* Raw, 8N1, for us alone, and nothing that came before: half a scan. */
static enum gone
serial_prepare(struct device *d)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &t) != 0)
		return errno == ENOTTY ? GONE_UNFIT : GONE_UNPLUGGED;
	cfmakeraw(&t);
	t.c_cflag &= (tcflag_t)~(CSTOPB | CRTSCTS);
	t.c_cflag |= CLOCAL | CREAD;
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	if (cfsetspeed(&t, speed_of(d->speed)) != 0 ||
	    ioctl(STDIN_FILENO, TIOCEXCL) != 0 ||
	    tcsetattr(STDIN_FILENO, TCSANOW, &t) != 0 ||
	    tcflush(STDIN_FILENO, TCIFLUSH) != 0)
		return GONE_BROKEN;
	return GONE_NOT;
}

static struct gather gather;

static void
serial_bytes(struct device *d, const char *bytes, size_t n)
{
	int64_t now = ticks_ms();

	for (size_t i = 0; i < n; i++)
		hand_tell(d, &gather, gather_char(&gather, bytes[i], now));
}

static enum gone
serial_run(struct device *d, const struct settings *set)
{
	char what[32];

	snprintf(what, sizeof what, "%d 8N1", d->speed);
	if (set->watch.w > 0)
		out_state(true, what);
	return hand_run(d, serial_bytes, &gather);
}

const struct device_kind device_serial = {
	.usage = "not a serial port, as /dev/ttyACM0 or /dev/ttyS0:19200",
	.group = "dialout",
	.flags = O_RDONLY,
	.profile = SANDBOX_BYTES,
	.parse = serial_parse,
	.prepare = serial_prepare,
	.run = serial_run,
};
