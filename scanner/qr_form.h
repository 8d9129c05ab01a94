/* qr_form.h - what is the same in all QR codes of a version (ISO/IEC 18004:
 * section 6.3, annexes C to E). */
#ifndef SAMDEPA_SCANNER_QR_FORM_H
#define SAMDEPA_SCANNER_QR_FORM_H

#include <stdint.h>

#define QR_VERSION_MAX 40
#define QR_SIDE_MAX    177	/* modules */
#define QR_ALIGN_MAX   7	/* places for alignment patterns in a row */

enum qr_role {
	QR_DATA, QR_LIGHT, QR_DARK, QR_FORMAT
};

struct qr_form {
	int     version, n;		/* n: modules a side */
	int     aligns, align[QR_ALIGN_MAX];	/* their middles */
	uint8_t role[QR_SIDE_MAX * QR_SIDE_MAX];	/* n rows of n */
};

/* Version 1 to 40. */
void qr_form_init(struct qr_form *f, int version);

/* True where an alignment pattern has its middle at the places i, j. */
int qr_form_has_align(const struct qr_form *f, int i, int j);

/* Where bit i (0 to 14) of the format stands, copy 0 or 1, as an index into
 * role; and the 15 bits that stand for the format 0 to 31. */
int qr_form_format_at(const struct qr_form *f, int copy, int bit);
unsigned qr_form_format(unsigned format);

#endif
