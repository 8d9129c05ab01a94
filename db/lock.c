#include "db/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Two bytes of the file.  Who waits for the turn holds the gate, so that the
 * one who just gave the turn back queues behind those who came before. */
enum { BYTE_GATE, BYTE_TURN };

void
lock_open(const char *store, int *fd)
{
	char path[PATH_MAX + 8];

	snprintf(path, sizeof path, "%s.lock", store);
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
}

static int
lock_byte(int fd, int byte, short type, int cmd)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET,
	    .l_start = byte, .l_len = 1 };

	return fcntl(fd, cmd, &l);
}

static void
wake(int sig)
{
	(void)sig;	/* the blocked fcntl returns EINTR; that is all */
}

/* A timer that goes on interrupting until it is stopped: a signal that comes
 * between the check and the wait is followed by another. */
static bool
timer_start(timer_t *timer, struct sigaction *before, int ms)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGRTMIN };
	struct sigaction sa = { .sa_handler = wake };
	struct itimerspec when = {
		.it_value = { ms / 1000, ms % 1000 * 1000000L + 1 },
		.it_interval = { 0, 10 * 1000000L },
	};

	if (sigaction(SIGRTMIN, &sa, before) != 0)
		return false;
	if (timer_create(CLOCK_MONOTONIC, &ev, timer) == 0) {
		if (timer_settime(*timer, 0, &when, NULL) == 0)
			return true;
		timer_delete(*timer);
	}
	sigaction(SIGRTMIN, before, NULL);
	return false;
}

static bool
wait_byte(int fd, int byte, const struct timespec *end)
{
	struct timespec now;

	while (lock_byte(fd, byte, F_WRLCK, F_OFD_SETLKW) != 0) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (errno != EINTR || now.tv_sec > end->tv_sec ||
		    (now.tv_sec == end->tv_sec && now.tv_nsec >= end->tv_nsec))
			return false;
	}
	return true;
}

enum rc
lock_take(int fd, int ms, struct err *err)
{
	struct sigaction before;
	struct timespec end;
	timer_t timer;
	bool got = false;

	if (lock_byte(fd, BYTE_GATE, F_WRLCK, F_OFD_SETLK) == 0) {
		got = lock_byte(fd, BYTE_TURN, F_WRLCK, F_OFD_SETLK) == 0;
		if (got) {
			lock_byte(fd, BYTE_GATE, F_UNLCK, F_OFD_SETLK);
			return RC_OK;
		}
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += ms / 1000;
	end.tv_nsec += ms % 1000 * 1000000L;
	if (end.tv_nsec >= 1000000000L) {
		end.tv_sec++;
		end.tv_nsec -= 1000000000L;
	}
	if (timer_start(&timer, &before, ms)) {
		got = wait_byte(fd, BYTE_GATE, &end) &&
		    wait_byte(fd, BYTE_TURN, &end);
		timer_delete(timer);
		sigaction(SIGRTMIN, &before, NULL);
	}
	lock_byte(fd, BYTE_GATE, F_UNLCK, F_OFD_SETLK);
	if (!got)
		return err_why(err, RC_BUSY, WHY_BUSY, NULL, NULL, NULL);
	return RC_OK;
}

void
lock_give(int fd)
{
	lock_byte(fd, BYTE_TURN, F_UNLCK, F_OFD_SETLK);
}
