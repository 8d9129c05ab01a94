#include "scanner/y4m.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "scanner/frame.h"

/* How many pixels, across and down, share one of each of the two colours. */
struct colours {
	const char *name;
	int         across, down;	/* 0: there are none */
};

static const struct colours colours[] = {
	{ "420",      2, 2 },
	{ "420jpeg",  2, 2 },
	{ "420mpeg2", 2, 2 },
	{ "420paldv", 2, 2 },
	{ "422",      2, 1 },
	{ "444",      1, 1 },
	{ "mono",     0, 0 },
};

/* One of a line's words: a letter and what follows it. */
struct word {
	char        key;
	const char *value;
	size_t      n;
};

__attribute__((format(printf, 2, 3)))
static bool
refuse(char *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, Y4M_WHY_SIZE, fmt, ap);
	va_end(ap);
	return false;
}

/* Steps over blanks to the next word.  False: there is none. */
static bool
word_next(const char **at, const char *end, struct word *w)
{
	while (*at < end && **at == ' ')
		++*at;
	if (*at == end)
		return false;
	const char *blank = memchr(*at, ' ', (size_t)(end - *at));
	const char *stop = blank != NULL ? blank : end;
	*w = (struct word){ **at, *at + 1, (size_t)(stop - *at) - 1 };
	*at = stop;
	return true;
}

static bool
word_is(const struct word *w, const char *value)
{
	return w->n == strlen(value) && memcmp(w->value, value, w->n) == 0;
}

static int
word_number(const struct word *w)
{
	int v = 0;

	if (w->n == 0 || w->n > 6)
		return -1;
	for (size_t i = 0; i < w->n; i++) {
		if (w->value[i] < '0' || w->value[i] > '9')
			return -1;
		v = v * 10 + (w->value[i] - '0');
	}
	return v;
}

static const struct colours *
colours_find(const struct word *w)
{
	for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
		if (word_is(w, colours[i].name))
			return &colours[i];
	return NULL;
}

static size_t
bytes_of(const struct y4m *y, const struct colours *c)
{
	size_t pixels = (size_t)y->w * (size_t)y->h;

	if (c->across == 0)
		return pixels;
	size_t across = (size_t)((y->w + c->across - 1) / c->across);
	size_t down = (size_t)((y->h + c->down - 1) / c->down);
	return pixels + 2 * across * down;
}

/* True where the magic word and a blank, or nothing, begin the line. */
static bool
begins(const char *line, size_t n, const char *magic, const char **at)
{
	size_t len = strlen(magic);

	*at = line + len;
	return n >= len && memcmp(line, magic, len) == 0 &&
	    (n == len || line[len] == ' ');
}

bool
y4m_header(struct y4m *y, const char *line, size_t n, char *why)
{
	const struct colours *c = &colours[0];
	struct word w;
	const char *at;

	*y = (struct y4m){ 0 };
	if (!begins(line, n, "YUV4MPEG2", &at))
		return refuse(why, "not a YUV4MPEG2 stream");
	if (n > Y4M_LINE_MAX)
		return refuse(why, "its first line does not end");
	while (word_next(&at, line + n, &w)) {
		int len = (int)(w.n < 40 ? w.n : 40);
		if (w.key == 'W' && (y->w = word_number(&w)) < 1)
			return refuse(why, "width %.*s", len, w.value);
		if (w.key == 'H' && (y->h = word_number(&w)) < 1)
			return refuse(why, "height %.*s", len, w.value);
		if (w.key == 'I' && !word_is(&w, "p") && !word_is(&w, "?"))
			return refuse(why, "interlaced (I%.*s): send whole "
			    "frames", len, w.value);
		if (w.key == 'C' && (c = colours_find(&w)) == NULL)
			return refuse(why, "colours C%.*s: only 420, 422, 444 "
			    "and mono with 8 bits are read", len, w.value);
	}
	if (y->w == 0 || y->h == 0)
		return refuse(why, "no width and height in its header");
	if (!frame_size_ok((uint64_t)y->w, (uint64_t)y->h))
		return refuse(why, "frames of %dx%d: at most %d a side and "
		    "%d million pixels", y->w, y->h, FRAME_SIDE_MAX,
		    FRAME_PIXELS_MAX / 1000000);
	y->bytes = bytes_of(y, c);
	return true;
}

bool
y4m_frame(const char *line, size_t n, char *why)
{
	struct word w;
	const char *at;

	if (!begins(line, n, "FRAME", &at))
		return refuse(why, "no FRAME line where one must be");
	if (n > Y4M_LINE_MAX)
		return refuse(why, "its FRAME line does not end");
	while (word_next(&at, line + n, &w))
		if (w.key == 'I' && (w.n != 3 || w.value[1] != 'p'))
			return refuse(why, "interlaced (I%.*s): send whole "
			    "frames", (int)(w.n < 40 ? w.n : 40), w.value);
	return true;
}
