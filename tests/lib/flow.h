/* flow.h - a task at the kiosk, done as a person does it and counted.  The
 * scanner has a prefix here (Ctrl+B), so that a test's fast typing is never
 * taken for one.  What does not hold is remembered; flow_done says it. */
#ifndef SAMDEPA_TESTS_FLOW_H
#define SAMDEPA_TESTS_FLOW_H

#include <stdbool.h>

#include "tests/lib/vt.h"

struct flow {
	struct vt *vt;
	bool en;		/* English, else Swedish */
	bool bursts;		/* the scanner has no prefix */
	char where[32];		/* "en-80x24" */
	char task[64];
	char why[512];		/* the first thing that did not hold, or "" */
};

/* A fresh demo store and a kiosk on it, staff signed in with their badge. */
void flow_open(struct flow *, bool en, int rows, int cols);
/* The same on a configuration of its own, in Swedish, at 80x24; args as
 * scene_kiosk.  Without a prefix in it, flow_scan is a fast burst. */
void flow_open_on(struct flow *, const char *config,
    const char *const args[]);
/* Kills the kiosk and starts it again on the store as it is. */
void flow_again(struct flow *);
void flow_close(struct flow *);

/* From Home, with no actions counted yet; flow_count begins them later. */
void flow_begin(struct flow *, const char *task);
void flow_count(struct flow *);

/* What a person does.  flow_number is a figure filled in: one action. */
void flow_scan(struct flow *, const char *code);
void flow_key(struct flow *, const char *name);
void flow_type(struct flow *, const char *text);
void flow_number(struct flow *, int n);
void flow_tap(struct flow *, const char *sv, const char *en);

/* What must then hold.  flow_said: the line of the outcome, which begins with
 * a symbol and a word, and goes on with text; o is one of "ok", "already",
 * "no", "info".  flow_shows: show CODE --json has this text. */
void flow_sees(struct flow *, const char *text);
void flow_said(struct flow *, const char *o, const char *sv, const char *en);
void flow_shows(struct flow *, const char *code, const char *json);
void flow_sql(struct flow *, const char *sql, const char *wanted);
void flow_expect(struct flow *, bool holds, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Files in the printer's folder; waits until there are at least n. */
int  flow_papers(void);
void flow_printed(struct flow *, int n);

/* The task is done: at most so many actions, and all of it held. */
void flow_done(struct flow *, int most);

/* The nth thing that is free, whole and in stock, no lot, never booked. */
const char *flow_free(int n, char code[64]);
/* The badge of the depot's staff. */
const char *flow_badge(char code[64]);

#endif
