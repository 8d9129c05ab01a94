/* image_pgm.c - P5, and P2, which has its pixels as numbers in letters. */
#include <string.h>

#include "scanner/image.h"

struct header {
	unsigned width, height, maximum;
	bool     letters;
};

static bool
is_blank(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next number, behind blanks and comments.  False: there is none, or it
 * is beyond a million. */
static bool
read_number(struct image_bytes *b, unsigned *number)
{
	while (b->at < b->n && (is_blank(b->p[b->at]) || b->p[b->at] == '#')) {
		if (b->p[b->at] == '#')
			while (b->at < b->n && b->p[b->at] != '\n')
				b->at++;
		else
			b->at++;
	}
	unsigned v = 0;
	size_t start = b->at;
	for (; b->at < b->n && b->p[b->at] >= '0' && b->p[b->at] <= '9';
	    b->at++) {
		v = v * 10 + (unsigned)(b->p[b->at] - '0');
		if (v > 1000000)
			return false;
	}
	*number = v;
	return b->at > start;
}

static bool
read_header(struct image_bytes *b, struct header *h)
{
	h->letters = b->p[1] == '2';
	b->at = 2;
	if (!read_number(b, &h->width) || !read_number(b, &h->height) ||
	    !read_number(b, &h->maximum) || h->maximum < 1 ||
	    h->maximum > 65535)
		return false;
	return h->letters || (b->at < b->n && is_blank(b->p[b->at++]));
}

static bool
read_letters(struct image_bytes *b, const struct header *h, struct grey *g)
{
	size_t n = (size_t)g->w * (size_t)g->h;

	for (size_t i = 0; i < n; i++) {
		unsigned v;
		if (!read_number(b, &v) || v > h->maximum)
			return false;
		g->px[i] = (uint8_t)(v * 255 / h->maximum);
	}
	return true;
}

static void
read_bytes(const struct image_bytes *b, const struct header *h,
    struct grey *g)
{
	size_t n = (size_t)g->w * (size_t)g->h;
	const uint8_t *p = b->p + b->at;

	for (size_t i = 0; i < n; i++) {
		unsigned v = h->maximum < 256 ? p[i] :
		    (unsigned)p[2 * i] << 8 | p[2 * i + 1];
		if (v > h->maximum)
			v = h->maximum;
		g->px[i] = (uint8_t)(v * 255 / h->maximum);
	}
}

size_t
image_pgm_bytes(const uint8_t *p, size_t n)
{
	struct image_bytes b = { p, n, 0 };
	struct header h;

	if (n < 2 || !read_header(&b, &h) || h.letters)
		return 0;
	if (!grey_size_ok(h.width, h.height))
		return b.at;
	return b.at + (size_t)h.width * h.height * (h.maximum > 255 ? 2 : 1);
}

bool
image_read_pgm(struct grey *g, const uint8_t *p, size_t n, char *why)
{
	struct image_bytes b = { p, n, 0 };
	struct header h;

	*g = (struct grey){ 0 };
	if (n < 2 || !read_header(&b, &h))
		return image_refuse(why, "broken PGM header");
	/* before the memory is had: a header alone must not cost it */
	uint64_t need = (uint64_t)h.width * h.height;
	if (grey_size_ok(h.width, h.height) && n - b.at < need *
	    (h.letters || h.maximum > 255 ? 2 : 1) - (h.letters ? 1 : 0))
		return image_refuse(why, "truncated: %ux%u pixels promised",
		    h.width, h.height);
	if (!image_init(g, h.width, h.height, why))
		return false;
	if (!h.letters) {
		read_bytes(&b, &h, g);
		return true;
	}
	if (!read_letters(&b, &h, g)) {
		grey_release(g);
		return image_refuse(why, "truncated or broken PGM numbers");
	}
	return true;
}
