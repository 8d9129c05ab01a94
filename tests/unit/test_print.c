/* Printers that are files: they appear whole or not at all, read back right,
 * and what is said where they cannot. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/print_help.h"

/* Files in a folder, hidden ones too. */
static int
files_in(const char *dir)
{
	DIR *d = opendir(dir);
	int n = 0;

	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d)) != NULL; )
		n += strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0;
	closedir(d);
	return n;
}

static void
test_names(void **state)
{
	static const char *const good[] = {
		"file:/tmp", "file:.", "x.pdf", "/a/b.png", "escpos:/dev/usb/lp0",
		"escpos://host", "escpos://host:9100", "escpos-58:/dev/lp0",
		"escpos-58://[::1]:9100", "escpos://10.0.0.7:1",
	};
	static const char *const bad[] = {
		"", "file:", "lp0", "escpos:", "escpos://", "escpos://:9100",
		"escpos://host:", "escpos://host:0", "escpos://host:65536",
		"escpos://host:9x", "escpos://[::1", "escpos://host/x:1",
		"cups:", "x.pdfx", "File:/tmp", "escpos-81:/dev/lp0",
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(print_check(good[i], &err), RC_OK);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(print_check(bad[i], &err), RC_INVALID);
		assert_int_equal(err.why, WHY_PRINTER_UNKNOWN);
	}
}

static void
test_folder(void **state)
{
	static struct slip s;
	struct print_result res;
	struct err err;
	char text[8192];

	(void)state;
	fill(&s, 3);
	assert_int_equal(mkdir("out", 0700), 0);
	assert_int_equal(print_slip("file:out", &s, &res, &err), RC_OK);
	assert_string_equal(res.pdf, "out/" NUMBER ".pdf");
	assert_string_equal(res.png, "out/" NUMBER ".png");
	assert_int_equal(res.pages, 1);
	assert_int_equal(files_in("out"), 2);
	assert_true(reads(res.png, QR));
	assert_int_equal(system("pdftoppm -r 150 -png out/" NUMBER
	    ".pdf page"), 0);
	assert_true(reads("page-1.png", QR));
	output("pdftotext -layout out/" NUMBER ".pdf -", text, sizeof text);
	assert_non_null(strstr(text, "HÄMTSEDEL"));
	assert_non_null(strstr(text, NUMBER));
	assert_non_null(strstr(text, "Äsperöds [2J skola"));
	assert_non_null(strstr(text, "I-YST1-000003-K"));
	assert_null(strchr(text, '\x1b'));
	/* Printed again: the same two files. */
	assert_int_equal(print_slip("file:out/", &s, &res, &err), RC_OK);
	assert_int_equal(files_in("out"), 2);
}

static void
test_one_file(void **state)
{
	static struct slip s;
	struct print_result res;
	struct err err;

	(void)state;
	fill(&s, 1);
	assert_int_equal(print_slip("alone.pdf", &s, &res, &err), RC_OK);
	assert_string_equal(res.pdf, "alone.pdf");
	assert_string_equal(res.png, "");
	assert_int_equal(print_slip("alone.png", &s, NULL, &err), RC_OK);
	assert_true(reads("alone.png", QR));
	assert_int_equal(print_slip("./", &s, &res, &err), RC_INVALID);
}

/* Every line stands on one of the pages, and each page says which it is. */
static void
test_pages(void **state)
{
	static struct slip s;
	static char text[200000];
	struct print_result res;
	struct err err;
	char word[32];

	(void)state;
	fill(&s, SLIP_ITEMS_MAX);
	assert_int_equal(print_slip("many.pdf", &s, &res, &err), RC_OK);
	output("pdftotext -layout many.pdf -", text, sizeof text);
	for (int i = 1; i <= SLIP_ITEMS_MAX; i++) {
		snprintf(word, sizeof word, "I-YST1-%06d-K", i);
		assert_non_null(strstr(text, word));
	}
	for (int i = 1; i <= res.pages; i++) {
		snprintf(word, sizeof word, "Sida %d/%d", i, res.pages);
		assert_non_null(strstr(text, word));
	}
	fill(&s, 40);
	assert_int_equal(mkdir("pages", 0700), 0);
	assert_int_equal(print_slip("file:pages", &s, &res, &err), RC_OK);
	assert_true(res.pages > 1);
	assert_int_equal(files_in("pages"), 1 + res.pages);
	assert_int_equal(access("pages/" NUMBER "-2.png", R_OK), 0);
}

/* The longest texts that a slip holds, without a blank to break at. */
static void
test_limits(void **state)
{
	static struct slip s;
	static char text[400];
	struct print_result res;
	struct err err;

	(void)state;
	memset(text, 'W', sizeof text - 1);
	fill(&s, SLIP_ITEMS_MAX - 1);
	clean_copy(s.from, sizeof s.from, text);
	clean_copy(s.heading, sizeof s.heading, text);
	clean_copy(s.number, sizeof s.number, text);
	memset(s.qr, 'q', sizeof s.qr - 1);
	for (int i = 0; i < 5; i++)
		clean_copy(s.col[i], sizeof s.col[i], text);
	while (slip_add_row(&s, text, text))
		continue;
	while (slip_add_note(&s, text))
		continue;
	assert_true(slip_add_item(&s, INT32_MAX, text, text, text, text));
	assert_false(slip_add_item(&s, 1, "", "", "", ""));
	assert_int_equal(print_slip("limit.pdf", &s, &res, &err), RC_OK);
	assert_int_equal(system("pdftoppm -r 150 -l 1 -png limit.pdf limit"),
	    0);
	assert_true(reads("limit-01.png", s.qr));
	slip_init(&s);
	assert_int_equal(print_slip("empty.pdf", &s, &res, &err), RC_OK);
	assert_int_equal(res.pages, 1);
}

