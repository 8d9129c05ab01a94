/* qr_trio.h - which three finders may be the corners of one code. */
#ifndef SAMDEPA_SCANNER_QR_TRIO_H
#define SAMDEPA_SCANNER_QR_TRIO_H

#include "scanner/qr_find.h"

struct qr_trio {
	int    f[3];		/* the corner, right of it, below it */
	double side;		/* of the code, in modules, about */
	double cost;		/* the less, the likelier */
};

/* Fills out with up to cap trios of the n finders, the likeliest first, and
 * returns how many.  Left out are those with a used one, and those of old
 * ones alone, which are the first so many. */
int qr_trios(const struct qr_finder *f, const bool *used, int n, int old,
    struct qr_trio *out, int cap);

#endif
