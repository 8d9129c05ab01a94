/* Readers: how each stands, what it reads and how fast, what a camera sees,
 * and at what pace a scanner types.  What is read here is shown, and does
 * nothing else. */
#include <stdio.h>
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/scroll.h"
#include "tui/kiosk/source_words.h"
#include "tui/kiosk/view.h"
#include "tui/kiosk/wedge.h"
#include "tui/lang.h"
#include "tui/sink.h"

#define STATE_CELLS	22	/* the widest state, and a gap before it */
#define FLASH_MS	1000	/* so long a frame is green after a code */
#define UP_TARGET	0
#define DOWN_TARGET	1

enum page { PAGE_LIST, PAGE_PICTURE, PAGE_DEVICES };

struct state {
	struct list list;
	enum page page;
	int64_t opened_ms;
	struct wedge wedge;
	int top, page_rows, hidden;	/* of the devices' page */
};

static const enum action actions[] = {
	DO_PAUSE, DO_RESUME, DO_DEVICES, DO_LARGER, DO_NOTHING
};

static struct step
readers_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)arg;
	s->opened_ms = k->now_ms;
	list_set(&s->list, (int)k->readers.n + 1);
	return step_stay();
}

/* The one that is chosen; NULL: the scanner that types. */
static struct source *
chosen(struct kiosk *k, const struct state *s)
{
	return s->list.sel < (int)k->readers.n ?
	    &k->readers.source[s->list.sel] : NULL;
}

/* --- the list --- */

struct row {
	char name[96], speed[96], state[96];
	enum style style;	/* of state */
};

struct rows {
	struct kiosk *k;
	struct state *s;
};

static void
fill_row(const struct rows *r, int i, struct row *row)
{
	char name[64];

	row->speed[0] = '\0';
	if (i < (int)r->k->readers.n) {
		const struct source *s = &r->k->readers.source[i];
		reader_short(&s->reader, name, sizeof name);
		snprintf(row->name, sizeof row->name, "%s %s",
		    reader_word(&s->reader), name);
		source_speed_words(s, row->speed, sizeof row->speed);
		source_state_words(s, r->k->now_ms, &row->style, row->state,
		    sizeof row->state);
		return;
	}
	bool any = r->s->wedge.scans > 0;
	snprintf(row->name, sizeof row->name, "%s", _("läsare som skriver"));
	snprintf(row->state, sizeof row->state, "%s", any ?
	    _("✓ har läst") : _("ingen skanning här än"));
	row->style = any ? ST_OK_TEXT : ST_DIM;
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	struct row row;
	int y = a.y + (a.h >= 3);

	fill_row(arg, i, &row);
	int n = draw_text(y, a.x + 1, a.w - 2, selected ? ST_SELECTED :
	    ST_BODY, row.name) + 2;
	draw_right(y, a.x + n, a.w - n - 1, selected ? ST_SELECTED :
	    row.style, row.state);
	int room = a.w - n - 1 - STATE_CELLS;
	if (sink_width(row.speed) <= room)
		draw_right(y, a.x + n, room, selected ? ST_SELECTED : ST_DIM,
		    row.speed);
}

/* --- what is known of the one that is chosen --- */

/* A text that was read before this screen was opened is nobody's business
 * here: it may be a badge's. */
static void
draw_source(struct kiosk *k, const struct state *s, const struct source *r,
    struct area a)
{
	char text[512], state[96], why[256];
	enum style st;

	draw_para(&a, ST_STRONG, r->reader.name);
	source_state_words(r, k->now_ms, &st, state, sizeof state);
	source_why_words(r, why, sizeof why);
	snprintf(text, sizeof text, "%s%s%s", state, why[0] != '\0' ? ": " :
	    "", why);
	draw_para(&a, st, text);
	draw_para(&a, ST_BODY, source_speed_words(r, text, sizeof text));
	draw_para(&a, ST_BODY, source_count_words(r, text, sizeof text));
	draw_para(&a, r->last.strong ? ST_BODY : ST_ALREADY_TEXT,
	    source_last_words(r, k->now_ms, text, sizeof text));
	if (r->last.ms >= s->opened_ms)
		draw_para(&a, ST_ACCENT, r->last.text);
}

