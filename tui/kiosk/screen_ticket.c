/* A pickup ticket: what is on it, and its handing out.  A scan hands all of
 * it out at once; scanning the things then checks them off, and what is not
 * checked can be taken back with one key. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/history.h"
#include "db/sync_state.h"
#include "db/ticket.h"
#include "tui/kiosk/menu.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/known.h"
#include "tui/lang.h"

#define LINES_MAX ORDER_LINES_MAX

struct state {
	struct ticket ticket;
	struct order order;
	size_t n;
	struct booking line[LINES_MAX];
	char whose[96];		/* the depot that redeems it, "" it is this one */
	int64_t told;		/* how old what we know of that is */
	int32_t checked[LINES_MAX];	/* pieces scanned after it */
	int64_t act;		/* that handed all out by a scan, 0: none */
	struct list list;
	struct menu menu;
};

static const enum action actions[] = {
	DO_PRINT, DO_SHOW_QR, DO_DONE, DO_ONLY_CHECKED, DO_VOID, DO_NOTHING
};

static void
ticket_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;
	struct booking_filter on_it = { .ticket = s->ticket.id };

	enum rc rc = ticket_get(k->db, s->ticket.id, &s->ticket, &err);
	if (rc == RC_OK)
		rc = order_get(k->db, s->ticket.orders, &s->order, &err);
	if (rc == RC_OK)
		rc = booking_list(k->db, &on_it, 0, s->line, LINES_MAX, &s->n,
		    &err);
	s->whose[0] = '\0';
	if (rc == RC_OK && strcmp(s->ticket.depot, db_depot(k->db)) != 0) {
		depot_name(k->db, s->ticket.depot, s->whose, sizeof s->whose);
		s->told = sync_told(k->db, s->ticket.depot);
	}
	if (kiosk_fail(k, rc, &err) == RC_OK)
		list_set(&s->list, (int)s->n);
	if (s->ticket.out == 0) {	/* undone: there is nothing to check */
		s->act = 0;
		memset(s->checked, 0, sizeof s->checked);
	}
}

static void
say_out(struct kiosk *k, struct state *s, int pieces, bool undo)
{
	char things[48], said[400];
	const char *args[] = { things, s->order.unit_name };

	thing_count(pieces, things, sizeof things);
	kiosk_say(k, SAY_OK, undo, "%s", lang_fill(said, sizeof said,
	    _("Utlämnat: %1$s till %2$s."), args, 2));
	k->last_unit = s->order.unit;
}

/* Hands out count pieces of the item; item 0: all that is left. */
static enum rc
hand_out(struct kiosk *k, struct state *s, int64_t item, int32_t count)
{
	struct err err = { .why = WHY_NONE };
	int32_t before = s->ticket.out;

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = ticket_redeem(k->db, s->ticket.id, item, count, &err);
		if (rc == RC_OK)
			rc = ticket_get(k->db, s->ticket.id, &s->ticket,
			    &err);
		if (rc == RC_OK && s->ticket.out >= s->ticket.count)
			rc = paper_add(k, PAPER_RECEIPT, s->ticket.orders,
			    &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return rc;
	ticket_refresh(k, s);
	say_out(k, s, s->ticket.out - before, true);
	return rc;
}

static struct step
ticket_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->ticket.id = arg->id;
	ticket_refresh(k, s);
	if (arg->text[0] == '\0')
		return step_stay();
	if (k->who.role < ROLE_WORKER) {
		kiosk_say(k, SAY_INFO, false, "%s", _("Skanna ditt "
		    "tjänstekort för att lämna ut."));
		k->wait = (struct wait){ .what = WAIT_SCAN, .arg = *arg };
		return step_stay();
	}
	if (hand_out(k, s, 0, 0) == RC_OK)
		s->act = act_id(k->db);
	return step_stay();
}

static int
checked_lines(const struct state *s)
{
	int n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->checked[i] > 0;
	return n;
}

static bool
is_open(const struct state *s)
{
	return (s->ticket.state == TICKET_VALID ||
	    s->ticket.state == TICKET_PART) && s->ticket.out <
	    s->ticket.count;
}

static bool
ticket_can(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;
	int checked = checked_lines(s);

	(void)k;
	switch (a) {
	case DO_DONE:
		return is_open(s) && s->whose[0] == '\0';
	case DO_VOID:
		return is_open(s);
	case DO_SHOW_QR:
		return s->ticket.state != TICKET_VOID;
	case DO_ONLY_CHECKED:
		return s->act != 0 && checked > 0 && checked < (int)s->n;
	default:
		return true;
	}
}

