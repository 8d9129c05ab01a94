/* A frame: the bar above, the screen, what was just said, the keys. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/menu.h"
#include "tui/lang.h"
#include "tui/sink.h"

#define ROWS_MIN	16
#define COLS_MIN	57
#define BUTTON_ROWS	3
#define BUTTON_COLS	12
#define BIG_ROWS	30	/* from here on the keys are buttons */

static void
draw_too_small(void)
{
	char text[160];
	const char *args[2];
	char now[24], need[24];
	int h = draw_rows(), w = draw_cols();

	snprintf(need, sizeof need, "80x24");
	snprintf(now, sizeof now, "%dx%d", w, h);
	args[0] = need;
	args[1] = now;
	lang_fill(text, sizeof text, _("Skärmen är för liten: %1$s behövs, "
	    "det här är %2$s."), args, 2);
	draw_wrap((struct area){ 0, 0, h, w }, ST_BODY, text);
}

static void
draw_bar(struct kiosk *k)
{
	int w = draw_cols(), x = 1;
	char when[48], clock[16], day[32], who[160], warning[96];
	enum style style;
	bool warned = kiosk_banner(k, warning, sizeof warning, &style);
	/* A warning needs the room more than the day and the role. */
	bool tight = w < 72 || (warned && w < 100);
	int64_t now = clock_now();

	draw_fill((struct area){ 0, 0, 1, w }, ST_BAR);
	snprintf(when, sizeof when, "%s %s",
	    lang_day_long(now, day, sizeof day),
	    lang_clock(now, clock, sizeof clock));
	if (tight || (k->who.id != 0 && w < 100))
		snprintf(when, sizeof when, "%s", clock);
	if (k->who.id != 0 && tight)
		snprintf(who, sizeof who, "● %s  %s ", k->who.name, when);
	else if (k->who.id != 0)
		snprintf(who, sizeof who, "● %s · %s   %s ", k->who.name,
		    _(role_label(k->who.role)), when);
	else
		snprintf(who, sizeof who, "○ %s   %s ",
		    _(role_label(ROLE_VISITOR)), when);
	int right = sink_width(who);
	if (right > w / 2 + 8)
		right = w / 2 + 8;
	int left = w - right - 2;
	x += draw_text(0, x, left, ST_BAR, db_depot_name(k->db));
	if (k->depth > 0 && left > x) {
		x += draw_text(0, x, left - x, ST_BAR_DIM, "  ›  ");
		draw_text(0, x, left - x + 1, ST_BAR,
		    kiosk_title(k, k->depth));
	}
	draw_right(0, w - right, right, ST_BAR_DIM, who);
	if (warned)
		draw_right(0, w / 4, w - right - w / 4 - 1, style, warning);
}

static enum style
said_style(enum outcome o)
{
	return o == SAY_OK ? ST_OK : o == SAY_ALREADY ? ST_ALREADY :
	    o == SAY_NO ? ST_NO : ST_INFO;
}

/* A colour, a symbol and a word: whoever misses one has the others. */
static const char *
said_word(enum outcome o)
{
	return o == SAY_OK ? _("✓ Klart") : o == SAY_ALREADY ?
	    _("= Redan") : o == SAY_NO ? _("✗ Nej") : _("» Obs");
}

static void
draw_undo(struct kiosk *k, int y, int h, int *w)
{
	char text[64];
	int64_t left_s = (kiosk_undo_left(k) + 999) / 1000;

	if (left_s == 0 || k->large)	/* a finger has it below */
		return;
	int n = snprintf(text, sizeof text, " F5 %s %s ",
	    action_sign(DO_UNDO), action_label(DO_UNDO));
	if (!kiosk_is_calm(k))
		snprintf(text + n, sizeof text - (size_t)n, "%2d s ",
		    (int)left_s);
	int wide = sink_width(text);
	int x = *w - wide;
	draw_fill((struct area){ y, x, h, wide }, ST_KEY);
	draw_text(y + h / 2, x, wide, ST_KEY, text);
	draw_target((struct area){ y, x, h, wide }, TARGET_ACTION + DO_UNDO);
	*w = x;
}

