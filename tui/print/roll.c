#include "tui/print/roll.h"

#include <stdlib.h>
#include <string.h>

#include "tui/print/cp858.h"

#define CODE_PAGE_858	19
#define MODULE_DOTS_MAX	8	/* 1 mm: more reads no better */
#define BAR_DOTS	96	/* 12 mm high */

const struct roll_profile roll_profiles[] = {
	/*          paper dots cols   qr feed cut */
	[ROLL_80] = { 640, 576, 48, 400, 3, true },
	[ROLL_58] = { 464, 384, 32, 376, 4, false },
};

void
roll_bytes(struct bytes *out, const void *data, size_t n)
{
	if (n > out->cap - out->n) {
		size_t cap = 2 * out->cap + n;
		unsigned char *grown = realloc(out->data, cap);

		if (grown == NULL)
			abort();
		out->data = grown;
		out->cap = cap;
	}
	memcpy(out->data + out->n, data, n);
	out->n += n;
}

static void
command(struct bytes *out, int lead, int what, int value)
{
	unsigned char b[3] = { (unsigned char)lead, (unsigned char)what,
	    (unsigned char)value };

	roll_bytes(out, b, sizeof b);
}

void
roll_begin(struct bytes *out)
{
	roll_bytes(out, "\x1b@", 2);
	command(out, 0x1b, 't', CODE_PAGE_858);
}

void
roll_end(struct bytes *out, const struct roll_profile *roll)
{
	command(out, 0x1b, 'd', roll->feed);
	if (roll->cut)		/* feed to the knife, leave a corner */
		roll_bytes(out, "\x1dV\x42\0", 4);
}

void
roll_align(struct bytes *out, enum align align)
{
	command(out, 0x1b, 'a', align);
}

static void
line_bytes(struct bytes *out, const char *text, size_t n)
{
	roll_bytes(out, text, n);
	roll_bytes(out, "\n", 1);
}

void
roll_line(struct bytes *out, const struct roll_profile *roll, int scale,
    bool bold, const char *text)
{
	char line[512];
	size_t n = cp858_put(line, sizeof line, text);
	size_t fits = (size_t)(roll->columns / scale);

	if (scale > 1)
		command(out, 0x1d, '!', (scale - 1) * 0x11);
	if (bold)
		command(out, 0x1b, 'E', 1);
	line_bytes(out, line, n < fits ? n : fits);
	if (bold)
		command(out, 0x1b, 'E', 0);
	if (scale > 1)
		command(out, 0x1d, '!', 0);
}

void
roll_text(struct bytes *out, const char *text)
{
	char line[512];

	roll_bytes(out, line, cp858_put(line, sizeof line, text));
}

void
roll_skip(struct bytes *out, int lines)
{
	while (lines-- > 0)
		roll_bytes(out, "\n", 1);
}

/* How much of the n letters at s goes in room: up to a blank, if one is in
 * the second half. */
static size_t
fitting(const char *s, size_t n, size_t room)
{
	if (n <= room)
		return n;
	for (size_t i = room; i > room / 2; i--)
		if (s[i] == ' ')
			return i;
	return room;
}

void
roll_wrap(struct bytes *out, const struct roll_profile *roll, int at,
    int indent, bool bold, const char *text)
{
	char line[512];
	size_t n = cp858_put(line, sizeof line, text);

	if (bold)
		command(out, 0x1b, 'E', 1);
	for (size_t from = 0; from < n || from == 0; at = 0) {
		if (from > 0)
			for (; at < indent; at++)
				roll_bytes(out, " ", 1);
		size_t len = fitting(line + from, n - from,
		    (size_t)(roll->columns - at));
		line_bytes(out, line + from, len);
		for (from += len; from < n && line[from] == ' '; from++)
			continue;
		if (len == 0)
			break;
	}
	if (bold)
		command(out, 0x1b, 'E', 0);
}

/* A picture of one bit a dot follows, `bytes` bytes a row. */
static void
raster(struct bytes *out, int bytes, int rows)
{
	unsigned char b[8] = { 0x1d, 'v', '0', 0,
	    (unsigned char)(bytes & 0xff), (unsigned char)(bytes >> 8),
	    (unsigned char)(rows & 0xff), (unsigned char)(rows >> 8) };

	roll_bytes(out, b, sizeof b);
}

bool
roll_qr(struct bytes *out, const struct roll_profile *roll,
    const struct qr *qr)
{
	int side = qr->size + 2 * QR_QUIET, dots = roll->qr_dots / side;
	unsigned char row[576 / 8];

	if (dots < 2)
		return false;
	if (dots > MODULE_DOTS_MAX)
		dots = MODULE_DOTS_MAX;
	int bytes = (side * dots + 7) / 8;
	raster(out, bytes, side * dots);
	for (int y = 0; y < side; y++) {
		memset(row, 0, sizeof row);
		for (int x = 0; x < side * dots; x++)
			if (qr_dark(qr, x / dots - QR_QUIET, y - QR_QUIET))
				row[x / 8] |= (unsigned char)(0x80 >> x % 8);
		for (int i = 0; i < dots; i++)
			roll_bytes(out, row, (size_t)bytes);
	}
	return true;
}

/* The quiet zone at the sides is the paper's own margin where the bars fill
 * the printable width. */
static void
bars_across(struct bytes *out, const struct code128 *code, int dots)
{
	unsigned char row[576 / 8] = { 0 };
	int x = 0;

	for (int i = 0; i < code->bars; i++)
		for (int n = code->width[i] * dots; n > 0; n--, x++)
			if (i % 2 == 0)
				row[x / 8] |= (unsigned char)(0x80 >> x % 8);
	int bytes = (x + 7) / 8;
	raster(out, bytes, BAR_DOTS);
	for (int y = 0; y < BAR_DOTS; y++)
		roll_bytes(out, row, (size_t)bytes);
}

/* Along the paper, with the quiet zone before and behind. */
static void
bars_along(struct bytes *out, const struct code128 *code, int dots)
{
	unsigned char light[BAR_DOTS / 8] = { 0 }, dark[BAR_DOTS / 8];
	int quiet = CODE128_QUIET * dots;

	memset(dark, 0xff, sizeof dark);
	raster(out, BAR_DOTS / 8, code->modules * dots + 2 * quiet);
	for (int n = quiet; n > 0; n--)
		roll_bytes(out, light, sizeof light);
	for (int i = 0; i < code->bars; i++)
		for (int n = code->width[i] * dots; n > 0; n--)
			roll_bytes(out, i % 2 == 0 ? dark : light,
			    sizeof dark);
	for (int n = quiet; n > 0; n--)
		roll_bytes(out, light, sizeof light);
}

void
roll_code128(struct bytes *out, const struct roll_profile *roll,
    const struct code128 *code)
{
	if (code->modules == 0)
		return;
	int dots = roll->dots / code->modules;
	if (dots >= 2)
		bars_across(out, code, dots > 3 ? 3 : dots);
	else
		bars_along(out, code, 2);
}
