#include "tui/kiosk/keypad.h"

#include <stdio.h>
#include <string.h>

#include "tui/kiosk/draw.h"
#include "tui/lang.h"
#include "tui/sink.h"

#define ROWS_MAX	4
#define KEYS_MAX	48
#define SIGN_MAX	5	/* bytes of a letter, with its NUL */
#define TALL_ROWS	36	/* from here on keys are a row higher */

/* Letters write themselves, but for these; a sign that stands more than once
 * side by side is one wide key, and a '·' is none. */
static const struct control {
	const char *sign;
	enum key key;		/* K_NONE: not a key that is typed */
	const char *label;	/* a msgid; NULL: the next page's name */
} controls[] = {
	{ "⇧", K_NONE, "⇧" },
	{ "⇄", K_NONE, NULL },
	{ "▾", K_NONE, N_("▾ Göm") },
	{ "⌫", K_BACKSPACE, "⌫" },
	{ "⌧", K_CTRL_U, N_("Töm") },
	{ "⏎", K_ENTER, "OK ⏎" },
	{ " ", K_NONE, "␣" },
};

struct page { const char *name, *row[ROWS_MAX]; };

static const struct page wide[] = {
	{ "ABC", { "qwertyuiopå", "asdfghjklöä", "⇧zxcvbnm-.⌫",
	    "⇄⇄▾▾   ⌧⌧⏎⏎" } },
	{ "123", { "1234567890+", "-/.:,;()#&=", "_@%*'\"!?<>⌫",
	    "⇄⇄▾▾   ⌧⌧⏎⏎" } },
	{ NULL, { NULL } },
};

/* In large letters a row does not fit: the halves of the keyboard. */
static const struct page narrow[] = {
	{ "qwert", { "qwert-⌫⇄", "asdfg.⌧▾", "zxcvb⇧ ⏎" } },
	{ "yuiop", { "yuiopå⌫⇄", "hjklöä⌧▾", "nm,-.⇧ ⏎" } },
	{ "123", { "12345/⌫⇄", "67890:⌧▾", "-+.,#& ⏎" } },
	{ NULL, { NULL } },
};

static const struct page digits[] = {
	{ "123", { "123⌫", "456⌧", "789▾", "·0⏎⏎" } },
	{ NULL, { NULL } },
};

static const struct page low_digits[] = {
	{ "123", { "12345⌫▾", "67890⌧⏎" } },
	{ NULL, { NULL } },
};

struct button { char sign[SIGN_MAX]; struct area a; };

static const struct page *
pages_of(const struct keypad *p)
{
	if (p->field == FIELD_DIGITS)
		return draw_rows() < 22 ? low_digits : digits;
	return draw_cols() / 11 >= touch_w(TOUCH_KEY) ? wide : narrow;
}

static const struct page *
page_of(const struct keypad *p)
{
	const struct page *all = pages_of(p);
	int n = 0;

	while (all[n].name != NULL)
		n++;
	return &all[p->page % n];
}

static const struct page *
next_page(const struct keypad *p)
{
	const struct page *next = page_of(p) + 1;

	return next->name != NULL ? next : pages_of(p);
}

static int
lines_of(const struct page *page)
{
	int n = 0;

	while (n < ROWS_MAX && page->row[n] != NULL)
		n++;
	return n;
}

static int
key_rows(const struct keypad *p)
{
	int h = touch_h(TOUCH_KEY);

	if (pages_of(p) == low_digits || draw_rows() >= TALL_ROWS)
		h = h > 4 ? h : 4;
	return h;
}

/* The buttons of a row, side by side over the whole width. */
static int
lay_row(const char *row, int y, int h, struct button *out)
{
	int cols = sink_width(row), n = 0, at = 0;

	for (size_t len; *row != '\0'; row += len, at++) {
		uint32_t cp;
		len = sink_decode(row, strlen(row), &cp);
		int x = at * draw_cols() / cols;
		int end = (at + 1) * draw_cols() / cols;
		if (strncmp(row, "·", len) == 0)
			continue;
		if (n > 0 && strlen(out[n - 1].sign) == len &&
		    memcmp(out[n - 1].sign, row, len) == 0) {
			out[n - 1].a.w = end - out[n - 1].a.x;
			continue;
		}
		snprintf(out[n].sign, SIGN_MAX, "%.*s", (int)len, row);
		out[n++].a = (struct area){ y, x, h, end - x };
	}
	return n;
}

