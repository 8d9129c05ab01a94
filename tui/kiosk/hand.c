/* Who is at work.  A finger has large targets and a keypad, from its first
 * touch until somebody types on a keyboard. */
#include <string.h>

#include "tui/kiosk/kiosk.h"

static bool
never(const struct kiosk *k)
{
	return strcmp(k->cfg.touch, "never") == 0;
}

static void
keyboard(struct kiosk *k)
{
	k->hand.keypad.up = k->hand.keypad.code = false;
	if (strcmp(k->cfg.touch, "always") != 0)
		k->hand.finger = false;
}

void
kiosk_hand(struct kiosk *k, const struct input *in)
{
	switch (in->kind) {
	case INPUT_RELEASE:
		k->hand.finger = !never(k);
		break;
	case INPUT_TEXT:	/* a scanner may be typing */
		if (in->first)
			k->before = k->hand;
		keyboard(k);
		break;
	case INPUT_UNTYPE:
		k->hand = k->before;
		break;
	case INPUT_KEY:
		keyboard(k);
		break;
	default:
		break;
	}
}

void
kiosk_hand_opens(struct kiosk *k)
{
	k->bar_page = 0;
	k->hand.keypad = (struct keypad){ .up = false };
	if (k->hand.finger && kiosk_ops(k, k->depth)->writes)
		keypad_raise(&k->hand.keypad, FIELD_TEXT);
}

void
kiosk_hand_writes(struct kiosk *k, bool asked)
{
	if (never(k))
		return;
	kiosk_draw(k);		/* which field has the focus now */
	enum touch_field field = touch_field();
	if (field == FIELD_NONE && asked) {
		k->hand.keypad.code = true;
		field = FIELD_TEXT;
	}
	keypad_raise(&k->hand.keypad, field);
}
