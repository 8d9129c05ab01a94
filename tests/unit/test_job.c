/* The papers that wait for a printer: in an act or at once, one owner a seat,
 * gone with their act, in doubt after a crash or a restore. */
#include "tests/unit/store_help.h"

#include "db/history.h"
#include "db/job.h"
#include "db/restore.h"

static struct job job[8];
static size_t n;

static void
test_queue(void **state)
{
	(void)state;
	OK(job_add(db, "", "ticket", 42, 0, &err));
	OK(job_add(db, "front", "label", 7, 0, &err));
	OK(job_add(db, "", "receipt", 43, 0, &err));
	OK(job_list(db, "", job, 8, &n, &err));
	assert_int_equal(n, 2);
	assert_string_equal(job[0].kind, "ticket");
	assert_int_equal(job[1].thing, 43);
	assert_int_equal(job[1].state, JOB_WAITING);
	int64_t last = job[1].id;
	OK(job_list(db, NULL, job, 1, &n, &err));
	assert_int_equal(n, 1);
	OK(job_set(db, last, JOB_SENDING, &err));
	OK(job_drop(db, last, &err));
	FAILS(NO_JOB, job_drop(db, last, &err));
	FAILS(NO_JOB, job_set(db, last, JOB_WAITING, &err));
	/* A number is never given twice: what is dropped by it is what was
	 * meant. */
	OK(job_add(db, "", "ticket", 44, 0, &err));
	OK(job_list(db, "", job, 8, &n, &err));
	assert_true(job[1].id > last);
	for (int i = 3; i < JOBS_MAX; i++)
		OK(job_add(db, "", "ticket", i, 0, &err));
	FAILS(JOBS_FULL, job_add(db, "", "ticket", 1, 0, &err));
}

static void
test_owner(void **state)
{
	struct db *other;
	int mine = -1, theirs = -1, front = -1;

	(void)state;
	OK(job_add(db, "", "ticket", 42, 0, &err));
	OK(job_add(db, "", "ticket", 43, 0, &err));
	OK(job_list(db, "", job, 8, &n, &err));
	OK(job_own(db, "", &mine, &err));
	OK(job_set(db, job[0].id, JOB_SENDING, &err));
	OK(db_open(path, 1000, &other, &err));
	assert_int_equal(job_own(other, "", &theirs, &err), RC_BUSY);
	OK(job_own(other, "front", &front, &err));
	OK(job_list(db, "", job, 8, &n, &err));
	assert_int_equal(job[0].state, JOB_SENDING);
	close(mine);		/* as a process that is killed does */
	OK(job_own(other, "", &theirs, &err));
	OK(job_list(db, "", job, 8, &n, &err));
	assert_int_equal(job[0].state, JOB_UNSURE);
	assert_int_equal(job[1].state, JOB_WAITING);
	close(theirs);
	close(front);
	db_close(other);
}

static void
test_act(void **state)
{
	struct item_form f;
	int64_t id, act;
	char code[40];

	(void)state;
	item_form_init(&f);
	ACT(category_ensure(db, "Stol", code, &err));
	f.name = "Stol";
	f.category = code;
	/* What was not committed never asked for paper. */
	OK(act_begin(db, &boss, &err));
	OK(item_register(db, &f, &id, &err));
	OK(job_add(db, "", "label", id, act_id(db), &err));
	assert_int_equal(act_end(db, RC_REFUSED, &err), RC_REFUSED);
	OK(job_list(db, "", job, 8, &n, &err));
	assert_int_equal(n, 0);

	OK(act_begin(db, &boss, &err));
	OK(item_register(db, &f, &id, &err));
	OK(job_add(db, "", "label", id, act_id(db), &err));
	OK(act_end(db, RC_OK, &err));
	act = act_id(db);
	OK(job_add(db, "", "label", id, 0, &err));
	ACT(undo_act(db, act, &err));
	OK(job_list(db, "", job, 8, &n, &err));
	assert_int_equal(n, 1);
	assert_int_equal(job[0].act, 0);
}

/* What waited when a backup was made may be printed since. */
static void
test_life(void **state)
{
	(void)state;
	OK(job_add(db, "", "ticket", 42, 0, &err));
	OK(db_next_life(db, false, &err));
	OK(job_list(db, "", job, 8, &n, &err));
	assert_int_equal(job[0].state, JOB_WAITING);
	OK(db_next_life(db, true, &err));
	OK(job_list(db, "", job, 8, &n, &err));
	assert_int_equal(job[0].state, JOB_UNSURE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(test_queue), STORE_TEST(test_owner),
		STORE_TEST(test_act), STORE_TEST(test_life),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
