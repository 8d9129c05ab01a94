/* log_row.h - inside db/log: a log as the store has it. */
#ifndef SAMDEPA_DB_LOG_LOG_ROW_H
#define SAMDEPA_DB_LOG_LOG_ROW_H

#include "db/query.h"

struct log_row {
	int64_t id, seq;
	bool    own, closed, named_only;
	unsigned char hash[HASH_SIZE], public[32];
};

/* RC_NOT_FOUND: there is none of the name. */
enum rc log_get(struct db *, const char *name, struct log_row *, struct err *)
    MUST_CHECK;

#endif
