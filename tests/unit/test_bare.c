/* A store that fills up without some of its indexes: lists still answer, and
 * whoever ends it leaves the very indexes that there were. */
#include "tests/unit/store_help.h"

#include "db/query.h"
#include "db/store.h"

/* All that the schema says of indexes, and how many there are. */
static int
indexes(char *out, size_t cap)
{
	sqlite3_stmt *q = NULL;
	size_t n = 0;
	int count = 0;

	out[0] = '\0';
	assert_int_equal(sqlite3_prepare_v2(db->sql, "SELECT sql FROM"
	    " sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
	    " ORDER BY name", -1, &q, NULL), SQLITE_OK);
	for (; sqlite3_step(q) == SQLITE_ROW; count++)
		n += (size_t)snprintf(out + n, cap - n, "%s\n",
		    (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	assert_true(n < cap);
	return count;
}

static void
test_bare(void **state)
{
	static char before[16384], now[16384];
	struct store_stats stats;
	int n;

	(void)state;
	n = indexes(before, sizeof before);
	for (int how = 0; how < 2; how++) {
		assert_int_equal(store_bare(db, true, &err), RC_OK);
		assert_int_equal(store_bare(db, true, &err), RC_OK);
		assert_true(indexes(now, sizeof now) < n);
		assert_int_equal(store_stats(db, &stats, &err), RC_OK);
		/* It is ended by itself, or by a rebuild. */
		assert_int_equal(how == 0 ? store_bare(db, false, &err) :
		    store_rebuild(db, NULL, &err), RC_OK);
		assert_int_equal(indexes(now, sizeof now), n);
		assert_string_equal(now, before);
	}
	assert_int_equal(store_bare(db, false, &err), RC_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bare),
	};
	return cmocka_run_group_tests(tests, store_setup, store_teardown);
}
