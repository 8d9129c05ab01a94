/* replay.h - input as text: played to a screen that nobody sees, and written
 * down while a person works.  One line, one thing; '#' begins a comment:
 *
 *   size 80x24          the screen's size from here on
 *   type stol           letters, as from a keyboard
 *   key f3              a key by its name (tui/kiosk/keys.def)
 *   scan I-YST1-000007-K   a scan
 *   bytes \033[<0;3;4M  bytes as a terminal sends them; \e \r \n \t \xHH
 *   tap 10 4            a finger at column 10, row 4, counted from 0
 *   wait 500            that many milliseconds go by
 *   dump                writes the screen as it is now
 */
#ifndef SAMDEPA_TUI_KIOSK_REPLAY_H
#define SAMDEPA_TUI_KIOSK_REPLAY_H

#include <stdio.h>

#include "db/err.h"
#include "tui/kiosk/kiosk.h"

/* Plays the file keys and writes each dump and the last screen to dump ("-":
 * standard output).  RC_INVALID: a line is not of the form above, err.text
 * names it; RC_OUTSIDE: a file cannot be used. */
enum rc replay_run(struct kiosk *, const char *keys, const char *dump,
    struct err *) MUST_CHECK;

/* A new, empty file that only its owner reads.  RC_OUTSIDE: it cannot be
 * written. */
enum rc replay_open(const char *path, FILE **, struct err *) MUST_CHECK;

/* Writes one event down, with the time since the one before.  Letters wait
 * for what comes after them, since a scan may take them back; replay_flush
 * writes what waits. */
void replay_record(FILE *, const struct input *, int64_t now_ms);
void replay_flush(FILE *);

/* Writes the size of the screen down. */
void replay_size(FILE *, int rows, int cols);

#endif
