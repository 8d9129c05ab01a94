/* bars.h - our own reader of bars, beside zbar's. */
#ifndef SAMDEPA_SCANNER_BARS_H
#define SAMDEPA_SCANNER_BARS_H

#include "scanner/decode.h"

/* Fills out with up to cap codes of the picture and returns how many.  Where
 * care is quick not those in which no character stands clear. */
int bars_scan(const struct grey *g, struct care care, struct code *out,
    int cap);

#endif
