/* CSV: real files' habits, and every fault with its place in one run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/ctl/csv.h"

static struct csv_in *in;
static FILE *file;

static enum rc
open_bytes(const char *bytes, size_t n, struct csv_options options,
    struct err *err)
{
	file = tmpfile();
	assert_non_null(file);
	fwrite(bytes, 1, n, file);
	rewind(file);
	return csv_open(&in, file, &options, err);
}

static void
open_text(const char *text)
{
	struct csv_options options = { 0 };

	assert_int_equal(open_bytes(text, strlen(text), options, NULL), RC_OK);
}

static void
close_all(void)
{
	csv_close(in);
	fclose(file);
	in = NULL;
}

/* The rest of the file as one text: "2:1=a 2:3=b|" per row and
 * "!REASON@3:4 " per fault. */
static const char *
story(char *out, size_t cap)
{
	struct csv_row row;
	struct err err = { 0 };
	size_t n = 0;
	enum rc rc;

	out[0] = '\0';
	while ((rc = csv_next(in, &row, &err)) != RC_NOT_FOUND && n < cap) {
		if (rc == RC_INVALID) {
			n += (size_t)snprintf(out + n, cap - n, "!%s@%d:%d ",
			    err_why_name(err.why), csv_fault_line(in),
			    csv_fault_column(in));
			continue;
		}
		assert_int_equal(rc, RC_OK);
		assert_int_equal(row.count, csv_columns(in));
		assert_int_equal(row.line, row.field[0].line);
		for (int i = 0; i < row.count && n < cap; i++) {
			assert_int_equal(strlen(row.field[i].text),
			    row.field[i].size);
			n += (size_t)snprintf(out + n, cap - n, "%d:%d=%s%s",
			    row.field[i].line, row.field[i].column,
			    row.field[i].text, i + 1 < row.count ? " " : "|");
		}
	}
	assert_int_equal(csv_next(in, &row, NULL), RC_NOT_FOUND);
	close_all();
	return out;
}

static void
test_rows(void **state)
{
	static const char *const rows[][2] = {
		{ "a,b\n1,2\n3,4\n", "2:1=1 2:3=2|3:1=3 3:3=4|" },
		{ "a,b\n1,2", "2:1=1 2:3=2|" },			/* no LF */
		{ "a,b\r\n1,2\r\n3,4\r\n", "2:1=1 2:3=2|3:1=3 3:3=4|" },
		{ "a,b\r1,2\r3,4\r", "2:1=1 2:3=2|3:1=3 3:3=4|" },
		{ "\xEF\xBB\xBF" "a,b\n1,2\n", "2:1=1 2:3=2|" },
		{ "a;b\n1,5;2\n", "2:1=1,5 2:5=2|" },
		{ "a\tb\n1 x\t2\n", "2:1=1 x 2:5=2|" },
		{ "a,b\n  1 ,  \"2\" \n", "2:3=1 2:8=2|" },
		{ "a,b\n\" 1 \",å\xC2\xA0\n", "2:1=1 2:7=å|" },
		{ "a,b\nåäö,\"x \"\"y\"\"\"\n", "2:1=åäö 2:5=x \"y\"|" },
		{ "a,b\n\"1\n2\",3\n4,5\n", "2:1=1\n2 3:4=3|4:1=4 4:3=5|" },
		{ "a,b\n\"1\r\n2\",3\r\n4,5\r\n",
		    "2:1=1\r\n2 3:4=3|4:1=4 4:3=5|" },
		{ "\n\na,b\n\n1,2\n\n  \n,\n;\n", "5:1=1 5:3=2|9:1=; 9:1=|" },
		{ "a,b\n1\n2,\n", "2:1=1 2:1=|3:1=2 3:3=|" },	/* short */
		{ "a,b\n1,2,,\n", "2:1=1 2:3=2|" },	/* empty extras */
		{ "kod\nx;y\n", "2:1=x;y|" },
		{ "a,b", "" }, { "a,b\n\n\n", "" },
	};
	char out[512];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		open_text(rows[i][0]);
		if (strcmp(story(out, sizeof out), rows[i][1]) != 0)
			fail_msg("row %zu: %s", i, out);
	}
}

