#include "tui/print/roll_picture.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define LINE_DOTS   30		/* from one line to the next */
#define LETTER_W    12		/* font A, its gaps included */
#define LETTER_H    24
#define GAP	    2

struct pen {
	const struct roll_profile *roll;
	struct roll_picture *out;
	int  cap;		/* rows that there is memory for */
	int  scale;
	bool centred;
	char line[512];		/* letters that wait for the line's end */
	int  line_n;
};

/* So many white rows more; the first of them. */
static unsigned char *
add_rows(struct pen *p, int rows)
{
	struct roll_picture *out = p->out;
	size_t w = (size_t)out->w;

	if (out->h + rows > p->cap) {
		p->cap = 2 * p->cap + rows;
		out->px = realloc(out->px, (size_t)p->cap * w);
		if (out->px == NULL)
			abort();
	}
	unsigned char *first = out->px + (size_t)out->h * w;
	memset(first, 255, (size_t)rows * w);
	out->h += rows;
	return first;
}

/* Where something of that width begins; never off the paper. */
static int
left_of(const struct pen *p, int width)
{
	int margin = (p->roll->paper - p->roll->dots) / 2;
	int room = p->roll->dots - width;

	assert(room >= 0);
	return margin + (p->centred ? room / 2 : 0);
}

static void
end_line(struct pen *p)
{
	int wide = LETTER_W * p->scale, high = LETTER_H * p->scale;
	int most = p->roll->dots / wide;
	int n = p->line_n < most ? p->line_n : most;
	int x = left_of(p, n * wide);
	unsigned char *row = add_rows(p, high + LINE_DOTS - LETTER_H);

	for (int y = GAP; y < high - GAP; y++)
		for (int i = 0; i < n; i++)
			if (p->line[i] != ' ')
				memset(row + y * p->out->w + x + i * wide, 0,
				    (size_t)(wide - GAP));
	p->line_n = 0;
}

/* GS v 0: a bit a dot.  Gives how many bytes that was. */
static size_t
raster(struct pen *p, const unsigned char *b, size_t n)
{
	assert(n >= 8 && b[3] == 0);
	int bytes = b[4] | b[5] << 8, rows = b[6] | b[7] << 8;
	size_t size = (size_t)bytes * (size_t)rows;
	assert(n - 8 >= size);
	int x = left_of(p, 8 * bytes);
	unsigned char *row = add_rows(p, rows);

	for (size_t i = 0; i < 8 * size; i++)
		if (b[8 + i / 8] & 0x80 >> i % 8)
			row[(int)(i / 8) / bytes * p->out->w + x +
			    (int)(i % (8 * (size_t)bytes))] = 0;
	return 8 + size;
}

/* A command, and how many bytes it has. */
static size_t
command(struct pen *p, const unsigned char *b, size_t n)
{
	assert(n >= 2);
	if (b[0] == 0x1b && b[1] == '@')
		return 2;
	assert(n >= 3);
	if (b[0] == 0x1b && b[1] == 'a')
		p->centred = b[2] == ALIGN_CENTRE;
	else if (b[0] == 0x1b && b[1] == 'd')
		add_rows(p, b[2] * LINE_DOTS);
	else if (b[0] == 0x1d && b[1] == '!')
		p->scale = 1 + (b[2] & 7);
	else if (b[0] == 0x1d && b[1] == 'v')
		return raster(p, b, n);
	else if (b[0] == 0x1d && b[1] == 'V')
		return 4;
	else			/* code page, bold */
		assert(b[0] == 0x1b && (b[1] == 't' || b[1] == 'E'));
	return 3;
}

void
roll_picture(const struct roll_profile *roll, const unsigned char *data,
    size_t n, struct roll_picture *out)
{
	struct pen p = { .roll = roll, .out = out, .scale = 1 };

	*out = (struct roll_picture){ .w = roll->paper };
	for (size_t i = 0; i < n; ) {
		if (data[i] == 0x1b || data[i] == 0x1d) {
			i += command(&p, data + i, n - i);
			continue;
		}
		if (data[i] == '\n')
			end_line(&p);
		else if (p.line_n < (int)sizeof p.line)
			p.line[p.line_n++] = (char)data[i];
		i++;
	}
}
