/* A code that is typed where a scan is awaited: the letters that no field of
 * the screen takes stand in a line of their own, and Enter is the scan. */
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

#define HINT_MAX	30	/* cells */

static const struct screen_ops *
top(const struct kiosk *k)
{
	return kiosk_ops(k, k->depth);
}

void
kiosk_typed_clear(struct kiosk *k)
{
	field_init(&k->typed, "");
	k->typed.max = FIELD_MAX - 1;
}

bool
kiosk_typed_shown(const struct kiosk *k)
{
	return (top(k)->code_row && !k->large) || k->typed.text[0] != '\0' ||
	    k->hand.keypad.code;
}

/* Who knows a badge's number has not shown the badge, and who reads a number
 * from a ticket has not handed it over: those two are no scans. */
static void
enter(struct kiosk *k)
{
	struct code code;
	struct err err;
	struct step step;

	enum rc rc = code_parse(k->typed.text, strlen(k->typed.text), &code,
	    &err);
	kiosk_typed_clear(k);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	if (top(k)->typed != NULL) {
		step = top(k)->typed(k, kiosk_state(k, k->depth), &code);
	} else if (code.kind == CODE_BADGE || code.kind == CODE_TICKET ||
	    code.kind == CODE_TICKET_QR) {
		step = kiosk_typed(k, &code);
	} else {
		kiosk_scan(k, code.text, strlen(code.text));
		return;
	}
	kiosk_step(k, &step);
}

bool
kiosk_typed_input(struct kiosk *k, const struct input *in)
{
	if (k->typed.text[0] == '\0')
		return false;
	if (in->kind == INPUT_KEY && in->key == K_ENTER) {
		enter(k);
		return true;
	}
	if (in->kind == INPUT_KEY && in->key == K_ESC) {
		kiosk_typed_clear(k);
		return true;
	}
	if (field_input(&k->typed, in, NULL))
		return true;
	/* Who goes on with something else has given the code up. */
	if (in->kind == INPUT_KEY || in->kind == INPUT_TAP)
		kiosk_typed_clear(k);
	return false;
}

bool
kiosk_typed_begin(struct kiosk *k, const struct input *in)
{
	return in->kind == INPUT_TEXT && !top(k)->whole_screen &&
	    field_input(&k->typed, in, NULL);
}

void
kiosk_typed_draw(struct kiosk *k, int y, int x, int w)
{
	bool any = k->typed.text[0] != '\0' || k->hand.keypad.code;
	int n = draw_text(y, x, w < HINT_MAX ? w : HINT_MAX, any ?
	    ST_ACCENT : ST_DIM, _("eller skriv koden: "));
	int wide = w - n < 34 ? w - n : 34;

	if (any)
		field_draw(&k->typed, y, x + n, wide, true);
	else
		draw_fill((struct area){ y, x + n, 1, wide }, ST_FIELD);
	if (!k->large)		/* a finger has a button for it */
		draw_target((struct area){ y, x, 1, n + wide }, TARGET_TYPE);
}
