/* qr_text.h - the text of a QR code, each part by the alphabet that the code
 * names for it (ISO/IEC 18004, 7.3 and 7.4), which zbar only partly tells. */
#ifndef SAMDEPA_SCANNER_QR_TEXT_H
#define SAMDEPA_SCANNER_QR_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "scanner/grey.h"

/* Reads once more the code that zbar has read in the picture g; its corners are
 * given clockwise from the one of the first module.  Writes its text as UTF-8
 * to out, which takes cap bytes, and returns the length; 0: not every module
 * can be seen right, or it is one of several codes of one text, or it does not
 * fit. */
size_t qr_text(const struct grey *g, const double x[4], const double y[4],
    char *out, size_t cap);

/* The same from the data bytes of a code of this version. */
size_t qr_text_of_bytes(const uint8_t *data, size_t n, int version, char *out,
    size_t cap);

#endif
