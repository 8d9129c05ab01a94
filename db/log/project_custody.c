/* project_custody.c - what events do to who answers for an item, and where it
 * was seen.  The token is (era, hop): dispatch raises hop, claim raises era. */
#include "db/log/project.h"

static const char *
my_depot(const struct fold *f)
{
	return log_depot(f->db, f->ev->id >> LOG_SHIFT);
}

/* Runs a statement that may find that the token is not what the event says:
 * then custody stays, and the case tells it. */
static enum rc
custody_set(const struct fold *f, enum query_id id, struct err *err)
{
	int64_t item = event_thing(f->db, f->ev, "item");
	sqlite3_stmt *q = query(f->db, id);

	if (!fold_into(f, item))
		return RC_OK;
	query_int(q, ":id", item);
	query_text(q, ":depot", my_depot(f));
	query_int(q, ":era", event_int(f->ev, "era"));
	query_int(q, ":hop", event_int(f->ev, "hop"));
	if (event_has(f->ev, "place"))
		query_int(q, ":place", event_thing(f->db, f->ev, "place"));
	if (event_has(f->ev, "condition"))
		query_int(q, ":condition", event_int(f->ev, "condition"));
	if (id == Q_ITEM_DISPATCH)
		query_text(q, ":to", event_text(f->ev, "to"));
	if (id == Q_ITEM_CLAIM)
		query_int(q, ":event", f->ev->id);
	if (id == Q_ITEM_RECEIVE)
		query_int(q, ":unsent", f->unsent);
	enum rc rc = query_run(q, err);
	if (rc != RC_OK || sqlite3_changes(f->db->sql) != 0 || !f->mixed)
		return rc;
	rc = clash_custody(f, "custody", item, err);
	/* It is there all the same. */
	return rc == RC_OK && id == Q_ITEM_RECEIVE ? custody_seen(f, item,
	    err) : rc;
}

enum rc
project_DISPATCH(const struct fold *f, struct err *err)
{
	return custody_set(f, Q_ITEM_DISPATCH, err);
}

enum rc
project_RECEIVE(const struct fold *f, struct err *err)
{
	return custody_set(f, Q_ITEM_RECEIVE, err);
}

enum rc
project_CLAIM(const struct fold *f, struct err *err)
{
	return custody_set(f, Q_ITEM_CLAIM, err);
}

/* Only where several logs speak of an item can it be anywhere else than with
 * its custodian. */
enum rc
custody_seen(const struct fold *f, int64_t item, struct err *err)
{
	sqlite3_stmt *q;

	if (!f->mixed || !fold_into(f, item))
		return RC_OK;
	q = query(f->db, Q_ITEM_SEEN);
	query_int(q, ":id", item);
	query_text(q, ":depot", my_depot(f));
	enum rc rc = query_run(q, err);
	if (rc != RC_OK || sqlite3_changes(f->db->sql) == 0)
		return rc;
	q = query(f->db, Q_ITEM_FOUND_AT);
	query_int(q, ":id", item);
	rc = query_step(q, err);
	bool stray = rc == RC_OK && query_col(q, 0) != 0;
	query_done(q);
	return rc == RC_OK && stray ? clash_custody(f, "stray", item, err) :
	    rc;
}

static enum rc
here(const struct fold *f, struct err *err)
{
	int64_t item = event_thing(f->db, f->ev, "item");
	sqlite3_stmt *q = query(f->db, Q_ITEM_HERE);

	if (!fold_into(f, item))
		return RC_OK;
	query_int(q, ":id", item);
	if (event_has(f->ev, "place"))
		query_int(q, ":place", event_thing(f->db, f->ev, "place"));
	enum rc rc = query_run(q, err);
	return rc == RC_OK ? custody_seen(f, item, err) : rc;
}

enum rc
project_ARRIVE(const struct fold *f, struct err *err)
{
	return here(f, err);
}

enum rc
project_COUNTED(const struct fold *f, struct err *err)
{
	return here(f, err);
}

/* Two items change places between two units, for good. */
enum rc
project_SWAP(const struct fold *f, struct err *err)
{
	static const struct {
		const char *item, *unit;
	} ways[] = { { "item", "other_unit" }, { "other", "unit" } };
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < 2; i++) {
		int64_t item = event_thing(f->db, f->ev, ways[i].item);
		sqlite3_stmt *q = query(f->db, Q_ITEM_SWAP);

		if (!fold_into(f, item))
			continue;
		query_int(q, ":id", item);
		query_int(q, ":unit", event_thing(f->db, f->ev,
		    ways[i].unit));
		rc = query_run(q, err);
	}
	return rc;
}

enum rc
project_TRANSFER(const struct fold *f, struct err *err)
{
	int64_t item = event_thing(f->db, f->ev, "item");
	sqlite3_stmt *q = query(f->db, Q_ITEM_OWNER);

	if (!fold_into(f, item))
		return RC_OK;
	query_int(q, ":id", item);
	query_text(q, ":owner", event_text(f->ev, "owner"));
	return query_run(q, err);
}
