/* number.h - numbers in options. */
#ifndef SAMDEPA_SCANNER_NUMBER_H
#define SAMDEPA_SCANNER_NUMBER_H

#include <stdbool.h>

/* The whole number of min to max that s begins with; *end is where it stops.
 * -1: none. */
int number(const char *s, const char **end, int min, int max);

/* WxH, each from 1 to max. */
bool number_size(const char *s, const char **end, int max, int *w, int *h);

#endif
