#include "tui/ctl/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/clock.h"
#include "scanner/line.h"
#include "tui/config.h"

#define WORDS_MAX 32

/* In the child: never returns. */
static void
become(const char *command, int out)
{
	char text[CONFIG_TEXT_MAX], *save = NULL;
	char *argv[WORDS_MAX + 1];
	int n = 0, null = open("/dev/null", O_RDWR);

	snprintf(text, sizeof text, "%s", command);
	for (char *word = strtok_r(text, " \t", &save); word != NULL &&
	    n < WORDS_MAX; word = strtok_r(NULL, " \t", &save))
		argv[n++] = word;
	argv[n] = NULL;
	if (n == 0 || null == -1 || dup2(null, 0) == -1 ||
	    dup2(out, 1) == -1 || dup2(null, 2) == -1)
		_exit(126);
	setpgid(0, 0);
	execvp(argv[0], argv);
	_exit(127);
}

/* The first line, without its end; its length, or -1: none in time. */
static ssize_t
first_line(int fd, char *line, size_t cap)
{
	int64_t end = clock_mono_ms() + PROBE_MS;
	size_t n = 0;

	while (n < cap) {
		int64_t left = end - clock_mono_ms();
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (left <= 0 || poll(&p, 1, (int)left) <= 0)
			return -1;
		ssize_t got = read(fd, line + n, cap - n);
		if (got <= 0)
			return -1;
		char *nl = memchr(line + n, '\n', (size_t)got);
		if (nl != NULL)
			return nl - line;
		n += (size_t)got;
	}
	return -1;
}

enum rc
probe_scanner(const char *command, struct err *err)
{
	static struct scan_line parsed;
	char line[256];
	int pipe_fd[2], status = 0;

	if (pipe2(pipe_fd, O_CLOEXEC) != 0)
		return err_set(err, RC_OUTSIDE, "pipe: %s", strerror(errno));
	pid_t pid = fork();
	if (pid == 0)
		become(command, pipe_fd[1]);
	close(pipe_fd[1]);
	ssize_t n = pid > 0 ? first_line(pipe_fd[0], line, sizeof line) : -1;
	close(pipe_fd[0]);
	if (pid > 0) {
		if (waitpid(pid, &status, WNOHANG) == 0) {
			kill(-pid, SIGKILL);
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
		}
	}
	if (n >= 0 && scan_line_parse(line, (size_t)n, &parsed) ==
	    SCAN_LINE_HELLO)
		return RC_OK;
	if (n >= 0)
		return err_set(err, RC_OUTSIDE, "%.100s: not samdepa-scan %d",
		    command, SCAN_LINE_VERSION);
	if (pid < 0 || (WIFEXITED(status) && WEXITSTATUS(status) >= 126))
		return err_set(err, RC_OUTSIDE, "%.100s: does not start",
		    command);
	return err_set(err, RC_OUTSIDE, "%.100s: says nothing", command);
}