static int
lay(const struct keypad *p, int y, struct button out[KEYS_MAX])
{
	const struct page *page = page_of(p);
	int n = 0, h = key_rows(p);

	for (int i = 0; i < lines_of(page); i++)
		n += lay_row(page->row[i], y + i * h, h, out + n);
	return n;
}

static const struct control *
control_of(const char *sign)
{
	for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
		if (strcmp(controls[i].sign, sign) == 0)
			return &controls[i];
	return NULL;
}

/* The capital of a to z, å, ä and ö: the other signs have none. */
static void
capital(char *s)
{
	if (*s >= 'a' && *s <= 'z')
		*s = (char)(*s - 'a' + 'A');
	else if ((unsigned char)s[0] == 0xc3 && (unsigned char)s[1] >= 0xa0)
		s[1] = (char)(s[1] - 0x20);
}

void
keypad_raise(struct keypad *p, enum touch_field field)
{
	if (field == FIELD_NONE || (p->up && p->field == field))
		return;
	*p = (struct keypad){ .up = true, .code = p->code, .field = field };
	for (int i = 0; field == FIELD_FIGURES && pages_of(p)[i].name !=
	    NULL; i++)
		p->page = i;		/* figures are on the last */
}

int
keypad_rows(const struct keypad *p)
{
	return p->up ? lines_of(page_of(p)) * key_rows(p) : 0;
}

static const char *
label_of(const struct keypad *p, const struct button *b)
{
	const struct control *c = control_of(b->sign);

	return c == NULL ? b->sign : c->label == NULL ? next_page(p)->name :
	    c->key == K_NONE || c->key == K_CTRL_U ? _(c->label) : c->label;
}

static void
draw_button(const struct keypad *p, const struct button *b, enum style st)
{
	char letter[SIGN_MAX];
	const char *text = label_of(p, b);
	struct area a = b->a;

	if (p->shift && text == b->sign) {
		memcpy(letter, text, sizeof letter);
		capital(letter);
		text = letter;
	}
	draw_fill(a, st);
	draw_centre(a.y + a.h / 2, a.x, a.w, st, text);
}

/* Every second key is a shade darker, like a chess board: a gap would be lost
 * to the finger. */
void
keypad_draw(const struct keypad *p, int y)
{
	struct button b[KEYS_MAX];
	int n = lay(p, y, b), odd = 0;

	for (int i = 0; i < n; i++) {
		bool types = control_of(b[i].sign) == NULL;
		odd = i > 0 && b[i].a.y == b[i - 1].a.y ? odd + 1 :
		    (b[i].a.y - y) / b[i].a.h;
		draw_button(p, &b[i], p->shift &&
		    strcmp(b[i].sign, "⇧") == 0 ? ST_SELECTED :
		    odd % 2 == 1 ? types ? ST_FIELD : ST_KEY :
		    types ? ST_TILE : ST_TILE_KEY);
		draw_target(b[i].a, TARGET_KEYPAD + i);
	}
}

bool
keypad_hit(struct keypad *p, int target, struct input *in)
{
	struct button b[KEYS_MAX];
	int i = target - TARGET_KEYPAD;

	if (i < 0 || i >= lay(p, 0, b))
		return false;
	const struct control *c = control_of(b[i].sign);
	memset(in, 0, sizeof *in);
	if (c != NULL && c->key != K_NONE) {
		in->kind = INPUT_KEY;
		in->key = c->key;
		return true;
	}
	if (c == NULL || strcmp(c->sign, " ") == 0) {
		in->kind = INPUT_TEXT;
		in->first = true;
		memcpy(in->text, b[i].sign, sizeof in->text);
		if (p->shift)
			capital(in->text);
		p->shift = false;
		return true;
	}
	if (strcmp(c->sign, "⇧") == 0)
		p->shift = !p->shift;
	else if (strcmp(c->sign, "⇄") == 0)
		p->page = (int)(next_page(p) - pages_of(p));
	else
		p->up = p->code = false;
	return false;
}
