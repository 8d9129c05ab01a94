/* qr_grid.h - how light each module of a code is, which of them are dark, and
 * the code drawn again, clean, for zbar. */
#ifndef SAMDEPA_SCANNER_QR_GRID_H
#define SAMDEPA_SCANNER_QR_GRID_H

#include "scanner/qr_form.h"
#include "scanner/qr_map.h"

#define QR_RIM 2		/* modules around the code, sampled too */
#define QR_CELLS ((QR_SIDE_MAX + 2 * QR_RIM) * (QR_SIDE_MAX + 2 * QR_RIM))

struct qr_grid {
	int     n, stride;	/* modules a side; and with the rims */
	float   seen[QR_CELLS];		/* as sampled, 0 to 255 */
	float   light[QR_CELLS];	/* against what is around, -1 to 1 */
	uint8_t dark[QR_SIDE_MAX * QR_SIDE_MAX];
};

/* How dark and light are told apart, the plainest first. */
enum qr_way {
	QR_WAY_LOCAL,		/* by what is around */
	QR_WAY_EQUAL,		/* blur undone as the known modules teach */
	QR_WAY_AGAIN,		/* and as what was decided by that teaches */
	QR_WAY_MODEL,		/* what, blurred so, looks most like this */
	QR_WAY_SHADOW,		/* by what is around, in steps of brightness */
	QR_WAYS
};

/* Samples all modules; one pixel of g is zoom pixels of the map's picture.
 * negative: the picture's dark is light. */
void qr_grid_sample(struct qr_grid *grid, const struct qr_map *map,
    const struct grey *g, double zoom, bool negative);

/* Fills dark.  The ways build on each other: to be called in their order. */
void qr_grid_decide(struct qr_grid *grid, const struct qr_form *form,
    enum qr_way way);

/* How many of a hundred modules that are known are as they must be. */
int qr_grid_percent_known(const struct qr_grid *grid,
    const struct qr_form *form);

/* Draws the code with what all codes of its form share made right, and the
 * nearest format.  False: no memory. */
bool qr_grid_draw(const struct qr_grid *grid, const struct qr_form *form,
    struct grey *to);

#endif
