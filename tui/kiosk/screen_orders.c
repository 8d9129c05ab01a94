/* Orders: those that wait for an answer, and those to hand out. */
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

static const enum action actions[] = { DO_NOTHING };

static struct step
orders_open(struct kiosk *k, void *state, const struct arg *arg)
{
	(void)k;
	(void)state;
	(void)arg;
	return step_stay();
}

static void
orders_draw(struct kiosk *k, void *state, struct area a)
{
	(void)k;
	(void)state;
	draw_cursor(a.y, a.x);
}

const struct screen_ops screen_orders = {
	.title = N_("Beställningar"),
	.actions = actions,
	.open = orders_open,
	.draw = orders_draw,
};
