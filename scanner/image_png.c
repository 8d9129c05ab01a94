#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/image.h"

/* What must outlive libpng's longjmp. */
struct reading {
	struct image_bytes bytes;
	png_structp        png;
	png_infop          info;
	png_bytep         *rows;
	uint8_t           *pairs;	/* grey and alpha */
	char              *why;
};

static void
on_error(png_structp png, png_const_charp text)
{
	struct reading *r = png_get_error_ptr(png);

	image_refuse(r->why, "broken PNG: %s", text);
	png_longjmp(png, 1);
}

static void
on_warning(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

static void
on_read(png_structp png, png_bytep to, size_t n)
{
	struct reading *r = png_get_io_ptr(png);

	if (n > r->bytes.n - r->bytes.at)
		png_error(png, "truncated");
	memcpy(to, r->bytes.p + r->bytes.at, n);
	r->bytes.at += n;
}

/* Whatever the file has becomes 8 bits of grey, with alpha or without. */
static void
ask_for_grey(struct reading *r)
{
	png_set_expand(r->png);
	png_set_scale_16(r->png);
	png_set_packing(r->png);
	if (png_get_color_type(r->png, r->info) & PNG_COLOR_MASK_COLOR)
		png_set_rgb_to_gray(r->png, PNG_ERROR_ACTION_NONE, -1, -1);
	png_set_interlace_handling(r->png);
	png_read_update_info(r->png, r->info);
}

/* On white, which a ticket without a background is meant to lie on. */
static void
blend(struct grey *g, const uint8_t *pairs)
{
	size_t n = (size_t)g->w * (size_t)g->h;

	for (size_t i = 0; i < n; i++) {
		int alpha = pairs[2 * i + 1];
		g->px[i] = (uint8_t)((pairs[2 * i] * alpha +
		    255 * (255 - alpha)) / 255);
	}
}

static bool
read_pixels(struct reading *r, struct grey *g)
{
	png_read_info(r->png, r->info);
	if (!image_init(g, png_get_image_width(r->png, r->info),
	    png_get_image_height(r->png, r->info), r->why))
		return false;
	ask_for_grey(r);
	size_t stride = png_get_rowbytes(r->png, r->info);
	size_t w = (size_t)g->w, h = (size_t)g->h;
	if (stride != w && stride != 2 * w)
		return image_refuse(r->why, "unknown kind of PNG");
	uint8_t *to = g->px;
	if (stride == 2 * w)
		to = r->pairs = malloc(stride * h);
	r->rows = calloc(h, sizeof *r->rows);
	if (to == NULL || r->rows == NULL)
		return image_refuse(r->why, "not enough memory");
	for (size_t y = 0; y < h; y++)
		r->rows[y] = to + y * stride;
	png_read_image(r->png, r->rows);
	png_read_end(r->png, NULL);
	if (r->pairs != NULL)
		blend(g, r->pairs);
	return true;
}

bool
image_read_png(struct grey *g, const uint8_t *p, size_t n, char *why)
{
	struct reading r = { .bytes = { p, n, 0 }, .why = why };
	volatile bool ok = false;

	*g = (struct grey){ 0 };
	image_refuse(why, "not enough memory");
	r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r, on_error,
	    on_warning);
	if (r.png != NULL)
		r.info = png_create_info_struct(r.png);
	if (r.info != NULL && setjmp(png_jmpbuf(r.png)) == 0) {
		png_set_read_fn(r.png, &r, on_read);
		/* our own limit is judged, and told, after the header */
		png_set_user_limits(r.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
		png_set_chunk_cache_max(r.png, 16);
		png_set_chunk_malloc_max(r.png, 1 << 20);
		/* texts, profiles and the like are passed over unread */
		png_set_keep_unknown_chunks(r.png, PNG_HANDLE_CHUNK_NEVER,
		    NULL, -1);
		ok = read_pixels(&r, g);
	}
	png_destroy_read_struct(&r.png, &r.info, NULL);
	free(r.rows);
	free(r.pairs);
	if (!ok)
		grey_release(g);
	return ok;
}
