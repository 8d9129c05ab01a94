/* number.h - numbers in options, and those that check themselves. */
#ifndef SAMDEPA_SCANNER_NUMBER_H
#define SAMDEPA_SCANNER_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* The whole number of min to max that s begins with; *end is where it stops.
 * -1: none. */
int number(const char *s, const char **end, int min, int max);

/* WxH, each from 1 to max. */
bool number_size(const char *s, const char **end, int max, int *w, int *h);

/* Whether the last of the n digits is the check digit of the others, as EAN,
 * UPC and GTIN have it (GS1 General Specifications, 7.9). */
bool number_checks(const char *digits, size_t n);

#endif
