/* A pile: things are scanned one after the other, and a unit's or a place's
 * code closes it.  Three modes: lend, put away, or not yet decided. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/unit.h"
#include "tui/kiosk/pile.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

static const enum action actions[] = {
	DO_LEND, DO_RETURN, DO_UNTIL, DO_ORDER, DO_KIND, DO_SHELVE, DO_DONE,
	DO_REMOVE, DO_NOTHING
};

static bool
park(struct kiosk *k, void *state, char *out, size_t cap)
{
	(void)k;
	return pile_write(state, out, cap);
}

static struct step
pile_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct pile *s = state;

	s->mode = (enum action)arg->tag;
	s->kind = ORDER_LOAN;
	s->until = clock_today() + k->cfg.loan_days;
	k->said.outcome = SAY_NOTHING;
	if (k->work[0] != '\0') {
		pile_take_up(k, s, k->work);
		return step_stay();
	}
	if (arg->id != 0)
		pile_add(k, s, arg->id);
	if (arg->id2 != 0)
		pile_add(k, s, arg->id2);
	return step_stay();
}

static bool
pile_can(struct kiosk *k, void *state, enum action a)
{
	struct pile *s = state;

	(void)k;
	switch (a) {
	case DO_UNTIL:
		return s->mode == DO_LEND && order_kind_returns(s->kind);
	case DO_KIND:
		return s->mode == DO_LEND;
	case DO_LEND:
	case DO_SHELVE:
		return s->mode == DO_NOTHING || (s->n == 0 && s->mode != a);
	case DO_RETURN:
		return s->mode == DO_NOTHING || s->n == 0;
	case DO_ORDER:
		return s->mode == DO_NOTHING && s->n > 0;
	case DO_DONE:
		return s->mode != DO_NOTHING && s->n > 0;
	case DO_REMOVE:
		return s->n > 0;
	default:
		return true;
	}
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct pile_line *l = &((struct pile *)arg)->line[i];
	struct area rest = { a.y, a.x + 6, a.h, a.w - 6 };

	draw_textf(a.y + (a.h >= 3 ? 1 : 0), a.x + 1, 5, selected ?
	    ST_SELECTED : ST_STRONG, "%3d", l->count);
	thing_row(&l->item, rest, selected);
}

static const char *
title(const void *state)
{
	const struct pile *s = state;

	return s->mode == DO_LEND ? N_("Låna ut") : s->mode == DO_SHELVE ?
	    N_("Lägg på plats") : N_("Samla");
}

static void
heading(const struct pile *s, char *out, size_t cap)
{
	char day[CLOCK_DAY_MAX];
	const char *args[] = { _(order_kind_label(s->kind)),
	    clock_format_day(s->until, day) };

	if (s->mode == DO_LEND)
		lang_fill(out, cap, order_kind_returns(s->kind) ?
		    _("Låna ut (%1$s), ska tillbaka %2$s") :
		    _("Lämna ut (%1$s), för gott"), args, 2);
	else
		snprintf(out, cap, "%s", s->mode == DO_SHELVE ?
		    _("Lägg på plats") : _("En hög"));
}

static void
pile_draw(struct kiosk *k, void *state, struct area a)
{
	struct pile *s = state;
	char head[160], count[48];
	int pieces = 0;

	(void)k;
	for (size_t i = 0; i < s->n; i++)
		pieces += s->line[i].count;
	heading(s, head, sizeof head);
	draw_text(a.y, a.x, a.w - 16, ST_ACCENT, head);
	draw_right(a.y, a.x + a.w - 15, 15, ST_STRONG, thing_count(pieces,
	    count, sizeof count));
	draw_wrap((struct area){ a.y + 1, a.x, 2, a.w }, ST_DIM,
	    s->mode == DO_LEND ?
	    _("Skanna sakerna. Skanna sist vem som ska ha dem. Ingen kod? "
	    "Tryck F9.") :
	    s->mode == DO_SHELVE ?
	    _("Skanna sakerna. Skanna sist platsen. Ingen kod? Tryck F9.") :
	    _("Skanna fler saker. En enhet lånar ut dem, en plats ställer "
	    "dem där."));
	draw_cursor(a.y, a.x);
	list_draw(&s->list, (struct area){ a.y + 3, a.x, a.h - 3, a.w },
	    a.h >= 20, s->n > 0, draw_row, s);
	if (s->n > 0 && (int)s->n + 4 < a.h)
		draw_text(a.y + a.h - 1, a.x, a.w, ST_DIM,
		    _("← färre   → fler   Delete tar bort raden"));
}

static struct step
pile_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct pile *s = state;
	struct item item[2];
	struct unit unit;
	struct place place;
	struct err err;
	size_t n = 0;

	if (code->kind == CODE_ITEM || code->kind == CODE_FOREIGN) {
		if (item_find(k->db, code->text, item, 2, &n, &err) != RC_OK ||
		    n != 1)
			return step_pass();
		pile_add(k, s, item[0].id);
		return step_stay();
	}
	if (s->n == 0 || code->kind == CODE_BADGE)
		return step_pass();
	if (k->who.role < ROLE_WORKER)
		return step_sign_in(ROLE_WORKER);
	if (code->kind == CODE_UNIT && s->mode != DO_SHELVE)
		return kiosk_fail(k, unit_find(k->db, code->text, &unit,
		    &err), &err) == RC_OK ? pile_lend(k, s, unit.id) :
		    step_stay();
	if (code->kind == CODE_PLACE && s->mode != DO_LEND)
		return kiosk_fail(k, place_find(k->db, code->text, &place,
		    &err), &err) == RC_OK ? pile_shelve(k, s, place.id) :
		    step_stay();
	if (code->kind == CODE_UNIT || code->kind == CODE_PLACE) {
		kiosk_say(k, SAY_NO, false, "%s", s->mode == DO_LEND ?
		    _("Högen lånas ut: skanna en enhet.") :
		    _("Högen ska undan: skanna en plats."));
		return step_stay();
	}
	return step_pass();
}

/* Another mode's key: what is collected is not left lying. */
static bool
other_mode(struct kiosk *k, const struct pile *s, enum key key)
{
	bool lend = s->mode == DO_LEND;

	if (s->mode == DO_NOTHING || (key != K_F3 && key != K_F4 &&
	    key != K_F8))
		return false;
	if (key == (lend ? K_F3 : K_F8))
		kiosk_say(k, SAY_ALREADY, false, "%s", lend ?
		    _("Du lånar ut: skanna sakerna, sist enheten.") :
		    _("Du ställer undan: skanna sakerna, sist platsen."));
	else if (s->n > 0)
		kiosk_say(k, SAY_NO, false, "%s", lend ?
		    _("Lämna först ut det som är samlat: skanna enheten. "
		    "Eller ta bort raderna med Delete.") :
		    _("Ställ först undan det som är samlat: skanna platsen. "
		    "Eller ta bort raderna med Delete."));
	else
		return false;
	return true;
}

