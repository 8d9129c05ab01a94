/* project.h - inside db/: what events do to the tables that screens read.
 *
 * A fold applies an event to all tables, or only to the rows of one thing:
 * undo takes a thing's rows away and folds its remaining events anew, so no
 * event needs an inverse.  Each project_KIND guards what it writes with
 * fold_into; counters move only forward, and only in the full fold. */
#ifndef SAMDEPA_DB_LOG_PROJECT_H
#define SAMDEPA_DB_LOG_PROJECT_H

#include "db/log/event.h"

struct fold {
	struct db          *db;
	const struct event *ev;
	int64_t             only;	/* a thing, or 0: everything */
	bool                numbers;	/* an undone event: counters alone */
};

static inline bool
fold_into(const struct fold *f, int64_t thing)
{
	return !f->numbers && (f->only == 0 || f->only == thing);
}

#define EVENT(id, name, role, makes, sv, form) \
	enum rc project_##id(const struct fold *, struct err *);
#include "db/log/event_kinds.def"
#undef EVENT

/* Applies the event of its fold. */
enum rc event_project(const struct fold *, struct err *) MUST_CHECK;
/* Notes that the event concerns the thing. */
enum rc event_touch(struct db *, int64_t thing, int64_t event, struct err *)
    MUST_CHECK;

/* The counter is at least value. */
enum rc counter_reach(const struct fold *, const char *name, int64_t value,
    struct err *) MUST_CHECK;
/* The same for the number inside one of our own codes; others do nothing. */
enum rc counter_reach_code(const struct fold *, const char *code,
    struct err *) MUST_CHECK;
/* The value after the highest given out. */
enum rc counter_next(struct db *, const char *name, int64_t *value,
    struct err *) MUST_CHECK;

/* Removes a thing's rows and folds its events anew, undone ones left out. */
enum rc thing_refold(struct db *, int64_t thing, struct err *) MUST_CHECK;

/* The words of an item in the search (text as given when it was added). */
enum rc index_add(struct db *, int64_t item, struct err *) MUST_CHECK;
enum rc index_remove(struct db *, int64_t item, struct err *) MUST_CHECK;

#endif
