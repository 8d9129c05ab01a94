/* pile.h - things that were scanned one after the other, and the acts that
 * end a pile: each is one act for all of it. */
#ifndef SAMDEPA_TUI_KIOSK_PILE_H
#define SAMDEPA_TUI_KIOSK_PILE_H

#include "db/order.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"

#define PILE_MAX ORDER_LINES_MAX

struct pile {
	enum action mode;	/* DO_LEND, DO_SHELVE; DO_NOTHING: either */
	enum order_kind kind;
	int32_t until;
	size_t n;
	struct pile_line {
		int64_t id;
		int32_t count;
		struct item item;
	} line[PILE_MAX];
	struct list list;
};

/* One more of the item; says what became of it. */
void pile_add(struct kiosk *, struct pile *, int64_t item);
/* So many more (or fewer) of the selected lot; the selected row goes. */
void pile_count(struct kiosk *, struct pile *, int by);
void pile_remove(struct pile *);

/* As text, to be kept for its owner; false: it is empty.  And back. */
bool pile_write(const struct pile *, char *out, size_t cap);
void pile_take_up(struct kiosk *, struct pile *, const char *text);

/* Ends it: the step goes on with an empty pile, or Home where it was not
 * begun as a mode.  Refused: stays, with the reason said. */
struct step pile_lend(struct kiosk *, struct pile *, int64_t unit);
struct step pile_shelve(struct kiosk *, struct pile *, int64_t place);
struct step pile_return(struct kiosk *, struct pile *);

#endif
