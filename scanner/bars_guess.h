/* bars_guess.h - what one row across bars says, most likely. */
#ifndef SAMDEPA_SCANNER_BARS_GUESS_H
#define SAMDEPA_SCANNER_BARS_GUESS_H

#include "scanner/bars_kind.h"
#include "scanner/bars_span.h"

struct guess {
	const struct bars_kind *kind;	/* NULL: none */
	struct layout           layout;
	int                     n, blur;
	struct fit              fit;
	float                   quiet;	/* modules seen beside it */
};

/* Takes the place of *best where it fits better.  sharp: only layouts that
 * have just the edges that were found. */
void guess_row(const struct strip *s, bool sharp, struct guess *best);

/* Reads the row in the layout that another row has. */
void guess_like(const struct strip *s, const struct guess *like,
    struct guess *best);

#endif
