#include "scanner/pictures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scanner/image.h"

#define CHUNK	   ((size_t)256 << 10)
#define HEADER_MAX 4096		/* comments and all */
#define TO_THE_END SIZE_MAX

static bool
refuse(char *why, const char *reason)
{
	snprintf(why, PICTURES_WHY_SIZE, "%s", reason);
	return false;
}

static bool
too_large(char *why)
{
	snprintf(why, PICTURES_WHY_SIZE, "larger than %zu MiB",
	    IMAGE_BYTES_MAX >> 20);
	return false;
}

/* As far as what is there tells. */
static size_t
picture_bytes(const struct pictures *s)
{
	if (s->n < 2 || memcmp(s->p, "P5", 2) != 0)
		return TO_THE_END;
	size_t n = image_pgm_bytes(s->p, s->n);
	if (n > 0)
		return n;
	return s->n < HEADER_MAX ? TO_THE_END : s->n;
}

static bool
read_more(struct pictures *s, char *why)
{
	if (s->n == s->size) {
		uint8_t *more = realloc(s->p, s->size + CHUNK);
		if (more == NULL)
			return refuse(why, "not enough memory");
		s->p = more;
		s->size += CHUNK;
	}
	ssize_t got = read(s->fd, s->p + s->n, s->size - s->n);
	if (got < 0 && errno != EINTR)
		return refuse(why, strerror(errno));
	s->ended = got == 0;
	s->n += got > 0 ? (size_t)got : 0;
	return true;
}

bool
pictures_next(struct pictures *s, size_t *n, char *why)
{
	for (;;) {
		size_t want = picture_bytes(s);
		if (s->n > IMAGE_BYTES_MAX ||
		    (want != TO_THE_END && want > IMAGE_BYTES_MAX))
			return too_large(why);
		if (s->ended || s->n >= want) {
			*n = s->n < want ? s->n : want;
			return true;
		}
		if (!read_more(s, why))
			return false;
	}
}

void
pictures_drop(struct pictures *s, size_t n)
{
	memmove(s->p, s->p + n, s->n - n);
	s->n -= n;
}
