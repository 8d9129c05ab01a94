/* An order as the one who asked for it follows it: its number, how it stands
 * in plain words, what to do next, and a code to find it again.  Of people it
 * shows nothing, and the ticket only to who has the code.  arg->text: not
 * empty where one has. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/code.h"
#include "tui/kiosk/menu.h"
#include "tui/kiosk/order_card.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"
#include "tui/print/qr.h"

#define TEXT_COLS	34	/* beside the QR code, at least */

struct state {
	int64_t id;
	struct order_card card;
	bool mine;		/* one came with its code, not a number that
				 * anyone can guess */
	char code[CODE_MAX];	/* the order's */
	bool fetch;		/* its ticket can be used, and shown */
	struct qr qr;
	bool made;
	struct menu menu;
	struct list none;	/* of the lines none is chosen */
	bool in_menu;
};

static const enum action actions[] = {
	DO_PRINT_MINE, DO_SHOW_QR, DO_APPEAL, DO_NOTHING
};

static void
follow_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	const struct order *o = &s->card.order;
	const struct ticket *t = &s->card.ticket;
	struct err err = { .why = WHY_NONE };

	enum rc rc = order_card_read(k, &s->card, s->id, &err);
	s->made = false;
	if (rc == RC_OK)
		rc = code_format(CODE_ORDER, o->depot, o->number, s->code,
		    &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	s->card.obstacle[0] = '\0';	/* whose it is then is theirs */
	s->fetch = s->mine && t->id != 0 && (t->state == TICKET_VALID ||
	    t->state == TICKET_PART);
	/* With a ticket, what the counter wants to see. */
	s->made = s->mine && qr_make(s->fetch ? t->code : s->code, QR_L, &s->qr, &err) ==
	    RC_OK;
}

static struct step
follow_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->id = arg->id;
	s->mine = arg->text[0] != '\0';
	follow_refresh(k, s);
	return s->card.order.id == 0 ? step_pop() : step_stay();
}

static bool
is_rule_no(const struct order *o)
{
	return o->state == ORDER_REFUSED && o->rule[0] != '\0';
}

static bool
follow_can(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	(void)k;
	if (a == DO_APPEAL)
		return is_rule_no(&s->card.order);
	return a == DO_SHOW_QR ? s->mine : s->fetch;
}

/* What happens next where the answer was yes: a msgid. */
static const char *
next_granted(const struct state *s)
{
	const struct order *o = &s->card.order;

	if (o->out > 0 && o->back >= o->booked)
		return N_("Allt är tillbaka. Tack!");
	if (o->out > 0 && o->out >= o->booked)
		return o->until == 0 ? N_("Allt är hämtat.") :
		    N_("Allt är hämtat. Lämna tillbaka det senast %3$s.");
	if (s->card.ticket.id != 0 && s->card.ticket.state == TICKET_EXPIRED)
		return N_("Hämtsedeln är för gammal. Fråga personalen: de gör "
		    "en ny.");
	if (!s->mine && s->card.ticket.id != 0)
		return N_("Svaret är ja. Hämta i %1$s senast %2$s med "
		    "hämtsedeln. Skanna beställningens kod för att se den "
		    "igen, eller fråga personalen.");
	if (!s->fetch)
		return N_("Svaret är ja. Depån gör en hämtsedel: titta hit "
		    "igen, eller fråga personalen.");
	return N_("Svaret är ja. Hämta i %1$s senast %2$s. Visa hämtsedeln "
	    "%4$s där, på papper eller här.");
}

/* The same for all orders. */
static const char *
next(const struct state *s)
{
	const struct order *o = &s->card.order;

	if (o->state == ORDER_GRANTED)
		return next_granted(s);
	if (o->state == ORDER_CANCELLED)
		return N_("Beställningen är avbokad. Inget händer mer.");
	if (o->state == ORDER_REFUSED)
		return is_rule_no(o) ? N_("Svaret är nej. Blev det fel? "
		    "Då kan någon på depån se på det: välj här nedan.") :
		    N_("Svaret är nej. Undrar du varför? Fråga personalen.");
	return s->card.ours ? N_("Väntar på svar från depån. Kom ihåg numret: "
	    "skriv det här eller skanna koden, så visas svaret.") :
	    N_("Väntar på svar från %5$s, vid nästa synkning. Kom ihåg "
	    "numret: skriv det här eller skanna koden, så visas svaret.");
}

static const char *
next_words(const struct state *s, char *out, size_t cap)
{
	const struct order *o = &s->card.order;
	char fetch[CLOCK_DAY_MAX], back[CLOCK_DAY_MAX];
	const char *args[] = { s->card.pickup, fetch, back,
	    s->card.ticket.code, s->card.answers };

	clock_format_day(s->card.ticket.expires, fetch);
	clock_format_day(o->until, back);
	return lang_fill(out, cap, _(next(s)), args, 5);
}

