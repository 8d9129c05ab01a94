#include "tui/kiosk/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/clock.h"
#include "tui/kiosk/replay.h"
#include "tui/kiosk/sound.h"

/* curses.h and term.h would claim names of ours. */
extern char *tigetstr(const char *);

#define READ_BYTES	1024
#define PIN_DIGITS_MAX	12
#define TICK_MS		500	/* so soon others' acts are seen */
#define ALIVE_MS	2000
#define PAINT_MS	100	/* between frames that no person caused */

enum { TTY, SIGNALS, PRINTER, PIN, SYNC, READERS,
    FDS = READERS + READERS_FDS };

struct loop {
	struct kiosk *k;
	struct input_reader reader;
	struct sound sound;
	FILE *record;
	int signals;
	int ended_by;
	struct said said;	/* before the letters of what may be a scan */
	bool idle;		/* only readers wrote, and no scan */
	int64_t painted_ms, alive_ms;
};

/* A PIN is nobody's to read, in no file; typed fast it comes as a scan. */
static bool
is_secret(const struct kiosk *k, const struct input *in)
{
	if (k->stack[k->depth].screen != SCREEN_SIGNIN)
		return false;
	if (in->kind == INPUT_PRESS || in->kind == INPUT_RELEASE)
		return k->hand.keypad.up;
	return in->kind == INPUT_TEXT || (in->kind == INPUT_SCAN &&
	    in->n <= PIN_DIGITS_MAX &&
	    strspn(in->scan, "0123456789") >= in->n);
}

static void
give(struct loop *l, const struct input *in)
{
	if (l->record != NULL && !is_secret(l->k, in))
		replay_record(l->record, in, l->k->now_ms);
	kiosk_event(l->k, in);
}

static void
give_scan(struct loop *l, const struct input *in)
{
	int64_t touched_ms = l->k->touched_ms;
	enum glance glance = readers_judge(l->k, in);

	if (glance == GLANCE_DROP) {
		/* What its letters wiped away is of the scan that counts. */
		if (in->reader == 0)
			l->k->said = l->said;
		return;
	}
	l->idle = false;
	give(l, in);
	if (glance == GLANCE_AGAIN)
		l->k->touched_ms = touched_ms;
}

static void
on_event(const struct input *in, void *arg)
{
	struct loop *l = arg;

	if (in->kind == INPUT_SCAN) {
		give_scan(l, in);
		return;
	}
	if (in->kind == INPUT_KEY || in->kind == INPUT_PRESS)
		readers_touched(&l->k->readers);
	if (in->kind == INPUT_TEXT && in->first)
		l->said = l->k->said;
	if (in->kind == INPUT_KEY && in->key == K_CTRL_L)
		term_repaint();
	give(l, in);
}

/* The AIM identifier goes in front, where a wedge reader types it too: what
 * the text means hangs on it. */
static void
on_code(struct source *s, const struct scan_line *line, void *arg)
{
	struct loop *l = arg;
	char text[sizeof line->aim + sizeof line->text];
	size_t n = strlen(line->aim);
	struct input in = { .kind = INPUT_SCAN, .scan = text,
	    .n = n + line->text_len, .weak = !line->strong,
	    .reader = (int)(s - l->k->readers.source) + 1 };

	memcpy(text, line->aim, n);
	memcpy(text + n, line->text, line->text_len + 1);
	give_scan(l, &in);
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
	sooner(&at, sound_deadline(&l->sound));
	sooner(&at, readers_deadline(&l->k->readers));
	sooner(&at, paper_deadline(l->k));
	sooner(&at, sync_job_deadline(l->k));
	return at > now ? (int)(at - now) : 0;
}

/* What readers tell of themselves may come often, and is not worth a frame
 * each time. */
static bool
only_readers(const struct pollfd *fds)
{
	bool any = false;

	for (int i = 0; i < FDS; i++) {
		if (fds[i].revents != 0 && i < READERS)
			return false;
		any = any || fds[i].revents != 0;
	}
	return any;
}

static void
wait_and_read(struct loop *l)
{
	struct pollfd fds[FDS] = {
		[TTY] = { STDIN_FILENO, POLLIN, 0 },
		[SIGNALS] = { l->signals, POLLIN, 0 },
		[PRINTER] = { l->k->paper.job.fd, POLLIN, 0 },
		[PIN] = { l->k->wait_fd, POLLIN, 0 },
		[SYNC] = { l->k->sync.fd, POLLIN, 0 },
	};

	readers_fds(&l->k->readers, fds + READERS);
	int n = poll(fds, FDS, wait_ms(l));
	l->k->now_ms = clock_mono_ms();
	l->idle = n > 0 && only_readers(fds);
	if (n < 0)
		return;
	if (fds[SIGNALS].revents != 0)
		read_signals(l);
	if (fds[TTY].revents != 0)
		read_terminal(l);
	readers_read(l->k, fds + READERS, on_code, l);
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

/* The sign of life for whoever watches over the kiosk: a file that
 * $SAMDEPA_ALIVE names is touched as long as this loop turns. */
static void
sign_of_life(struct loop *l)
{
	const char *path = getenv("SAMDEPA_ALIVE");

	if (path == NULL || l->k->now_ms < l->alive_ms + ALIVE_MS)
		return;
	l->alive_ms = l->k->now_ms;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK, 0600);
	if (fd >= 0) {
		(void)futimens(fd, NULL);
		close(fd);
	}
}

static void
turn(struct loop *l)
{
	struct kiosk *k = l->k;

	if (l->idle && k->now_ms < l->painted_ms + PAINT_MS)
		return;
	l->painted_ms = k->now_ms;
	kiosk_tick(k);
	kiosk_draw(k);
	draw_end();
	term_mark();
	sound_start(&l->sound, &k->cfg, k->sound, k->now_ms);
	k->sound = SAY_NOTHING;
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
	l.record = record;
	if (l.record != NULL)
		replay_size(l.record, draw_rows(), draw_cols());
	k->now_ms = clock_mono_ms();
	l.alive_ms = k->now_ms - ALIVE_MS;
	while (!k->quit && l.ended_by == 0) {
		turn(&l);
		sign_of_life(&l);
		wait_and_read(&l);
		input_tick(&l.reader, k->now_ms, on_event, &l);
		sound_tick(&l.sound, k->now_ms);
		readers_tick(k);
		paper_tick(k);
		sync_job_tick(k);
	}
	sound_stop(&l.sound);
	readers_stop(&k->readers);
	if (l.record != NULL)
		replay_flush(l.record);
	close(l.signals);
	return l.ended_by;
}
