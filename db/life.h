/* life.h - inside db/: the lives of this store, one after the other.  One that
 * follows a whole mirror lost nothing: what held in the life before holds. */
#ifndef SAMDEPA_DB_LIFE_H
#define SAMDEPA_DB_LIFE_H

#include "db/db.h"

#define LIVES_MAX	64

struct lives {
	int64_t log[LIVES_MAX];	/* newest first */
	size_t  n;
	bool    lost;		/* the last of them began with a loss */
	int32_t horizon;	/* day before which it promises nothing */
};

/* The lives since something was lost; all of them where nothing ever was. */
enum rc lives_since_loss(struct db *, struct lives *, struct err *)
    MUST_CHECK;
bool lives_has(const struct lives *, int64_t log);

#endif
