#include "tui/kiosk/source.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define GREETING_WAIT_MS	10000
#define RETRY_FIRST_MS		500
#define RETRY_LAST_MS		60000
#define BAD_LINES_MAX		50

void
source_init(struct source *s, const char *command)
{
	memset(s, 0, sizeof *s);
	s->fd = -1;
	snprintf(s->command, sizeof s->command, "%s", command);
}

void
source_stop(struct source *s)
{
	if (s->pid > 0) {
		/* The shell and what it started are one process group. */
		kill(-s->pid, SIGKILL);
		while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	if (s->fd >= 0)
		close(s->fd);
	s->pid = 0;
	s->fd = -1;
	s->n = 0;
	s->greeted = false;
}

static void
fail(struct source *s, int64_t now_ms)
{
	int64_t wait_ms = RETRY_FIRST_MS;

	source_stop(s);
	for (int i = 0; i < s->failures && wait_ms < RETRY_LAST_MS; i++)
		wait_ms *= 2;
	s->failures++;
	s->bad_lines = 0;
	s->retry_ms = now_ms + (wait_ms < RETRY_LAST_MS ? wait_ms :
	    RETRY_LAST_MS);
}

static void
child(const char *command, int out)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setpgid(0, 0);
	int null = open("/dev/null", O_RDWR);
	if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(null, 2) < 0)
		_exit(127);
	close_range(3, ~0U, 0);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static void
start(struct source *s, int64_t now_ms)
{
	int fds[2];

	s->started_ms = now_ms;
	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) < 0) {
		fail(s, now_ms);
		return;
	}
	pid_t pid = fork();
	if (pid == 0) {
		fcntl(fds[1], F_SETFL, 0);
		child(s->command, fds[1]);
	}
	close(fds[1]);
	if (pid < 0) {
		close(fds[0]);
		fail(s, now_ms);
		return;
	}
	setpgid(pid, pid);
	s->pid = pid;
	s->fd = fds[0];
}

void
source_tick(struct source *s, int64_t now_ms)
{
	if (s->command[0] == '\0')
		return;
	if (s->fd < 0 && now_ms >= s->retry_ms)
		start(s, now_ms);
	else if (s->fd >= 0 && !s->greeted &&
	    now_ms >= s->started_ms + GREETING_WAIT_MS)
		fail(s, now_ms);
}

int64_t
source_deadline(const struct source *s)
{
	if (s->command[0] == '\0')
		return -1;
	if (s->fd < 0)
		return s->retry_ms;
	return s->greeted ? -1 : s->started_ms + GREETING_WAIT_MS;
}

/* One line; false: the child is not what it should be. */
static bool
take_line(struct source *s, size_t n, source_fn *fn, void *arg)
{
	static struct scan_line line;

	switch (scan_line_parse(s->line, n, &line)) {
	case SCAN_LINE_HELLO:
		s->greeted = true;
		break;
	case SCAN_LINE_FILE:
	case SCAN_LINE_SOURCE:
	case SCAN_LINE_OPEN:
	case SCAN_LINE_GONE:
	case SCAN_LINE_RATE:
	case SCAN_LINE_VIEW:
		break;
	case SCAN_LINE_SCAN:
		if (!s->greeted)
			return false;
		s->failures = 0;
		fn(&line, arg);
		break;
	case SCAN_LINE_BAD:
		if (++s->bad_lines > BAD_LINES_MAX)
			return false;
		break;
	}
	return true;
}

void
source_read(struct source *s, int64_t now_ms, source_fn *fn, void *arg)
{
	ssize_t got = read(s->fd, s->line + s->n, sizeof s->line - s->n);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		fail(s, now_ms);
		return;
	}
	s->n += (size_t)got;
	for (;;) {
		char *nl = memchr(s->line, '\n', s->n);
		if (nl == NULL)
			break;
		size_t n = (size_t)(nl - s->line) + 1;
		if (!take_line(s, n, fn, arg)) {
			fail(s, now_ms);
			return;
		}
		if (s->fd < 0)
			return;
		memmove(s->line, s->line + n, s->n - n);
		s->n -= n;
	}
	if (s->n == sizeof s->line)	/* no line is that long */
		fail(s, now_ms);
}
