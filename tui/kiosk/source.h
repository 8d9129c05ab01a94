/* source.h - a reader that runs beside the kiosk: a command that writes codes
 * in the lines of scanner/line.h.  What it writes is hostile; when it dies it
 * is started again, later and later; when it fills its line it is killed. */
#ifndef SAMDEPA_TUI_KIOSK_SOURCE_H
#define SAMDEPA_TUI_KIOSK_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "scanner/line.h"

struct source {
	char    command[512];	/* for sh -c; "": no reader */
	pid_t   pid;		/* 0: not running */
	int     fd;		/* -1: not running */
	bool    greeted;
	int     failures;	/* starts in a row that gave no scan */
	int     bad_lines;
	int64_t started_ms, retry_ms;
	size_t  n;
	char    line[SCAN_LINE_SIZE_MAX];
};

/* A scan as the reader told it: symbology, AIM identifier, evidence and text,
 * which may hold any byte; valid until fn returns. */
typedef void source_fn(const struct scan_line *, void *arg);

void source_init(struct source *, const char *command);

/* Starts it when it is due; a child that says nothing at all for too long
 * after its start is killed. */
void source_tick(struct source *, int64_t now_ms);
/* When source_tick is wanted, in ms; -1: nothing is due. */
int64_t source_deadline(const struct source *);

/* Reads what is there (fd was readable) and gives each scan to fn. */
void source_read(struct source *, int64_t now_ms, source_fn *fn, void *arg);

/* Ends the child and reaps it. */
void source_stop(struct source *);

#endif
