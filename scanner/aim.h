/* aim.h - the AIM identifier that hand scanners can send before a code, as
 * "]C0": a bracket, what kind of code it is, and how it was read
 * (ISO/IEC 15424). */
#ifndef SAMDEPA_SCANNER_AIM_H
#define SAMDEPA_SCANNER_AIM_H

#include <stddef.h>

#define AIM_LEN 3

/* The name of the symbology, as in a scan line, where the n bytes at text
 * begin with an identifier that we know and have more than that; else NULL. */
const char *aim_symbology(const char *text, size_t n);

#endif
