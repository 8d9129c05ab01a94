/* A case: what it is about, and one touch for how it ended. */
#include <stdio.h>
#include <string.h>

#include "db/case.h"
#include "db/clock.h"
#include "db/order.h"
#include "db/sync_state.h"
#include "db/unit.h"
#include "tui/kiosk/case_story.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"

#define OUTCOMES_MAX	6
#define ROWS_MAX	(OUTCOMES_MAX + 4)

/* An outcome, or where to go. */
struct row {
	bool settles;
	enum screen_id to;
	int64_t id;
	char    outcome[24];
	const char *sign, *label;	/* a msgid; NULL: label_text */
	char    label_text[64];
};

struct state {
	int64_t id;
	struct depot_case about;
	struct item item;		/* id 0: none */
	struct order order;
	char story[640], opened[96];	/* opened: by another depot */
	struct row row[ROWS_MAX];
	struct list list;
};

static const enum action actions[] = { DO_DONE, DO_NOTHING };

static void
add_outcomes(struct kiosk *k, struct state *s)
{
	const char *name, *label;

	for (int i = 0; i < OUTCOMES_MAX &&
	    case_outcome(s->about.kind, i, &name, &label); i++) {
		char outcome[24], words[64];	/* until the next is asked */
		snprintf(outcome, sizeof outcome, "%s", name);
		snprintf(words, sizeof words, "%s", label);
		if (!case_may(k, &s->about, outcome))
			continue;
		struct row *r = &s->row[s->list.count++];
		*r = (struct row){ .settles = true, .sign = "✓" };
		memcpy(r->outcome, outcome, sizeof outcome);
		memcpy(r->label_text, words, sizeof words);
	}
}

static void
add_link(struct state *s, enum screen_id to, int64_t id, const char *label)
{
	if (id != 0)
		s->row[s->list.count++] = (struct row){ .to = to, .id = id,
		    .sign = "»", .label = label };
}

static void
case_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err = { .why = WHY_NONE };

	enum rc rc = case_get(k->db, s->id, &s->about, &err);
	s->item.id = s->order.id = 0;
	if (rc == RC_OK && s->about.item != 0)
		rc = item_get(k->db, s->about.item, &s->item, &err);
	if (rc == RC_OK && s->about.orders != 0)
		rc = order_get(k->db, s->about.orders, &s->order, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	s->list.count = 0;
	case_story(k, &s->about, s->story, sizeof s->story);
	s->opened[0] = '\0';
	if (s->about.depot[0] != '\0' && strcmp(s->about.depot,
	    db_depot(k->db)) != 0)
		depot_name(k->db, s->about.depot, s->opened,
		    sizeof s->opened);
	if (s->about.outcome[0] == '\0')
		add_outcomes(k, s);
	add_link(s, SCREEN_ITEM, s->about.item, N_("Visa föremålet"));
	add_link(s, SCREEN_ORDER, s->about.orders, N_("Visa beställningen"));
	add_link(s, SCREEN_UNIT, s->about.unit, N_("Visa enheten"));
	add_link(s, SCREEN_HISTORY, s->id, N_("Visa historiken"));
	list_set(&s->list, s->list.count);
}

static struct step
case_open_screen(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	s->id = arg->id;
	s->list.shy = true;	/* a second Enter settles nothing */
	case_refresh(k, s);
	return s->about.id == 0 ? step_pop() : step_stay();
}

static void
fact(struct area *a, const char *label, const char *value)
{
	if (*value == '\0' || a->h < 1)
		return;
	draw_text(a->y, a->x, 13, ST_DIM, label);
	int n = draw_wrap((struct area){ a->y, a->x + 14, a->h < 3 ? 1 : 3,
	    a->w - 14 }, ST_BODY, value);
	a->y += n;
	a->h -= n;
}

static const char *
outcome_word(const struct depot_case *c, char *out, size_t cap)
{
	const char *name, *label;

	snprintf(out, cap, "%s", c->outcome);
	for (int i = 0; case_outcome(c->kind, i, &name, &label); i++)
		if (strcmp(name, c->outcome) == 0)
			snprintf(out, cap, "%s", _(label));
	return out;
}

static void
item_facts(const struct item *it, struct area *a)
{
	char text[200];
	enum style st;

	if (it->id == 0)
		return;
	fact(a, _("Gäller"), thing_name(it, text, sizeof text));
	fact(a, _("Skick"), _(condition_label(it->condition)));
	fact(a, _("Läge"), thing_availability(it, text, sizeof text, &st));
	if (it->remote)
		fact(a, _("Depå"), thing_known(it->depot, it->told,
		    KNOWN_COLS, text, sizeof text));
	fact(a, it->holder != 0 ? _("Finns hos") : _("Plats"),
	    it->holder != 0 ? it->holder_name : it->place_name);
}

