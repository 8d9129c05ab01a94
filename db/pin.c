#include "db/pin.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define OPS		2
#define MEMORY		((size_t)64 << 20)
#define CHILD_S_MAX	10

/* What the child says: a byte, then the hash where it made one. */
enum answer { ANSWER_YES = 'y', ANSWER_NO = 'n', ANSWER_FAILED = 'f' };
#define ANSWER_MAX	(1 + PIN_HASH_MAX)

_Static_assert(crypto_pwhash_STRBYTES <= PIN_HASH_MAX, "a hash fits");

int
pin_delay_s(int failures)
{
	static const int delay_s[PIN_LOCK_AFTER] = { 0, 0, 0, 5, 15, 60, 300,
		300, 300, 300 };

	if (failures >= PIN_LOCK_AFTER)
		return -1;
	return failures < 0 ? 0 : delay_s[failures];
}

static bool
pin_ok(const char *pin)
{
	size_t n = strspn(pin, "0123456789");

	return pin[n] == '\0' && n >= 4 && n <= 12;
}

static void
close_all_but(int keep)
{
	if (keep > 3)
		close_range(3, (unsigned)keep - 1, 0);
	close_range((unsigned)keep + 1, ~0u, 0);
}

/* In the child.  It shares nothing with its parent from here on: no store, no
 * terminal mode, no signal handler, and it dies when the parent does. */
static void
leave_parent(int fd)
{
	struct rlimit none = { 0, 0 };
	sigset_t all;

	close_all_but(fd);
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigfillset(&all);
	sigprocmask(SIG_UNBLOCK, &all, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
	setrlimit(RLIMIT_CORE, &none);
	alarm(CHILD_S_MAX);
}

/* A hash that is none, or memory that there is not, is no wrong PIN. */
static enum answer
verify(const char *pin, const char *hash)
{
	if (crypto_pwhash_str_needs_rehash(hash, OPS, MEMORY) < 0)
		return ANSWER_FAILED;
	errno = 0;
	if (crypto_pwhash_str_verify(hash, pin, strlen(pin)) == 0)
		return ANSWER_YES;
	return errno == ENOMEM ? ANSWER_FAILED : ANSWER_NO;
}

static void
child(int fd, const char *pin, const char *hash)
{
	char answer[ANSWER_MAX] = { ANSWER_FAILED };
	size_t size = 1;

	leave_parent(fd);
	if (sodium_init() < 0) {
		/* no answer but failed */
	} else if (hash != NULL) {
		answer[0] = (char)verify(pin, hash);
	} else if (crypto_pwhash_str_alg(answer + 1, pin, strlen(pin), OPS,
	    MEMORY, crypto_pwhash_ALG_ARGON2ID13) == 0) {
		answer[0] = ANSWER_YES;
		size = sizeof answer;
	}
	ssize_t n = write(fd, answer, size);
	sodium_memzero(answer, sizeof answer);
	_exit(n == (ssize_t)size ? 0 : 1);
}

/* Starts a child that hashes pin, or verifies it where hash is not NULL.  The
 * child has the PIN by being a copy of this process: it is in no argument, no
 * environment and no pipe. */
static enum rc
start(struct pin_job *job, const char *pin, const char *hash, struct err *err)
{
	sigset_t all, before;
	int fd[2];

	*job = (struct pin_job){ 0, -1 };
	if (pipe2(fd, O_CLOEXEC | O_NONBLOCK) != 0)
		return err_why(err, RC_OUTSIDE, WHY_PIN_FAILED,
		    strerror(errno), NULL, NULL);
	/* No handler of the parent's may run in the child. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	pid_t pid = fork();
	if (pid == 0)
		child(fd[1], pin, hash);
	int failure = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(fd[1]);
	if (pid < 0) {
		close(fd[0]);
		return err_why(err, RC_OUTSIDE, WHY_PIN_FAILED,
		    strerror(failure), NULL, NULL);
	}
	*job = (struct pin_job){ pid, fd[0] };
	return RC_OK;
}

static void
end(struct pin_job *job)
{
	if (job->pid <= 0)
		return;
	kill(job->pid, SIGKILL);
	while (waitpid(job->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	close(job->fd);
	*job = (struct pin_job){ 0, -1 };
}

/* Reads the answer, if there is one, and ends the job.  The pipe holds all of
 * an answer at once, since it was one short write. */
static enum rc
finish(struct pin_job *job, char out[PIN_HASH_MAX], struct err *err)
{
	char answer[ANSWER_MAX];

	if (job->pid <= 0)
		return err_why(err, RC_OUTSIDE, WHY_PIN_FAILED, "no job", NULL,
		    NULL);
	ssize_t n = read(job->fd, answer, sizeof answer);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return err_set(err, RC_BUSY, "PIN: no answer yet");
	end(job);
	if (n == sizeof answer && answer[0] == ANSWER_YES && out != NULL) {
		answer[ANSWER_MAX - 1] = '\0';
		memcpy(out, answer + 1, PIN_HASH_MAX);
		return RC_OK;
	}
	if (n == 1 && answer[0] == ANSWER_YES && out == NULL)
		return RC_OK;
	if (n == 1 && answer[0] == ANSWER_NO)
		return err_why(err, RC_REFUSED, WHY_PIN_WRONG, NULL, NULL,
		    NULL);
	return err_why(err, RC_OUTSIDE, WHY_PIN_FAILED, NULL, NULL, NULL);
}

/* Waits for the answer; the child ends by itself, but may have been stopped. */
static enum rc
wait_for(struct pin_job *job, char out[PIN_HASH_MAX], struct err *err)
{
	struct pollfd p = { .fd = job->fd, .events = POLLIN };
	enum rc rc;
	int n;

	do {
		n = poll(&p, 1, (CHILD_S_MAX + 2) * 1000);
		rc = finish(job, out, err);
	} while (rc == RC_BUSY && n != 0);
	if (rc == RC_BUSY) {
		end(job);
		rc = err_why(err, RC_OUTSIDE, WHY_PIN_FAILED, "too slow", NULL,
		    NULL);
	}
	return rc;
}

enum rc
pin_hash(const char *pin, char out[PIN_HASH_MAX], struct err *err)
{
	struct pin_job job;

	if (!pin_ok(pin))
		return err_why(err, RC_INVALID, WHY_PIN_FORM, NULL, NULL, NULL);
	enum rc rc = start(&job, pin, NULL, err);
	return rc == RC_OK ? wait_for(&job, out, err) : rc;
}

enum rc
pin_verify(const char *pin, const char *hash, struct err *err)
{
	struct pin_job job;

	enum rc rc = start(&job, pin, hash, err);
	return rc == RC_OK ? wait_for(&job, NULL, err) : rc;
}

enum rc
pin_verify_start(struct pin_job *job, const char *pin, const char *hash,
    struct err *err)
{
	return start(job, pin, hash, err);
}

int
pin_verify_poll_fd(const struct pin_job *job)
{
	return job->fd;
}

enum rc
pin_verify_finish(struct pin_job *job, struct err *err)
{
	return finish(job, NULL, err);
}

void
pin_verify_cancel(struct pin_job *job)
{
	end(job);
}
