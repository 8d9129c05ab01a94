#include "tui/print/print.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tui/print/clean.h"
#include "tui/print/escpos.h"
#include "tui/print/printer.h"

struct task {			/* what the child shall do */
	const struct printer *printer;
	const char *target;
	struct print_work work;
	bool ask;		/* only whether it is ready */
	bool keep;		/* only whether it can be read */
	volatile unsigned char *sent;
};

struct answer {			/* what it sends back, in one write */
	enum rc rc;
	struct err err;
	struct print_result res;
};

static const struct printer printers[] = {
#define PRINTER(prefix, suffix, ops, kind) \
	{ prefix, suffix, &printer_##ops, kind },
#include "tui/print/printers.def"
#undef PRINTER
};

const struct printer *
printer_find(const char *name, const char **target)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof printers / sizeof *printers; i++) {
		const struct printer *p = &printers[i];
		size_t pre = strlen(p->prefix), suf = strlen(p->suffix);

		if (len >= pre + suf && strncmp(name, p->prefix, pre) == 0 &&
		    strcmp(name + len - suf, p->suffix) == 0) {
			*target = name + pre;
			return p->ops->form(*target) ? p : NULL;
		}
	}
	return NULL;
}

static enum rc
task_init(struct task *t, const char *name, struct err *err)
{
	memset(t, 0, sizeof *t);
	t->printer = printer_find(name, &t->target);
	if (t->printer == NULL)
		return err_why(err, RC_INVALID, WHY_PRINTER_UNKNOWN, name,
		    NULL, NULL);
	return RC_OK;
}

enum rc
print_check(const char *printer, struct err *err)
{
	struct task t;

	return task_init(&t, printer, err);
}

bool
print_on_sheets(const char *printer)
{
	const char *target;
	const struct printer *p = printer_find(printer, &target);

	return p != NULL && !p->ops->roll;
}

static void
clean_slip(struct slip *s)
{
	clean_text(s->from);
	clean_text(s->heading);
	clean_text(s->number);
	clean_text(s->qr);
	clean_text(s->page);
	for (int i = 0; i < 5; i++)
		clean_text(s->col[i]);
	for (size_t i = 0; i < s->row_count; i++) {
		clean_text(s->row[i].label);
		clean_text(s->row[i].value);
	}
	for (size_t i = 0; i < s->item_count; i++) {
		clean_text(s->item[i].code);
		clean_text(s->item[i].name);
		clean_text(s->item[i].place);
		clean_text(s->item[i].condition);
	}
	for (size_t i = 0; i < s->note_count; i++)
		clean_text(s->note[i]);
}

static void
clean_sheet(struct sheet *s)
{
	clean_text(s->from);
	clean_text(s->heading);
	clean_text(s->period);
	clean_text(s->number);
	clean_text(s->bars);
	for (size_t i = 0; i < s->figures; i++) {
		clean_text(s->figure[i].value);
		clean_text(s->figure[i].label);
	}
	for (size_t i = 0; i < s->bar_count; i++)
		clean_text(s->bar[i].label);
	for (size_t t = 0; t < s->tables; t++)
		for (int c = 0; c < SHEET_COLUMNS; c++) {
			clean_text(s->table[t].head[c]);
			for (size_t r = 0; r < s->table[t].rows; r++)
				clean_text(s->table[t].row[r][c]);
		}
	for (size_t i = 0; i < s->notes; i++)
		clean_text(s->note[i]);
}

/* Copies the work, so that the child may clean what the caller owns. */
static void
clean_work(struct print_work *work)
{
	if (work->sheet != NULL) {
		struct sheet *s = malloc(sizeof *s);

		if (s == NULL)
			abort();
		*s = *work->sheet;
		clean_sheet(s);
		work->sheet = s;
		return;
	}
	if (work->slip != NULL) {
		struct slip *s = malloc(sizeof *s);

		if (s == NULL)
			abort();
		*s = *work->slip;
		clean_slip(s);
		work->slip = s;
		return;
	}
	size_t n = work->label_count;
	struct label *label = calloc(n, sizeof *label);
	if (label == NULL)
		abort();
	for (size_t i = 0; i < n; i++) {
		label[i] = work->label[i];
		clean_text(label[i].code);
		clean_text(label[i].name);
		clean_text(label[i].from);
	}
	work->label = label;
}

