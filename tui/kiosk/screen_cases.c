/* Cases: what a person must settle, the open ones first. */
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

static const enum action actions[] = { DO_NOTHING };

static struct step
cases_open(struct kiosk *k, void *state, const struct arg *arg)
{
	(void)k;
	(void)state;
	(void)arg;
	return step_stay();
}

static void
cases_draw(struct kiosk *k, void *state, struct area a)
{
	(void)k;
	(void)state;
	draw_cursor(a.y, a.x);
}

const struct screen_ops screen_cases = {
	.title = N_("Att åtgärda"),
	.actions = actions,
	.open = cases_open,
	.draw = cases_draw,
};
