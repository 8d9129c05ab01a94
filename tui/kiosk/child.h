/* child.h - a program that runs beside the kiosk and writes to it. */
#ifndef SAMDEPA_TUI_KIOSK_CHILD_H
#define SAMDEPA_TUI_KIOSK_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#define CHILD_NO_PROGRAM 127	/* the status where there is no such program */

struct child {
	pid_t pid;		/* 0: not running */
	int   fd;		/* its standard output, not blocking; -1 */
};

void child_init(struct child *);

/* Starts argv[0], as execvp() finds it, without standard input and error.
 * False: it cannot be started now. */
bool child_start(struct child *, const char *const argv[]);

/* Ends it and what it started, if it still runs, and reaps it.  Returns the
 * exit status; -1: it did not end by itself, or none ran. */
int child_stop(struct child *);

/* The same for one of ours that has closed its output, which is its last
 * deed: lets it end by itself. */
int child_finish(struct child *);

#endif
