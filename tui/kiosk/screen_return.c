/* Return mode: each scan is a return, at once.  One key more says that the
 * condition is another one. */
#include <stdio.h>
#include <string.h>

#include "db/case.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

#define LAST_MAX 50

struct state {
	size_t n;		/* newest first */
	struct row {
		int64_t id, unit;
		bool late;
		struct item item;
	} row[LAST_MAX];
	struct list list;
};

static const enum action actions[] = {
	DO_AS_NEW, DO_GOOD, DO_WORN, DO_BROKEN, DO_NOTHING
};

static bool
return_can(struct kiosk *k, void *state, enum action a)
{
	(void)k;
	(void)a;
	return ((struct state *)state)->n > 0;
}

static void
take_back(struct kiosk *k, struct state *s, int64_t id)
{
	struct err err;
	struct item item;

	if (kiosk_fail(k, item_get(k->db, id, &item, &err), &err) != RC_OK)
		return;
	int64_t unit = item.holder;
	if (verb_return(k, id) != RC_OK)
		return;
	if (s->n == LAST_MAX)
		s->n--;
	memmove(&s->row[1], &s->row[0], s->n * sizeof s->row[0]);
	s->row[0] = (struct row){ .id = id, .unit = unit };
	s->n++;
	s->list.sel = s->list.top = 0;
	list_set(&s->list, (int)s->n);
	(void)!item_get(k->db, id, &s->row[0].item, &err);
}

static struct step
return_open(struct kiosk *k, void *state, const struct arg *arg)
{
	k->said.outcome = SAY_NOTHING;
	if (arg->id != 0)
		take_back(k, state, arg->id);
	return step_stay();
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	thing_row(&((struct state *)arg)->row[i].item, a, selected);
}

static void
return_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char count[48];

	(void)k;
	draw_text(a.y, a.x, a.w - 16, ST_ACCENT,
	    _("Återlämna: varje skanning är en återlämning"));
	draw_right(a.y, a.x + a.w - 15, 15, ST_STRONG,
	    thing_count((int)s->n, count, sizeof count));
	draw_wrap((struct area){ a.y + 1, a.x, 1, a.w }, ST_DIM, s->n > 0 ?
	    _("Annat skick än förut? F6 nyskick, F7 bra, F8 slitet, F9 "
	    "trasigt.") : _("Esc när du är färdig."));
	draw_cursor(a.y, a.x);
	list_draw(&s->list, (struct area){ a.y + 3, a.x, a.h - 3, a.w },
	    a.h >= 20, s->n > 0, draw_row, s);
}

static struct step
return_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct item item[2];
	struct err err;
	size_t n = 0;

	if (code->kind != CODE_ITEM && code->kind != CODE_FOREIGN)
		return step_pass();
	if (item_find(k->db, code->text, item, 2, &n, &err) != RC_OK || n != 1)
		return step_pass();
	if (k->who.role < ROLE_WORKER)
		return step_sign_in(ROLE_WORKER);
	take_back(k, state, item[0].id);
	return step_stay();
}

/* What comes back broken is a case, for someone to say what becomes of it. */
static void
grade(struct kiosk *k, struct row *r, enum condition c)
{
	struct err err = { .why = WHY_NONE };
	int64_t opened;
	char name[200], said[400];
	const char *args[] = { name, _(condition_label(c)) };

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = item_grade(k->db, r->id, c, "", &err);
		if (rc == RC_OK && c == CONDITION_BROKEN)
			rc = case_open(k->db, "damage", r->id, 0, r->unit, "",
			    &opened, &err);
		rc = kiosk_end(k, rc, &err);
	}
	thing_name(&r->item, name, sizeof name);
	if (rc == RC_REFUSED && err.why == WHY_SAME_ALREADY)
		kiosk_say(k, SAY_ALREADY, false, "%s", lang_fill(said,
		    sizeof said, _("%1$s: redan %2$s."), args, 2));
	else if (kiosk_fail(k, rc, &err) == RC_OK)
		kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
		    c == CONDITION_BROKEN ?
		    _("%1$s: %2$s. Det står nu under Att åtgärda.") :
		    _("%1$s: %2$s."), args, 2));
}

static struct step
return_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (s->n == 0)
		return step_pass();
	struct row *r = &s->row[s->list.sel];
	switch (a) {
	case DO_AS_NEW:
		grade(k, r, CONDITION_AS_NEW);
		break;
	case DO_GOOD:
		grade(k, r, CONDITION_GOOD);
		break;
	case DO_WORN:
		grade(k, r, CONDITION_WORN);
		break;
	case DO_BROKEN:
		grade(k, r, CONDITION_BROKEN);
		break;
	default:
		return step_pass();
	}
	return step_stay();
}

static struct step
return_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	take_back(k, state, arg->id);
	return step_stay();
}

static struct step
return_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return list_input(&s->list, in) == LIST_PASS ? step_pass() :
	    step_stay();
}

static void
return_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;

	for (size_t i = 0; i < s->n; i++)
		if (item_get(k->db, s->row[i].id, &s->row[i].item, &err) !=
		    RC_OK)
			continue;
}

const struct screen_ops screen_return = {
	.title = N_("Återlämna"),
	.help = N_("Skanna det som kommer tillbaka, en sak i taget. Varje "
	    "skanning är gjord direkt; F5 ångrar den senaste."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.takes_items = true,
	.open = return_open,
	.draw = return_draw,
	.input = return_input,
	.scan = return_scan,
	.action = return_action,
	.answer = return_answer,
	.refresh = return_refresh,
	.can = return_can,
};
