/* The rows that a night brought, put by hand into a copy of the store as it
 * was before: loaded first, then written in one transaction a log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/query.h"
#include "tests/bench/depots.h"
#include "tests/lib/pty.h"

enum { COLUMNS_MAX = 32 };

/* The rows of things that events after :from of its log concern. */
#define TOUCHED(column) " WHERE " column " IN (SELECT t.thing FROM" \
	" event_thing t WHERE t.event > :from AND t.event < :to)"

static const struct {
	const char *table, *select;
} parts[] = {
	{ "event", "SELECT * FROM event WHERE id > :from AND id < :to" },
	{ "event_thing", "SELECT * FROM event_thing WHERE event > :from"
	    " AND event < :to" },
	{ "unit", "SELECT * FROM unit" TOUCHED("id") },
	{ "place", "SELECT * FROM place" TOUCHED("id") },
	{ "item", "SELECT * FROM item" TOUCHED("id") },
	{ "item_code", "SELECT * FROM item_code" TOUCHED("item") },
	{ "orders", "SELECT * FROM orders" TOUCHED("id") },
	{ "order_line", "SELECT * FROM order_line" TOUCHED("orders") },
	{ "booking", "SELECT * FROM booking" TOUCHED("orders") },
	{ "ticket", "SELECT * FROM ticket" TOUCHED("id") },
	{ "cases", "SELECT * FROM cases" TOUCHED("item") },
	{ "text", "SELECT * FROM text WHERE id IN (SELECT o.note FROM orders o"
	    TOUCHED("o.id") ")" },
	{ "item_search(rowid, text)", "SELECT id, name || ' ' || category"
	    " FROM item WHERE id > :from AND id < :to" },
};
enum { PARTS = sizeof parts / sizeof *parts };

struct row {
	int part, log, n;
	sqlite3_value *value[COLUMNS_MAX];
};

struct rows {
	struct row *row;
	size_t n, cap;
};

static void
load_row(struct rows *rows, sqlite3_stmt *q, int part, int log)
{
	if (rows->n == rows->cap) {
		rows->cap = rows->cap * 2 + 1024;
		rows->row = realloc(rows->row, rows->cap * sizeof *rows->row);
		if (rows->row == NULL)
			bench_fail("out of memory");
	}
	struct row *r = &rows->row[rows->n++];
	*r = (struct row){ .part = part, .log = log,
	    .n = sqlite3_column_count(q) };
	for (int i = 0; i < r->n; i++)
		r->value[i] = sqlite3_value_dup(sqlite3_column_value(q, i));
}

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *q;

	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
		bench_fail("%s: %s", sql, sqlite3_errmsg(db));
	return q;
}

static void
load(const char *store, const int64_t *from, int logs, struct rows *rows,
    int columns[PARTS])
{
	sqlite3 *db;

	if (sqlite3_open_v2(store, &db, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK)
		bench_fail("%s: cannot be opened", store);
	for (int log = 0; log < logs; log++)
		for (int part = 0; part < PARTS; part++) {
			sqlite3_stmt *q = prepare(db, parts[part].select);

			columns[part] = sqlite3_column_count(q);
			sqlite3_bind_int64(q, 1, from[log]);
			sqlite3_bind_int64(q, 2,
			    ((from[log] >> LOG_SHIFT) + 1) << LOG_SHIFT);
			while (sqlite3_step(q) == SQLITE_ROW)
				load_row(rows, q, part, log);
			sqlite3_finalize(q);
		}
	sqlite3_close(db);
}

static sqlite3_stmt *
insert(sqlite3 *db, int part, int columns)
{
	char sql[512];
	int used = snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO %s"
	    " VALUES (?", parts[part].table);

	for (int i = 1; i < columns; i++)
		used += snprintf(sql + used, sizeof sql - (size_t)used, ", ?");
	snprintf(sql + used, sizeof sql - (size_t)used, ")");
	return prepare(db, sql);
}

static void
run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		bench_fail("%s: %s", sql, sqlite3_errmsg(db));
}

static void
write_rows(const char *store, const struct rows *rows,
    const int columns[PARTS])
{
	sqlite3_stmt *q[PARTS];
	sqlite3 *db;

	if (sqlite3_open(store, &db) != SQLITE_OK)
		bench_fail("%s: cannot be opened", store);
	run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	    "PRAGMA cache_size = -8000");
	for (int i = 0; i < PARTS; i++)
		q[i] = insert(db, i, columns[i]);
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *r = &rows->row[i];

		if (i == 0 || r->log != r[-1].log)
			run(db, i == 0 ? "BEGIN" : "COMMIT; BEGIN");
		for (int c = 0; c < r->n; c++)
			sqlite3_bind_value(q[r->part], c + 1, r->value[c]);
		if (sqlite3_step(q[r->part]) != SQLITE_DONE)
			bench_fail("%s: %s", parts[r->part].table,
			    sqlite3_errmsg(db));
		sqlite3_reset(q[r->part]);
	}
	run(db, "COMMIT");
	for (int i = 0; i < PARTS; i++)
		sqlite3_finalize(q[i]);
	sqlite3_close(db);
}

int64_t
bare_night(const char *from, const char *to, const int64_t *heads, int logs,
    double *seconds)
{
	struct rows rows = { NULL, 0, 0 };
	int columns[PARTS];

	load(from, heads, logs, &rows, columns);
	long long start = now_ns();
	write_rows(to, &rows, columns);
	*seconds = (double)(now_ns() - start) / 1e9;
	for (size_t i = 0; i < rows.n; i++)
		for (int c = 0; c < rows.row[i].n; c++)
			sqlite3_value_free(rows.row[i].value[c]);
	free(rows.row);
	return (int64_t)rows.n;
}
