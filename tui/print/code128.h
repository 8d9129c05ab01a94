/* code128.h - the bar code that every hand scanner reads. */
#ifndef SAMDEPA_TUI_PRINT_CODE128_H
#define SAMDEPA_TUI_PRINT_CODE128_H

#include <stddef.h>

#define CODE128_QUIET	10		/* modules that belong on each side */
#define CODE128_BARS_MAX 512

struct code128 {
	int bars;			/* how many widths, the first is dark */
	int modules;			/* their sum */
	unsigned char width[CODE128_BARS_MAX];	/* in turn dark, light, ... */
};

/* Encodes text in sets B and C, runs of digits two to a symbol.  Gives the
 * number of modules, 0 where text is empty, too long (70 letters always fit)
 * or has anything but printable ASCII. */
int code128_make(const char *text, struct code128 *code);

#endif
