#include "tui/kiosk/loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/clock.h"
#include "tui/kiosk/replay.h"
#include "tui/kiosk/source.h"

/* curses.h and term.h would claim names of ours. */
extern char *tigetstr(const char *);

#define READ_BYTES	1024
#define PIN_DIGITS_MAX	12
#define TICK_MS		500	/* so soon others' acts are seen */
#define FAILURES_TOLD	3	/* until then it may just be starting */

enum { TTY, SIGNALS, READER, PRINTER, PIN, SYNC, FDS };

struct loop {
	struct kiosk *k;
	struct input_reader reader;
	struct source source;
	FILE *record;
	int signals;
	int ended_by;
};

/* A PIN is nobody's to read, in no file; typed fast it comes as a scan. */
static bool
is_secret(const struct kiosk *k, const struct input *in)
{
	if (k->stack[k->depth].screen != SCREEN_SIGNIN)
		return false;
	return in->kind == INPUT_TEXT || (in->kind == INPUT_SCAN &&
	    in->n <= PIN_DIGITS_MAX &&
	    strspn(in->scan, "0123456789") >= in->n);
}

static void
on_event(const struct input *in, void *arg)
{
	struct loop *l = arg;

	if (l->record != NULL && !is_secret(l->k, in))
		replay_record(l->record, in, l->k->now_ms);
	if (in->kind == INPUT_KEY && in->key == K_CTRL_L)
		term_repaint();
	kiosk_event(l->k, in);
}

/* The AIM identifier goes in front, where a wedge reader types it too: what
 * the text means hangs on it. */
static void
on_code(const struct scan_line *line, void *arg)
{
	struct loop *l = arg;
	char text[sizeof line->aim + sizeof line->text];
	size_t n = strlen(line->aim);
	struct input in = { .kind = INPUT_SCAN, .scan = text,
	    .n = n + line->text_len, .weak = !line->strong };

	memcpy(text, line->aim, n);
	memcpy(text + n, line->text, line->text_len + 1);
	if (l->record != NULL)
		replay_record(l->record, &in, l->k->now_ms);
	kiosk_event(l->k, &in);
}

static void
read_terminal(struct loop *l)
{
	char bytes[READ_BYTES];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);

	if (n > 0)
		input_feed(&l->reader, bytes, (size_t)n, l->k->now_ms,
		    on_event, l);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		l->ended_by = SIGHUP;	/* the terminal is gone */
}

static void
read_signals(struct loop *l)
{
	struct signalfd_siginfo info;

	while (read(l->signals, &info, sizeof info) == sizeof info) {
		if (info.ssi_signo != SIGWINCH) {
			l->ended_by = (int)info.ssi_signo;
			continue;
		}
		term_fit();
		if (l->record != NULL)
			replay_size(l->record, draw_rows(), draw_cols());
	}
}

static int
open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void
sooner(int64_t *at, int64_t other)
{
	if (other >= 0 && other < *at)
		*at = other;
}

static int
wait_ms(const struct loop *l)
{
	int64_t now = clock_mono_ms(), at = now + TICK_MS;

	sooner(&at, input_deadline(&l->reader));
	sooner(&at, source_deadline(&l->source));
	sooner(&at, paper_deadline(&l->k->paper));
	sooner(&at, sync_job_deadline(l->k));
	return at > now ? (int)(at - now) : 0;
}

static void
wait_and_read(struct loop *l)
{
	struct pollfd fds[FDS] = {
		[TTY] = { STDIN_FILENO, POLLIN, 0 },
		[SIGNALS] = { l->signals, POLLIN, 0 },
		[READER] = { l->source.fd, POLLIN, 0 },
		[PRINTER] = { l->k->paper.job.fd, POLLIN, 0 },
		[PIN] = { l->k->pin_fd, POLLIN, 0 },
		[SYNC] = { l->k->sync.fd, POLLIN, 0 },
	};

	int n = poll(fds, FDS, wait_ms(l));
	l->k->now_ms = clock_mono_ms();
	if (n < 0)
		return;
	if (fds[SIGNALS].revents != 0)
		read_signals(l);
	if (fds[TTY].revents != 0)
		read_terminal(l);
	if (fds[READER].revents != 0)
		source_read(&l->source, l->k->now_ms, on_code, l);
	if (fds[PRINTER].revents != 0)
		paper_ready(l->k);
	if (fds[SYNC].revents != 0)
		sync_job_read(l->k);
}

static void
learn_keys(struct keymap *map)
{
	for (enum key key = K_NONE + 1; key < K_COUNT; key++) {
		const char *cap = key_capability(key);
		const char *seq = *cap != '\0' ? tigetstr(cap) : NULL;
		if (seq != NULL && seq != (char *)-1)
			keymap_add(map, seq, key);
	}
}

int
loop_run(struct kiosk *k, FILE *record)
{
	static struct loop l;
	char prefix[16];

	l.k = k;
	l.signals = open_signals();
	config_unescape(k->cfg.scan_prefix, prefix, sizeof prefix);
	input_init(&l.reader, prefix, k->cfg.burst_gap_ms);
	learn_keys(&l.reader.keys);
	source_init(&l.source, k->cfg.scanner);
	l.record = record;
	if (l.record != NULL)
		replay_size(l.record, draw_rows(), draw_cols());
	k->now_ms = clock_mono_ms();
	while (!k->quit && l.ended_by == 0) {
		kiosk_tick(k);
		kiosk_draw(k);
		draw_end();
		term_mark();
		wait_and_read(&l);
		input_tick(&l.reader, k->now_ms, on_event, &l);
		source_tick(&l.source, k->now_ms);
		k->banner[BANNER_READER] = l.source.failures >= FAILURES_TOLD;
		paper_tick(k);
		sync_job_tick(k);
	}
	source_stop(&l.source);
	if (l.record != NULL)
		replay_flush(l.record);
	close(l.signals);
	return l.ended_by;
}
