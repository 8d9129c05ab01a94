/* One order: what is asked, the answer, and its ticket. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/ticket.h"
#include "tui/kiosk/menu.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

struct state {
	struct order order;
	size_t lines, bookings;
	struct order_line line[ORDER_LINES_MAX];
	struct booking booking[ORDER_LINES_MAX];
	struct menu menu;
};

static const enum action actions[] = {
	DO_GRANT, DO_REFUSE, DO_PRINT, DO_OPEN_TICKET, DO_ISSUE, DO_CANCEL,
	DO_HISTORY, DO_NOTHING
};

static void
order_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;
	struct booking_filter of = { .orders = s->order.id };

	enum rc rc = order_get(k->db, s->order.id, &s->order, &err);
	if (rc == RC_OK)
		rc = order_lines(k->db, s->order.id, s->line, ORDER_LINES_MAX,
		    &s->lines, &err);
	if (rc == RC_OK)
		rc = booking_list(k->db, &of, 0, s->booking, ORDER_LINES_MAX,
		    &s->bookings, &err);
	kiosk_fail(k, rc, &err);
}

static struct step
order_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->order.id = arg->id;
	order_refresh(k, s);
	return step_stay();
}

static bool
order_can(struct kiosk *k, void *state, enum action a)
{
	const struct order *o = &((struct state *)state)->order;

	(void)k;
	switch (a) {
	case DO_GRANT:
	case DO_REFUSE:
		return o->state == ORDER_ASKED;
	case DO_ISSUE:
		return o->state == ORDER_GRANTED && o->ticket == 0 &&
		    o->out < o->booked;
	case DO_OPEN_TICKET:
	case DO_PRINT:
		return o->ticket != 0;
	case DO_CANCEL:
		return o->state == ORDER_ASKED ||
		    (o->state == ORDER_GRANTED && o->out < o->booked);
	default:
		return true;
	}
}

/* What is asked, line by line, while nothing is promised yet. */
static void
draw_asked(struct kiosk *k, struct state *s, struct area a)
{
	for (size_t i = 0; i < s->lines && (int)i < a.h; i++) {
		const struct order_line *l = &s->line[i];
		struct item item;
		struct err err;
		char avail[96] = "";
		enum style st = ST_DIM;
		const char *name = l->category;
		if (l->item != 0 && item_get(k->db, l->item, &item, &err) ==
		    RC_OK) {
			name = item.name;
			thing_availability(&item, avail, sizeof avail, &st);
		}
		draw_textf(a.y + (int)i, a.x, 5, ST_BODY, "%3d", l->count);
		draw_text(a.y + (int)i, a.x + 5, a.w - 32, ST_BODY, name);
		draw_right(a.y + (int)i, a.x + a.w - 27, 26, st, avail);
	}
}

static void
draw_head(struct state *s, struct area a)
{
	const struct order *o = &s->order;
	char text[300], from[CLOCK_DAY_MAX], to[CLOCK_DAY_MAX];
	const char *args[] = { from, to };
	enum style st = o->state == ORDER_ASKED ? ST_ALREADY_TEXT :
	    o->state == ORDER_GRANTED ? ST_OK_TEXT : ST_NO_TEXT;

	draw_text(a.y, a.x, a.w - 20, ST_STRONG, o->unit_name);
	snprintf(text, sizeof text, "%s %lld", _("beställning"),
	    (long long)o->number);
	draw_right(a.y, a.x + a.w - 20, 20, ST_DIM, text);
	clock_format_day(o->start, from);
	clock_format_day(o->until, to);
	lang_fill(text, sizeof text, order_kind_returns(o->kind) ?
	    _("%1$s till %2$s") : _("från %1$s, för gott"), args, 2);
	draw_textf(a.y + 1, a.x, a.w, ST_BODY, "%s · %s",
	    _(order_kind_label(o->kind)), text);
	draw_textf(a.y + 2, a.x, a.w, st, "%s %s", o->state == ORDER_ASKED ?
	    "●" : o->state == ORDER_GRANTED ? "✓" : "✗",
	    _(order_state_label(o->state)));
	snprintf(text, sizeof text, "%s  %s   %s", o->contact, o->phone,
	    o->delivery);
	draw_text(a.y + 3, a.x, a.w, ST_DIM, text);
	draw_text(a.y + 4, a.x, a.w, ST_DIM, o->note);
}

