/* device.h - a live source, and what the supervisor must know of its kind.
 * The supervisor opens it, again and again where need be; a process of its
 * own then prepares it, gives up its powers, and reads. */
#ifndef SAMDEPA_SCANNER_DEVICE_H
#define SAMDEPA_SCANNER_DEVICE_H

#include <stdbool.h>

#include "scanner/frame.h"
#include "scanner/sandbox.h"
#include "scanner/source.h"

#define DEVICES_MAX	16
#define DEVICE_PATH_MAX	256
#define DEVICE_WAIT_MS	1000	/* none waits longer without a pulse */

enum gone {
	GONE_NOT,
#define GONE(name, text) GONE_##name,
#include "scanner/gone.def"
#undef GONE
	GONE_COUNT
};

struct device {
	const struct device_kind *kind;
	char path[DEVICE_PATH_MAX];	/* "": standard input */
	int  speed;			/* of a serial port, in baud */
	int  w, h;			/* wanted of a camera */
	const struct frame_format *format;	/* the same; NULL: any */
	struct frame_shape shape;	/* of raw frames */
};

struct device_kind {
	const char *usage;	/* what a value must look like */
	const char *group;	/* whose members may open it */
	int         flags;	/* to open it with */
	bool        fifo;	/* a recording in a FIFO is read like it */
	enum sandbox_profile profile;

	/* Takes the option's value (NULL: it has none).  False: not one. */
	bool (*parse)(struct device *d, const char *value);
	/* Before the sandbox, the device being descriptor 0: makes it ready.
	 * GONE_NOT, or why it cannot be. */
	enum gone (*prepare)(struct device *d);
	/* Behind it: reads until there is nothing more, and says why. */
	enum gone (*run)(struct device *d, const struct settings *set);
};

#define DEVICE(option, argument) \
	extern const struct device_kind device_##option;
#include "scanner/devices.def"
#undef DEVICE

/* Copies the first n bytes of value into the device's path.  False: none, or
 * too many. */
bool device_path_set(struct device *d, const char *value, size_t n);
const char *device_name(const struct device *d);

/* From the process that reads, at least every DEVICE_WAIT_MS: it lives. */
void device_pulse(void);

#endif
