/* test_line.c - what the reader of the protocol takes, and what it drops. */
#include <string.h>

#include "scanner/line.h"
#include "tests/lib/tap.h"

struct bad {
	const char *name, *line;
};

static const struct bad bads[] = {
	{ "empty", "" },
	{ "newline-alone", "\n" },
	{ "unknown-word", "hello world" },
	{ "other-version", "samdepa-scan 2" },
	{ "version-with-more", "samdepa-scan 10" },
	{ "version-missing", "samdepa-scan " },
	{ "file-without-name", "file " },
	{ "scan-alone", "scan" },
	{ "text-missing", "scan QR ]Q1 strong " },
	{ "text-missing-blank", "scan QR ]Q1 strong" },
	{ "evidence-unknown", "scan QR ]Q1 good x" },
	{ "evidence-long", "scan QR ]Q1 strongstrong x" },
	{ "aim-without-bracket", "scan QR Q1 strong x" },
	{ "aim-long", "scan QR ]Q12 strong x" },
	{ "aim-short", "scan QR ]Q strong x" },
	{ "aim-sign", "scan QR ]Q; strong x" },
	{ "symbology-long", "scan ABCDEFGHIJKLMNOP ]Q1 strong x" },
	{ "symbology-sign", "scan Q/R ]Q1 strong x" },
	{ "symbology-empty", "scan  ]Q1 strong x" },
	{ "escape-cut", "scan QR ]Q1 strong x%4" },
	{ "escape-bare", "scan QR ]Q1 strong x%" },
	{ "escape-no-hex", "scan QR ]Q1 strong x%4g" },
	{ "raw-escape-character", "scan QR ]Q1 strong \033[2J" },
	{ "raw-utf8", "scan QR ]Q1 strong \xc3\xa5" },
	{ "raw-delete", "scan QR ]Q1 strong \x7f" },
	{ "two-lines", "scan QR ]Q1 strong a\nscan QR ]Q1 strong b" },
	{ "tab-between", "scan\tQR\t]Q1\tstrong\tx" },
	{ "source-without-name", "source " },
	{ "state-unknown", "state idle x" },
	{ "state-without-text", "state open " },
	{ "rate-alone", "rate 300" },
	{ "rate-with-more", "rate 300 12 1" },
	{ "rate-below-nought", "rate -1 12" },
	{ "rate-too-large", "rate 99999999999999999999 12" },
	{ "view-too-few", "view 2x2 0F0" },
	{ "view-too-many", "view 2x2 0F0F0" },
	{ "view-no-hex", "view 2x2 0F0G" },
	{ "view-empty", "view 0x2 " },
	{ "view-lying", "view 3000x3000 0" },
	{ "view-alone", "view 2x2" },
};

static struct scan_line l;

static void
check_bad(void)
{
	char name[64] = "bad-";

	for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
		memset(&l, 0x55, sizeof l);
		enum scan_line_kind kind = scan_line_parse(bads[i].line,
		    strlen(bads[i].line), &l);
		bool clean = l.kind == SCAN_LINE_BAD && l.text_len == 0 &&
		    l.text[0] == '\0' && l.aim[0] == '\0' &&
		    l.symbology[0] == '\0' && !l.strong;
		strncpy(name + 4, bads[i].name, sizeof name - 5);
		tap_ok(kind == SCAN_LINE_BAD && clean, name,
		    "kind %d, text of %zu bytes", (int)kind, l.text_len);
	}
}

static enum scan_line_kind
parse(const char *s)
{
	return scan_line_parse(s, strlen(s), &l);
}

