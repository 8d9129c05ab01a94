/* Sign in: a badge is scanned, or a name chosen and its PIN typed.  The PIN
 * is worked on by a child; the loop goes on meanwhile. */
#include <stdio.h>
#include <string.h>

#include "db/pin.h"
#include "db/staff.h"
#include "tui/kiosk/field.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/lang.h"

#define NAMES_MAX 60
#define SHORTEST_EAN 8

struct state {
	enum role need;
	bool second;		/* another one signs too; nobody is signed in */
	struct list list;
	struct staff staff[NAMES_MAX];
	struct field pin;
	struct pin_job job;
	int64_t trying;		/* whose PIN the child works on, 0: none */
};

static const enum action actions[] = { DO_DONE, DO_NOTHING };

/* A badge's number says who, as the name in the list does; the PIN proves
 * it. */
static void
choose_badge(struct kiosk *k, struct state *s, const char *badge)
{
	char text[160];

	for (int i = 0; i < s->list.count; i++) {
		const char *args[] = { s->staff[i].name };
		if (strcmp(s->staff[i].badge, badge) != 0)
			continue;
		s->list.sel = i;
		kiosk_say(k, SAY_INFO, false, "%s", lang_fill(text,
		    sizeof text, _("%1$s: skriv pinkoden."), args, 1));
		return;
	}
	kiosk_say(k, SAY_NO, false, "%s", _("Det kortet har ingen pinkod här: "
	    "skanna det."));
}

static struct step
signin_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	struct err err;
	size_t n = 0, kept = 0;

	s->need = (enum role)arg->id;
	s->second = arg->id2 != 0;
	s->job.fd = -1;
	field_init(&s->pin, "");
	s->pin.secret = s->pin.digits = true;
	s->pin.max = 12;
	if (kiosk_fail(k, staff_list(k->db, 0, s->staff, NAMES_MAX, &n,
	    &err), &err) != RC_OK)
		n = 0;
	for (size_t i = 0; i < n; i++)
		if (!s->staff[i].disabled && s->staff[i].pin[0] != '\0' &&
		    (!s->second || (s->staff[i].role >= s->need &&
		    s->staff[i].id != k->who.id)))
			s->staff[kept++] = s->staff[i];
	list_set(&s->list, (int)kept);
	if (arg->text[0] != '\0') {
		choose_badge(k, s, arg->text);
	} else if (s->second && s->list.count == 0) {
		kiosk_say(k, SAY_NO, false, "%s", _("Ingen annan "
		    "depåansvarig har en pinkod här."));
		return step_pop();
	} else if (k->who.id != 0 && !s->second) {
		char text[160];
		const char *args[] = { _(role_label(s->need)) };
		kiosk_say(k, SAY_NO, false, "%s", lang_fill(text, sizeof text,
		    _("Det här får bara %1$s göra."), args, 1));
	}
	return step_stay();
}

static void
draw_name(int i, struct area a, bool selected, void *arg)
{
	struct state *s = arg;
	int y = a.y + (a.h >= 3);

	draw_text(y, a.x + 1, a.w - 20, selected ? ST_SELECTED : ST_BODY,
	    s->staff[i].name);
	draw_right(y, a.x + a.w - 19, 18, selected ? ST_SELECTED : ST_DIM,
	    _(role_label(s->staff[i].role)));
}

static void
signin_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	(void)k;
	draw_text(a.y, a.x, a.w, ST_ACCENT, s->second ?
	    _("Den andra skriver under: skanna kortet") :
	    _("Skanna ditt tjänstekort"));
	draw_text(a.y + 1, a.x, a.w, ST_DIM, s->second ?
	    _("eller välj namnet. Skriv sedan pinkoden.") :
	    _("eller välj ditt namn och skriv din pinkod"));
	int n = draw_text(a.y + 3, a.x, a.w, ST_BODY, _("Pinkod: "));
	struct area list = { a.y + 5, a.x, a.h - 5, a.w };
	list_draw(&s->list, list, true, true, draw_name, s);
	if (s->trying != 0)
		draw_text(a.y + 3, a.x + n + 16, a.w - n - 16, ST_DIM,
		    _("kontrolleras …"));
	field_draw(&s->pin, a.y + 3, a.x + n, 14, s->trying == 0);
	touch_writes(FIELD_DIGITS);	/* the next try may follow */
	draw_target((struct area){ a.y + 2, a.x, 3, n + 14 }, TARGET_TYPE);
}