/* Returns the rows that it takes at the foot of the space above row y. */
static int
draw_said(struct kiosk *k, int y)
{
	int w = draw_cols(), h = 1, countdown = kiosk_countdown(k);
	char text[640];
	enum style s = said_style(k->said.outcome);

	if (countdown >= 0) {
		char n[16];
		const char *args[] = { n };
		if (kiosk_is_calm(k))	/* changes every fifth second */
			countdown = (countdown + 4) / 5 * 5;
		snprintf(n, sizeof n, "%d", countdown);
		draw_fill((struct area){ y - 1, 0, 1, w }, ST_ALREADY);
		draw_text(y - 1, 1, w - 2, ST_ALREADY, lang_fill(text,
		    sizeof text, _("● Låser om %1$s s. Rör skärmen eller "
		    "tryck en tangent för att fortsätta."), args, 1));
		return 1;
	}
	if (k->said.outcome == SAY_NOTHING)
		return 0;
	snprintf(text, sizeof text, "%s  %s", said_word(k->said.outcome),
	    k->said.text);
	int room = w - 2 - (k->said.undo && !k->large ? 20 : 0);
	if (sink_width(text) > room)
		h = 2;
	if (draw_rows() >= BIG_ROWS && h == 1)
		h = 3;
	draw_fill((struct area){ y - h, 0, h, w }, s);
	draw_undo(k, y - h, h, &w);
	draw_wrap((struct area){ y - h + (h == 3), 1, h == 3 ? 1 : h, w - 2 },
	    s, text);
	return h;
}

/* The actions with a key that this screen has now, in the order of the
 * keys. */
static int
collect(struct kiosk *k, enum action out[ACTION_COUNT])
{
	int n = 0;

	for (enum action a = DO_NOTHING + 1; a < ACTION_COUNT; a++)
		if (action_key(a) != K_NONE && kiosk_can(k, a) &&
		    a != DO_QUIT)
			out[n++] = a;
	return n;
}

static void
key_label(const struct kiosk *k, enum action a, char *key, size_t key_cap,
    char *label, size_t label_cap)
{
	const char *text = action_label(a);

	snprintf(key, key_cap, "%s", key_word(action_key(a)));
	key[0] = key[0] == 'f' ? 'F' : key[0] == 'e' ? 'E' : key[0];
	if (a == DO_LOCK && k->who.id != 0)
		text = _("Lås");
	if (a == DO_LANGUAGE)
		text = strcmp(lang_code(), "sv") == 0 ? "English" : "Svenska";
	snprintf(label, label_cap, "%s", text);
}

static int
draw_buttons(struct kiosk *k, const enum action *list, int n, int h)
{
	int w = draw_cols();
	int per = w / BUTTON_COLS < 1 ? 1 : w / BUTTON_COLS;
	if (per > n)
		per = n;
	int lines = (n + per - 1) / per;
	if (lines > 2)
		lines = 2;
	per = (n + lines - 1) / lines;
	int wide = (w - 1) / per;
	int y0 = h - lines * (BUTTON_ROWS + 1) + 1;
	for (int i = 0; i < n && i < lines * per; i++) {
		char key[16], label[64], top[96];
		struct area a = { y0 + i / per * (BUTTON_ROWS + 1),
		    1 + i % per * wide, BUTTON_ROWS, wide - 1 };
		key_label(k, list[i], key, sizeof key, label, sizeof label);
		snprintf(top, sizeof top, "%s %s", key,
		    action_sign(list[i]));
		draw_fill(a, ST_TILE);
		draw_centre(a.y, a.x, a.w, ST_TILE_KEY, top);
		draw_centre(a.y + 1, a.x, a.w, ST_TILE, label);
		draw_target(a, TARGET_ACTION + (int)list[i]);
	}
	return lines * (BUTTON_ROWS + 1);
}

/* The cells of a chip, with the blank behind it. */
static int
chip_width(struct kiosk *k, enum action a)
{
	char key[16], label[64];

	key_label(k, a, key, sizeof key, label, sizeof label);
	return sink_width(key) + sink_width(label) + 4;
}

static bool
chips_fit(struct kiosk *k, const enum action *list, int n)
{
	int w = draw_cols(), x = 0, rows = 1;

	for (int i = 0; i < n; i++) {
		int wide = chip_width(k, list[i]);
		if (x + wide > w + 1) {
			rows++;
			x = 0;
		}
		x += wide;
	}
	return rows <= 2;
}

/* Where they do not fit, those yield that are needed least often; their keys
 * work all the same.  Returns how many stay. */
static int
yield_chips(struct kiosk *k, enum action *list, int n)
{
	static const enum action yields[] = { DO_READERS, DO_DEVICES };

	for (size_t y = 0; y < sizeof yields / sizeof *yields; y++)
		for (int i = 0; i < n && !chips_fit(k, list, n); i++)
			if (list[i] == yields[y])
				memmove(list + i, list + i + 1,
				    (size_t)(--n - i) * sizeof *list);
	return n;
}