static void
order_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	int menu;

	menu_fill(k, &s->menu, actions, false);
	menu = s->menu.list.count;
	draw_head(s, a);
	struct area rest = { a.y + 6, a.x, a.h - 7 - menu, a.w };
	if (s->bookings == 0)
		draw_asked(k, s, rest);
	for (size_t i = 0; i < s->bookings && (int)i < rest.h; i++)
		thing_booking_row(&s->booking[i], (struct area){ rest.y +
		    (int)i, a.x, 1, a.w }, false, clock_today());
	draw_cursor(a.y, a.x);
	menu_draw(&s->menu, (struct area){ a.y + a.h - menu, a.x, menu,
	    a.w < 40 ? a.w : 40 }, true);
}

/* The answer and its ticket are one act. */
static enum rc
answer(struct kiosk *k, struct state *s, enum action a, const char *reason,
    int64_t *ticket, struct err *err)
{
	int64_t id = s->order.id;

	enum rc rc = kiosk_begin(k, err);
	if (rc != RC_OK)
		return rc;
	if (a == DO_GRANT)
		rc = order_grant(k->db, id, "", err);
	if (rc == RC_OK && (a == DO_GRANT || a == DO_ISSUE))
		rc = ticket_issue(k->db, id, 0, ticket, err);
	if (a == DO_REFUSE)
		rc = order_refuse(k->db, id, reason, err);
	if (a == DO_CANCEL)
		rc = order_cancel(k->db, id, reason, err);
	return kiosk_end(k, rc, err);
}

static struct step
do_answer(struct kiosk *k, struct state *s, enum action a,
    const char *reason)
{
	struct err err = { .why = WHY_NONE };
	int64_t ticket = 0;

	if (kiosk_fail(k, answer(k, s, a, reason, &ticket, &err), &err) !=
	    RC_OK)
		return step_stay();
	kiosk_say(k, SAY_OK, true, "%s", a == DO_GRANT ?
	    _("Godkänd. Hämtsedeln är klar.") : a == DO_ISSUE ?
	    _("Hämtsedeln är klar.") : a == DO_REFUSE ?
	    _("Nekad.") : _("Avbokad."));
	if (ticket == 0)
		return step_stay();
	paper_print(k, PAPER_TICKET, ticket);
	return step_push(SCREEN_TICKET, ticket, NULL);
}

static struct step
order_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_GRANT:
	case DO_ISSUE:
		return do_answer(k, s, a, NULL);
	case DO_REFUSE:
	case DO_CANCEL:
		return step_ask(SCREEN_CHOICE, (int)a, CHOICE_REFUSE, NULL);
	case DO_OPEN_TICKET:
		return step_push(SCREEN_TICKET, s->order.ticket, NULL);
	case DO_PRINT:
		paper_print(k, PAPER_TICKET, s->order.ticket);
		return step_stay();
	case DO_HISTORY:
		return step_push(SCREEN_HISTORY, s->order.id, NULL);
	default:
		return step_pass();
	}
}

static struct step
order_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	return do_answer(k, state, (enum action)arg->tag, arg->text);
}

static struct step
order_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return menu_input(&s->menu, in);
}

const struct screen_ops screen_order = {
	.title = N_("Beställning"),
	.help = N_("Godkänn så bokas sakerna och hämtsedeln skrivs ut. Neka "
	    "med ett skäl."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = order_open,
	.draw = order_draw,
	.input = order_input,
	.action = order_action,
	.answer = order_answer,
	.refresh = order_refresh,
	.can = order_can,
};
