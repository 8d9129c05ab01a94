/* A code that nobody knows: register it, attach it, or put it aside; then
 * the work goes on where it was. */
#include <stdio.h>
#include <string.h>

#include "db/case.h"
#include "db/item.h"
#include "tui/kiosk/menu.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

struct state {
	char code[CODE_TEXT_MAX];
	struct menu menu;
};

static const enum action actions[] = {
	DO_REGISTER, DO_ATTACH, DO_PARK, DO_NOTHING
};

static struct step
unknown_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	memcpy(s->code, arg->text, sizeof s->code);
	kiosk_say(k, SAY_INFO, false, "%s", _("Koden är ny här."));
	return step_stay();
}

static void
unknown_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	menu_fill(k, &s->menu, actions, true);
	draw_cursor(a.y, a.x);
	draw_text(a.y, a.x, a.w, ST_ACCENT, _("En kod som ingen känner"));
	draw_wrap((struct area){ a.y + 2, a.x, 2, a.w }, ST_STRONG, s->code);
	draw_wrap((struct area){ a.y + 5, a.x, 2, a.w }, ST_DIM,
	    _("Vad är det? Skanna vidare om det inte var något."));
	menu_draw(&s->menu, (struct area){ a.y + 8, a.x, a.h - 8,
	    a.w < 40 ? a.w : 40 }, true);
}

static void
park(struct kiosk *k, struct state *s)
{
	struct err err = { .why = WHY_NONE };
	char note[256], said[400], number[24];
	const char *args[] = { s->code, number };
	struct depot_case c = { .number = 0 };
	int64_t id;

	lang_fill(note, sizeof note, _("Okänd kod: %1$s"), args, 1);
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = case_open(k->db, "other", 0, 0, 0, note, &id, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (rc == RC_OK)
		rc = case_get(k->db, id, &c, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	snprintf(number, sizeof number, "%lld", (long long)c.number);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("%1$s är undanlagd som ärende %2$s."), args, 2));
}

static struct step
unknown_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	switch (a) {
	case DO_REGISTER:
		return step_replace(SCREEN_REGISTER, 0, s->code);
	case DO_ATTACH:
		return step_push(SCREEN_SEARCH, 0, NULL);
	case DO_PARK:
		park(k, s);
		return step_pop();
	default:
		return step_pass();
	}
}

/* The item that it is attached to is what was scanned: the screen below
 * gets it as if its own label had been read. */
static struct step
attach(struct kiosk *k, struct state *s, int64_t id)
{
	struct err err = { .why = WHY_NONE };
	struct item item;
	char code[CODE_TEXT_MAX], name[200], said[500];
	const char *args[] = { code, name };

	memcpy(code, s->code, sizeof code);
	enum rc rc = item_get(k->db, id, &item, &err);
	if (rc == RC_OK)
		rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		/* One of our labels is what it is called by from now on. */
		rc = item_relabel(k->db, id, code,
		    strncmp(code, "I-", 2) == 0, NULL, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	struct step back = step_pop();
	kiosk_step(k, &back);
	kiosk_scan(k, code, strlen(code));
	thing_name(&item, name, sizeof name);
	if (k->said.outcome != SAY_NO)
		kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
		    _("%1$s hör nu till %2$s."), args, 2));
	return step_stay();
}

static struct step
unknown_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	return attach(k, state, arg->id);
}

static struct step
unknown_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct step back = step_pop();
	char text[CODE_TEXT_MAX];

	(void)state;
	if (code->kind == CODE_BADGE)
		return step_pass();
	memcpy(text, code->text, sizeof text);
	kiosk_step(k, &back);
	kiosk_scan(k, text, strlen(text));
	return step_stay();
}

static struct step
unknown_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return menu_input(&s->menu, in);
}

const struct screen_ops screen_unknown = {
	.title = N_("Okänd kod"),
	.help = N_("Registrera något nytt med koden, koppla den till något "
	    "som finns, eller lägg undan den. Inget händer av sig självt."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.takes_items = true,
	.open = unknown_open,
	.draw = unknown_draw,
	.input = unknown_input,
	.scan = unknown_scan,
	.action = unknown_action,
	.answer = unknown_answer,
};
