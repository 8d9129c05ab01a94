/* photo.h - made-up photographs of QR codes, the same for the same seed on
 * every machine: what a camera does to a label, one fault at a time. */
#ifndef SAMDEPA_TESTS_PHOTO_H
#define SAMDEPA_TESTS_PHOTO_H

#include <stdint.h>

#define PHOTO_CODES_MAX 12
#define PHOTO_TEXT_SIZE 1400

struct photo {
	int      w, h;
	uint8_t *px;		/* w * h grey values; photo_release frees */
	int      n;		/* codes in it, with their texts */
	char     text[PHOTO_CODES_MAX][PHOTO_TEXT_SIZE];
};

/* The kinds of fault, as "glare", and "none", which has no code; NULL after
 * the last. */
const char *photo_kind(int i);

/* Draws kind i at severity 1 (slight) to 5, w pixels wide and three quarters
 * of that high.  Ends the program where there is no memory. */
void photo_draw(struct photo *s, int i, int severity, uint32_t seed, int w);
void photo_release(struct photo *s);

#endif
