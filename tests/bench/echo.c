/* echo - the least that a program in a terminal can be: paints a first
 * screen, then what it is sent, and marks each frame.  What the kiosk takes
 * longer than this is the kiosk's own.
 *
 *     echo [STORE SQL]
 *
 * With a store, each line (SQL has :line) or, where SQL has :words, each
 * letter's words so far are looked up by that one prepared statement; all its
 * rows are read and the first ones painted.  Ends at ^Q or at the end of its input. */
#include <curses.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096, ROWS_MAX = 15 };

static sqlite3      *db;
static sqlite3_stmt *lookup;
static bool          at_every_letter;
static char          line[LINE_MAX_BYTES];
static size_t        used;
static int           frame;
static volatile sig_atomic_t resized;

static void
on_resize(int sig)
{
	resized = sig;
}

static void
show(void)
{
	refresh();
	printf("\033]7777;frame=%d\a", ++frame);
	fflush(stdout);
}

static void
paint(const char *title, const char *text)
{
	erase();
	mvaddstr(0, 0, title);
	mvprintw(1, 0, "%dx%d", LINES, COLS);
	mvaddnstr(2, 0, text, COLS);
}

static void
paint_rows(const char *text)
{
	char words[LINE_MAX_BYTES + 8];

	if (lookup == NULL)
		return;
	snprintf(words, sizeof words, at_every_letter ? "\"%s\"*" : "%s", text);
	sqlite3_bind_text(lookup, 1, words, -1, SQLITE_TRANSIENT);
	for (int row = 0; sqlite3_step(lookup) == SQLITE_ROW; row++) {
		if (row >= ROWS_MAX)
			continue;
		move(4 + row, 0);
		for (int i = 0; i < sqlite3_column_count(lookup); i++) {
			const char *value =
			    (const char *)sqlite3_column_text(lookup, i);
			addnstr(value == NULL ? "-" : value, 40);
			addch(' ');
		}
	}
	sqlite3_reset(lookup);
}

static void
take(char c)
{
	if (c == '\r' || c == '\n') {
		line[used] = '\0';
		paint("line", line);
		if (!at_every_letter)
			paint_rows(line);
		used = 0;
		show();
		return;
	}
	if (used < sizeof line - 1)
		line[used++] = c;
	line[used] = '\0';
	/* The letters of a scan arrive together and are one frame. */
	if (lookup == NULL || at_every_letter) {
		paint("letters", line);
		paint_rows(line);
	}
}

static void
open_store(const char *path, const char *sql)
{
	at_every_letter = strstr(sql, ":words") != NULL;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK ||
	    sqlite3_prepare_v2(db, sql, -1, &lookup, NULL) != SQLITE_OK) {
		fprintf(stderr, "echo: %s\n", sqlite3_errmsg(db));
		exit(2);
	}
}

int
main(int argc, char *argv[])
{
	struct sigaction on_winch = { .sa_handler = on_resize };
	struct pollfd tty = { .fd = STDIN_FILENO, .events = POLLIN };
	char buf[LINE_MAX_BYTES];
	sigset_t winch, waiting;

	setlocale(LC_ALL, "");
	if (argc == 3)
		open_store(argv[1], argv[2]);
	initscr();
	raw();
	noecho();
	nonl();
	/* A resize is let in only while we wait, so that none is missed. */
	sigemptyset(&winch);
	sigaddset(&winch, SIGWINCH);
	sigprocmask(SIG_BLOCK, &winch, &waiting);
	sigaction(SIGWINCH, &on_winch, NULL);
	paint("ready", "");
	show();
	for (;;) {
		bool whole = false;

		if (ppoll(&tty, 1, NULL, &waiting) == -1 && resized) {
			resized = 0;
			endwin();
			refresh();
			paint("resized", line);
			show();
			continue;
		}
		ssize_t n = read(STDIN_FILENO, buf, sizeof buf);
		if (n <= 0)
			break;
		for (ssize_t i = 0; i < n; i++) {
			if (buf[i] == 'Q' - '@')
				return endwin(), 0;
			take(buf[i]);
			whole = buf[i] == '\r' || buf[i] == '\n';
		}
		if (!whole && (lookup == NULL || at_every_letter))
			show();
	}
	endwin();
	return 1;
}
