/* guide.h - what a visitor is looking for, and what is free of it then, like
 * things together: those of which there are enough first, and our own. */
#ifndef SAMDEPA_TUI_KIOSK_GUIDE_H
#define SAMDEPA_TUI_KIOSK_GUIDE_H

#include "db/order.h"
#include "tui/kiosk/kiosk.h"

#define GUIDE_GROUPS	40
#define GUIDE_MANY	100	/* pieces; beyond them nobody counts */

struct guide_wish {
	char    category[40];	/* "": what the words find */
	char    words[80];
	int32_t start, until;	/* days; until 0 for good */
	int32_t count;
	int32_t size[3];	/* width, depth, height: at most, mm; 0 any */
};

/* Like things of one depot.  part names the pieces to order. */
struct guide_group {
	struct item like;	/* one of them */
	int32_t pieces;		/* free throughout, GUIDE_MANY at most */
	bool    unsized;	/* a size was asked for, and is not known */
	size_t  n;
	struct { int64_t item; int32_t count; } part[ORDER_LINES_MAX];
	int32_t got;		/* pieces in them, the wish's count at most */
};

struct guide_found {
	size_t n;
	bool   more;		/* not all was looked at */
	struct guide_group group[GUIDE_GROUPS];
};

/* Looks at a thousand things at most, so that it takes no longer where
 * there are more. */
enum rc guide_find(struct kiosk *, const struct guide_wish *,
    struct guide_found *, struct err *) MUST_CHECK;

#endif