static enum style
frame_of(const struct kiosk *k, const struct source *r)
{
	return r->last.ms != 0 && k->now_ms < r->last.ms + FLASH_MS ?
	    ST_OK_TEXT : ST_LINE;
}

static void
draw_chosen(struct kiosk *k, const struct state *s, struct area a)
{
	const struct source *r = chosen(k, s);

	if (r == NULL) {
		wedge_draw(&s->wedge, &k->cfg, a);
		return;
	}
	if (r->view_w > 0 && a.h > 3) {
		int most = a.w * 3 / 5;
		struct area p = view_size(r->view_w, r->view_h,
		    (struct area){ a.y, a.x + a.w - most, a.h, most });
		p.x = a.x + a.w - p.w;
		p.y = a.y;
		view_draw(r->view, r->view_w, r->view_h, p, frame_of(k, r));
		a.w -= p.w + 1;
	}
	draw_source(k, s, r, a);
}

static void
draw_list(struct kiosk *k, struct state *s, struct area a)
{
	struct rows r = { k, s };
	int n = s->list.count, most = a.h / 3 > 2 ? a.h / 3 : 2;
	/* Rows for a finger, where they leave room for the rest. */
	bool big = a.h >= 22 && n <= 3;
	int rows = big ? 3 * n : n < most ? n : most;
	if (touch_is_on())
		rows = touch_h(TOUCH_ROW) * (n < 3 ? n : a.h < 14 ? 2 : 3);

	list_draw(&s->list, (struct area){ a.y, a.x, big && !touch_is_on() ? 9 :
	    rows, a.w },
	    big, true, draw_row, &r);
	draw_line(a.y + rows, a.x, a.w, ST_LINE);
	draw_chosen(k, s, (struct area){ a.y + rows + 1, a.x, a.h - rows - 1,
	    a.w });
}

static void
draw_picture(struct kiosk *k, const struct state *s, struct area a)
{
	const struct source *r = chosen(k, s);
	char text[400];

	draw_cursor(a.y, a.x);
	if (r == NULL || r->view_w == 0) {
		draw_para(&a, ST_DIM, _("Ingen bild: läsaren är ingen kamera, "
		    "eller visar inget nu."));
		return;
	}
	source_last_words(r, k->now_ms, text, sizeof text);
	view_draw(r->view, r->view_w, r->view_h, (struct area){ a.y, a.x,
	    a.h - 1, a.w }, frame_of(k, r));
	int n = draw_text(a.y + a.h - 1, a.x, a.w, ST_BODY, text);
	if (r->last.ms >= s->opened_ms)
		draw_text(a.y + a.h - 1, a.x + n + 2, a.w - n - 2, ST_ACCENT,
		    r->last.text);
}

static void
draw_devices(struct kiosk *k, struct state *s, struct area a)
{
	const struct readers *r = &k->readers;
	const char *at = r->listed;
	int i = 0;

	draw_cursor(a.y, a.x);
	if (*at == '\0') {
		draw_para(&a, ST_DIM, r->list.pid != 0 ?
		    _("Letar efter kameror och läsare.") :
		    _("Det finns inget, eller samdepa-scan svarar inte."));
		return;
	}
	while (*at != '\0') {
		char line[400];
		const char *rest = line;
		size_t n = strcspn(at, "\n");
		snprintf(line, sizeof line, "%.*s", (int)n, at);
		do {		/* what does not fit stands below it */
			const char *row = rest;
			size_t fits = sink_wrap(row, a.w, &rest);
			if (i >= s->top && i < s->top + a.h)
				draw_textf(a.y + i - s->top, a.x, a.w,
				    ST_BODY, "%.*s", (int)fits, row);
			i++;
		} while (*rest != '\0');
		at += n + (at[n] == '\n');
	}
	s->hidden = i > a.h ? i - a.h : 0;
	s->page_rows = a.h > 2 ? a.h - 1 : 1;
	draw_target((struct area){ a.y, a.x, a.h / 2, a.w }, UP_TARGET);
	draw_target((struct area){ a.y + a.h / 2, a.x, a.h - a.h / 2, a.w },
	    DOWN_TARGET);
}

