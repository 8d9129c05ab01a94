/* Help: what the screen below is for, its keys, and what a scan does. */
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

struct state {
	enum screen_id about;
	int top, rows;
};

static const struct { const char *what, *does; } scans[] = {
	{ N_("sak"), N_("visar den; i en hög eller ett läge räknas den dit") },
	{ N_("hämtsedel"), N_("lämnar ut det som står på den") },
	{ N_("tjänstekort"), N_("loggar in") },
	{ N_("plats"), N_("lägger högen där; ensam: vad som står där") },
	{ N_("enhet"), N_("lånar ut högen dit; ensam: enhetens lån") },
	{ N_("okänd kod"), N_("registrera, koppla eller parkera") },
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

/* One row of the help at place *i, if it is in sight. */
static void
row(struct state *s, struct area a, int *i, const char *left,
    const char *right, enum style st)
{
	int y = a.y + (*i)++ - s->top;

	if (y < a.y || y >= a.y + a.h)
		return;
	draw_text(y, a.x, 24, st, left);
	draw_text(y, a.x + 25, a.w - 25, ST_BODY, right);
}

static void
draw_actions(struct state *s, struct area a, int *i)
{
	const enum action *list = screen_ops(s->about)->actions;
	static const enum action always[] = { DO_BACK, DO_HELP, DO_SEARCH,
	    DO_UNDO, DO_HOME, DO_LOCK, DO_LANGUAGE, DO_NOTHING };

	for (int round = 0; round < 2; round++, list = always)
		for (; *list != DO_NOTHING; list++) {
			char left[96] = "";
			const char *key = key_word(action_key(*list));
			if (*key != '\0') {
				strncpy(left, key, 8);
				left[0] = *key == 'f' ? 'F' :
				    *key == 'e' ? 'E' : *key;
				memset(left + strlen(left), ' ',
				    5 - (strlen(left) < 4 ? strlen(left) :
				    4));
			} else {
				memcpy(left, "     ", 5);
			}
			strncat(left, action_sign(*list), 8);
			strncat(left, " ", 2);
			strncat(left, *list == DO_LANGUAGE ?
			    "English/Svenska" : action_label(*list), 60);
			row(s, a, i, left, action_help(*list), ST_ACCENT);
		}
}

static void
help_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	const struct screen_ops *ops = screen_ops(s->about);
	int i = 0;

	(void)k;
	draw_text(a.y, a.x, a.w, ST_ACCENT, _(ops->title));
	int n = draw_wrap((struct area){ a.y + 1, a.x, 4, a.w }, ST_BODY,
	    ops->help != NULL ? _(ops->help) : "");
	struct area list = { a.y + n + 2, a.x, a.h - n - 2, a.w };
	draw_actions(s, list, &i);
	row(s, list, &i, "", "", ST_BODY);
	row(s, list, &i, _("En skanning av en …"), "", ST_DIM);
	for (size_t c = 0; c < sizeof scans / sizeof *scans; c++)
		row(s, list, &i, _(scans[c].what), _(scans[c].does),
		    ST_STRONG);
	s->rows = i - list.h;
	if (s->rows > s->top)
		draw_right(a.y + a.h - 1, a.x, a.w, ST_DIM, _("↓ mer"));
	draw_cursor(a.y, a.x);
}

static struct step
help_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	int by = in->kind == INPUT_WHEEL ? in->turn * 3 :
	    in->kind != INPUT_KEY ? 0 : in->key == K_DOWN ? 1 :
	    in->key == K_UP ? -1 : in->key == K_PGDN ? 10 :
	    in->key == K_PGUP ? -10 : 0;

	(void)k;
	if (by == 0)
		return step_pass();
	s->top += by;
	if (s->top > s->rows)
		s->top = s->rows;
	if (s->top < 0)
		s->top = 0;
	return step_stay();
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
