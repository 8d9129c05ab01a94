/* Help: what the screen below is for, its keys, what a scan does, and how to
 * get larger text or another language. */
#include <stdio.h>
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/scroll.h"
#include "tui/lang.h"
#include "tui/sink.h"

struct state {
	enum screen_id about;
	int top, page;
	int rows;		/* that are out of sight when at the top */
};

struct pair { const char *what, *does; };

static const struct pair scans[] = {
	{ N_("sak"), N_("visar den; i en hög eller ett läge räknas den dit") },
	{ N_("hämtsedel"), N_("lämnar ut det som står på den") },
	{ N_("tjänstekort"), N_("loggar in") },
	{ N_("plats"), N_("lägger högen där; ensam: vad som står där") },
	{ N_("enhet"), N_("lånar ut högen dit; ensam: enhetens lån") },
	{ N_("okänd kod"), N_("registrera, koppla eller parkera") },
	{ NULL, NULL },
};

static const struct pair hands[] = {
	{ N_("större text"), N_("gör bokstäverna större i terminalen, ofta "
	    "med Ctrl och +: allt ryms ner till 57 × 16 tecken") },
	{ N_("annat språk"), N_("F12 byter mellan svenska och English") },
	{ N_("tangenter"), N_("pilarna väljer, Enter öppnar, Tab går mellan "
	    "rutorna, Esc går tillbaka") },
	{ N_("pekskärm"), N_("det du släpper fingret på är det du väljer") },
	{ N_("rörig bild"), N_("Ctrl och L ritar om skärmen") },
	{ NULL, NULL },
};

static const enum action actions[] = { DO_NOTHING };

static struct step
help_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)k;
	s->about = (enum screen_id)arg->id;
	if (s->about >= SCREEN_COUNT)
		s->about = SCREEN_HOME;
	return step_stay();
}

/* The rows of the help, as many as its words need; those in sight are drawn.
 * *i counts them. */
static void
row(struct state *s, struct area a, int *i, const char *left,
    const char *right, enum style st)
{
	int at = a.w >= 70 ? 25 : 21;

	do {
		const char *next = right;
		size_t n = sink_wrap(right, a.w - at, &next);
		int y = a.y + (*i)++ - s->top;
		while (n > 0 && right[n - 1] == ' ')
			n--;
		if (y >= a.y && y < a.y + a.h) {
			draw_text(y, a.x, at - 1, st, left);
			draw_textf(y, a.x + at, a.w - at, ST_BODY, "%.*s",
			    (int)n, right);
		}
		left = "";
		right = next;
	} while (*right != '\0');
}

static void
draw_pairs(struct state *s, struct area a, int *i, const char *title,
    const struct pair *p)
{
	row(s, a, i, "", "", ST_BODY);
	row(s, a, i, title, "", ST_DIM);
	for (; p->what != NULL; p++)
		row(s, a, i, _(p->what), _(p->does), ST_STRONG);
}

static void
draw_action(struct state *s, struct area a, int *i, enum action act)
{
	char key[16], left[96];

	snprintf(key, sizeof key, "%s", key_word(action_key(act)));
	if (key[0] == 'f' || key[0] == 'e')	/* F3, Esc */
		key[0] = (char)(key[0] - 'a' + 'A');
	snprintf(left, sizeof left, "%-5s%s %s", key, action_sign(act),
	    act == DO_LANGUAGE ? "English/Svenska" : action_label(act));
	row(s, a, i, left, action_help(act), ST_ACCENT);
}

static void
draw_actions(struct state *s, struct area a, int *i)
{
	const enum action *list = screen_ops(s->about)->actions;
	static const enum action always[] = { DO_BACK, DO_HELP, DO_SEARCH,
	    DO_UNDO, DO_HOME, DO_LOCK, DO_LANGUAGE, DO_NOTHING };

	for (; *list != DO_NOTHING; list++)
		draw_action(s, a, i, *list);
	for (list = always; *list != DO_NOTHING; list++)
		draw_action(s, a, i, *list);
}

static void
help_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	const struct screen_ops *ops = screen_ops(s->about);
	int i = 0;

	(void)k;
	draw_text(a.y, a.x, a.w, ST_ACCENT, _(ops->title));
	int n = draw_wrap((struct area){ a.y + 1, a.x, 5, a.w }, ST_BODY,
	    ops->help != NULL ? _(ops->help) : "");
	int gap = a.h >= 16;
	struct area list = { a.y + n + 1 + gap, a.x, a.h - n - 2 - gap, a.w };
	draw_actions(s, list, &i);
	draw_pairs(s, list, &i, _("En skanning av en …"), scans);
	draw_pairs(s, list, &i, _("Bra att veta"), hands);
	s->rows = i - list.h;
	s->page = list.h > 2 ? list.h - 1 : 1;
	if (s->rows > s->top)
		draw_right(a.y + a.h - 1, a.x, a.w, ST_DIM, _("↓ mer"));
	draw_target((struct area){ a.y, a.x, a.h / 2, a.w }, 0);
	draw_target((struct area){ a.y + a.h / 2, a.x, a.h - a.h / 2, a.w },
	    1);
	draw_cursor(a.y, a.x);
}

/* A finger on the upper or lower half turns a page. */
static struct step
help_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return scroll_input(in, 0, s->page, s->rows, &s->top) ? step_stay() :
	    step_pass();
}

const struct screen_ops screen_help = {
	.title = N_("Hjälp"),
	.help = N_("Pil ner visar mer. Esc går tillbaka."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = help_open,
	.draw = help_draw,
	.input = help_input,
};
