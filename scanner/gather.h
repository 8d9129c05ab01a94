/* gather.h - the characters that a hand scanner sends, one after the other,
 * made into scans.  CR, LF and TAB end one; nothing else does: scanners pause
 * inside a code, and half a code could be another thing's. */
#ifndef SAMDEPA_SCANNER_GATHER_H
#define SAMDEPA_SCANNER_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GATHER_TEXT_MAX	4096	/* bytes of a scan: a line takes no more */
#define GATHER_PAUSE_MS	1000	/* scanners can be set to 990 a character */

/* Why a scan is thrown away. */
enum spoilt {
	SPOILT_NOT,
#define SPOILT(name, text) SPOILT_##name,
#include "scanner/spoilt.def"
#undef SPOILT
};

struct gather {
	bool        ended;	/* what is here is the scan before */
	enum spoilt spoilt;
	int64_t     last_ms;
	size_t      n;
	char        text[GATHER_TEXT_MAX];
};

enum gathered {
	GATHER_MORE,		/* no end yet */
	GATHER_SCAN,		/* a scan: text, n bytes, until the next call */
	GATHER_SPOILT,		/* one was thrown away: spoilt says why */
};

/* What comes of the next character, at ms of any clock that only runs on.
 * After a longer pause it begins anew.  Start with all zeros. */
enum gathered gather_char(struct gather *g, char c, int64_t ms);

/* What has come since the last end, and what comes until the next or a pause,
 * will be thrown away. */
void gather_spoil(struct gather *g, enum spoilt why, int64_t ms);

/* Nothing has come for GATHER_PAUSE_MS: what was begun is thrown away. */
enum gathered gather_pause(struct gather *g);

/* For people: what a spoilt scan had, and what to do. */
const char *gather_why(enum spoilt why);

#endif
