#include "tui/ctl/each.h"

#define PAGE 50

/* The body of a walk: how a page is fetched, and what comes after it. */
#define WALK(type, fetch, next)						\
{									\
	struct type page[PAGE];						\
	size_t n = PAGE;						\
	enum rc rc = RC_OK;						\
									\
	while (rc == RC_OK && n == PAGE) {				\
		rc = fetch;						\
		for (size_t i = 0; rc == RC_OK && i < n; i++)		\
			if (!each(&page[i], arg))			\
				return RC_OK;				\
		if (n > 0)						\
			next;						\
	}								\
	return rc;							\
}

/* Newest first: the page goes on before the last one's id. */
#define NEWEST(name, type, id, param, fetch)				\
	enum rc								\
	each_##name(struct db *db, param, bool (*each)(const struct type *, \
	    void *), void *arg, struct err *err)			\
	{								\
		int64_t before = 0;					\
		WALK(type, fetch, before = page[n - 1].id)		\
	}
NEWEST(order, order, id, const struct order_filter *filter,
    order_list(db, filter, before, page, PAGE, &n, err))
NEWEST(ticket, ticket, id, struct each_of of,
    ticket_list(db, of.depot, of.open, before, page, PAGE, &n, err))
NEWEST(case, depot_case, id, struct each_of of,
    case_list(db, of.depot, of.open, before, page, PAGE, &n, err))
NEWEST(event, history, event, int64_t thing,
    history_list(db, thing, before, page, PAGE, &n, err))

/* By name: the page goes on behind those seen. */
#define NAMED(type, fetch)						\
	enum rc								\
	each_##type(struct db *db, const char *words, bool (*each)(const \
	    struct type *, void *), void *arg, struct err *err)		\
	{								\
		size_t skip = 0;					\
		(void)words;						\
		WALK(type, fetch, skip += n)				\
	}
NAMED(unit, unit_list(db, words, skip, page, PAGE, &n, err))
NAMED(place, place_list(db, words, skip, page, PAGE, &n, err))
NAMED(category, category_list(db, skip, page, PAGE, &n, err))
NAMED(organisation, organisation_list(db, skip, page, PAGE, &n, err))
NAMED(staff, staff_list(db, skip, page, PAGE, &n, err))
