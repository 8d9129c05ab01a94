/* rules_way.h - the way from an order to its answer, rule by rule: as a record,
 * and as people read it. */
#ifndef SAMDEPA_TUI_CTL_RULES_WAY_H
#define SAMDEPA_TUI_CTL_RULES_WAY_H

#include <jansson.h>

#include "db/rules_answer.h"

/* What was answered ("then", null: nothing yet), what the rules would say
 * "now", and each thing with the rules that were tried on it. */
enum rc rules_way(struct db *, const struct rules *, const struct order *,
    json_t **record, struct err *) MUST_CHECK;
/* Writes it to standard output.  Takes the record over. */
void rules_way_tell(json_t *record);

#endif
