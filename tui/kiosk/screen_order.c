/* An order: the whole form as one card, and its answer. */
#include <stdio.h>
#include <string.h>

#include "tui/kiosk/menu.h"
#include "tui/kiosk/order_card.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

struct state {
	int64_t id;
	struct order_card card;
	bool in_lines;			/* the focus is there */
	struct menu menu;
};

static const enum action actions[] = {
	DO_APPEAL, DO_GRANT, DO_REFUSE, DO_DISPATCH, DO_ISSUE,
	DO_OPEN_TICKET, DO_PRINT, DO_CANCEL, DO_HISTORY, DO_NOTHING
};

static void
order_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err = { .why = WHY_NONE };

	kiosk_fail(k, order_card_read(k, &s->card, s->id, &err), &err);
}

static struct step
order_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->id = arg->id;
	order_refresh(k, s);
	return s->card.order.id == 0 ? step_pop() : step_stay();
}

/* Something of it is promised and not yet handed out. */
static bool
is_left(const struct state *s)
{
	const struct order *o = &s->card.order;

	return o->state == ORDER_GRANTED && o->out < o->booked;
}

static bool
is_rule_no(const struct order *o)
{
	return o->state == ORDER_REFUSED && o->rule[0] != '\0';
}

static bool
order_can(struct kiosk *k, void *state, enum action a)
{
	const struct state *s = state;
	const struct order *o = &s->card.order;
	bool left = is_left(s);

	switch (a) {
	case DO_APPEAL:
		return is_rule_no(o);
	case DO_GRANT:	/* staff may overrule a rule */
		return s->card.ours && (o->state == ORDER_ASKED ||
		    (is_rule_no(o) && k->who.role >= ROLE_STAFF));
	case DO_REFUSE:
		return o->state == ORDER_ASKED && s->card.ours;
	case DO_DISPATCH:
		return left && s->card.ours && !s->card.fetched_here;
	case DO_ISSUE:
		return left && s->card.ours && (s->card.ticket.id == 0 ||
		    s->card.ticket.state == TICKET_EXPIRED);
	case DO_OPEN_TICKET:
		return s->card.ticket.id != 0;
	case DO_PRINT:
		return (left && s->card.ticket.id != 0) || o->out > 0;
	case DO_CANCEL:
		return o->state == ORDER_ASKED || left;
	default:
		return true;
	}
}

static void
order_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	int right = a.w >= 90 ? 34 : a.w >= 70 ? 25 : 20;
	int w = a.w - right - 2;
	bool roomy = a.h >= 16;
	int head = roomy ? 5 : 4, most = roomy ? 10 : 6;
	struct area rest = { a.y + head, a.x, a.h - head, w };
	int facts = rest.h - s->card.n - 1 - roomy;
	int least = rest.h >= 14 ? 8 : rest.h / 2;

	draw_cursor(a.y, a.x);
	menu_fill(k, &s->menu, actions, true);
	menu_draw(&s->menu, (struct area){ a.y, a.x + a.w - right, a.h,
	    right }, !s->in_lines);
	order_card_head(&s->card, (struct area){ a.y, a.x, head, w });
	facts = facts < least ? least : facts > most ? most : facts;
	order_card_facts(&s->card, (struct area){ rest.y, rest.x, facts, w },
	    k->who.id != 0);
	rest.y += facts + roomy;
	rest.h -= facts + roomy;
	order_card_lines(&s->card, rest, s->in_lines);
}

/* A ticket that came too late makes room for a new one. */
static enum rc
issue(struct kiosk *k, struct state *s, int64_t *id, struct err *err)
{
	enum rc rc = RC_OK;

	if (s->card.ticket.id != 0)
		rc = ticket_void(k->db, s->card.ticket.id, "other", err);
	return rc == RC_OK ? ticket_issue(k->db, s->id, 0, id, err) : rc;
}

/* One act: yes, the ticket, and its paper. */
static void
grant(struct kiosk *k, struct state *s, bool answer)
{
	struct err err = { .why = WHY_NONE };
	int64_t id = 0;
	char number[24], said[400];
	const char *args[] = { number, s->card.pickup };

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		if (answer)
			rc = order_grant(k->db, s->id, NULL, &err);
		if (rc == RC_OK)
			rc = issue(k, s, &id, &err);
		/* Where it was asked, the ticket is printed when it has come
		 * there. */
		if (rc == RC_OK && s->card.asked[0] == '\0')
			rc = paper_add(k, PAPER_TICKET, id, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	snprintf(number, sizeof number, "%lld",
	    (long long)s->card.order.number);
	k->last_unit = s->card.order.unit;
	bool away = !s->card.fetched_here;
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    !answer ? _("Hämtsedeln till beställning %1$s är klar.") : away ?
	    _("Beställning %1$s är godkänd. Skicka sakerna till %2$s: de "
	    "hämtas där.") : _("Beställning %1$s är godkänd."), args, 2));
}

