/* grey.h - a picture in grey, and the steps that the passes are made of. */
#ifndef SAMDEPA_SCANNER_GREY_H
#define SAMDEPA_SCANNER_GREY_H

#include <stdbool.h>
#include <stdint.h>

#define GREY_SIDE_MAX	16384		/* pixels */
#define GREY_PIXELS_MAX	(64 << 20)

/* w * h bytes, row after row, 0 black, 255 white. */
struct grey {
	int      w, h;
	uint8_t *px;
};

/* True where a picture of this size is one that we read at all. */
bool grey_size_ok(uint64_t w, uint64_t h);

/* Allocates w * h bytes, unset.  False: a size that is not ok, or no memory;
 * *g is then empty.  grey_release may be called on an empty one, and twice. */
bool grey_init(struct grey *g, int w, int h);
void grey_release(struct grey *g);

/* The steps: each fills *to, which it initialises, from *from.  False: no
 * memory; *to is then empty.  Scale and cubic take a percentage, fit the
 * longest side (smaller pictures stay), rotate degrees clockwise, unsharp a
 * radius, sauvola and vbox a window in pixels; bradley's is a share of the
 * width, and its argument the contrast in percent. */
bool grey_fit(struct grey *to, const struct grey *from, int side);
bool grey_scale(struct grey *to, const struct grey *from, int percent);
bool grey_cubic(struct grey *to, const struct grey *from, int percent);
bool grey_bradley(struct grey *to, const struct grey *from, int percent);
bool grey_sauvola(struct grey *to, const struct grey *from, int window);
bool grey_unsharp(struct grey *to, const struct grey *from, int radius);
bool grey_vbox(struct grey *to, const struct grey *from, int window);
bool grey_invert(struct grey *to, const struct grey *from, int unused);
bool grey_rotate(struct grey *to, const struct grey *from, int degrees);

/* The light taken out: what is dark where it lies comes below 128, what is
 * light above.  Detail leaves what differs from the mean around. */
bool grey_flatten(struct grey *to, const struct grey *from, int unused);
bool grey_detail(struct grey *to, const struct grey *from, int radius);

/* Half as wide and high; an odd last column or row is left out. */
bool grey_half(struct grey *to, const struct grey *from, int unused);

#endif