/* Returns the rows that it took. */
static int
draw_facts(const struct state *s, struct area a)
{
	const struct depot_case *c = &s->about;
	int top = a.y;
	char text[300], number[24];
	const char *args[] = { number };

	snprintf(number, sizeof number, "%lld", (long long)c->number);
	lang_fill(text, sizeof text, _("Ärende %1$s: "), args, 1);
	int n = draw_text(a.y, a.x, a.w, ST_DIM, text);
	draw_text(a.y, a.x + n, a.w - n, ST_STRONG,
	    _(case_kind_label(c->kind)));
	if (c->outcome[0] != '\0') {
		outcome_word(c, number, sizeof number);
		snprintf(text, sizeof text, "✓ %s", number);
	} else {
		snprintf(text, sizeof text, "! %s", _("öppet"));
	}
	draw_text(a.y + 1, a.x, a.w, c->outcome[0] != '\0' ? ST_OK_TEXT :
	    ST_ALREADY_TEXT, text);
	int gap = a.h >= 10;
	a.y += 2 + gap;
	a.h -= 2 + gap;
	if (s->story[0] != '\0') {
		n = draw_wrap((struct area){ a.y, a.x, a.h > 7 ? a.h - 3 :
		    a.h, a.w }, ST_BODY, s->story) + gap;
		a.y += n;
		a.h -= n;
	}
	fact(&a, _("Anteckning"), c->note);
	fact(&a, _("Öppnat i"), s->opened);
	item_facts(&s->item, &a);
	if (s->order.id != 0) {
		snprintf(text, sizeof text, "%lld · %s",
		    (long long)s->order.number, s->order.unit_name);
		fact(&a, _("Beställning"), text);
	}
	fact(&a, _("Enhet"), c->unit_name);
	fact(&a, _("Sedan"), lang_minute(c->time, text, sizeof text));
	return a.y - top;
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct state *s = arg;
	const struct row *r = &s->row[i];
	enum style st = selected ? ST_SELECTED : ST_TILE;
	int y = a.y + (a.h >= 3);

	if (!selected)
		draw_fill(a, ST_TILE);
	draw_text(y, a.x + 1, 2, selected ? st : ST_TILE_KEY, r->sign);
	draw_text(y, a.x + 4, a.w - 5, st, r->settles ? _(r->label_text) :
	    _(r->label));
	const char *effect = r->settles ? case_effect(s->about.kind,
	    r->outcome) : "";
	if (a.h >= 3 && *effect != '\0')
		draw_text(y + 1, a.x + 4, a.w - 5, selected ? st : ST_DIM,
		    _(effect));
}

/* What the outcomes do, where their rows have no room for it. */
static void
draw_effects(const struct state *s, struct area a)
{
	char text[160];

	for (int i = 0; i < s->list.count && a.h > 0; i++) {
		const struct row *r = &s->row[i];
		const char *effect = r->settles ? case_effect(s->about.kind,
		    r->outcome) : "";
		if (*effect == '\0')
			continue;
		snprintf(text, sizeof text, "%s: %s", _(r->label_text),
		    _(effect));
		int n = draw_wrap(a, ST_DIM, text);
		a.y += n;
		a.h -= n;
	}
}

static void
case_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	bool beside = a.w >= 70;
	int right = a.w >= 90 ? 38 : 28;
	int rows = s->list.count;
	struct area facts = a, list = a;

	(void)k;
	if (beside) {
		facts.w = a.w - right - 2;
		list.x = a.x + a.w - right;
		list.w = right;
	} else {
		/* The story comes first: the list can be scrolled. */
		facts.h = a.h - (s->story[0] != '\0' && rows > 4 ? 4 :
		    rows) - 2;
	}
	int used = draw_facts(s, facts);
	if (!beside) {
		list.y += used + 1;
		list.h -= used + 1;
	}
	draw_cursor(list.y, list.x);
	if (list.h > rows && s->about.outcome[0] == '\0') {
		draw_text(list.y, list.x, list.w, ST_ACCENT,
		    _("Hur blev det?"));
		list.y++;
		list.h--;
	}
	list_draw(&s->list, list, list.h >= rows * 3, true, draw_row, s);
	if (list.h < rows * 3)
		draw_effects(s, (struct area){ list.y + rows + 1, list.x,
		    list.h - rows - 1, list.w });
}

static struct step
settle(struct kiosk *k, struct state *s, const struct row *r)
{
	struct err err = { .why = WHY_NONE };
	char number[24], said[300];
	const char *args[] = { number, _(r->label_text) };

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = case_settle(k->db, s->id, r->outcome, "", &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	snprintf(number, sizeof number, "%lld", (long long)s->about.number);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("Ärende %1$s: %2$s."), args, 2));
	return step_pop();	/* on to the next one */
}

static struct step
case_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN: {
		const struct row *r = &s->row[s->list.sel];
		return r->settles ? step_do(DO_DONE) :
		    step_push(r->to, r->id, NULL);
	}
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

static bool
case_can(struct kiosk *k, void *state, enum action a)
{
	const struct state *s = state;

	(void)k;
	return a != DO_DONE || (!s->list.shy && s->list.sel < s->list.count &&
	    s->row[s->list.sel].settles);
}

static struct step
case_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (a != DO_DONE)
		return step_pass();
	return k->who.role < ROLE_STAFF ? step_sign_in(ROLE_STAFF) :
	    settle(k, s, &s->row[s->list.sel]);
}

const struct screen_ops screen_case = {
	.title = N_("Ärende"),
	.help = N_("Vad ärendet gäller. Välj hur det blev: då är det "
	    "åtgärdat. F5 ångrar."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = case_open_screen,
	.draw = case_draw,
	.input = case_input,
	.action = case_action,
	.can = case_can,
	.refresh = case_refresh,
};
