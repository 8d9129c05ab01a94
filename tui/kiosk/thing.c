#include "tui/kiosk/thing.h"

#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "tui/known.h"
#include "tui/lang.h"
#include "tui/sink.h"

char *
thing_count(int n, char *out, size_t cap)
{
	char number[16];
	const char *args[] = { number };

	snprintf(number, sizeof number, "%d", n);
	return lang_fill(out, cap, _n("%1$s sak", "%1$s saker", n), args, 1);
}

char *
thing_name(const struct item *item, char *out, size_t cap)
{
	snprintf(out, cap, "%s %s", item->name, item->code);
	return out;
}

char *
thing_known(const char *depot, int64_t told, int cells, char *out, size_t cap)
{
	char when[32];
	const char *args[] = { depot, when };

	known_short(told, when, sizeof when);
	return lang_fill(out, cap, cells >= KNOWN_COLS ?
	    _("%1$s, läget %2$s") : "%1$s %2$s", args, 2);
}

char *
thing_availability(const struct item *item, char *out, size_t cap,
    enum style *style)
{
	char a[32], b[CLOCK_DAY_MAX] = "";
	const char *args[] = { a, b };

	*style = ST_NO_TEXT;
	if (item->available > 0 && item->state != ITEM_RETIRED) {
		*style = ST_OK_TEXT;
		if (!item->lot) {
			snprintf(out, cap, "✓ %s", _("ledig"));
			return out;
		}
		snprintf(a, sizeof a, "%d", item->available);
		snprintf(b, sizeof b, "%d", item->count);
		return lang_fill(out, cap, _("✓ %1$s av %2$s lediga"), args,
		    2);
	}
	if (item->state == ITEM_IN_TRANSIT) {
		*style = ST_ALREADY_TEXT;
		snprintf(out, cap, "● %s", _(item_state_label(item->state)));
		return out;
	}
	if (item->state == ITEM_IN_STOCK) {
		*style = ST_ALREADY_TEXT;
		snprintf(out, cap, "● %s", item->condition ==
		    CONDITION_BROKEN ? _("lånas inte ut") : _("bokad"));
		return out;
	}
	if (item->due == 0) {
		snprintf(out, cap, "✗ %s", _(item_state_label(item->state)));
		return out;
	}
	snprintf(a, sizeof a, "%s", _(item_state_label(item->state)));
	clock_format_day(item->due, b);
	return lang_fill(out, cap, item->late ?
	    _("✗ sen sedan %2$s") : item->state == ITEM_LENT ?
	    _("✗ ute till %2$s") : _("✗ %1$s till %2$s"), args, 2);
}

/* The part of a label that tells it from the others of the depot: where
 * there is little room, "000085-L". */
static const char *
short_code(const char *code)
{
	const char *dash = strncmp(code, "I-", 2) == 0 ?
	    strchr(code + 2, '-') : NULL;

	return dash != NULL ? dash + 1 : code;
}

/* Where it is; what another depot answers for, is known to be. */
static void
where(const struct item *item, int cells, char *out, size_t cap)
{
	if (item->remote)
		thing_known(item->depot, item->told, cells, out, cap);
	else
		snprintf(out, cap, "%s", item->holder != 0 ?
		    item->holder_name : item->place != 0 ? item->place_name :
		    "");
}

static void
high_row(const struct item *item, struct area a, bool selected,
    const char *avail, enum style st)
{
	char place[96];

	where(item, KNOWN_COLS, place, sizeof place);
	draw_text(a.y, a.x + 1, a.w - 34, selected ? ST_SELECTED : ST_STRONG,
	    item->name);
	draw_right(a.y, a.x + a.w - 32, 31, st, avail);
	draw_textf(a.y + 1, a.x + 1, a.w - 2, selected ? ST_SELECTED :
	    ST_DIM, "%s   %s   %s", item->code,
	    _(condition_label(item->condition)), place);
}

void
thing_row(const struct item *item, struct area a, bool selected)
{
	char avail[96], place[96];
	enum style st, plain = selected ? ST_SELECTED : ST_BODY;
	enum style dim = selected ? ST_SELECTED : ST_DIM;

	thing_availability(item, avail, sizeof avail, &st);
	if (selected)
		st = ST_SELECTED;
	if (a.h >= 3) {
		high_row(item, a, selected, avail, st);
		return;
	}
	/* Where there is little room, of another depot's things the age
	 * stands instead of the label. */
	bool narrow = a.w < 64, wide = a.w > 96;
	int code = narrow ? 10 : 17, right = a.w > 90 ? 30 : 22;
	int spot = wide ? KNOWN_COLS + 1 : !narrow && item->remote ?
	    KNOWN_COLS_MIN : 0;
	int name = a.w - code - right - spot - 3;
	where(item, spot - 1, place, sizeof place);
	draw_text(a.y, a.x + 1, name - 1, plain, item->name);
	int x = a.x + 1 + name;
	if (spot > 0 && !wide) {
		draw_text(a.y, x, spot - 1, dim, place);
		x += spot;
	}
	draw_text(a.y, x, code, dim, !narrow ? item->code : item->remote ?
	    place : short_code(item->code));
	if (wide)
		draw_text(a.y, x + code, spot - 1, dim, place);
	draw_right(a.y, a.x + a.w - right - 1, right, st, avail);
}

