/* Text: UTF-8, what may be stored, folding, order, numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/text.h"

static void
test_valid(void **state)
{
	static const struct { const char *s; bool valid; } rows[] = {
		{ "", true }, { "Samdepå", true }, { "\xE2\x82\xAC", true },
		{ "\xF4\x8F\xBF\xBF", true },	/* U+10FFFF */
		{ "\xF4\x90\x80\x80", false },	/* beyond it */
		{ "\xED\x9F\xBF", true }, { "\xED\xA0\x80", false },
		{ "\xED\xBF\xBF", false },	/* surrogates */
		{ "\xEE\x80\x80", true },
		{ "\xC0\x80", false }, { "\xC1\xBF", false },	/* overlong */
		{ "\xE0\x9F\xBF", false }, { "\xF0\x8F\xBF\xBF", false },
		{ "\xC3", false }, { "\xE2\x82", false }, { "\x80", false },
		{ "\xFF", false }, { "\xF5\x80\x80\x80", false },
		{ "a\xE5z", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (text_valid(rows[i].s, strlen(rows[i].s)) != rows[i].valid)
			fail_msg("row %zu", i);
	assert_true(text_valid("a\0b", 3));
}

static void
test_clean(void **state)
{
	static const struct {
		const char *s;
		size_t at;
		enum why why;
	} bad[] = {
		{ "a\nb", 1, WHY_TEXT_CONTROL },
		{ "\x1B[2J", 0, WHY_TEXT_CONTROL },
		{ "ab\x7F", 2, WHY_TEXT_CONTROL },
		{ "\xC2\x9B" "1m", 0, WHY_TEXT_CONTROL },	/* C1 CSI */
		{ "å\xE2\x80\xAE" "x", 2, WHY_TEXT_CONTROL },	/* U+202E */
		{ "\xE2\x80\x8E", 0, WHY_TEXT_CONTROL },
		{ "\xE2\x81\xA6", 0, WHY_TEXT_CONTROL },
		{ "\xE2\x80\xA8", 0, WHY_TEXT_CONTROL },
		{ "x\xEF\xBB\xBF", 1, WHY_TEXT_CONTROL },	/* BOM */
		{ "\xEF\xBF\xBE", 0, WHY_TEXT_CONTROL },
		{ "\xF0\x9F\xBF\xBF", 0, WHY_TEXT_CONTROL },	/* U+1FFFF */
		{ "ab\xE5", 2, WHY_TEXT_UTF8 },
	};

	(void)state;
	assert_int_equal(text_clean("Stol, blå\xC2\xA0½ €", 18, NULL, NULL),
	    RC_OK);
	assert_int_equal(text_clean("", 0, NULL, NULL), RC_OK);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err err = { 0 };
		size_t at = 99;
		assert_int_equal(text_clean(bad[i].s, strlen(bad[i].s), &at,
		    &err), RC_INVALID);
		assert_int_equal(at, bad[i].at);
		assert_int_equal(err.why, bad[i].why);
	}
	assert_int_equal(text_clean("a\0b", 3, NULL, NULL), RC_INVALID);
}

static void
test_copy(void **state)
{
	char dst[4] = "old";
	struct err err;

	(void)state;
	assert_int_equal(text_copy(dst, sizeof dst, "abcd", &err), RC_INVALID);
	assert_string_equal(dst, "old");
	assert_int_equal(err.why, WHY_TEXT_LONG);
	assert_string_equal(err.arg[0], "3");
	assert_int_equal(text_copy(dst, sizeof dst, "abc", NULL), RC_OK);
	assert_string_equal(dst, "abc");
}

static void
test_trim(void **state)
{
	const char *s = " \t\xC2\xA0 a b\xE2\x80\xAF\r\n";
	size_t n = strlen(s);

	(void)state;
	s = text_trim(s, &n);
	assert_int_equal(n, 3);
	assert_memory_equal(s, "a b", 3);
	n = 3;
	text_trim(" \xA0 ", &n);	/* a lone byte is no blank */
	assert_int_equal(n, 1);
	n = 2;
	text_trim("  ", &n);
	assert_int_equal(n, 0);
}

