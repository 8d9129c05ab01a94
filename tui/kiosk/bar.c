/* The buttons below for a finger: everything that can be done on the screen
 * and does not stand on it, page by page. */
#include <stdio.h>
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/menu.h"
#include "tui/lang.h"
#include "tui/sink.h"

#define TWO_LINES	30	/* rows, from here on */
#define BUTTONS_MAX	64

struct bar {
	int n;
	struct bar_button {
		int target;
		const char *sign;
		char label[64];
		enum style style;
	} button[BUTTONS_MAX];
};

static void
add(struct bar *b, int target, const char *sign, const char *label)
{
	if (b->n == BUTTONS_MAX)
		return;
	struct bar_button *new = &b->button[b->n++];
	new->target = target;
	new->sign = sign;
	new->style = ST_TILE;
	snprintf(new->label, sizeof new->label, "%s", label);
}

static void
add_action(struct kiosk *k, struct bar *b, enum action a)
{
	bool can = kiosk_can(k, a);

	if (!can && kiosk_why_not(k, a) == NULL)
		return;
	add(b, TARGET_ACTION + (int)a, action_sign(a), a == DO_LOCK &&
	    k->who.id != 0 ? _("Lås") : a != DO_LANGUAGE ? action_label(a) :
	    strcmp(lang_code(), "sv") == 0 ? "English" : "Svenska");
	if (!can && b->n > 0)
		b->button[b->n - 1].style = ST_KEY_OFF;
}

/* It stays in its place, and stands out while it takes back what was just
 * done. */
static void
add_undo(struct kiosk *k, struct bar *b)
{
	int64_t left_s = (kiosk_undo_left(k) + 999) / 1000;

	if (k->who.id == 0)
		return;
	add_action(k, b, DO_UNDO);
	if (left_s == 0)
		return;
	struct bar_button *undo = &b->button[b->n - 1];
	undo->style = ST_KEY;
	if (!kiosk_is_calm(k))
		snprintf(undo->label, sizeof undo->label, "%s %d s",
		    action_label(DO_UNDO), (int)left_s);
}

static void
collect(struct kiosk *k, struct bar *b)
{
	static const enum action always[] = { DO_HOME, DO_SEARCH, DO_LOCK,
	    DO_HELP, DO_LANGUAGE };
	const enum action *own = kiosk_ops(k, k->depth)->actions;

	add_action(k, b, DO_BACK);
	add_undo(k, b);
	for (const enum action *a = own; *a != DO_NOTHING; a++)
		if (*a == DO_DONE)
			add_action(k, b, *a);
	for (const enum action *a = own; *a != DO_NOTHING; a++)
		if (*a != DO_DONE && *a != DO_UNDO && !menu_shows(*a))
			add_action(k, b, *a);
	if (touch_scroll() != SCROLL_NONE) {
		bool page = touch_scroll() == SCROLL_PAGES;
		add(b, TARGET_KEY + (page ? K_PGUP : K_UP), "▲", _("Uppåt"));
		add(b, TARGET_KEY + (page ? K_PGDN : K_DOWN), "▼",
		    _("Nedåt"));
	}
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		add_action(k, b, always[i]);
	if (touch_field() == FIELD_NONE)
		add(b, TARGET_TYPE, "⌨", _("Skriv kod"));
}

static void
draw_button(const struct bar_button *b, struct area a)
{
	const char *rest = b->label;
	int y = a.y + (a.h - (sink_width(rest) > a.w ? 3 : 2)) / 2;

	draw_fill(a, b->style);
	draw_centre(y++, a.x, a.w, b->style == ST_TILE ? ST_TILE_KEY :
	    b->style, b->sign);
	for (int i = 0; i < 2 && *rest != '\0'; i++) {
		const char *next;
		char line[64];
		size_t n = sink_wrap(rest, a.w, &next);
		if (i == 1)
			n = strlen(rest);	/* cut with '…' */
		snprintf(line, sizeof line, "%.*s", (int)n, rest);
		draw_centre(y + i, a.x, a.w, b->style, line);
		rest = next;
	}
	draw_target(a, b->target);
}

static int
lines(void)
{
	return draw_rows() >= TWO_LINES ? 2 : 1;
}

int
kiosk_bar_rows(void)
{
	return lines() * (touch_h(TOUCH_OTHER) + 1) - 1;
}

void
kiosk_bar_draw(struct kiosk *k, int y)
{
	static struct bar b;
	int w = draw_cols(), h = touch_h(TOUCH_OTHER);
	int per = (w + 1) / (touch_w(TOUCH_OTHER) + 1);
	int slots = per * lines(), first = 0;

	b.n = 0;
	collect(k, &b);
	if (b.n > slots) {
		int page = slots - 1, pages = (b.n + page - 1) / page;
		first = k->bar_page % pages * page;
		int more = first + page < b.n ? first + page : b.n;
		b.n = more;
		add(&b, TARGET_MORE, "…", _("Mer"));
	}
	for (int i = first; i < b.n; i++) {
		int at = b.button[i].target == TARGET_MORE ? slots - 1 :
		    i - first;
		int x = at % per * (w + 1) / per;
		int end = (at % per + 1) * (w + 1) / per - 1;
		draw_button(&b.button[i], (struct area){ y + at / per *
		    (h + 1), x, h, end - x });
	}
}
