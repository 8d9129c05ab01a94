#include "tui/ctl/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/clock.h"
#include "scanner/line.h"

enum said { SAID_NOTHING, SAID_OTHER, SAID_HELLO };

/* In the child: never returns. */
static void
become(const struct reader *r, int out)
{
	static struct reader_command command;
	int null = open("/dev/null", O_RDWR);

	reader_command(r, &command);
	if (null == -1 || dup2(null, 0) == -1 || dup2(out, 1) == -1 ||
	    dup2(null, 2) == -1)
		_exit(126);
	setpgid(0, 0);
	/* execvp changes nothing of what it is given. */
	execvp(command.argv[0], (char *const *)command.argv);
	_exit(127);
}

/* Takes a line; true: all is known that was asked. */
static bool
take_line(const char *text, size_t n, const struct reader *r,
    struct probe *probe, enum said *said)
{
	static struct scan_line line;
	enum scan_line_kind kind = scan_line_parse(text, n, &line);

	if (*said == SAID_NOTHING) {
		*said = kind == SCAN_LINE_HELLO ? SAID_HELLO : SAID_OTHER;
		return *said == SAID_OTHER || !reader_is_device(r);
	}
	if (kind != SCAN_LINE_OPEN && kind != SCAN_LINE_GONE)
		return false;
	probe->device = kind == SCAN_LINE_OPEN ? PROBE_OPEN : PROBE_GONE;
	snprintf(probe->what, sizeof probe->what, "%.*s",
	    (int)sizeof probe->what - 1, line.text);
	return true;
}

/* Listens until all is known, the time is up, or it says no more. */
static enum said
listen_to(int fd, const struct reader *r, struct probe *probe)
{
	static char buf[SCAN_LINE_SIZE_MAX];
	int64_t end = clock_mono_ms() + PROBE_MS;
	enum said said = SAID_NOTHING;
	size_t n = 0;

	while (n < sizeof buf) {
		int64_t left = end - clock_mono_ms();
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (left <= 0 || poll(&p, 1, (int)left) <= 0)
			return said;
		ssize_t got = read(fd, buf + n, sizeof buf - n);
		if (got <= 0)
			return said;
		n += (size_t)got;
		for (char *nl; (nl = memchr(buf, '\n', n)) != NULL;) {
			size_t len = (size_t)(nl - buf) + 1;
			if (take_line(buf, len, r, probe, &said))
				return said;
			memmove(buf, buf + len, n - len);
			n -= len;
		}
	}
	return SAID_OTHER;
}

enum rc
probe_reader(const struct reader *r, struct probe *probe, struct err *err)
{
	int pipe_fd[2], status = 0;

	*probe = (struct probe){ .device = PROBE_UNTOLD };
	if (pipe2(pipe_fd, O_CLOEXEC) != 0)
		return err_set(err, RC_OUTSIDE, "pipe: %s", strerror(errno));
	pid_t pid = fork();
	if (pid == 0)
		become(r, pipe_fd[1]);
	close(pipe_fd[1]);
	enum said said = pid > 0 ? listen_to(pipe_fd[0], r, probe) :
	    SAID_NOTHING;
	close(pipe_fd[0]);
	if (pid > 0) {
		/* What it started goes with it; one that has ended keeps its
		 * status. */
		kill(-pid, SIGKILL);
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	if (said == SAID_HELLO && reader_is_device(r) &&
	    probe->device == PROBE_UNTOLD && WIFEXITED(status))
		return err_set(err, RC_OUTSIDE, "%.100s: its reader ends "
		    "with status %d", r->name, WEXITSTATUS(status));
	if (said == SAID_HELLO)
		return RC_OK;
	if (said == SAID_OTHER)
		return err_set(err, RC_OUTSIDE, "%.100s: not samdepa-scan %d",
		    r->name, SCAN_LINE_VERSION);
	if (pid < 0 || (WIFEXITED(status) && WEXITSTATUS(status) >= 126))
		return err_set(err, RC_OUTSIDE, "%.100s: does not start",
		    r->name);
	return err_set(err, RC_OUTSIDE, "%.100s: says nothing", r->name);
}
