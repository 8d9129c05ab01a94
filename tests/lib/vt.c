#include <sys/wait.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/pty.h"
#include "tests/lib/vt.h"
#include "tests/lib/vt_keys.h"
#include "tests/lib/vt_own.h"

enum { HAND_MS = 70 };	/* from key to key */

static int
on_cursor(VTermPos pos, VTermPos old, int visible, void *user)
{
	struct vt *vt = user;

	(void)old;
	(void)visible;
	vt->cursor_row = pos.row;
	vt->cursor_col = pos.col;
	return 1;
}

static int
on_property(VTermProp prop, VTermValue *value, void *user)
{
	struct vt *vt = user;

	if (prop == VTERM_PROP_CURSORVISIBLE)
		vt->cursor_shown = value->boolean;
	return 1;
}

static int
on_bell(void *user)
{
	struct vt *vt = user;

	vt->bells++;
	return 1;
}

static void
on_answer(const char *bytes, size_t n, void *user)
{
	struct vt *vt = user;

	(void)!pty_write(&vt->pty, bytes, n);
}

static VTermScreenCallbacks callbacks = {
	.movecursor = on_cursor, .settermprop = on_property, .bell = on_bell,
};

struct vt *
vt_start(int rows, int cols, const char *const argv[], const char *const env[])
{
	struct vt *vt = calloc(1, sizeof *vt);

	if (vt == NULL || !pty_start(&vt->pty, rows, cols, argv, env))
		exit(2);
	vt->rows = rows;
	vt->cols = cols;
	vt->cursor_shown = true;
	vt->whole = true;
	vt->term = vterm_new(rows, cols);
	vterm_set_utf8(vt->term, 1);
	vterm_output_set_callback(vt->term, on_answer, vt);
	vt->screen = vterm_obtain_screen(vt->term);
	vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
	return vt;
}

int
vt_free(struct vt *vt)
{
	pty_end(&vt->pty);
	int status = vt->pty.status;
	vterm_free(vt->term);
	free(vt);
	return status;
}

/* Takes in what the program has written, waiting at most ms for it. */
static bool
pump(struct vt *vt, int ms)
{
	char buf[16384];
	ssize_t n = pty_read(&vt->pty, buf, sizeof buf, ms);

	if (n == -1)
		vt->ended = true;
	if (n > 0) {
		vterm_input_write(vt->term, buf, (size_t)n);
		/* Without marks there are no frames to wait for. */
		vt->whole = buf[n - 1] == '\a' || vt->pty.frame == 0;
	}
	return n > 0;
}

static long long
deadline(void)
{
	const char *text = getenv("VT_DEADLINE_MS");

	return now_ms() + (text == NULL ? 10000 : atoi(text));
}

int
vt_exit(struct vt *vt)
{
	long long until = deadline();

	while (!vt->ended && now_ms() < until)
		pump(vt, 20);
	if (!pty_ended(&vt->pty, vt->ended ? 3000 : 0))
		return -1;
	int s = vt->pty.status;
	return WIFEXITED(s) ? WEXITSTATUS(s) : 128 + WTERMSIG(s);
}

void
vt_send(struct vt *vt, const char *bytes, size_t n)
{
	long long until = deadline();
	size_t done = 0;

	while (pump(vt, 0))
		;
	vt->frame_sent = vt->pty.frame;
	while (done < n && !vt->ended && now_ms() < until) {
		ssize_t wrote = pty_write(&vt->pty, bytes + done, n - done);

		if (wrote == -1)
			vt->ended = true;
		else
			done += (size_t)wrote;
		/* A full terminal empties only if its output is read too. */
		if (wrote == 0)
			pump(vt, 5);
	}
}

void
vt_scan(struct vt *vt, const char *code)
{
	char burst[8192];
	int n = snprintf(burst, sizeof burst, "%s\r", code);

	vt->actions++;
	vt_send(vt, burst, (size_t)n);
}

void
vt_key(struct vt *vt, const char *name)
{
	char bytes[16];

	vt->actions++;
	vt_send(vt, bytes, vt_key_bytes(name, bytes, sizeof bytes));
}

