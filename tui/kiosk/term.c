/* The terminal: how it is taken, and given back whatever happens. */
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "tui/kiosk/loop.h"
#include "tui/lang.h"

/* Buttons, drags between them, and places beyond column 223. */
#define MOUSE_ON	"\033[?1000h\033[?1002h\033[?1006h\033[?2004h"
#define MOUSE_OFF	"\033[?1000l\033[?1002l\033[?1006l\033[?2004l"
#define ALL_OFF		MOUSE_OFF "\033[?1049l\033[?25h\033[0m\r\n"

static struct termios before;
static bool is_open, test_mode;
static unsigned long frame;

static void
say_to_terminal(const char *s)
{
	size_t n = strlen(s);

	while (n > 0) {
		ssize_t did = write(STDOUT_FILENO, s, n);
		if (did < 0 && errno != EINTR)
			return;
		if (did > 0) {
			s += did;
			n -= (size_t)did;
		}
	}
}

/* Only what a signal handler may do. */
static void
fatal(int sig)
{
	if (is_open) {
		say_to_terminal(ALL_OFF);
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
	}
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
catch_fatal(void)
{
	static const int fatals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL,
	    SIGABRT };
	struct sigaction act = { .sa_handler = fatal };

	act.sa_flags = (int)SA_RESETHAND;
	for (size_t i = 0; i < sizeof fatals / sizeof *fatals; i++)
		sigaction(fatals[i], &act, NULL);
}

void
term_close(void)
{
	if (!is_open)
		return;
	is_open = false;
	say_to_terminal(MOUSE_OFF);
	endwin();
	tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

static void
settle(const struct config *cfg)
{
	const char *test = getenv("SAMDEPA_TEST");

	test_mode = test != NULL && strcmp(test, "1") == 0;
	noecho();
	nonl();
	curs_set(1);
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	draw_init(cfg->theme);
}

enum rc
term_open(const struct config *cfg, struct err *err)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    tcgetattr(STDIN_FILENO, &before) < 0)
		return err_set(err, RC_OUTSIDE, "this is no terminal");
	const char *name = getenv("TERM");
	if (name == NULL || *name == '\0')
		return err_set(err, RC_OUTSIDE, "%s", _("TERM är "
		    "inte satt. Skriv TERM=xterm-256color före samdepa."));
	if (newterm(NULL, stdout, stdin) == NULL) {
		return err_set(err, RC_OUTSIDE, "unknown terminal: %.60s",
		    name);
	}
	is_open = true;
	atexit(term_close);
	catch_fatal();
	raw();
	settle(cfg);
	term_fit();
	say_to_terminal(MOUSE_ON);
	return RC_OK;
}

enum rc
term_open_hidden(const struct config *cfg, int rows, int cols,
    struct err *err)
{
	char text[16];
	FILE *in = fopen("/dev/null", "re"), *out = fopen("/dev/null", "we");

	snprintf(text, sizeof text, "%d", rows);
	setenv("LINES", text, 1);
	snprintf(text, sizeof text, "%d", cols);
	setenv("COLUMNS", text, 1);
	if (in == NULL || out == NULL ||
	    newterm("xterm-256color", out, in) == NULL)
		return err_set(err, RC_OUTSIDE,
		    "no terminal description for xterm-256color");
	settle(cfg);
	test_mode = false;
	return RC_OK;
}

void
term_resize(int rows, int cols)
{
	if (rows > 0 && cols > 0)
		resizeterm(rows, cols);
}

void
term_fit(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		term_resize(size.ws_row, size.ws_col);
}

/* Where a finger can hit the frame, and what: row, column, height, width,
 * target, a line each. */
static void
write_targets(const char *path)
{
	char whole[1024];		/* it is never seen half written */
	struct area a;
	int id;

	snprintf(whole, sizeof whole, "%s.new", path);
	FILE *f = fopen(whole, "we");

	if (f == NULL)
		return;
	for (size_t i = 0; (id = draw_target_at(i, &a)) >= 0; i++)
		fprintf(f, "%d %d %d %d %d\n", a.y, a.x, a.h, a.w, id);
	fclose(f);
	(void)rename(whole, path);
}

void
term_mark(void)
{
	const char *targets = getenv("SAMDEPA_TARGETS");
	char mark[48];

	if (!test_mode)
		return;
	if (targets != NULL)
		write_targets(targets);
	snprintf(mark, sizeof mark, "\033]7777;frame=%lu\007", ++frame);
	say_to_terminal(mark);
}

void
term_bell(void)
{
	if (is_open)
		say_to_terminal("\a");
}

void
term_repaint(void)
{
	clearok(curscr, TRUE);
}
