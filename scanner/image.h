/* image.h - the bytes of a picture file, made into grey pixels.  All of it is
 * hostile, and runs behind the sandbox only. */
#ifndef SAMDEPA_SCANNER_IMAGE_H
#define SAMDEPA_SCANNER_IMAGE_H

#include <stddef.h>

#include "scanner/grey.h"

#define IMAGE_BYTES_MAX ((size_t)64 << 20)
#define IMAGE_WHY_SIZE  160

/* A picture file in memory, and how far it has been read. */
struct image_bytes {
	const uint8_t *p;
	size_t         n, at;
};

/* Each fills *g, which the caller releases, from the n bytes at p.  False: it
 * is refused, *g is empty and why, of IMAGE_WHY_SIZE bytes, says the reason.
 * image_read knows the format by its first bytes. */
bool image_read(struct grey *g, const uint8_t *p, size_t n, char *why);
bool image_read_png(struct grey *g, const uint8_t *p, size_t n, char *why);
bool image_read_jpeg(struct grey *g, const uint8_t *p, size_t n, char *why);
bool image_read_pgm(struct grey *g, const uint8_t *p, size_t n, char *why);

/* How many bytes the PGM that begins at p has by its header, where its pixels
 * are bytes (P5); of a size that is not read, the header's own.  0: the header
 * is not whole in n bytes, or not one. */
size_t image_pgm_bytes(const uint8_t *p, size_t n);

/* For the formats: grey_init that says why not. */
bool image_init(struct grey *g, uint64_t w, uint64_t h, char *why);

/* Sets why, and is false. */
bool image_refuse(char *why, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
