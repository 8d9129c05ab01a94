/* qr_map.h - from the modules of a code to the pixels of the picture: a plane
 * seen in perspective, and bent where need be. */
#ifndef SAMDEPA_SCANNER_QR_MAP_H
#define SAMDEPA_SCANNER_QR_MAP_H

#include "scanner/qr_find.h"

#define QR_BENDS 10		/* see qr_map.bend */

struct qr_map {
	int    n;		/* modules a side */
	double x[4], y[4];	/* corners in pixels, clockwise */
	double m[9];		/* the plane; follows from the corners */
	/* How far, in modules, things are moved right: by a parabola over the
	 * width, what is skew of it, the same two over the height, and by
	 * what rises to the middle; and the same five for down. */
	double bend[QR_BENDS];
};

/* A place that is known: modules u, v lie at pixels x, y. */
struct qr_pin {
	double u, v, x, y;
};

/* Lays the plane through three finders, the corner, the one right of it and
 * the one below (one of them may be NULL), of a code of n modules a side, and
 * through pins; bent: a surface that is bent as the finders' squares are.
 * False: they do not lie in a plane that one could see. */
bool qr_map_fit(struct qr_map *map, const struct qr_finder *const f[3], int n,
    const struct qr_pin *pins, int pins_n, bool bent);

/* To be called after x and y have changed.  False: no plane. */
bool qr_map_update(struct qr_map *map);

/* Modules to pixels. */
void qr_map_point(const struct qr_map *map, double u, double v, double *x,
    double *y);

/* Solves the n equations a x = b, symmetric, positive, row after row; b
 * becomes x.  False: there is no answer. */
bool qr_solve(double *a, double *b, int n);

#endif