static void
readers_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	draw_para(&a, ST_ALREADY_TEXT, _("● Prov: det som läses visas här och "
	    "gör inget annat."));
	char text[900];
	const char *args[] = { k->cfg.elsewhere };
	if (k->cfg.elsewhere[0] != '\0')
		draw_para(&a, ST_ALREADY_TEXT, lang_fill(text, sizeof text,
		    _("! Den här platsen nås över SSH: %1$s sitter i depåns "
		    "dator och läser inte här. En läsare som skriver "
		    "fungerar."), args, 1));
	if (s->page == PAGE_PICTURE)
		draw_picture(k, s, a);
	else if (s->page == PAGE_DEVICES)
		draw_devices(k, s, a);
	else
		draw_list(k, s, a);
}

/* --- what comes in --- */

static void
readers_try(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	/* A camera has no beep of its own. */
	k->sound = in->kind == INPUT_SCAN ? SAY_OK : SAY_NO;
	if (in->reader > 0) {		/* source.c has noted it */
		if (s->page == PAGE_LIST)
			s->list.sel = in->reader - 1;
		return;
	}
	wedge_scan(&s->wedge, in);
	s->list.sel = (int)k->readers.n;
}

static struct step
readers_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	if (wedge_typed(&s->wedge, &k->cfg, in)) {
		if (in->kind == INPUT_KEY)
			s->list.sel = (int)k->readers.n;
		return step_stay();
	}
	if (s->page != PAGE_LIST && in->kind == INPUT_KEY &&
	    in->key == K_ESC) {
		s->page = PAGE_LIST;
		return step_stay();
	}
	if (s->page == PAGE_DEVICES)
		return scroll_input(in, UP_TARGET, s->page_rows, s->hidden,
		    &s->top) ? step_stay() : step_pass();
	return list_input(&s->list, in) == LIST_PASS ? step_pass() :
	    step_stay();
}

static bool
readers_can(struct kiosk *k, void *state, enum action a)
{
	const struct state *s = state;
	const struct source *r = chosen(k, s);
	bool paused = r != NULL && r->state == SOURCE_PAUSED;

	if (a == DO_PAUSE || a == DO_RESUME)
		return r != NULL && paused == (a == DO_RESUME);
	if (a == DO_LARGER)
		return s->page == PAGE_PICTURE ||
		    (r != NULL && r->view_w > 0);
	return true;
}

static struct step
readers_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_PAUSE:
	case DO_RESUME:
		readers_pause(k, (size_t)s->list.sel, a == DO_PAUSE);
		return step_stay();
	case DO_DEVICES:
		s->page = s->page == PAGE_DEVICES ? PAGE_LIST : PAGE_DEVICES;
		s->top = 0;
		if (s->page == PAGE_DEVICES)
			readers_list(k);
		return step_stay();
	case DO_LARGER:
		s->page = s->page == PAGE_PICTURE ? PAGE_LIST : PAGE_PICTURE;
		return step_stay();
	default:
		return step_pass();
	}
}

const struct screen_ops screen_readers = {
	.title = N_("Läsare"),
	.help = N_("Här provas läsarna: det de läser visas och gör inget "
	    "annat, tills du går härifrån. En läsare som läser fel etiketter "
	    "kan pausas. Pilarna väljer läsare."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = readers_open,
	.draw = readers_draw,
	.input = readers_input,
	.try = readers_try,
	.action = readers_action,
	.can = readers_can,
};
