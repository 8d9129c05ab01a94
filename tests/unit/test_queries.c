/* The plan of every statement: none reads a whole table unless its text says
 * so with a comment, and what it reads by a partial index is only what that
 * index is for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "db/query.h"

/* Small by what they hold: things under way, never the past. */
static const char *const small[] = { "booking_active", "booking_todo",
	"booking_due", "booking_unit", "orders_asked", "cases_open",
	"event_undo", "event_erasure" };

static struct db *db;

/* Walking in the order of the key, from where the last page ended, stops at
 * the page's end: the statement says LIMIT and the plan sorts nothing. */
static bool
walks_a_page(const char *sql, const char *plan)
{
	return strstr(sql, "LIMIT :cap") != NULL &&
	    strstr(plan, "TEMP B-TREE") == NULL;
}

static bool
is_small(const char *detail)
{
	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		if (strstr(detail, small[i]) != NULL)
			return true;
	return false;
}

static void
plan_of(enum query_id id, char *plan, size_t cap)
{
	sqlite3_stmt *q = query(db, id), *explain = NULL;
	char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", query_sql(id));
	size_t n = 0;

	assert_non_null(q);
	assert_int_equal(sqlite3_prepare_v2(db->sql, sql, -1, &explain, NULL),
	    SQLITE_OK);
	plan[0] = '\0';
	while (sqlite3_step(explain) == SQLITE_ROW && n < cap)
		n += (size_t)snprintf(plan + n, cap - n, "%s\n",
		    (const char *)sqlite3_column_text(explain, 3));
	sqlite3_finalize(explain);
	sqlite3_free(sql);
}

static void
test_no_statement_scans(void **state)
{
	char plan[4096];
	int bad = 0;

	(void)state;
	for (int id = 0; id < Q_COUNT; id++) {
		const char *sql = query_sql((enum query_id)id);

		plan_of((enum query_id)id, plan, sizeof plan);
		if (strstr(sql, "/*scan*/") != NULL)
			continue;
		for (char *line = strtok(plan, "\n"); line != NULL;
		    line = strtok(NULL, "\n"))
			if (strncmp(line, "SCAN ", 5) == 0 &&
			    strstr(line, "VIRTUAL TABLE") == NULL &&
			    strstr(line, "CONSTANT ROW") == NULL &&
			    strncmp(line, "SCAN (", 6) != 0 &&
			    !is_small(line)) {
				print_error("%s\n  %s\n", sql, line);
				bad++;
			}
	}
	assert_int_equal(bad, 0);
}

/* The pages of lists that people leaf through are not sorted first. */
static void
test_pages_are_not_sorted(void **state)
{
	static const enum query_id pages[] = { Q_ORDER_ALL, Q_ORDER_ASKED,
	    Q_CASE_ALL, Q_CASE_OPEN, Q_TICKET_ALL, Q_HISTORY_HERE,
	    Q_HISTORY_THING, Q_ITEM_ALL, Q_ITEM_BY_PLACE,
	    Q_ITEM_BY_CATEGORY_OF, Q_BOOKING_DUE };
	char plan[4096];

	(void)state;
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		plan_of(pages[i], plan, sizeof plan);
		if (!walks_a_page(query_sql(pages[i]), plan))
			fail_msg("%s\n%s", query_sql(pages[i]), plan);
	}
}

static int
open_store(void **state)
{
	struct err err;

	(void)state;
	return db_scratch(&db, &err) == RC_OK ? 0 : -1;
}

static int
close_store(void **state)
{
	(void)state;
	db_close(db);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_statement_scans),
		cmocka_unit_test(test_pages_are_not_sorted),
	};

	return cmocka_run_group_tests(tests, open_store, close_store);
}
