/* One case: what it is about, and the outcomes that settle it. */
#include <stdio.h>
#include <string.h>

#include "db/case.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/lang.h"

#define OUTCOMES_MAX 8

struct state {
	struct depot_case c;
	int  n;
	struct { char name[24], label[64]; } outcome[OUTCOMES_MAX];
	struct list list;
};

static const enum action actions[] = { DO_DONE, DO_HISTORY, DO_NOTHING };

static void
case_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;
	const char *name, *label;

	if (kiosk_fail(k, case_get(k->db, s->c.id, &s->c, &err), &err) !=
	    RC_OK)
		return;
	s->n = 0;
	while (s->c.outcome[0] == '\0' && s->n < OUTCOMES_MAX &&
	    case_outcome(s->c.kind, s->n, &name, &label)) {
		snprintf(s->outcome[s->n].name, sizeof s->outcome->name, "%s",
		    name);
		snprintf(s->outcome[s->n].label, sizeof s->outcome->label,
		    "%s", label);
		s->n++;
	}
	list_set(&s->list, s->n);
}

static struct step
case_open_screen(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->c.id = arg->id;
	case_refresh(k, s);
	return step_stay();
}

static bool
case_can(struct kiosk *k, void *state, enum action a)
{
	(void)k;
	return a != DO_DONE || ((struct state *)state)->n > 0;
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	struct state *s = arg;

	if (!selected)
		draw_fill(a, ST_TILE);
	draw_text(a.y + (a.h >= 3), a.x + 2, a.w - 4, selected ? ST_SELECTED :
	    ST_TILE, _(s->outcome[i].label));
}

static void
case_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char text[300], when[32];

	(void)k;
	snprintf(text, sizeof text, "%s %lld: %s", _("Ärende"),
	    (long long)s->c.number, _(case_kind_label(s->c.kind)));
	draw_text(a.y, a.x, a.w, ST_ACCENT, text);
	snprintf(text, sizeof text, "%s %s", s->c.item_name, s->c.item_code);
	draw_text(a.y + 1, a.x, a.w, ST_STRONG, text);
	draw_text(a.y + 2, a.x, a.w, ST_BODY, s->c.unit_name);
	int n = draw_wrap((struct area){ a.y + 3, a.x, 3, a.w }, ST_BODY,
	    s->c.note);
	draw_text(a.y + 3 + n, a.x, a.w, ST_DIM, lang_minute(s->c.time, when,
	    sizeof when));
	draw_cursor(a.y, a.x);
	if (s->n == 0) {
		draw_text(a.y + 5 + n, a.x, a.w, ST_OK_TEXT,
		    _("✓ Åtgärdat."));
		return;
	}
	draw_text(a.y + 5 + n, a.x, a.w, ST_DIM, _("Vad blev det?"));
	list_draw(&s->list, (struct area){ a.y + 6 + n, a.x, a.h - 6 - n,
	    a.w < 40 ? a.w : 40 }, true, true, draw_row, s);
}

static struct step
settle(struct kiosk *k, struct state *s)
{
	struct err err = { .why = WHY_NONE };

	if (s->n == 0)
		return step_stay();
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = case_settle(k->db, s->c.id,
		    s->outcome[s->list.sel].name, "", &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	kiosk_say(k, SAY_OK, true, "%s", _("Åtgärdat."));
	return step_pop();
}

static struct step
case_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		return step_do(DO_DONE);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

static struct step
case_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (a == DO_HISTORY)
		return step_push(SCREEN_HISTORY, s->c.id, NULL);
	if (a != DO_DONE)
		return step_pass();
	return k->who.role < ROLE_STAFF ? step_sign_in(ROLE_STAFF) :
	    settle(k, s);
}

const struct screen_ops screen_case = {
	.title = N_("Ärende"),
	.help = N_("Välj vad det blev, och tryck Enter."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = case_open_screen,
	.draw = case_draw,
	.input = case_input,
	.action = case_action,
	.refresh = case_refresh,
	.can = case_can,
};
