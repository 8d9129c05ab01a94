/* A place's card: what stands there. */
#include <stdio.h>
#include <string.h>

#include "db/item.h"
#include "db/unit.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/menu.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"

#define ROWS_MAX 100

struct state {
	struct place place;
	size_t n;
	struct item row[ROWS_MAX];
	struct list list;
	struct menu menu;
	bool in_menu;		/* the focus is there */
};

static const enum action actions[] = { DO_COUNT_PLACE, DO_MOVE_ALL, DO_RENAME,
	DO_HISTORY, DO_PRINT_LABELS, DO_NOTHING };

static void
place_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;
	struct item_filter here = { .place = s->place.id };
	int64_t chosen = s->list.sel < (int)s->n ? s->row[s->list.sel].id : 0;
	int at = -1;

	enum rc rc = place_get(k->db, s->place.id, &s->place, &err);
	if (rc == RC_OK)
		rc = item_list(k->db, &here, 0, s->row, ROWS_MAX, &s->n,
		    &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].id == chosen)
			at = (int)i;
	list_follow(&s->list, (int)s->n, at);
}

static struct step
place_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->place.id = arg->id;
	place_refresh(k, s);
	return step_stay();
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	thing_row(&((struct state *)arg)->row[i], a, selected);
}

static void
place_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char count[48], text[160];

	draw_text(a.y, a.x, a.w, ST_STRONG, s->place.name);
	int n = snprintf(text, sizeof text, "%s   %s", s->place.code,
	    thing_count(s->place.items, count, sizeof count));
	if (s->n == ROWS_MAX)
		snprintf(text + n, sizeof text - (size_t)n, _(" · de %d första "
		    "visas, Räkna visar alla"), ROWS_MAX);
	draw_text(a.y + 1, a.x, a.w, ST_DIM, text);
	draw_cursor(a.y, a.x);
	if (s->n == 0)
		draw_text(a.y + 3, a.x, a.w, ST_DIM,
		    _("Platsen är tom."));
	menu_fill(k, &s->menu, actions, false);
	struct area list = menu_foot(&s->menu, (struct area){ a.y + 3, a.x,
	    a.h - 3, a.w }, s->in_menu || s->n == 0);
	list_draw(&s->list, list, a.h >= 24, s->n > 0 && !s->in_menu,
	    draw_row, s);
}

static struct step
place_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	struct step step = menu_foot_input(&s->menu, in, &s->in_menu, &s->list);
	if (step.kind != STEP_PASS)
		return step;
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		return step_push(SCREEN_ITEM, s->row[s->list.sel].id, NULL);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

/* Everything that stands here to another place, in one act. */
static struct step
place_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	struct place to;
	struct err err = { .why = WHY_NONE };
	size_t n = 0;
	char things[48], said[300];
	const char *args[] = { things, s->place.name, to.name };

	if (arg->tag != DO_MOVE_ALL)
		return step_stay();
	enum rc rc = place_get(k->db, arg->id, &to, &err);
	if (rc == RC_OK)
		rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = item_shelve_all(k->db, s->place.id, to.id, &n, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	thing_count((int)n, things, sizeof things);
	kiosk_say(k, SAY_OK, n > 0, "%s", lang_fill(said, sizeof said,
	    _("%1$s från %2$s står på %3$s nu."), args, 3));
	place_refresh(k, s);
	return step_stay();
}

static bool
place_can(struct kiosk *k, void *state, enum action a)
{
	(void)k;
	return a != DO_MOVE_ALL || ((struct state *)state)->n > 0;
}

static struct step
place_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (a == DO_COUNT_PLACE)
		return step_push(SCREEN_STOCKTAKE, s->place.id, NULL);
	if (a == DO_MOVE_ALL)
		return step_ask(SCREEN_PICK, DO_MOVE_ALL, 'p', NULL);
	if (a == DO_RENAME)
		return step_push(SCREEN_PLACES, s->place.id, NULL);
	if (a == DO_PRINT_LABELS) {
		snprintf(k->work, sizeof k->work, "0 0\n%s\n",
		    s->place.code);
		return step_push(SCREEN_LABELS, 0, NULL);
	}
	return a == DO_HISTORY ? step_push(SCREEN_HISTORY, s->place.id, NULL) :
	    step_pass();
}

static struct step
place_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;

	if (code->kind != CODE_PLACE || strcmp(code->text, s->place.code) != 0)
		return step_pass();
	kiosk_say(k, SAY_ALREADY, false, "%s", _("Det är den här."));
	return step_stay();
}

const struct screen_ops screen_place = {
	.title = N_("Plats"),
	.help = N_("Vad som står här. För att ställa hit något: skanna "
	    "sakerna först, sist platsen. F6 visar platsens etikett, F7 byter "
	    "namn, F8 flyttar allt till en annan plats. Tab går till stegen "
	    "nedanför."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = place_open,
	.draw = place_draw,
	.input = place_input,
	.action = place_action,
	.answer = place_answer,
	.can = place_can,
	.scan = place_scan,
	.scan_shows = true,
	.refresh = place_refresh,
};
