/* history.h - what happened: the log as people read it, and undo. */
#ifndef SAMDEPA_DB_HISTORY_H
#define SAMDEPA_DB_HISTORY_H

#include "db/db.h"

struct history {
	int64_t event, act, time, actor;
	char    kind[16];		/* the verb */
	bool    undone;
	char    actor_name[64];
	char    code[40], name[128];	/* the thing it is about; of an order
					   or a case its number */
	char    detail[160];		/* facts with " · " between, of which
					   our own words are msgids */
	char    body[512];		/* the event's body, cut */
};

/* Events of a thing, whichever depot they happened at, or (thing 0) all that
 * happened at ours, newest first (of a thing with thousands: log by log);
 * before: the last event of the page before, or 0. */
enum rc history_list(struct db *, int64_t thing, int64_t before,
    struct history *out, size_t cap, size_t *n, struct err *) MUST_CHECK;
/* All events oldest first, since a time. */
enum rc history_walk(struct db *, int64_t since,
    bool (*each)(const struct history *, void *), void *, struct err *)
    MUST_CHECK;
/* The thing (item, order, ticket, case, unit, place) that a code or "order
 * 12" names, for history_list. */
enum rc history_thing(struct db *, const char *text, int64_t *thing,
    struct err *) MUST_CHECK;
/* The verb's Swedish words, a msgid. */
const char *history_kind_label(const char *kind);

/* Takes back an act, inside an act of its own: refused, naming the newer
 * event, where anything it touched has one; only by who did it, or staff. */
enum rc undo_act(struct db *, int64_t act, struct err *) MUST_CHECK;
/* The newest act of the actor (0: of anyone) here that is not undone. */
enum rc undo_last(struct db *, int64_t actor, int64_t *act, struct err *)
    MUST_CHECK;

#endif
