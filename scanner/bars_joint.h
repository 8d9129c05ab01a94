/* bars_joint.h - codes so blurred that the neighbours of a character show in
 * it.  Where two characters meet, both are drawn, and all pairs compared; the
 * sequence whose pairs fit best in sum is found as a whole (Viterbi).  For a
 * layout of a fixed length, always the same, since where each character
 * stands is tried out as well, and the pairs are drawn once. */
#ifndef SAMDEPA_SCANNER_BARS_JOINT_H
#define SAMDEPA_SCANNER_BARS_JOINT_H

#include "scanner/bars_fit.h"

#define JOINT_CHARS_MAX	   16
#define JOINT_PATTERNS_MAX 20
#define JOINT_BLURS	   4

/* pair[i][a][b]: how well pattern a of character i and b of the next fit. */
struct joint {
	float pair[JOINT_CHARS_MAX][JOINT_PATTERNS_MAX][JOINT_PATTERNS_MAX];
};

/* Where a code lies in a row: the bend is how far its middle is off, in
 * modules. */
struct lie {
	float x0, x1, bend;
};

/* Finds the lie near *lie in which the row fits best.  Returns how well,
 * and sets *lie and the pairs there. */
float joint_fit(const struct row *r, const struct layout *l, int blur,
    struct lie *lie, struct joint *out);

/* How much of the contrast an edge so blurred rises in a module at most. */
float joint_steepness(int blur);

/* Adds up rows of the same code. */
void joint_add(struct joint *sum, const struct joint *j);

/* The best sequence; returns its mean fit, divided by rows, and sets *low to
 * the worst pair of it and *margin to what the next best of any one character
 * is behind. */
float joint_best(const struct joint *j, const struct layout *l, int rows,
    uint8_t *pattern, float *low, float *margin);

#endif
