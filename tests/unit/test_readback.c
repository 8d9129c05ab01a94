/* What is printed is read back: codes that a printer would spoil are found,
 * whatever spoils them, and a reader that fails stops no print. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/unit/print_help.h"
#include "tui/print/readback.h"
#include "tui/print/roll_picture.h"

#define CODE "I-YST1-004217-K"
#define SAME 1			/* as wide as the next */

static char path[4200];		/* with the reader that was built */

/* A label on a roll, and what may be wrong with it. */
struct fault {
	const char *qr, *bars;	/* other texts than it should have */
	int bar;		/* that has changed places with the next */
	int cut;		/* dots that are missing at the left and right */
	int black;		/* so many columns beside the QR code */
};

static void
draw(const struct fault *f, struct roll_picture *p)
{
	static const struct roll_profile *roll = &roll_profiles[ROLL_80];
	struct bytes job = { 0 };
	struct code128 bars;
	struct err err;
	struct qr qr;

	assert_int_equal(qr_make(f->qr != NULL ? f->qr : CODE, QR_M, &qr,
	    &err), RC_OK);
	assert_true(code128_make(f->bars != NULL ? f->bars : CODE, &bars) > 0);
	unsigned char width = bars.width[f->bar];
	bars.width[f->bar] = bars.width[f->bar + 1];
	bars.width[f->bar + 1] = width;
	roll_align(&job, ALIGN_CENTRE);
	roll_line(&job, roll, 2, true, CODE);
	assert_true(roll_qr(&job, roll, &qr));
	roll_code128(&job, roll, &bars);
	roll_picture(roll, job.data, job.n, p);
	free(job.data);
}

/* What becomes of the label with this fault; *err says why not. */
static enum rc
try(const struct fault *f, struct err *err)
{
	const struct claim claim = { CODE, CODE, CODE };
	struct print_result res;
	struct readback rb;
	struct roll_picture p;

	draw(f, &p);
	int w = p.w - 2 * f->cut;
	unsigned char *px = malloc((size_t)w * (size_t)p.h);
	assert_non_null(px);
	for (int y = 0; y < p.h; y++) {
		memcpy(px + y * w, p.px + y * p.w + f->cut, (size_t)w);
		if (f->black > 0 && y > 100)
			memset(px + y * w + w / 2 - f->black / 2, 0,
			    (size_t)f->black);
	}
	readback_init(&rb);
	enum rc rc = readback_show(&rb, &claim, w, p.h, px, err);
	enum rc end = readback_end(&rb, &res, rc == RC_OK ? err : NULL);
	assert_int_equal(res.unread, WHY_NONE);
	free(px);
	free(p.px);
	return rc == RC_OK ? end : rc;
}

static void
spoiled(enum why why, struct fault f)
{
	struct err err = { 0 };

	assert_int_equal(try(&f, &err), RC_REFUSED);
	assert_int_equal(err.why, why);
	assert_string_equal(err.arg[0], CODE);
}

static void
test_faults(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(try(&(struct fault){ .bar = SAME }, &err), RC_OK);
	spoiled(WHY_BARS_UNREADABLE, (struct fault){ .bar = SAME,
	    .bars = "I-YST1-004218-K" });
	spoiled(WHY_QR_UNREADABLE, (struct fault){ .bar = SAME,
	    .qr = CODE " " });
	/* Two widths of the table that are not what they should be. */
	static const int differ[] = { 4, 52, 98 };
	for (size_t i = 0; i < sizeof differ / sizeof *differ; i++)
		spoiled(WHY_BARS_UNREADABLE, (struct fault){
		    .bar = differ[i] });
	/* No quiet zone: bars up to the edge; and ink across the QR code. */
	spoiled(WHY_BARS_UNREADABLE, (struct fault){ .bar = SAME,
	    .cut = 40 });
	spoiled(WHY_QR_UNREADABLE, (struct fault){ .bar = SAME,
	    .black = 60 });
}

/* Many pictures have one reader; the one that is bad is named. */
static void
test_many(void **state)
{
	static char code[16][32];
	struct print_result res;
	struct readback rb;
	struct err err = { 0 };
	enum rc rc = RC_OK;

	(void)state;
	readback_init(&rb);
	for (int i = 0; i < 16 && rc == RC_OK; i++) {
		struct label label = { 0 };
		struct bytes job = { 0 };
		struct roll_picture p;

		snprintf(code[i], sizeof code[i], "I-YST1-%06d-K", i);
		snprintf(label.code, sizeof label.code, "I-YST1-%06d-K",
		    i == 9 ? 999 : i);
		assert_int_equal(escpos_label(&job, ROLL_80, &label, &err),
		    RC_OK);
		roll_picture(&roll_profiles[ROLL_80], job.data, job.n, &p);
		rc = readback_show(&rb, &(struct claim){ code[i], code[i],
		    code[i] }, p.w, p.h, p.px, &err);
		assert_true(rc == RC_OK || i > 9);
		free(p.px);
		free(job.data);
	}
	enum rc end = readback_end(&rb, &res, rc == RC_OK ? &err : NULL);
	assert_int_equal(rc == RC_OK ? end : rc, RC_REFUSED);
	assert_string_equal(err.arg[0], code[9]);
}