static struct step
pile_input(struct kiosk *k, void *state, const struct input *in)
{
	struct pile *s = state;

	if (in->kind == INPUT_KEY && other_mode(k, s, in->key))
		return step_stay();
	if (in->kind == INPUT_KEY && (in->key == K_LEFT ||
	    in->key == K_RIGHT)) {
		pile_count(k, s, in->key == K_RIGHT ? 1 : -1);
		return step_stay();
	}
	if (in->kind == INPUT_KEY && in->key == K_DELETE) {
		pile_remove(s);
		return step_stay();
	}
	return list_input(&s->list, in) == LIST_PASS ? step_pass() :
	    step_stay();
}

/* The pile goes to the form as its lines. */
static struct step
order_pile(struct kiosk *k, struct pile *s)
{
	size_t used = 0;

	for (size_t i = 0; i < s->n && used < sizeof k->work; i++)
		used += (size_t)snprintf(k->work + used,
		    sizeof k->work - used, "item %lld %d\n",
		    (long long)s->line[i].id, s->line[i].count);
	return step_replace(SCREEN_FORM, -1, NULL);
}

static struct step
pile_action(struct kiosk *k, void *state, enum action a)
{
	struct pile *s = state;

	switch (a) {
	case DO_LEND:
	case DO_SHELVE:
		s->mode = a;
		k->said.outcome = SAY_NOTHING;
		return s->n == 0 ? step_stay() : step_do(DO_DONE);
	case DO_RETURN:
		return s->n == 0 ? step_replace(SCREEN_RETURN, 0, NULL) :
		    pile_return(k, s);
	case DO_ORDER:
		return order_pile(k, s);
	case DO_UNTIL:
		return prompt_day(DO_UNTIL, _("När ska det tillbaka?"),
		    s->until);
	case DO_KIND:
		return step_ask(SCREEN_CHOICE, DO_KIND, CHOICE_KIND, NULL);
	case DO_DONE:
		return step_ask(SCREEN_PICK, DO_DONE,
		    s->mode == DO_SHELVE ? 'p' : 'u', NULL);
	case DO_REMOVE:
		pile_remove(s);
		return step_stay();
	case DO_BACK:
		kiosk_park(k, k->depth);
		return step_pop();
	default:
		return step_pass();
	}
}

static struct step
pile_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct pile *s = state;

	switch (arg->tag) {
	case DO_UNTIL:
		s->until = (int32_t)arg->id;
		return step_stay();
	case DO_KIND:
		s->kind = (enum order_kind)arg->id;
		return step_stay();
	case DO_DONE:
		return s->mode == DO_SHELVE ? pile_shelve(k, s, arg->id) :
		    pile_lend(k, s, arg->id);
	default:
		pile_add(k, s, arg->id);
		return step_stay();
	}
}

static void
pile_refresh(struct kiosk *k, void *state)
{
	struct pile *s = state;
	struct err err;

	for (size_t i = 0; i < s->n; i++)
		if (item_get(k->db, s->line[i].id, &s->line[i].item, &err) !=
		    RC_OK)
			continue;
}

const struct screen_ops screen_pile = {
	.title = N_("Samla"),
	.title_now = title,
	.help = N_("Skanna sakerna. Sist skannas enheten som ska ha dem, "
	    "eller platsen där de ska stå: då är det gjort. F5 ångrar."),
	.actions = actions,
	.state_size = sizeof(struct pile),
	.takes_items = true,
	.code_row = true,
	.open = pile_open,
	.draw = pile_draw,
	.input = pile_input,
	.scan = pile_scan,
	.action = pile_action,
	.answer = pile_answer,
	.refresh = pile_refresh,
	.can = pile_can,
	.park = park,
};