static void
test_faults(void **state)
{
	static const char *const rows[][2] = {
		/* All of them in one run, and the good rows between. */
		{ "a,b\n1,\"2\"x\n3,4\nå,5\"\n6,\xE5\n7,8,9\n10,11\n",
		    "!CSV_QUOTE@2:3 3:1=3 3:3=4|!CSV_QUOTE@4:4 "
		    "!CSV_UTF8@5:3 !CSV_MANY@6:5 7:1=10 7:4=11|" },
		/* A quote without end hides no row after its line. */
		{ "a,b\n1,\"2\n3,4\n5,6\n",
		    "!CSV_QUOTE@2:3 3:1=3 3:3=4|4:1=5 4:3=6|" },
		{ "a,b\r\n1,\"2\r\n3,4\r\n5,\"6\"\r\n",
		    "!CSV_QUOTE@2:3 3:1=3 3:3=4|4:1=5 4:3=6|" },
		{ "a,b\n1,\"2", "!CSV_QUOTE@2:3 " },
		{ "a,b\n\xE5,\xE4\n1,2\n",
		    "!CSV_UTF8@2:1 !CSV_UTF8@2:3 3:1=1 3:3=2|" },
	};
	char out[512];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		open_text(rows[i][0]);
		if (strcmp(story(out, sizeof out), rows[i][1]) != 0)
			fail_msg("row %zu: %s", i, out);
	}
	struct csv_options options = { 0 };
	assert_int_equal(open_bytes("a,b\n1\0,2\n3,4\n\0\0\0\n5,6\n", 21,
	    options, NULL), RC_OK);
	assert_string_equal(story(out, sizeof out),
	    "!CSV_NUL@2:2 3:1=3 3:3=4|!CSV_NUL@4:1 5:1=5 5:3=6|");
}

static void
test_long(void **state)
{
	char *text = malloc(400000), out[256];
	size_t n = 0;

	(void)state;
	/* The longest field that fits, then one more byte; a run without end;
	 * a quoted field of many lines. */
	n += (size_t)sprintf(text + n, "a,b\n1,%0*d\n2,%0*d\n",
	    CSV_FIELD_MAX, 0, CSV_FIELD_MAX + 1, 0);
	n += (size_t)sprintf(text + n, "3,%0*d\n4,5\n6,\"", 300000, 0);
	for (int i = 0; i < 3000; i++)
		n += (size_t)sprintf(text + n, "7,\n");
	n += (size_t)sprintf(text + n, "8,9\n");
	open_text(text);
	struct csv_row row;
	assert_int_equal(csv_next(in, &row, NULL), RC_OK);
	assert_int_equal(row.field[1].size, CSV_FIELD_MAX);
	for (int line = 3; line <= 4; line++) {
		assert_int_equal(csv_next(in, &row, NULL), RC_INVALID);
		assert_int_equal(csv_fault_line(in), line);
		assert_int_equal(csv_fault_column(in), 3);
	}
	assert_int_equal(csv_next(in, &row, NULL), RC_OK);
	assert_string_equal(row.field[1].text, "5");
	assert_int_equal(csv_next(in, &row, NULL), RC_INVALID);
	assert_int_equal(csv_fault_line(in), 6);
	for (int i = 0; i < 2999; i++) {
		assert_int_equal(csv_next(in, &row, NULL), RC_OK);
		assert_int_equal(row.line, 7 + i);
	}
	assert_string_equal(story(out, sizeof out), "3006:1=8 3006:3=9|");
	free(text);
}

static void
test_many(void **state)
{
	char text[4096], out[128];
	size_t n = 0;

	(void)state;
	for (int i = 0; i < CSV_FIELDS_MAX; i++)
		n += (size_t)sprintf(text + n, "%sc%d", i > 0 ? "," : "", i);
	n += (size_t)sprintf(text + n, "\nx");
	for (int i = 0; i < CSV_FIELDS_MAX + 40; i++)
		text[n++] = ',';
	n += (size_t)sprintf(text + n, "\n\n");
	text[n] = '\0';
	open_text(text);
	assert_int_equal(csv_columns(in), CSV_FIELDS_MAX);
	assert_string_equal(story(out, sizeof out), "!CSV_MANY@2:258 ");
}

static void
test_latin1(void **state)
{
	struct csv_options latin1 = { .latin1 = true };
	const char *text = "namn;pris\nSt\xF6l \x80;\x93x\x94\n";
	char out[256];

	(void)state;
	assert_int_equal(open_bytes(text, strlen(text), latin1, NULL), RC_OK);
	assert_string_equal(story(out, sizeof out), "2:1=Stöl € 2:8=“x”|");
	/* A mark says that it is UTF-8 whatever was told. */
	text = "\xEF\xBB\xBFpr\xC3\xAEs\n\xC3\xA5\n";
	assert_int_equal(open_bytes(text, strlen(text), latin1, NULL), RC_OK);
	assert_string_equal(csv_name(in, 0), "prîs");
	assert_string_equal(story(out, sizeof out), "2:1=å|");
	assert_int_equal(open_bytes("\xE5", 1, latin1, NULL), RC_OK);
	assert_string_equal(csv_name(in, 0), "å");
	close_all();
}

static void
test_delimiter_told(void **state)
{
	struct csv_options tab = { .delimiter = '\t' };
	char out[256];

	(void)state;
	assert_int_equal(open_bytes("a,b\tc\n1,2\t3\n", 12, tab, NULL), RC_OK);
	assert_int_equal(csv_columns(in), 2);
	assert_string_equal(story(out, sizeof out), "2:1=1,2 2:5=3|");
}

