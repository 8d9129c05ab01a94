/* Codes: their check character, their forms, what readers do to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/code.h"

static enum rc
parse(const char *s, struct code *code, struct err *err)
{
	return code_parse(s, strlen(s), code, err);
}

static void
test_check_char(void **state)
{
	(void)state;
	/* Published: a GRid, and an ISAN with and without its version. */
	assert_int_equal(code_check_char("A12425GABC1234002", 17), 'M');
	assert_int_equal(code_check_char("000000003A8D0000", 16), 'Z');
	assert_int_equal(code_check_char("000000003A8D000000000000", 24), '6');
	assert_int_equal(code_check_char("a", 1), '\0');
	assert_int_equal(code_check_char("A-", 2), '\0');
}

/* Any one wrong character and any two neighbours swapped are seen. */
static void
test_check_strength(void **state)
{
	static const char set[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char s[] = "IYST1004217", t[sizeof s];
	char check = code_check_char(s, 11);

	(void)state;
	for (size_t i = 0; i < 11; i++)
		for (const char *c = set; *c != '\0'; c++) {
			memcpy(t, s, sizeof s);
			t[i] = *c;
			if (*c != s[i])
				assert_int_not_equal(code_check_char(t, 11),
				    check);
		}
	for (size_t i = 0; i + 1 < 11; i++) {
		memcpy(t, s, sizeof s);
		t[i] = s[i + 1];
		t[i + 1] = s[i];
		if (s[i] != s[i + 1])
			assert_int_not_equal(code_check_char(t, 11), check);
	}
}

static void
test_round_trip(void **state)
{
	static const int64_t numbers[] = { 1, 4217, 999999, 1000000,
		CODE_NUMBER_MAX };

	(void)state;
	for (int kind = 0; kind < CODE_OWN_COUNT; kind++)
		for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
			char text[CODE_MAX];
			struct code code;
			assert_int_equal(code_format((enum code_kind)kind,
			    "ABCDEF12", numbers[i], text, NULL), RC_OK);
			assert_int_equal(text[0],
			    code_kind_letter((enum code_kind)kind));
			assert_int_equal(parse(text, &code, NULL), RC_OK);
			assert_int_equal(code.kind, kind);
			assert_string_equal(code.scope, "ABCDEF12");
			assert_int_equal(code.number, numbers[i]);
			assert_string_equal(code.text, text);
		}
	assert_string_equal(code_kind_name(CODE_PLACE), "plats");
	assert_int_equal(code_kind_scope(CODE_UNIT), CODE_SCOPE_ORGANISATION);
}

static void
test_format_refuses(void **state)
{
	char out[CODE_MAX] = "old";

	(void)state;
	assert_int_equal(code_format(CODE_ITEM, "Y", 1, out, NULL), RC_INVALID);
	assert_int_equal(code_format(CODE_ITEM, "YST1-", 1, out, NULL),
	    RC_INVALID);
	assert_int_equal(code_format(CODE_ITEM, "yst1", 1, out, NULL),
	    RC_INVALID);
	assert_int_equal(code_format(CODE_ITEM, "ABCDEFGHI", 1, out, NULL),
	    RC_INVALID);
	assert_int_equal(code_format(CODE_ITEM, "YST1", 0, out, NULL),
	    RC_INVALID);
	assert_int_equal(code_format(CODE_ITEM, "YST1", CODE_NUMBER_MAX + 1,
	    out, NULL), RC_INVALID);
	assert_int_equal(code_format(CODE_FOREIGN, "YST1", 1, out, NULL),
	    RC_INVALID);
	assert_string_equal(out, "old");
}

/* text with its '@' replaced by the check character of I YST1 004217. */
static enum rc
parse_item(const char *form, struct code *code)
{
	char text[64];
	char *at;

	strcpy(text, form);
	if ((at = strchr(text, '@')) != NULL)
		*at = code_check_char("IYST1004217", 11);
	if ((at = strchr(text, '!')) != NULL)	/* the same, lower case */
		*at = (char)(code_check_char("IYST1004217", 11) | 0x20);
	return parse(text, code, NULL);
}

