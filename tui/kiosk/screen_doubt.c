/* A label that was read so poorly that it may be another: what is only looked
 * at is shown with a word about it, all else waits for a touch, or for the
 * label to be read once more. */
#include <stdio.h>
#include <string.h>

#include "db/item.h"
#include "db/unit.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/menu.h"
#include "tui/lang.h"

struct state {
	char code[CODE_TEXT_MAX];
	struct menu menu;
};

static const enum action actions[] = { DO_RIGHT_CODE, DO_NOTHING };

/* What the code names, in a person's words; "" where nothing is known. */
static void
name_of(struct kiosk *k, const struct code *code, char *out, size_t cap)
{
	struct item item[2];
	struct unit unit;
	struct place place;
	size_t n = 0;

	out[0] = '\0';
	if (code->kind == CODE_UNIT) {
		if (unit_find(k->db, code->text, &unit, NULL) == RC_OK)
			snprintf(out, cap, "%s", unit.name);
	} else if (code->kind == CODE_PLACE) {
		if (place_find(k->db, code->text, &place, NULL) == RC_OK)
			snprintf(out, cap, "%s", place.name);
	} else if (code->kind == CODE_ITEM || code->kind == CODE_FOREIGN) {
		if (item_find(k->db, code->text, item, 2, &n, NULL) == RC_OK)
			snprintf(out, cap, "%s", n > 1 ?
			    _("Flera saker har den.") : item[0].name);
	} else {
		snprintf(out, cap, "%s", _(code_kind_name(code->kind)));
	}
}

static struct step
doubt_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	memcpy(s->code, arg->text, sizeof s->code);
	kiosk_say(k, SAY_INFO, false, "%s",
	    _("Etiketten är svår att läsa. Inget är gjort än."));
	return step_stay();
}

static void
doubt_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	struct code code;
	char name[256] = "";

	if (code_parse(s->code, strlen(s->code), &code, NULL) == RC_OK)
		name_of(k, &code, name, sizeof name);
	menu_fill(k, &s->menu, actions, true);
	draw_cursor(a.y, a.x);
	draw_text(a.y, a.x, a.w, ST_ACCENT, _("Är det den här koden?"));
	draw_wrap((struct area){ a.y + 2, a.x, 2, a.w }, ST_STRONG, s->code);
	draw_text(a.y + 4, a.x, a.w, name[0] != '\0' ? ST_STRONG : ST_DIM,
	    name[0] != '\0' ? name :
	    _("Ingen känner koden: den är nog fel läst."));
	draw_wrap((struct area){ a.y + 6, a.x, 2, a.w }, ST_DIM,
	    _("Skanna en gång till. Eller jämför med etiketten, och tryck om "
	    "numret stämmer."));
	menu_draw(&s->menu, (struct area){ a.y + 9, a.x, a.h - 9,
	    a.w < 40 ? a.w : 40 }, true);
}

/* The code goes on to the screen below, as if it had been read well. */
static struct step
go_on(struct kiosk *k, const char *code)
{
	struct step back = step_pop();
	char text[CODE_TEXT_MAX];

	snprintf(text, sizeof text, "%s", code);
	kiosk_step(k, &back);
	kiosk_scan(k, text, strlen(text));
	return step_stay();
}

static struct step
doubt_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	return a == DO_RIGHT_CODE ? go_on(k, s->code) : step_pass();
}

static struct step
doubt_scan(struct kiosk *k, void *state, const struct code *code)
{
	(void)state;
	return go_on(k, code->text);
}

static struct step
doubt_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return menu_input(&s->menu, in);
}

/* Whether a scan of it, here, opens a card and no more. */
static bool
is_only_shown(struct kiosk *k, const struct code *code)
{
	const struct screen_ops *ops = kiosk_ops(k, k->depth);
	struct item item[2];
	size_t n = 0;

	if (ops->scan != NULL && !ops->scan_shows)
		return false;
	if (code->kind == CODE_ITEM || code->kind == CODE_FOREIGN)
		return item_find(k->db, code->text, item, 2, &n, NULL) ==
		    RC_OK;
	return code->kind == CODE_UNIT || code->kind == CODE_PLACE;
}

void
kiosk_scan_weak(struct kiosk *k, const char *text, size_t n)
{
	struct code code;
	char said[400];
	const char *args[] = { code.text };

	k->touched_ms = k->now_ms;
	if (!kiosk_read_code(k, text, n, &code))
		return;
	if (code.kind == CODE_BADGE) {	/* nobody is taken for another */
		kiosk_say(k, SAY_NO, false, "%s", _("Tjänstekortet är svårt "
		    "att läsa. Skanna det en gång till."));
		return;
	}
	if (!is_only_shown(k, &code)) {
		struct step step = step_push(SCREEN_DOUBT, 0, code.text);
		kiosk_step(k, &step);
		return;
	}
	struct step step = kiosk_dispatch(k, &code);
	kiosk_step(k, &step);
	if (k->said.outcome != SAY_NO)
		kiosk_say_behind(k, SAY_INFO, lang_fill(said, sizeof said,
		    _("Etiketten är svår att läsa: jämför den med %1$s."),
		    args, 1));
}

const struct screen_ops screen_doubt = {
	.title = N_("Svår att läsa"),
	.help = N_("En etikett som är sliten eller halvt skymd kan läsas fel. "
	    "Inget händer förrän den har lästs en gång till eller någon har "
	    "jämfört numret."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = doubt_open,
	.draw = doubt_draw,
	.input = doubt_input,
	.scan = doubt_scan,
	.action = doubt_action,
};
