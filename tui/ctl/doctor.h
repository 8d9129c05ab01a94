/* doctor.h - what samdepactl doctor looks at: a line each. */
#ifndef SAMDEPA_TUI_CTL_DOCTOR_H
#define SAMDEPA_TUI_CTL_DOCTOR_H

#include "tui/ctl/out.h"

struct doctor {
	struct ctl *ctl;
	json_t *checks;
	enum rc worst;		/* of the first thing that is wrong */
	int     wrong;
};

/* A line: what was looked at, what was found, and (where rc is not RC_OK) what
 * to do about it.  All are translated. */
void doctor_finding(struct doctor *, const char *check, enum rc,
    const char *found, const char *advice);

/* Sync and what is known of the other depots; the store is open. */
void doctor_sync(struct doctor *);
/* The mirror and the nightly backup, where there are such; the same. */
void doctor_copies(struct doctor *);

#endif
