/* sync_tell.h - a sync, told: a line that counts, then one page. */
#ifndef SAMDEPA_TUI_CTL_SYNC_TELL_H
#define SAMDEPA_TUI_CTL_SYNC_TELL_H

#include "tui/ctl/ctl.h"

/* Syncs with the hub, prints the report and keeps it in the store. */
enum rc sync_tell(struct ctl *, const char *url, struct err *) MUST_CHECK;

#endif