/* Chips that flow over two rows. */
static int
draw_chips(struct kiosk *k, enum action *list, int n, int h)
{
	int w = draw_cols(), x = 0, y = h - 2;

	n = yield_chips(k, list, n);
	draw_fill((struct area){ h - 2, 0, 2, w }, ST_KEY_LABEL);
	for (int i = 0; i < n; i++) {
		char key[16], label[64];
		key_label(k, list[i], key, sizeof key, label, sizeof label);
		int wide = chip_width(k, list[i]);
		if (x + wide > w + 1) {
			if (y == h - 1)
				continue;
			y++;
			x = 0;
		}
		int at = x;
		x += draw_textf(y, x, w - x, ST_KEY, " %s ", key);
		x += draw_textf(y, x, w - x, ST_KEY_LABEL, " %s", label) + 1;
		draw_target((struct area){ y, at, 1, wide - 1 },
		    TARGET_ACTION + (int)list[i]);
	}
	return 2;
}

/* Nothing that is done here is kept: that stands on every screen, with what
 * to do.  Returns the rows that it takes below row y. */
static int
draw_replaced(struct kiosk *k, int y)
{
	char text[300];
	int w = draw_cols();
	int h = w >= 100 ? 1 : 2;

	if (!k->replaced)
		return 0;
	snprintf(text, sizeof text, "✗ %s", strcmp(k->cfg.exit, "yes") == 0 ?
	    _("Registret är utbytt: inget sparas här. Tryck Ctrl+Q och starta "
	    "samdepa igen.") :
	    _("Registret är utbytt: inget sparas här. Starta om kiosken: stäng "
	    "av datorn och sätt på den."));
	draw_fill((struct area){ y, 0, h, w }, ST_NO);
	draw_wrap((struct area){ y, 1, h, w - 2 }, ST_NO, text);
	return h;
}

/* The keys that a keyboard has, or what a finger has instead. */
static int
draw_foot(struct kiosk *k, int h)
{
	enum action list[ACTION_COUNT];

	if (k->hand.keypad.up) {
		int rows = keypad_rows(&k->hand.keypad);
		keypad_draw(&k->hand.keypad, h - rows);
		return rows;
	}
	if (k->large)		/* drawn when it is known what it lacks */
		return kiosk_bar_rows();
	int n = collect(k, list);
	return h >= BIG_ROWS ? draw_buttons(k, list, n, h) :
	    draw_chips(k, list, n, h);
}

static void
draw_frame(struct kiosk *k)
{
	int h = draw_rows(), w = draw_cols();
	const struct screen_ops *ops = kiosk_ops(k, k->depth);
	void *state = kiosk_state(k, k->depth);

	draw_begin();
	touch_begin(k->large);
	menu_begin();
	if (h < ROWS_MIN || w < COLS_MIN) {
		draw_too_small();
		return;
	}
	if (ops->whole_screen) {
		ops->draw(k, state, (struct area){ 0, 0, h, w });
		if (k->said.outcome == SAY_NO &&
		    k->now_ms < k->said.until_ms)
			draw_said(k, h);
		return;
	}
	int foot = draw_foot(k, h);
	draw_bar(k);
	/* One row is kept for what is said, so that nothing jumps. */
	int said = draw_said(k, h - foot);
	bool typed = kiosk_typed_shown(k);
	int low = said > 1 ? said : 1;
	if (typed && (said > 0 || ops->code_row || k->large))
		low++;
	struct area a = { 2, 2, h - foot - 2 - low, w - 4 };
	if (h < 20 || k->hand.keypad.up) {
		a.y = 1;
		a.h++;
	}
	if (k->large && w < 60) {	/* three tiles side by side */
		a.x = 0;
		a.w = w;
	}
	int banner = draw_replaced(k, 1);
	a.y += banner;
	a.h -= banner;
	ops->draw(k, state, a);
	if (typed)
		kiosk_typed_draw(k, h - foot - low, a.x, a.w);
	if (k->large && !k->hand.keypad.up)
		kiosk_bar_draw(k, h - foot);
}

/* Whether the keypad is not the one that the frame needs: then it is now. */
static bool
change_keypad(struct kiosk *k)
{
	struct keypad *pad = &k->hand.keypad;
	struct keypad was = *pad;

	if (!pad->up)
		return false;
	if (touch_field() == FIELD_NONE)
		pad->up = pad->code = false;
	else
		keypad_raise(pad, touch_field());
	return was.up != pad->up || was.field != pad->field;
}

void
kiosk_draw(struct kiosk *k)
{
	draw_frame(k);
	if (change_keypad(k))
		draw_frame(k);
}
