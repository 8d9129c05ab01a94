/* loop.h - the one place that waits: terminal, readers, printer, signals and
 * time; and the one that paints, once per turn. */
#ifndef SAMDEPA_TUI_KIOSK_LOOP_H
#define SAMDEPA_TUI_KIOSK_LOOP_H

#include <stdio.h>

#include "db/err.h"
#include "tui/kiosk/kiosk.h"

/* Takes the terminal (raw, alternate screen, mouse), and gives it back at
 * exit, on a fatal signal and after a failed assert.  RC_OUTSIDE: it cannot
 * be used.  fd 0 and 1 are the terminal. */
enum rc term_open(const struct config *, struct err *) MUST_CHECK;
/* A screen of rows x cols that nobody sees, for replays. */
enum rc term_open_hidden(const struct config *, int rows, int cols,
    struct err *) MUST_CHECK;
void term_close(void);
/* Takes up a new size after SIGWINCH. */
void term_resize(int rows, int cols);
void term_fit(void);
/* After a frame, in test mode alone: its targets into the file that
 * SAMDEPA_TARGETS names, and the mark that tests wait for. */
void term_mark(void);
/* Rings the terminal's bell. */
void term_bell(void);
/* Paints everything anew: Ctrl+L. */
void term_repaint(void);

/* Runs until the person, a signal or the terminal's end says stop.  record
 * (may be NULL; stays the caller's) gets the input in the form of replay.h.
 * Returns the signal that ended it, 0 for none. */
int loop_run(struct kiosk *, FILE *record);

#endif