/* The number in figures of three by five cells, two columns a cell. */
static int
draw_large(int64_t number, struct area a)
{
	static const char *const figures[10] = {
		"####.##.##.####", ".#.##..#..#.###", "###..#####..###",
		"###..####..####", "#.##.####..#..#", "####..###..####",
		"####..####.####", "###..#..#..#..#", "####.#####.####",
		"####.####..####",
	};
	char text[24];
	int n = snprintf(text, sizeof text, "%lld", (long long)number);

	if (n * 8 > a.w)
		return 0;
	for (int i = 0; i < n; i++)
		for (int c = 0; c < 15; c++)
			if (figures[text[i] - '0'][c] == '#')
				draw_fill((struct area){ a.y + c / 3, a.x +
				    i * 8 + c % 3 * 2, 1, 2 }, ST_SELECTED);
	return 6;
}

/* Draws the code at the right where it fits, and narrows the area. */
static void
draw_code(const struct state *s, struct area *a)
{
	struct qr_cell cell[QR_SIZE_MAX + 2 * QR_QUIET];
	int cols = qr_cols(&s->qr), rows = qr_rows(&s->qr);
	int x0 = a->x + a->w - cols;

	if (!s->made || rows + 1 > a->h || a->w - cols - 2 < TEXT_COLS)
		return;
	for (int y = 0; y < rows; y++) {
		int n = qr_row(&s->qr, y, cell, QR_SIZE_MAX + 2 * QR_QUIET);
		for (int x = 0; x < n; x++)
			draw_qr_cell(a->y + y, x0 + x, cell[x].top,
			    cell[x].bottom);
	}
	draw_centre(a->y + rows, x0, cols, ST_STRONG, s->fetch ?
	    s->card.ticket.code : s->code);
	a->w -= cols + 2;
}

static void
follow_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	const struct order *o = &s->card.order;
	char text[400];
	enum style st = o->state == ORDER_GRANTED ? ST_OK_TEXT :
	    o->state == ORDER_ASKED ? ST_ALREADY_TEXT : ST_NO_TEXT;

	draw_cursor(a.y, a.x);
	menu_fill(k, &s->menu, actions, false);
	a = menu_foot(&s->menu, a, s->in_menu || s->menu.list.count > 0);
	draw_code(s, &a);
	snprintf(text, sizeof text, "%s %lld   %s", _("Beställning"),
	    (long long)o->number, s->mine ? s->code : "");
	draw_text(a.y, a.x, a.w, ST_STRONG, text);
	a.y++;
	a.h--;
	if (a.h >= 17) {
		int n = draw_large(o->number, (struct area){ a.y + 1, a.x, 5,
		    a.w });
		a.y += n + (n > 0);
		a.h -= n + (n > 0);
	}
	draw_para(&a, st, next_words(s, text, sizeof text));
	int gap = a.h >= 9;
	a.y += gap;
	a.h -= gap;
	order_card_head(&s->card, (struct area){ a.y, a.x, 4, a.w });
	a.y += 4;
	a.h -= 4;
	int facts = a.h - s->card.n - 1;
	facts = facts < 1 ? 1 : facts > 5 ? 5 : facts;
	if (a.h >= 1)
		order_card_facts(&s->card, (struct area){ a.y, a.x, facts,
		    a.w }, false);
	order_card_lines(&s->card, (struct area){ a.y + facts, a.x,
	    a.h - facts, a.w }, false);
}

static struct step
follow_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_SHOW_QR:
		return s->fetch ? step_push(SCREEN_QR, s->card.ticket.id,
		    NULL) : step_push(SCREEN_QR, 0, s->code);
	case DO_PRINT_MINE:
		paper_print(k, PAPER_TICKET, s->card.ticket.id);
		return step_stay();
	case DO_APPEAL:
		verb_appeal(k, &s->card.order);
		return step_stay();
	default:
		return step_pass();
	}
}

static struct step
follow_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return menu_foot_input(&s->menu, in, &s->in_menu, &s->none);
}

/* Another order takes this one's place. */
static struct step
follow_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;

	if (code->kind != CODE_ORDER)
		return step_pass();
	if (strcmp(code->text, s->code) == 0) {
		kiosk_say(k, SAY_ALREADY, false, "%s", _("Det är den här."));
		return step_stay();
	}
	struct step step = kiosk_dispatch(k, code);
	if (step.kind == STEP_PUSH)
		step.kind = STEP_REPLACE;
	return step;
}

const struct screen_ops screen_follow = {
	.title = N_("Din beställning"),
	.help = N_("Hur det går med beställningen. Skriv numret eller skanna "
	    "koden på första sidan för att komma hit igen. F8 visar koden "
	    "stor: ta gärna en bild av den."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = follow_open,
	.draw = follow_draw,
	.input = follow_input,
	.scan = follow_scan,
	.action = follow_action,
	.refresh = follow_refresh,
	.can = follow_can,
};
