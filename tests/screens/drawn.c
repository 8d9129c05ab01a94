/* The bytes themselves that the kiosk sends to its terminal while hostile
 * hands are at it: printable UTF-8, the sequences that curses knows, and the
 * frame marks, and the bell that is an outcome's sound.  A terminal that forgave
 * more would hide what is not so. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/pty.h"
#include "tests/lib/scene.h"
#include "tests/lib/screens.h"
#include "tests/lib/tap.h"

#define OUT_MAX (8 << 20)

static unsigned char out[OUT_MAX];
static size_t used;

static bool
follows(const unsigned char *p, const char *text)
{
	return strncmp((const char *)p, text, strlen(text)) == 0;
}

/* The length of the sequence at p that a program may send; 0: none. */
static size_t
sequence(const unsigned char *p)
{
	size_t n = 2;

	/* smcup and rmcup of xterm keep the window's title. */
	if (follows(p + 1, "[22;0;0t") || follows(p + 1, "[23;0;0t"))
		return 9;
	if (p[1] == '[') {
		while (strchr("0123456789;?", p[n]) != NULL && p[n] != '\0')
			n++;
		return strchr("ABCDGHJKLMPSTXZ@bdhlmr", p[n]) != NULL &&
		    p[n] != '\0' ? n + 1 : 0;
	}
	if (follows(p + 1, "]7777;frame=")) {
		n = strlen("\033]7777;frame=");
		n += strspn((const char *)p + n, "0123456789");
		return p[n] == '\a' ? n + 1 : 0;
	}
	if (p[1] == '(')
		return p[2] == 'B' || p[2] == '0' ? 3 : 0;
	return p[1] != '\0' && strchr("78=>M", p[1]) != NULL ? 2 : 0;
}

/* The length of the printable letter at p; 0: it is none. */
static size_t
letter(const unsigned char *p)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	uint32_t c = n == 1 ? p[0] : p[0] & (0x7fu >> n);

	if (n > 1 && (p[0] < 0xc0 || p[0] > 0xf4))
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	return c < least[n] || screens_bad_letter(c) ? 0 : n;
}

/* Where the first byte stands that should not have been sent; -1: nowhere. */
static long
first_bad(void)
{
	size_t at = 0;

	while (at < used) {
		const unsigned char *p = out + at;
		size_t n = *p == 0x1b ? sequence(p) :
		    strchr("\r\n\b\t\a\016\017", *p) != NULL && *p != 0 ? 1 :
		    letter(p);
		if (n == 0)
			return (long)at;
		at += n;
	}
	return -1;
}

static void
settle(struct pty *p, const char *wanted)
{
	long long until = now_ms() + 10000;
	size_t from = used;

	while (now_ms() < until && used + 65536 < sizeof out) {
		ssize_t n = pty_read(p, (char *)out + used, 65536, 20);
		if (n == -1)
			return;
		used += (size_t)n;
		out[used] = '\0';
		if (strstr((char *)out + from, wanted) != NULL)
			return;
	}
}

static void
send_all(struct pty *p, const char *bytes, size_t n)
{
	for (size_t done = 0; done < n;) {
		ssize_t did = pty_write(p, bytes + done, n - done);
		if (did < 0)
			return;
		done += (size_t)did;
		settle(p, "frame=");
	}
}

int
main(void)
{
	static const char *const prompts[] = { "\033OS", "\033[18~",
	    "\033[18~s", "\033OR\033[17~", "\002HYLLA 4711\r", "\033OP",
	    "\033[23~", "\033OR\033OQ" };
	const struct screens_bytes *b;
	char program[4096];
	const char *build = getenv("BUILD");
	const char *const argv[] = { program, NULL };
	struct pty p;

	scene_set("scan_prefix = ^B\nexit = no");
	screens_codes_init();
	snprintf(program, sizeof program, "%s/samdepa", build == NULL ?
	    "build" : build);
	if (!pty_start(&p, 24, 80, argv, NULL))
		return 2;
	settle(&p, "frame=1\a");
	for (size_t i = 0; i < sizeof prompts / sizeof *prompts; i++)
		for (size_t j = 0; (b = screens_hostile(j)) != NULL; j++) {
			send_all(&p, prompts[i], strlen(prompts[i]));
			send_all(&p, b->bytes, b->n);
			send_all(&p, "\r\033\033[21~", 7);
		}
	/* Home, painted anew, shows that all before it was worked on. */
	send_all(&p, "\033\033[21~", 6);
	send_all(&p, "\014", 1);
	size_t from = used;
	settle(&p, "Skanna vad som helst");
	tap_ok(strstr((char *)out + from, "Skanna vad som helst") != NULL,
	    "drawn-lives", "Home is not painted any more");
	/* The last frame may be half read. */
	while (used > 0 && out[used - 1] != '\a')
		out[--used] = '\0';
	tap_ok(used > 20000, "drawn-much", "%zu bytes", used);
	long bad = first_bad();
	tap_ok(bad < 0, "drawn-printable", "byte %ld: %02x %02x %02x %02x",
	    bad, bad < 0 ? 0 : out[bad], bad < 0 ? 0 : out[bad + 1],
	    bad < 0 ? 0 : out[bad + 2], bad < 0 ? 0 : out[bad + 3]);
	tap_ok(strstr((char *)out, "\033]0;") == NULL &&
	    strstr((char *)out, "\033]52") == NULL, "drawn-no-title",
	    "a title or a clipboard was set");
	pty_end(&p);
	return tap_status();
}
