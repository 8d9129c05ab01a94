/* Search: what is found goes to the screen that asked, or is shown. */
#include <string.h>

#include "tui/kiosk/finder.h"
#include "tui/lang.h"

struct state { struct finder finder; };

static const enum action actions[] = { DO_NOTHING };

static struct step
search_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)k;
	finder_init(&s->finder, arg->text);
	return step_stay();
}

static void
search_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	finder_search(k, &s->finder);
	int n = draw_text(a.y, a.x, a.w / 3, ST_ACCENT, _("Sök: "));
	finder_draw_field(&s->finder, a.y, a.x + n, a.w - n, true);
	struct area list = { a.y + 2, a.x, a.h - 2, a.w };
	if (s->finder.field.text[0] == '\0')
		draw_wrap(list, ST_DIM, _("Skriv några bokstäver av vad det "
		    "heter: stol, kylsk, borrm … Flera ord går bra. Koden går "
		    "också bra."));
	else
		finder_draw_list(&s->finder, list);
}

static struct step
chose(struct kiosk *k, int64_t id)
{
	const struct screen_ops *below = kiosk_ops(k, k->depth - 1);

	if (below->takes_items)
		return step_answer(id, NULL);
	return step_replace(SCREEN_ITEM, id, NULL);
}

static struct step
search_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	struct code code;

	switch (finder_input(k, &s->finder, in, &code)) {
	case FINDER_CHOSE:
		return chose(k, s->finder.item[s->finder.list.sel].id);
	case FINDER_CODE:
		return kiosk_typed(k, &code);
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

	(void)state;
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
	s->finder.stale = true;
}

const struct screen_ops screen_search = {
	.title = N_("Sök"),
	.help = N_("Skriv några bokstäver: listan följer med. Pil upp och ner "
	    "väljer, Enter öppnar."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = search_open,
	.draw = search_draw,
	.input = search_input,
	.scan = search_scan,
	.refresh = search_refresh,
};
