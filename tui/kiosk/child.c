#include "tui/kiosk/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

void
child_init(struct child *c)
{
	c->pid = 0;
	c->fd = -1;
}

static void
become(const char *const argv[], int out)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0);
	int null = open("/dev/null", O_RDWR);
	if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(null, 2) < 0)
		_exit(CHILD_NO_PROGRAM);
	close_range(3, ~0U, 0);
	/* execvp changes nothing of what it is given. */
	execvp(argv[0], (char *const *)argv);
	_exit(CHILD_NO_PROGRAM);
}

bool
child_start(struct child *c, const char *const argv[])
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) < 0)
		return false;
	pid_t pid = fork();
	if (pid == 0) {
		fcntl(fds[1], F_SETFL, 0);
		become(argv, fds[1]);
	}
	close(fds[1]);
	if (pid < 0) {
		close(fds[0]);
		return false;
	}
	setpgid(pid, pid);
	c->pid = pid;
	c->fd = fds[0];
	return true;
}

int
child_finish(struct child *c)
{
	int status = -1;

	if (c->pid > 0) {
		while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
			continue;
		status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	}
	if (c->fd >= 0)
		close(c->fd);
	child_init(c);
	return status;
}

int
child_stop(struct child *c)
{
	/* What it started is in the same process group. */
	if (c->pid > 0)
		kill(-c->pid, SIGKILL);
	return child_finish(c);
}
