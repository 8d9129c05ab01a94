/* rules_facts.h - inside db/: what an order is, in the words of the rules. */
#ifndef SAMDEPA_DB_RULES_FACTS_H
#define SAMDEPA_DB_RULES_FACTS_H

#include "db/rules_answer.h"

/* Calls back with each thing of the order, in the order of its lines; the
 * facts are the callback's until it returns. */
enum rc rules_facts(struct db *, const struct order *,
    void (*each)(const struct rule_facts *, void *), void *, struct err *)
    MUST_CHECK;

#endif