/* Through the front: nothing is printed of which one code does not fit. */
static void
test_print(void **state)
{
	static struct label label[30];
	static struct slip s;
	struct print_result res;
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < 30; i++)
		snprintf(label[i].code, sizeof label[i].code, "I-YST1-%06d-K",
		    i);
	assert_int_equal(print_labels("good.pdf", label, 30, 0, &res, &err),
	    RC_OK);
	assert_int_equal(res.read, 30);
	assert_int_equal(print_labels("escpos-58:good.bin", label, 4, 0, &res,
	    &err), RC_OK);
	assert_int_equal(res.read, 4);
	fill(&s, 3);
	assert_int_equal(print_slip("file:.", &s, &res, &err), RC_OK);
	assert_int_equal(res.read, 2);		/* the PDF and the PNG */
	/* Too many letters for bars of the least width. */
	snprintf(label[2].code, sizeof label[2].code,
	    "I-TRELLEBO-ABCDEFGHIJKLM-K");
	static const char *const narrow[] = { "bad.pdf", "bad.png",
	    "file:bad" };
	for (size_t i = 0; i < sizeof narrow / sizeof *narrow; i++) {
		assert_int_equal(print_labels(narrow[i], label, 4, 0, &res,
		    &err), RC_REFUSED);
		assert_int_equal(err.why, WHY_BARS_UNREADABLE);
		assert_string_equal(err.arg[0], label[2].code);
	}
	assert_int_equal(access("bad.pdf", F_OK), -1);
	assert_int_equal(access("bad.png", F_OK), -1);
	assert_int_equal(rmdir("bad"), 0);	/* made, and empty */
	/* On a roll these lie along the paper. */
	assert_int_equal(print_try("escpos-58:tried.bin", &label[2], &res,
	    &err), RC_OK);
	assert_int_equal(res.read, 1);
	assert_int_equal(access("tried.bin", F_OK), -1);
}

/* With another reader, or none: it is printed, and said. */
static void
stands_in(const char *script, enum why why)
{
	static struct label label = { .code = CODE };
	struct print_result res;
	struct err err;
	FILE *f = fopen("bin/samdepa-scan", "w");

	assert_non_null(f);
	fputs(script, f);
	fclose(f);
	assert_int_equal(chmod("bin/samdepa-scan", 0755), 0);
	assert_int_equal(print_labels("x.png", &label, 1, 0, &res, &err), RC_OK);
	assert_int_equal(res.unread, why);
	assert_int_equal(res.read, 0);
	assert_int_equal(unlink("x.png"), 0);
}

static void
test_other_readers(void **state)
{
	static unsigned char px[1000000];
	const struct claim claim = { CODE, CODE, CODE };
	struct print_result res;
	struct readback rb;
	struct err err;

	(void)state;
	if (access(PREFIX "/bin/samdepa-scan", X_OK) == 0)
		skip();
	assert_int_equal(mkdir("bin", 0700), 0);
	assert_int_equal(setenv("PATH", "bin:/usr/bin:/bin", 1), 0);
	stands_in("#!/no/such/program\n", WHY_READER_MISSING);
	stands_in("#!/bin/sh\n", WHY_READER_BROKEN);
	stands_in("#!/bin/sh\ncat >/dev/null\necho hello\n",
	    WHY_READER_BROKEN);
	stands_in("#!/bin/sh\ncat >/dev/null\necho samdepa-scan 1\n",
	    WHY_READER_BROKEN);
	stands_in("#!/bin/sh\necho samdepa-scan 1\necho file -\ncat "
	    ">/dev/null\nkill -9 $$\n", WHY_READER_BROKEN);
	stands_in("#!/bin/sh\necho samdepa-scan 1\nwhile echo file -; do :; "
	    "done\n", WHY_READER_BROKEN);
	stands_in("#!/bin/sh\nexec yes\n", WHY_READER_BROKEN);
	/* One that hangs is ended: it takes some, or only says nothing. */
	FILE *f = fopen("bin/samdepa-scan", "w");
	assert_non_null(f);
	fputs("#!/bin/sh\nexec sleep 600\n", f);
	fclose(f);
	readback_init(&rb);
	rb.stall_ms = 20;
	assert_int_equal(readback_show(&rb, &claim, 1000, 1000, px, &err),
	    RC_OK);
	assert_int_equal(readback_end(&rb, &res, &err), RC_OK);
	assert_int_equal(res.unread, WHY_READER_BROKEN);
	assert_int_equal(unlink("bin/samdepa-scan"), 0);
	assert_int_equal(rmdir("bin"), 0);
	assert_int_equal(print_slip("none.png", &(struct slip){ .number = "N",
	    .qr = "Q" }, &res, &err), RC_OK);
	assert_int_equal(res.unread, WHY_READER_MISSING);
	assert_int_equal(setenv("PATH", path, 1), 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_other_readers),
	};
	char *self = realpath(argv[0], NULL), *end = NULL;

	/* The programs stand two folders above. */
	for (int i = 0; self != NULL && i < 3; i++) {
		end = strrchr(self, '/');
		*end = '\0';
	}
	if (argc > 0 && self != NULL)
		snprintf(path, sizeof path, "%s:/usr/bin:/bin", self);
	setenv("PATH", path, 1);
	free(self);
	return cmocka_run_group_tests(tests, scratch, clear);
}
