/* Receive: what comes from another depot, with its slip or without. */
#include <stdio.h>
#include <string.h>

#include "db/store.h"
#include "db/sync_state.h"
#include "db/unit.h"
#include "tui/kiosk/menu.h"
#include "tui/kiosk/receive.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

struct state {
	struct receive what;
	struct list list;
	struct menu menu;
	bool in_menu;
	bool once;		/* a slip began it: it ends with it */
	int64_t bound;		/* things known to be on their way here */
};

static const enum action actions[] = {
	DO_DONE, DO_ALL_CAME, DO_GRADE, DO_REMOVE, DO_NOTHING
};

static void
receive_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct store_stats stats;

	s->bound = store_stats(k->db, &stats, NULL) == RC_OK ? stats.bound :
	    0;
	list_set(&s->list, (int)s->what.n);
}

static struct step
receive_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	int line;

	k->said.outcome = SAY_NOTHING;
	s->list.shy = true;
	if (k->work[0] != '\0') {
		receive_read(k, &s->what, k->work);
	} else if (arg->text[0] != '\0') {
		s->once = true;
		if (!receive_slip(k, &s->what, arg->text))
			return step_pop();
	} else if (arg->id != 0) {
		receive_item(k, &s->what, arg->id, &line);
	}
	receive_refresh(k, s);
	return step_stay();
}

/* What became of the line, in a word with its symbol. */
static const char *
word(const struct receive_line *l, enum style *st)
{
	if (l->came == CAME_BEFORE) {
		*st = ST_DIM;
		return _("● mottagen förut");
	}
	*st = l->came == CAME_WAITS ? ST_ALREADY_TEXT : ST_OK_TEXT;
	if (l->came == CAME_WAITS)
		return _("○ väntas");
	return l->slip >= 0 || l->bound ? _("✓ kom") : _("! dök upp");
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct receive_line *l = &((struct state *)arg)->what.line[i];
	enum style st, plain = selected ? ST_SELECTED :
	    l->came == CAME_NOW ? ST_BODY : ST_DIM;
	const char *how = word(l, &st);
	int y = a.y + (a.h >= 3), right = a.w >= 70 ? 30 : 18;
	char text[96];

	if (l->condition >= 0)
		snprintf(text, sizeof text, "%s, %s", how,
		    _(condition_label((enum condition)l->condition)));
	else
		snprintf(text, sizeof text, "%s", how);
	bool named = l->name[0] != '\0', room = a.w >= 70;
	draw_text(y, a.x + 1, a.w - right - 2 - (named && room ? 18 : 0),
	    plain, named ? l->name : l->code);
	if (named && room)
		draw_text(y, a.x + a.w - right - 18, 17, selected ? plain :
		    ST_DIM, l->code);
	draw_right(y, a.x + a.w - right, right - 1, selected ? plain : st,
	    text);
}

static void
heading(struct kiosk *k, const struct state *s, char *out, size_t cap)
{
	char from[96];
	const struct manifest *m = &s->what.slip[0];
	const char *args[] = { m->number, from };

	if (s->what.slips == 0) {
		snprintf(out, cap, "%s", _("Ta emot från en annan depå"));
		return;
	}
	depot_name(k->db, m->from, from, sizeof from);
	lang_fill(out, cap, s->what.slips > 1 ?
	    _("Flera följesedlar, den första %1$s från %2$s") :
	    _("Följesedel %1$s från %2$s"), args, 2);
}

static void
receive_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char head[200], n[16], of[16], text[96];
	const char *args[] = { n, of };
	size_t now = receive_count(&s->what, CAME_NOW);
	size_t waits = receive_count(&s->what, CAME_WAITS);

	heading(k, s, head, sizeof head);
	draw_text(a.y, a.x, a.w - 13, ST_ACCENT, head);
	snprintf(n, sizeof n, "%zu", now);
	snprintf(of, sizeof of, "%zu", now + waits);
	draw_right(a.y, a.x + a.w - 12, 12, ST_STRONG, s->what.slips > 0 ?
	    lang_fill(text, sizeof text, _("%1$s av %2$s"), args, 2) :
	    thing_count((int)now, text, sizeof text));
	snprintf(n, sizeof n, "%lld", (long long)s->bound);
	int used = draw_wrap((struct area){ a.y + 1, a.x, 2, a.w }, ST_DIM,
	    s->what.n > 0 ?
	    _("Skanna det som kom. Skanna sist platsen, eller F9. Det som "
	    "inte kom blir ett ärende.") : s->bound > 0 ? lang_fill(head,
	    sizeof head, _("Skanna följesedeln, eller sakerna en och en. På "
	    "väg hit: %1$s."), args, 1) :
	    _("Skanna följesedeln, eller sakerna en och en."));
	draw_cursor(a.y, a.x);
	menu_fill(k, &s->menu, actions, false);
	struct area list = menu_foot(&s->menu, (struct area){ a.y + 2 + used,
	    a.x, a.h - 2 - used, a.w }, s->in_menu);
	list_draw(&s->list, list, list.h >= 18, s->what.n > 0 && !s->in_menu,
	    draw_row, s);
}

