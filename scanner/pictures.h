/* pictures.h - pictures that follow one another in one input. */
#ifndef SAMDEPA_SCANNER_PICTURES_H
#define SAMDEPA_SCANNER_PICTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PICTURES_WHY_SIZE 160

/* Zero it but for fd, and free p at last. */
struct pictures {
	int      fd;
	bool     ended;
	uint8_t *p;		/* what has been read and not been dropped */
	size_t   n, size;
};

/* Reads on until the next picture's bytes begin at p, and says in *n how many
 * they are: a PGM of the kind P5 has its length in its header, any other
 * picture goes to the end of the input.  *n is 0 at the end.  False: it is
 * larger than IMAGE_BYTES_MAX, cannot be read, or there is no memory; why, of
 * PICTURES_WHY_SIZE bytes, says it. */
bool pictures_next(struct pictures *, size_t *n, char *why);

/* The first n bytes are done with. */
void pictures_drop(struct pictures *, size_t n);

#endif
