/* pty.h - a program in a pseudo-terminal of its own, and the frame marks
 * (OSC 7777;frame=N BEL) that it writes in test mode.  Nothing here knows
 * what a screen is: that is vt.h; the benchmarks want no more than this. */
#ifndef SAMDEPA_TESTS_PTY_H
#define SAMDEPA_TESTS_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct pty {
	int    fd;		/* the master's side, non-blocking; -1: closed */
	pid_t  pid;		/* the program; 0 once it has been waited for */
	int    status;		/* as wait(2) gives it, once pid is 0 */
	int    frame;		/* number of the newest frame seen, 0 before */
	long long frame_ns;	/* when its mark was read, as now_ns() */
	long long bytes;	/* that the program has written */
	size_t matched;		/* how much of a mark has been read */
	int    number;		/* the mark's number as far as it is read */
};

/* Starts argv[0] (searched in PATH) in a terminal of rows x cols, with TERM,
 * LANG, TZ and SAMDEPA_TEST set for tests and then env ("NAME=VALUE", or
 * "NAME" to unset, up to a NULL; env may be NULL).  False, with a message on
 * standard error, if there is no terminal to be had. */
bool pty_start(struct pty *, int rows, int cols, const char *const argv[],
    const char *const env[]);

/* Writes what fits now; 0 if nothing does, -1 if the program has gone. */
ssize_t pty_write(struct pty *, const char *bytes, size_t n);

/* Waits at most ms for output.  Gives the bytes read, 0 if none came in time,
 * -1 if the program has closed its terminal. */
ssize_t pty_read(struct pty *, char *buf, size_t cap, int ms);

void pty_resize(struct pty *, int rows, int cols);

/* Waits at most ms for the program to end by itself; true if it did. */
bool pty_ended(struct pty *, int ms);

/* Hangs up, insists after a while, and collects the program. */
void pty_end(struct pty *);

/* A monotonic clock, in milliseconds and in nanoseconds. */
long long now_ms(void);
long long now_ns(void);

#endif