static void
test_fold(void **state)
{
	static const char *const rows[][2] = {
		{ "Åre ÄÖ åäö", "are ao aao" }, { "Linné", "linne" },
		{ "Ægir Straße Øl Þór", "aegir strasse ol thor" },
		{ "Łódź Čapek", "lodz capek" }, { "Ду́ма", "дума" },
		{ "a\xCC\x8A", "a" }, { "x\xE5y", "x?y" }, { "3×4", "3×4" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		text_fold(out, sizeof out, rows[i][0]);
		assert_string_equal(out, rows[i][1]);
	}
	assert_int_equal(text_fold(out, 4, "a€b"), 1);	/* whole characters */
	assert_string_equal(out, "a");
	assert_int_equal(text_fold(out, 5, "a€b"), 4);
}

static int
compare(const char *a, const char *b)
{
	return text_compare(a, strlen(a), b, strlen(b));
}

static void
test_compare(void **state)
{
	static const char *const order[] = {
		"", "2", "adam", "Adam ", "Bord", "bordslampa", "Linné",
		"linne", "linneskåp", "Zoo", "Å", "åka", "Ås", "Älg", "ämbar",
		"öl", "Östra",
	};

	(void)state;
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		for (size_t j = 0; j < sizeof order / sizeof *order; j++) {
			int sign = compare(order[i], order[j]);
			assert_int_equal((sign > 0) - (sign < 0),
			    (i > j) - (i < j));
		}
	assert_true(compare("a\xCC\x8Aka", "\xC3\xA4ta") < 0);	/* å < ä */
	assert_true(compare("a\xCC\x8Aka", "zon") > 0);
	assert_true(compare("\xE5", "\xE4") > 0);	/* no UTF-8 at all */
}

static void
test_hundredths(void **state)
{
	static const struct { const char *s; int64_t value; } good[] = {
		{ "0", 0 }, { "1234.5", 123450 }, { "1 234,50", 123450 },
		{ "1\xC2\xA0" "234\xE2\x80\xAF" "567,8", 123456780 },
		{ "-3", -300 }, { "\xE2\x88\x92" "3,25", -325 },
		{ "1,234.50", 123450 }, { "1.234.567,5", 123456750 },
		{ ",5", 50 }, { "12,500000", 1250 }, { "1,234,567", 123456700 },
		{ " 7 ", 700 }, { "+7", 700 }, { "0,100", 10 },
		{ "1234.000", 123400 }, { "92233720368547758,07", INT64_MAX },
	};
	static const struct { const char *s; enum why why; } bad[] = {
		{ "", WHY_NUMBER_FORM }, { "x", WHY_NUMBER_FORM },
		{ "1 23", WHY_NUMBER_FORM }, { "1234 567", WHY_NUMBER_FORM },
		{ "1,", WHY_NUMBER_FORM }, { "-", WHY_NUMBER_FORM },
		{ "1-2", WHY_NUMBER_FORM }, { "--1", WHY_NUMBER_FORM },
		{ "1,5 0", WHY_NUMBER_FORM }, { "1,2.3,4", WHY_NUMBER_FORM },
		{ "1e5", WHY_NUMBER_FORM }, { "12 kr", WHY_NUMBER_FORM },
		{ ".", WHY_NUMBER_FORM }, { "1.234 567", WHY_NUMBER_FORM },
		{ "1\xA0" "234", WHY_NUMBER_FORM },
		{ "1,505", WHY_NUMBER_FINE }, { "1,500", WHY_NUMBER_FINE },
		{ "1234,567", WHY_NUMBER_FINE },
		{ "92233720368547758,08", WHY_NUMBER_LARGE },
		{ "99999999999999999999999", WHY_NUMBER_LARGE },
		{ "1\n2", WHY_NUMBER_FORM },
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		int64_t value = -1;
		if (text_hundredths(good[i].s, strlen(good[i].s), &value,
		    NULL) != RC_OK || value != good[i].value)
			fail_msg("%s: %lld", good[i].s, (long long)value);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err err = { 0 };
		int64_t value = 17;
		if (text_hundredths(bad[i].s, strlen(bad[i].s), &value, &err) !=
		    RC_INVALID || err.why != bad[i].why || value != 17)
			fail_msg("%s: %s %lld", bad[i].s,
			    err_why_name(err.why), (long long)value);
	}
	int64_t value;
	assert_int_equal(text_hundredths("1\0", 2, &value, NULL), RC_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_hundredths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