static void
check_good(void)
{
	tap_ok(parse("samdepa-scan 1\n") == SCAN_LINE_HELLO, "hello",
	    "kind %d", (int)l.kind);
	tap_ok(parse("scan EAN-13 ]E0 strong 7310865004703\n") ==
	    SCAN_LINE_SCAN && strcmp(l.symbology, "EAN-13") == 0 &&
	    strcmp(l.aim, "]E0") == 0 && l.strong && l.text_len == 13 &&
	    strcmp(l.text, "7310865004703") == 0, "scan", "'%s'", l.text);
	tap_ok(parse("scan QR - weak a b%20 c\r\n") == SCAN_LINE_SCAN &&
	    l.aim[0] == '\0' && !l.strong && strcmp(l.text, "a b  c") == 0,
	    "weak-without-aim-blanks-in-text", "'%s'", l.text);
	tap_ok(parse("scan QR ]Q1 strong %C3%a5%25%00x") == SCAN_LINE_SCAN &&
	    l.text_len == 5 && memcmp(l.text, "\xc3\xa5%\0x", 6) == 0,
	    "escapes-and-nul", "%zu bytes", l.text_len);
	tap_ok(parse("file /a%20b.png") == SCAN_LINE_FILE &&
	    strcmp(l.text, "/a b.png") == 0 && l.symbology[0] == '\0',
	    "file", "'%s'", l.text);
	tap_ok(parse("scan - - strong x") == SCAN_LINE_SCAN &&
	    strcmp(l.symbology, "-") == 0 && l.aim[0] == '\0',
	    "kind-of-code-unknown", "'%s'", l.symbology);
	tap_ok(parse("scan Next-Code ]z9 strong x") == SCAN_LINE_SCAN,
	    "symbology-of-a-later-version", "kind %d", (int)l.kind);
}

static void
check_watch(void)
{
	tap_ok(parse("source /dev/video0\n") == SCAN_LINE_SOURCE &&
	    strcmp(l.text, "/dev/video0") == 0, "source", "'%s'", l.text);
	tap_ok(parse("state open YUYV 640x480") == SCAN_LINE_OPEN &&
	    strcmp(l.text, "YUYV 640x480") == 0, "open", "'%s'", l.text);
	tap_ok(parse("state gone unplugged") == SCAN_LINE_GONE &&
	    strcmp(l.text, "unplugged") == 0, "gone", "'%s'", l.text);
	tap_ok(parse("rate 298 123\n") == SCAN_LINE_RATE &&
	    l.frames_tenths == 298 && l.ms_tenths == 123, "rate", "%d %d",
	    l.frames_tenths, l.ms_tenths);
	tap_ok(parse("view 3x2 0fF07a\n") == SCAN_LINE_VIEW && l.w == 3 &&
	    l.h == 2 && l.text_len == 6 &&
	    memcmp(l.text, "\0\17\17\0\7\12", 6) == 0, "view", "%dx%d",
	    l.w, l.h);
}

static void
check_nul(void)
{
	static const char symbology[] = "scan \0\0QR ]Q1 weak x";
	static const char text[] = "scan QR ]Q1 weak x\0y";

	tap_ok(scan_line_parse(symbology, sizeof symbology - 1, &l) ==
	    SCAN_LINE_BAD, "bad-nul-in-symbology", "'%s'", l.symbology);
	tap_ok(scan_line_parse(text, sizeof text - 1, &l) == SCAN_LINE_BAD,
	    "bad-nul-in-text", "'%s'", l.text);
}

static void
check_sizes(void)
{
	static char line[SCAN_LINE_SIZE_MAX + 2];
	const char *head = "scan QR ]Q1 strong ";
	size_t n = strlen(head);

	memset(line, 'x', sizeof line);
	memcpy(line, head, n);
	tap_ok(scan_line_parse(line, SCAN_LINE_SIZE_MAX, &l) ==
	    SCAN_LINE_SCAN && l.text_len == SCAN_LINE_SIZE_MAX - n,
	    "longest-line", "%zu", l.text_len);
	tap_ok(scan_line_parse(line, SCAN_LINE_SIZE_MAX + 1, &l) ==
	    SCAN_LINE_BAD, "a-byte-too-long", "%zu", l.text_len);
	tap_ok(scan_line_parse(line, n + 2, &l) == SCAN_LINE_SCAN &&
	    l.text_len == 2 && l.text[2] == '\0', "reads-n-bytes-only",
	    "%zu", l.text_len);
}

int
main(void)
{
	check_good();
	check_bad();
	check_watch();
	check_nul();
	check_sizes();
	return tap_status();
}