static void
say_no(struct kiosk *k, struct state *s, const char *reason, bool cancel)
{
	struct err err = { .why = WHY_NONE };
	char number[24], said[400];
	const char *args[] = { number, order_card_reason(reason) };

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = cancel ? order_cancel(k->db, s->id, reason, &err) :
		    order_refuse(k->db, s->id, reason, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	snprintf(number, sizeof number, "%lld",
	    (long long)s->card.order.number);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said, cancel ?
	    _("Beställning %1$s är avbokad.") :
	    _("Beställning %1$s är nekad: %2$s."), args, 2));
}

static struct step
order_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_GRANT:
		grant(k, s, true);
		return step_stay();
	case DO_DISPATCH:
		return step_push(SCREEN_DISPATCH, 0, NULL);
	case DO_ISSUE:
		grant(k, s, false);
		return step_stay();
	case DO_APPEAL:
		verb_appeal(k, &s->card.order);
		return step_stay();
	case DO_REFUSE:
		return step_ask(SCREEN_CHOICE, DO_REFUSE, CHOICE_REFUSE,
		    NULL);
	case DO_CANCEL:
		say_no(k, s, "", true);
		return step_stay();
	case DO_OPEN_TICKET:
		return step_push(SCREEN_TICKET, s->card.ticket.id, NULL);
	case DO_PRINT:
		if (s->card.ticket.id != 0 && is_left(s))
			paper_print(k, PAPER_TICKET, s->card.ticket.id);
		else
			paper_print(k, PAPER_RECEIPT, s->id);
		return step_stay();
	case DO_HISTORY:
		return step_push(SCREEN_HISTORY, s->id, NULL);
	default:
		return step_pass();
	}
}

static struct step
order_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	if (arg->tag == DO_REFUSE)
		say_no(k, state, arg->text, false);
	return step_stay();
}

static struct step
order_scan(struct kiosk *k, void *state, const struct code *code)
{
	const struct order *o = &((struct state *)state)->card.order;

	if (code->kind != CODE_ORDER || code->number != o->number ||
	    strcmp(code->scope, o->depot) != 0)
		return step_pass();
	kiosk_say(k, SAY_ALREADY, false, "%s", _("Det är den här."));
	return step_stay();
}

static struct step
open_line(const struct state *s)
{
	const struct order_card *c = &s->card;
	int64_t item = c->list.sel < c->n ? c->line[c->list.sel].item : 0;

	return item != 0 ? step_push(SCREEN_ITEM, item, NULL) : step_stay();
}

/* Tab goes between the next steps and the lines; pages are the lines'. */
static struct step
order_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	struct input mine = *in;
	bool key = in->kind == INPUT_KEY;
	bool page = in->kind == INPUT_WHEEL || in->kind == INPUT_DRAG ||
	    (key && (in->key == K_PGUP || in->key == K_PGDN));

	(void)k;
	if (key && (in->key == K_TAB || in->key == K_BACKTAB ||
	    in->key == (s->in_lines ? K_RIGHT : K_LEFT))) {
		s->in_lines = !s->in_lines && s->card.n > 0;
		return step_stay();
	}
	if (in->kind == INPUT_TAP) {
		if (in->target < ORDER_CARD_TARGET)
			return menu_input(&s->menu, in);
		mine.target -= ORDER_CARD_TARGET;
	} else if (!s->in_lines && !page) {
		return menu_input(&s->menu, in);
	}
	if (page && s->card.n > 0)
		s->in_lines = true;
	switch (list_input(&s->card.list, &mine)) {
	case LIST_CHOSEN:
		s->in_lines = true;
		return open_line(s);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

const struct screen_ops screen_order = {
	.title = N_("Beställning"),
	.help = N_("Vad enheten har bett om, och svaret. Godkänn gör också "
	    "en hämtsedel och skriver ut den. Tab går till raderna, Enter "
	    "öppnar en. Har en regel nekat kan man fråga en person."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = order_open,
	.draw = order_draw,
	.input = order_input,
	.scan = order_scan,
	.action = order_action,
	.answer = order_answer,
	.refresh = order_refresh,
	.can = order_can,
};
