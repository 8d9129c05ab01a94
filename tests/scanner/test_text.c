/* test_text.c - the alphabets of QR texts, and what may reach a terminal. */
#include <string.h>

#include "scanner/text.h"
#include "tests/lib/tap.h"

struct text_case {
	const char *name, *bytes, *wanted;
};

static const struct text_case cases[] = {
	{ "ascii", "I-YST1-004217-K", "I-YST1-004217-K" },
	{ "utf8-swedish", "Samdep\xc3\xa5 \xc3\x84ngsgatan \xc3\xb6",
	    "Samdep\xc3\xa5 \xc3\x84ngsgatan \xc3\xb6" },
	{ "utf8-mark-left-out", "\xef\xbb\xbf" "a", "a" },
	{ "utf8-japanese", "\xe6\x97\xa5\xe6\x9c\xac",
	    "\xe6\x97\xa5\xe6\x9c\xac" },
	{ "utf8-emoji", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
	{ "latin1-samdepa", "Samdep\xe5", "Samdep\xc3\xa5" },
	{ "latin1-sage", "S\xe4ge", "S\xc3\xa4ge" },
	{ "latin1-strasse", "Stra\xdf" "e 5", "Stra\xc3\x9f" "e 5" },
	{ "latin1-groesse", "Gr\xf6\xdf" "e", "Gr\xc3\xb6\xc3\x9f" "e" },
	{ "latin1-capitals", "\xc5\xc4\xd6", "\xc3\x85\xc3\x84\xc3\x96" },
	{ "latin1-capital-word", "G\xc5RDSF\xd6RR\xc5" "D",
	    "G\xc3\x85RDSF\xc3\x96RR\xc3\x85" "D" },
	{ "latin1-small", "\xe5\xe4\xf6", "\xc3\xa5\xc3\xa4\xc3\xb6" },
	{ "latin1-french", "d\xe9j\xe0 \xe8\xe9\xea\xeb",
	    "d\xc3\xa9j\xc3\xa0 \xc3\xa8\xc3\xa9\xc3\xaa\xc3\xab" },
	{ "cp1252-euro", "5 \x80", "5 \xe2\x82\xac" },
	{ "cp1252-apostrophe", "it\x92s", "it\xe2\x80\x99s" },
	{ "cp1252-quotes", "\x84Test\x93", "\xe2\x80\x9eTest\xe2\x80\x9c" },
	{ "cp1252-hole", "a\x81", "a\xef\xbf\xbd" },
	{ "shift-jis-kanji", "\x93\xfa\x96\x7b\x8c\xea",
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e" },
	{ "shift-jis-kana", "\x82\xb1\x82\xf1",
	    "\xe3\x81\x93\xe3\x82\x93" },
	{ "shift-jis-narrow-kana", "\xc3\xde\xbb\xde\xb2\xddQR",
	    "\xef\xbe\x83\xef\xbe\x9e\xef\xbd\xbb\xef\xbe\x9e"
	    "\xef\xbd\xb2\xef\xbe\x9dQR" },
	{ "overlong-is-no-utf8", "\xc0\xaf", "\xc3\x80\xc2\xaf" },
	{ "surrogate-is-no-utf8", "\xed\xa0\x80",
	    "\xc3\xad\xc2\xa0\xe2\x82\xac" },
};

static const struct text_case printable[] = {
	{ "print-plain", "a\nb \xc3\xa5", "a\nb \xc3\xa5" },
	{ "print-escape", "\033[2Jx", "?[2Jx" },
	{ "print-delete-and-return", "\x7f\r", "??" },
	{ "print-c1", "\xc2\x9bx", "?x" },
	{ "print-bidi", "a\xe2\x80\xae" "b\xe2\x81\xa6", "a?b?" },
	{ "print-zero-width", "\xe2\x80\x8b\xef\xbb\xbf", "??" },
	{ "print-dash-stays", "\xe2\x80\x93", "\xe2\x80\x93" },
	{ "print-broken", "\xc3(", "?(" },
	{ "print-cut", "x\xe2\x80", "x??" },
};

static void
check_alphabets(void)
{
	char out[128];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct text_case *c = &cases[i];
		size_t n = text_to_utf8(c->bytes, strlen(c->bytes), out,
		    sizeof out);
		tap_ok(n == strlen(c->wanted) && memcmp(out, c->wanted, n) ==
		    0, c->name, "'%.*s'", (int)n, out);
	}
	tap_ok(text_to_utf8("\xe5\xe4\xf6x", 4, out, 6) == 0,
	    "does-not-fit", "it did");
	tap_ok(text_to_utf8("abc", 3, out, 2) == 0, "ascii-does-not-fit",
	    "it did");
}

static void
check_printable(void)
{
	for (size_t i = 0; i < sizeof printable / sizeof *printable; i++) {
		const struct text_case *c = &printable[i];
		char text[64];
		strncpy(text, c->bytes, sizeof text - 1);
		size_t n = text_make_printable(text, strlen(c->bytes));
		tap_ok(n == strlen(c->wanted) && memcmp(text, c->wanted, n) ==
		    0, c->name, "'%.*s'", (int)n, text);
	}
}

int
main(void)
{
	text_init();
	check_alphabets();
	check_printable();
	return tap_status();
}
