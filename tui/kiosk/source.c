#include "tui/kiosk/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GREETING_WAIT_MS	10000
#define SILENCE_MS		10000	/* of one that told its speed before */
#define RETRY_FIRST_MS		500
#define RETRY_LAST_MS		60000
#define HEALTHY_MS		60000	/* so long alive, it did start well */
#define BAD_LINES_MAX		50

void
source_init(struct source *s, const struct reader *r)
{
	memset(s, 0, sizeof *s);
	s->reader = *r;
	s->view_every_ms = 200;	/* five pictures a second are enough */
	child_init(&s->child);
}

static void
set_state(struct source *s, enum source_state state, int64_t now_ms)
{
	if (s->state != state)
		s->state_ms = now_ms;
	s->state = state;
}

void
source_stop(struct source *s)
{
	s->status = child_stop(&s->child);
	s->state = SOURCE_IDLE;
	s->lively = false;
	s->what[0] = '\0';
	s->frames_tenths = s->ms_tenths = 0;
	s->view_w = s->view_h = 0;
	s->bad_of_child = 0;
	s->n = 0;
}

static void
fail(struct source *s, int64_t now_ms)
{
	int64_t wait_ms = RETRY_FIRST_MS;

	source_stop(s);
	for (int i = 0; i < s->failures && wait_ms < RETRY_LAST_MS; i++)
		wait_ms *= 2;
	s->failures++;
	s->retry_ms = now_ms + (wait_ms < RETRY_LAST_MS ? wait_ms :
	    RETRY_LAST_MS);
	set_state(s, SOURCE_FAILED, now_ms);
}

void
source_pause(struct source *s, bool pause, int64_t now_ms)
{
	source_stop(s);
	s->failures = 0;
	s->retry_ms = now_ms;
	set_state(s, pause ? SOURCE_PAUSED : SOURCE_IDLE, now_ms);
}

static void
start(struct source *s, int64_t now_ms)
{
	struct reader_command command;

	reader_command(&s->reader, &command);
	s->started_ms = s->heard_ms = now_ms;
	if (!child_start(&s->child, command.argv))
		fail(s, now_ms);
	else
		set_state(s, SOURCE_IDLE, now_ms);
}

/* When it has been silent for too long; -1: it may be. */
static int64_t
silent_at(const struct source *s)
{
	if (s->state == SOURCE_IDLE)
		return s->started_ms + GREETING_WAIT_MS;
	return s->lively ? s->heard_ms + SILENCE_MS : -1;
}

void
source_tick(struct source *s, int64_t now_ms)
{
	if (s->state == SOURCE_PAUSED)
		return;
	if (s->child.pid == 0) {
		if (now_ms >= s->retry_ms)
			start(s, now_ms);
		return;
	}
	int64_t at = silent_at(s);
	if (at >= 0 && now_ms >= at)
		fail(s, now_ms);
	else if (now_ms >= s->started_ms + HEALTHY_MS)
		s->failures = 0;
}

int64_t
source_deadline(const struct source *s)
{
	if (s->state == SOURCE_PAUSED)
		return -1;
	return s->child.pid == 0 ? s->retry_ms : silent_at(s);
}

static void
note_code(struct source *s, const struct scan_line *line, int64_t now_ms)
{
	int i = 0;

	s->codes++;
	s->failures = 0;
	memcpy(s->last.symbology, line->symbology, sizeof line->symbology);
	memcpy(s->last.aim, line->aim, sizeof line->aim);
	snprintf(s->last.text, sizeof s->last.text, "%.*s",
	    (int)sizeof s->last.text - 1, line->text);
	s->last.strong = line->strong;
	s->last.ms = now_ms;
	while (i < SOURCE_KINDS_MAX && s->kind[i].codes > 0 &&
	    strcmp(s->kind[i].symbology, line->symbology) != 0)
		i++;
	if (i == SOURCE_KINDS_MAX)
		return;
	memcpy(s->kind[i].symbology, line->symbology, sizeof line->symbology);
	s->kind[i].codes++;
}

static void
note_view(struct source *s, const struct scan_line *line, int64_t now_ms)
{
	if (s->view_w > 0 && now_ms < s->view_ms + s->view_every_ms)
		return;
	s->view_ms = now_ms;
	s->view_w = line->w;
	s->view_h = line->h;
	memcpy(s->view, line->text, line->text_len);
}

static void
note_device(struct source *s, const struct scan_line *line, int64_t now_ms)
{
	snprintf(s->what, sizeof s->what, "%.*s", (int)sizeof s->what - 1,
	    line->text);
	set_state(s, line->kind == SCAN_LINE_OPEN ? SOURCE_OPEN :
	    SOURCE_GONE, now_ms);
	s->frames_tenths = s->ms_tenths = 0;
	s->lively = false;
	s->view_w = s->view_h = 0;
}

/* One line; false: the child is not what it should be. */
static bool
take_line(struct source *s, size_t n, int64_t now_ms, source_fn *fn,
    void *arg)
{
	static struct scan_line line;
	enum scan_line_kind kind = scan_line_parse(s->line, n, &line);

	s->heard_ms = now_ms;
	if (kind == SCAN_LINE_BAD) {
		s->bad_lines++;
		return ++s->bad_of_child <= BAD_LINES_MAX;
	}
	if (s->state == SOURCE_IDLE) {
		set_state(s, SOURCE_RUNNING, now_ms);
		return kind == SCAN_LINE_HELLO;
	}
	switch (kind) {
	case SCAN_LINE_SCAN:
		note_code(s, &line, now_ms);
		fn(s, &line, arg);
		break;
	case SCAN_LINE_OPEN:
	case SCAN_LINE_GONE:
		note_device(s, &line, now_ms);
		break;
	case SCAN_LINE_RATE:
		s->lively = true;
		s->frames_tenths = line.frames_tenths;
		s->ms_tenths = line.ms_tenths;
		break;
	case SCAN_LINE_VIEW:
		note_view(s, &line, now_ms);
		break;
	default:
		break;
	}
	return true;
}

void
source_read(struct source *s, int64_t now_ms, source_fn *fn, void *arg)
{
	ssize_t got = read(s->child.fd, s->line + s->n,
	    sizeof s->line - s->n);

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
		if (!take_line(s, n, now_ms, fn, arg)) {
			fail(s, now_ms);
			return;
		}
		if (s->child.fd < 0)	/* fn has ended it */
			return;
		memmove(s->line, s->line + n, s->n - n);
		s->n -= n;
	}
	if (s->n == sizeof s->line)	/* no line is that long */
		fail(s, now_ms);
}
