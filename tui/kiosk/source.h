/* source.h - a reader that runs beside the kiosk and writes what it reads in
 * the lines of scanner/line.h.  What it writes is hostile; when it dies, or
 * stands still, it is started again, later and later; when it fills its line
 * it is killed. */
#ifndef SAMDEPA_TUI_KIOSK_SOURCE_H
#define SAMDEPA_TUI_KIOSK_SOURCE_H

#include <stdint.h>

#include "scanner/line.h"
#include "tui/kiosk/child.h"
#include "tui/reader.h"

#define SOURCE_KINDS_MAX	8	/* symbologies that are counted apart */
#define SOURCE_SHOWN_MAX	256	/* bytes of a code to be shown */

enum source_state {
	SOURCE_IDLE,		/* not started, or has said nothing yet */
	SOURCE_RUNNING,		/* it speaks; of its device nothing is known */
	SOURCE_OPEN,		/* its device delivers */
	SOURCE_GONE,		/* its device does not; what says why */
	SOURCE_FAILED,		/* it died and is started again at retry_ms */
	SOURCE_PAUSED,
};

struct source {
	struct reader reader;
	struct child child;
	enum source_state state;
	int     failures;	/* starts in a row that came to nothing */
	int     bad_of_child;	/* lines since it was started */
	int     status;		/* that the last one ended with; -1: killed */
	int64_t started_ms, retry_ms;
	int64_t heard_ms, state_ms;	/* the last line; state began */
	bool    lively;		/* says regularly how fast it is */

	/* For the eyes of people. */
	char    what[128];	/* OPEN: its format; GONE: why */
	int     frames_tenths, ms_tenths;	/* as in scan_line; 0 unknown */
	int     codes, bad_lines;		/* since the kiosk began */
	struct { char symbology[16]; int codes; } kind[SOURCE_KINDS_MAX];
	struct {
		char symbology[16], aim[4], text[SOURCE_SHOWN_MAX];
		bool strong;
		int64_t ms;		/* 0: none yet */
	} last;
	int     view_w, view_h;			/* 0: none */
	char    view[SCAN_VIEW_MAX];		/* as scan_line's text */
	int     view_every_ms;		/* no picture sooner after another */
	int64_t view_ms;

	size_t  n;
	char    line[SCAN_LINE_SIZE_MAX];
};

/* A scan as the reader told it: symbology, AIM identifier, evidence and text,
 * which may hold any byte; valid until fn returns. */
typedef void source_fn(struct source *, const struct scan_line *, void *arg);

void source_init(struct source *, const struct reader *);

/* Starts it when it is due; a child that says nothing at all for too long, at
 * its start or after it has told its speed, is killed. */
void source_tick(struct source *, int64_t now_ms);
/* When source_tick is wanted, in ms; -1: nothing is due. */
int64_t source_deadline(const struct source *);

/* Reads what is there (child.fd was readable) and gives each scan to fn. */
void source_read(struct source *, int64_t now_ms, source_fn *fn, void *arg);

/* Ends the child until it is let go on. */
void source_pause(struct source *, bool pause, int64_t now_ms);

/* Ends the child and reaps it. */
void source_stop(struct source *);

#endif
