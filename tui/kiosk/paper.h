/* paper.h - what is to be printed, one after the other, while the kiosk goes
 * on.  The queue stands in the store (db/job.h); a job that its printer could
 * not take waits until it can, and does not stand in another printer's way. */
#ifndef SAMDEPA_TUI_KIOSK_PAPER_H
#define SAMDEPA_TUI_KIOSK_PAPER_H

#include "tui/papers.h"

struct kiosk;

#define PAPER_JOBS	200	/* that are looked at, the oldest */

struct paper_printer {		/* what is known of one */
	bool asked, fails;
	enum paper paper;
	struct err err;		/* why it fails */
	int64_t next_ms;	/* when it is asked or tried again */
};

struct paper_queue {
	struct print_job job;	/* under way: of now, or a question */
	bool asks;
	enum print_use use;	/* whose printer it is */
	struct job now;
	char last[64];		/* its number */
	struct paper_printer printer[USE_COUNT];
	struct job jobs[PAPER_JOBS];	/* of this seat, as last read */
	size_t n;
	int64_t generation;	/* of the store then; -1: read them again */
	int64_t again_ms;	/* nothing is tried before */
	int  own;		/* job_own; -1: not ours (yet) */
	enum { MARK_NOTHING, MARK_DONE, MARK_WAITING, MARK_UNSURE } mark;
				/* what the store must still be told of now */
	bool full;		/* to be said: a paper found no room */
	bool watched;		/* somebody looks at the printers */
};

void paper_init(struct paper_queue *);

/* Asks for a paper in the act that is open: both are stored, or neither; but no
 * act fails because the queue is full, which is said instead. */
enum rc paper_add(struct kiosk *, enum paper_kind, int64_t thing,
    struct err *) MUST_CHECK;
/* Asks for one more, or after the act that it belongs to (act_id(), else 0);
 * says so where it cannot be. */
void paper_print(struct kiosk *, enum paper_kind, int64_t thing);
void paper_print_of(struct kiosk *, enum paper_kind, int64_t thing,
    int64_t act);

/* What a person decides: what may be printed already is printed again, or any
 * job dropped.  And a job's printer is tried now. */
enum rc paper_again(struct kiosk *, const struct job *, struct err *)
    MUST_CHECK;
enum rc paper_drop(struct kiosk *, const struct job *, struct err *)
    MUST_CHECK;
void paper_try(struct kiosk *, enum print_use);

/* How many of this seat's jobs stand so. */
size_t paper_count(const struct paper_queue *, enum job_state);
/* Printer state in a few words, and what to do, "" where all is well; both
 * translated.  Gives the words. */
const char *paper_state(const struct paper_printer *, const char **advice);
/* The first printer that fails, or is soon out of paper (fails false); false:
 * there is none. */
bool paper_trouble(const struct kiosk *, bool fails, enum print_use *);

/* Starts what waits, and finishes what is ready (job.fd readable). */
void paper_tick(struct kiosk *);
void paper_ready(struct kiosk *);
/* When paper_tick is wanted, in ms; -1: nothing waits for time. */
int64_t paper_deadline(const struct kiosk *);

#endif
