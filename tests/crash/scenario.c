#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/order.h"
#include "db/query.h"
#include "db/store.h"
#include "db/ticket.h"
#include "db/unit.h"
#include "tests/crash/scenario.h"

enum { IMPORT_ROWS = 30, ITEMS = 8 };

static const struct actor admin = { .id = 7, .role = ROLE_ADMIN };

/* What the prepared store holds; the children know it by being forked. */
static struct {
	int64_t unit, items[ITEMS], ticket;
} world;

static enum rc
register_rows(struct db *db, const char *prefix, int n, int64_t *ids,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < n; i++) {
		struct item_form form;
		char name[64];
		int64_t id;

		snprintf(name, sizeof name, "%s %d", prefix, i);
		item_form_init(&form);
		form.name = name;
		form.category = "kontorsstol";
		rc = item_register(db, &form, &id, err);
		if (ids != NULL)
			ids[i] = id;
	}
	return rc;
}

static enum rc
make_ticket(struct db *db, int64_t *ticket, struct err *err)
{
	struct order_line line = { .item = world.items[1], .count = 1 };
	struct order_form form = { .kind = ORDER_LOAN, .unit = world.unit,
	    .start = clock_today(), .until = clock_today() + 14,
	    .delivery = "", .reason = "need", .note = "", .contact = "",
	    .phone = "", .lines = &line, .n = 1 };
	int64_t order;

	enum rc rc = order_make(db, &form, &order, err);
	if (rc == RC_OK)
		rc = order_grant(db, order, NULL, err);
	if (rc == RC_OK)
		rc = ticket_issue(db, order, 0, ticket, err);
	return rc;
}

static enum rc
fill(struct db *db, struct err *err)
{
	struct unit unit = { .name = "Vårskolan", .organisation = "YST",
	    .kind = "school" };
	struct category category = { .code = "kontorsstol",
	    .name = "Kontorsstol", .name_en = "Office chair" };

	enum rc rc = category_set(db, &category, err);
	if (rc == RC_OK)
		rc = unit_set(db, &unit, &world.unit, err);
	if (rc == RC_OK)
		rc = register_rows(db, "Stol", ITEMS, world.items, err);
	if (rc == RC_OK)
		rc = make_ticket(db, &world.ticket, err);
	return rc;
}

static void
must(enum rc rc, const struct err *err, const char *what)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "crash: %s: %s\n", what, err->text);
	exit(2);
}

void
scenario_prepare(const char *path)
{
	struct err err;
	struct db *db;

	must(db_init(path, "YST1", "Ystad depå", "YST", "Ystads kommun",
	    &err), &err, "init");
	must(db_open(path, 5000, &db, &err), &err, "open");
	must(act_begin(db, &admin, &err), &err, "begin");
	must(act_end(db, fill(db, &err), &err), &err, "fill");
	sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_TRUNCATE,
	    NULL, NULL);
	db_close(db);
}

/* --- the acts --- */

static enum rc
lend(struct db *db, int64_t item, struct err *err)
{
	struct order_line line = { .item = item, .count = 1 };
	struct order_form form = { .kind = ORDER_LOAN, .unit = world.unit,
	    .start = clock_today(), .until = clock_today() + 14,
	    .delivery = "", .reason = "need", .note = "till aulan",
	    .contact = "", .phone = "", .lines = &line, .n = 1 };
	int64_t order;

	return order_hand_out(db, &form, &order, err);
}

static enum rc
act_lend(struct db *db, struct err *err)
{
	return lend(db, world.items[0], err);
}

static enum rc
act_return(struct db *db, struct err *err)
{
	return order_return(db, world.items[0], 0, CONDITION_GOOD, 0, NULL,
	    err);
}

static enum rc
act_import(struct db *db, struct err *err)
{
	return register_rows(db, "Import", IMPORT_ROWS, NULL, err);
}

static enum rc
act_redeem(struct db *db, struct err *err)
{
	return ticket_redeem(db, world.ticket, 0, 0, err);
}

static enum rc (*const acts[])(struct db *, struct err *) = {
	act_lend, act_return, act_import, act_redeem,
};

/* Makes the store believe that the WAL is long, so that its own code moves it
 * over after each act. */
static int
long_wal(void *arg, sqlite3 *sql, const char *name, int pages)
{
	(void)sql;
	(void)name;
	((struct db *)arg)->wal_pages = pages * 1000;
	return SQLITE_OK;
}

