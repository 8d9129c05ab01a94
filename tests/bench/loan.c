/* A durable loan of one item, beside a bare transaction of SQLite that writes
 * the very same rows: they are overheard from the act itself, which is then
 * taken back and played by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/order.h"
#include "db/query.h"
#include "db/unit.h"
#include "tests/bench/bench.h"
#include "tests/lib/pty.h"

enum { LOANS = 1000, WRITES_MAX = 256, PAGES_MAX = 1000 };
enum { WRITERS = 8, ACTS = 250 };

static const struct actor admin = { .id = 7, .role = ROLE_ADMIN };

static struct db *
open_store(const char *path)
{
	struct db *db;
	struct err err;

	if (db_open(path, 60000, &db, &err) != RC_OK)
		bench_fail("%s: %s", path, err.text);
	return db;
}

static int64_t
any_unit(struct db *db)
{
	struct unit unit;
	struct err err;
	size_t n;

	if (unit_list(db, NULL, 0, &unit, 1, &n, &err) != RC_OK || n == 0)
		bench_fail("no unit");
	return unit.id;
}

static enum rc
lend(struct db *db, int64_t unit, int64_t item, struct err *err)
{
	struct order_line line = { .item = item, .count = 1 };
	struct order_form form = { .kind = ORDER_LOAN, .unit = unit,
	    .start = clock_today(), .until = clock_today() + 14,
	    .delivery = "", .reason = "need", .note = "", .contact = "",
	    .phone = "", .lines = &line, .n = 1 };
	int64_t order;

	enum rc rc = act_begin(db, &admin, err);
	if (rc != RC_OK)
		return rc;
	return act_end(db, order_hand_out(db, &form, &order, err), err);
}

/* --- the rows of an act --- */

struct rows {
	sqlite3_stmt *write[WRITES_MAX];
	size_t n;
};

static int
overhear(unsigned what, void *arg, void *stmt, void *unused)
{
	struct rows *rows = arg;
	const char *sql = sqlite3_sql(stmt);

	(void)what;
	(void)unused;
	if (strncasecmp(sql, "INSERT", 6) != 0 &&
	    strncasecmp(sql, "UPDATE", 6) != 0 &&
	    strncasecmp(sql, "DELETE", 6) != 0)
		return 0;
	char *text = sqlite3_expanded_sql(stmt);
	if (rows->n == WRITES_MAX || text == NULL ||
	    sqlite3_prepare_v2(sqlite3_db_handle(stmt), text, -1,
	    &rows->write[rows->n], NULL) != SQLITE_OK)
		bench_fail("cannot write by hand: %s", sql);
	rows->n++;
	sqlite3_free(text);
	return 0;
}

static int
refuse_commit(void *arg)
{
	(void)arg;
	return 1;
}

/* Does the act, listens, and takes it back. */
static void
overhear_loan(struct db *db, int64_t unit, int64_t item, struct rows *rows)
{
	struct err err;

	rows->n = 0;
	sqlite3_trace_v2(db->sql, SQLITE_TRACE_STMT, overhear, rows);
	sqlite3_commit_hook(db->sql, refuse_commit, NULL);
	if (lend(db, unit, item, &err) == RC_OK)
		bench_fail("the loan was not to be kept");
	sqlite3_commit_hook(db->sql, NULL, NULL);
	sqlite3_trace_v2(db->sql, 0, NULL, NULL);
	if (rows->n == 0)
		bench_fail("the loan does not pass: %s", err.text);
}

static void
forget_rows(struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		sqlite3_finalize(rows->write[i]);
	rows->n = 0;
}

static void
step(sqlite3_stmt *q)
{
	int rc = sqlite3_step(q);

	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		bench_fail("by hand: %s",
		    sqlite3_errmsg(sqlite3_db_handle(q)));
	sqlite3_reset(q);
}

struct bare {
	sqlite3_stmt *begin, *commit;
};

