/* Damage: one bit flipped anywhere in the store or its WAL.  The store says
 * that it is damaged, or holds what it held; it never hangs or crashes, and
 * rebuild and backup make nothing worse.  test_store SEED N tries more. */
#include "tests/unit/store_help.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

#include "db/case.h"
#include "db/clock.h"
#include "db/history.h"
#include "db/order.h"
#include "db/search.h"
#include "db/seed.h"
#include "db/staff.h"
#include "db/ticket.h"

#define FILE_MAX_BYTES (8 << 20)

/* A file as it was. */
struct image {
	unsigned char bytes[FILE_MAX_BYTES];
	size_t        n;
};

static const char *const tables[] = { "log", "event", "event_thing", "undone",
	"counter", "organisation", "category", "unit", "place", "item",
	"item_code", "orders", "order_line", "booking", "ticket", "cases",
	"word", "secret", "text", "meta", "staff", "contact", "parked",
	"retention" };
/* What the log vouches for, and what nothing does: names and settings. */
enum { N_KNOWN = 19, N_TABLES = sizeof tables / sizeof *tables };

static struct image store, wal, later;
static struct store_check good, good_before, good_later, check;
static char good_dump[N_TABLES][65], later_dump[N_TABLES][65], where[96];
static const char *changed;	/* the last table that differs */
static int64_t check_seq;	/* the head that the last check found */
static unsigned seed = 1, flips = 60;

static void
image_read(struct image *im, const char *name)
{
	int fd = open(name, O_RDONLY);
	ssize_t n = fd < 0 ? 0 : read(fd, im->bytes, sizeof im->bytes);

	assert_true(n >= 0 && n < FILE_MAX_BYTES);
	im->n = (size_t)n;
	if (fd >= 0)
		close(fd);
}

static void
image_write(const struct image *im, const char *end)
{
	char name[128];

	snprintf(name, sizeof name, "%s%s", path, end);
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(write(fd, im->bytes, im->n) == (ssize_t)im->n);
	close(fd);
}

static void
clear(void)
{
	char command[256];

	snprintf(command, sizeof command, "rm -f %s*", path);
	assert_int_equal(system(command), 0);
}

/* All that a table holds, in order: a hash. */
static enum rc
dump_table(const char *table, char hex[65])
{
	unsigned char sum[crypto_generichash_BYTES];
	crypto_generichash_state st;
	sqlite3_stmt *q = NULL;
	char sql[64];
	enum rc rc;

	crypto_generichash_init(&st, NULL, 0, sizeof sum);
	snprintf(sql, sizeof sql, "SELECT * FROM %s", table);
	if (sqlite3_prepare_v2(db->sql, sql, -1, &q, NULL) != SQLITE_OK)
		return query_error(db, &err);
	while ((rc = query_step(q, &err)) == RC_OK)
		for (int c = 0; c < sqlite3_column_count(q); c++) {
			const void *p = sqlite3_column_blob(q, c);
			int n = sqlite3_column_bytes(q, c);

			crypto_generichash_update(&st, (unsigned char *)&n,
			    sizeof n);
			if (n > 0)
				crypto_generichash_update(&st, p, (size_t)n);
		}
	sqlite3_finalize(q);
	crypto_generichash_final(&st, sum, sizeof sum);
	sodium_bin2hex(hex, 65, sum, sizeof sum);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
dump(char hex[N_TABLES][65])
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < N_TABLES; i++)
		rc = dump_table(tables[i], hex[i]);
	return rc;
}

static bool
see_item(const struct item *it, void *arg)
{
	struct history h[4];
	size_t n;

	(void)arg;
	return history_list(db, it->id, 0, h, 4, &n, &err) != RC_BUSY;
}

static bool
see_history(const struct history *h, void *arg)
{
	(void)h;
	(void)arg;
	return true;
}

static bool
see_booking(const struct booking *b, void *arg)
{
	struct order o;

	(void)arg;
	return order_get(db, b->orders, &o, &err) != RC_BUSY;
}

