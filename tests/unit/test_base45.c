/* base45: the examples of RFC 9285, and strictness. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "db/base45.h"

static void
test_published(void **state)
{
	static const char *const rows[][2] = {
		{ "AB", "BB8" }, { "Hello!!", "%69 VD92EX0" },
		{ "base-45", "UJCLQE7W581" }, { "ietf!", "QED8WEX0" },
		{ "", "" }, { "\xFF\xFF", "FGW" }, { "\xFF", "U5" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const unsigned char *in = (const unsigned char *)rows[i][0];
		unsigned char back[16];
		char text[32];
		size_t n = strlen(rows[i][0]), len = 99;
		assert_int_equal(base45_encode(in, n, text, sizeof text, NULL),
		    RC_OK);
		assert_string_equal(text, rows[i][1]);
		assert_int_equal(strlen(text), BASE45_SIZE(n));
		assert_int_equal(base45_decode(text, strlen(text), back,
		    sizeof back, &len, NULL), RC_OK);
		assert_int_equal(len, n);
		assert_memory_equal(back, in, n);
	}
}

static void
test_all_pairs(void **state)
{
	(void)state;
	for (unsigned v = 0; v < 65536; v++) {
		unsigned char in[3] = { (unsigned char)(v >> 8),
			(unsigned char)v, (unsigned char)(v % 256) }, back[3];
		char text[6];
		size_t len;
		assert_int_equal(base45_encode(in, 3, text, sizeof text, NULL),
		    RC_OK);
		assert_int_equal(base45_decode(text, 5, back, 3, &len, NULL),
		    RC_OK);
		assert_int_equal(len, 3);
		assert_memory_equal(in, back, 3);
	}
}

static void
test_strict(void **state)
{
	static const char *const bad[] = { "A", "BB8A", "GGW", ":::", "V5",
		"::", "bb8", "BB8\n00", "B_8", "BB\xC3" };
	unsigned char out[8];
	size_t len = 77;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (base45_decode(bad[i], strlen(bad[i]), out, sizeof out, &len,
		    NULL) != RC_INVALID)
			fail_msg("%s", bad[i]);
	assert_int_equal(base45_decode("B\0" "8", 3, out, sizeof out, &len,
	    NULL), RC_INVALID);
	assert_int_equal(len, 77);
}

static void
test_room(void **state)
{
	unsigned char out[2];
	char text[6];
	size_t len;

	(void)state;
	assert_int_equal(base45_encode((const unsigned char *)"abc", 3, text, 5,
	    NULL), RC_INVALID);
	assert_int_equal(base45_encode((const unsigned char *)"abc", 3, text, 6,
	    NULL), RC_OK);
	assert_int_equal(base45_decode("BB8", 3, out, 1, &len, NULL),
	    RC_INVALID);
	assert_int_equal(base45_decode("BB8", 3, out, 2, &len, NULL), RC_OK);
	assert_int_equal(base45_decode("BB8BB8", 6, out, 2, &len, NULL),
	    RC_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_published),
		cmocka_unit_test(test_all_pairs),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
