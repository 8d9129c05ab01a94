#include <sys/wait.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#include "tests/lib/pty.h"
#include "tests/lib/vt.h"
#include "tests/lib/vt_keys.h"

enum { ROW_BYTES = 4096 };

struct vt {
	struct pty   pty;
	VTerm       *term;
	VTermScreen *screen;
	int          rows, cols;
	int          cursor_row, cursor_col;
	bool         cursor_shown;
	int          bells;
	int          actions;
	int          frame_sent;	/* the newest frame at the last input */
	bool         ended;
};

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
	if (n > 0)
		vterm_input_write(vt->term, buf, (size_t)n);
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

void
vt_type(struct vt *vt, const char *text)
{
	for (const char *p = text; *p != '\0';) {
		size_t n = 1;

		while ((p[n] & 0xc0) == 0x80)
			n++;
		vt->actions++;
		vt_send(vt, p, n);
		p += n;
		/* A hand is slower than a scanner: each letter has its frame. */
		if (*p != '\0')
			vt_next(vt);
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

	while (vt_find(vt, text, &row, &col) != wanted) {
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
vt_next(struct vt *vt)
{
	return vt_frame(vt, vt->frame_sent + 1);
}

static size_t
put_utf8(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(0xff << (8 - n) | (int)c);
	return n;
}

/* at[i] becomes the column of byte i of buf, where at is not NULL. */
static void
read_row(const struct vt *vt, int row, char *buf, size_t cap, int *at)
{
	size_t n = 0, end = 0;

	for (int col = 0; col < vt->cols && n + 32 < cap;) {
		VTermPos pos = { .row = row, .col = col };
		VTermScreenCell cell;
		size_t start = n;

		vterm_screen_get_cell(vt->screen, pos, &cell);
		if (cell.chars[0] == 0)
			buf[n++] = ' ';
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL &&
		    cell.chars[i] != 0 && cell.chars[i] != UINT32_MAX; i++)
			n += put_utf8(cell.chars[i], buf + n);
		for (size_t i = start; at != NULL && i < n; i++)
			at[i] = col;
		if (n > start && buf[n - 1] != ' ')
			end = n;
		col += cell.width > 1 ? cell.width : 1;
	}
	buf[end] = '\0';
}

void
vt_row(const struct vt *vt, int row, char *buf, size_t cap)
{
	char line[ROW_BYTES];

	read_row(vt, row, line, sizeof line, NULL);
	snprintf(buf, cap, "%s", line);
}

bool
vt_find(const struct vt *vt, const char *text, int *row, int *col)
{
	char line[ROW_BYTES];
	int at[ROW_BYTES];

	for (int r = 0; r < vt->rows; r++) {
		read_row(vt, r, line, sizeof line, at);
		const char *found = strstr(line, text);
		if (found != NULL) {
			*row = r;
			*col = at[found - line];
			return true;
		}
	}
	return false;
}

bool
vt_cursor(const struct vt *vt, int *row, int *col)
{
	*row = vt->cursor_row;
	*col = vt->cursor_col;
	return vt->cursor_shown;
}

static void
colour_text(VTermColor c, char *out, size_t cap)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(&c) || VTERM_COLOR_IS_DEFAULT_BG(&c))
		snprintf(out, cap, "-");
	else if (VTERM_COLOR_IS_INDEXED(&c))
		snprintf(out, cap, "%d", c.indexed.idx);
	else
		snprintf(out, cap, "#%02x%02x%02x", c.rgb.red, c.rgb.green,
		    c.rgb.blue);
}

void
vt_attrs(const struct vt *vt, int row, int col, char *buf, size_t cap)
{
	VTermPos pos = { .row = row, .col = col };
	VTermScreenCell cell;
	char fg[16], bg[16];

	vterm_screen_get_cell(vt->screen, pos, &cell);
	colour_text(cell.fg, fg, sizeof fg);
	colour_text(cell.bg, bg, sizeof bg);
	snprintf(buf, cap, "%s/%s%s%s%s", fg, bg,
	    cell.attrs.bold ? " bold" : "",
	    cell.attrs.underline ? " underline" : "",
	    cell.attrs.reverse ? " reverse" : "");
}

int
vt_bells(const struct vt *vt)
{
	return vt->bells;
}

pid_t
vt_pid(const struct vt *vt)
{
	return vt->pty.pid;
}

void
vt_dump(const struct vt *vt, FILE *out)
{
	char line[ROW_BYTES];

	for (int row = 0; row < vt->rows; row++) {
		read_row(vt, row, line, sizeof line, NULL);
		fprintf(out, "|%s\n", line);
	}
	fprintf(out, "cursor %d,%d%s%s\n", vt->cursor_row, vt->cursor_col,
	    vt->cursor_shown ? "" : " hidden",
	    vt->ended ? " (the program has ended)" : "");
}
