/* bars_kind.h - what a symbology with bars looks like, and says.  A file
 * each; bars_kinds lists them all. */
#ifndef SAMDEPA_SCANNER_BARS_KIND_H
#define SAMDEPA_SCANNER_BARS_KIND_H

#include "scanner/bars_fit.h"
#include "scanner/decode.h"

/* Layouts of n_min to n_max characters, in ways of making the wide bars. */
struct bars_kind {
	enum symbology symbology;
	int            n_min, n_max, ways;
	void (*layout)(struct layout *l, int n, int way);
	/* What a good reading has: mean and lowest correlation; and what a
	 * row has free of bars on both sides, in wide spaces */
	float score_min, low_min, quiet_min;
	/* Fills text, len and aim from what stands in the layout's places.
	 * False: it cannot be right. */
	bool (*text)(const struct layout *l, const uint8_t *pattern,
	    struct code *c);
};

/* Of a table: its wide bars are two to three times as wide as narrow ones. */
#define WIDE_WAYS 3
#define WIDE_SETS(table, n) { \
	{ .pattern = table, .patterns = n, .dark = true, .wide = 2 }, \
	{ .pattern = table, .patterns = n, .dark = true, .wide = 2.5f }, \
	{ .pattern = table, .patterns = n, .dark = true, .wide = 3 } }

extern const struct bars_kind bars_ean13, bars_ean8, bars_upce, bars_code128,
    bars_code39, bars_itf;

#endif
