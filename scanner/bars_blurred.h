/* bars_blurred.h - what several rows say together of a code in which no
 * character stands clear of its neighbours. */
#ifndef SAMDEPA_SCANNER_BARS_BLURRED_H
#define SAMDEPA_SCANNER_BARS_BLURRED_H

#include "scanner/bars_kind.h"
#include "scanner/bars_span.h"

#define BLURRED_ROWS_MAX 16

/* strip and turned: n rows of one place, in both directions.  Fills in the
 * code's symbology, text, aim and quality (rows).  False: nothing is read that
 * half of them, each for itself, say, or not before end_ms. */
bool blurred_read(const struct strip *strip, const struct strip *turned,
    int n, int64_t end_ms, struct code *c);

#endif
