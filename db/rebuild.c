/* rebuild.c - the tables anew from the log. */
#include "db/log/replay.h"
#include "db/query.h"
#include "db/store.h"

#define INDEXES_MAX 64

/* A replay finds rows by their keys alone: the other indexes are made at the
 * end, over the rows that are left, and cost a fraction of what it costs to
 * keep them up event by event. */
static const char drop_indexes[] =
	"DROP INDEX IF EXISTS unit_name;"
	"DROP INDEX IF EXISTS place_name;"
	"DROP INDEX IF EXISTS item_category;"
	"DROP INDEX IF EXISTS item_place;"
	"DROP INDEX IF EXISTS item_responsible;"
	"DROP INDEX IF EXISTS item_holder;"
	"DROP INDEX IF EXISTS item_code_item;"
	"DROP INDEX IF EXISTS orders_number;"
	"DROP INDEX IF EXISTS orders_asked;"
	"DROP INDEX IF EXISTS orders_unit;"
	"DROP INDEX IF EXISTS orders_state;"
	"DROP INDEX IF EXISTS booking_active;"
	"DROP INDEX IF EXISTS booking_order;"
	"DROP INDEX IF EXISTS booking_unit;"
	"DROP INDEX IF EXISTS booking_todo;"
	"DROP INDEX IF EXISTS booking_due;"
	"DROP INDEX IF EXISTS ticket_order;"
	"DROP INDEX IF EXISTS cases_open;"
	"DROP INDEX IF EXISTS cases_number;"
	"DROP INDEX IF EXISTS cases_item;"
	"DROP INDEX IF EXISTS item_bound;"
	"DROP INDEX IF EXISTS item_found_at;"
	"DROP INDEX IF EXISTS orders_away;"
	"DROP INDEX IF EXISTS cases_orders;"
	"DROP INDEX IF EXISTS organisation_code;"
	"DROP INDEX IF EXISTS category_code;"
	"DROP INDEX IF EXISTS unit_code;"
	"DROP INDEX IF EXISTS place_code;"
	"DROP INDEX IF EXISTS ticket_code;";

static const char empty_tables[] =
	"DELETE FROM undone; DELETE FROM counter; DELETE FROM redacted;"
	"DELETE FROM organisation; DELETE FROM category;"
	"DELETE FROM unit; DELETE FROM place; DELETE FROM item;"
	"DELETE FROM item_code; DELETE FROM orders;"
	"DELETE FROM order_line; DELETE FROM booking;"
	"DELETE FROM ticket; DELETE FROM cases; DELETE FROM word;"
	"INSERT INTO item_search(item_search) VALUES('delete-all');"
	"INSERT INTO word_part(word_part) VALUES('delete-all');";

/* The statements that made the indexes, as the schema keeps them. */
struct indexes {
	char   sql[INDEXES_MAX][256];
	size_t n;
};

static enum rc
indexes_read(struct db *db, struct indexes *ix, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_INDEXES);
	enum rc rc;

	ix->n = 0;
	while ((rc = query_step(q, err)) == RC_OK && ix->n < INDEXES_MAX)
		query_col_text(q, 0, ix->sql[ix->n++], sizeof ix->sql[0]);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
indexes_make(struct db *db, const struct indexes *before, struct err *err)
{
	static struct indexes now;
	enum rc rc = indexes_read(db, &now, err);

	for (size_t i = 0; rc == RC_OK && i < before->n; i++) {
		bool there = false;

		for (size_t k = 0; k < now.n; k++)
			there |= strcmp(now.sql[k], before->sql[i]) == 0;
		if (!there)
			rc = query_exec(db, before->sql[i], err);
	}
	return rc;
}

/* --- a store that fills up --- */

/* What only lists on screens use, so that all goes on working, and is asked for
 * by name in no statement. */
static const struct {
	const char *name, *drop;
} bare[] = {
	{ "item_category", "DROP INDEX IF EXISTS item_category" },
	{ "item_place", "DROP INDEX IF EXISTS item_place" },
	{ "item_holder", "DROP INDEX IF EXISTS item_holder" },
	{ "item_responsible", "DROP INDEX IF EXISTS item_responsible" },
	{ "orders_number", "DROP INDEX IF EXISTS orders_number" },
	{ "orders_unit", "DROP INDEX IF EXISTS orders_unit" },
	{ "orders_state", "DROP INDEX IF EXISTS orders_state" },
	{ "booking_order", "DROP INDEX IF EXISTS booking_order" },
	{ "booking_unit", "DROP INDEX IF EXISTS booking_unit" },
	{ "booking_due", "DROP INDEX IF EXISTS booking_due" },
};

static enum rc
bare_begin(struct db *db, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof bare / sizeof *bare;
	    i++) {
		sqlite3_stmt *q = query(db, Q_BARE_ADD);

		query_text(q, ":name", bare[i].name);
		rc = query_run(q, err);
		if (rc == RC_OK)
			rc = query_exec(db, bare[i].drop, err);
	}
	return rc;
}

static enum rc
bare_end(struct db *db, struct err *err)
{
	static struct indexes away;
	sqlite3_stmt *q = query(db, Q_BARE_LIST);
	enum rc rc;

	away.n = 0;
	while ((rc = query_step(q, err)) == RC_OK && away.n < INDEXES_MAX)
		query_col_text(q, 0, away.sql[away.n++], sizeof away.sql[0]);
	query_done(q);
	rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	if (rc == RC_OK)
		rc = indexes_make(db, &away, err);
	return rc == RC_OK ? query_run(query(db, Q_BARE_CLEAR), err) : rc;
}

enum rc
store_bare(struct db *db, bool on, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_BARE_LIST);
	enum rc rc = query_step(q, err);

	query_done(q);
	if (!on && rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	return db_end(db, on ? bare_begin(db, err) : bare_end(db, err), err);
}

/* --- rebuild --- */

enum rc
replay_bare(struct db *from, struct db *to, const struct store_progress *p,
    struct err *err)
{
	enum rc rc = query_exec(to, drop_indexes, err);

	db_bulk(to, true);
	if (rc == RC_OK)
		rc = replay(from, to, p, err);
	return rc;
}

enum rc
store_rebuild(struct db *db, const struct store_progress *p, struct err *err)
{
	static struct indexes indexes;
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	memset(db->seen, 0, sizeof db->seen);
	rc = indexes_read(db, &indexes, err);
	if (rc == RC_OK)
		rc = query_exec(db, empty_tables, err);
	if (rc == RC_OK)
		rc = replay_bare(db, db, p, err);
	if (rc == RC_OK)
		rc = indexes_make(db, &indexes, err);
	if (rc == RC_OK)
		rc = bare_end(db, err);
	rc = db_end(db, rc, err);
	db_bulk(db, false);
	return rc;
}
