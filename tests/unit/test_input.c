/* What a terminal sends, as events: letters, keys, taps, and scans that a
 * wedge types at the pace of real ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tui/kiosk/input.h"
#include "tui/lang.h"

static struct input_reader reader;
static char heard[16384];	/* the events in short */
static int64_t now_ms;

static void
hear(const struct input *in, void *arg)
{
	size_t n = strlen(heard);
	char *to = heard + n;
	size_t cap = sizeof heard - n;

	(void)arg;
	switch (in->kind) {
	case INPUT_TEXT:
		snprintf(to, cap, "%s", in->text);
		break;
	case INPUT_UNTYPE:
		snprintf(to, cap, "<untype>");
		break;
	case INPUT_KEY:
		snprintf(to, cap, "<%s>", key_word(in->key));
		break;
	case INPUT_SCAN:
		snprintf(to, cap, "[%s]", in->scan);
		break;
	case INPUT_BAD_SCAN:
		snprintf(to, cap, "[bad]");
		break;
	case INPUT_PRESS:
	case INPUT_RELEASE:
		snprintf(to, cap, "(%s %d,%d)", in->kind == INPUT_PRESS ?
		    "down" : "up", in->y, in->x);
		break;
	case INPUT_WHEEL:
		snprintf(to, cap, "(wheel %d)", in->turn);
		break;
	default:
		break;
	}
}

static void
begin(const char *prefix)
{
	lang_init();
	now_ms += 100000;
	heard[0] = '\0';
	input_init(&reader, prefix, 50);
}

static void
send(const char *bytes)
{
	input_feed(&reader, bytes, strlen(bytes), now_ms, hear, NULL);
}

/* Letter by letter, gap_ms apart. */
static void
type(const char *bytes, int gap_ms)
{
	for (; *bytes != '\0'; bytes++) {
		input_feed(&reader, bytes, 1, now_ms, hear, NULL);
		now_ms += gap_ms;
		input_tick(&reader, now_ms, hear, NULL);
	}
}

static void
wait_ms(int ms)
{
	now_ms += ms;
	input_tick(&reader, now_ms, hear, NULL);
}

static void
test_typing(void **state)
{
	(void)state;
	begin("");
	type("kylskåp\r", 120);
	assert_string_equal(heard, "kylskåp<enter>");
	begin("");
	type("åäö\t\177", 90);
	assert_string_equal(heard, "åäö<tab><backspace>");
}

static void
test_scan(void **state)
{
	(void)state;
	begin("");
	send("I-YST1-000001-O\r");
	assert_non_null(strstr(heard, "<untype>[I-YST1-000001-O]"));
	begin("");
	send("ABCD\r\nEFGH\n");
	assert_string_equal(heard, "ABCD<untype>[ABCD]EFGH<untype>[EFGH]");
	begin("");
	send("abc\r");		/* three letters are no code */
	assert_string_equal(heard, "abc<enter>");
}

/* One long pause, as real wedges have it, is left out; a slow hand is not. */
static void
test_pauses(void **state)
{
	(void)state;
	begin("");
	type("I-YST1-", 8);
	now_ms += 126;
	type("000001-O\r", 8);
	assert_non_null(strstr(heard, "[I-YST1-000001-O]"));
	begin("");
	type("stol\r", 60);
	assert_string_equal(heard, "stol<enter>");
	begin("");
	type("bo", 200);	/* typed before: not part of the scan */
	type("ABCDEF\r", 5);
	assert_non_null(strstr(heard, "<untype>[ABCDEF]"));
}

static void
test_prefix(void **state)
{
	(void)state;
	begin("~");
	send("~ABCDEF\rabcdef\r");
	assert_string_equal(heard, "[ABCDEF]abcdef<enter>");
	begin("\002");
	send("\002AB\r");
	wait_ms(50);
	send("\002CD");
	wait_ms(1500);		/* a scanner without a terminator */
	assert_string_equal(heard, "[AB][CD]");
}

