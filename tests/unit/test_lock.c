/* The writers' turn: one at a time, in some order, waited for no longer than
 * asked, and free again however its holder ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "db/lock.h"

enum { WRITERS = 8, TURNS = 150 };

static char dir[64], path[96];
static struct err err;

/* What the processes share. */
static struct shared {
	int     holders;	/* that have the turn now */
	int     clashes;
	int     busy;
	int64_t wait_us[WRITERS * TURNS];
} *shared;

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/samdepa-test-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/store.db", dir);
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	return 0;
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	munmap(shared, sizeof *shared);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	return system(command);
}

static void
write_in_turns(int n)
{
	int fd;

	lock_open(path, &fd);
	for (int i = 0; i < TURNS; i++) {
		int64_t start = now_us();

		if (lock_take(fd, 20000, &err) != RC_OK) {
			__atomic_add_fetch(&shared->busy, 1, __ATOMIC_SEQ_CST);
			continue;
		}
		shared->wait_us[n * TURNS + i] = now_us() - start;
		if (__atomic_add_fetch(&shared->holders, 1,
		    __ATOMIC_SEQ_CST) != 1)
			__atomic_add_fetch(&shared->clashes, 1,
			    __ATOMIC_SEQ_CST);
		for (int64_t end = now_us() + 200; now_us() < end;)
			;	/* a commit */
		__atomic_sub_fetch(&shared->holders, 1, __ATOMIC_SEQ_CST);
		lock_give(fd);
	}
	close(fd);
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
test_eight_writers(void **state)
{
	int64_t *wait = shared->wait_us;
	size_t n = WRITERS * TURNS;
	pid_t child[WRITERS];

	(void)state;
	for (int i = 0; i < WRITERS; i++)
		if ((child[i] = fork()) == 0) {
			write_in_turns(i);
			_exit(0);
		}
	for (int i = 0; i < WRITERS; i++)
		waitpid(child[i], NULL, 0);
	qsort(wait, n, sizeof *wait, compare);
	print_message("# %d writers: wait median %lld us, p99 %lld us,"
	    " longest %lld us\n", WRITERS, (long long)wait[n / 2],
	    (long long)wait[n * 99 / 100], (long long)wait[n - 1]);
	assert_int_equal(shared->clashes, 0);
	assert_int_equal(shared->busy, 0);
}

/* Starts a process that takes the turn, and waits until it has it. */
static pid_t
hold(void)
{
	int ready[2], fd;
	char c;

	assert_int_equal(pipe(ready), 0);
	pid_t pid = fork();
	if (pid == 0) {
		lock_open(path, &fd);
		if (lock_take(fd, 1000, NULL) == RC_OK)
			(void)!write(ready[1], "y", 1);
		for (;;)
			pause();
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	return pid;
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void
test_busy_in_time(void **state)
{
	int fd;

	(void)state;
	lock_open(path, &fd);
	pid_t pid = hold();
	kill(pid, SIGSTOP);
	for (int ms = 0; ms <= 300; ms += 150) {
		int64_t start = now_us();

		assert_int_equal(lock_take(fd, ms, &err), RC_BUSY);
		assert_int_equal(err.why, WHY_BUSY);
		int64_t took = (now_us() - start) / 1000;
		assert_true(took >= ms && took < ms + 2000);
	}
	end(pid);
	assert_int_equal(lock_take(fd, 1000, &err), RC_OK);
	lock_give(fd);
	close(fd);
}

/* One who waits is stopped: it holds the gate, and the others still end. */
static void
test_stopped_in_the_gate(void **state)
{
	int fd, other;

	(void)state;
	pid_t holder = hold();
	pid_t waiter = fork();
	if (waiter == 0) {
		lock_open(path, &other);
		(void)!lock_take(other, 60000, NULL);
		_exit(0);
	}
	lock_open(path, &fd);
	/* Until the waiter has the gate. */
	for (bool gate = true; gate;) {
		struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET,
		    .l_start = 0, .l_len = 1 };

		assert_int_equal(fcntl(fd, F_OFD_GETLK, &l), 0);
		gate = l.l_type == F_UNLCK;
	}
	kill(waiter, SIGSTOP);
	assert_int_equal(lock_take(fd, 100, &err), RC_BUSY);
	end(holder);
	assert_int_equal(lock_take(fd, 100, &err), RC_BUSY);
	end(waiter);
	assert_int_equal(lock_take(fd, 1000, &err), RC_OK);
	lock_give(fd);
	close(fd);
}

/* A timer's signal is taken back: what the program had stays. */
static void
test_signal_is_left_alone(void **state)
{
	struct sigaction before = { .sa_handler = SIG_IGN }, after;
	int fd;

	(void)state;
	sigaction(SIGRTMIN, &before, NULL);
	lock_open(path, &fd);
	pid_t pid = hold();
	assert_int_equal(lock_take(fd, 20, &err), RC_BUSY);
	end(pid);
	sigaction(SIGRTMIN, NULL, &after);
	assert_ptr_equal(after.sa_handler, SIG_IGN);
	close(fd);
}

static void
test_no_folder(void **state)
{
	int fd;

	(void)state;
	lock_open("/nonexistent/folder/store.db", &fd);
	assert_int_equal(fd, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define LOCK_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		LOCK_TEST(test_eight_writers),
		LOCK_TEST(test_busy_in_time),
		LOCK_TEST(test_stopped_in_the_gate),
		LOCK_TEST(test_signal_is_left_alone),
		LOCK_TEST(test_no_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
