/* What happened, newest first: to one thing, or in the whole depot. */
#include <stdio.h>
#include <string.h>

#include "db/history.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/lang.h"

#define PAGE 100

struct state {
	int64_t thing;		/* 0: all */
	int64_t before[64];	/* the first event of each page so far */
	int  page;
	size_t n;
	struct history row[PAGE];
	struct list list;
};

static const enum action actions[] = { DO_NOTHING };

static void
history_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;

	if (kiosk_fail(k, history_list(k->db, s->thing, s->before[s->page],
	    s->row, PAGE, &s->n, &err), &err) != RC_OK)
		s->n = 0;
	list_set(&s->list, (int)s->n);
}

static struct step
history_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->thing = arg->id;
	history_refresh(k, s);
	return step_stay();
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct history *h = &((struct state *)arg)->row[i];
	enum style plain = selected ? ST_SELECTED : h->undone ? ST_DIM :
	    ST_BODY;
	enum style dim = selected ? ST_SELECTED : ST_DIM;
	char when[32], what[400];
	int y = a.y + (a.h >= 3), who = a.w > 84 ? 18 : 0;

	draw_text(y, a.x + 1, 17, dim, lang_minute(h->time, when,
	    sizeof when));
	draw_textf(y, a.x + 18, 16, plain, "%s%s", h->undone ? "↶ " : "",
	    _(history_kind_label(h->kind)));
	snprintf(what, sizeof what, "%s  %s", h->name[0] != '\0' ? h->name :
	    h->code, h->detail);
	draw_text(y, a.x + 35, a.w - 36 - who, plain, what);
	if (who > 0)
		draw_right(y, a.x + a.w - who, who - 1, dim, h->actor_name);
}

static void
history_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	(void)k;
	draw_text(a.y, a.x, a.w, ST_ACCENT, s->thing != 0 ?
	    _("Vad som har hänt med den") : _("Vad som har hänt i depån"));
	draw_right(a.y, a.x + a.w / 2, a.w - a.w / 2, ST_DIM,
	    _("F5 ångrar den valda"));
	draw_cursor(a.y, a.x);
	list_draw(&s->list, (struct area){ a.y + 2, a.x, a.h - 2, a.w },
	    false, s->n > 0, draw_row, s);
}

static struct step
history_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	bool last = s->list.sel == s->list.count - 1;

	if (in->kind == INPUT_KEY && last && s->n == PAGE &&
	    (in->key == K_DOWN || in->key == K_PGDN) && s->page < 63) {
		s->before[s->page + 1] = s->row[s->n - 1].event;
		s->page++;
		s->list.sel = s->list.top = 0;
		history_refresh(k, s);
		return step_stay();
	}
	if (in->kind == INPUT_KEY && s->list.sel == 0 && s->page > 0 &&
	    (in->key == K_UP || in->key == K_PGUP)) {
		s->page--;
		history_refresh(k, s);
		s->list.sel = s->list.count - 1;
		return step_stay();
	}
	return list_input(&s->list, in) == LIST_PASS ? step_pass() :
	    step_stay();
}

static struct step
history_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;
	struct err err = { .why = WHY_NONE };

	if (a != DO_UNDO || s->n == 0)
		return step_pass();
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = undo_act(k->db, s->row[s->list.sel].act, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) == RC_OK)
		kiosk_say(k, SAY_OK, false, "%s", _("Ångrat."));
	return step_stay();
}

const struct screen_ops screen_history = {
	.title = N_("Historik"),
	.help = N_("Det senaste överst. F5 tar tillbaka den valda raden, om "
	    "inget nytt har hänt med samma sak."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = history_open,
	.draw = history_draw,
	.input = history_input,
	.action = history_action,
	.refresh = history_refresh,
};
