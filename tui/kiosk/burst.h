/* burst.h - letters that came one after another, and whether a scanner typed
 * them: at least 4, with a mean gap that no fingers reach. */
#ifndef SAMDEPA_TUI_KIOSK_BURST_H
#define SAMDEPA_TUI_KIOSK_BURST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BURST_MAX		4096	/* bytes, with a NUL */
#define BURST_LETTERS_MIN 4	/* fewer are no scan */
#define BURST_TOGETHER_MS	20	/* nobody types controls that fast */

struct burst {
	char   text[BURST_MAX];
	size_t n;
	int    letters, gaps;
	bool   bad;		/* holds what no label may, or is too long */
	int64_t last_ms, gap_sum_ms, gap_max_ms;
};

void burst_reset(struct burst *, int64_t now_ms);

/* Adds a letter of n bytes; one that comes late begins anew. */
void burst_add(struct burst *, const char *letter, size_t n, int64_t now_ms);

/* Adds one however late it comes: after a scanner's prefix. */
void burst_append(struct burst *, const char *letter, size_t n,
    int64_t now_ms);

/* Adds a control character that a label may hold, which is no letter that
 * anybody sees: the first one stands before the first letter. */
void burst_mark(struct burst *, char c, int64_t now_ms);

/* Something that no label should hold came.  true: as fast as a scanner
 * types, so it belongs to the code, which is bad now; false: it does not. */
bool burst_spoil(struct burst *, int64_t now_ms);

/* Whether, with the terminator at now_ms, it was a scan. */
bool burst_is_scan(struct burst *, int gap_ms, int64_t now_ms);

/* The mean gap between its letters, without the longest, rounded up. */
int burst_mean_ms(const struct burst *);

#endif
