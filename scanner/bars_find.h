/* bars_find.h - where in a picture parallel bars stand. */
#ifndef SAMDEPA_SCANNER_BARS_FIND_H
#define SAMDEPA_SCANNER_BARS_FIND_H

#include "scanner/grey.h"

/* A turned rectangle: its middle, the unit vector across the bars, and how
 * far it reaches from the middle across and along them, in pixels. */
struct bars_region {
	double x, y;
	double ux, uy;
	double half_u, half_v;
};

/* Fills out with up to cap regions, the largest first, and returns how many.
 * coarse: for bars wider or more blurred than usual, among which finer blocks
 * find gaps.
 * It looks at the gradients of blocks of pixels: where bars stand, all of
 * them point one way or the opposite one (the structure tensor's coherence). */
int bars_find(const struct grey *g, bool coarse, struct bars_region *out,
    int cap);

#endif
