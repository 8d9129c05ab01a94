#include "tui/kiosk/replay.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tui/kiosk/loop.h"
#include "tui/sink.h"

#define LINE_MAX_BYTES	8192
#define WAIT_MS	20000
#define SYNC_WAIT_MS	50

struct play {
	struct kiosk *k;
	FILE *dump;
	struct input_reader reader;
};

static void
on_event(const struct input *in, void *arg)
{
	struct play *p = arg;

	kiosk_event(p->k, in);
}

static void
turn(struct play *p)
{
	kiosk_tick(p->k);
	kiosk_draw(p->k);
	draw_end();
}

static void
write_screen(struct play *p)
{
	char row[4096];
	int y, x;

	draw_where(&y, &x);
	fprintf(p->dump, "-- %dx%d cursor %d %d\n", draw_cols(), draw_rows(),
	    x, y);
	for (int i = 0; i < draw_rows(); i++) {
		draw_dump_row(i, row, sizeof row);
		fprintf(p->dump, "%s\n", row);
	}
}

static void
pass_time(struct play *p, int64_t ms)
{
	/* Step by step, so that what is due on the way happens. */
	while (ms > 0) {
		int64_t step = ms < 500 ? ms : 500;
		p->k->now_ms += step;
		ms -= step;
		input_tick(&p->reader, p->k->now_ms, on_event, p);
		turn(p);
	}
}

static void
play_text(struct play *p, const char *text)
{
	size_t n = strlen(text), i = 0;

	while (i < n) {
		struct input in = { .kind = INPUT_TEXT, .first = true };
		uint32_t cp;
		size_t len = sink_decode(text + i, n - i, &cp);
		if (cp != UINT32_MAX) {
			memcpy(in.text, text + i, len);
			kiosk_event(p->k, &in);
			turn(p);
		}
		i += len;
	}
}

static size_t
unescape(char *s)
{
	char *out = s;

	for (char *p = s; *p != '\0'; p++) {
		if (*p != '\\' || p[1] == '\0') {
			*out++ = *p;
			continue;
		}
		p++;
		if (*p == 'x' && isxdigit((unsigned char)p[1]) &&
		    isxdigit((unsigned char)p[2])) {
			char hex[3] = { p[1], p[2], '\0' };
			*out++ = (char)strtol(hex, NULL, 16);
			p += 2;
		} else {
			*out++ = *p == 'e' ? '\033' : *p == 'r' ? '\r' :
			    *p == 'n' ? '\n' : *p == 't' ? '\t' : *p;
		}
	}
	return (size_t)(out - s);
}

static void
play_bytes(struct play *p, char *text)
{
	size_t n = unescape(text);

	input_feed(&p->reader, text, n, p->k->now_ms, on_event, p);
}

static bool
play_line(struct play *p, char *verb, char *rest)
{
	int a, b;
	struct input in = { .kind = INPUT_KEY };

	if (strcmp(verb, "type") == 0) {
		play_text(p, rest);
	} else if (strcmp(verb, "scan") == 0) {
		kiosk_scan(p->k, rest, strlen(rest));
	} else if (strcmp(verb, "weak") == 0) {
		kiosk_scan_weak(p->k, rest, strlen(rest));
	} else if (strcmp(verb, "bytes") == 0) {
		play_bytes(p, rest);
	} else if (strcmp(verb, "dump") == 0 && *rest == '\0') {
		turn(p);
		write_screen(p);
	} else if (strcmp(verb, "key") == 0) {
		in.key = key_from_name(rest);
		if (in.key == K_NONE)
			return false;
		kiosk_event(p->k, &in);
	} else if (strcmp(verb, "wait") == 0 && sscanf(rest, "%d", &a) == 1 &&
	    a >= 0) {
		pass_time(p, a);
	} else if (strcmp(verb, "size") == 0 &&
	    sscanf(rest, "%dx%d", &a, &b) == 2 && a > 0 && b > 0 &&
	    a <= 1000 && b <= 1000) {
		term_resize(b, a);
	} else if (strcmp(verb, "tap") == 0 &&
	    sscanf(rest, "%d %d", &a, &b) == 2) {
		in.x = a;
		in.y = b;
		in.kind = INPUT_PRESS;
		kiosk_event(p->k, &in);
		in.kind = INPUT_RELEASE;
		kiosk_event(p->k, &in);
	} else {
		return false;
	}
	return true;
}

