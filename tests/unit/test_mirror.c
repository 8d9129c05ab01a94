/* The mirror: whole at every moment at which an act has been acknowledged,
 * whatever happened to a process, the medium or the store. */
#include "tests/unit/store_help.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "db/clock.h"
#include "db/custody.h"
#include "db/life.h"
#include "db/mirror_file.h"
#include "db/wal.h"

static char folder[96], other[96];

static struct mirror_state
state(void)
{
	struct mirror_state s;

	OK(mirror_state(db, &s, &err));
	return s;
}

static int
mirror_setup(void **unused)
{
	int rc = store_setup(unused);

	snprintf(folder, sizeof folder, "%s/second", dir);
	snprintf(other, sizeof other, "%s/pulled", dir);
	assert_int_equal(mkdir(folder, 0700), 0);
	OK(mirror_on(db, folder, NULL, &err));
	assert_true(state().on && state().stale == 0);
	return rc;
}

static int64_t
head(void)
{
	return number_of("SELECT seq FROM log WHERE own = 1");
}

/* The store's disk is gone: what the mirror gives back takes its place. */
static struct mirror_end_of
burn(void)
{
	struct mirror_end_of end;
	char command[128];

	db_close(db);
	snprintf(command, sizeof command, "rm -f %s*", path);
	assert_int_equal(system(command), 0);
	OK(mirror_restore(folder, path, MIRROR_AS_FOUND, &end, &err));
	OK(db_open(path, 1000, &db, &err));
	return end;
}

static void
reopen(void)
{
	db_close(db);
	OK(db_open(path, 1000, &db, &err));
}

static void
many(int n)
{
	struct item_form f;
	char code[40];
	int64_t id;

	ACT(category_ensure(db, "Bord", code, &err));
	item_form_init(&f);
	f.name = "Bord";
	f.category = code;
	for (int i = 0; i < n; i++)
		ACT(item_register(db, &f, &id, &err));
}

static void
test_burnt_disk_loses_nothing(void **unused)
{
	(void)unused;
	int64_t item = item_make("Stol", "Stol"), seq = head();
	char next[40] = "";
	struct mirror_end_of end = burn();

	assert_true(end.whole);
	assert_int_equal(end.seq, seq);
	/* No suspension, no horizon, no number skipped. */
	OK(custody_may_promise(db, item, clock_today(), &err));
	int64_t after = item_make("Stol", "Stol");
	struct item it;
	OK(item_get(db, after, &it, &err));
	snprintf(next, sizeof next, "%s", it.code);
	assert_string_equal(next, "I-YST1-000002-M");
	struct lives lives;
	OK(lives_since_loss(db, &lives, &err));
	assert_int_equal(lives.n, 2);
	assert_false(lives.lost);
	/* It is mirrored there again once it has been made anew. */
	assert_true(state().on && state().renew);
	OK(mirror_nightly(db, NULL, &err));
	assert_int_equal(state().stale, 0);
	seq = head();
	end = burn();
	assert_true(end.whole);
	assert_int_equal(end.seq, seq);
}

/* Rounds of the WAL end, pages are moved over, and the mirror follows. */
static void
test_rounds(void **unused)
{
	struct stat st;
	char name[128];

	(void)unused;
	for (int i = 0; i < 6; i++) {
		many(60);
		reopen();
	}
	snprintf(name, sizeof name, "%s/YST1.mirror-wal", folder);
	assert_int_equal(stat(name, &st), 0);
	assert_in_range(st.st_size, 1, 8 << 20);
	assert_int_equal(state().stale, 0);
	int64_t seq = head();
	struct mirror_end_of end = burn();
	assert_int_equal(end.seq, seq);
	assert_true(end.whole);
}

/* A process is killed between its commit and the mirror. */
static void
test_next_commit_heals(void **unused)
{
	(void)unused;
	for (int i = 0; i < 3; i++) {
		db->inode = 0;			/* as if it were killed */
		item_make("Stol", "Stol");
		reopen();
		item_make("Bord", "Bord");
		assert_int_equal(state().stale, 0);
	}
	int64_t seq = head();
	assert_int_equal(burn().seq, seq);
}

/* Bytes that a power cut left in the mirror's WAL are not trusted. */
static void
test_torn_mirror(void **unused)
{
	char name[128];

	(void)unused;
	item_make("Stol", "Stol");
	snprintf(name, sizeof name, "%s/YST1.mirror-wal", folder);
	int fd = open(name, O_RDWR);
	assert_int_equal(pwrite(fd, "torn", 4, WAL_HEAD + 300), 4);
	assert_int_equal(lseek(fd, 0, SEEK_END) > 0, 1);
	assert_int_equal(write(fd, "more", 4), 4);
	close(fd);
	reopen();
	item_make("Bord", "Bord");
	int64_t seq = head();
	struct mirror_end_of end = burn();
	assert_true(end.whole);
	assert_int_equal(end.seq, seq);
}

/* One byte of a round that is over fell over on the medium: it is not moved
 * over as if it were whole. */
static void
test_damaged_mirror(void **unused)
{
	static const off_t at[] = { 20, WAL_HEAD + 2000,
	    WAL_HEAD + 10 * 4120 + 5 };
	char name[128];

	(void)unused;
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		unsigned char byte;

		many(20);
		snprintf(name, sizeof name, "%s/YST1.mirror-wal", folder);
		int fd = open(name, O_RDWR);
		assert_int_equal(pread(fd, &byte, 1, at[i]), 1);
		byte ^= 4;
		assert_int_equal(pwrite(fd, &byte, 1, at[i]), 1);
		close(fd);
		/* The store's WAL begins a new round. */
		assert_int_equal(sqlite3_wal_checkpoint_v2(db->sql, NULL,
		    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL), SQLITE_OK);
		many(1);
		assert_true(state().stale != 0 && state().renew);
		OK(mirror_nightly(db, NULL, &err));
		assert_int_equal(state().stale, 0);
	}
	int64_t seq = head();
	assert_int_equal(burn().seq, seq);
}

