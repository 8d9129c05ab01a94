/* watch.h - what a live source does, for who looks on: how many frames a
 * second, what each costs, and what is seen (rate and view of line.h). */
#ifndef SAMDEPA_SCANNER_WATCH_H
#define SAMDEPA_SCANNER_WATCH_H

#include "scanner/grey.h"
#include "scanner/source.h"

struct watch {
	struct watching set;
	int64_t frames;			/* since rate_ms */
	int64_t rate_ms, rate_cpu_ms;	/* the last rate; 0: none yet */
	int64_t view_ms;
};

/* Writes what is due when this frame has been looked at: the rate once a
 * second, a view five times at most.  Nothing is where nobody watches. */
void watch_frame(struct watch *w, const struct grey *frame);

/* The same where no frame has come for a while; to be called at times. */
void watch_idle(struct watch *w);

/* A picture's size when it is made to fit into w x h, which it then is. */
void watch_fit(const struct grey *g, int *w, int *h);

#endif