/* None of the parent's handlers may run in the child, and what the child
 * tries in vain is an error to report, not its end. */
static void
own_signals(void)
{
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The one way to any printer: made, read back, and only then let out. */
static enum rc
print(struct task *t, struct print_result *res, struct err *err)
{
	const struct printer_ops *ops = t->printer->ops;
	struct print_made made = { .sent = t->sent };
	struct readback rb;
	size_t codes = t->work.slip == NULL ? t->work.label_count :
	    t->work.slip->qr[0] != '\0';

	clean_work(&t->work);
	readback_init(&rb);
	enum rc rc = ops->make(t->target, t->printer->kind, &t->work, &rb,
	    &made, res, err);
	assert(rc != RC_OK || rb.n >= codes || rb.unread != WHY_NONE);
	enum rc read = readback_end(&rb, res, rc == RC_OK ? err : NULL);
	if (rc == RC_OK)
		rc = read;
	if (rc == RC_OK && !t->keep)
		rc = ops->send(t->target, &made, res, err);
	ops->drop(&made);
	return rc;
}

/* The child has nothing of ours open but its pipe, keeps the terminal clean
 * and leaves without running what the parent has at exit. */
static void
child(const struct task *task, int fd)
{
	struct task t = *task;
	struct answer a = { 0 };
	int null = open("/dev/null", O_RDWR);
	ssize_t n;

	own_signals();
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);	/* fontconfig likes to complain */
	if (fd != 3)
		dup2(fd, 3);
	close_range(4, ~0U, 0);
	if (t.ask)
		a.rc = t.printer->ops->ready(t.target, t.printer->kind,
		    &a.res.paper, &a.err);
	else
		a.rc = print(&t, &a.res, &a.err);
	do
		n = write(3, &a, sizeof a);
	while (n == -1 && errno == EINTR);
	_exit(n == sizeof a ? 0 : 1);
}