static void
test_labels(void **state)
{
	static struct label label[30];
	struct print_result res;
	struct err err;

	(void)state;
	for (int i = 0; i < 30; i++) {
		snprintf(label[i].code, sizeof label[i].code,
		    "I-YST1-%06d-K", i + 1);
		clean_copy(label[i].name, sizeof label[i].name,
		    "Stol med ett långt namn som inte får plats på två rader");
		clean_copy(label[i].from, sizeof label[i].from,
		    "Ystads kommun");
	}
	assert_int_equal(print_labels("one.png", label, 1, 0, &res, &err), RC_OK);
	assert_true(reads("one.png", "I-YST1-000001-K\nI-YST1-000001-K"));
	assert_int_equal(mkdir("labels", 0700), 0);
	assert_int_equal(print_labels("file:labels", label, 30, 0, &res, &err),
	    RC_OK);
	assert_int_equal(res.pages, 2);
	assert_string_equal(res.pdf,
	    "labels/I-YST1-000001-K_I-YST1-000030-K.pdf");
	assert_int_equal(system("pdftoppm -r 200 -png labels/*.pdf sheet"),
	    0);
	for (int i = 0; i < 30; i += 7)
		assert_true(reads(i < 24 ? "sheet-1.png" : "sheet-2.png",
		    label[i].code));
	assert_int_equal(print_labels("x.pdf", label, 0, 0, &res, &err),
	    RC_INVALID);
	/* A code too long for bars has its QR. */
	memset(label[0].code, 'Q', sizeof label[0].code - 1);
	assert_int_equal(print_labels("long.png", label, 1, 0, &res, &err),
	    RC_OK);
	assert_true(reads("long.png", label[0].code));
}

static void
test_missing(void **state)
{
	static struct slip s;
	enum paper paper;
	struct err err;

	(void)state;
	fill(&s, 1);
	assert_int_equal(print_slip("file:nowhere/x", &s, NULL, &err),
	    RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PRINTER_FOLDER);
	assert_int_equal(print_slip("nowhere/x.pdf", &s, NULL, &err),
	    RC_OUTSIDE);
	assert_int_equal(print_slip("escpos:/dev/usb/lp9", &s, NULL, &err),
	    RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PRINTER_GONE);
	assert_string_equal(err.arg[0], "/dev/usb/lp9");
	assert_int_equal(print_slip("escpos://127.0.0.1:1", &s, NULL, &err),
	    RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PRINTER_GONE);
	assert_string_equal(err.arg[0], "127.0.0.1:1");
	assert_int_equal(print_ready("escpos://127.0.0.1:1", &paper, &err),
	    RC_OUTSIDE);
	assert_int_equal(print_ready("file:nowhere/x", &paper, &err),
	    RC_OUTSIDE);
	/* The folder that alone is missing is made. */
	assert_int_equal(print_ready("file:made", &paper, &err), RC_OK);
	assert_int_equal(rmdir("made"), 0);
	assert_int_equal(print_ready("file:.", &paper, &err), RC_OK);
	assert_int_equal(paper, PAPER_OK);
	memset(s.qr, 'x', sizeof s.qr - 1);
	memset(s.number, 'x', sizeof s.number - 1);
	assert_int_equal(print_slip("file:.", &s, NULL, &err), RC_OK);
}

/* A limit on file sizes stands in for the disk where no mount is allowed. */
static void
test_full(void **state)
{
	static struct slip s;
	struct rlimit old, small;
	struct err err;

	(void)state;
	fill(&s, 60);
	assert_int_equal(mkdir("full", 0700), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 30000;		/* the PDF fits, the pictures do not */
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	enum rc rc = print_slip("file:full", &s, NULL, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(rc, RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PRINTER_FULL);
	assert_int_equal(files_in("full"), 0);
	if (mount("none", "full", "tmpfs", 0, "size=96k") == 0) {
		rc = print_slip("file:full", &s, NULL, &err);
		assert_int_equal(files_in("full"), 0);
		assert_int_equal(umount("full"), 0);
		assert_int_equal(rc, RC_OUTSIDE);
		assert_int_equal(err.why, WHY_PRINTER_FULL);
	}
	assert_int_equal(print_slip("escpos:/dev/full", &s, NULL, &err),
	    RC_OUTSIDE);
	assert_int_equal(err.why, WHY_PRINTER_PAPER);
	assert_int_equal(print_slip("escpos:/dev/null", &s, NULL, &err),
	    RC_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_folder),
		cmocka_unit_test(test_one_file),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests(tests, scratch, clear);
}
