/* erase_tell.h - what could not be erased yet, told. */
#ifndef SAMDEPA_TUI_CTL_ERASE_TELL_H
#define SAMDEPA_TUI_CTL_ERASE_TELL_H

#include "db/erase.h"
#include "tui/ctl/out.h"

/* A remark for each file that was out of reach; and their names. */
json_t *erase_tell(const struct erase_report *);

#endif
