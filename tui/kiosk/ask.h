/* ask.h - samdepactl is asked something that takes a while, beside the screen
 * that waits for it.  One at a time: kiosk.wait_fd is its. */
#ifndef SAMDEPA_TUI_KIOSK_ASK_H
#define SAMDEPA_TUI_KIOSK_ASK_H

#include <jansson.h>
#include <stdbool.h>

#include "tui/kiosk/child.h"

struct kiosk;

#define ASK_WORDS_MAX	12
#define ASK_BYTES_MAX	(4 << 20)

struct ask {
	struct child child;
	char  *text;		/* what it wrote so far */
	size_t n, cap;
};

enum ask_is { ASK_NOTHING, ASK_WAITS, ASK_DONE, ASK_FAILED };

/* Asks with these words (NULL ends them), with the kiosk's store, settings and
 * language; what was asked before is given up.  False: it cannot be started.
 * Once, first of all, comes ask_init. */
void ask_init(struct ask *);
bool ask_start(struct kiosk *, struct ask *, const char *const *words);

/* To be called from the screen's tick.  ASK_DONE and ASK_FAILED come once:
 * *answer (may be NULL) is then the JSON that it wrote, the caller's, or NULL
 * where it wrote none. */
enum ask_is ask_tick(struct kiosk *, struct ask *, json_t **answer);

/* Gives it up: from the screen's close. */
void ask_stop(struct kiosk *, struct ask *);

#endif
