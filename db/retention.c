/* retention.c - how long personal data is kept, and its erasure. */
#include <stdio.h>

#include "db/clock.h"
#include "db/local.h"
#include "db/staff.h"

#define DAY_S	INT64_C(86400)

/* Backups are thinned out where they are made (db/nightly.h). */
static const struct {
	const char *what, *label;
	enum query_id erase;	/* Q_COUNT: not here */
} sorts[] = {
	{ "contact", "kontaktperson i en beställning, efter beställningen",
	    Q_RETENTION_CONTACT },
	{ "unit_contact", "kontaktperson på en enhet, efter det sista som hände",
	    Q_RETENTION_UNIT_CONTACT },
	{ "text", "fria texter i beställningar och ärenden som är klara",
	    Q_RETENTION_TEXT },
	{ "item_text", "anteckningar om föremål som är borta, och ersatta",
	    Q_RETENTION_ITEM_TEXT },
	{ "staff", "spärrad person, efter det sista den gjorde",
	    Q_RETENTION_STAFF },
	{ "report", "rapporter från synkningen", Q_RETENTION_REPORT },
	{ "evidence", "bevis: händelser efter en loggs slut",
	    Q_RETENTION_EVIDENCE },
	{ "backup", "nattens säkerhetskopior", Q_COUNT },
};

const char *
retention_label(const char *what)
{
	for (size_t k = 0; k < sizeof sorts / sizeof *sorts; k++)
		if (strcmp(sorts[k].what, what) == 0)
			return sorts[k].label;
	return "";
}

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
	size_t n = 0;
	int64_t before = sqlite3_total_changes64(db->sql);
	enum rc rc = local_begin(db, err);

	*erased = 0;
	if (rc != RC_OK)
		return rc;
	if (db_clock_is_ahead(db))
		rc = err_why(err, RC_REFUSED, WHY_CLOCK_AHEAD, NULL, NULL,
		    NULL);
	if (rc == RC_OK)
		rc = retention_list(db, keep, RETENTION_MAX, &n, err);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		for (size_t k = 0; k < sizeof sorts / sizeof *sorts; k++) {
			if (strcmp(keep[i].what, sorts[k].what) != 0 ||
			    sorts[k].erase == Q_COUNT || rc != RC_OK)
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
