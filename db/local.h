/* local.h - inside db/: writes to the local tables, which the log knows not
 * of: in a transaction of their own, or in the act that is open. */
#ifndef SAMDEPA_DB_LOCAL_H
#define SAMDEPA_DB_LOCAL_H

#include "db/query.h"

static inline enum rc
local_begin(struct db *db, struct err *err)
{
	return db->act_open ? RC_OK : db_begin(db, err);
}

static inline enum rc
local_end(struct db *db, enum rc rc, struct err *err)
{
	return db->act_open ? rc : db_end(db, rc, err);
}

#endif
