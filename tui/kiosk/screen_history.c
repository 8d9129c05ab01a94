/* History: what happened, to everything or to one thing. */
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

static const enum action actions[] = { DO_NOTHING };

static struct step
history_open(struct kiosk *k, void *state, const struct arg *arg)
{
	(void)k;
	(void)state;
	(void)arg;
	return step_stay();
}

static void
history_draw(struct kiosk *k, void *state, struct area a)
{
	(void)k;
	(void)state;
	draw_cursor(a.y, a.x);
}

const struct screen_ops screen_history = {
	.title = N_("Historik"),
	.actions = actions,
	.open = history_open,
	.draw = history_draw,
};
