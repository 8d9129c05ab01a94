#include "scanner/image.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct format {
	const char *magic;
	bool (*read)(struct grey *g, const uint8_t *p, size_t n, char *why);
};

static const struct format formats[] = {
	{ "\x89PNG\r\n\x1a\n", image_read_png },
	{ "\xff\xd8\xff", image_read_jpeg },
	{ "P5", image_read_pgm },
	{ "P2", image_read_pgm },
};

/* What else people have, and what they can do.  Behind these bytes at that
 * place nothing is looked at. */
static const struct stranger {
	size_t      at, len;
	const char *magic, *what, *remedy;
} strangers[] = {
#define STRANGER(at, magic, what, remedy) \
	{ at, sizeof magic - 1, magic, what, remedy },
#include "scanner/strangers.def"
#undef STRANGER
};

bool
image_refuse(char *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, IMAGE_WHY_SIZE, fmt, ap);
	va_end(ap);
	return false;
}

bool
image_init(struct grey *g, uint64_t w, uint64_t h, char *why)
{
	if (!grey_size_ok(w, h))
		return image_refuse(why, "%" PRIu64 "x%" PRIu64 " pixels: "
		    "at most %d a side and %d million in all", w, h,
		    GREY_SIDE_MAX, GREY_PIXELS_MAX / 1000000);
	if (!grey_init(g, (int)w, (int)h))
		return image_refuse(why, "not enough memory for %" PRIu64
		    "x%" PRIu64 " pixels", w, h);
	return true;
}

bool
image_read(struct grey *g, const uint8_t *p, size_t n, char *why)
{
	*g = (struct grey){ 0 };
	if (n == 0)
		return image_refuse(why, "empty");
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		size_t len = strlen(formats[i].magic);
		if (n >= len && memcmp(p, formats[i].magic, len) == 0)
			return formats[i].read(g, p, n, why);
	}
	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
		const struct stranger *s = &strangers[i];
		if (n >= s->at + s->len &&
		    memcmp(p + s->at, s->magic, s->len) == 0)
			return image_refuse(why, "%s, not a PNG, JPEG or PGM "
			    "picture: %s", s->what, s->remedy);
	}
	return image_refuse(why, "not a PNG, JPEG or PGM picture");
}
