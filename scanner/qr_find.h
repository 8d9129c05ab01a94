/* qr_find.h - where the corners of QR codes are: squares in squares, whose
 * widths across the middle are as 1:1:3:1:1 (ISO/IEC 18004, 6.3.3). */
#ifndef SAMDEPA_SCANNER_QR_FIND_H
#define SAMDEPA_SCANNER_QR_FIND_H

#include "scanner/grey.h"

#define QR_RAYS 32

struct qr_finder {
	double x, y;		/* its middle, pixels */
	double module;		/* pixels, a mean over all directions */
	bool   dark;		/* dark on light, as most are */
	/* Along the rays, the first to the right, the next ones clockwise:
	 * how far from the middle each of the three edges lies; 0: unseen. */
	float  edge[3][QR_RAYS];
};

/* Finds up to cap of them in a flattened picture; returns how many. */
int qr_find(const struct grey *flat, struct qr_finder *out, int cap);

/* Half of what the seven modules measure along the direction dx, dy. */
double qr_finder_reach(const struct qr_finder *f, double dx, double dy);

/* The value between pixels, 0 to 255; x, y in pixels, the middle of the first
 * one being 0.5; what is outside continues the edge. */
float grey_between(const struct grey *g, float x, float y);

#endif
