/* The kiosk under a finger alone: the keypad, the large buttons, a whole
 * order by taps. */
#include <stdlib.h>
#include <string.h>

#include "tests/lib/flow.h"
#include "tests/lib/scene.h"
#include "tests/lib/tap.h"
#include "tests/lib/vt_own.h"

#define TAP	"\033[<0;%d;%dM\033[<0;%d;%dm"

static void
say(struct flow *f, const char *what)
{
	char name[120];

	snprintf(name, sizeof name, "touch-%s-%s", what, f->where);
	tap_ok(f->why[0] == '\0', name, "%s", f->why);
	f->why[0] = '\0';
}

/* A kiosk on which nobody has done anything yet. */
static void
start(struct flow *f, int rows, int cols, const char *config)
{
	memset(f, 0, sizeof *f);
	snprintf(f->where, sizeof f->where, "%dx%d", cols, rows);
	snprintf(f->task, sizeof f->task, "start");
	scene_set(config);
	f->vt = scene_kiosk(rows, cols, NULL);
}

/* Cells of the first n bytes: no text here has wide letters. */
static int
cells(const char *text, size_t n)
{
	int w = 0;

	for (size_t i = 0; i < n; i++)
		w += ((unsigned char)text[i] & 0xc0) != 0x80;
	return w;
}

/* The lowest place where the text stands with blanks around it. */
static bool
find_button(const struct flow *f, const char *text, int *y, int *x)
{
	char row[4096];
	size_t len = strlen(text);

	for (*y = f->vt->rows - 1; *y >= 0; (*y)--) {
		vt_row(f->vt, *y, row, sizeof row);
		for (char *p = row; (p = strstr(p, text)) != NULL; p++)
			if ((p == row || p[-1] == ' ') &&
			    (p[len] == ' ' || p[len] == '\0')) {
				*x = cells(row, (size_t)(p - row));
				return true;
			}
	}
	return false;
}

static void
tap(struct flow *f, const char *text)
{
	int y, x;

	flow_sees(f, text);
	bool found = find_button(f, text, &y, &x);
	flow_expect(f, found, "no button %s", text);
	if (!found)
		return;
	vt_tap(f->vt, y, x);
	vt_next(f->vt);
}

/* A button that may stand on another page of the bar or of Home. */
static void
reach(struct flow *f, const char *text)
{
	int y, x;

	for (int i = 0; i < 8 && !find_button(f, text, &y, &x); i++)
		tap(f, i % 2 == 1 && find_button(f, "Fler val", &y, &x) ?
		    "Fler val" : "Mer");
	tap(f, text);
}

/* Letter by letter on the keypad, from whichever page has it. */
static void
write_by_taps(struct flow *f, const char *text)
{
	char sign[5];
	int y, x;

	for (size_t len; *text != '\0'; text += len) {
		for (len = 1; ((unsigned char)text[len] & 0xc0) == 0x80;)
			len++;
		snprintf(sign, sizeof sign, "%.*s", (int)len, text);
		for (int i = 0; i < 3 && !find_button(f, sign, &y, &x); i++)
			tap(f, find_button(f, "yuiop", &y, &x) ? "yuiop" :
			    find_button(f, "qwert", &y, &x) ? "qwert" :
			    find_button(f, "ABC", &y, &x) ? "ABC" : "123");
		tap(f, sign);
	}
}

static void
sign_in(struct flow *f)
{
	vt_tap(f->vt, 0, 0);	/* a finger is there */
	vt_next(f->vt);
	reach(f, "Logga in");
	tap(f, "Amina Yusuf");
	write_by_taps(f, "9999");
	tap(f, "OK ⏎");
	flow_sees(f, "Fel pinkod");
	flow_sees(f, "Göm");	/* it stays for the next try */
	write_by_taps(f, "1234");
	tap(f, "OK ⏎");
	flow_said(f, "info", "Inloggad: Amina Yusuf", "");
	say(f, "pin");
}

/* Twenty keys of the keypad in one write. */
static void
twenty(struct flow *f)
{
	char burst[20 * 40] = "", one[40];
	int y = 0, x = 0;

	for (int i = 0; i < 20; i++) {
		const char *sign = i % 2 == 0 ? "d" : "s";
		if (!find_button(f, sign, &y, &x))
			flow_expect(f, false, "no key %s", sign);
		snprintf(one, sizeof one, TAP, x + 1, y + 1, x + 1, y + 1);
		strcat(burst, one);
	}
	vt_send(f->vt, burst, strlen(burst));
	flow_sees(f, "dsdsdsdsdsdsdsdsdsds");
	say(f, "twenty-keys");
}

static void
keypad(int rows, int cols)
{
	struct flow f;
	int y, x;

	start(&f, rows, cols, NULL);
	sign_in(&f);
	reach(&f, "Sök");
	twenty(&f);
	tap(&f, "Töm");
	tap(&f, "⇧");
	write_by_taps(&f, "Skåp");
	flow_sees(&f, " Skåp");
	flow_expect(&f, vt_cursor(f.vt, &y, &x) && y < rows / 3,
	    "the cursor is in row %d", y);
	tap(&f, "⌫");
	flow_expect(&f, !vt_find(f.vt, " Skåp", &y, &x), "it stayed");
	/* Somebody types: the keypad goes, and what it wrote stays. */
	flow_type(&f, "p");
	flow_sees(&f, "F2");
	flow_sees(&f, " Skåp");
	flow_expect(&f, !find_button(&f, "⌫", &y, &x), "it is still there");
	say(&f, "keypad");
	flow_close(&f);
}

int
main(void)
{
	static const int sizes[][2] = { { 16, 57 }, { 24, 80 }, { 37, 100 } };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		keypad(sizes[i][0], sizes[i][1]);
	return tap_status();
}
