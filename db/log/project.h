/* project.h - inside db/: what events do to the tables that screens read.
 *
 * A fold applies an event to all tables, or only to the rows of one thing:
 * undo takes a thing's rows away and folds its remaining events anew, so no
 * event needs an inverse.  Each project_KIND guards what it writes with
 * fold_into; counters move only forward, and only in the full fold. */
#ifndef SAMDEPA_DB_LOG_PROJECT_H
#define SAMDEPA_DB_LOG_PROJECT_H

#include "db/log/event.h"
#include "db/log/things.h"

struct fold {
	struct db          *db;
	const struct event *ev;
	int64_t             only;	/* a thing, or 0: everything */
	bool                numbers;	/* an undone event: counters alone */
	bool                mixed;	/* only: several logs speak of it */
	bool                unsent;	/* mixed: what it follows is not here */
	bool                over;	/* mixed: of the order, all that was
					 * granted was cancelled too */
	const struct things *skip;	/* folded by themselves later, or NULL */
};

static inline bool
fold_into(const struct fold *f, int64_t thing)
{
	if (f->only != 0)
		return f->only == thing;
	return !f->numbers && (f->skip == NULL || !things_has(f->skip, thing));
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

/* Makes a thing's rows in to, where it has none, out of its events in from: in
 * their causal order (causal.h), undone ones left out. */
enum rc thing_fold(struct db *from, struct db *to, int64_t thing,
    struct err *) MUST_CHECK;
/* The same anew: takes its rows away first. */
enum rc thing_refold(struct db *, int64_t thing, struct err *) MUST_CHECK;
enum rc things_refold(struct db *, const struct things *, struct err *)
    MUST_CHECK;

/* The depot of a log of this store; good until the next call. */
const char *log_depot(struct db *, int64_t log);

/* What an item's fold finds that two depots decided apart (clash.c). */
/* The promise of the order's line against all others on the item. */
enum rc clash_promise(const struct fold *, int64_t order, int64_t line,
    int64_t item, struct err *) MUST_CHECK;
/* A case that rests on the folded event alone. */
enum rc clash_custody(const struct fold *, const char *kind, int64_t item,
    struct err *) MUST_CHECK;
/* The case with the key gets its outcome, and the promise that yields goes. */
enum rc clash_settle(const struct fold *, int64_t item, struct err *)
    MUST_CHECK;
/* The item was in somebody's hand at the depot of the folded event. */
enum rc custody_seen(const struct fold *, int64_t item, struct err *)
    MUST_CHECK;

/* The words of an item in the search (text as given when it was added). */
enum rc index_add(struct db *, int64_t item, struct err *) MUST_CHECK;
enum rc index_remove(struct db *, int64_t item, struct err *) MUST_CHECK;

#endif
