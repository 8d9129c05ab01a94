/* qr_bits.h - the data of a QR code out of its modules (ISO/IEC 18004, 7.5 to
 * 7.9).  No errors are corrected: this is for codes that zbar has read, to see
 * what it does not tell. */
#ifndef SAMDEPA_SCANNER_QR_BITS_H
#define SAMDEPA_SCANNER_QR_BITS_H

#include <stddef.h>

#include "scanner/qr_form.h"
#include "scanner/qr_grid.h"

#define QR_BYTES_MAX 3706	/* of version 40, those that check included */

/* Fills out with the data bytes of all blocks and returns how many; 0: a block
 * does not check, so that some module was not seen right. */
size_t qr_bits(const struct qr_grid *grid, const struct qr_form *form,
    uint8_t out[QR_BYTES_MAX]);

#endif
