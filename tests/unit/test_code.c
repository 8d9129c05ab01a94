/* Codes: their check character, their forms, what readers do to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
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
		"7310865004704", "https://ex.se/i?x=1", "INV 2311/å", "I-YST1-",
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

/* What labels carry, GS as '~', and what it is kept as; an empty one: it is
 * refused.  '!' in front: it names one thing. */
static const struct {
	const char *label, *kept;
} meanings[] = {
	{ "7310865004703", "07310865004703" },
	{ "07310865004703", "07310865004703" },
	{ "]E07310865004703", "07310865004703" },
	{ "]E3731086500470312345", "07310865004703" },
	{ "036000291452", "00036000291452" },
	{ "]E00036000291452", "00036000291452" },
	{ "]I017310865004700", "17310865004700" },
	{ "]E496385074", "00000096385074" },
	{ "96385074", "96385074" },		/* an old number, perhaps */
	{ "]E001234565", "00012345000065" },	/* UPC-E */
	{ "0000000000000", "0000000000000" },
	{ "]C1010731086500470321AB~10X", "!(01)07310865004703(21)AB" },
	{ "]C110X~010731086500470321AB~", "!(01)07310865004703(21)AB" },
	{ "~010731086500470321AB", "!(01)07310865004703(21)AB" },
	{ "010731086500470321AB~10X", "!(01)07310865004703(21)AB" },
	{ "010731086500470321AB", "!(01)07310865004703(21)AB" },
	{ "]C0010731086500470321AB", "!(01)07310865004703(21)AB" },
	{ "]e00107310865004703", "07310865004703" },
	{ "]d20107310865004703172612313712", "07310865004703" },
	{ "(01)07310865004703(21)AB(10)X", "!(01)07310865004703(21)AB" },
	{ " (01) 07310865004703 (21) AB\r\n", "!(01)07310865004703(21)AB" },
	{ "(01)07310865004703(21)A\\(1)B", "!(01)07310865004703(21)A\\(1)B" },
	{ "]C1010731086500470321A(1)B", "!(01)07310865004703(21)A\\(1)B" },
	{ "]Q380047350053850019ABC", "!(8004)7350053850019ABC" },
	{ "80047350053850019ABC", "80047350053850019ABC" },
	{ "]d2800307350053850019A1", "!(8003)07350053850019A1" },
	{ "800307350053850019A1", "!(8003)07350053850019A1" },
	{ "(8003)07350053850019", "(8003)07350053850019" },
	{ "]C100373500530000000002", "!(00)373500530000000002" },
	{ "00373500530000000002", "!(00)373500530000000002" },
	{ "]C18018735005300000000007", "!(8018)735005300000000007" },
	{ "]C110ABC~17261231", "(10)ABC(17)261231" },
	/* not well formed: never a half of it */
	{ "]C10107310865004704", "0107310865004704" },
	{ "]C1010731086500470321", "010731086500470321" },
	{ "]C1010731086500470321ABCDEFGHIJKLMNOPQRSTU",
	    "010731086500470321ABCDEFGHIJKLMNOPQRSTU" },
	{ "]C101073108650047032", "01073108650047032" },
	{ "]C1010731086500470317261301", "010731086500470317261301" },
	{ "]C101073108650047030107310865004710",
	    "01073108650047030107310865004710" },
	{ "]C1800317350053850019A1", "800317350053850019A1" },
	{ "]C10500", "0500" },
	{ "]C1010731086500470321\xC3\xA5", "010731086500470321\xC3\xA5" },
	{ "(01)07310865004703(21", "(01)07310865004703(21" },
	{ "(01)07310865004703 x", "(01)07310865004703 x" },
	{ "010731086500470321AB~~10X", "" },
	{ "abc~def", "" },
	{ "abc~", "" },
	{ "~", "" },
	{ "7310865004703~x", "" },
	/* addresses */
	{ "https://id.gs1.org/01/07310865004703/21/AB?17=261231#x",
	    "!(01)07310865004703(21)AB" },
	{ "HTTP://EXAMPLE.ORG/some/path/01/7310865004703/10/X/21/A%2fB/",
	    "!(01)07310865004703(21)A/B" },
	{ "]Q1https://example.org/8004/7350053850019abc",
	    "!(8004)7350053850019abc" },
	{ "https://example.org/8003/07350053850019A1",
	    "!(8003)07350053850019A1" },
	{ "https://example.org/01/07310865004703", "07310865004703" },
	{ "https://example.org/01/07310865004704/21/A",
	    "https://example.org/01/07310865004704/21/A" },
	{ "https://example.org/01/07310865004703/99/A",
	    "https://example.org/01/07310865004703/99/A" },
	{ "https://example.org/01/07310865004703/21/%zz",
	    "https://example.org/01/07310865004703/21/%zz" },
	{ "https://example.org/01/07310865004703/21/%00",
	    "https://example.org/01/07310865004703/21/%00" },
	{ "https:///01/07310865004703", "https:///01/07310865004703" },
	{ "https://example.org", "https://example.org" },
	{ "https://example.org/", "https://example.org/" },
};

