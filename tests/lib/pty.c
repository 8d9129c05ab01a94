#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/lib/pty.h"

static const char mark[] = "\033]7777;frame=";

long long
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

long long
now_ms(void)
{
	return now_ns() / 1000000;
}

static void
set_environment(const char *const env[])
{
	setenv("TERM", "xterm-256color", 1);
	setenv("LANG", "C.UTF-8", 1);
	setenv("TZ", "Europe/Stockholm", 1);
	setenv("SAMDEPA_TEST", "1", 1);
	unsetenv("LC_ALL");
	unsetenv("LANGUAGE");
	unsetenv("LINES");
	unsetenv("COLUMNS");
	for (int i = 0; env != NULL && env[i] != NULL; i++) {
		char *text = strdup(env[i]);
		char *eq = text == NULL ? NULL : strchr(text, '=');

		if (eq == NULL) {
			unsetenv(env[i]);
		} else {
			*eq = '\0';
			setenv(text, eq + 1, 1);
		}
		free(text);
	}
}

bool
pty_start(struct pty *p, int rows, int cols, const char *const argv[],
    const char *const env[])
{
	struct winsize w = { .ws_row = (unsigned short)rows,
	    .ws_col = (unsigned short)cols };

	memset(p, 0, sizeof *p);
	fflush(NULL);
	p->pid = forkpty(&p->fd, NULL, NULL, &w);
	if (p->pid == -1) {
		perror("forkpty");
		return false;
	}
	if (p->pid == 0) {
		/* No test that is killed leaves its program behind. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		set_environment(env);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		perror(argv[0]);
		_exit(127);
	}
	fcntl(p->fd, F_SETFD, FD_CLOEXEC);
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
	return true;
}

ssize_t
pty_write(struct pty *p, const char *bytes, size_t n)
{
	ssize_t done = write(p->fd, bytes, n);

	if (done == -1 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return done;
}

/* Follows the stream byte by byte, since a mark may be cut anywhere. */
static void
watch_marks(struct pty *p, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = bytes[i];

		if (p->matched < sizeof mark - 1) {
			if (c == mark[p->matched])
				p->matched++;
			else
				p->matched = c == mark[0];
			p->number = 0;
		} else if (c >= '0' && c <= '9' && p->number < 100000000) {
			p->number = p->number * 10 + (c - '0');
		} else {
			if (c == '\a') {
				p->frame = p->number;
				p->frame_ns = now_ns();
			}
			p->matched = c == mark[0];
		}
	}
}

ssize_t
pty_read(struct pty *p, char *buf, size_t cap, int ms)
{
	struct pollfd poll_fd = { .fd = p->fd, .events = POLLIN };

	if (p->fd == -1)
		return -1;
	if (poll(&poll_fd, 1, ms) <= 0)
		return 0;
	ssize_t n = read(p->fd, buf, cap);
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n <= 0)
		return -1;
	p->bytes += n;
	watch_marks(p, buf, (size_t)n);
	return n;
}

void
pty_resize(struct pty *p, int rows, int cols)
{
	struct winsize w = { .ws_row = (unsigned short)rows,
	    .ws_col = (unsigned short)cols };

	ioctl(p->fd, TIOCSWINSZ, &w);
}

bool
pty_ended(struct pty *p, int ms)
{
	long long until = now_ms() + ms;
	char drain[4096];

	while (p->pid != 0) {
		pid_t pid = waitpid(p->pid, &p->status, WNOHANG);

		if (pid == p->pid || (pid == -1 && errno == ECHILD)) {
			p->pid = 0;
			break;
		}
		if (now_ms() >= until)
			return false;
		/* A program that still writes must not be held up. */
		if (pty_read(p, drain, sizeof drain, 10) == -1)
			poll(NULL, 0, 1);
	}
	return true;
}

void
pty_end(struct pty *p)
{
	if (p->pid != 0)
		kill(p->pid, SIGHUP);
	if (!pty_ended(p, 3000)) {
		kill(p->pid, SIGKILL);
		pty_ended(p, 3000);
	}
	if (p->fd != -1)
		close(p->fd);
	p->fd = -1;
}
