/* A pile: things are scanned one after the other, and a unit's or a place's
 * code closes it.  Three modes: lend, put away, or not yet decided. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/unit.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

#define PILE_MAX ORDER_LINES_MAX

struct state {
	enum action mode;	/* DO_LEND, DO_SHELVE, DO_NOTHING */
	enum order_kind kind;
	int32_t until;
	size_t n;
	struct line { int64_t id; int32_t count; struct item item; }
	    line[PILE_MAX];
	struct list list;
};

static const enum action actions[] = {
	DO_LEND, DO_RETURN, DO_UNTIL, DO_ORDER, DO_KIND, DO_SHELVE, DO_DONE,
	DO_REMOVE, DO_NOTHING
};

static void
say_item(struct kiosk *k, enum outcome o, const char *sentence,
    const struct item *item, const char *more)
{
	char name[200], said[400];
	const char *args[] = { name, more };

	thing_name(item, name, sizeof name);
	kiosk_say(k, o, false, "%s", lang_fill(said, sizeof said, sentence,
	    args, 2));
}

/* Whether the thing may be in a pile of this mode; says why not. */
static bool
may_add(struct kiosk *k, struct state *s, const struct item *item,
    int32_t count)
{
	struct err err = { .why = WHY_NONE };

	if (s->mode != DO_LEND)
		return true;
	enum rc rc = order_check(k->db, item->id, count, 0, clock_today(),
	    s->until, 0, &err);
	return kiosk_fail(k, rc, &err) == RC_OK;
}

static void
add(struct kiosk *k, struct state *s, int64_t id)
{
	struct item item;
	struct err err;
	size_t i = 0;
	char count[24];

	if (kiosk_fail(k, item_get(k->db, id, &item, &err), &err) != RC_OK)
		return;
	while (i < s->n && s->line[i].id != id)
		i++;
	if (i < s->n && !item.lot) {
		say_item(k, SAY_ALREADY, _("%1$s är redan med."), &item, "");
		s->list.sel = (int)i;
		return;
	}
	int32_t wanted = i < s->n ? s->line[i].count + 1 : 1;
	if (i == PILE_MAX) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Högen är full. Avsluta den här först."));
		return;
	}
	if (!may_add(k, s, &item, wanted))
		return;
	s->line[i].id = id;
	s->line[i].count = wanted;
	s->line[i].item = item;
	if (i == s->n)
		s->n++;
	list_set(&s->list, (int)s->n);
	s->list.sel = (int)i;
	snprintf(count, sizeof count, "%d", wanted);
	say_item(k, SAY_OK, item.lot ? _("%1$s, %2$s st.") : "%1$s", &item,
	    count);
}

/* "LEND 20455 17:1 18:3", as park wrote it. */
static void
take_up(struct kiosk *k, struct state *s)
{
	char mode[16];
	int until, kind, used;
	const char *p = k->work;

	if (sscanf(p, "%15s %d %d%n", mode, &until, &kind, &used) != 3)
		return;
	p += used;
	s->mode = strcmp(mode, "LEND") == 0 ? DO_LEND :
	    strcmp(mode, "SHELVE") == 0 ? DO_SHELVE : DO_NOTHING;
	s->until = until;
	if (kind >= 0 && kind < ORDER_KIND_COUNT)
		s->kind = (enum order_kind)kind;
	while (*p == ' ' && s->n < PILE_MAX) {
		char *end;
		struct err err;
		struct line *l = &s->line[s->n];
		l->id = strtoll(p, &end, 10);
		l->count = *end == ':' ? (int32_t)strtol(end + 1, &end, 10) :
		    1;
		p = end;
		if (item_get(k->db, l->id, &l->item, &err) == RC_OK &&
		    l->count > 0)
			s->n++;
	}
	list_set(&s->list, (int)s->n);
}

static bool
pile_park(struct kiosk *k, void *state, char *out, size_t cap)
{
	struct state *s = state;

	(void)k;
	if (s->n == 0)
		return false;
	size_t used = (size_t)snprintf(out, cap, "%s %d %d", s->mode ==
	    DO_NOTHING ? "PILE" : action_name(s->mode), s->until,
	    (int)s->kind);
	for (size_t i = 0; i < s->n && used < cap; i++)
		used += (size_t)snprintf(out + used, cap - used, " %lld:%d",
		    (long long)s->line[i].id, s->line[i].count);
	return used < cap;
}

