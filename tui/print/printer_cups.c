/* A queue of CUPS, by its own commands: a library of its would come along with
 * every program of ours, and be nothing to those who have no CUPS.  What CUPS
 * has taken it keeps and prints by itself. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tui/print/clean.h"
#include "tui/print/lpstat.h"
#include "tui/print/printer.h"

#define CUPS_MS		8000	/* that its commands have */
#define NO_PROGRAM	127

/* A queue's name as lpadmin takes it, and never an option. */
static bool
cups_form(const char *target)
{
	if (target[0] == '-' || target[0] == '\0' || strlen(target) > 127)
		return false;
	for (const char *s = target; *s != '\0'; s++)
		if (*s <= ' ' || *s > '~' || strchr("/#'\"\\?", *s) != NULL)
			return false;
	return true;
}

static void
become(const char *const argv[], int in, int out)
{
	setenv("LC_ALL", "C", 1);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	if (dup2(in, 0) == -1 || dup2(out, 1) == -1 || dup2(out, 2) == -1)
		_exit(NO_PROGRAM);
	close_range(3, ~0U, 0);
	/* execvp changes nothing of what it is given. */
	execvp(argv[0], (char *const *)argv);
	_exit(NO_PROGRAM);
}

/* What it writes until it ends or the time is up. */
static size_t
listen_to(int fd, char *out, size_t cap)
{
	size_t n = 0;

	while (n < cap) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (poll(&p, 1, CUPS_MS) != 1)
			break;
		ssize_t got = read(fd, out + n, cap - n);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	return n;
}

/* Runs the command with in (closed here) as its input; *n becomes what is in
 * out.  Gives its exit status, -1 where it had to be ended. */
static int
run(const char *const argv[], int in, char *out, size_t cap, size_t *n)
{
	int fds[2], status = 0;

	*n = 0;
	if (in == -1 || pipe2(fds, O_CLOEXEC) == -1)
		return -1;
	pid_t pid = fork();
	if (pid == 0)
		become(argv, in, fds[1]);
	close(fds[1]);
	close(in);
	if (pid > 0)
		*n = listen_to(fds[0], out, cap);
	close(fds[0]);
	if (pid <= 0)
		return -1;
	/* One that has closed its output has ended, or never will. */
	for (int i = 0; waitpid(pid, &status, WNOHANG) == 0; i++) {
		if (i == CUPS_MS / 10)
			kill(pid, SIGKILL);
		poll(NULL, 0, 10);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static enum rc
cups_ready(const char *target, int kind, enum paper *paper, struct err *err)
{
	const char *const argv[] = { "lpstat", "-r", "-l", "-p", target, "-a",
	    target, NULL };
	char out[8192];
	size_t n;

	(void)kind;
	*paper = PAPER_UNKNOWN;
	int status = run(argv, open("/dev/null", O_RDONLY | O_CLOEXEC), out,
	    sizeof out, &n);
	if (status == NO_PROGRAM)
		return err_why(err, RC_OUTSIDE, WHY_CUPS_MISSING, target,
		    NULL, NULL);
	return lpstat_read(out, n, target, paper, err);
}

/* --- a print --- */

/* A PDF in a folder that nobody else reads. */
static enum rc
cups_make(const char *target, int kind, const struct print_work *work,
    struct readback *rb, struct print_made *made, struct print_result *res,
    struct err *err)
{
	char folder[256], path[512], stem[160];
	const char *tmp = getenv("TMPDIR");

	(void)kind;
	enum rc rc = cups_ready(target, 0, &res->paper, err);
	if (rc != RC_OK)
		return rc;
	enum paper paper = res->paper;
	snprintf(folder, sizeof folder, "%s/samdepa-print-XXXXXX",
	    tmp != NULL && *tmp != '\0' ? tmp : "/tmp");
	if (mkdtemp(folder) == NULL)
		return err_why(err, RC_OUTSIDE, WHY_PRINTER_FOLDER, folder,
		    strerror(errno), NULL);
	print_stem(work, stem, sizeof stem);
	snprintf(path, sizeof path, "%s/%s.pdf", folder, stem);
	rc = printer_file.make(path, FILE_PDF, work, rb, made, res, err);
	res->pdf[0] = '\0';	/* it is gone when CUPS has it */
	res->paper = paper;
	if (made->out_count == 0)
		rmdir(folder);
	return rc;
}

static enum rc
cups_send(const char *target, struct print_made *made,
    struct print_result *res, struct err *err)
{
	char title[200], out[1024];
	const char *stem = strrchr(made->out[0].path, '/') + 1;
	const char *const argv[] = { "lp", "-d", target, "-t", title, "-",
	    NULL };
	size_t n;

	(void)res;
	snprintf(title, sizeof title, "%.*s", (int)strlen(stem) - 4, stem);
	*made->sent = 1;
	int status = run(argv, open(made->out[0].temp, O_RDONLY | O_CLOEXEC),
	    out, sizeof out - 1, &n);
	if (status == 0)
		return RC_OK;
	if (status > 0)		/* it says itself that it left nothing */
		*made->sent = 0;
	out[n] = '\0';
	clean_text(out);
	return err_why(err, RC_OUTSIDE, status == NO_PROGRAM ?
	    WHY_CUPS_MISSING : WHY_CUPS_FAILED, target, out, NULL);
}

static void
cups_drop(struct print_made *made)
{
	char folder[512] = "";

	if (made->out_count > 0)
		snprintf(folder, sizeof folder, "%.*s",
		    (int)(strrchr(made->out[0].path, '/') -
		    made->out[0].path), made->out[0].path);
	printer_file.drop(made);
	if (folder[0] != '\0')
		rmdir(folder);
}

const struct printer_ops printer_cups = {
	.form = cups_form,
	.ready = cups_ready,
	.make = cups_make,
	.send = cups_send,
	.drop = cups_drop,
};
