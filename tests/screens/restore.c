/* However the kiosk ends, the terminal is given back: the modes that it had,
 * the screen that stood there, and a mouse that is nobody's. */
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tests/lib/pty.h"
#include "tests/lib/scene.h"
#include "tests/lib/tap.h"

#define OUT_MAX (1 << 20)

static char out[OUT_MAX];
static size_t used;

static void
read_some(struct pty *p, int ms)
{
	ssize_t n = pty_read(p, out + used, sizeof out - used - 1, ms);

	if (n > 0)
		used += (size_t)n;
	out[used] = '\0';
}

/* Where text stands last; -1: nowhere. */
static long
last(const char *text)
{
	long at = -1;

	for (char *p = out; (p = strstr(p, text)) != NULL; p++)
		at = p - out;
	return at;
}

static void
off_after_on(const char *name, const char *what, const char *on,
    const char *off)
{
	char text[80];

	snprintf(text, sizeof text, "restore-%s-%s", name, what);
	tap_ok(last(on) >= 0 && last(off) > last(on), text,
	    "on at %ld, off at %ld", last(on), last(off));
}

/* A shell keeps the terminal open, starts the kiosk in it and says how it
 * ended; the modes are compared from here before and after. */
static void
ends_by(const char *name, int signal, const char *status)
{
	char command[4300], text[80];
	const char *build = getenv("BUILD");
	const char *const argv[] = { "sh", "-c", command, NULL };
	/* The abort is wanted, and its report is not. */
	const char *const env[] = { "ASAN_OPTIONS=handle_abort=0:"
	    "detect_leaks=0", NULL };
	struct termios before, after;
	struct pty p;

	used = 0;
	scene_set("exit = yes");
	snprintf(command, sizeof command, "read go; sh -c 'echo pid=$$.; exec "
	    "\"%s/samdepa\"'; echo ended=$?.; read go",
	    build == NULL ? "build" : build);
	if (!pty_start(&p, 24, 80, argv, env))
		exit(2);
	tcgetattr(p.fd, &before);
	(void)!pty_write(&p, "\n", 1);
	long long until = now_ms() + 10000;
	while (p.frame == 0 && now_ms() < until)
		read_some(&p, 20);
	tcgetattr(p.fd, &after);
	snprintf(text, sizeof text, "restore-%s-taken", name);
	tap_ok((after.c_lflag & (ICANON | ECHO | ISIG)) == 0, text,
	    "the terminal was never raw");
	const char *pid = strstr(out, "pid=");
	if (signal == 0)
		(void)!pty_write(&p, "\021", 1);
	else if (pid != NULL)
		kill((pid_t)atoi(pid + 4), signal);
	while (strstr(out, "ended=") == NULL && now_ms() < until)
		read_some(&p, 20);
	read_some(&p, 50);
	tcgetattr(p.fd, &after);
	snprintf(text, sizeof text, "restore-%s-modes", name);
	tap_ok(before.c_lflag == after.c_lflag &&
	    before.c_iflag == after.c_iflag &&
	    before.c_oflag == after.c_oflag &&
	    memcmp(before.c_cc, after.c_cc, sizeof before.c_cc) == 0, text,
	    "lflag %x, was %x", after.c_lflag, before.c_lflag);
	off_after_on(name, "screen", "\033[?1049h", "\033[?1049l");
	off_after_on(name, "mouse", "\033[?1000h", "\033[?1000l");
	off_after_on(name, "drags", "\033[?1002h", "\033[?1002l");
	off_after_on(name, "mouse-form", "\033[?1006h", "\033[?1006l");
	off_after_on(name, "paste", "\033[?2004h", "\033[?2004l");
	snprintf(text, sizeof text, "restore-%s-status", name);
	tap_ok(strstr(out, status) != NULL, text, "%.40s",
	    strstr(out, "ended=") == NULL ? "it did not end" :
	    strstr(out, "ended="));
	pty_end(&p);
}

int
main(void)
{
	ends_by("quit", 0, "ended=0.");
	ends_by("term", SIGTERM, "ended=0.");
	ends_by("hup", SIGHUP, "ended=0.");
	ends_by("int", SIGINT, "ended=130.");
	ends_by("abort", SIGABRT, "ended=134.");
	ends_by("segv", SIGSEGV, "ended=139.");
	return tap_status();
}
