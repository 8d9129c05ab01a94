#include "tui/kiosk/field.h"

#include <stdio.h>
#include <string.h>

#include "tui/kiosk/touch.h"
#include "tui/sink.h"

void
field_init(struct field *f, const char *text)
{
	memset(f, 0, sizeof *f);
	field_set(f, text);
}

void
field_set(struct field *f, const char *text)
{
	snprintf(f->text, sizeof f->text, "%s", text);
	f->at = strlen(f->text);
	f->before[0] = '\0';
	f->before_at = 0;
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t
left_of(const struct field *f, size_t at)
{
	if (at == 0)
		return 0;
	do
		at--;
	while (at > 0 && at < sizeof f->text && continues(f->text[at]));
	return at;
}

static size_t
right_of(const struct field *f, size_t at)
{
	if (f->text[at] != '\0')
		at++;
	while (continues(f->text[at]))
		at++;
	return at;
}

static void
cut(struct field *f, size_t from, size_t to)
{
	memmove(f->text + from, f->text + to, strlen(f->text + to) + 1);
	f->at = from;
}

static bool
insert(struct field *f, const struct input *in)
{
	size_t n = strlen(in->text), len = strlen(f->text);
	size_t max = f->max > 0 ? f->max : sizeof f->text - 1;

	if (in->first) {
		memcpy(f->before, f->text, sizeof f->before);
		f->before_at = f->at;
	}
	if (len + n > max || n == 0 ||
	    (f->digits && (in->text[0] < '0' || in->text[0] > '9')))
		return false;
	memmove(f->text + f->at + n, f->text + f->at, len - f->at + 1);
	memcpy(f->text + f->at, in->text, n);
	f->at += n;
	return true;
}

static bool
edit(struct field *f, enum key key)
{
	size_t len = strlen(f->text);

	switch (key) {
	case K_BACKSPACE:
		cut(f, left_of(f, f->at), f->at);
		break;
	case K_DELETE:
		cut(f, f->at, right_of(f, f->at));
		break;
	case K_CTRL_U:
		cut(f, 0, len);
		break;
	case K_LEFT:
		f->at = left_of(f, f->at);
		break;
	case K_RIGHT:
		f->at = right_of(f, f->at);
		break;
	case K_HOME:
		f->at = 0;
		break;
	case K_END:
		f->at = len;
		break;
	default:
		return false;
	}
	return true;
}

bool
field_input(struct field *f, const struct input *in, bool *changed)
{
	size_t len = strlen(f->text);
	bool mine = true, did = false;

	if (in->kind == INPUT_TEXT) {
		did = insert(f, in);
	} else if (in->kind == INPUT_UNTYPE) {
		memcpy(f->text, f->before, sizeof f->text);
		f->at = f->before_at;
		did = true;
	} else if (in->kind == INPUT_KEY) {
		mine = edit(f, in->key);
		did = strlen(f->text) != len;
	} else {
		mine = false;
	}
	if (changed != NULL)
		*changed = did;
	return mine;
}

void
field_draw(const struct field *f, int y, int x, int w, bool focus)
{
	enum style s = focus ? ST_FIELD_FOCUS : ST_FIELD;
	char shown[3 * FIELD_MAX] = "", head[3 * FIELD_MAX] = "";
	size_t n = 0;

	draw_fill((struct area){ y, x, 1, w }, s);
	if (f->secret)
		for (const char *p = f->text; *p != '\0'; p++) {
			if (p == f->text + f->at)
				memcpy(head, shown, n + 1);
			memcpy(shown + n, "•", sizeof "•");
			n += strlen("•");
		}
	else
		snprintf(shown, sizeof shown, "%s", f->text);
	if (!f->secret)
		memcpy(head, f->text, f->at);
	else if (f->text[f->at] == '\0')
		memcpy(head, shown, n + 1);
	/* The part around the cursor: skip letters until it fits. */
	size_t from = 0;
	while (sink_width(head + from) > w - 3 && head[from] != '\0')
		do
			from++;
		while (continues(head[from]));
	draw_text(y, x + 1, w - 2, s, shown + from);
	if (!focus)
		return;
	draw_cursor(y, x + 1 + sink_width(head + from));
	touch_writes(f->digits ? FIELD_DIGITS : f->figures ? FIELD_FIGURES :
	    FIELD_TEXT);
}