static void
test_meaning(void **state)
{
	struct code code, again;
	char label[128];

	(void)state;
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
		const char *kept = meanings[i].kept;
		bool one = kept[0] == '!';
		snprintf(label, sizeof label, "%s", meanings[i].label);
		for (char *p = label; *p != '\0'; p++)
			if (*p == '~')
				*p = '\x1D';
		kept += one;
		enum rc rc = parse(label, &code, NULL);
		if (*kept == '\0' ? rc != RC_INVALID : rc != RC_OK ||
		    code.kind != CODE_FOREIGN || code.one != one ||
		    strcmp(code.text, kept) != 0)
			fail_msg("%s: %s, not %s", meanings[i].label,
			    code.text, meanings[i].kept);
		if (*kept == '\0')
			continue;
		assert_int_equal(parse(code.text, &again, NULL), RC_OK);
		assert_memory_equal(&again, &code, sizeof code);
	}
}

static void
test_own_in_address(void **state)
{
	static const char *const addresses[] = {
		"https://depå.ystad.se/i/%s", "HTTP://X.SE/%s/?a=b",
		"]Q1https://x.se/a/b/%s#top",
	};
	char own[CODE_MAX], text[128];
	struct code code;

	(void)state;
	assert_int_equal(code_format(CODE_ITEM, "YST1", 4217, own, NULL),
	    RC_OK);
	for (size_t i = 0; i < 3; i++) {
		snprintf(text, sizeof text, addresses[i], own);
		assert_int_equal(parse(text, &code, NULL), RC_OK);
		assert_int_equal(code.kind, CODE_ITEM);
		assert_string_equal(code.text, own);
		assert_int_equal(code.number, 4217);
	}
	/* With a wrong check character it is just an address. */
	own[strlen(own) - 1] = own[strlen(own) - 1] == 'A' ? 'B' : 'A';
	snprintf(text, sizeof text, "https://x.se/%s", own);
	assert_int_equal(parse(text, &code, NULL), RC_OK);
	assert_int_equal(code.kind, CODE_FOREIGN);
	assert_string_equal(code.text, text);
	snprintf(text, sizeof text, "https://x.se/?%s", own);
	assert_int_equal(parse(text, &code, NULL), RC_OK);
	assert_int_equal(code.kind, CODE_FOREIGN);
}

static void
assert_forms(const char *text, const char *wanted)
{
	char forms[CODE_FORMS_MAX][CODE_FOREIGN_MAX], all[512] = "";
	size_t n = code_forms(text, forms);

	for (size_t i = 0; i < n; i++)
		snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s",
		    i > 0 ? " " : "", forms[i]);
	assert_string_equal(all, wanted);
}

static void
test_forms(void **state)
{
	(void)state;
	assert_forms("I-YST1-004217-K", "I-YST1-004217-K");
	assert_forms("07310865004703", "07310865004703 7310865004703");
	assert_forms("17310865004700", "17310865004700");
	assert_forms("00036000291452",
	    "00036000291452 0036000291452 036000291452");
	assert_forms("00000096385074", "00000096385074 0000096385074 "
	    "000096385074 96385074");
	assert_forms("96385074", "96385074 00000096385074 0000096385074 "
	    "000096385074");
	assert_forms("00012345000065",
	    "00012345000065 0012345000065 012345000065 01234565");
	assert_forms("01234565",
	    "01234565 00000001234565 0000001234565 000001234565 "
	    "00012345000065 0012345000065 012345000065");
	assert_forms("80047350053850019ABC",
	    "80047350053850019ABC (8004)7350053850019ABC");
	assert_forms("(8004)7350053850019ABC",
	    "(8004)7350053850019ABC 80047350053850019ABC");
	assert_forms("07310865004704", "07310865004704");
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
		cmocka_unit_test(test_meaning),
		cmocka_unit_test(test_own_in_address),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_invalid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