static void
draw_booking(int i, struct area a, bool selected, void *arg)
{
	struct state *s = arg;
	const struct booking *b = &s->line[i];
	bool all = b->out >= b->count;
	enum style plain = selected ? ST_SELECTED : ST_BODY;
	const char *mark = s->checked[i] > 0 ? "✓✓" : all ? "✓" :
	    b->out > 0 ? "◐" : "○";
	int y = a.y + (a.h >= 3), right = 11, place = a.w > 70 ? 10 : 0;

	draw_text(y, a.x + 1, 3, selected ? plain : all ? ST_OK_TEXT :
	    ST_ALREADY_TEXT, mark);
	draw_textf(y, a.x + 4, 5, plain, "%3d", b->count);
	int w = a.w - 28 - place - right;
	draw_text(y, a.x + 9, w, plain, b->item_name);
	draw_text(y, a.x + 10 + w, 18, selected ? plain : ST_DIM,
	    b->item_code);
	if (place > 0)
		draw_text(y, a.x + 28 + w, place - 1, selected ? plain :
		    ST_DIM, b->place_name);
	draw_right(y, a.x + a.w - right - 1, right, plain,
	    s->checked[i] > 0 ? _("avprickad") : all ? _("utlämnad") :
	    b->out > 0 ? _("delvis") : _("kvar"));
}

/* Another depot hands it out: whose it is, and as of when. */
static const char *
state_there(const struct state *s, char *out, size_t cap)
{
	char known[64];
	const char *args[] = { s->whose, _(ticket_state_label(
	    s->ticket.state)), known };

	known_words(s->told, known, sizeof known);
	return lang_fill(out, cap, _("● Lämnas ut i %1$s: %2$s, %3$s."), args,
	    3);
}

static const char *
state_sentence(const struct state *s, char *out, size_t cap, enum style *st)
{
	*st = ST_ALREADY_TEXT;
	if (s->whose[0] != '\0')
		return state_there(s, out, cap);
	*st = ST_OK_TEXT;
	switch (s->ticket.state) {
	case TICKET_VALID:
		return _("✓ Gäller. Skanna hämtsedeln för att lämna ut allt, "
		    "eller sakerna en och en.");
	case TICKET_PART:
		return _("◐ En del är utlämnat. Skanna resten, eller F9.");
	case TICKET_USED:
		return s->act != 0 ? _("✓ Allt är utlämnat. Skanna sakerna "
		    "för att pricka av.") : _("✓ Allt är utlämnat.");
	case TICKET_VOID:
		*st = ST_NO_TEXT;
		return _("✗ Makulerad. Den gäller inte.");
	case TICKET_EXPIRED:
		*st = ST_NO_TEXT;
		return _("✗ För gammal. Gör en ny från beställningen.");
	}
	return "";
}

static void
ticket_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char text[400], until[CLOCK_DAY_MAX], back[CLOCK_DAY_MAX];
	const char *args[] = { until, back };
	enum style st;

	menu_fill(k, &s->menu, actions, false);
	draw_text(a.y, a.x, 22, ST_STRONG, s->ticket.code);
	snprintf(text, sizeof text, "%s %lld · %s", _("beställning"),
	    (long long)s->order.number, _(order_kind_label(s->order.kind)));
	draw_right(a.y, a.x + 22, a.w - 22, ST_DIM, text);
	draw_text(a.y + 1, a.x, a.w, ST_BODY, s->order.unit_name);
	clock_format_day(s->ticket.expires, until);
	clock_format_day(s->order.until, back);
	draw_text(a.y + 2, a.x, a.w, ST_DIM, lang_fill(text, sizeof text,
	    order_kind_returns(s->order.kind) ?
	    _("Gäller till och med %1$s. Ska tillbaka %2$s.") :
	    _("Gäller till och med %1$s."), args, 2));
	const char *sentence = state_sentence(s, text, sizeof text, &st);
	int n = draw_wrap((struct area){ a.y + 3, a.x, 2, a.w }, st,
	    sentence);
	int menu = touch_is_on() ? 0 : s->menu.list.count;
	struct area list = { a.y + 4 + n, a.x, a.h - 4 - n -
	    (menu > 0 ? menu + 1 : 0), a.w };
	list_draw(&s->list, list, a.h >= 30, false, draw_booking, s);
	draw_cursor(list.y, a.x);
	if (menu > 0)
		menu_draw(&s->menu, (struct area){ a.y + a.h - menu, a.x,
		    menu, a.w < 40 ? a.w : 40 }, true);
}

/* The line of the item that is still to be checked, else any of it; n: it
 * has none. */
