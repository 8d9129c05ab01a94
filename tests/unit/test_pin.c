/* PINs: hashed and verified in a child that leaves nothing behind. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "db/pin.h"

static char hash[PIN_HASH_MAX];

static int
make_hash(void **state)
{
	(void)state;
	return pin_hash("4711", hash, NULL) == RC_OK ? 0 : -1;
}

static void
test_hash(void **state)
{
	char other[PIN_HASH_MAX];

	(void)state;
	assert_int_equal(strncmp(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31),
	    0);
	assert_int_equal(pin_hash("4711", other, NULL), RC_OK);
	assert_string_not_equal(hash, other);	/* salted */
	assert_int_equal(pin_verify("4711", other, NULL), RC_OK);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);	/* none left */
}

static void
test_verify(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(pin_verify("4711", hash, NULL), RC_OK);
	assert_int_equal(pin_verify("4712", hash, &err), RC_REFUSED);
	assert_int_equal(err.why, WHY_PIN_WRONG);
	assert_int_equal(pin_verify("", hash, NULL), RC_REFUSED);
	/* A broken hash is a fault of the store, not of the person. */
	assert_int_equal(pin_verify("4711", "", &err), RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PIN_FAILED);
	assert_int_equal(pin_verify("4711", "$argon2id$v=19$m=", &err),
	    RC_OUTSIDE);
}

static void
test_form(void **state)
{
	static const char *const bad[] = { "", "123", "1234567890123", "12a4",
		" 1234", "1234\n", "١٢٣٤" };
	char out[PIN_HASH_MAX] = "old";
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(pin_hash(bad[i], out, &err), RC_INVALID);
		assert_int_equal(err.why, WHY_PIN_FORM);
	}
	assert_string_equal(out, "old");
}

static enum rc
answer(struct pin_job *job)
{
	struct pollfd p = { pin_verify_poll_fd(job), POLLIN, 0 };
	enum rc rc;

	while ((rc = pin_verify_finish(job, NULL)) == RC_BUSY)
		assert_true(poll(&p, 1, 20000) == 1);
	assert_int_equal(pin_verify_poll_fd(job), -1);
	return rc;
}

static void
test_no_wait(void **state)
{
	struct pin_job job;

	(void)state;
	assert_int_equal(pin_verify_start(&job, "4711", hash, NULL), RC_OK);
	assert_int_equal(pin_verify_finish(&job, NULL), RC_BUSY);
	assert_int_equal(answer(&job), RC_OK);
	assert_int_equal(pin_verify_finish(&job, NULL), RC_OUTSIDE);
	assert_int_equal(pin_verify_start(&job, "0000", hash, NULL), RC_OK);
	assert_int_equal(answer(&job), RC_REFUSED);
	pin_verify_cancel(&job);
	assert_int_equal(pin_verify_start(&job, "0000", hash, NULL), RC_OK);
	pid_t pid = job.pid;
	kill(pid, SIGSTOP);
	pin_verify_cancel(&job);
	assert_int_equal(kill(pid, 0), -1);
}

static void
test_child_dies(void **state)
{
	struct pin_job job;

	(void)state;
	assert_int_equal(pin_verify_start(&job, "4711", hash, NULL), RC_OK);
	kill(job.pid, SIGKILL);
	assert_int_equal(answer(&job), RC_OUTSIDE);
	/* Where nobody keeps children, the answer still comes by the pipe. */
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(pin_verify("4711", hash, NULL), RC_OK);
	signal(SIGCHLD, SIG_DFL);
}

static int
lock(int fd)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_OFD_SETLK, &l);
}

/* The child lets go of what the store had open, locks included. */
static void
test_child_closes(void **state)
{
	char name[] = "/tmp/pinXXXXXX";
	int held = mkstemp(name), other = open(name, O_RDWR);
	struct pin_job job;
	struct pollfd p;

	(void)state;
	unlink(name);
	assert_int_equal(lock(held), 0);
	assert_int_equal(lock(other), -1);
	assert_int_equal(pin_verify_start(&job, "4711", hash, NULL), RC_OK);
	close(held);
	p = (struct pollfd){ pin_verify_poll_fd(&job), POLLIN, 0 };
	while (lock(other) != 0 && poll(&p, 1, 0) == 0)
		usleep(1000);
	assert_int_equal(lock(other), 0);
	assert_int_equal(pin_verify_finish(&job, NULL), RC_BUSY);
	assert_int_equal(answer(&job), RC_OK);
	close(other);
}

static volatile sig_atomic_t caught;

static void
catch_signal(int sig)
{
	caught = sig;
}

/* A handler of the parent's does not run in the child, which dies instead. */
static void
test_child_signals(void **state)
{
	struct pin_job job;

	(void)state;
	signal(SIGTERM, catch_signal);
	assert_int_equal(pin_verify_start(&job, "4711", hash, NULL), RC_OK);
	kill(job.pid, SIGTERM);
	assert_int_equal(answer(&job), RC_OUTSIDE);
	assert_int_equal(caught, 0);
	raise(SIGTERM);		/* here all is as before */
	assert_int_equal(caught, SIGTERM);
	signal(SIGTERM, SIG_DFL);
}

static void
test_memory(void **state)
{
	struct rusage self, children;

	(void)state;
	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	assert_true(children.ru_maxrss > 64 << 10);	/* KiB: it was there */
	assert_true(self.ru_maxrss < children.ru_maxrss - (48 << 10));
}

static void
test_delay(void **state)
{
	static const int want[] = { 0, 0, 0, 5, 15, 60, 300, 300, 300, 300, -1,
		-1 };

	(void)state;
	for (int i = 0; i < 12; i++)
		assert_int_equal(pin_delay_s(i), want[i]);
	assert_int_equal(pin_delay_s(-1), 0);
	assert_int_equal(pin_delay_s(1 << 30), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_verify),
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_no_wait),
		cmocka_unit_test(test_child_dies),
		cmocka_unit_test(test_child_closes),
		cmocka_unit_test(test_child_signals),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_delay),
	};

	return cmocka_run_group_tests(tests, make_hash, NULL);
}