/* What screens and commands read: whatever it says, it comes to an end. */
static void
look_around(void)
{
	static struct item items[20];
	static struct ticket tickets[20];
	static struct depot_case cases[20];
	static struct staff staff[20];
	struct item_filter filter = { .retired_too = true };
	struct booking_filter bookings = { .active = true };
	struct search found;
	struct store_stats stats;
	size_t n = 0;

	(void)!item_walk(db, &filter, see_item, NULL, &err);
	(void)!search_items(db, "stol ny", items, 20, &found, &err);
	(void)!search_items(db, "tolen", items, 20, &found, &err);
	(void)!booking_walk(db, &bookings, see_booking, NULL, &err);
	(void)!history_walk(db, 0, see_history, NULL, &err);
	(void)!ticket_list(db, NULL, false, 0, tickets, 20, &n, &err);
	(void)!case_list(db, NULL, false, 0, cases, 20, &n, &err);
	(void)!staff_list(db, 0, staff, 20, &n, &err);
	(void)!store_stats(db, &stats, &err);
}

static int64_t
make_order(int64_t item, int64_t unit)
{
	struct order_line line = { .item = item, .count = 1 };
	struct order_form f = { .kind = ORDER_LOAN, .unit = unit,
	    .start = clock_today(), .until = clock_today() + 14,
	    .delivery = "", .reason = "need", .note = "till aulan",
	    .contact = "Kim Ek", .phone = "0411-1", .lines = &line, .n = 1 };
	int64_t id = 0;

	ACT(order_make(db, &f, &id, &err));
	return id;
}

static void
fill(int n)
{
	struct unit unit = { .name = "Vårskolan", .organisation = "YST",
	    .kind = "school" };
	struct staff staff;
	int64_t item = 0, order, ticket;
	char name[32];

	ACT(unit_set(db, &unit, &unit.id, &err));
	snprintf(name, sizeof name, "Kim %d", n);
	OK(staff_add(db, name, ROLE_WORKER, NULL, NULL, &staff, &err));
	for (int i = 0; i < n; i++) {
		item = item_make(i % 3 ? "Stolen nya" : "Bord", "Stol");
		if (i % 5 == 0)
			ACT(item_grade(db, item, CONDITION_WORN, "repig",
			    &err));
		if (i % 4 != 0)
			continue;
		order = make_order(item, unit.id);
		ACT(order_grant(db, order, NULL, &err));
		ACT(ticket_issue(db, order, 0, &ticket, &err));
		if (i % 8 == 0)
			ACT(ticket_redeem(db, ticket, 0, 0, &err));
	}
}

/* The store once, and its WAL after more acts, as a kill leaves them. */
static void
make_images(void)
{
	char name[128];

	snprintf(dir, sizeof dir, "%s/samdepa-test-XXXXXX",
	    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/store.db", dir);
	OK(db_init(path, "YST1", "Ystad depå", "YST", "Ystads kommun", &err));
	OK(db_open(path, 1000, &db, &err));
	fill(40);
	sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_TRUNCATE,
	    NULL, NULL);
	image_read(&store, path);
	OK(store_check(db, &good, NULL, &err));
	OK(dump(good_dump));
	fill(6);
	OK(store_check(db, &good_before, NULL, &err));
	item_make("Stol", "Stol");
	OK(store_check(db, &good_later, NULL, &err));
	OK(dump(later_dump));
	image_read(&later, path);
	snprintf(name, sizeof name, "%s-wal", path);
	image_read(&wal, name);
	db_close(db);
}

static bool
open_store(void)
{
	err.why = WHY_NONE;
	enum rc rc = db_open(path, 1000, &db, &err);

	if (rc == RC_OK)
		return true;
	if (rc != RC_DAMAGED && rc != RC_NEWER)
		fail_msg("seed %u: open: %d %s", seed, rc, err.text);
	assert_int_not_equal(err.why, WHY_NONE);	/* it is explained */
	return false;
}

enum verdict { SAID, HARMLESS, PEOPLE, SHORTER, VERDICTS };

