/* What reaches paper: clean letters, CP858, QR, Code 128 and ESC/POS bytes,
 * the pictures among them read back by another reader than ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tui/print/clean.h"
#include "tui/print/code128.h"
#include "tui/print/cp858.h"
#include "tui/print/escpos.h"
#include "tui/print/qr.h"

#define SD1 "SD1:7%BM54-+C1.VDJWFN5B-JD+NOZ$A%M2LB1KLPD6OUJ%FJ7.T+8LTW4J" \
	"-NZI6:PLVX5CVK2RB$QPB*RI8Q-MMYU9K2N7%TV9E-F3HZZO8XB2L:RH4D1GQJ"

static void
assert_clean(const char *dirty, const char *clean)
{
	char s[128];

	snprintf(s, sizeof s, "%s", dirty);
	clean_text(s);
	assert_string_equal(s, clean);
	clean_text(s);
	assert_string_equal(s, clean);
}

static void
test_clean(void **state)
{
	(void)state;
	assert_clean("Åkes höj- och sänkbara", "Åkes höj- och sänkbara");
	assert_clean("a\tb\nc\x1b[2Jd\x7f", "a b c [2Jd ");
	assert_clean("a\xc2\x9b" "1mb", "a 1mb");
	assert_clean("x\u202ey\u200bz\ufeff\u2066", "xyz");
	assert_clean("a\u030a A\u030a o\u0308 e\u0301 n\u0303", "å Å ö é n");
	assert_clean("1\u202f234 kr", "1 234 kr");
	assert_clean("\xff\xc3(\xe2\x82\xed\xa0\x80\xc0\xaf", "?" "?(???????");
	assert_clean("\xf0\x9f", "??");
	assert_clean("\u0300", "");
}

/* Whatever bytes come in, none goes out that commands a printer. */
static void
test_clean_any_bytes(void **state)
{
	unsigned int seed = 1;
	char s[64], out[256];

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t n = (size_t)(rand_r(&seed) % 40);

		for (size_t i = 0; i < n; i++)
			s[i] = (char)(1 + rand_r(&seed) % 255);
		s[n] = '\0';
		clean_text(s);
		assert_true(strlen(s) <= n);
		cp858_put(out, sizeof out, s);
		for (const char *p = out; *p != '\0'; p++)
			assert_true((unsigned char)*p >= 0x20 && *p != 0x7f);
		for (const char *p = s; *p != '\0'; )
			assert_true(clean_next(&p) != 0xfffd);
	}
}

static void
test_copy_and_names(void **state)
{
	char s[6];
	char name[24];

	(void)state;
	clean_copy(s, sizeof s, "åäöå");
	assert_string_equal(s, "åä");
	clean_copy(s, sizeof s, NULL);
	assert_string_equal(s, "");
	clean_file_name(name, sizeof name, "../../etc/pässwd");
	assert_string_equal(name, "_._.._etc_p__sswd");
	clean_file_name(name, sizeof name, ".hidden");
	assert_string_equal(name, "_hidden");
	clean_file_name(name, sizeof name, "");
	assert_string_equal(name, "_");
	assert_int_equal(clean_length("Åhus"), 4);
}

static void
test_cp858(void **state)
{
	char out[64];

	(void)state;
	assert_int_equal(cp858_put(out, sizeof out, "åäöÅÄÖéüÉ×½§"), 12);
	assert_string_equal(out, "\x86\x84\x94\x8f\x8e\x99\x82\x81\x90\x9e"
	    "\xab\xf5");
	cp858_put(out, sizeof out, "1\u202f234\u00a0kr – 5 € …");
	assert_string_equal(out, "1 234 kr - 5 EUR ...");
	cp858_put(out, sizeof out, "Šćepan Łódź \"x\" “y” 漢 • İı");
	assert_string_equal(out, "Scepan L\xa2" "dz \"x\" \"y\" ? \xfa Ii");
	assert_int_equal(cp858_put(out, 4, "abc€"), 3);
	assert_int_equal(cp858_put(out, 4, "ab€"), 2);
}

