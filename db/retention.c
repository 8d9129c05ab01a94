/* retention.c - how long personal data is kept, and its erasure. */
#include <stdio.h>

#include "db/clock.h"
#include "db/local.h"
#include "db/staff.h"

#define DAY_S	INT64_C(86400)

static const struct {
	const char *what;
	enum query_id erase;
} sorts[] = {
	{ "contact", Q_RETENTION_CONTACT },
	{ "text", Q_RETENTION_TEXT },
	{ "staff", Q_RETENTION_STAFF },
};

enum rc
retention_list(struct db *db, struct retention *out, size_t cap, size_t *n,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_RETENTION_LIST);
	enum rc rc = RC_OK;

	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++) {
		query_col_text(q, 0, out[*n].what, sizeof out->what);
		out[*n].days = (int32_t)query_col(q, 1);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
retention_set(struct db *db, const char *what, int32_t days, struct err *err)
{
	if (days < 1 || days > 36500) {
		char text[16];

		snprintf(text, sizeof text, "%d", (int)days);
		return err_why(err, RC_INVALID, WHY_RETENTION, text, NULL,
		    NULL);
	}
	enum rc rc = local_begin(db, err);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_RETENTION_SET);
	query_text(q, ":what", what);
	query_int(q, ":days", days);
	rc = query_run(q, err);
	if (rc == RC_OK && sqlite3_changes(db->sql) == 0)
		rc = err_why(err, RC_NOT_FOUND, WHY_RETENTION, what, NULL,
		    NULL);
	return local_end(db, rc, err);
}

enum rc
retention_apply(struct db *db, int64_t *erased, struct err *err)
{
	struct retention keep[RETENTION_MAX];
	size_t n;
	int64_t before = sqlite3_total_changes64(db->sql);
	enum rc rc = local_begin(db, err);

	*erased = 0;
	if (rc != RC_OK)
		return rc;
	rc = retention_list(db, keep, RETENTION_MAX, &n, err);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		for (size_t k = 0; k < sizeof sorts / sizeof *sorts; k++) {
			if (strcmp(keep[i].what, sorts[k].what) != 0 ||
			    rc != RC_OK)
				continue;
			sqlite3_stmt *q = query(db, sorts[k].erase);
			query_int(q, ":before",
			    clock_now() - keep[i].days * DAY_S);
			rc = query_run(q, err);
		}
	rc = local_end(db, rc, err);
	if (rc == RC_OK)
		*erased = sqlite3_total_changes64(db->sql) - before;
	return rc;
}
