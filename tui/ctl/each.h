/* each.h - walks through what the store gives page by page.  The callback
 * returns false to stop. */
#ifndef SAMDEPA_TUI_CTL_EACH_H
#define SAMDEPA_TUI_CTL_EACH_H

#include "db/case.h"
#include "db/history.h"
#include "db/staff.h"
#include "db/ticket.h"
#include "db/unit.h"

struct each_of {
	const char *depot;	/* that they concern; NULL: any */
	bool    open;		/* not those that are over and done */
};

#define EACH(name, type, param) \
	enum rc each_##name(struct db *, param, \
	    bool (*each)(const struct type *, void *), void *, struct err *) \
	    MUST_CHECK;
/* Newest first; a thing of 0 is everything. */
EACH(order, order, const struct order_filter *)
EACH(ticket, ticket, struct each_of)
EACH(case, depot_case, struct each_of)
EACH(event, history, int64_t thing)
/* By name, those whose name holds the words (NULL: all). */
EACH(unit, unit, const char *words)
EACH(place, place, const char *words)
/* The rest takes no words: NULL. */
EACH(category, category, const char *none)
EACH(organisation, organisation, const char *none)
EACH(staff, staff, const char *none)
#undef EACH

#endif