static void
test_qr(void **state)
{
	static struct qr qr;
	static char big[5000];
	struct qr_cell cell[64];
	struct err err;

	(void)state;
	assert_int_equal(qr_make(SD1, QR_Q, &qr, &err), RC_OK);
	assert_int_equal(qr.size, 45);		/* version 7: dense mode */
	assert_int_equal(qr_make("I-YST1-004217-K", QR_M, &qr, &err), RC_OK);
	assert_int_equal(qr.size, 21);
	assert_true(qr_dark(&qr, 0, 0) && !qr_dark(&qr, 1, 1));
	assert_true(!qr_dark(&qr, -1, 0) && !qr_dark(&qr, 21, 0));
	assert_int_equal(qr_cols(&qr), 29);
	assert_int_equal(qr_rows(&qr), 15);
	for (int y = 0; y < qr_rows(&qr); y++) {
		assert_int_equal(qr_row(&qr, y, cell, 64), 29);
		for (int x = 0; x < 29; x++) {
			assert_true(cell[x].top ==
			    qr_dark(&qr, x - 4, 2 * y - 4));
			assert_true(cell[x].bottom ==
			    qr_dark(&qr, x - 4, 2 * y - 3));
		}
	}
	assert_int_equal(qr_row(&qr, 0, cell, 5), 5);
	assert_int_equal(qr_make("", QR_M, &qr, &err), RC_INVALID);
	memset(big, 'a', sizeof big - 1);
	assert_int_equal(qr_make(big, QR_L, &qr, &err), RC_INVALID);
	big[3000] = '\0';
	assert_int_equal(qr_make(big, QR_L, &qr, &err), RC_INVALID);
	assert_int_equal(err.why, WHY_QR_TOO_LONG);
}

/* ---- Pictures, given to zbarimg. */

static void
write_pgm(const char *path, const unsigned char *dark, int w, int h)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fprintf(f, "P5 %d %d 255\n", w + 80, h + 80);
	for (int y = -40; y < h + 40; y++)
		for (int x = -40; x < w + 40; x++) {
			bool in = x >= 0 && y >= 0 && x < w && y < h;

			fputc(in && dark[y * w + x] ? 0 : 255, f);
		}
	assert_int_equal(fclose(f), 0);
}

/* Whether zbarimg finds text in the picture. */
static bool
reads(const char *path, const char *text)
{
	char cmd[300], got[4096];

	snprintf(cmd, sizeof cmd, "zbarimg -q --raw '%s' 2>/dev/null", path);
	FILE *p = popen(cmd, "r");
	assert_non_null(p);
	size_t n = fread(got, 1, sizeof got - 1, p);
	pclose(p);
	got[n] = '\0';
	return strstr(got, text) != NULL;
}

static void
test_code128(void **state)
{
	static const char *const texts[] = {
		"I-YST1-004217-K", "123456", "12345", "A", "7310865004703x",
		"ab12345678cd", "0", "P-YST1-9", "~ !\"#$%&'()*+,-./",
	};
	static unsigned char dark[2048 * 60];
	struct code128 code;

	(void)state;
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		int x = 0, w = 2 * code128_make(texts[t], &code);

		assert_true(w > 0 && w == 2 * code.modules && w < 2048);
		for (int i = 0; i < code.bars; i++)
			for (int n = 2 * code.width[i]; n > 0; n--, x++)
				for (int y = 0; y < 60; y++)
					dark[y * w + x] = i % 2 == 0;
		assert_int_equal(x, w);
		write_pgm("code128.pgm", dark, w, 60);
		if (strlen(texts[t]) >= 3)	/* zbar takes no shorter ones */
			assert_true(reads("code128.pgm", texts[t]));
	}
	assert_int_equal(code128_make("", &code), 0);
	assert_int_equal(code128_make("å", &code), 0);
	assert_int_equal(code128_make("a\tb", &code), 0);
	char longest[200];
	memset(longest, 'x', sizeof longest);
	longest[70] = '\0';
	assert_true(code128_make(longest, &code) > 0);
	memset(longest, 'x', sizeof longest - 1);
	longest[199] = '\0';
	assert_int_equal(code128_make(longest, &code), 0);
}

