/* looks.h - the looks at a live frame that are taken one by one, as far as its
 * time goes: at all of it, reduced, and at full size and in other ways at the
 * parts where a code could stand, these taking turns from frame to frame. */
#ifndef SAMDEPA_SCANNER_LOOKS_H
#define SAMDEPA_SCANNER_LOOKS_H

#include "scanner/passes.h"
#include "scanner/scene.h"

#define LOOKS_COSTS 32

struct looks {
	struct decoder *decoder;
	struct tally    tally;
	struct scene    scene;
	int64_t         frame_n;
	int64_t         bars_frame;	/* the last that bars were read in */
	int64_t         credit_us;	/* of processor time; each look takes */
	int             left;		/* looks, until a change */
	int             n;		/* looks since all was tried */
	int             plain;		/* the region that is next; -1: all */
	int             other, pass;	/* the same, for this other way */
	int             cost_ns[LOOKS_COSTS];	/* of a pass, for a pixel */
};

/* Begins the turns anew, and looks for another while. */
void looks_begin(struct looks *l);

/* Does a pass on the reduced frame of the scene, or on the frame.  Returns
 * how many codes became believed. */
int looks_small(struct looks *l, int pass);
int looks_full(struct looks *l, const struct grey *frame, int pass);

/* One look more, of those that take turns.  False: none is left, or the next
 * one costs more than max_us. */
bool looks_next(struct looks *l, const struct grey *frame, int64_t max_us);

/* Bars that zbar has read in this frame are not told before our own reader of
 * bars has looked too, which knows some of zbar's errors: lets it look where
 * it has not. */
void looks_confirm_bars(struct looks *l);

/* The same, and looks again, before end_us on the clock of ticks_cpu_us, at
 * what was read poorly: at full size, or in another way. */
void looks_confirm(struct looks *l, const struct grey *frame, int64_t end_us);

#endif
