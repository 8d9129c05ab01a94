/* store_help.h - a store of its own for each test, and acts in one line. */
#ifndef SAMDEPA_TESTS_STORE_HELP_H
#define SAMDEPA_TESTS_STORE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "db/item.h"
#include "db/query.h"
#include "db/store.h"
#include "db/unit.h"

static char dir[64], path[96];
static struct db *db;
static struct err err;
static const struct actor boss = { .id = 7, .role = ROLE_ADMIN };

#define OK(expr) do { \
	enum rc rc_ = (expr); \
	if (rc_ != RC_OK) \
		fail_msg("%s: %d %s", #expr, rc_, err.text); \
} while (0)

/* One act of the verb alone. */
#define ACT(expr) do { \
	OK(act_begin(db, &boss, &err)); \
	OK(act_end(db, (expr), &err)); \
} while (0)

/* A call that fails for this reason; an act that does. */
#define FAILS(reason, expr) do { \
	assert_int_not_equal((expr), RC_OK); \
	assert_string_equal(err_why_name(err.why), #reason); \
} while (0)
#define REFUSED(reason, expr) do { \
	OK(act_begin(db, &boss, &err)); \
	FAILS(reason, act_end(db, (expr), &err)); \
} while (0)

static inline int
store_setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/samdepa-test-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/store.db", dir);
	OK(db_init(path, "YST1", "Ystad depå", "YST", "Ystads kommun", &err));
	OK(db_open(path, 1000, &db, &err));
	return 0;
}

/* Whatever a test did, the tables are what the log says. */
static inline int
store_teardown(void **state)
{
	static struct store_check check;
	char command[128];

	(void)state;
	enum rc rc = store_check(db, &check, NULL, &err);
	for (size_t i = 0; i < check.n_problems; i++)
		printf("problem: %s\n", check.problems[i]);
	if (rc != RC_OK)
		return -1;
	db_close(db);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	return system(command);
}

/* One number that a statement gives. */
static inline int64_t
number_of(const char *sql)
{
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v2(db->sql, sql, -1, &q, NULL) != SQLITE_OK ||
	    sqlite3_step(q) != SQLITE_ROW)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db->sql));
	int64_t n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

static inline int64_t
item_make(const char *name, const char *category)
{
	struct item_form f;
	char code[40];
	int64_t id = 0;

	item_form_init(&f);
	ACT(category_ensure(db, category, code, &err));
	f.name = name;
	f.category = code;
	ACT(item_register(db, &f, &id, &err));
	return id;
}

#define STORE_TEST(f) \
	cmocka_unit_test_setup_teardown(f, store_setup, store_teardown)

#endif
