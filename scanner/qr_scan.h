/* qr_scan.h - QR codes in a picture, found by their corners, straightened,
 * and drawn again for zbar to read. */
#ifndef SAMDEPA_SCANNER_QR_SCAN_H
#define SAMDEPA_SCANNER_QR_SCAN_H

#include "scanner/decode.h"

/* Fills out with up to cap codes and returns how many.  What lies in one of
 * the areas known is not looked at.  Where care is quick, three corners must
 * be clear. */
int qr_scan(struct decoder *d, const struct grey *picture,
    const struct area *known, int known_n, struct care care,
    struct code *out, int cap);

#endif
