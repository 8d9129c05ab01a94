/* bars.h - our own reader of bars, beside zbar's. */
#ifndef SAMDEPA_SCANNER_BARS_H
#define SAMDEPA_SCANNER_BARS_H

#include "scanner/decode.h"

/* Fills out with up to cap codes of the picture and returns how many.  quick:
 * not those in which no character stands clear; for a second opinion. */
int bars_scan(const struct grey *g, bool quick, struct code *out, int cap);

#endif
