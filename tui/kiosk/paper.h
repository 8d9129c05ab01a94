/* paper.h - what is to be printed, one after the other, while the kiosk goes
 * on.  A job that the printer could not take is tried again until it can. */
#ifndef SAMDEPA_TUI_KIOSK_PAPER_H
#define SAMDEPA_TUI_KIOSK_PAPER_H

#include "db/db.h"
#include "tui/print/print.h"

struct kiosk;

enum paper_kind { PAPER_NONE, PAPER_TICKET, PAPER_RECEIPT, PAPER_LABEL,
	PAPER_MANIFEST };	/* id: a dispatch, db/slip.h */

#define PAPER_QUEUE_MAX 16

struct paper_wish { enum paper_kind kind; int64_t id; };

struct paper_queue {
	struct print_job job;	/* of queue[0]; fd -1: nothing runs */
	struct paper_wish queue[PAPER_QUEUE_MAX];
	size_t n;
	int64_t retry_ms;	/* after a failure; 0: at once */
	bool told;		/* that the printer does not answer */
	char last[64];		/* what the last job printed: a number */
};

void paper_init(struct paper_queue *);

/* Asks for a paper; says so where the queue is full. */
void paper_print(struct kiosk *, enum paper_kind, int64_t id);

/* Starts what waits, and finishes what is ready (job.fd readable). */
void paper_tick(struct kiosk *);
void paper_ready(struct kiosk *);
/* When paper_tick is wanted, in ms; -1: nothing waits for time. */
int64_t paper_deadline(const struct paper_queue *);

#endif
