/* A case: what it is about, and one touch for how it ended. */
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

static const enum action actions[] = { DO_NOTHING };

static struct step
case_open(struct kiosk *k, void *state, const struct arg *arg)
{
	(void)k;
	(void)state;
	(void)arg;
	return step_stay();
}

static void
case_draw(struct kiosk *k, void *state, struct area a)
{
	(void)k;
	(void)state;
	draw_cursor(a.y, a.x);
}

const struct screen_ops screen_case = {
	.title = N_("Att åtgärda"),
	.actions = actions,
	.open = case_open,
	.draw = case_draw,
};
