#include "tui/print/readback.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tui/print/code128.h"
#include "tui/program.h"

#define READER	 "samdepa-scan"
#define STALL_MS 8000
#define MISSING	 127		/* exit status: it could not be started */

struct wanted {
	struct claim claim;
	bool qr_read, bars_read;
};

struct claim
claim_label(const struct label *label)
{
	struct code128 bars;

	return (struct claim){ .name = label->code, .qr = label->code,
	    .bars = code128_make(label->code, &bars) > 0 ? label->code :
	    NULL };
}

struct claim
claim_slip(const struct slip *s)
{
	return (struct claim){ .name = s->number,
	    .qr = s->qr[0] != '\0' ? s->qr : NULL };
}

void
readback_init(struct readback *rb)
{
	memset(rb, 0, sizeof *rb);
	rb->in = rb->out = -1;
	rb->stall_ms = STALL_MS;
}

static void
close_fd(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

/* Ends the reader, by force if need be, and gives what waitpid says. */
static int
stop(struct readback *rb, bool force)
{
	int status = 0;

	close_fd(&rb->in);
	close_fd(&rb->out);
	if (rb->pid > 0 && force)
		kill(rb->pid, SIGKILL);
	while (rb->pid > 0 && waitpid(rb->pid, &status, 0) == -1 &&
	    errno == EINTR)
		continue;
	rb->pid = 0;
	return status;
}

/* It is of no use: what it has not said is not known. */
static void
give_up(struct readback *rb, int status)
{
	rb->unread = WIFEXITED(status) && WEXITSTATUS(status) == MISSING ?
	    WHY_READER_MISSING : WHY_READER_BROKEN;
}

/* In the child. */
static void
become(int in, int out, int codes)
{
	char path[PROGRAM_PATH_MAX], number[16];
	char *argv[] = { READER, "--budget-ms", "2000", "--codes", number, "-",
	    NULL };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_DFL);
	if (dup2(in, STDIN_FILENO) == -1 || dup2(out, STDOUT_FILENO) == -1)
		_exit(MISSING);
	close_range(3, ~0U, 0);
	snprintf(number, sizeof number, "%d", codes);
	execvp(program_find(READER, path), argv);
	_exit(MISSING);
}

static void
start(struct readback *rb, int codes)
{
	int in[2], out[2];

	rb->unread = WHY_READER_BROKEN;
	if (pipe2(in, O_CLOEXEC) == -1)
		return;
	if (pipe2(out, O_CLOEXEC) == 0) {
		rb->pid = fork();
		if (rb->pid == 0)
			become(in[0], out[1], codes);
		rb->in = in[1];
		rb->out = out[0];
		close(out[1]);
	} else
		close(in[1]);
	close(in[0]);
	if (rb->pid <= 0) {
		stop(rb, false);
		return;
	}
	(void)fcntl(rb->in, F_SETFL, O_NONBLOCK);
	rb->unread = WHY_NONE;
}

/* Whether the nth picture has given all that it should. */
static enum rc
judge(const struct readback *rb, size_t nth, struct err *err)
{
	const struct wanted *w = &rb->wanted[nth];

	if (w->claim.qr != NULL && !w->qr_read)
		return err_why(err, RC_REFUSED, WHY_QR_UNREADABLE,
		    w->claim.name, w->claim.qr, NULL);
	if (w->claim.bars != NULL && !w->bars_read)
		return err_why(err, RC_REFUSED, WHY_BARS_UNREADABLE,
		    w->claim.name, w->claim.bars, NULL);
	return RC_OK;
}

/* A poor reading of a picture that no camera has spoilt is none. */
static bool
is_text(const struct scan_line *scan, const char *text)
{
	return text != NULL && scan->strong && scan->text_len == strlen(text) &&
	    memcmp(scan->text, text, scan->text_len) == 0;
}

/* One line of the reader's.  False: nothing it may say here. */
static bool
take_line(struct readback *rb, size_t n, enum rc *rc, struct err *err)
{
	static struct scan_line scan;
	struct wanted *w = rb->begun > 0 ? &rb->wanted[rb->begun - 1] : NULL;

	switch (scan_line_parse(rb->line, n, &scan)) {
	case SCAN_LINE_HELLO:
		rb->greeted = true;
		return true;
	case SCAN_LINE_FILE:
		if (!rb->greeted || rb->begun == rb->n)
			return false;
		if (w != NULL)
			*rc = judge(rb, rb->begun - 1, err);
		rb->begun++;
		return true;
	case SCAN_LINE_SCAN:
		if (w == NULL)
			return false;
		w->qr_read |= strcmp(scan.symbology, "QR") == 0 &&
		    is_text(&scan, w->claim.qr);
		w->bars_read |= strcmp(scan.symbology, "Code-128") == 0 &&
		    is_text(&scan, w->claim.bars);
		return true;
	default:
		return false;
	}
}