static size_t
line_of(const struct state *s, int64_t item)
{
	size_t found = s->n;

	for (size_t i = s->n; i > 0; i--)
		if (s->line[i - 1].item == item && (found == s->n ||
		    s->checked[i - 1] < s->line[i - 1].count))
			found = i - 1;
	return found;
}

/* A thing of the ticket: checked off, or handed out first. */
static struct step
scan_thing(struct kiosk *k, struct state *s, int64_t item)
{
	size_t i = line_of(s, item);
	char name[200], done[16], of[16], said[400];
	const char *args[] = { name, done, of };

	if (i == s->n) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Den står inte på hämtsedeln."));
		return step_stay();
	}
	struct booking *b = &s->line[i];
	if (k->who.role < ROLE_WORKER)
		return step_sign_in(ROLE_WORKER);
	snprintf(name, sizeof name, "%s", b->item_name);
	if (b->out < b->count) {
		if (hand_out(k, s, item, b->count - b->out) == RC_OK)
			s->checked[i] = s->line[i].count;
		return step_stay();
	}
	bool again = s->checked[i] >= b->count;
	if (!again)
		s->checked[i] = b->count;
	snprintf(done, sizeof done, "%d", checked_lines(s));
	snprintf(of, sizeof of, "%zu", s->n);
	kiosk_say(k, again ? SAY_ALREADY : SAY_OK, s->act != 0, "%s",
	    lang_fill(said, sizeof said, again ?
	    _("%1$s är redan avprickad.") :
	    _("Avprickad: %1$s (%2$s av %3$s)."), args, 3));
	return step_stay();
}

static struct step
ticket_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct item item[2];
	struct err err;
	size_t n = 0;

	if (code->kind != CODE_ITEM && code->kind != CODE_FOREIGN)
		return step_pass();
	if (item_find(k->db, code->text, item, 2, &n, &err) != RC_OK || n != 1)
		return step_pass();
	return scan_thing(k, s, item[0].id);
}

/* What was handed out by the scan goes back, and what was checked out: one
 * act, so that nothing can come between. */
static void
only_checked(struct kiosk *k, struct state *s)
{
	struct err err = { .why = WHY_NONE };
	int pieces = 0;

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = undo_act(k->db, s->act, &err);
		for (size_t i = 0; rc == RC_OK && i < s->n; i++)
			if (s->checked[i] > 0) {
				rc = ticket_redeem(k->db, s->ticket.id,
				    s->line[i].item, s->line[i].count, &err);
				pieces += s->line[i].count;
			}
		if (rc == RC_OK)
			rc = paper_add(k, PAPER_RECEIPT, s->ticket.orders,
			    &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	s->act = 0;
	/* An act that takes another back is not taken back itself. */
	say_out(k, s, pieces, false);
}

static struct step
ticket_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;
	struct err err = { .why = WHY_NONE };

	switch (a) {
	case DO_PRINT:
		paper_print(k, s->ticket.state == TICKET_USED ?
		    PAPER_RECEIPT : PAPER_TICKET, s->ticket.state ==
		    TICKET_USED ? s->ticket.orders : s->ticket.id);
		return step_stay();
	case DO_SHOW_QR:
		return step_push(SCREEN_QR, s->ticket.id, NULL);
	case DO_DONE:
		if (k->who.role < ROLE_WORKER)
			return step_sign_in(ROLE_WORKER);
		hand_out(k, s, 0, 0);
		return step_stay();
	case DO_ONLY_CHECKED:
		only_checked(k, s);
		return step_stay();
	case DO_VOID: {
		enum rc rc = kiosk_begin(k, &err);
		if (rc == RC_OK) {
			rc = ticket_void(k->db, s->ticket.id, "other", &err);
			rc = kiosk_end(k, rc, &err);
		}
		if (kiosk_fail(k, rc, &err) == RC_OK)
			kiosk_say(k, SAY_OK, true, "%s", _("Hämtsedeln är "
			    "makulerad. Bokningen står kvar."));
		return step_stay();
	}
	default:
		return step_pass();
	}
}

static struct step
ticket_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	return scan_thing(k, state, arg->id);
}

static struct step
ticket_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return menu_input(&s->menu, in);
}

const struct screen_ops screen_ticket = {
	.title = N_("Hämtsedel"),
	.help = N_("Skannad lämnar hämtsedeln ut allt som står på den. Skanna "
	    "sedan sakerna för att pricka av dem. F5 ångrar."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.takes_items = true,
	.open = ticket_open,
	.draw = ticket_draw,
	.input = ticket_input,
	.scan = ticket_scan,
	.action = ticket_action,
	.answer = ticket_answer,
	.refresh = ticket_refresh,
	.can = ticket_can,
};
