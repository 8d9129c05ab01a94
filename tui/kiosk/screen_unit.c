/* A unit's card: who it is, what it has, what it has ordered. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/order.h"
#include "db/unit.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/menu.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"

#define ROWS_MAX 100

struct state {
	struct unit unit;
	size_t n;
	struct booking row[ROWS_MAX];
	struct list list;
	struct menu menu;
	bool in_menu;		/* the focus is there */
};

static const enum action actions[] = {
	DO_ORDER, DO_ORDERS, DO_HISTORY, DO_NOTHING
};

static void
unit_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;
	struct booking_filter active = { .unit = s->unit.id, .active = true };
	struct booking was = { .item = 0 };
	int at = -1;

	if (s->list.sel < (int)s->n)
		was = s->row[s->list.sel];
	enum rc rc = unit_get(k->db, s->unit.id, &s->unit, &err);
	if (rc == RC_OK)
		rc = booking_list(k->db, &active, 0, s->row, ROWS_MAX, &s->n,
		    &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].orders == was.orders &&
		    s->row[i].line == was.line && s->row[i].item == was.item)
			at = (int)i;
	list_follow(&s->list, (int)s->n, at);
}

static struct step
unit_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->unit.id = arg->id;
	unit_refresh(k, s);
	return step_stay();
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	thing_booking_row(&((struct state *)arg)->row[i], a, selected);
}

static void
unit_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char text[300], out[16], late[16];
	const char *args[] = { out, late };

	draw_text(a.y, a.x, a.w, ST_STRONG, s->unit.name);
	snprintf(text, sizeof text, "%s   %s, %s   %s", s->unit.code,
	    _(unit_kind_label(s->unit.kind)), s->unit.organisation,
	    s->unit.address);
	draw_text(a.y + 1, a.x, a.w, ST_DIM, text);
	/* Names and telephone numbers are for those who work here. */
	if (k->who.role >= ROLE_WORKER)
		snprintf(text, sizeof text, "%s   %s   %s", s->unit.contact,
		    s->unit.phone, s->unit.hours);
	else
		snprintf(text, sizeof text, "%s", s->unit.hours);
	draw_text(a.y + 2, a.x, a.w, ST_BODY, text);
	snprintf(out, sizeof out, "%d", s->unit.out);
	snprintf(late, sizeof late, "%d", s->unit.overdue);
	bool is_late = s->unit.overdue > 0;
	draw_text(a.y + 3, a.x, a.w, is_late ? ST_NO_TEXT :
	    ST_OK_TEXT, lang_fill(text, sizeof text, is_late ?
	    _("✗ har %1$s hemma, %2$s försenade") : s->unit.out == 0 ?
	    _("✓ har inget hemma") : _("✓ har %1$s hemma"),
	    args, 2));
	draw_cursor(a.y, a.x);
	if (s->n == 0)
		draw_text(a.y + 5, a.x, a.w, ST_DIM,
		    _("Inga lån och inga beställningar."));
	menu_fill(k, &s->menu, actions, false);
	struct area list = menu_foot(&s->menu, (struct area){ a.y + 5, a.x,
	    a.h - 5, a.w }, s->in_menu || s->n == 0);
	list_draw(&s->list, list, a.h >= 24, s->n > 0 && !s->in_menu,
	    draw_row, s);
}

static struct step
unit_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	struct step step = menu_foot_input(&s->menu, in, &s->in_menu, &s->list);
	if (step.kind != STEP_PASS)
		return step;
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		return step_push(SCREEN_ITEM, s->row[s->list.sel].item, NULL);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

static struct step
unit_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	(void)k;
	if (a == DO_HISTORY)
		return step_push(SCREEN_HISTORY, s->unit.id, NULL);
	if (a == DO_ORDERS)
		return step_push(SCREEN_ORDERS, s->unit.id, NULL);
	if (a == DO_ORDER) {
		struct step step = step_push(SCREEN_FORM, 0, NULL);
		step.arg.id2 = s->unit.id;
		return step;
	}
	return step_pass();
}

static struct step
unit_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;

	if (code->kind != CODE_UNIT || strcmp(code->text, s->unit.code) != 0)
		return step_pass();
	kiosk_say(k, SAY_ALREADY, false, "%s", _("Det är den här."));
	return step_stay();
}

const struct screen_ops screen_unit = {
	.title = N_("Enhet"),
	.help = N_("Vad enheten har hemma och har beställt. Enter öppnar "
	    "raden. Tab går till Beställningar och Historik."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = unit_open,
	.draw = unit_draw,
	.input = unit_input,
	.action = unit_action,
	.scan = unit_scan,
	.scan_shows = true,
	.refresh = unit_refresh,
};