static void
test_bad_scans(void **state)
{
	char big[5000];

	(void)state;
	begin("");
	send("ABC\034DEF\r");
	assert_non_null(strstr(heard, "[bad]"));
	begin("");
	send("\021ABCDEF\r");	/* Ctrl+Q in a code ends nothing */
	assert_non_null(strstr(heard, "[bad]"));
	assert_null(strstr(heard, "<ctrl-q>"));
	begin("");
	send("ABCD\xc3(EF\r");
	assert_non_null(strstr(heard, "[bad]"));
	begin("");
	send("ABCD\xe2\x80\xae" "EF\r");
	assert_non_null(strstr(heard, "[bad]"));
	begin("");
	send("ABCD\033[31mEF\r");
	assert_non_null(strstr(heard, "[bad]"));
	memset(big, 'A', sizeof big);
	big[sizeof big - 2] = '\r';
	big[sizeof big - 1] = '\0';
	begin("");
	send(big);
	assert_non_null(strstr(heard, "<untype>[bad]"));
}

/* GS, as itself or typed with Alt, is a part of the code that nobody sees;
 * between keys it is nothing. */
static void
test_gs(void **state)
{
	(void)state;
	begin("");
	type("0121AB\03510X\r", 8);
	assert_string_equal(heard, "0121AB10X<untype>[0121AB\03510X]");
	begin("");
	type("xy", 300);
	type("\0350121AB\r", 8);	/* only its own letters go */
	assert_string_equal(heard, "xy0121AB<untype>[\0350121AB]");
	begin("");
	send("0121AB");
	type("\0330\0332\0339", 4);
	send("10X\r");
	assert_string_equal(heard, "0121AB10X<untype>[0121AB\03510X]");
	begin("");
	send("0121AB\0330\0331X\r");	/* no third one */
	assert_string_equal(heard, "0121ABX<untype>[bad]");
	begin("");
	send("0121AB\0330\0331\033010X\r");	/* Alt+010 */
	assert_string_equal(heard, "0121AB10X<untype>[bad]");
	begin("\002");
	send("\002\0350121AB\03510X\r");
	assert_string_equal(heard, "[\0350121AB\03510X]");
	begin("");
	type("b\035o\r", 200);
	assert_string_equal(heard, "bo<enter>");
}

static void
test_keys(void **state)
{
	(void)state;
	begin("");
	send("\033[A\033OB\033[1;5C\033[5~\033OP\033[15~\033[[B\033[24;2~");
	assert_string_equal(heard, "<up><down><right><pgup><f1><f5><f2>"
	    "<f12>");
	begin("");
	send("\033");
	assert_string_equal(heard, "");
	wait_ms(100);
	assert_string_equal(heard, "<esc>");
	begin("");
	send("\021");
	wait_ms(100);
	assert_string_equal(heard, "<ctrl-q>");
	begin("");
	send("\033[200~rm -rf /\r\033[201~x");
	assert_string_equal(heard, "x");
	begin("");
	send("\033]0;title\007\033P1;2q\033\\\033[?1;2cx");
	assert_string_equal(heard, "x");
}

/* Of 20 taps in one write, 20 arrive in order. */
static void
test_taps(void **state)
{
	char all[2048] = "", want[2048] = "";

	(void)state;
	for (int i = 1; i <= 20; i++) {
		size_t n = strlen(all), w = strlen(want);
		snprintf(all + n, sizeof all - n,
		    "\033[<0;%d;3M\033[<0;%d;3m", i, i);
		snprintf(want + w, sizeof want - w, "(down 2,%d)(up 2,%d)",
		    i - 1, i - 1);
	}
	begin("");
	send(all);
	assert_string_equal(heard, want);
	begin("");
	send("\033[<64;5;5M\033[<65;5;5M\033[<2;5;5M\033[<;5;5M\033[M !!x");
	assert_string_equal(heard, "(wheel -1)(wheel 1)x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typing),
		cmocka_unit_test(test_scan),
		cmocka_unit_test(test_pauses),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_bad_scans),
		cmocka_unit_test(test_gs),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_taps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
