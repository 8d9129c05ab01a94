/* live.h - frames that come one after the other: a code is told once while it
 * stays in view, and again when it has been away; so is a label that has its
 * text in two kinds of code. */
#ifndef SAMDEPA_SCANNER_LIVE_H
#define SAMDEPA_SCANNER_LIVE_H

#include <stdbool.h>

#include "scanner/grey.h"
#include "scanner/source.h"

/* live_new returns NULL where there is no memory; live_free takes NULL. */
struct live *live_new(const struct settings *set);
void live_free(struct live *l);

/* Looks at the next frame and writes what it finds (out.h).  waits, with its
 * argument, says whether another frame is there already: while none is, more
 * is tried on this one. */
void live_frame(struct live *l, const struct grey *frame,
    bool (*waits)(void *), void *arg);

/* No frame has come for a while; to be called about once a second. */
void live_idle(struct live *l);

/* A frame that was no frame: counts it, and tells why on standard error, but
 * not each time where many are bad.  name is the source's. */
void live_bad_frame(struct live *l, const char *name, const char *why);

/* No more frames come: tries all that is left on the last one, which must
 * still be there as live_frame got it. */
void live_last(struct live *l, const struct grey *frame);

#endif
