/* bars.h - our own reader of bars, beside zbar's. */
#ifndef SAMDEPA_SCANNER_BARS_H
#define SAMDEPA_SCANNER_BARS_H

#include "scanner/decode.h"

/* Fills out with up to cap codes of the picture and returns how many. */
int bars_scan(const struct grey *g, struct code *out, int cap);

#endif
