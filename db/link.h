/* link.h - web addresses on labels: GS1 Digital Link (URI Syntax 1.3: .../01/
 * GTIN/21/SERIAL), and addresses that end in a code of our own. */
#ifndef SAMDEPA_DB_LINK_H
#define SAMDEPA_DB_LINK_H

#include "db/gs1.h"

/* Whether the n bytes at s begin as http:// or https:// and a host. */
bool link_is_url(const char *s, size_t n);

/* The pairs in the path of the address, percent escapes resolved; what stands
 * before them in the path, and what follows '?' or '#', is not looked at.  A
 * GTIN may have 8, 12 or 13 digits there.  False: it is no Digital Link. */
bool link_pairs(const char *s, size_t n, struct gs1 *g);

/* The last part of the path, as it stands; *n becomes its size, 0 where there
 * is none. */
const char *link_last(const char *s, size_t *n);

#endif
