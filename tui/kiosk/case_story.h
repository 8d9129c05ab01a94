/* case_story.h - what a case is about, in sentences: what happened, who is
 * concerned at which depot, and what each outcome does. */
#ifndef SAMDEPA_TUI_KIOSK_CASE_STORY_H
#define SAMDEPA_TUI_KIOSK_CASE_STORY_H

#include "db/case.h"
#include "tui/kiosk/kiosk.h"

/* Fills out, "" where the kind of case says it all. */
void case_story(struct kiosk *, const struct depot_case *, char *out,
    size_t cap);
/* What the outcome does, a msgid; "" for what is plain. */
const char *case_effect(const char *kind, const char *outcome);
/* Whether this depot may settle it so. */
bool case_may(struct kiosk *, const struct depot_case *, const char *outcome);

#endif
