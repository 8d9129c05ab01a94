#include "tui/ctl/secret.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static bool
read_line(char *out, size_t cap)
{
	if (fgets(out, (int)cap, stdin) == NULL)
		return false;
	out[strcspn(out, "\r\n")] = '\0';
	return true;
}

/* What is typed is not shown.  Its signals wait: one in the middle would leave
 * the terminal mute. */
bool
secret_ask(const char *prompt, char *out, size_t cap)
{
	struct termios was, mute;

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &was) != 0)
		return read_line(out, cap);
	mute = was;
	mute.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &mute);
	fprintf(stderr, "%s ", prompt);
	bool read = read_line(out, cap);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
	fputc('\n', stderr);
	return read;
}