static void
set_up(struct db *db, enum setup setup)
{
	static const char *const planted[SETUP_COUNT] = {
		[SETUP_WAL_NORMAL] = "PRAGMA synchronous = NORMAL",
		[SETUP_DELETE_FULL] = "PRAGMA journal_mode = DELETE",
	};

	if (setup == SETUP_CHECKPOINTS)
		sqlite3_wal_hook(db->sql, long_wal, db);
	if (planted[setup] != NULL && sqlite3_exec(db->sql, planted[setup],
	    NULL, NULL, NULL) != SQLITE_OK)
		_exit(2);
}

static enum rc
act_run(struct db *db, size_t i, struct err *err)
{
	enum rc rc = act_begin(db, &admin, err);

	if (rc == RC_OK)
		rc = act_end(db, acts[i](db, err), err);
	return rc;
}

static void
acknowledge(const struct db *db, int64_t event, int fd)
{
	struct ack ack = { .event = event, .count = crashvfs_count() };

	memcpy(ack.hash, db->hash, sizeof ack.hash);
	if (write(fd, &ack, sizeof ack) != sizeof ack)
		_exit(2);
}

static enum rc
open_store(const char *path, struct db **db, struct err *err)
{
	enum rc rc = db_open(path, 5000, db, err);

	if (rc == RC_OUTSIDE && crashvfs_fired()) {
		crashvfs_heal();
		rc = db_open(path, 5000, db, err);
	}
	return rc;
}

_Noreturn void
scenario_play(const char *path, enum setup setup, enum crash_mode mode,
    long at, unsigned seed, int fd)
{
	struct err err;
	struct db *db;

	crashvfs_install();
	if (setup == SETUP_DELETE_FULL) {
		/* The change of mode is not what is tried. */
		crashvfs_arm(CRASH_NONE, 0, 0);
		if (db_open(path, 5000, &db, &err) != RC_OK)
			_exit(EXIT_STUCK);
		set_up(db, setup);
		crashvfs_arm(mode, at, seed);
	} else {
		crashvfs_arm(mode, at, seed);
		if (open_store(path, &db, &err) != RC_OK)
			_exit(EXIT_STUCK);
		set_up(db, setup);
	}
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		enum rc rc = act_run(db, i, &err);

		/* A person who is told that the disk is full makes room and
		 * tries again. */
		if (rc != RC_OK && crashvfs_fired()) {
			crashvfs_heal();
			rc = act_run(db, i, &err);
		}
		if (rc != RC_OK) {
			fprintf(stderr, "crash: act %zu: %s\n", i, err.text);
			_exit(EXIT_STUCK);
		}
		acknowledge(db, db->log << LOG_SHIFT | db->seq, fd);
		crashvfs_idle();
	}
	acknowledge(db, -1, fd);
	db_close(db);
	_exit(EXIT_COUNTED);
}

/* --- afterwards --- */

static bool
is_there(struct db *db, const struct ack *ack)
{
	sqlite3_stmt *q;
	bool there = false;

	if (sqlite3_prepare_v2(db->sql, "SELECT hash FROM event WHERE id = ?",
	    -1, &q, NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_int64(q, 1, ack->event);
	if (sqlite3_step(q) == SQLITE_ROW)
		there = sqlite3_column_bytes(q, 0) == sizeof ack->hash &&
		    memcmp(sqlite3_column_blob(q, 0), ack->hash,
		    sizeof ack->hash) == 0;
	sqlite3_finalize(q);
	return there;
}

/* The store must not only be whole but go on working. */
static enum rc
goes_on(struct db *db, struct err *err)
{
	enum rc rc = act_begin(db, &admin, err);

	if (rc == RC_OK)
		rc = act_end(db, lend(db, world.items[2], err), err);
	return rc;
}

bool
scenario_judge(const char *path, const struct ack *acks, size_t n, int *lost,
    char *why, size_t cap)
{
	static struct store_check check;
	struct err err;
	struct db *db;

	*lost = 0;
	if (db_open(path, 5000, &db, &err) != RC_OK) {
		snprintf(why, cap, "open: %s", err.text);
		return false;
	}
	enum rc rc = store_check(db, &check, NULL, &err);
	if (rc != RC_OK)
		snprintf(why, cap, "check: %s", check.n_problems > 0 ?
		    check.problems[0] : err.text);
	for (size_t i = 0; i < n; i++)
		if (acks[i].event != -1 && !is_there(db, &acks[i]))
			++*lost;
	if (rc == RC_OK && (rc = goes_on(db, &err)) != RC_OK)
		snprintf(why, cap, "afterwards: %s", err.text);
	db_close(db);
	return rc == RC_OK;
}
