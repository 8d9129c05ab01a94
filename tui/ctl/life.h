/* life.h - the lives of a depot's log, as records. */
#ifndef SAMDEPA_TUI_CTL_LIFE_H
#define SAMDEPA_TUI_CTL_LIFE_H

#include "tui/ctl/out.h"

/* The word for the state of a depot or of a life. */
const char *life_state(const char *name);
/* An array of all that is known of each, oldest first; *array is the caller's.
 */
enum rc life_array(struct ctl *, const char *depot, json_t **array,
    struct err *) MUST_CHECK;

#endif
