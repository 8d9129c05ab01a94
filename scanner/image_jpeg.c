#include <stdio.h>

#include <jpeglib.h>
#include <jerror.h>
#include <setjmp.h>
#include <string.h>

#include "scanner/image.h"

#define SCANS_MAX   200		/* of a progressive file: more is a bomb */
#define SIDE_WANTED 1600	/* pixels: larger ones are read smaller */

struct reading {
	struct jpeg_error_mgr    errors;	/* first: libjpeg gives it */
	struct jpeg_progress_mgr progress;
	jmp_buf                  back;
	char                    *why;
};

static void
on_error(j_common_ptr cinfo)
{
	struct reading *r = (struct reading *)cinfo->err;
	char text[JMSG_LENGTH_MAX];

	cinfo->err->format_message(cinfo, text);
	switch (cinfo->err->msg_code) {
	case JERR_OUT_OF_MEMORY:
		image_refuse(r->why, "not enough memory for so large a JPEG");
		break;
	case JERR_BAD_PRECISION:
	case JERR_CONVERSION_NOTIMPL:
	case JERR_SOF_UNSUPPORTED:
	case JERR_ARITH_NOTIMPL:
		image_refuse(r->why, "a kind of JPEG that is not read, for "
		    "print or archives: save it anew, as plain RGB");
		break;
	default:
		image_refuse(r->why, "broken JPEG: %.120s", text);
	}
	longjmp(r->back, 1);
}

/* libjpeg makes up the rest of a file that ends too early, and only warns. */
static void
on_message(j_common_ptr cinfo, int level)
{
	struct reading *r = (struct reading *)cinfo->err;

	if (level >= 0 || cinfo->err->msg_code != JWRN_JPEG_EOF)
		return;
	image_refuse(r->why, "truncated JPEG");
	longjmp(r->back, 1);
}

static void
on_progress(j_common_ptr cinfo)
{
	struct reading *r = (struct reading *)cinfo->err;

	if (!cinfo->is_decompressor ||
	    ((j_decompress_ptr)cinfo)->input_scan_number <= SCANS_MAX)
		return;
	image_refuse(r->why, "JPEG of more than %d scans", SCANS_MAX);
	longjmp(r->back, 1);
}

static bool
read_pixels(struct jpeg_decompress_struct *c, struct grey *g, char *why)
{
	jpeg_read_header(c, TRUE);
	if (!grey_size_ok(c->image_width, c->image_height))
		return image_init(g, c->image_width, c->image_height, why);
	JDIMENSION longest = c->image_width > c->image_height ?
	    c->image_width : c->image_height;
	c->scale_num = 1;
	c->scale_denom = 1;
	while (c->scale_denom < 8 &&
	    longest / (c->scale_denom * 2) >= SIDE_WANTED)
		c->scale_denom *= 2;
	c->out_color_space = JCS_GRAYSCALE;
	jpeg_start_decompress(c);
	if (!image_init(g, c->output_width, c->output_height, why))
		return false;
	while (c->output_scanline < c->output_height) {
		JSAMPROW row = g->px + (size_t)c->output_scanline *
		    (size_t)g->w;
		jpeg_read_scanlines(c, &row, 1);
	}
	return true;	/* what follows the last line does not matter */
}

bool
image_read_jpeg(struct grey *g, const uint8_t *p, size_t n, char *why)
{
	struct jpeg_decompress_struct c;
	struct reading r = { .why = why };
	volatile bool ok = false;

	*g = (struct grey){ 0 };
	memset(&c, 0, sizeof c);
	c.err = jpeg_std_error(&r.errors);
	r.errors.error_exit = on_error;
	r.errors.emit_message = on_message;
	r.progress.progress_monitor = on_progress;
	if (setjmp(r.back) == 0) {
		jpeg_create_decompress(&c);
		c.progress = &r.progress;
		jpeg_mem_src(&c, p, (unsigned long)n);
		ok = read_pixels(&c, g, why);
	}
	jpeg_destroy_decompress(&c);
	if (!ok)
		grey_release(g);
	return ok;
}
