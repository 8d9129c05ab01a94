#include "db/late.h"

#include "db/case.h"
#include "db/clock.h"
#include "db/query.h"
#include "db/rules_answer.h"

#define DAY_S	86400

static const struct actor by_itself = { .id = ACTOR_RULES,
	.role = ROLE_STAFF };

/* The next row of a list that what is done to each row makes shorter. */
static enum rc
next(struct db *db, enum query_id id, int64_t before, int64_t *thing,
    struct err *err)
{
	sqlite3_stmt *q = query(db, id);

	query_text(q, ":depot", db->depot);
	if (id != Q_LATE_ANSWERED)
		query_int(q, ":before", before);
	else
		query_int(q, ":actor", ACTOR_RULES);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		*thing = query_col(q, 0);
	query_done(q);
	return rc;
}

static enum rc
one(struct db *db, enum query_id id, int64_t before, bool *done,
    struct err *err)
{
	int64_t thing = 0, opened;
	enum rc rc = act_begin(db, &by_itself, err);

	*done = rc == RC_REFUSED;	/* a life that is closed acts no more */
	if (rc != RC_OK)
		return *done ? RC_OK : rc;
	rc = next(db, id, before, &thing, err);
	*done = rc == RC_NOT_FOUND;
	if (rc == RC_OK && id == Q_LATE_ORDER)
		rc = case_open(db, "order", 0, thing, 0, "", &opened, err);
	else if (rc == RC_OK && id == Q_LATE_ON_ITS_WAY)
		rc = case_open(db, "difference", thing, 0, 0, "", &opened,
		    err);
	else if (rc == RC_OK)
		rc = case_settle(db, thing, "answered", "", err);
	rc = act_end(db, rc, err);
	return *done ? RC_OK : rc;
}

enum rc
late_open(struct db *db, int days, int64_t *opened, struct err *err)
{
	static const enum query_id looks[] = { Q_LATE_ANSWERED, Q_LATE_ORDER,
	    Q_LATE_ON_ITS_WAY };
	int64_t now = clock_now(), before = now - (int64_t)days * DAY_S;
	enum rc rc = RC_OK;

	*opened = 0;
	if (db_clock_is_wrong(db))
		return RC_OK;
	for (size_t i = 0; rc == RC_OK && i < sizeof looks / sizeof *looks;
	    i++)
		for (bool done = false; rc == RC_OK && !done;) {
			rc = one(db, looks[i], before, &done, err);
			*opened += rc == RC_OK && !done &&
			    looks[i] != Q_LATE_ANSWERED;
		}
	return rc;
}
