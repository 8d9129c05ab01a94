/* wedge.h - the scanner that types, where it is tried: what it typed last, at
 * what pace, and how that was taken. */
#ifndef SAMDEPA_TUI_KIOSK_WEDGE_H
#define SAMDEPA_TUI_KIOSK_WEDGE_H

#include "tui/config.h"
#include "tui/kiosk/draw.h"
#include "tui/kiosk/input.h"

#define WEDGE_TEXT_MAX	256

struct wedge {
	enum {
		WEDGE_NOTHING,		/* yet */
		WEDGE_SCAN,
		WEDGE_BAD,		/* one with what no code may hold */
		WEDGE_SLOW,		/* else: it was taken for typing */
		WEDGE_SHORT,
		WEDGE_BARE,		/* without scan_prefix */
	} last;
	char   text[WEDGE_TEXT_MAX];
	size_t n;			/* bytes in it of a run under way */
	struct pace pace;
	int    scans;
};

/* Takes an INPUT_SCAN or INPUT_BAD_SCAN that was typed. */
void wedge_scan(struct wedge *, const struct input *);

/* Takes letters, and the key that ends them: what may be a scan that came too
 * slowly.  False: it is neither. */
bool wedge_typed(struct wedge *, const struct config *,
    const struct input *);

void wedge_draw(const struct wedge *, const struct config *, struct area);

#endif