static struct step
try_pin(struct kiosk *k, struct state *s)
{
	struct err err;

	if (s->list.count == 0 || s->trying != 0 || s->pin.text[0] == '\0')
		return step_stay();
	struct staff *who = &s->staff[s->list.sel];
	/* The try is counted before the PIN is looked at, so that pulling
	 * the plug gives nobody another one. */
	enum rc rc = staff_pin_try(k->db, who->id, &err);
	/* It may have been changed while the list stood here. */
	if (rc == RC_OK)
		rc = staff_get(k->db, who->id, who, &err);
	if (rc == RC_OK)
		rc = pin_verify_start(&s->job, s->pin.text, who->pin, &err);
	memset(s->pin.text, 0, sizeof s->pin.text);
	memset(s->pin.before, 0, sizeof s->pin.before);
	s->pin.at = s->pin.before_at = 0;
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	s->trying = who->id;
	k->wait_fd = pin_verify_poll_fd(&s->job);
	k->said.outcome = SAY_NOTHING;
	return step_stay();
}

static void
accept(struct kiosk *k, int64_t id)
{
	struct actor who = { .id = id };
	struct staff staff;
	struct err err;

	enum rc rc = staff_pin_right(k->db, id, &err);
	if (rc == RC_OK)
		rc = staff_get(k->db, id, &staff, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return;
	who.role = staff.role;
	memcpy(who.name, staff.name, sizeof who.name);
	kiosk_sign_in(k, &who);
}

static struct step
signin_tick(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct err err = { .why = WHY_NONE };

	if (s->trying == 0)
		return step_stay();
	enum rc rc = pin_verify_finish(&s->job, &err);
	if (rc == RC_BUSY)
		return step_stay();
	int64_t id = s->trying;
	s->trying = 0;
	k->wait_fd = -1;
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	if (s->second)
		return kiosk_fail(k, staff_pin_right(k->db, id, &err), &err) ==
		    RC_OK ? step_answer(id, NULL) : step_stay();
	accept(k, id);
	return step_stay();
}

static struct step
signin_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	if (in->kind == INPUT_KEY && in->key == K_ENTER)
		return try_pin(k, s);
	if (in->kind == INPUT_KEY && (in->key == K_HOME || in->key == K_END))
		return step_stay();
	if (in->kind == INPUT_TEXT && (in->text[0] < '0' ||
	    in->text[0] > '9')) {
		char badge = code_kind_letter(CODE_BADGE);
		if (in->text[0] == badge || in->text[0] == badge + 'a' - 'A')
			return step_pass();
		kiosk_say(k, SAY_NO, false, "%s", _("Pinkoden är bara "
		    "siffror. Välj ditt namn med pilarna."));
		return step_stay();
	}
	if (field_input(&s->pin, in, NULL))
		return step_stay();
	return list_input(&s->list, in) == LIST_PASS ? step_pass() :
	    step_stay();
}

static struct step
signin_typed(struct kiosk *k, void *state, const struct code *code)
{
	choose_badge(k, state, code->text);
	return step_stay();
}

static struct step
signin_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	size_t n = strlen(code->text);
	if (code->kind == CODE_BADGE && s->second) {
		choose_badge(k, s, code->text);
		return step_stay();
	}
	if (code->kind == CODE_BADGE)
		return step_pass();
	/* A PIN that fast fingers typed; no trade code is that short. */
	if (n < SHORTEST_EAN && strspn(code->text, "0123456789") == n) {
		field_set(&s->pin, code->text);
		return try_pin(k, s);
	}
	/* What waits here waits for a badge; another code goes its own way,
	 * from the screen below. */
	char text[CODE_TEXT_MAX];
	struct step step = step_pop();
	memcpy(text, code->text, sizeof text);
	kiosk_step(k, &step);
	kiosk_scan(k, text, strlen(text));
	return step_stay();
}

static struct step
signin_action(struct kiosk *k, void *state, enum action a)
{
	return a == DO_DONE ? try_pin(k, state) : step_pass();
}

static void
signin_close(struct kiosk *k, void *state)
{
	struct state *s = state;

	if (s->trying != 0)
		pin_verify_cancel(&s->job);
	k->wait_fd = -1;
	memset(&s->pin, 0, sizeof s->pin);
}

static const char *
title(const void *state)
{
	return ((const struct state *)state)->second ? N_("Skriv under") :
	    N_("Logga in");
}

const struct screen_ops screen_signin = {
	.title = N_("Logga in"),
	.title_now = title,
	.help = N_("Den som gör något i depån visar först vem det är: med "
	    "tjänstekortet, eller med namn och pinkod."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = signin_open,
	.draw = signin_draw,
	.input = signin_input,
	.scan = signin_scan,
	.typed = signin_typed,
	.action = signin_action,
	.tick = signin_tick,
	.close = signin_close,
};