static struct step
pile_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->mode = (enum action)arg->tag;
	s->kind = ORDER_LOAN;
	s->until = clock_today() + k->cfg.loan_days;
	k->said.outcome = SAY_NOTHING;
	if (k->work[0] != '\0') {
		take_up(k, s);
		return step_stay();
	}
	if (arg->id != 0)
		add(k, s, arg->id);
	if (arg->id2 != 0)
		add(k, s, arg->id2);
	return step_stay();
}

static bool
pile_can(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	(void)k;
	switch (a) {
	case DO_UNTIL:
		return s->mode == DO_LEND && order_kind_returns(s->kind);
	case DO_KIND:
		return s->mode == DO_LEND;
	case DO_LEND:
	case DO_SHELVE:
	case DO_RETURN:
		return s->mode == DO_NOTHING;
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
	const struct line *l = &((struct state *)arg)->line[i];
	struct area rest = { a.y, a.x + 6, a.h, a.w - 6 };

	draw_textf(a.y + (a.h >= 3 ? 1 : 0), a.x + 1, 5, selected ?
	    ST_SELECTED : ST_STRONG, "%3d", l->count);
	thing_row(&l->item, rest, selected);
}

static void
heading(const struct state *s, char *out, size_t cap)
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
	struct state *s = state;
	char head[160], count[48];
	int pieces = 0;

	(void)k;
	for (size_t i = 0; i < s->n; i++)
		pieces += s->line[i].count;
	heading(s, head, sizeof head);
	draw_text(a.y, a.x, a.w - 16, ST_ACCENT, head);
	draw_right(a.y, a.x + a.w - 15, 15, ST_STRONG, thing_count(pieces,
	    count, sizeof count));
	draw_text(a.y + 1, a.x, a.w, ST_DIM, s->mode == DO_LEND ?
	    _("Skanna sakerna, sist enhetens kod. Utan kod: F9.") :
	    s->mode == DO_SHELVE ?
	    _("Skanna sakerna, sist platsens kod. Utan kod: F9.") :
	    _("Skanna fler saker. En enhet lånar ut dem, en plats ställer "
	    "dem där."));
	draw_cursor(a.y, a.x);
	list_draw(&s->list, (struct area){ a.y + 3, a.x, a.h - 3, a.w },
	    a.h >= 20, s->n > 0, draw_row, s);
	if (s->n > 0 && (int)s->n + 4 < a.h)
		draw_text(a.y + a.h - 1, a.x, a.w, ST_DIM,
		    _("← färre   → fler   Delete tar bort raden"));
}

static void
empty(struct state *s)
{
	s->n = 0;
	list_set(&s->list, 0);
}

static struct step
lend_to(struct kiosk *k, struct state *s, int64_t unit)
{
	struct order_line line[PILE_MAX];
	struct order_form f = { .kind = s->kind, .unit = unit,
	    .start = clock_today(),
	    .until = order_kind_returns(s->kind) ? s->until : 0,
	    .delivery = "", .reason = "", .note = "", .contact = "",
	    .phone = "", .lines = line, .n = s->n };

	memset(line, 0, sizeof line);
	for (size_t i = 0; i < s->n; i++) {
		line[i].item = s->line[i].id;
		line[i].count = s->line[i].count;
	}
	if (verb_hand_out(k, &f) != RC_OK)
		return step_stay();
	bool undecided = s->mode == DO_NOTHING;
	empty(s);
	return undecided ? step_home() : step_stay();
}

static struct step
shelve_at(struct kiosk *k, struct state *s, int64_t place)
{
	struct err err = { .why = WHY_NONE };
	struct place p;
	char things[48], said[300];
	const char *args[] = { things, p.name };

	enum rc rc = place_get(k->db, place, &p, &err);
	if (rc == RC_OK)
		rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		for (size_t i = 0; rc == RC_OK && i < s->n; i++)
			rc = item_shelve(k->db, s->line[i].id, place, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	thing_count((int)s->n, things, sizeof things);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("%1$s står nu på %2$s."), args, 2));
	bool undecided = s->mode == DO_NOTHING;
	empty(s);
	return undecided ? step_home() : step_stay();
}

static struct step
return_all(struct kiosk *k, struct state *s)
{
	struct err err = { .why = WHY_NONE };
	char things[48], said[200];
	const char *args[] = { things };

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		for (size_t i = 0; rc == RC_OK && i < s->n; i++)
			rc = order_return(k->db, s->line[i].id, 0, -1, 0,
			    NULL, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	thing_count((int)s->n, things, sizeof things);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("%1$s är tillbaka."), args, 1));
	empty(s);
	return step_home();
}

