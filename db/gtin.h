/* gtin.h - the numbers on things from a shop, one for all of a kind: EAN-13,
 * EAN-8, UPC-A and UPC-E, as GTINs of 14 digits (GS1 General Specifications,
 * 3.3.2; check digits 7.9). */
#ifndef SAMDEPA_DB_GTIN_H
#define SAMDEPA_DB_GTIN_H

#include <stdbool.h>
#include <stddef.h>

#define GTIN_SIZE	15	/* with its NUL */

/* Whether the n characters at s are digits, not all 0, whose last one is the
 * check digit of the others. */
bool gtin_check_ok(const char *s, size_t n);

/* The GTIN of 8, 12, 13 or 14 digits with a right check digit. */
bool gtin_read(const char *s, size_t n, char out[GTIN_SIZE]);

/* The same of the 8 digits of a UPC-E, the number system first. */
bool gtin_read_upce(const char *s, size_t n, char out[GTIN_SIZE]);

/* The 8 digits of the UPC-E that stands for gtin; false: there is none. */
bool gtin_to_upce(const char *gtin, char out[GTIN_SIZE]);

#endif
