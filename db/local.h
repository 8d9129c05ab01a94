/* local.h - inside db/: the local tables, which the log knows not of.  Writes
 * are transactions of their own, or in the act that is open. */
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

/* Calls problem with an English line for each key, depot or free text that
 * is not what the log knows; RC_OK also then. */
enum rc local_check(struct db *, void (*problem)(const char *, void *), void *,
    struct err *) MUST_CHECK;

#endif
