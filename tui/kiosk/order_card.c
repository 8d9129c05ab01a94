/* An order's card: what is read for it, and how it is drawn. */
#include "tui/kiosk/order_card.h"

#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/sync_state.h"
#include "db/unit.h"
#include "tui/depot_rules.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"
#include "tui/say.h"

/* The coded reasons of those who ask and of those who answer. */
static const struct { const char *code, *label; } reasons[] = {
	{ "need", N_("behövs i verksamheten") },
	{ "event", N_("evenemang") },
	{ "shortage", N_("räcker inte till") },
	{ "taken", N_("upptagen då") },
	{ "unsuitable", N_("passar inte för enheten") },
	{ "own_need", N_("behövs där den är") },
	{ "other", N_("annat skäl") },
};

const char *
order_card_reason(const char *code)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reasons[i].code, code) == 0)
			return _(reasons[i].label);
	return code;
}

static bool
add_booking(const struct booking *b, void *arg)
{
	struct order_card *s = arg;

	s->more = s->n == ORDER_CARD_LINES;
	if (s->more)
		return false;
	struct order_card_line *l = &s->line[s->n++];
	*l = (struct order_card_line){ .item = b->item, .count = b->count,
	    .out = b->out, .back = b->back, .state = b->state };
	memcpy(l->name, b->item_name, sizeof l->name);
	memcpy(l->place, b->place_name, sizeof l->place);
	if (b->remote)
		memcpy(l->depot, b->depot, sizeof l->depot);
	l->told = b->told;
	return true;
}

static bool
add_free(const struct item *item, void *arg)
{
	struct order_card_line *l = arg;

	l->free += item->available;
	return l->free < l->count;
}

/* What is asked for, and whether it is free then. */
static enum rc
add_line(struct kiosk *k, struct order_card *s, const struct order_line *ask,
    struct err *err)
{
	struct order_card_line *l = &s->line[s->n++];
	const struct order *o = &s->order;
	struct category category;
	struct item item;
	struct err no = { .why = WHY_NONE };
	enum rc rc;

	*l = (struct order_card_line){ .item = ask->item, .count = ask->count };
	if (ask->item == 0) {
		rc = category_find(k->db, ask->category, &category, err);
		if (rc == RC_OK)
			snprintf(l->name, sizeof l->name, "%s",
			    category.name);
		return rc != RC_OK ? rc : order_available(k->db,
		    ask->category, o->answers, o->start, o->until, add_free, l, err);
	}
	rc = item_get(k->db, ask->item, &item, err);
	if (rc == RC_OK)
		rc = order_free(k->db, ask->item, o->start, o->until,
		    &l->free, err);
	if (rc != RC_OK)
		return rc;
	memcpy(l->name, item.name, sizeof l->name);
	memcpy(l->place, item.place_name, sizeof l->place);
	if (item.remote)
		memcpy(l->depot, item.depot, sizeof l->depot);
	l->told = item.told;
	/* Another depot's answer is its own. */
	if (s->ours && order_check(k->db, ask->item, ask->count, o->unit,
	    o->start, o->until, o->id, &no) == RC_REFUSED) {
		if (l->free >= l->count)	/* not for want of pieces */
			l->free = 0;
		if (s->obstacle[0] == '\0')
			say_err(RC_REFUSED, &no, s->obstacle,
			    sizeof s->obstacle);
	}
	return RC_OK;
}

