/* depot_rules.h - the rule file that the configuration names. */
#ifndef SAMDEPA_TUI_DEPOT_RULES_H
#define SAMDEPA_TUI_DEPOT_RULES_H

#include "db/rules_answer.h"
#include "tui/config.h"

/* Read anew each time, so that a change holds at once.  No file named, or not
 * there where none is said: no rules.  What is wrong with it: *rules has none,
 * and orders are people's. */
enum rc depot_rules_read(const struct config *, struct rules *, struct err *)
    MUST_CHECK;

/* A rule's sentence in the language of the screen, "" where there is none. */
const char *depot_rules_say(const char *sv, const char *en);
/* "✓ value <= 2000 kr: 450": a condition and what it is here. */
void depot_rules_fact(const struct rule_facts *, enum rule_condition,
    char *out, size_t cap);

#endif
