/* heard.h - inside db/: what the other depots have heard of, by what each has
 * said last of its log and of what it has seen (db/sync/heads.c). */
#ifndef SAMDEPA_DB_HEARD_H
#define SAMDEPA_DB_HEARD_H

#include "db/db.h"

/* The round: every other active depot has heard of the event, and what each
 * had then is here; of a closed one its log is here to its end.  Alone it is
 * heard by all.  who: a depot that is missing, where not. */
enum rc heard_by_all(struct db *, int64_t event, bool *heard, char who[24],
    struct err *) MUST_CHECK;
/* The same of a life that began with a loss, which heard_note may know. */
enum rc heard_life(struct db *, int64_t log, bool *heard, char who[24],
    struct err *) MUST_CHECK;
/* Whether what is known of a receive's sending is enough: it is here, or it
 * went with a disk and the life after that has heard of the receive, or all
 * have where the depot was closed.  Until then it may be decided there too. */
enum rc heard_sending(struct db *, int64_t sent, int64_t receive, bool *known,
    struct err *) MUST_CHECK;
/* Rounds of such lives that are complete now stay so: a depot that joins later
 * starts with them.  After what the others said has been read. */
enum rc heard_note(struct db *, struct err *) MUST_CHECK;

#endif
