/* One of a few: a condition, an outcome, a reason, a kind of order. */
#include <stdio.h>
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

static const struct set {
	const char *title;
	struct { const char *name, *label; } row[8];
} sets[] = {
	[CHOICE_CONDITION] = { N_("Vilket skick?"), {
		{ "as_new", N_("★ nyskick") }, { "good", N_("✓ bra") },
		{ "worn", N_("~ slitet") }, { "broken", N_("✗ trasigt") } } },
	[CHOICE_RETIRE] = { N_("Vad händer med den?"), {
		{ "sold", N_("såld") }, { "recycled", N_("återvunnen") },
		{ "hazardous", N_("farligt avfall") } } },
	[CHOICE_REFUSE] = { N_("Varför nej?"), {
		{ "taken", N_("upptagen då") },
		{ "unsuitable", N_("passar inte för enheten") },
		{ "own_need", N_("behövs där den är") },
		{ "other", N_("annat skäl") } } },
#define CUSTODY_REASON_CLAIM(name, sv) { name, sv },
#define CUSTODY_REASON_TRANSFER(name, sv)
#define CUSTODY_REASON(verb, name, sv) CUSTODY_REASON_##verb(name, sv)
	[CHOICE_CLAIM] = { N_("Varför kan depån inte svara?"), {
#include "db/custody_reasons.def"
		{ NULL, NULL } } },
#undef CUSTODY_REASON_CLAIM
#undef CUSTODY_REASON_TRANSFER
#define CUSTODY_REASON_CLAIM(name, sv)
#define CUSTODY_REASON_TRANSFER(name, sv) { name, sv },
	[CHOICE_TRANSFER] = { N_("Varför byter den ägare?"), {
		{ "price", N_("mot ett pris …") },
#include "db/custody_reasons.def"
		{ NULL, NULL } } },
	[CHOICE_LABEL] = { N_("Ett nytt nummer skrivs ut. Det gamla?"), {
		{ "drop", N_("slutar gälla: etiketten är borta") },
		{ "keep", N_("gäller också: etiketten är trasig") } } },
	[CHOICE_KIND] = { N_("Vad är det?"), {
		{ "loan", N_("lån: ska tillbaka") },
		{ "rental", N_("hyra: ska tillbaka, kostar") },
		{ "takeover", N_("övertagande: enheten får den") },
		{ "move", N_("flytt: byter ansvarig enhet") } } },
};

struct state {
	const struct set *set;
	struct list list;
};

static const enum action actions[] = { DO_NOTHING };

static struct step
choice_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	int n = 0;

	(void)k;
	s->set = &sets[arg->id];
	while (n < 8 && s->set->row[n].name != NULL)
		n++;
	s->list.shy = true;
	list_set(&s->list, n);
	return step_stay();
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	struct state *s = arg;
	enum style st = selected ? ST_SELECTED : ST_TILE;

	if (!selected)
		draw_fill(a, ST_TILE);
	draw_text(a.y + (a.h >= 3), a.x + 2, a.w - 4, st,
	    _(s->set->row[i].label));
}

static void
choice_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	int w = a.w < 50 ? a.w : 50;

	(void)k;
	draw_text(a.y, a.x, a.w, ST_ACCENT, _(s->set->title));
	draw_cursor(a.y, a.x);
	list_draw(&s->list, (struct area){ a.y + 2, a.x, a.h - 2, w }, true,
	    true, draw_row, s);
}

static struct step
choice_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	switch (list_input(&s->list, in)) {
	case LIST_CHOSEN:
		return step_answer(s->list.sel,
		    s->set->row[s->list.sel].name);
	case LIST_MOVED:
		return step_stay();
	case LIST_PASS:
		break;
	}
	return step_pass();
}

const struct screen_ops screen_choice = {
	.title = N_("Välj"),
	.help = N_("Pil upp och ner väljer, Enter tar den."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = choice_open,
	.draw = choice_draw,
	.input = choice_input,
};
