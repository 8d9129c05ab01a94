/* guest.c - in the guest: a scanner that types, made with uinput.  Commands
 * on standard input, a line each; "done" after each.
 *   plug              it is there
 *   unplug            it is not
 *   type TEXT         as a scanner would, with Enter, 1 ms a key
 *   flood N           N digits and no Enter, as fast as it goes */
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int device = -1;

static void
event(int type, int code, int value)
{
	struct input_event e = { 0 };

	e.type = (unsigned short)type;
	e.code = (unsigned short)code;
	e.value = value;
	if (write(device, &e, sizeof e) != sizeof e)
		perror("event");
}

static void
key(int code, int value)
{
	event(EV_KEY, code, value);
	event(EV_SYN, SYN_REPORT, 0);
}

static void
plug(void)
{
	struct uinput_setup s = { .id = { BUS_USB, 0x05e0, 0x1200, 1 } };

	device = open("/dev/uinput", O_WRONLY);
	strcpy(s.name, "Virtual Bar Code Scanner");
	if (ioctl(device, UI_SET_EVBIT, EV_KEY) != 0)
		perror("uinput");
	for (int i = 1; i < 120; i++)
		ioctl(device, UI_SET_KEYBIT, i);
	if (ioctl(device, UI_DEV_SETUP, &s) != 0 ||
	    ioctl(device, UI_DEV_CREATE) != 0)
		perror("uinput");
}

static void
unplug(void)
{
	ioctl(device, UI_DEV_DESTROY);
	close(device);
}

/* Lower case and upper, digits, '-' and ']'. */
static int
code_of(char c)
{
	static const char rows[] = "\0\0" "1234567890-=\0\0qwertyuiop[]\0\0"
	    "asdfghjkl;'`\0\\zxcvbnm,./";
	const char *p = memchr(rows + 2, c >= 'A' && c <= 'Z' ? c + 32 : c,
	    sizeof rows - 3);

	return p == NULL ? KEY_SPACE : (int)(p - rows);
}

static void
type(const char *text)
{
	for (; *text != '\0'; text++) {
		int shift = *text >= 'A' && *text <= 'Z';
		if (shift)
			key(KEY_LEFTSHIFT, 1);
		key(code_of(*text), 1);
		usleep(1000);
		key(code_of(*text), 0);
		if (shift)
			key(KEY_LEFTSHIFT, 0);
	}
	key(KEY_ENTER, 1);
	key(KEY_ENTER, 0);
}

int
main(void)
{
	char line[256];

	while (fgets(line, sizeof line, stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(line, "plug") == 0)
			plug();
		else if (strcmp(line, "unplug") == 0)
			unplug();
		else if (strncmp(line, "type ", 5) == 0)
			type(line + 5);
		else if (strncmp(line, "flood ", 6) == 0)
			for (int i = atoi(line + 6); i > 0; i--) {
				key(KEY_1 + i % 9, 1);
				key(KEY_1 + i % 9, 0);
			}
		puts("done");
		fflush(stdout);
	}
	return 0;
}
