/* staff_account.c - whether a person may sign in. */
#include "db/staff.h"

#include <stdio.h>

#include "db/clock.h"
#include "db/local.h"
#include "db/log/event.h"
#include "db/pin.h"

/* Whether the depot would have no administrator without this one. */
static enum rc
not_last_admin(struct db *db, const struct staff *who, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_STAFF_ADMINS);

	query_int(q, ":role", ROLE_ADMIN);
	query_int(q, ":except", who->id);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK && query_col(q, 0) == 0 && who->role == ROLE_ADMIN &&
	    !who->disabled)
		rc = err_why(err, RC_REFUSED, WHY_LAST_ADMIN, NULL, NULL,
		    NULL);
	query_done(q);
	return rc;
}

static enum rc
set_failures(struct db *db, int64_t id, int failures, int64_t until,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_STAFF_FAILURES);

	query_int(q, ":id", id);
	query_int(q, ":failures", failures);
	query_int(q, ":until", until);
	return query_run(q, err);
}

enum rc
staff_disable(struct db *db, int64_t id, bool off, struct err *err)
{
	struct staff who;
	enum rc rc = local_begin(db, err);

	if (rc != RC_OK)
		return rc;
	rc = staff_get(db, id, &who, err);
	if (rc == RC_OK)
		rc = off ? not_last_admin(db, &who, err) :
		    set_failures(db, id, 0, 0, err);
	if (rc == RC_OK) {
		sqlite3_stmt *q = query(db, Q_STAFF_DISABLE);

		query_int(q, ":id", id);
		query_int(q, ":on", off);
		rc = query_run(q, err);
	}
	return local_end(db, rc, err);
}

enum rc
staff_forget(struct db *db, int64_t id, struct err *err)
{
	const struct actor nobody = { .role = ROLE_ADMIN };
	struct staff who;
	bool own = !db->act_open;
	enum rc rc = own ? act_begin(db, &nobody, err) : RC_OK;

	if (rc != RC_OK)
		return rc;
	rc = staff_get(db, id, &who, err);
	if (rc == RC_OK)
		rc = not_last_admin(db, &who, err);
	if (rc == RC_OK)	/* takes the rows with it */
		rc = event_append(db, EVENT_FORGET, json_pack("{s:I}", "actor",
		    (json_int_t)id), NULL, err);
	return own ? act_end(db, rc, err) : rc;
}

enum rc
staff_set_pin(struct db *db, int64_t id, const char *hash, struct err *err)
{
	struct staff who;
	enum rc rc = local_begin(db, err);

	if (rc != RC_OK)
		return rc;
	rc = staff_get(db, id, &who, err);
	if (rc == RC_OK) {
		sqlite3_stmt *q = query(db, Q_STAFF_PIN);

		query_int(q, ":id", id);
		query_text(q, ":pin", hash);
		rc = query_run(q, err);
	}
	return local_end(db, rc, err);
}

/* --- PINs --- */

static enum rc
pin_try(struct db *db, const struct staff *who, struct err *err)
{
	int64_t now = clock_now(), wait = who->locked_until - now;
	int delay = pin_delay_s(who->failures);
	char text[24];

	if (who->disabled)
		return err_why(err, RC_REFUSED, WHY_STAFF_DISABLED, who->name,
		    NULL, NULL);
	if (who->pin[0] == '\0')
		return err_why(err, RC_REFUSED, WHY_PIN_NONE, who->name, NULL,
		    NULL);
	if (delay < 0)
		return err_why(err, RC_REFUSED, WHY_PIN_LOCKED, NULL, NULL,
		    NULL);
	/* A clock that was set back makes nobody wait longer than the
	 * delay, which then begins again. */
	if (wait > delay) {
		enum rc rc = set_failures(db, who->id, who->failures,
		    now + delay, err);

		if (rc != RC_OK)
			return rc;
		wait = delay;
	}
	if (wait > 0) {
		snprintf(text, sizeof text, "%lld", (long long)wait);
		return err_why(err, RC_REFUSED, WHY_PIN_WAIT, text, NULL,
		    NULL);
	}
	delay = pin_delay_s(who->failures + 1);
	return set_failures(db, who->id, who->failures + 1,
	    now + (delay > 0 ? delay : 0), err);
}

enum rc
staff_pin_try(struct db *db, int64_t id, struct err *err)
{
	struct staff who;
	enum rc rc = local_begin(db, err);

	if (rc != RC_OK)
		return rc;
	rc = staff_get(db, id, &who, err);
	if (rc == RC_OK)
		rc = pin_try(db, &who, err);
	/* A refusal may have moved the delay: it is kept. */
	if (rc == RC_REFUSED) {
		enum rc kept = local_end(db, RC_OK, NULL);

		return kept == RC_OK ? rc : kept;
	}
	return local_end(db, rc, err);
}

enum rc
staff_pin_right(struct db *db, int64_t id, struct err *err)
{
	enum rc rc = local_begin(db, err);

	if (rc == RC_OK)
		rc = local_end(db, set_failures(db, id, 0, 0, err), err);
	return rc;
}