static enum rc
read_lines(struct kiosk *k, struct order_card *s, struct err *err)
{
	struct order_line ask[ORDER_LINES_MAX];
	struct booking_filter mine = { .orders = s->order.id };
	size_t n = 0;

	s->n = 0;
	s->more = false;
	s->obstacle[0] = '\0';
	enum rc rc = booking_walk(k->db, &mine, add_booking, s, err);
	if (rc != RC_OK || s->n > 0)
		return rc;
	rc = order_lines(k->db, s->order.id, ask, ORDER_LINES_MAX, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = add_line(k, s, &ask[i], err);
	return rc;
}

static void
read_depots(struct kiosk *k, struct order_card *s)
{
	const struct order *o = &s->order;
	const char *here = db_depot(k->db);

	s->ours = strcmp(o->answers, here) == 0;
	s->fetched_here = strcmp(o->pickup, here) == 0;
	s->asked[0] = s->answers[0] = '\0';
	if (strcmp(o->depot, here) != 0)
		depot_name(k->db, o->depot, s->asked, sizeof s->asked);
	if (!s->ours)
		depot_name(k->db, o->answers, s->answers, sizeof s->answers);
	depot_name(k->db, o->pickup, s->pickup, sizeof s->pickup);
}

enum rc
order_card_read(struct kiosk *k, struct order_card *s, int64_t id,
    struct err *err)
{
	enum rc rc = order_get(k->db, id, &s->order, err);

	if (rc == RC_OK)
		read_depots(k, s);
	s->ticket.id = 0;
	if (rc == RC_OK && s->order.ticket != 0)
		rc = ticket_get(k->db, s->order.ticket, &s->ticket, err);
	if (rc == RC_OK)
		rc = read_lines(k, s, err);
	list_set(&s->list, s->n);
	return rc;
}

static void
dates(const struct order *o, char *out, size_t cap)
{
	char from[CLOCK_DAY_MAX], to[CLOCK_DAY_MAX];

	clock_format_day(o->start, from);
	snprintf(out, cap, "%s – %s", from, o->until == 0 ?
	    _("för gott") : clock_format_day(o->until, to));
}

/* How it stands, in a symbol and a few words. */
static void
standing(const struct order *o, char *out, size_t cap, enum style *st)
{
	char n[16], of[16];
	const char *args[] = { n, of };
	const char *why = order_card_reason(o->answer);

	snprintf(n, sizeof n, "%d", o->out);
	snprintf(of, sizeof of, "%d", o->booked);
	*st = ST_OK_TEXT;
	if (o->state == ORDER_ASKED) {
		*st = ST_ALREADY_TEXT;
		snprintf(out, cap, "● %s", o->rule[0] != '\0' ?
		    _("en person ser på det") :
		    _(order_state_label(o->state)));
	} else if (o->state != ORDER_GRANTED) {
		*st = ST_NO_TEXT;
		snprintf(out, cap, "✗ %s%s%s",
		    _(order_state_label(o->state)), *why != '\0' ? ": " :
		    "", why);
	} else if (o->out == 0) {
		snprintf(out, cap, "✓ %s", _(order_state_label(o->state)));
	} else if (o->back >= o->booked) {
		lang_fill(out, cap, _("← allt är tillbaka"), args, 2);
	} else {
		lang_fill(out, cap, o->out == o->booked ?
		    _("→ allt är utlämnat") :
		    _("→ %1$s av %2$s utlämnade"), args, 2);
	}
}

void
order_card_head(const struct order_card *s, struct area a)
{
	const struct order *o = &s->order;
	char text[256];
	enum style st;

	draw_text(a.y, a.x, a.w, ST_STRONG, o->unit_name);
	snprintf(text, sizeof text, "%lld · %s", (long long)o->number,
	    _(order_kind_label(o->kind)));
	draw_text(a.y + 1, a.x, a.w, ST_DIM, text);
	dates(o, text, sizeof text);
	draw_text(a.y + 2, a.x, a.w, ST_BODY, text);
	standing(o, text, sizeof text, &st);
	draw_text(a.y + 3, a.x, a.w, st, text);
}

static void
fact(struct area *a, const char *label, const char *value)
{
	if (*value == '\0' || a->h < 1)
		return;
	draw_text(a->y, a->x, 11, ST_DIM, label);
	int n = draw_wrap((struct area){ a->y, a->x + 12, a->h < 2 ? 1 : 2,
	    a->w - 12 }, ST_BODY, value);
	a->y += n;
	a->h -= n;
}

/* What both halves say, with a mark between where both say something. */
static const char *
both(const char *one, const char *other, char *out, size_t cap)
{
	snprintf(out, cap, "%s%s%s", one, *one != '\0' && *other != '\0' ?
	    " · " : "", other);
	return out;
}

void
order_card_facts(const struct order_card *s, struct area a, bool here)
{
	const struct order *o = &s->order;
	char text[512], day[32];

	fact(&a, _("Regel"), depot_rules_say(o->say, o->say_en));
	fact(&a, _("Hinder"), s->obstacle);
	fact(&a, _("Från depå"), s->asked);
	if (o->state == ORDER_ASKED && s->answers[0] != '\0') {
		const char *args[] = { s->answers };
		fact(&a, _("Svarar"), lang_fill(text, sizeof text,
		    _("%1$s, vid nästa synkning"), args, 1));
	} else {
		fact(&a, _("Svarade"), s->answers);
	}
	if (s->ticket.id != 0)
		fact(&a, _("Hämtsedel"), both(here ?
		    s->ticket.code : "",
		    _(ticket_state_label(s->ticket.state)), text,
		    sizeof text));
	fact(&a, _("Varför"), both(order_card_reason(o->reason),
	    here ? o->note : "", text, sizeof text));
	if (here)
		fact(&a, _("Kontakt"), both(o->contact, o->phone, text,
		    sizeof text));
	const char *args[] = { s->pickup };
	fact(&a, _("Leverans"), *o->delivery != '\0' ? o->delivery :
	    s->fetched_here ? _("hämtas i depån") : lang_fill(text,
	    sizeof text, _("hämtas i %1$s"), args, 1));
	fact(&a, _("Beställd"), lang_day(o->time, day, sizeof day));
}

/* Where to fetch it, or what became of it. */
static const char *
line_word(const struct order *o, const struct order_card_line *l, bool narrow,
    char *out, size_t cap, enum style *st)
{
	char n[16], of[16];
	const char *args[] = { n, of };

	snprintf(of, sizeof of, "%d", l->count);
	if (o->state == ORDER_ASKED) {
		bool is_free = l->free >= l->count;
		*st = is_free ? ST_OK_TEXT : ST_NO_TEXT;
		snprintf(n, sizeof n, "%d", l->free);
		return lang_fill(out, cap, is_free ? _("✓ ledig") :
		    l->count < 2 ? _("✗ inte ledig") : narrow ?
		    _("✗ %1$s av %2$s") : _("✗ %1$s av %2$s lediga"), args,
		    2);
	}
	*st = ST_DIM;
	if (o->state != ORDER_GRANTED)
		return "";
	if (l->state == BOOKING_CANCELLED)
		return _("× avbokad");
	if (l->out > 0 && l->back >= l->out && l->out >= l->count)
		return _("← tillbaka");
	*st = ST_OK_TEXT;
	if (l->out >= l->count)
		return _("→ utlämnad");
	*st = ST_ALREADY_TEXT;
	if (l->out > 0) {
		snprintf(n, sizeof n, "%d", l->out);
		return lang_fill(out, cap, _("→ %1$s av %2$s ute"), args, 2);
	}
	snprintf(out, cap, "▣ %s", l->place[0] != '\0' ? l->place :
	    _("ingen plats"));
	return out;
}

static void
draw_line_row(int i, struct area a, bool selected, void *arg)
{
	struct order_card *s = arg;
	const struct order_card_line *l = &s->line[i];
	enum style st, plain = selected ? ST_SELECTED : ST_BODY;
	char text[96], whose[48] = "", both[64];
	int right = a.w >= 64 ? 24 : a.w >= 44 ? 18 : 12;
	bool narrow = right == 12;
	int known = l->depot[0] == '\0' ? 0 : right == 24 ?
	    KNOWN_COLS + 1 : KNOWN_COLS_MIN;

	const char *word = line_word(&s->order, l, narrow, text, sizeof text,
	    &st);
	if (known > 0)
		thing_known(l->depot, l->told, known - 1, whose,
		    sizeof whose);
	if (known > 0 && narrow) {	/* the symbol says it, and whose */
		snprintf(both, sizeof both, "%.*s %s",
		    (int)strcspn(word, " "), word, whose);
		word = both;
		right = KNOWN_COLS_MIN + 1;
		known = 0;
	}
	draw_textf(a.y, a.x, 4, plain, "%3d", l->count);
	draw_text(a.y, a.x + 5, a.w - right - known - 6, plain, l->name);
	if (known > 0)
		draw_text(a.y, a.x + a.w - right - known, known - 1,
		    selected ? plain : ST_DIM, whose);
	draw_right(a.y, a.x + a.w - right, right, selected ? plain : st,
	    word);
}

void
order_card_lines(struct order_card *s, struct area a, bool focus)
{
	struct list *l = &s->list;
	char text[64], n[16];
	const char *args[] = { n };

	if (a.h < 2)
		return;
	snprintf(n, sizeof n, "%d", s->n);
	lang_fill(text, sizeof text, _n("%1$s rad", "%1$s rader", s->n), args,
	    1);
	int w = draw_text(a.y, a.x, a.w, ST_ACCENT, s->more ?
	    _("De första raderna") : text);
	draw_line(a.y, a.x + w + 1, a.w - w - 1, ST_LINE);
	int high = touch_is_on() ? touch_h(TOUCH_ROW) : 1;
	l->page = (a.h - 1) / high;
	l->high = high;
	list_set(l, s->n);
	for (int i = l->top; i < s->n && i < l->top + l->page; i++) {
		struct area r = { a.y + 1 + (i - l->top) * high, a.x, high,
		    a.w };
		bool selected = focus && i == l->sel;
		if (selected) {
			draw_fill(r, ST_SELECTED);
			draw_cursor(r.y + high / 2, r.x);
		}
		draw_line_row(i, (struct area){ r.y + high / 2, r.x, 1, r.w },
		    selected, s);
		if (s->line[i].item != 0)
			draw_target(r, ORDER_CARD_TARGET + i);
	}
	if (s->n > l->page)
		touch_scrolls(SCROLL_PAGES);
	if (l->top + l->page < s->n && w + 10 < a.w)
		draw_right(a.y, a.x, a.w, ST_DIM, _(" ↓ mer"));
}
