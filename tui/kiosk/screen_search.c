/* Search: what is found goes to the screen that asked, or is shown. */
#include <string.h>

#include "tui/kiosk/finder.h"
#include "tui/lang.h"

struct state {
	struct finder finder;
	bool asked;		/* what is chosen is an answer */
};

static const enum action actions[] = { DO_NOTHING };

static struct step
search_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)k;
	s->asked = arg->id != 0;
	finder_init(&s->finder, arg->text);
	return step_stay();
}

static void
search_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	finder_search(k, &s->finder);
	int n = draw_text(a.y, a.x, a.w / 2, ST_ACCENT, s->asked ?
	    _("Det andra partiet: ") : _("Sök: "));
	finder_draw_field(&s->finder, a.y, a.x + n, a.w - n, true);
	draw_target((struct area){ a.y - 1, a.x, 3, a.w }, TARGET_TYPE);
	struct area list = { a.y + 2, a.x, a.h - 2, a.w };
	if (s->finder.field.text[0] == '\0')
		draw_wrap(list, ST_DIM, _("Skriv några bokstäver av vad det "
		    "heter: stol, kylsk, borrm … Flera ord går bra. Koden går "
		    "också bra."));
	else
		finder_draw_list(&s->finder, list);
}

static struct step
chose(struct kiosk *k, const struct state *s, int64_t id)
{
	const struct screen_ops *below = kiosk_ops(k, k->depth - 1);

	if (s->asked || below->takes_items)
		return step_answer(id, NULL);
	return step_replace(SCREEN_ITEM, id, NULL);
}

/* A thing's code is as good as the thing; what opens its own screen stands
 * instead of this one, not on it. */
static struct step
scanned(struct kiosk *k, const struct state *s, const struct code *code)
{
	struct item item[2];
	struct err err;
	size_t n = 0;

	if (s->asked && item_find(k->db, code->text, item, 2, &n, &err) ==
	    RC_OK && n == 1)
		return step_answer(item[0].id, NULL);
	struct step step = kiosk_typed(k, code);
	if (step.kind == STEP_PUSH)
		step.kind = STEP_REPLACE;
	return step;
}

static struct step
search_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	struct code code;

	switch (finder_input(k, &s->finder, in, &code)) {
	case FINDER_CHOSE:
		return chose(k, s, s->finder.item[s->finder.list.sel].id);
	case FINDER_CODE:
		return scanned(k, s, &code);
	case FINDER_TOOK:
		return step_stay();
	case FINDER_PASS:
		break;
	}
	return step_pass();
}

static struct step
search_scan(struct kiosk *k, void *state, const struct code *code)
{
	/* The screen that asked knows better what a scan is to it. */
	struct step step = step_pop();
	char text[CODE_TEXT_MAX];
	struct state *s = state;

	if (s->asked && (code->kind == CODE_ITEM ||
	    code->kind == CODE_FOREIGN))
		return scanned(k, s, code);
	memcpy(text, code->text, sizeof text);
	if (!kiosk_ops(k, k->depth - 1)->takes_items)
		return step_pass();
	kiosk_step(k, &step);
	kiosk_scan(k, text, strlen(text));
	return step_stay();
}

static void
search_refresh(struct kiosk *k, void *state)
{
	struct state *s = state;

	(void)k;
	finder_refresh(&s->finder);
}

const struct screen_ops screen_search = {
	.title = N_("Sök"),
	.help = N_("Skriv några bokstäver: listan följer med. Pil upp och ner "
	    "väljer, Enter öppnar."),
	.actions = actions,
	.writes = true,
	.state_size = sizeof(struct state),
	.open = search_open,
	.draw = search_draw,
	.input = search_input,
	.scan = search_scan,
	.refresh = search_refresh,
};
