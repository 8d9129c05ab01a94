#include "db/life.h"

#include "db/query.h"

enum rc
lives_since_loss(struct db *db, struct lives *l, struct err *err)
{
	int64_t log = db->log;
	enum rc rc = RC_OK;

	memset(l, 0, sizeof *l);
	while (rc == RC_OK && log != 0 && !l->lost && l->n < LIVES_MAX) {
		sqlite3_stmt *q = query(db, Q_LIFE_OWN);

		query_int(q, ":id", log);
		rc = query_step(q, err);
		if (rc == RC_OK) {
			l->log[l->n++] = log;
			l->horizon = (int32_t)query_col(q, 0);
			l->lost = query_col(q, 1) != 0;
			log = query_col(q, 2);
		}
		query_done(q);
	}
	return rc;
}

bool
lives_has(const struct lives *l, int64_t log)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->log[i] == log)
			return true;
	return false;
}
