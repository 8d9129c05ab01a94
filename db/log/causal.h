/* causal.h - inside db/: the order of a thing's events.
 *
 * Events name the one before (prev) that their writer knew; a log's events
 * follow one another.  Of all orders that keep to both the smallest is taken:
 * by era, hop, log name, seq.  It is the same at every depot, whatever came
 * first; an event that comes late is put in and moves no other, so what a
 * writer had seen always stands before what it wrote. */
#ifndef SAMDEPA_DB_LOG_CAUSAL_H
#define SAMDEPA_DB_LOG_CAUSAL_H

#include "db/log/event.h"

/* Of one thing, of each log: the first, so that every depot takes the same. */
#define CAUSAL_MAX	50000

struct causal {
	struct event *ev;	/* bodies are its own */
	size_t  n;
	bool    gap;		/* one names a prev that is not here, other than
				 * a receive: its sending may be lost */
};

/* Whether events of more than one log concern the thing. */
bool causal_mixed(struct db *, int64_t thing);

/* Loads a thing's events in order; undone ones are left out unless all.
 * causal_release frees them. */
enum rc causal_load(struct db *, int64_t thing, bool all, struct causal *,
    struct err *) MUST_CHECK;
void causal_release(struct causal *);

/* The thing's last event in that order, undone ones too; 0: none. */
int64_t causal_last(struct db *, int64_t thing);

#endif
