/* bars_span.h - from where to where a code may reach in a row. */
#ifndef SAMDEPA_SCANNER_BARS_SPAN_H
#define SAMDEPA_SCANNER_BARS_SPAN_H

#include "scanner/bars_row.h"

#define SPANS_MAX 4

/* A row that bars cross, and between which of its places they stand. */
struct strip {
	struct row row;
	float      lo, hi;
};

/* From one edge to another. */
struct span {
	float x0, x1;
	float quiet;		/* the smaller of the gaps beside it; the */
	float seen;		/* same, ending where the picture does */
	int   edges;
};

/* The stretches between two quiet places, the quietest first; out takes
 * SPANS_MAX of them.  Returns how many. */
int spans_find(const struct strip *s, struct span *out);

#endif