/* ---- ESC/POS, by a small reader of its own. */

struct paper {
	char text[120000];	/* lines, as CP858 */
	int  rasters, cuts, widest;
};

/* Walks the commands, checks that no line is wider than the roll, and puts
 * each raster into NAME-N.pgm. */
static void
read_escpos(const struct bytes *job, int columns, int dots, const char *name,
    struct paper *p)
{
	static unsigned char dark[600 * 600];
	const unsigned char *d = job->data;
	size_t n = 0;
	int scale = 1, width = 0;
	char path[64];

	memset(p, 0, sizeof *p);
	for (size_t i = 0; i < job->n; )
		if (d[i] == 0x1b && d[i + 1] == '@')
			i += 2;
		else if (d[i] == 0x1b && strchr("tEad", d[i + 1]) != NULL) {
			if (d[i + 1] == 't')
				assert_int_equal(d[i + 2], 19);
			i += 3;
		} else if (d[i] == 0x1d && d[i + 1] == '!') {
			scale = (d[i + 2] >> 4) + 1;
			i += 3;
		} else if (d[i] == 0x1d && d[i + 1] == 'V') {
			p->cuts++;
			i += 4;
		} else if (d[i] == 0x1d && d[i + 1] == 'v') {
			int w = d[i + 4] + 256 * d[i + 5];
			int h = d[i + 6] + 256 * d[i + 7];

			assert_true(w * 8 <= dots && h < 600);
			for (int k = 0; k < w * 8 * h; k++)
				dark[k] = d[i + 8 + (size_t)k / 8] >>
				    (7 - k % 8) & 1;
			snprintf(path, sizeof path, "%s-%d.pgm", name,
			    p->rasters++);
			write_pgm(path, dark, w * 8, h);
			i += 8 + (size_t)(w * h);
		} else {
			assert_true(d[i] == '\n' || d[i] >= 0x20);
			width = d[i] == '\n' ? 0 : width + scale;
			if (width > p->widest)
				p->widest = width;
			assert_true(width <= columns && n < sizeof p->text);
			p->text[n++] = (char)d[i++];
		}
}

static void
fill(struct slip *s)
{
	slip_init(s);
	clean_copy(s->from, sizeof s->from, "Ystad depå");
	clean_copy(s->heading, sizeof s->heading, "HÄMTSEDEL");
	clean_copy(s->number, sizeof s->number, "S-YST1-000123-K");
	clean_copy(s->qr, sizeof s->qr, SD1);
	s->tick = true;
	assert_true(slip_add_row(s, "För", "Skurups bibliotek"));
	assert_true(slip_add_row(s, "Hämtas senast", "fre 11 december 2026"));
	assert_true(slip_add_item(s, 1, "I-YST1-004217-K",
	    "Skrivbord, höj- och sänkbart med ovanligt långt namn som bryts",
	    "A-03-2", "bra"));
	assert_true(slip_add_item(s, 30, "I-YST1-004218-L", "Stapelbar stol",
	    "en plats med ett mycket långt namn som inte får plats", ""));
	assert_true(slip_add_note(s, "Ring 0411-57 70 00 om något är fel."));
}

