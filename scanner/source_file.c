#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scanner/image.h"
#include "scanner/out.h"
#include "scanner/passes.h"
#include "scanner/sandbox.h"
#include "scanner/source.h"
#include "scanner/pictures.h"

#define SLACK_S	 15		/* for reading the picture, over the budget */
#define STREAM_S 600		/* for a stream of them */

static void
allow_many_files(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == 0) {
		r.rlim_cur = r.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &r);
	}
}

static bool
is_stream(const char *name)
{
	return strcmp(name, "-") == 0;
}

/* Never waits, as opening a pipe that no one writes would.  -1: logged. */
static int
file_open(const char *name)
{
	int fd = is_stream(name) ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) :
	    open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0) {
		out_log(name, "%s", strerror(errno));
	} else if (is_stream(name)) {
		return fd;
	} else if (S_ISDIR(st.st_mode)) {
		out_log(name, "is a directory");
	} else if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode)) {
		out_log(name, "not a file");
	} else if (st.st_size > (off_t)IMAGE_BYTES_MAX) {
		out_log(name, "larger than %zu MiB", IMAGE_BYTES_MAX >> 20);
	} else {
		(void)fcntl(fd, F_SETFL, 0);
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

static void
picture_scan(const struct grey *g, struct decoder *d,
    const struct settings *set)
{
	static struct tally tally;
	const struct entry *found[TALLY_MAX];

	tally.n = 0;
	(void)passes_search(d, g, set->budget_ms, set->codes, &tally);
	int n = tally_take(&tally, found, TALLY_MAX);
	for (int i = 0; i < n; i++)
		out_code(found[i]);
}

/* The picture in the first n bytes. */
static enum status
bytes_scan(struct pictures *s, size_t n, const char *name, struct decoder *d,
    const struct settings *set)
{
	char why[IMAGE_WHY_SIZE];
	struct grey g;

	bool ok = image_read(&g, s->p, n, why);
	pictures_drop(s, n);
	if (!ok) {
		out_log(name, "%s", why);
		return STATUS_REFUSED;
	}
	picture_scan(&g, d, set);
	grey_release(&g);
	return STATUS_DONE;
}

/* In the child, behind the sandbox: the picture, or of a stream all, until
 * one is refused: where the next begins is not known then. */
static enum status
input_scan(struct pictures *s, const char *name, struct decoder *d,
    const struct settings *set)
{
	enum status status = STATUS_DONE;
	char why[PICTURES_WHY_SIZE];
	size_t n;

	for (int nth = 0; status == STATUS_DONE; nth++) {
		if (nth > 0 && !is_stream(name))
			break;
		if (!pictures_next(s, &n, why)) {
			out_log(name, "%s", why);
			return STATUS_REFUSED;
		}
		if (nth > 0 && n == 0)
			break;
		if (nth > 0)
			out_file(name);
		status = bytes_scan(s, n, name, d, set);
	}
	return status;
}

static enum status
file_scan(int fd, const char *name, const struct settings *set)
{
	struct pictures s = { .fd = fd };
	struct decoder *d = decoder_new(set->itf_lengths);
	enum status status = STATUS_OUTSIDE;

	if (d == NULL)
		out_log(name, "not enough memory");
	else
		status = input_scan(&s, name, d, set);
	free(s.p);
	decoder_free(d);
	return status;
}

static enum status
child_run(int fd, const char *name, const struct settings *set)
{
	const char *missing;

	/* it shall reach no file but its own */
	if (dup2(fd, STDIN_FILENO) < 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
		out_log(name, "%s", strerror(errno));
		return STATUS_OUTSIDE;
	}
	out_close_others(NULL);
	if (!sandbox_enter(SANDBOX_PICTURES, (unsigned)set->budget_ms / 1000 +
	    (is_stream(name) ? STREAM_S : SLACK_S), &missing)) {
		out_log(NULL, "no sandbox: %s cannot be had here", missing);
		return STATUS_OUTSIDE;
	}
	return file_scan(STDIN_FILENO, name, set);
}

static enum status
child_wait(pid_t pid, const char *name)
{
	int st;

	while (waitpid(pid, &st, 0) < 0)
		if (errno != EINTR)
			return STATUS_OUTSIDE;
	if (WIFEXITED(st))		/* no more than it may say */
		return WEXITSTATUS(st) == STATUS_DONE ? STATUS_DONE :
		    WEXITSTATUS(st) == STATUS_OUTSIDE ? STATUS_OUTSIDE :
		    STATUS_REFUSED;
	if (WTERMSIG(st) == SIGPIPE) {		/* our reader has gone */
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	if (WTERMSIG(st) == SIGXCPU)
		out_log(name, "takes too long to read");
	else if (WTERMSIG(st) == SIGALRM)
		out_log(name, "not read in time: no bytes come, or no one "
		    "takes what is written");
	else
		out_log(name, "stopped its reader (signal %d)", WTERMSIG(st));
	return STATUS_REFUSED;
}

enum status
source_files_run(char *const *names, int n, const struct settings *set)
{
	enum status status = STATUS_DONE;
	int *fds = calloc((size_t)n, sizeof *fds);

	if (fds == NULL)
		return STATUS_OUTSIDE;
	allow_many_files();
	out_hello();
	for (int i = 0; i < n; i++)
		fds[i] = file_open(names[i]);
	for (int i = 0; i < n; i++) {
		enum status one = STATUS_REFUSED;
		out_file(names[i]);
		pid_t pid = fds[i] < 0 ? -1 : fork();
		if (pid == 0) {
			one = child_run(fds[i], names[i], set);
			free(fds);
			exit(one);
		}
		if (pid > 0)
			one = child_wait(pid, names[i]);
		else if (fds[i] >= 0)
			out_log(names[i], "%s", strerror(errno));
		if (fds[i] >= 0)
			close(fds[i]);
		if (one > status)
			status = one;
	}
	free(fds);
	return status;
}