static enum verdict
verdict(const struct store_check *want, char want_dump[N_TABLES][65])
{
	static char hex[N_TABLES][65];
	char backup[128];

	if (!open_store())
		return SAID;
	enum rc rc = store_check(db, &check, NULL, &err);
	if (rc != RC_OK && rc != RC_DAMAGED)
		fail_msg("seed %u: check: %d %s", seed, rc, err.text);
	look_around();
	snprintf(backup, sizeof backup, "%s.copy", path);
	enum rc copied = store_backup(db, backup, NULL, &err);
	if (copied == RC_OK && rc == RC_OK)
		assert_int_equal(access(backup, F_OK), 0);
	enum verdict v = SAID;
	if (rc == RC_OK) {
		check_seq = check.logs[0].seq;
		bool same = strcmp(check.state_hash, want->state_hash) == 0 &&
		    memcmp(check.logs, want->logs, sizeof want->logs) == 0;

		OK(dump(hex));
		v = !same ? SHORTER : HARMLESS;
		for (size_t i = 0; i < N_TABLES; i++)
			if (strcmp(hex[i], want_dump[i]) != 0) {
				if (v == HARMLESS && i >= N_KNOWN)
					v = PEOPLE;
				else if (i < N_KNOWN)
					v = SHORTER;
				changed = tables[i];
			}
	}
	/* Where the log is whole, the tables can be made anew from it. */
	if (store_rebuild(db, NULL, &err) == RC_OK &&
	    rc == RC_OK && store_check(db, &check, NULL, &err) != RC_OK)
		fail_msg("seed %u: worse after the rebuild", seed);
	db_close(db);
	return v;
}

static void
flip_in(struct image *im, size_t n)
{
	size_t bit = randombytes_uniform((uint32_t)n * 8);

	im->bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	snprintf(where, sizeof where, "byte %zu of %zu, bit %zu", bit / 8,
	    im->n, bit % 8);
}

static void
tell(const char *what, const unsigned count[VERDICTS])
{
	print_message("# %s: %u said, %u harmless, %u names or settings\n",
	    what, count[SAID], count[HARMLESS], count[PEOPLE]);
}

static void
test_flips_in_store(void **state)
{
	static struct image bent;
	unsigned count[VERDICTS] = { 0 };

	(void)state;
	for (unsigned i = 0; i < flips; i++) {
		bent = store;
		flip_in(&bent, bent.n);
		clear();
		image_write(&bent, "");
		enum verdict v = verdict(&good, good_dump);
		count[v]++;
		if (v == SHORTER)
			fail_msg("not noticed: %s, %s", where, changed);
	}
	tell("store", count);
	assert_true(count[SAID] > flips / 20);
}

/* What the last act wrote may be a write that the power cut: then the store
 * is as before it.  Anything earlier was confirmed. */
static void
test_flips_in_wal(void **state)
{
	static struct image bent;
	unsigned count[VERDICTS] = { 0 };

	(void)state;
	for (unsigned i = 0; i < flips; i++) {
		bent = wal;
		/* Some in the heads of the WAL and of its first frame. */
		flip_in(&bent, i % 4 == 0 ? 56 : bent.n);
		clear();
		image_write(&later, "");
		image_write(&bent, "-wal");
		enum verdict v = verdict(&good_later, later_dump);
		count[v]++;
		if (v == SHORTER && check_seq != good_before.logs[0].seq)
			fail_msg("not noticed: %s, head %lld of %lld", where,
			    (long long)check_seq,
			    (long long)good_later.logs[0].seq);
	}
	tell("wal", count);
	print_message("# %u without the last act\n", count[SHORTER]);
	assert_true(count[SAID] > flips / 2);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flips_in_store),
		cmocka_unit_test(test_flips_in_wal),
	};

	if (argc > 1)
		seed = (unsigned)atoi(argv[1]);
	if (argc > 2)
		flips = (unsigned)atoi(argv[2]);
	seed_begin(seed);
	make_images();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	clear();
	rmdir(dir);
	return failed;
}