static void
test_readers(void **state)
{
	static const char *const forms[] = {
		"I-YST1-004217-@", "  i-yst1-004217-!\r\n",
		"]C0I-YST1-004217-@",
		"]Q1 i-YST1-004217-@", "I+YST1+004217+@",
		"\xC2\xA0I-YST1-004217-@\t",
	};
	struct code code;

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		assert_int_equal(parse_item(forms[i], &code), RC_OK);
		assert_int_equal(code.kind, CODE_ITEM);
		assert_int_equal(code.number, 4217);
		assert_string_equal(code.scope, "YST1");
	}
	/* A + that the check character does not explain is someone else's. */
	char wrong[] = "I+YST1+004217+0";
	if (code_check_char("IYST1004217", 11) == '0')
		wrong[14] = '1';
	assert_int_equal(parse(wrong, &code, NULL), RC_OK);
	assert_int_equal(code.kind, CODE_FOREIGN);
	assert_string_equal(code.text, wrong);
	wrong[1] = wrong[6] = wrong[13] = '-';
	struct err err = { 0 };
	assert_int_equal(parse(wrong, &code, &err), RC_REFUSED);
	assert_int_equal(err.why, WHY_CODE_CHECK);
	assert_string_equal(err.arg[0], wrong);
}

static void
test_foreign(void **state)
{
	static const char *const texts[] = {
		"7310865004703", "https://ex.se/i?x=1", "INV 2311/å", "I-YST1-",
		"X-YST1-004217-A", "I-YST1-4217-A", "I-YST1-0004217-A",
		"I-YST1-000000-A", "I-Y-004217-A", "I-ABCDEFGHI-004217-A",
		"I--004217-A", "I-YST1-004217-AA", "I-YST1-004217-å", "]C0x",
		"I-YST1-9999999999999-A", "S", "]",
	};
	struct code code;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (parse(texts[i], &code, NULL) != RC_OK ||
		    code.kind != CODE_FOREIGN)
			fail_msg("%s", texts[i]);
		if (strcmp(texts[i], "]C0x") != 0)
			assert_string_equal(code.text, texts[i]);
		assert_int_equal(code.number, 0);
	}
	assert_int_equal(parse("sd1:ABC", &code, NULL), RC_OK);
	assert_int_equal(code.kind, CODE_TICKET_QR);
	assert_string_equal(code.text, "sd1:ABC");
}

static void
test_invalid(void **state)
{
	char longest[CODE_FOREIGN_MAX + 1], long_slip[CODE_TEXT_MAX];
	struct code code;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(parse(" \r\n", &code, &err), RC_INVALID);
	assert_int_equal(err.why, WHY_CODE_EMPTY);
	assert_int_equal(parse("731\x1D" "10", &code, &err), RC_INVALID);
	assert_int_equal(err.why, WHY_TEXT_CONTROL);
	assert_int_equal(parse("\x1B[2Jx", &code, &err), RC_INVALID);
	assert_int_equal(parse("abc\xE5", &code, &err), RC_INVALID);
	assert_int_equal(err.why, WHY_TEXT_UTF8);
	assert_int_equal(code_parse("a\0b", 3, &code, &err), RC_INVALID);
	assert_int_equal(parse("sd1Ö0A", &code, &err), RC_INVALID);
	assert_int_equal(err.why, WHY_READER_LAYOUT);
	memset(longest, 'x', sizeof longest);
	memset(long_slip, 'x', sizeof long_slip);
	assert_int_equal(code_parse(longest, CODE_FOREIGN_MAX, &code, &err),
	    RC_INVALID);
	assert_int_equal(err.why, WHY_CODE_LONG);
	assert_int_equal(code_parse(longest, CODE_FOREIGN_MAX - 1, &code, &err),
	    RC_OK);
	assert_int_equal(strlen(code.text), CODE_FOREIGN_MAX - 1);
	/* A slip is longer, and knows no lower case. */
	memcpy(long_slip, "sd2:ab", 6);
	assert_int_equal(code_parse(long_slip, CODE_TEXT_MAX - 1, &code, &err),
	    RC_OK);
	assert_int_equal(code.kind, CODE_SLIP);
	assert_memory_equal(code.text, "SD2:ABXX", 8);
	assert_int_equal(code_parse(long_slip, CODE_TEXT_MAX, &code, &err),
	    RC_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check_char),
		cmocka_unit_test(test_check_strength),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_format_refuses),
		cmocka_unit_test(test_readers),
		cmocka_unit_test(test_foreign),
		cmocka_unit_test(test_invalid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