static struct step
pile_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct item item[2];
	struct unit unit;
	struct place place;
	struct err err;
	size_t n = 0;

	if (code->kind == CODE_ITEM || code->kind == CODE_FOREIGN) {
		if (item_find(k->db, code->text, item, 2, &n, &err) != RC_OK ||
		    n != 1)
			return step_pass();
		add(k, s, item[0].id);
		return step_stay();
	}
	if (s->n == 0 || code->kind == CODE_BADGE)
		return step_pass();
	if (k->who.role < ROLE_WORKER)
		return step_sign_in(ROLE_WORKER);
	if (code->kind == CODE_UNIT && s->mode != DO_SHELVE)
		return kiosk_fail(k, unit_find(k->db, code->text, &unit,
		    &err), &err) == RC_OK ? lend_to(k, s, unit.id) :
		    step_stay();
	if (code->kind == CODE_PLACE && s->mode != DO_LEND)
		return kiosk_fail(k, place_find(k->db, code->text, &place,
		    &err), &err) == RC_OK ? shelve_at(k, s, place.id) :
		    step_stay();
	if (code->kind == CODE_UNIT || code->kind == CODE_PLACE) {
		kiosk_say(k, SAY_NO, false, "%s", s->mode == DO_LEND ?
		    _("Högen lånas ut: skanna en enhet.") :
		    _("Högen ska undan: skanna en plats."));
		return step_stay();
	}
	return step_pass();
}

static void
change_count(struct kiosk *k, struct state *s, int by)
{
	struct line *l = &s->line[s->list.sel];

	if (s->n == 0 || !l->item.lot || l->count + by < 1 ||
	    (by > 0 && !may_add(k, s, &l->item, l->count + by)))
		return;
	l->count += by;
}

static void
remove_row(struct state *s)
{
	size_t i = (size_t)s->list.sel;

	if (i >= s->n)
		return;
	memmove(&s->line[i], &s->line[i + 1], (--s->n - i) *
	    sizeof s->line[0]);
	list_set(&s->list, (int)s->n);
}

static struct step
pile_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	if (in->kind == INPUT_KEY && (in->key == K_LEFT ||
	    in->key == K_RIGHT)) {
		change_count(k, s, in->key == K_RIGHT ? 1 : -1);
		return step_stay();
	}
	if (in->kind == INPUT_KEY && in->key == K_DELETE) {
		remove_row(s);
		return step_stay();
	}
	return list_input(&s->list, in) == LIST_PASS ? step_pass() :
	    step_stay();
}

/* The pile goes to the form as its lines. */
static struct step
order_pile(struct kiosk *k, struct state *s)
{
	size_t used = 0;

	for (size_t i = 0; i < s->n && used < sizeof k->work; i++)
		used += (size_t)snprintf(k->work + used,
		    sizeof k->work - used, " %lld:%d",
		    (long long)s->line[i].id, s->line[i].count);
	return step_replace(SCREEN_FORM, -1, NULL);
}

static struct step
pile_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_LEND:
	case DO_SHELVE:
		s->mode = a;
		return s->n == 0 ? step_stay() : step_do(DO_DONE);
	case DO_RETURN:
		return s->n == 0 ? step_pass() : return_all(k, s);
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
		remove_row(s);
		return step_stay();
	default:
		return step_pass();
	}
}

static struct step
pile_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	switch (arg->tag) {
	case DO_UNTIL:
		s->until = (int32_t)arg->id;
		return step_stay();
	case DO_KIND:
		s->kind = (enum order_kind)arg->id;
		return step_stay();
	case DO_DONE:
		return s->mode == DO_SHELVE ? shelve_at(k, s, arg->id) :
		    lend_to(k, s, arg->id);
	default:
		add(k, s, arg->id);
		return step_stay();
	}
}

static void
pile_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err;

	for (size_t i = 0; i < s->n; i++)
		if (item_get(k->db, s->line[i].id, &s->line[i].item, &err) !=
		    RC_OK)
			continue;
}

const struct screen_ops screen_pile = {
	.title = N_("Samla"),
	.help = N_("Skanna sakerna. Sist skannas enheten som ska ha dem, "
	    "eller platsen där de ska stå: då är det gjort. F5 ångrar."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.takes_items = true,
	.open = pile_open,
	.draw = pile_draw,
	.input = pile_input,
	.scan = pile_scan,
	.action = pile_action,
	.answer = pile_answer,
	.refresh = pile_refresh,
	.can = pile_can,
	.park = pile_park,
};
