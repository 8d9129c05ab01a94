/* sync_job.h - a sync that was started at this kiosk: samdepactl as a child,
 * which works on whatever the screens do.  The kiosk listens; when it ends
 * itself, the child is left to finish. */
#ifndef SAMDEPA_TUI_KIOSK_SYNC_JOB_H
#define SAMDEPA_TUI_KIOSK_SYNC_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct kiosk;

struct sync_job {
	pid_t   pid;		/* 0: none runs */
	int     fd;		/* its standard error; -1: at its end */
	int64_t heard_ms;	/* when it last gave a sign of life */
	bool    quiet, stopped;	/* no sign for long, and for too long */
	char    depot[16];	/* whose log it is at, "" not known yet */
	long long done, total;	/* events of it */
	char    why[400];	/* what it said last, in words */
	bool    good;		/* how the last one ended, and in words; "" no
				 * one has */
	char    ended[512];
	int64_t ended_at;	/* time */
	size_t  n;		/* of a line that is not whole yet */
	char    line[512];
};

void sync_job_init(struct sync_job *);

/* Starts one, or says that one runs already. */
void sync_job_start(struct kiosk *);

/* Takes what the child wrote (fd was readable). */
void sync_job_read(struct kiosk *);
/* Says how it ended, that it is silent, and ends one that stays so. */
void sync_job_tick(struct kiosk *);
/* When sync_job_tick is wanted, in ms; -1: none runs. */
int64_t sync_job_deadline(const struct kiosk *);

/* How far it has come, in words; while one runs. */
char *sync_job_words(const struct kiosk *, char *out, size_t cap);

#endif
