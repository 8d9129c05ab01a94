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
		int32_t count;		/* of a lot: how many came back */
		struct item item;
	} row[LAST_MAX];
	struct list list;
	int64_t asked;		/* the lot whose count is being asked */
};

enum { ASK_COUNT = 1 };

static const enum action actions[] = {
	DO_LEND, DO_ORDER, DO_SHELVE, DO_AS_NEW, DO_GOOD, DO_WORN, DO_BROKEN,
	DO_NOTHING
};

static bool
return_can(struct kiosk *k, void *state, enum action a)
{
	const struct state *s = state;

	(void)k;
	if (a == DO_LEND)
		return true;
	/* The conditions have the other modes' keys once there is a row. */
	return (a == DO_ORDER || a == DO_SHELVE) == (s->n == 0);
}

static void
take_back(struct kiosk *k, struct state *s, const struct item *item,
    int32_t count)
{
	struct err err;
	int64_t unit = item->holder;

	if (verb_return(k, item->id, count) != RC_OK)
		return;
	if (s->n == LAST_MAX)
		s->n--;
	memmove(&s->row[1], &s->row[0], s->n * sizeof s->row[0]);
	s->row[0] = (struct row){ .id = item->id, .unit = unit,
	    .count = count, .item = *item };
	s->n++;
	s->list.sel = s->list.top = 0;
	list_set(&s->list, (int)s->n);
	(void)!item_get(k->db, item->id, &s->row[0].item, &err);
}

/* Of a lot, how many came back is asked; of a thing it is plain. */
static struct step
come_back(struct kiosk *k, struct state *s, int64_t id)
{
	struct err err;
	struct item item;
	char title[CODE_TEXT_MAX], out[16];
	const char *args[] = { item.name, out };

	if (kiosk_fail(k, item_get(k->db, id, &item, &err), &err) != RC_OK)
		return step_stay();
	int32_t pieces = item.count - item.in_stock;
	if (!item.lot || pieces < 2) {
		take_back(k, s, &item, 0);
		return step_stay();
	}
	s->asked = id;
	snprintf(out, sizeof out, "%d", pieces);
	lang_fill(title, sizeof title,
	    _("%1$s: %2$s är ute. Hur många kom tillbaka?"), args, 2);
	return prompt_number(ASK_COUNT, title, pieces);
}

static struct step
return_open(struct kiosk *k, void *state, const struct arg *arg)
{
	k->said.outcome = SAY_NOTHING;
	return arg->id != 0 ? come_back(k, state, arg->id) : step_stay();
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
	return come_back(k, state, item[0].id);
}

/* A part of a lot in another condition is a lot of its own; what comes back
 * broken is a case, for someone to say what becomes of it. */
static enum rc
grade_act(struct kiosk *k, const struct row *r, enum condition c,
    int64_t *part, struct err *err)
{
	int64_t id = r->id, opened;

	enum rc rc = kiosk_begin(k, err);
	if (rc != RC_OK)
		return rc;
	*part = 0;
	if (r->item.lot && r->count > 0 && r->count < r->item.count) {
		rc = item_split(k->db, id, r->count, NULL, part, err);
		id = *part;
		if (rc == RC_OK)
			rc = paper_add(k, PAPER_LABEL, id, err);
	}
	if (rc == RC_OK)
		rc = item_grade(k->db, id, c, "", err);
	if (rc == RC_OK && c == CONDITION_BROKEN)
		rc = case_open(k->db, "damage", id, 0, r->unit, "", &opened,
		    err);
	return kiosk_end(k, rc, err);
}

static void
grade(struct kiosk *k, struct row *r, enum condition c)
{
	struct err err = { .why = WHY_NONE };
	int64_t part = 0;
	char name[200], said[400];
	const char *args[] = { name, _(condition_label(c)) };

	enum rc rc = grade_act(k, r, c, &part, &err);
	thing_name(&r->item, name, sizeof name);
	if (rc == RC_REFUSED && err.why == WHY_SAME_ALREADY) {
		kiosk_say(k, SAY_ALREADY, false, "%s", lang_fill(said,
		    sizeof said, _("%1$s: redan %2$s."), args, 2));
		return;
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    c == CONDITION_BROKEN ?
	    _("%1$s: %2$s. Det står nu under Att åtgärda.") :
	    _("%1$s: %2$s."), args, 2));
	if (part == 0)
		return;
	r->id = part;
	r->count = 0;
}

static struct step
return_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;
	struct step step;

	if (a == DO_LEND || a == DO_SHELVE) {
		step = step_replace(SCREEN_PILE, 0, NULL);
		step.arg.tag = (int)a;
		return step;
	}
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
	struct state *s = state;
	struct item item;
	struct err err;

	if (arg->tag != ASK_COUNT)
		return come_back(k, s, arg->id);
	if (kiosk_fail(k, item_get(k->db, s->asked, &item, &err), &err) ==
	    RC_OK)
		take_back(k, s, &item, (int32_t)arg->id);
	return step_stay();
}

static struct step
return_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	if (in->kind == INPUT_KEY && in->key == K_F4) {
		kiosk_say(k, SAY_ALREADY, false, "%s",
		    _("Du tar emot: varje skanning är en återlämning."));
		return step_stay();
	}
	return list_input(&s->list, in) == LIST_PASS ? step_pass() :
	    step_stay();
}

static void
return_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;

	size_t kept = 0;

	/* What was undone may be gone altogether. */
	for (size_t i = 0; i < s->n; i++)
		if (item_get(k->db, s->row[i].id, &s->row[i].item, &err) ==
		    RC_OK)
			s->row[kept++] = s->row[i];
	s->n = kept;
	list_set(&s->list, (int)s->n);
}

const struct screen_ops screen_return = {
	.title = N_("Återlämna"),
	.help = N_("Skanna det som kommer tillbaka, en sak i taget. Varje "
	    "skanning är gjord direkt; F5 ångrar den senaste."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.takes_items = true,
	.code_row = true,
	.open = return_open,
	.draw = return_draw,
	.input = return_input,
	.scan = return_scan,
	.action = return_action,
	.answer = return_answer,
	.refresh = return_refresh,
	.can = return_can,
};