/* A printer, a PIN or an answer is waited for: a replay has no other clock. */
static void
wait_for_children(struct kiosk *k)
{
	paper_tick(k);
	while (k->paper.job.fd >= 0) {
		paper_ready(k);
		paper_tick(k);
	}
	while (k->wait_fd >= 0) {
		struct pollfd fd = { k->wait_fd, POLLIN, 0 };

		if (poll(&fd, 1, WAIT_MS) <= 0)
			break;
		kiosk_tick(k);
	}
	while (k->sync.pid != 0) {
		struct pollfd sync = { k->sync.fd, POLLIN, 0 };

		if (poll(&sync, 1, SYNC_WAIT_MS) > 0)
			sync_job_read(k);
		sync_job_tick(k);
	}
}

static enum rc
play_file(struct play *p, FILE *f, const char *name, struct err *err)
{
	char line[LINE_MAX_BYTES];
	int number = 0;

	turn(p);
	while (!p->k->quit && fgets(line, sizeof line, f) != NULL) {
		number++;
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		char *rest = strchr(line, ' ');
		if (rest != NULL)
			*rest++ = '\0';
		if (!play_line(p, line, rest != NULL ? rest :
		    line + strlen(line)))
			return err_set(err, RC_INVALID,
			    "%.100s:%d: not understood: %.60s", name, number,
			    line);
		wait_for_children(p->k);
		turn(p);
	}
	write_screen(p);
	return RC_OK;
}

enum rc
replay_run(struct kiosk *k, const char *keys, const char *dump,
    struct err *err)
{
	static struct play p;
	bool to_stdout = strcmp(dump, "-") == 0;
	FILE *f = fopen(keys, "re");

	if (f == NULL)
		return err_set(err, RC_OUTSIDE, "%.100s: %s", keys,
		    strerror(errno));
	p.k = k;
	p.dump = to_stdout ? stdout : fopen(dump, "we");
	if (p.dump == NULL) {
		fclose(f);
		return err_set(err, RC_OUTSIDE, "%.100s: %s", dump,
		    strerror(errno));
	}
	input_init(&p.reader, "", k->cfg.burst_gap_ms);
	enum rc rc = play_file(&p, f, keys, err);
	fclose(f);
	if ((to_stdout ? fflush(stdout) : fclose(p.dump)) != 0 && rc == RC_OK)
		rc = err_set(err, RC_OUTSIDE, "%.100s: %s", dump,
		    strerror(errno));
	return rc;
}

enum rc
replay_open(const char *path, FILE **f, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	*f = NULL;
	/* One that was there before may be open to others. */
	if (fd >= 0 && fchmod(fd, 0600) == 0)
		*f = fdopen(fd, "w");
	if (*f != NULL)
		return RC_OK;
	enum rc rc = err_set(err, RC_OUTSIDE, "--record %.100s: %s", path,
	    strerror(errno));
	if (fd >= 0)
		close(fd);
	return rc;
}

/* Letters wait until it is known that no scanner typed them. */
static char letters[BURST_MAX];
static size_t letters_n;

void
replay_flush(FILE *f)
{
	if (letters_n > 0)
		fprintf(f, "type %.*s\n", (int)letters_n, letters);
	letters_n = 0;
	fflush(f);
}

void
replay_size(FILE *f, int rows, int cols)
{
	replay_flush(f);
	fprintf(f, "size %dx%d\n", cols, rows);
	fflush(f);
}

void
replay_record(FILE *f, const struct input *in, int64_t now_ms)
{
	static int64_t last_ms;
	static int press_y, press_x;

	if (in->kind == INPUT_UNTYPE) {
		letters_n = 0;
		return;
	}
	if (in->kind != INPUT_TEXT || in->first ||
	    letters_n + sizeof in->text > sizeof letters)
		replay_flush(f);
	if (letters_n == 0 && last_ms != 0 && now_ms > last_ms)
		fprintf(f, "wait %lld\n", (long long)(now_ms - last_ms));
	if (letters_n == 0)
		last_ms = now_ms;
	switch (in->kind) {
	case INPUT_TEXT:
		memcpy(letters + letters_n, in->text, strlen(in->text));
		letters_n += strlen(in->text);
		break;
	case INPUT_KEY:
		fprintf(f, "key %s\n", key_word(in->key));
		break;
	case INPUT_SCAN:
		fprintf(f, "%s %s\n", in->weak ? "weak" : "scan", in->scan);
		break;
	case INPUT_PRESS:
		press_y = in->y;
		press_x = in->x;
		break;
	case INPUT_RELEASE:
		fprintf(f, "bytes \\e[<0;%d;%dM\\e[<0;%d;%dm\n", press_x + 1,
		    press_y + 1, in->x + 1, in->y + 1);
		break;
	case INPUT_WHEEL:
		fprintf(f, "bytes \\e[<%d;%d;%dM\n", in->turn < 0 ? 64 : 65,
		    in->x + 1, in->y + 1);
		break;
	default:
		break;
	}
	fflush(f);
}
