/* finder.h - a field and what it finds, searched anew at every keystroke. */
#ifndef SAMDEPA_TUI_KIOSK_FINDER_H
#define SAMDEPA_TUI_KIOSK_FINDER_H

#include "db/search.h"
#include "tui/kiosk/field.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"

#define FINDER_MAX 50

struct finder {
	struct field field;
	struct list list;
	struct search found;
	bool stale;		/* the words changed since it searched */
	bool again;		/* no, but the store did */
	struct item item[FINDER_MAX];
};

void finder_init(struct finder *, const char *words);
/* The store changed: searches again, and what is chosen stays so. */
void finder_refresh(struct finder *);
/* Searches if the words changed: once a frame, however many letters came. */
void finder_search(struct kiosk *, struct finder *);
void finder_draw_field(struct finder *, int y, int x, int w, bool focus);
void finder_draw_list(struct finder *, struct area);

enum finder_did { FINDER_PASS, FINDER_TOOK, FINDER_CHOSE, FINDER_CODE };

/* FINDER_CHOSE: item[list.sel].  FINDER_CODE: Enter on words that are one of
 * our own codes, *code. */
enum finder_did finder_input(struct kiosk *, struct finder *,
    const struct input *, struct code *code);

#endif
