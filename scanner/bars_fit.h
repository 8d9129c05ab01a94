/* bars_fit.h - rows of grey values held against what a code would look like.
 * Edges melt into each other where a picture is blurred or small; a whole
 * character, drawn as blurred as the picture is, can still be told from the
 * others.  So no widths are measured here: each character of a layout is
 * drawn, half a module a cell, and compared by correlation, which does not
 * mind how dark or faint the place is. */
#ifndef SAMDEPA_SCANNER_BARS_FIT_H
#define SAMDEPA_SCANNER_BARS_FIT_H

#include "scanner/bars_row.h"

#define FIT_BLURS	 4
#define FIT_PATTERNS_MAX 112	/* a multiple of 8 */
#define FIT_CELLS_MAX	 40
#define FIT_CHARS_MAX	 72

/* The characters that may stand at a place: the widths of their bars and
 * spaces in modules, as digits; all are equally wide.  In those with wide
 * set, 1 is narrow and 2 is as wide as that. */
struct charset {
	const char *const *pattern;
	int                patterns;
	bool               dark;	/* begins with a bar */
	float              wide;
	/* filled in at first use */
	float              modules;
	int                cells, edges;
	float             *drawn[FIT_BLURS];	/* [cell][patterns padded] */
};

/* A code from its first bar to its last. */
struct layout {
	int             chars;
	struct charset *set[FIT_CHARS_MAX];
	float           modules;
	float           wide;		/* of its sets; 0: they have no such */
	int             edges;
};

/* Where the characters stand and which they are. */
struct fit {
	uint8_t pattern[FIT_CHARS_MAX];
	float   at[FIT_CHARS_MAX + 1];	/* in samples */
	float   score;			/* mean correlation, 1 at best */
	float   low;			/* that of the worst character */
};

/* Appends n characters of the set to the layout. */
void layout_add(struct layout *l, struct charset *set, int n);

/* Finds the characters between about x0 and x1.  False: no fit to speak of,
 * or no memory. */
bool fit_row(const struct row *r, const struct layout *l, float x0, float x1,
    int blur, struct fit *out);

/* How far an edge has come at x from it, -1 to 1, blurred by a Gaussian: the
 * error function by Abramowitz and Stegun's 7.1.27, right to 0.0005. */
float fit_edge(float x, float sigma);

/* Adds to votes, for each character and pattern, how well it fits there. */
void fit_vote(const struct row *r, const struct layout *l,
    const struct fit *fit, int blur,
    float votes[FIT_CHARS_MAX][FIT_PATTERNS_MAX]);

#endif
