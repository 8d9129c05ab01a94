/* custody.h - who answers for an item, and how that travels.  The custodian
 * decides (promises, edits, dispatches); anyone records what is in front of
 * them.  Verbs run inside an act. */
#ifndef SAMDEPA_DB_CUSTODY_H
#define SAMDEPA_DB_CUSTODY_H

#include "db/item.h"

struct custody {
	char    depot[9];	/* custodian */
	char    bound[9];	/* receiver while custody travels, else "" */
	char    found_at[9];	/* where it turned up unannounced, else "" */
	int64_t era, hop;
	bool    ours;		/* this store's depot, nothing travelling */
	bool    here;		/* known to stand in this depot */
	bool    suspended;	/* after a restore: not seen since */
	bool    claimed;	/* and the depot before has not heard of it */
};

enum rc custody_of(struct db *, int64_t item, struct custody *, struct err *)
    MUST_CHECK;
/* RC_REFUSED says why this store may not promise the item from the day start:
 * another custodian, on its way, suspended, horizon, claim not yet heard of, a
 * gap in what we know, an unknown event that freezes it, two lives. */
enum rc custody_may_promise(struct db *, int64_t item, int32_t start,
    struct err *) MUST_CHECK;
/* RC_REFUSED: may not decide on it at all (edit, split, dispatch ..). */
enum rc custody_may_decide(struct db *, int64_t item, struct err *)
    MUST_CHECK;

/* Custody of the item leaves for the depot.  slip names the paper that goes
 * with it, order (or 0) what it is for. */
enum rc custody_dispatch(struct db *, int64_t item, const char *to,
    const char *slip, int64_t order, struct err *) MUST_CHECK;
/* What was dispatched to us is here: by what the log says, or by the signed
 * slip (db/slip.h) where the log has not come yet. */
struct custody_token {
	char    from[9];
	int64_t era, hop;
	int64_t event;		/* the dispatch, 0: not known here */
	const char *slip;	/* its number, or NULL */
};
enum rc custody_receive(struct db *, int64_t item,
    const struct custody_token *, int64_t place, int condition, struct err *)
    MUST_CHECK;
/* It turned up here and nobody sent it.  What was bound for us is received. */
enum rc custody_arrive(struct db *, int64_t item, int64_t place, struct err *)
    MUST_CHECK;
/* It is here, in this place (0: where it stood): also ends a suspension. */
enum rc custody_count(struct db *, int64_t item, int64_t place, struct err *)
    MUST_CHECK;
/* Custody from a depot that cannot answer: the item is in hand and two staff
 * sign, the actor and second; or (closed) its life is closed in the registry
 * and it need not be in hand. */
enum rc custody_claim(struct db *, int64_t item, const struct actor *second,
    const char *reason, bool closed, struct err *) MUST_CHECK;
/* It is on its way to a depot that will receive it. */
bool custody_is_awaited(struct db *, int64_t item);
/* The two change places between the units that have them. */
enum rc custody_swap(struct db *, int64_t item, int64_t other, struct err *)
    MUST_CHECK;
/* The owner changes; price in hundredths, -1 none. */
enum rc custody_transfer(struct db *, int64_t item, const char *owner,
    int64_t price, const char *reason, struct err *) MUST_CHECK;

#endif
