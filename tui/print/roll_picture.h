/* roll_picture.h - what a receipt printer makes of the bytes that it is sent,
 * dot by dot: its pictures as they are, its letters, whose shapes are the
 * printer's own, as black blocks. */
#ifndef SAMDEPA_TUI_PRINT_ROLL_PICTURE_H
#define SAMDEPA_TUI_PRINT_ROLL_PICTURE_H

#include "tui/print/roll.h"

struct roll_picture {
	int w, h;		/* dots; w is the paper's width */
	unsigned char *px;	/* w * h, 0 black, 255 white; the caller frees */
};

/* Fills *out from n bytes that roll.h's functions made.  Bytes that they do
 * not make, and no memory, end the program. */
void roll_picture(const struct roll_profile *, const unsigned char *data,
    size_t n, struct roll_picture *out);

#endif