static struct step
done(struct kiosk *k, struct state *s, int64_t place)
{
	bool once = s->once;

	if (k->who.role < ROLE_WORKER)
		return step_sign_in(ROLE_WORKER);
	if (!receive_done(k, &s->what, place))
		return step_stay();
	s->once = false;
	s->list.shy = true;
	receive_refresh(k, s);
	return once ? step_pop() : step_stay();
}

static struct step
receive_scanned(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct place place;
	struct err err;
	int line;

	switch (code->kind) {
	case CODE_SLIP:
		(void)receive_slip(k, &s->what, code->text);
		list_set(&s->list, (int)s->what.n);
		return step_stay();
	case CODE_ITEM:
	case CODE_FOREIGN:
		receive_scan(k, &s->what, code->text, &line);
		list_set(&s->list, (int)s->what.n);
		if (line >= 0)
			s->list.sel = line;
		return line == -2 ? step_pass() : step_stay();
	case CODE_PLACE:
		if (s->what.n == 0)
			return step_pass();
		return kiosk_fail(k, place_find(k->db, code->text, &place,
		    &err), &err) == RC_OK ? done(k, s, place.id) :
		    step_stay();
	default:
		return step_pass();
	}
}

static struct receive_line *
chosen(struct state *s)
{
	return s->list.sel < (int)s->what.n ? &s->what.line[s->list.sel] :
	    NULL;
}

/* Where a label cannot be read, a touch says that it came, or that not. */
static void
toggle(struct state *s)
{
	struct receive_line *l = chosen(s);

	if (l == NULL || l->came == CAME_BEFORE)
		return;
	if (l->slip >= 0) {
		l->came = l->came == CAME_NOW ? CAME_WAITS : CAME_NOW;
		return;
	}
	size_t i = (size_t)(l - s->what.line);
	memmove(l, l + 1, (--s->what.n - i) * sizeof *l);
	list_set(&s->list, (int)s->what.n);
}

static struct step
receive_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	struct step step = menu_foot_input(&s->menu, in, &s->in_menu,
	    &s->list);

	(void)k;
	if (step.kind != STEP_PASS)
		return step;
	if (in->kind == INPUT_KEY && in->key == K_DELETE) {
		if (chosen(s) != NULL && chosen(s)->came == CAME_NOW)
			toggle(s);
		return step_stay();
	}
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		if (chosen(s) != NULL && chosen(s)->slip >= 0)
			toggle(s);
		return step_stay();
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

static bool
receive_can(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;
	const struct receive_line *l = chosen(s);

	(void)k;
	switch (a) {
	case DO_DONE:
		return receive_count(&s->what, CAME_NOW) > 0;
	case DO_ALL_CAME:
		return receive_count(&s->what, CAME_WAITS) > 0;
	case DO_GRADE:
	case DO_REMOVE:
		return l != NULL && l->came == CAME_NOW;
	default:
		return true;
	}
}

static struct step
receive_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_DONE:
		return done(k, s, 0);
	case DO_ALL_CAME:
		for (size_t i = 0; i < s->what.n; i++)
			if (s->what.line[i].came == CAME_WAITS)
				s->what.line[i].came = CAME_NOW;
		s->in_menu = false;
		kiosk_say(k, SAY_OK, false, "%s",
		    _("Allt har kommit. Skanna platsen, eller F9."));
		return step_stay();
	case DO_GRADE:
		return step_ask(SCREEN_CHOICE, DO_GRADE, CHOICE_CONDITION,
		    NULL);
	case DO_REMOVE:
		toggle(s);
		return step_stay();
	case DO_BACK:
		kiosk_park(k, k->depth);
		return step_pop();
	default:
		return step_pass();
	}
}

static struct step
receive_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	int line;

	if (arg->tag == DO_GRADE) {
		if (chosen(s) != NULL)
			chosen(s)->condition = (int)arg->id;
		s->in_menu = false;
		return step_stay();
	}
	receive_item(k, &s->what, arg->id, &line);
	list_set(&s->list, (int)s->what.n);
	if (line >= 0)
		s->list.sel = line;
	return step_stay();
}

static bool
receive_park(struct kiosk *k, void *state, char *out, size_t cap)
{
	(void)k;
	return receive_write(&((struct state *)state)->what, out, cap);
}

const struct screen_ops screen_receive = {
	.title = N_("Ta emot"),
	.help = N_("Skanna följesedeln och sedan det som kommer av bilen. Sist "
	    "platsen där det ställs, eller F9. Det som saknas blir ett "
	    "ärende. Det som ingen har skickat skrivs upp som att det dök "
	    "upp. Tab går till Allt har kommit och Bedöm skick."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.takes_items = true,
	.code_row = true,
	.open = receive_open,
	.draw = receive_draw,
	.input = receive_input,
	.scan = receive_scanned,
	.action = receive_action,
	.answer = receive_answer,
	.refresh = receive_refresh,
	.can = receive_can,
	.park = receive_park,
};
