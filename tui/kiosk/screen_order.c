/* An order: the whole form as one card, and its answer. */
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

static const enum action actions[] = { DO_NOTHING };

static struct step
order_open(struct kiosk *k, void *state, const struct arg *arg)
{
	(void)k;
	(void)state;
	(void)arg;
	return step_stay();
}

static void
order_draw(struct kiosk *k, void *state, struct area a)
{
	(void)k;
	(void)state;
	draw_cursor(a.y, a.x);
}

const struct screen_ops screen_order = {
	.title = N_("Beställning"),
	.actions = actions,
	.open = order_open,
	.draw = order_draw,
};
