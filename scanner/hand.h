/* hand.h - what serial scanners and those that type have in common: their
 * scans come whole, are believed, and may begin with an AIM identifier. */
#ifndef SAMDEPA_SCANNER_HAND_H
#define SAMDEPA_SCANNER_HAND_H

#include "scanner/device.h"
#include "scanner/gather.h"

/* Takes the n bytes that came, and calls hand_tell with what comes of each. */
typedef void hand_fn(struct device *d, const char *bytes, size_t n);

/* Reads descriptor 0 until it ends.  g is where fn gathers. */
enum gone hand_run(struct device *d, hand_fn *fn, struct gather *g);

/* Writes a scan, or on standard error why it was thrown away. */
void hand_tell(const struct device *d, const struct gather *g,
    enum gathered what);

#endif
