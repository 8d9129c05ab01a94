/* Orders: those that wait for an answer, those to hand out, all. */
#include <stdio.h>
#include <string.h>

#include "db/order.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"

#define ROWS_MAX 100

static const char *const tabs[] = {
	N_("Väntar på svar"), N_("Att lämna ut"), N_("Alla"),
};

#define TABS ((int)(sizeof tabs / sizeof *tabs))

struct state {
	int  tab;
	size_t n;
	struct order row[ROWS_MAX];
	struct list list;
};

static const enum action actions[] = { DO_ORDER, DO_NOTHING };

static void
orders_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;
	struct order_filter f = { .unit = 0 };

	if (s->tab == 0)
		f.state = ORDER_ASKED + 1;
	f.to_hand_out = s->tab == 1;
	if (kiosk_fail(k, order_list(k->db, &f, 0, s->row, ROWS_MAX, &s->n,
	    &err), &err) != RC_OK)
		s->n = 0;
	list_set(&s->list, (int)s->n);
}

static struct step
orders_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)arg;
	orders_refresh(k, s);
	if (s->n == 0) {	/* nobody waits: what is to be handed out */
		s->tab = 1;
		orders_refresh(k, s);
	}
	return step_stay();
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	thing_order_row(&((struct state *)arg)->row[i], a, selected);
}

static void
orders_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	int x = a.x;

	(void)k;
	for (int i = 0; i < TABS; i++) {
		int at = x;
		x += draw_textf(a.y, x, a.w - (x - a.x), i == s->tab ?
		    ST_SELECTED : ST_TILE, "  %s  ", _(tabs[i]));
		draw_target((struct area){ a.y, at, 1, x - at },
		    TARGET_FIELD + i);
		x += 1;
	}
	draw_cursor(a.y, a.x);
	if (s->n == 0)
		draw_text(a.y + 2, a.x, a.w, ST_DIM,
		    _("Inga beställningar här."));
	list_draw(&s->list, (struct area){ a.y + 2, a.x, a.h - 2, a.w },
	    a.h >= 24, s->n > 0, draw_row, s);
}

static struct step
orders_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	int tab = s->tab;

	if (in->kind == INPUT_KEY && (in->key == K_RIGHT || in->key == K_TAB))
		tab = (tab + 1) % TABS;
	else if (in->kind == INPUT_KEY && (in->key == K_LEFT ||
	    in->key == K_BACKTAB))
		tab = (tab + TABS - 1) % TABS;
	else if (in->kind == INPUT_TAP && in->target >= TARGET_FIELD)
		tab = in->target - TARGET_FIELD;
	if (tab != s->tab) {
		s->tab = tab;
		s->list.sel = s->list.top = 0;
		orders_refresh(k, s);
		return step_stay();
	}
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		return step_push(SCREEN_ORDER, s->row[s->list.sel].id, NULL);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

const struct screen_ops screen_orders = {
	.title = N_("Beställningar"),
	.help = N_("Pil vänster och höger byter lista, Enter öppnar."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = orders_open,
	.draw = orders_draw,
	.input = orders_input,
	.refresh = orders_refresh,
};
