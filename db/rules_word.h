/* rules_word.h - inside db/: the words of the rule file. */
#ifndef SAMDEPA_DB_RULES_WORD_H
#define SAMDEPA_DB_RULES_WORD_H

#include "db/rules.h"

/* The condition that n bytes name, -1: none. */
int rule_condition_from(const char *name, size_t n);
/* What may stand behind its number, "" nothing. */
const char *rule_condition_unit(enum rule_condition);
/* Whether a word can be what the condition asks for. */
bool rule_word_fits(enum rule_condition, const char *word);
/* Whether n bytes are a reason that an order may be refused for. */
bool rule_reason_fits(const char *reason, size_t n);

#endif
