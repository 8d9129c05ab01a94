/* screens.h - the way to each screen of screens.def, for tests that try all
 * of them, and what hostile hands may send. */
#ifndef SAMDEPA_TESTS_SCREENS_H
#define SAMDEPA_TESTS_SCREENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/lib/flow.h"
#include "tui/kiosk/screen.h"

/* From wherever it is (at 80x24, in Swedish, signed in or not) to a screen,
 * opened anew and with nothing said on it. */
void screens_open(struct flow *, enum screen_id);
/* Text that stands on it whatever happens there. */
const char *screens_mark(enum screen_id);

/* A code of each kind that a scanner may send; NULL after the last. */
struct screens_code {
	char name[24], text[256];
	bool unknown;		/* nothing here has it */
};
const struct screens_code *screens_code(size_t i);
/* Reads them from the store; makes the ticket for it.  After scene_set. */
void screens_codes_init(void);

/* Bytes that no keyboard of ours sends; NULL after the last. */
struct screens_bytes { const char *name, *bytes; size_t n; };
const struct screens_bytes *screens_hostile(size_t i);

/* A letter that must never be drawn: a control, one that turns the text
 * around, or no letter at all. */
bool screens_bad_letter(uint32_t);
/* Whether every cell holds printable text alone. */
bool screens_clean(const struct vt *);

/* All rows, to see whether anything changed; valid until the next call. */
void screens_text(const struct vt *, char *out, size_t cap);

#endif