static void
write_bare(struct db *db, const struct bare *bare, const struct rows *rows)
{
	step(bare->begin);
	for (size_t i = 0; i < rows->n; i++)
		step(rows->write[i]);
	step(bare->commit);
	if (db->wal_pages > PAGES_MAX) {
		sqlite3_wal_checkpoint_v2(db->sql, NULL,
		    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
		db->wal_pages = 0;
	}
}

/* Both sides on one connection, turn by turn, each with the pages
 * warmed by the act that was taken back, each with its own checkpoints. */
void
bench_loan(const char *work)
{
	int64_t *items = bench_free_items(work, 2 * LOANS);
	struct db *db = open_store(work);
	int64_t unit = any_unit(db);
	struct samples ours, theirs;
	struct rows rows = { .n = 0 };
	struct bare bare;
	struct err err;

	if (sqlite3_prepare_v2(db->sql, "BEGIN IMMEDIATE", -1, &bare.begin,
	    NULL) != SQLITE_OK || sqlite3_prepare_v2(db->sql, "COMMIT", -1,
	    &bare.commit, NULL) != SQLITE_OK)
		bench_fail("%s", sqlite3_errmsg(db->sql));
	samples_init(&ours, LOANS);
	samples_init(&theirs, LOANS);
	for (size_t i = 0; i < 2 * LOANS; i++) {
		bool by_hand = i % 2 == 1;

		overhear_loan(db, unit, items[i], &rows);
		long long start = now_ns();
		if (by_hand)
			write_bare(db, &bare, &rows);
		else if (lend(db, unit, items[i], &err) != RC_OK)
			bench_fail("loan: %s", err.text);
		samples_add(by_hand ? &theirs : &ours, now_ns() - start);
		if (i + 1 < 2 * LOANS)
			forget_rows(&rows);
	}
	printf("# a loan writes %zu rows by hand\n", rows.n);
	forget_rows(&rows);
	table_row("a durable loan, p50", (double)samples_at(&ours, 50) / 1e6,
	    (double)samples_at(&theirs, 50) / 1e6, "ms", 1.5);
	table_row("a durable loan, p99", (double)samples_at(&ours, 99) / 1e6,
	    (double)samples_at(&theirs, 99) / 1e6, "ms", 0);
	sqlite3_finalize(bare.begin);
	sqlite3_finalize(bare.commit);
	samples_release(&ours);
	samples_release(&theirs);
	db_close(db);
	free(items);
}

/* --- eight writers at once --- */

/* Lends and returns one item of its own again and again; writes each wait for
 * the turn and each commit to fd, as pairs. */
static void
write_acts(const char *work, int64_t item, int acts, int fd)
{
	struct db *db = open_store(work);
	int64_t unit = any_unit(db);
	struct order_line line = { .item = item, .count = 1 };
	struct order_form form = { .kind = ORDER_LOAN, .unit = unit,
	    .start = clock_today(), .until = clock_today() + 14,
	    .delivery = "", .reason = "need", .note = "", .contact = "",
	    .phone = "", .lines = &line, .n = 1 };
	struct err err;
	int64_t order;

	for (int i = 0; i < acts; i++) {
		long long start = now_ns(), pair[2];

		enum rc rc = act_begin(db, &admin, &err);
		if (rc != RC_OK)
			bench_fail("writer: %s", err.text);
		pair[0] = now_ns() - start;
		rc = i % 2 == 0 ? order_hand_out(db, &form, &order, &err) :
		    order_return(db, item, 0, -1, 0, NULL, &err);
		if (act_end(db, rc, &err) != RC_OK)
			bench_fail("writer: %s", err.text);
		pair[1] = now_ns() - start - pair[0];
		if (write(fd, pair, sizeof pair) != sizeof pair)
			bench_fail("writer: pipe");
	}
	db_close(db);
}

static void
run_writers(const char *work, const int64_t *items, int writers,
    struct samples *waits, struct samples *holds)
{
	long long pair[2];
	int ends[2], status, failed = 0;

	if (pipe(ends) != 0)
		bench_fail("pipe");
	fflush(NULL);
	for (int i = 0; i < writers; i++) {
		if (fork() != 0)
			continue;
		close(ends[0]);
		write_acts(work, items[i], ACTS, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	while (read(ends[0], pair, sizeof pair) == sizeof pair) {
		samples_add(waits, pair[0]);
		samples_add(holds, pair[1]);
	}
	close(ends[0]);
	while (wait(&status) > 0)
		failed += status != 0;
	if (failed > 0)
		bench_fail("%d writers failed", failed);
}

void
bench_writers(const char *work)
{
	int64_t *items = bench_free_items(work, WRITERS);
	struct samples waits, holds, alone, alone_waits;

	samples_init(&waits, WRITERS * ACTS);
	samples_init(&holds, WRITERS * ACTS);
	samples_init(&alone, ACTS);
	samples_init(&alone_waits, ACTS);
	run_writers(work, items, 1, &alone_waits, &alone);
	run_writers(work, items, WRITERS, &waits, &holds);
	double hold = (double)samples_at(&holds, 50) / 1e6;
	table_row("eight writers: wait p99, beside p50 commit",
	    (double)samples_at(&waits, 99) / 1e6, hold, "ms", 30);
	table_row("eight writers: longest wait, beside the same",
	    (double)samples_at(&waits, 100) / 1e6, hold, "ms", 0);
	table_row("eight writers: commit p50, beside one alone", hold,
	    (double)samples_at(&alone, 50) / 1e6, "ms", 0);
	samples_release(&waits);
	samples_release(&holds);
	samples_release(&alone);
	samples_release(&alone_waits);
	free(items);
}