static void
test_header(void **state)
{
	static const struct {
		const char *text;
		enum why why;
		int line, column;
	} bad[] = {
		{ "", WHY_CSV_HEADER, 1, 1 }, { "\n \n", WHY_CSV_HEADER, 1, 1 },
		{ ",,\n1,2,3\n", WHY_CSV_HEADER, 1, 1 },
		{ "Kod,namn,\nkod,x", WHY_NONE, 0, 0 },
		{ "kod,namn,KOD\n", WHY_CSV_TWICE, 1, 10 },
		{ "kod,\"na\"mn\n", WHY_CSV_QUOTE, 1, 5 },
		{ "kod,n\xE4mn\n", WHY_CSV_UTF8, 1, 5 },
		{ "\xFF\xFEk", WHY_CSV_UTF16, 1, 1 },
		{ "\xFE\xFFk", WHY_CSV_UTF16, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct csv_options options = { 0 };
		struct err err = { 0 };
		enum rc rc = open_bytes(bad[i].text, strlen(bad[i].text),
		    options, &err);
		if (bad[i].why == WHY_NONE) {
			assert_int_equal(rc, RC_OK);
		} else if (rc != RC_INVALID || err.why != bad[i].why ||
		    csv_fault_line(in) != bad[i].line ||
		    csv_fault_column(in) != bad[i].column) {
			fail_msg("row %zu: %s %d:%d", i, err_why_name(err.why),
			    csv_fault_line(in), csv_fault_column(in));
		}
		close_all();
	}
}

static void
test_map(void **state)
{
	struct err err = { 0 };

	(void)state;
	open_text(" Asset TAG ID, DESCRIPTION ,cf:x=y,Antal,\n");
	assert_int_equal(csv_columns(in), 5);
	assert_string_equal(csv_name(in, 1), "DESCRIPTION");
	assert_int_equal(csv_column(in, "antal"), 3);
	assert_int_equal(csv_column(in, ""), -1);
	assert_int_equal(csv_column(in, "kod"), -1);
	assert_int_equal(csv_map(in, "asset tag id=kod", &err), RC_OK);
	assert_int_equal(csv_map(in, "cf:x=y=antal", &err), RC_OK);
	assert_int_equal(csv_column(in, "Kod"), 0);
	assert_int_equal(csv_column(in, "Asset TAG ID"), -1);
	assert_int_equal(csv_column(in, "antal"), 2);	/* the map wins */
	assert_int_equal(csv_map(in, "saknas=kod", &err), RC_NOT_FOUND);
	assert_int_equal(err.why, WHY_CSV_COLUMN);
	static const char *const bad[] = { "", "=", "kod", "kod=", "=kod" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(csv_map(in, bad[i], &err), RC_INVALID);
		assert_int_equal(err.why, WHY_CSV_MAP);
	}
	close_all();
}

static void
test_write(void **state)
{
	static const char *const fields[] = { "", "a", "x,y", "1;2", "\"q\"",
		"line\nline", "=1+1", " ", "åäö" };
	char *bytes = NULL, out[256];
	size_t n = 0;
	FILE *f = open_memstream(&bytes, &n);

	(void)state;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		csv_put(f, fields[i], i == 0);
	csv_put_end(f);
	csv_put(f, "h", true);
	csv_put_end(f);
	fclose(f);
	assert_string_equal(bytes, "\"\",a,\"x,y\",\"1;2\",\"\"\"q\"\"\","
	    "\"line\nline\",=1+1,\" \",åäö\nh\n");
	open_text(bytes);
	assert_int_equal(csv_columns(in), 9);
	assert_string_equal(csv_name(in, 4), "\"q\"");
	assert_string_equal(csv_name(in, 5), "line\nline");
	assert_string_equal(story(out, sizeof out), "3:1=h 3:1= 3:1= 3:1= 3:1= "
	    "3:1= 3:1= 3:1= 3:1=|");
	free(bytes);
}

/* Rows that straddle the buffer's ends: 100,000 of them, none lost. */
static void
test_large(void **state)
{
	FILE *f = tmpfile();
	struct csv_options options = { 0 };
	struct csv_row row;
	char want[32];

	(void)state;
	fprintf(f, "kod;namn;antal;text\n");
	for (int i = 0; i < 100000; i++)
		fprintf(f, "K%d;Skrivbord nr %d å;%d;\"rad\nrad %d\"\n", i, i,
		    i, i);
	rewind(f);
	assert_int_equal(csv_open(&in, f, &options, NULL), RC_OK);
	for (int i = 0; i < 100000; i++) {
		if (csv_next(in, &row, NULL) != RC_OK)
			fail_msg("row %d", i);
		snprintf(want, sizeof want, "rad\nrad %d", i);
		if (row.line != 2 + 2 * i || row.count != 4 ||
		    strcmp(row.field[3].text, want) != 0)
			fail_msg("row %d: %s", i, row.field[3].text);
	}
	assert_int_equal(csv_next(in, &row, NULL), RC_NOT_FOUND);
	csv_close(in);
	fclose(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_latin1),
		cmocka_unit_test(test_delimiter_told),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
