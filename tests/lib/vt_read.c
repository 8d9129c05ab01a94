/* What stands on the screen. */
#include <stdint.h>
#include <string.h>

#include "tests/lib/vt.h"
#include "tests/lib/vt_own.h"

enum { ROW_BYTES = 4096 };

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

long long
vt_bytes(const struct vt *vt)
{
	return vt->pty.bytes;
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