static void
test_medium_comes_back(void **unused)
{
	(void)unused;
	item_make("Stol", "Stol");
	assert_int_equal(rename(folder, other), 0);
	many(80);
	assert_int_equal(state().stale != 0, 1);
	assert_int_equal(state().problem, WHY_MIRROR_GONE);
	assert_int_equal(rename(other, folder), 0);
	item_make("Bord", "Bord");
	assert_int_equal(state().stale, 0);
	assert_int_equal(state().problem, WHY_NONE);
	/* The WAL waited, and is moved over now. */
	many(1);
	assert_in_range(wal_frames(db), 1, 20000);
	int64_t seq = head();
	assert_int_equal(burn().seq, seq);
}

/* Away for so long that the WAL went on without it. */
static void
test_given_up(void **unused)
{
	(void)unused;
	assert_int_equal(rename(folder, other), 0);
	item_make("Stol", "Stol");
	mirror_give_up(db);
	assert_int_equal(rename(other, folder), 0);
	item_make("Bord", "Bord");
	assert_true(state().stale != 0 && state().renew);
	/* What lies there is older, whole in itself, and says that it is. */
	OK(mirror_renew(db, NULL, &err));
	assert_int_equal(state().stale, 0);
	int64_t seq = head();
	assert_int_equal(burn().seq, seq);
}

/* A stale mirror restores as what it is: something was lost. */
static void
test_stale_is_said(void **unused)
{
	(void)unused;
	int64_t item = item_make("Stol", "Stol"), seq = head();
	struct mirror m = { .depot = "YST1" };
	struct mirror_head h;

	snprintf(m.folder, sizeof m.folder, "%s", folder);
	assert_int_equal(mirror_head_read(&m, &h), WHY_NONE);
	memcpy(m.id, h.id, sizeof m.id);
	assert_int_equal(mirror_head_write(&m, false), WHY_NONE);
	struct mirror_end_of end = burn();
	assert_false(end.whole);
	assert_int_equal(end.seq, seq);
	FAILS(SUSPENDED, custody_may_promise(db, item, clock_today() + 900,
	    &err));
	/* That holds on when a whole mirror follows. */
	OK(mirror_renew(db, NULL, &err));
	end = burn();
	assert_true(end.whole);
	FAILS(SUSPENDED, custody_may_promise(db, item, clock_today() + 900,
	    &err));
	ACT(custody_count(db, item, 0, &err));
	OK(custody_may_promise(db, item, clock_today() + 900, &err));
	FAILS(HORIZON, custody_may_promise(db, item, clock_today(), &err));
}

/* Killed at any moment, the store's disk gone each time: all that was told to
 * be done is in the mirror. */
static void
test_killed(void **unused)
{
	(void)unused;
	for (int i = 0; i < 12; i++) {
		int ends[2], status;
		int64_t seq, last = 0;

		OK(mirror_nightly(db, NULL, &err));
		db_close(db);
		assert_int_equal(pipe(ends), 0);
		pid_t pid = fork();
		if (pid == 0) {
			OK(db_open(path, 1000, &db, &err));
			for (;;) {
				many(1);
				seq = head();
				if (write(ends[1], &seq, sizeof seq) < 0)
					_exit(1);
			}
		}
		close(ends[1]);
		for (int n = 0; n < 3 + 5 * i &&
		    read(ends[0], &seq, sizeof seq) == sizeof seq; n++)
			last = seq;
		usleep((unsigned)(137 * i));
		kill(pid, SIGKILL);
		while (read(ends[0], &seq, sizeof seq) == sizeof seq)
			last = seq;
		waitpid(pid, &status, 0);
		close(ends[0]);
		OK(db_open(path, 1000, &db, &err));
		assert_true(burn().seq >= last);
		assert_true(last > 0);
	}
}

static void
test_whose(void **unused)
{
	char copy[128], command[256];

	(void)unused;
	/* A store that is copied away writes nothing into the mirror. */
	snprintf(copy, sizeof copy, "%s/copy.db", dir);
	OK(store_backup(db, copy, NULL, &err));
	struct db *mine = db;
	OK(db_open(copy, 1000, &db, &err));
	item_make("Bord", "Bord");
	assert_int_equal(state().problem, WHY_MIRROR_OTHER);
	OK(mirror_off(db, &err));
	FAILS(MIRROR_TAKEN, mirror_on(db, folder, NULL, &err));
	db_close(db);
	db = mine;
	item_make("Stol", "Stol");
	assert_int_equal(state().stale, 0);
	/* Off: nothing of anybody stays there. */
	OK(mirror_off(db, &err));
	snprintf(command, sizeof command, "[ -z \"$(ls %s)\" ]", folder);
	assert_int_equal(system(command), 0);
	FAILS(MIRROR_OFF, mirror_off(db, &err));
}

#define MIRROR_TEST(f) \
	cmocka_unit_test_setup_teardown(f, mirror_setup, store_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MIRROR_TEST(test_burnt_disk_loses_nothing),
		MIRROR_TEST(test_rounds),
		MIRROR_TEST(test_next_commit_heals),
		MIRROR_TEST(test_torn_mirror),
		MIRROR_TEST(test_damaged_mirror),
		MIRROR_TEST(test_medium_comes_back),
		MIRROR_TEST(test_given_up),
		MIRROR_TEST(test_stale_is_said),
		MIRROR_TEST(test_killed),
		MIRROR_TEST(test_whose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
