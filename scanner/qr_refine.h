/* qr_refine.h - a map that is nearly right, made right by what is seen. */
#ifndef SAMDEPA_SCANNER_QR_REFINE_H
#define SAMDEPA_SCANNER_QR_REFINE_H

#include "scanner/qr_form.h"
#include "scanner/qr_map.h"

/* A flattened picture that the map is held against. */
struct qr_view {
	const struct grey *flat;
	double             zoom;	/* pixels of the map to one of it */
	bool               negative;
};

/* How well the timing patterns lie where the map says: 1 is perfect, 0
 * chance. */
double qr_timing_score(const struct qr_map *map, const struct qr_view *view);

/* Looks around u, v, up to reach modules away, for an alignment pattern.
 * Returns how sure it is, 0 to 1, and fills *pin. */
double qr_align_find(const struct qr_map *map, const struct qr_view *view,
    double u, double v, double reach, struct qr_pin *pin);

/* Moves the map's corners, and where bends is set bends it, so that known
 * modules are what they must be and the others are plainly dark or light. */
void qr_refine(struct qr_map *map, const struct qr_form *form,
    const struct qr_view *view, bool bends);

#endif
