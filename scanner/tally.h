/* tally.h - which readings are believed.  A poor reading waits here until a
 * second, different pass has read the same; over live frames the tally also
 * knows what has been told already and is still there. */
#ifndef SAMDEPA_SCANNER_TALLY_H
#define SAMDEPA_SCANNER_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "scanner/decode.h"

#define TALLY_MAX    64
#define TALLY_PASSES 64

struct entry {
	struct code code;	/* as read first, where it was read last */
	uint64_t    passes;	/* one bit each that has read it */
	uint64_t    frame_passes;	/* the same, in read_frame alone */
	bool        read_by[READERS];
	int         readings;
	int         quality_sum;	/* the first of each pass */
	bool        believed, strong, told, overruled;
	int64_t     read_frame;
	int64_t     seen_frame, seen_ms;	/* read, or known to be there */
};

struct tally {
	int          n;
	struct entry entries[TALLY_MAX];
};

/* Adds what pass (0 to TALLY_PASSES - 1) has read in frame, at ms.  True: this
 * made the code believed, which it was not before.  Where our reader of bars
 * is sure of one text, another of zbar's at the same place is overruled.  A
 * full tally forgets the entry seen longest ago.
 *   A poor reading counts when two passes agree on one frame.  Frame after
 * frame there is a further chance that they do by accident, and a pass that
 * reads wrongly once does so again: the same pass adds nothing, and passes
 * that agree across frames must do so in three readings. */
bool tally_add(struct tally *t, const struct code *c, int pass, int64_t frame,
    int64_t ms);

/* Forgets what has been gone a while: 30 frames, or 2 s and 12 frames. */
void tally_forget(struct tally *t, int64_t frame, int64_t ms);

/* Takes out up to cap entries that are believed and were not taken before,
 * in reading order: rows from above, each from the left.  Returns how many;
 * the pointers hold until the next call of tally_add or tally_forget. */
int tally_take(struct tally *t, const struct entry **out, int cap);

#endif