/* What a booking is at, in one word with its symbol. */
static const char *
booking_word(const struct booking *b, enum style *st, char out[64])
{
	char day[CLOCK_DAY_MAX];
	const char *args[] = { day };

	*st = ST_BODY;
	clock_format_day(b->state == BOOKING_OUT ? b->until : b->start, day);
	if (b->late) {
		*st = ST_NO_TEXT;
		return lang_fill(out, 64, _("✗ försenad sedan %1$s"), args,
		    1);
	}
	if (b->state == BOOKING_OUT && b->until != 0)
		return lang_fill(out, 64, _("→ ska tillbaka %1$s"), args, 1);
	if (b->state == BOOKING_BOOKED || b->state == BOOKING_HOLD) {
		*st = ST_ALREADY_TEXT;
		return lang_fill(out, 64, b->state == BOOKING_HOLD ?
		    _("● reserverad från %1$s") : _("● bokad från %1$s"),
		    args, 1);
	}
	*st = ST_DIM;
	snprintf(out, 64, "%s", _(booking_state_label(b->state)));
	return out;
}

void
thing_booking_row(const struct booking *b, struct area a, bool selected)
{
	char word[64];
	enum style st, plain = selected ? ST_SELECTED : ST_BODY;
	enum style dim = selected ? ST_SELECTED : ST_DIM;

	booking_word(b, &st, word);
	if (selected)
		st = ST_SELECTED;
	int right = a.w >= 46 ? 26 : 13, code = a.w > 76 ? 17 : 0;
	int known = b->remote && a.w >= 46 ? KNOWN_COLS_MIN : 0;
	int name = a.w - right - code - known - 6;
	int y = a.y + (a.h >= 3);
	draw_textf(y, a.x, 4, plain, "%4d", b->count);
	draw_text(y, a.x + 5, name, plain, b->item_name);
	if (known > 0) {
		char text[48];
		draw_text(y, a.x + 6 + name, known - 1, dim, thing_known(
		    b->depot, b->told, known - 1, text, sizeof text));
	}
	if (code > 0)
		draw_text(y, a.x + 6 + name + known, code, dim,
		    b->item_code);
	/* Where there is little room, the symbol and the day. */
	int32_t day = b->state == BOOKING_OUT ? b->until : b->start;
	if (right == 13 && day != 0) {
		char text[CLOCK_DAY_MAX];
		draw_right(y, a.x + a.w - 12, 10, st,
		    clock_format_day(day, text));
		word[strcspn(word, " ")] = '\0';
		draw_text(y, a.x + a.w - right - 1, 2, st, word);
		return;
	}
	draw_right(y, a.x + a.w - right - 1, right, st, word);
}

void
thing_order_row(const struct order *o, struct area a, bool selected)
{
	enum style plain = selected ? ST_SELECTED : ST_BODY;
	enum style dim = selected ? ST_SELECTED : ST_DIM;
	enum style st = selected ? ST_SELECTED : o->state == ORDER_ASKED ?
	    ST_ALREADY_TEXT : o->state == ORDER_GRANTED ? ST_OK_TEXT :
	    ST_NO_TEXT;
	char day[CLOCK_DAY_MAX];
	int y = a.y + (a.h >= 3);
	int right = 18, when = 11;
	int name = a.w - right - when - 24;

	draw_textf(y, a.x + 1, 8, dim, "%5lld", (long long)o->number);
	draw_text(y, a.x + 8, 11, dim, _(order_kind_label(o->kind)));
	draw_text(y, a.x + 20, name, plain, o->unit_name);
	draw_text(y, a.x + 21 + name, when, dim,
	    clock_format_day(o->start, day));
	const char *word = o->state != ORDER_GRANTED ?
	    order_state_label(o->state) : o->out == 0 ? N_("godkänd") :
	    o->back >= o->booked ? N_("tillbaka") : o->out < o->booked ?
	    N_("delvis utlämnad") : N_("utlämnad");
	draw_right(y, a.x + a.w - right - 1, right, st, _(word));
}