/* What the reader has written; *ended where it writes no more.  False: it
 * is none of ours. */
static bool
take(struct readback *rb, bool *ended, enum rc *rc, struct err *err)
{
	ssize_t got = read(rb->out, rb->line + rb->line_n,
	    sizeof rb->line - rb->line_n);

	if (got == -1)
		return errno == EINTR;
	*ended = got == 0;
	rb->line_n += (size_t)got;
	for (char *nl; *rc == RC_OK &&
	    (nl = memchr(rb->line, '\n', rb->line_n)) != NULL; ) {
		size_t n = (size_t)(nl - rb->line) + 1;
		if (!take_line(rb, n, rc, err))
			return false;
		rb->line_n -= n;
		memmove(rb->line, rb->line + n, rb->line_n);
	}
	return rb->line_n < sizeof rb->line;
}

/* Writes n bytes to the reader, or with none to write hears it to its end,
 * and takes what it says meanwhile.  False: it hangs or fails. */
static bool
pump(struct readback *rb, const void *data, size_t n, enum rc *rc,
    struct err *err)
{
	const char *p = data;
	bool ended = false, hear_out = n == 0;

	while (*rc == RC_OK && (hear_out ? !ended : n > 0)) {
		struct pollfd f[] = { { rb->out, POLLIN, 0 },
		    { rb->in, POLLOUT, 0 } };
		int ready = poll(f, hear_out ? 1 : 2, rb->stall_ms);
		if (ready == -1 && errno == EINTR)
			continue;
		if (ready <= 0 || (ended && !hear_out))
			return false;
		if (f[0].revents != 0 && !take(rb, &ended, rc, err))
			return false;
		if (hear_out || f[1].revents == 0)
			continue;
		ssize_t did = write(rb->in, p, n);
		if (did == -1 && errno != EINTR && errno != EAGAIN)
			return false;
		p += did > 0 ? did : 0;
		n -= did > 0 ? (size_t)did : 0;
	}
	return true;
}

static void
want(struct readback *rb, const struct claim *claim)
{
	if (rb->n == rb->cap) {
		rb->cap = 2 * rb->cap + 16;
		rb->wanted = realloc(rb->wanted, rb->cap * sizeof *rb->wanted);
		if (rb->wanted == NULL)
			abort();
	}
	rb->wanted[rb->n++] = (struct wanted){ .claim = *claim };
}

enum rc
readback_show(struct readback *rb, const struct claim *claim, int w, int h,
    const unsigned char *px, struct err *err)
{
	char head[64];
	enum rc rc = RC_OK;
	int n = snprintf(head, sizeof head, "P5\n%d %d\n255\n", w, h);

	want(rb, claim);
	if (rb->n == 1)
		start(rb, (claim->qr != NULL) + (claim->bars != NULL));
	if (rb->unread != WHY_NONE)
		return RC_OK;
	if (!pump(rb, head, (size_t)n, &rc, err) ||
	    !pump(rb, px, (size_t)w * (size_t)h, &rc, err))
		give_up(rb, stop(rb, true));
	if (rc != RC_OK)
		stop(rb, true);
	return rc;
}

enum rc
readback_end(struct readback *rb, struct print_result *res, struct err *err)
{
	enum rc rc = RC_OK;

	if (rb->pid > 0) {
		close_fd(&rb->in);
		bool heard = pump(rb, "", 0, &rc, err);
		int status = stop(rb, !heard || rc != RC_OK);
		/* Only one that ends well can say that a code is missing. */
		if (rc == RC_OK && (!heard || status != 0 ||
		    rb->begun != rb->n))
			give_up(rb, status);
		else if (rc == RC_OK)
			rc = judge(rb, rb->n - 1, err);
	}
	res->unread = rb->unread;
	res->read = rb->unread == WHY_NONE ? (int)rb->n : 0;
	free(rb->wanted);
	rb->wanted = NULL;
	return rc;
}