static enum rc
start(struct task *task, struct print_job *job, struct err *err)
{
	int p[2] = { -1, -1 };
	pid_t pid = -1;

	job->fd = job->pid = -1;
	job->sent = false;
	/* A byte that both see: a child that was killed tells as well. */
	void *byte = mmap(NULL, 1, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (byte != MAP_FAILED && pipe2(p, O_CLOEXEC) == 0) {
		job->shared = task->sent = byte;
		pid = fork();
	}
	if (pid == 0)
		child(task, p[1]);
	int error = errno;
	if (p[1] != -1)
		close(p[1]);
	if (pid == -1) {
		if (p[0] != -1)
			close(p[0]);
		if (byte != MAP_FAILED)
			munmap(byte, 1);
		return err_why(err, RC_OUTSIDE, WHY_PRINTER_FAILED,
		    strerror(error), NULL, NULL);
	}
	job->fd = p[0];
	job->pid = pid;
	job->s_max = PRINT_S_MAX + (int)task->work.label_count;
	clean_copy(job->name, sizeof job->name, task->target);
	return RC_OK;
}

/* Waits for the child's answer, and ends the child where none comes. */
enum rc
print_finish(struct print_job *job, struct print_result *res, struct err *err)
{
	struct pollfd p = { .fd = job->fd, .events = POLLIN };
	struct answer a;
	ssize_t n;
	int ready;

	do
		ready = poll(&p, 1, job->s_max * 1000);
	while (ready == -1 && errno == EINTR);
	if (ready != 1)
		kill(job->pid, SIGKILL);
	do
		n = ready == 1 ? read(job->fd, &a, sizeof a) : 0;
	while (n == -1 && errno == EINTR);
	close(job->fd);
	while (waitpid(job->pid, NULL, 0) == -1 && errno == EINTR)
		continue;
	job->fd = job->pid = -1;
	job->sent = *job->shared != 0;
	munmap((void *)job->shared, 1);
	job->shared = NULL;
	if (ready == 0)
		return err_why(err, RC_OUTSIDE, WHY_PRINTER_GONE, job->name,
		    strerror(ETIMEDOUT), NULL);
	if (n != sizeof a)
		return err_why(err, RC_OUTSIDE, WHY_PRINTER_FAILED,
		    "the child ended early", NULL, NULL);
	if (a.rc == RC_OK && res != NULL)
		*res = a.res;
	if (a.rc != RC_OK && err != NULL)
		*err = a.err;
	return a.rc;
}

enum rc
print_start(const char *printer, const struct slip *slip,
    struct print_job *job, struct err *err)
{
	struct task t;

	job->fd = job->pid = -1;
	enum rc rc = task_init(&t, printer, err);
	t.work.slip = slip;
	return rc == RC_OK ? start(&t, job, err) : rc;
}

enum rc
print_start_labels(const char *printer, const struct label *label, size_t n,
    size_t skip, struct print_job *job, struct err *err)
{
	struct task t;

	job->fd = job->pid = -1;
	enum rc rc = task_init(&t, printer, err);
	t.work = (struct print_work){ .label = label, .label_count = n,
	    .label_skip = skip };
	if (rc == RC_OK && (n == 0 || n > PRINT_LABELS_MAX ||
	    skip >= (t.printer->ops->roll ? 1 : PRINT_SHEET)))
		rc = err_set(err, RC_INVALID, "%zu labels after %zu", n,
		    skip);
	return rc == RC_OK ? start(&t, job, err) : rc;
}

enum rc
print_slip(const char *printer, const struct slip *slip,
    struct print_result *res, struct err *err)
{
	struct print_job job;

	enum rc rc = print_start(printer, slip, &job, err);
	return rc == RC_OK ? print_finish(&job, res, err) : rc;
}

enum rc
print_sheet(const char *printer, const struct sheet *sheet,
    struct print_result *res, struct err *err)
{
	struct print_job job;
	struct task t;

	enum rc rc = task_init(&t, printer, err);
	t.work.sheet = sheet;
	if (rc == RC_OK)
		rc = start(&t, &job, err);
	return rc == RC_OK ? print_finish(&job, res, err) : rc;
}

enum rc
print_labels(const char *printer, const struct label *label, size_t n,
    size_t skip, struct print_result *res, struct err *err)
{
	struct print_job job;

	enum rc rc = print_start_labels(printer, label, n, skip, &job, err);
	return rc == RC_OK ? print_finish(&job, res, err) : rc;
}

enum rc
print_start_ask(const char *printer, struct print_job *job, struct err *err)
{
	struct task t;

	job->fd = job->pid = -1;
	enum rc rc = task_init(&t, printer, err);
	t.ask = true;
	return rc == RC_OK ? start(&t, job, err) : rc;
}

enum rc
print_ready(const char *printer, enum paper *paper, struct err *err)
{
	struct print_result res = { .paper = PAPER_UNKNOWN };
	struct print_job job;

	enum rc rc = print_start_ask(printer, &job, err);
	if (rc == RC_OK)
		rc = print_finish(&job, &res, err);
	*paper = res.paper;
	return rc;
}

enum rc
print_try(const char *printer, const struct label *label,
    struct print_result *res, struct err *err)
{
	struct print_job job;
	struct task t;

	enum rc rc = task_init(&t, printer, err);
	t.work = (struct print_work){ .label = label, .label_count = 1 };
	t.keep = true;
	if (rc == RC_OK)
		rc = start(&t, &job, err);
	if (rc == RC_OK)
		rc = print_finish(&job, res, err);
	return rc;
}
