/* The tables anew from the log, beside a bare loop of prepared inserts that
 * puts the same rows into an empty store of the same schema. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/query.h"
#include "db/schema.h"
#include "db/store.h"
#include "tests/bench/bench.h"
#include "tests/lib/pty.h"

/* What a rebuild writes. */
static const char *const tables[] = {
	"event_thing", "undone", "counter", "organisation", "category",
	"unit", "place", "item", "item_code", "orders", "order_line",
	"booking", "ticket", "cases", "word",
};

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *q;

	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
		bench_fail("%s: %s", sql, sqlite3_errmsg(db));
	return q;
}

static void
run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		bench_fail("%s: %s", sql, sqlite3_errmsg(db));
}

/* Copies the rows that select gives through insert; gives how many. */
static int64_t
copy(sqlite3 *from, sqlite3 *to, const char *select, const char *insert)
{
	sqlite3_stmt *in = prepare(from, select), *out = prepare(to, insert);
	int64_t n = 0;

	for (; sqlite3_step(in) == SQLITE_ROW; n++) {
		for (int i = 0; i < sqlite3_column_count(in); i++)
			sqlite3_bind_value(out, i + 1,
			    sqlite3_column_value(in, i));
		if (sqlite3_step(out) != SQLITE_DONE)
			bench_fail("%s: %s", insert, sqlite3_errmsg(to));
		sqlite3_reset(out);
	}
	sqlite3_finalize(in);
	sqlite3_finalize(out);
	return n;
}

static int64_t
copy_table(sqlite3 *from, sqlite3 *to, const char *table)
{
	char select[128], insert[256];

	snprintf(select, sizeof select, "SELECT * FROM %s", table);
	sqlite3_stmt *q = prepare(from, select);
	int n = sqlite3_column_count(q);
	sqlite3_finalize(q);
	int used = snprintf(insert, sizeof insert, "INSERT INTO %s VALUES (?",
	    table);
	for (int i = 1; i < n; i++)
		used += snprintf(insert + used, sizeof insert - (size_t)used,
		    ", ?");
	snprintf(insert + used, sizeof insert - (size_t)used, ")");
	return copy(from, to, select, insert);
}

static int64_t
insert_bare(const char *work, const char *fresh)
{
	sqlite3 *from, *to;
	int64_t rows = 0;

	unlink(fresh);
	if (sqlite3_open(work, &from) != SQLITE_OK ||
	    sqlite3_open(fresh, &to) != SQLITE_OK)
		bench_fail("%s: cannot be opened", fresh);
	run(to, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	    "PRAGMA cache_size = -8000");
	for (int i = 0; i < schema_count; i++)
		run(to, schema_sql[i]);
	run(to, "BEGIN");
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		rows += copy_table(from, to, tables[i]);
	rows += copy(from, to, "SELECT id, name || ' ' || category FROM item"
	    " WHERE state <> 6",
	    "INSERT INTO item_search(rowid, text) VALUES (?, ?)");
	rows += copy(from, to, "SELECT id, word FROM word",
	    "INSERT INTO word_part(rowid, word) VALUES (?, ?)");
	run(to, "COMMIT");
	sqlite3_close(from);
	sqlite3_close(to);
	return rows;
}

void
bench_rebuild(const char *work)
{
	char fresh[4096];
	struct err err;
	struct db *db;

	snprintf(fresh, sizeof fresh, "%s.bare", work);
	long long start = now_ns();
	int64_t rows = insert_bare(work, fresh);
	double bare = (double)(now_ns() - start) / 1e9;
	unlink(fresh);
	if (db_open(work, 60000, &db, &err) != RC_OK)
		bench_fail("%s: %s", work, err.text);
	start = now_ns();
	if (store_rebuild(db, NULL, &err) != RC_OK)
		bench_fail("rebuild: %s", err.text);
	double ours = (double)(now_ns() - start) / 1e9;
	db_close(db);
	printf("# rebuild: %lld rows, ours %.0f and bare %.0f rows a second\n",
	    (long long)rows, (double)rows / ours, (double)rows / bare);
	table_row("rebuild of all tables", ours, bare, "s", 2);
}