static void
test_escpos_slip(void **state)
{
	static struct slip s;
	static struct paper p;
	struct err err;

	(void)state;
	fill(&s);
	for (enum roll roll = ROLL_80; roll <= ROLL_58; roll++) {
		struct bytes job = { 0 };
		int columns = roll == ROLL_80 ? 48 : 32;

		assert_int_equal(escpos_slip(&job, roll, &s, &err), RC_OK);
		read_escpos(&job, columns, columns * 12, "slip", &p);
		assert_int_equal(p.rasters, 1);
		assert_int_equal(p.cuts, roll == ROLL_80);
		assert_true(reads("slip-0.pgm", SD1));
		assert_non_null(strstr(p.text, "H\x8eMTSEDEL\n"));
		assert_non_null(strstr(p.text, "S-YST1-000123-K\n"));
		assert_non_null(strstr(p.text, "Skurups bibliotek\n"));
		assert_non_null(strstr(p.text, "[ ]  30  I-YST1-004218-L"));
		assert_non_null(strstr(p.text, "Ring 0411-57 70 00"));
		free(job.data);
	}
}

static void
test_escpos_label(void **state)
{
	static const struct label label = {
	    .code = "I-YST1-004217-K", .name = "Skrivbord blå",
	    .from = "Ystads kommun" };
	static struct paper p;
	struct err err;

	(void)state;
	for (enum roll roll = ROLL_80; roll <= ROLL_58; roll++) {
		struct bytes job = { 0 };
		int columns = roll == ROLL_80 ? 48 : 32;

		assert_int_equal(escpos_label(&job, roll, &label, &err),
		    RC_OK);
		read_escpos(&job, columns, columns * 12, "label", &p);
		assert_int_equal(p.rasters, 2);
		assert_true(reads("label-0.pgm", label.code));
		assert_true(reads("label-1.pgm", label.code));
		assert_non_null(strstr(p.text, "I-YST1-004217-K\n"));
		free(job.data);
	}
}

/* The longest texts that a slip can hold, and codes too big for the roll. */
static void
test_escpos_limits(void **state)
{
	static struct slip s;
	static struct paper p;
	static char text[400];
	struct bytes job = { 0 };
	struct err err;

	(void)state;
	slip_init(&s);
	memset(text, 'w', sizeof text - 1);
	clean_copy(s.from, sizeof s.from, text);
	clean_copy(s.heading, sizeof s.heading, text);
	clean_copy(s.number, sizeof s.number, text);
	while (slip_add_row(&s, text, text))
		continue;
	while (slip_add_item(&s, INT32_MAX, text, text, text, text))
		continue;
	while (slip_add_note(&s, text))
		continue;
	assert_int_equal(s.item_count, SLIP_ITEMS_MAX);
	assert_int_equal(escpos_slip(&job, ROLL_58, &s, &err), RC_OK);
	read_escpos(&job, 32, 384, "big", &p);
	free(job.data);
	job = (struct bytes){ 0 };
	slip_init(&s);
	memset(s.qr, 'Q', sizeof s.qr - 1);	/* as base45 is */
	assert_int_equal(escpos_slip(&job, ROLL_80, &s, &err), RC_OK);
	read_escpos(&job, 48, 576, "big", &p);
	assert_true(reads("big-0.pgm", s.qr));
	free(job.data);
}

static int
scratch(void **state)
{
	char dir[] = "/tmp/print.XXXXXX";

	*state = strdup(mkdtemp(dir));
	return chdir(*state);
}

static int
clear(void **state)
{
	char cmd[64];

	snprintf(cmd, sizeof cmd, "rm -rf '%s'", (char *)*state);
	free(*state);
	return chdir("/") + system(cmd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_clean_any_bytes),
		cmocka_unit_test(test_copy_and_names),
		cmocka_unit_test(test_cp858),
		cmocka_unit_test(test_qr),
		cmocka_unit_test(test_code128),
		cmocka_unit_test(test_escpos_slip),
		cmocka_unit_test(test_escpos_label),
		cmocka_unit_test(test_escpos_limits),
	};

	return cmocka_run_group_tests(tests, scratch, clear);
}
