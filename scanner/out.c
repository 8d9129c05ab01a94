#include "scanner/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scanner/line.h"
#include "scanner/sandbox.h"
#include "scanner/text.h"

struct line {
	size_t n;
	char   bytes[SCAN_LINE_SIZE_MAX];
};

static const char hex[] = "0123456789ABCDEF";
static bool plain_text, on_terminal;
static struct line of_source;	/* stands before each line; often empty */
static int log_fd = STDERR_FILENO;

void
out_init(bool plain)
{
	plain_text = plain;
	on_terminal = isatty(STDOUT_FILENO) == 1;
	if (SANDBOX_SANITIZED)		/* its reports go to stderr */
		return;
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, SANDBOX_LOG_FD);
	if (null >= 0 && fd >= 0 && dup2(null, STDERR_FILENO) >= 0)
		log_fd = fd;
	if (null > STDERR_FILENO)
		close(null);
}

void
out_close_others(int *keep)
{
	if (keep != NULL && *keep <= SANDBOX_PULSE_FD)
		*keep = fcntl(*keep, F_DUPFD, SANDBOX_PULSE_FD + 1);
	if (log_fd == STDERR_FILENO)
		close(SANDBOX_LOG_FD);
	else if (dup2(log_fd, SANDBOX_LOG_FD) == SANDBOX_LOG_FD)
		log_fd = SANDBOX_LOG_FD;
	if (keep != NULL)
		*keep = dup2(*keep, SANDBOX_PULSE_FD);
	closefrom(SANDBOX_PULSE_FD + (keep != NULL));
}

/* False: not everything could be written. */
static bool
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static void
line_write(struct line *l)
{
	l->bytes[l->n++] = '\n';
	if (!write_all(STDOUT_FILENO, l->bytes, l->n)) {
		out_log(NULL, "standard output: %s", strerror(errno));
		_exit(4);
	}
}

static void
line_add(struct line *l, const char *word)
{
	size_t n = strlen(word);

	memcpy(l->bytes + l->n, word, n);
	l->n += n;
}

/* False: it does not fit in what is left, but for the newline; as much as
 * fits has been added. */
static bool
line_add_escaped(struct line *l, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned c = (unsigned char)p[i];
		bool escape = c < 0x20 || c > 0x7e || c == '%';
		if (sizeof l->bytes - 1 - l->n < (escape ? 3U : 1U))
			return false;
		if (escape) {
			l->bytes[l->n++] = '%';
			l->bytes[l->n++] = hex[c >> 4];
			c = (unsigned char)hex[c & 15];
		}
		l->bytes[l->n++] = (char)c;
	}
	return true;
}

void
out_hello(void)
{
	struct line l = of_source;

	if (plain_text)
		return;
	line_add(&l, "samdepa-scan 1");
	line_write(&l);
}

/* word, a blank, and text; a text that is too long is cut off. */
static void
line_write_text(const char *word, const char *text)
{
	struct line l = of_source;

	if (plain_text)
		return;
	line_add(&l, word);
	(void)line_add_escaped(&l, text, strlen(text));
	line_write(&l);
}

void
out_file(const char *name)
{
	line_write_text("file ", name);
}

void
out_source(const char *name)
{
	line_write_text("source ", name);
}

void
out_state(bool open, const char *text)
{
	line_write_text(open ? "state open " : "state gone ", text);
}

void
out_lines_of(const char *name)
{
	of_source.n = 0;
	if (name == NULL)
		return;
	line_add(&of_source, "source ");
	(void)line_add_escaped(&of_source, name, strlen(name));
	of_source.bytes[of_source.n++] = '\n';
}

void
out_rate(int frames_tenths, int ms_tenths)
{
	struct line l = of_source;
	char text[32];

	snprintf(text, sizeof text, "rate %d %d", frames_tenths, ms_tenths);
	line_add(&l, text);
	line_write(&l);
}

void
out_view(const struct grey *g)
{
	struct line l = of_source;
	char head[32];

	snprintf(head, sizeof head, "view %dx%d ", g->w, g->h);
	line_add(&l, head);
	for (int i = 0; i < g->w * g->h; i++)
		l.bytes[l.n++] = hex[g->px[i] >> 4];
	line_write(&l);
}

static void
out_plain(const char *bytes, size_t n)
{
	char text[CODE_TEXT_MAX + 1];

	memcpy(text, bytes, n);
	if (on_terminal)
		n = text_make_printable(text, n);
	text[n++] = '\n';
	if (!write_all(STDOUT_FILENO, text, n)) {
		out_log(NULL, "standard output: %s", strerror(errno));
		_exit(4);
	}
}

void
out_scan(const char *symbology, const char *aim, bool strong,
    const char *text, size_t n)
{
	struct line l = of_source;

	if (plain_text && n <= CODE_TEXT_MAX) {
		out_plain(text, n);
		return;
	}
	line_add(&l, "scan ");
	line_add(&l, symbology);
	line_add(&l, " ");
	line_add(&l, aim);
	line_add(&l, strong ? " strong " : " weak ");
	if (!line_add_escaped(&l, text, n)) {
		out_log(NULL, "a code of %zu bytes is too long, left out", n);
		return;
	}
	line_write(&l);
}

void
out_code(const struct entry *e)
{
	out_scan(symbology_info[e->code.symbology].name, e->code.aim,
	    e->strong, e->code.text, e->code.len);
}

void
out_log(const char *name, const char *fmt, ...)
{
	struct line l = { 0 };
	char why[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof why, fmt, ap);
	va_end(ap);
	line_add(&l, "samdepa-scan: ");
	if (name != NULL) {
		size_t n = strlen(name), max = sizeof l.bytes / 6;
		(void)line_add_escaped(&l, name, n < max ? n : max);
		line_add(&l, ": ");
	}
	(void)line_add_escaped(&l, why, strlen(why));
	l.bytes[l.n++] = '\n';
	(void)!write_all(log_fd, l.bytes, l.n);
}
