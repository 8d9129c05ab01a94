/* passes.h - several looks at one picture. */
#ifndef SAMDEPA_SCANNER_PASSES_H
#define SAMDEPA_SCANNER_PASSES_H

#include "scanner/tally.h"

/* How many passes there are for a picture of this size; 1 at least. */
int passes_count(const struct grey *picture);

/* The pass among them that our own reader of bars makes. */
int passes_bars(const struct grey *picture);

/* Where a picture lies in the frame of which it is a part: cut out at x, y, or
 * the whole of it with one pixel for reduced * reduced. */
struct place {
	int x, y, reduced;
};

/* Does pass 0 to passes_count - 1 on the picture and adds what it reads to
 * the tally.  Returns how many codes became believed by it; a pass for which
 * there is no memory reads nothing. */
int passes_run(struct decoder *d, const struct grey *picture, int pass,
    struct care care, struct tally *t, int64_t frame, int64_t ms);

/* The same with a part of a frame: what is read gets its place in the frame,
 * and a look at a reduced picture is another one than that at a full one. */
int passes_run_at(struct decoder *d, const struct grey *picture,
    struct place at, int pass, struct care care, struct tally *t,
    int64_t frame, int64_t ms);

/* Does one pass after the other, at least one, until as many codes as there
 * are (0: unknown) are believed or budget_ms of processor time are used up; a
 * pass that would take longer is left out.  Where the number is unknown,
 * until something is believed, bars and QR codes were each looked for by our
 * own readers, and the last pass was one of these or found nothing more.  In
 * a long picture pass 0 is tried on every other row and column first.
 *   Returns how many looks these were. */
int passes_search(struct decoder *d, const struct grey *picture,
    int budget_ms, int codes, struct tally *t);

#endif
