#include <string.h>

#include "tests/lib/finger.h"
#include "tests/lib/screens.h"
#include "tests/lib/vt_own.h"

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
bool
finger_find(const struct flow *f, const char *text, int *y, int *x)
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

/* What a tap changes: another page its first button, anything else something
 * somewhere. */
static void
look(const struct flow *f, const char *text, int y, char *out, size_t cap)
{
	if (strcmp(text, "Mer") == 0)
		vt_row(f->vt, y, out, 14);
	else
		screens_text(f->vt, out, cap);
}

/* Every tap here changes what is seen; a frame alone could be one that was
 * under way. */
void
finger_tap(struct flow *f, const char *text)
{
	static char before[1 << 15], after[1 << 15];
	int y, x;

	flow_sees(f, text);
	bool found = finger_find(f, text, &y, &x);
	flow_expect(f, found, "no button %s", text);
	if (!found)
		return;
	look(f, text, y, before, sizeof before);
	vt_tap(f->vt, y, x);
	for (int i = 0; i < 6 && !f->vt->ended; i++) {
		look(f, text, y, after, sizeof after);
		if (strcmp(before, after) != 0)
			return;
		vt_frame(f->vt, f->vt->pty.frame + 1);
	}
}

/* A button that may stand on another page of the bar or of Home. */
void
finger_reach(struct flow *f, const char *text)
{
	int y, x;

	for (int i = 0; i < 8 && !finger_find(f, text, &y, &x); i++)
		finger_tap(f, i % 2 == 1 && finger_find(f, "Fler val", &y, &x) ?
		    "Fler val" : "Mer");
	finger_tap(f, text);
}

/* Letter by letter on the keypad, from whichever page has it. */
void
finger_write(struct flow *f, const char *text)
{
	char sign[5];
	int y, x;

	for (size_t len; *text != '\0'; text += len) {
		for (len = 1; ((unsigned char)text[len] & 0xc0) == 0x80;)
			len++;
		snprintf(sign, sizeof sign, "%.*s", (int)len, text);
		for (int i = 0; i < 3 && !finger_find(f, sign, &y, &x); i++)
			finger_tap(f, finger_find(f, "yuiop", &y, &x) ? "yuiop" :
			    finger_find(f, "qwert", &y, &x) ? "qwert" :
			    finger_find(f, "ABC", &y, &x) ? "ABC" : "123");
		finger_tap(f, sign);
	}
}