/* Quicker than this is a scanner: a program that tells them apart by their
 * pace must see a hand's. */
static void
let_hand_move(struct vt *vt)
{
	long long until = now_ms() + HAND_MS;

	for (long long now; (now = now_ms()) < until && !vt->ended;)
		pump(vt, (int)(until - now));
}

void
vt_type(struct vt *vt, const char *text)
{
	for (const char *p = text; *p != '\0';) {
		size_t n = 1;

		while ((p[n] & 0xc0) == 0x80)
			n++;
		vt->actions++;
		vt_send(vt, p, n);
		let_hand_move(vt);
		p += n;
	}
}

void
vt_tap(struct vt *vt, int row, int col)
{
	char bytes[64];
	int n = snprintf(bytes, sizeof bytes, "\033[<0;%d;%dM\033[<0;%d;%dm",
	    col + 1, row + 1, col + 1, row + 1);

	vt->actions++;
	vt_send(vt, bytes, (size_t)n);
}

bool
vt_tap_text(struct vt *vt, const char *text)
{
	int row, col;

	if (!vt_find(vt, text, &row, &col))
		return false;
	vt_tap(vt, row, col);
	return true;
}

void
vt_resize(struct vt *vt, int rows, int cols)
{
	while (pump(vt, 0))
		;
	vt->frame_sent = vt->pty.frame;
	vt->rows = rows;
	vt->cols = cols;
	vterm_set_size(vt->term, rows, cols);
	pty_resize(&vt->pty, rows, cols);
}

int
vt_actions(const struct vt *vt)
{
	return vt->actions;
}

void
vt_actions_reset(struct vt *vt)
{
	vt->actions = 0;
}

static bool
wait_text(struct vt *vt, const char *text, bool wanted)
{
	long long until = deadline();
	int row, col;

	/* A frame may come in pieces, and half of one is no screen. */
	while (vt_find(vt, text, &row, &col) != wanted || !vt->whole) {
		if (vt->ended || now_ms() >= until)
			return false;
		pump(vt, 20);
	}
	return true;
}

bool
vt_wait(struct vt *vt, const char *text)
{
	return wait_text(vt, text, true);
}

bool
vt_gone(struct vt *vt, const char *text)
{
	return wait_text(vt, text, false);
}

bool
vt_frame(struct vt *vt, int n)
{
	long long until = deadline();

	while (vt->pty.frame < n) {
		if (vt->ended || now_ms() >= until)
			return false;
		pump(vt, 20);
	}
	return true;
}

bool
vt_rang(struct vt *vt, int n)
{
	long long until = deadline();

	while (vt->bells < n) {
		if (vt->ended || now_ms() >= until)
			return false;
		pump(vt, 20);
	}
	return vt->bells == n;
}

bool
vt_next(struct vt *vt)
{
	return vt_frame(vt, vt->frame_sent + 1);
}

/* Output is gathered raw until a frame is whole: what a terminal would do
 * with it is not what is measured. */
static bool
gather_frame(struct vt *vt, char *buf, size_t cap, long long until)
{
	int frame = vt->pty.frame;
	size_t used = 0;

	while (vt->pty.frame == frame && !vt->ended && now_ms() < until) {
		ssize_t n = pty_read(&vt->pty, buf + used, cap - used, 20);

		if (n == -1)
			vt->ended = true;
		if (n > 0)
			used += (size_t)n;
		if (used == cap) {
			vterm_input_write(vt->term, buf, used);
			used = 0;
		}
	}
	vterm_input_write(vt->term, buf, used);
	return vt->pty.frame != frame;
}

long long
vt_time(struct vt *vt, const char *bytes, const char *text)
{
	static char buf[1 << 16];
	long long until = deadline();
	int row, col;

	while (pump(vt, 0))
		;
	long long start = now_ns();
	(void)!pty_write(&vt->pty, bytes, strlen(bytes));
	while (gather_frame(vt, buf, sizeof buf, until))
		if (vt_find(vt, text, &row, &col))
			return vt->pty.frame_ns - start;
	return -1;
}
