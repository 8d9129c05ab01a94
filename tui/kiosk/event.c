/* How an event finds its handler: keys, fingers and scans. */
#include <stdio.h>
#include <string.h>

#include "db/gs1.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"
#include "tui/sink.h"

static const struct screen_ops *
top(const struct kiosk *k)
{
	return kiosk_ops(k, k->depth);
}

static void *
state(struct kiosk *k)
{
	return kiosk_state(k, k->depth);
}

static bool
is_everywhere(enum action a)
{
	return a == DO_BACK || a == DO_HELP || a == DO_HOME || a == DO_LOCK ||
	    a == DO_LANGUAGE || a == DO_QUIT || a == DO_UNDO ||
	    a == DO_SEARCH;
}

bool
kiosk_can(struct kiosk *k, enum action a)
{
	const enum action *list = top(k)->actions;

	if (a == DO_QUIT)
		return strcmp(k->cfg.exit, "yes") == 0;
	if ((a == DO_BACK || a == DO_HOME) && k->depth == 0)
		return false;
	if (is_everywhere(a))
		return true;
	while (*list != DO_NOTHING && *list != a)
		list++;
	return *list == a &&
	    (top(k)->can == NULL || top(k)->can(k, state(k), a));
}

const char *
kiosk_why_not(struct kiosk *k, enum action a)
{
	static const struct {
		enum screen_id screen;
		enum action action;
		const char *why;
	} rows[] = {
#define WHY_NOT(s, a, why)	{ SCREEN_##s, DO_##a, why },
#include "tui/kiosk/why_not.def"
#undef WHY_NOT
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].action == a && rows[i].screen ==
		    k->stack[k->depth].screen)
			return kiosk_can(k, a) ? NULL : rows[i].why;
	return NULL;
}

/* Keys are shared by actions that never stand on one screen. */
static enum action
action_of_key(struct kiosk *k, enum key key)
{
	for (enum action a = DO_NOTHING + 1; a < ACTION_COUNT; a++)
		if (action_key(a) == key && kiosk_can(k, a))
			return a;
	return DO_NOTHING;
}

static struct step
everywhere(struct kiosk *k, enum action a)
{
	struct step step;

	switch (a) {
	case DO_BACK:
		return step_pop();
	case DO_HOME:
		return step_home();
	case DO_HELP:
		return step_push(SCREEN_HELP, k->stack[k->depth].screen, NULL);
	case DO_SEARCH:
		return step_push(SCREEN_SEARCH, 0, NULL);
	case DO_LANGUAGE:
		lang_set(strcmp(lang_code(), "sv") == 0 ? "en" : "sv");
		k->said.outcome = SAY_NOTHING;
		return step_stay();
	case DO_QUIT:
		return (struct step){ .kind = STEP_QUIT };
	case DO_LOCK:
		if (k->who.id == 0)
			return step_sign_in(ROLE_WORKER);
		kiosk_lock(k);
		return step_stay();
	case DO_UNDO:
		if (kiosk_undo_left(k) > 0) {
			kiosk_undo(k);
			return step_stay();
		}
		/* What is not offered any more is looked at first. */
		k->said.outcome = SAY_NOTHING;
		step = step_push(SCREEN_HISTORY, 0, NULL);
		step.arg.id2 = k->who.id;
		return step;
	default:
		return kiosk_mode(a);
	}
}

void
kiosk_action(struct kiosk *k, enum action a)
{
	struct step step = step_pass();

	if (a == DO_NOTHING)
		return;
	if (!kiosk_can(k, a)) {
		const char *why = kiosk_why_not(k, a);
		if (why != NULL)
			kiosk_say(k, SAY_INFO, false, "%s", _(why));
		return;
	}
	if (k->who.role < action_role(a)) {
		step = step_sign_in(action_role(a));
		kiosk_step(k, &step);
		k->wait = (struct wait){ .what = WAIT_ACTION, .action = a };
		return;
	}
	if (top(k)->action != NULL)
		step = top(k)->action(k, state(k), a);
	if (step.kind == STEP_PASS)
		step = everywhere(k, a);
	kiosk_step(k, &step);
	if (step.kind == STEP_SIGN_IN && a != DO_LOCK)
		k->wait = (struct wait){ .what = WAIT_ACTION, .action = a };
}

/* GS is what FNC1 in a GS1 label is read as: code_parse judges it. */
static bool
has_bad_letters(const char *text, size_t n)
{
	bool bad = false;

	while (!bad && n > 0) {
		const char *gs = memchr(text, GS1_GS, n);
		size_t len = gs != NULL ? (size_t)(gs - text) : n;
		bad = len > 0 && sink_dirty(text, len);
		len += gs != NULL;
		text += len;
		n -= len;
	}
	return bad;
}

static void
say_bad_letters(struct kiosk *k)
{
	kiosk_say(k, SAY_NO, false, "%s", _("Koden innehåller tecken som inte "
	    "får stå i en kod. Den används inte."));
}

bool
kiosk_read_code(struct kiosk *k, const char *text, size_t n,
    struct code *code)
{
	struct err err;

	if (has_bad_letters(text, n)) {
		say_bad_letters(k);
		return false;
	}
	enum rc rc = code_parse(text, n, code, &err);
	if (rc == RC_INVALID && memchr(text, GS1_GS, n) != NULL)
		say_bad_letters(k);
	else
		kiosk_fail(k, rc, &err);
	return rc == RC_OK;
}

void
kiosk_scan(struct kiosk *k, const char *text, size_t n)
{
	struct code code;
	char said[200];

	k->touched_ms = k->now_ms;
	if (!kiosk_read_code(k, text, n, &code))
		return;
	struct step step = step_pass();
	bool seen = verb_seen(k, &code, said, sizeof said);
	if (top(k)->scan != NULL)
		step = top(k)->scan(k, state(k), &code);
	if (step.kind == STEP_PASS)
		step = kiosk_dispatch(k, &code);
	kiosk_step(k, &step);
	if (seen && k->said.outcome == SAY_NOTHING)
		kiosk_say(k, SAY_OK, false, "%s", said);
	else if (seen && strncmp(said, k->said.text,
	    strlen(k->said.text)) == 0)	/* the name alone was said */
		snprintf(k->said.text, sizeof k->said.text, "%s", said);
	else if (seen)
		snprintf(k->said.text + strlen(k->said.text),
		    sizeof k->said.text - strlen(k->said.text), " %s", said);
	if (step.kind == STEP_SIGN_IN) {
		k->wait = (struct wait){ .what = WAIT_SCAN };
		memcpy(k->wait.arg.text, code.text, sizeof code.text);
	}
}

/* The screen's list follows a finger that moves; then it is no tap. */
static void
drag(struct kiosk *k, const struct input *in)
{
	struct input moved = { .kind = INPUT_DRAG,
	    .turn = in->y - k->finger_y };

	k->finger_y = in->y;
	if (moved.turn == 0 || top(k)->input == NULL)
		return;
	struct step step = top(k)->input(k, state(k), &moved);
	if (step.kind != STEP_PASS)
		k->pressed = -1;
	kiosk_step(k, &step);
}

/* What was said is of the action before; what can be undone stays. */
static void
forget_said(struct kiosk *k)
{
	if (kiosk_undo_left(k) == 0)
		k->said.outcome = SAY_NOTHING;
}

/* What stands in the bar and the keypad, or on the screen. */
static void
hit(struct kiosk *k, int target)
{
	struct input in = { .kind = INPUT_TAP, .target = target };
	enum screen_id screen = k->stack[k->depth].screen;

	if (target >= TARGET_KEYPAD) {
		if (keypad_hit(&k->hand.keypad, target, &in))
			kiosk_input(k, &in);
		return;
	}
	if (target == TARGET_MORE) {
		k->bar_page++;
		return;
	}
	if (target >= TARGET_ACTION) {
		kiosk_action(k, (enum action)(target - TARGET_ACTION));
	} else if (target != TARGET_TYPE) {	/* that is no screen's */
		if (target >= TARGET_KEY)
			in = (struct input){ .kind = INPUT_KEY, .key =
			    (enum key)(target - TARGET_KEY) };
		kiosk_input(k, &in);
	}
	/* A field that was touched is written in. */
	if (k->stack[k->depth].screen == screen && (target < LIST_UP_TARGET ||
	    target > LIST_DOWN_TARGET) && target < TARGET_KEY)
		kiosk_hand_writes(k, target == TARGET_TYPE);
	else if (target == TARGET_ACTION + DO_SEARCH)
		kiosk_hand_writes(k, false);
}

/* A finger acts where it lifts, if that is where it came down. */
static void
touch(struct kiosk *k, const struct input *in)
{
	/* What earlier events of this turn changed must be drawn before a
	 * finger can be said to hit it. */
	kiosk_draw(k);
	int target = draw_hit(in->y, in->x);
	if (in->kind == INPUT_PRESS) {
		k->pressed = target;
		k->finger_y = in->y;
	}
	if (in->kind == INPUT_DRAG)
		drag(k, in);
	if (in->kind != INPUT_RELEASE)
		return;
	bool same = target >= 0 && target == k->pressed;
	k->pressed = -1;
	if (!same)
		return;
	forget_said(k);	/* not before: its row would move what was hit */
	hit(k, target);
}

/* A key that could be expected to do something does not stay silent. */
static void
say_idle_key(struct kiosk *k, enum key key)
{
	char name[16], text[200];
	const char *args[] = { name };

	if (key < K_F1 || key > K_F12)
		return;
	for (enum action a = DO_NOTHING + 1; a < ACTION_COUNT; a++)
		if (action_key(a) == key && kiosk_why_not(k, a) != NULL) {
			kiosk_action(k, a);	/* which says it */
			return;
		}
	snprintf(name, sizeof name, "F%s", key_word(key) + 1);
	kiosk_say(k, SAY_INFO, false, "%s", lang_fill(text, sizeof text,
	    _("%1$s gör inget här. F1 visar vad man kan göra, F10 går hem."),
	    args, 1));
}

void
kiosk_input(struct kiosk *k, const struct input *in)
{
	struct step step = step_pass();

	if (kiosk_typed_input(k, in))
		return;
	if (top(k)->input != NULL)
		step = top(k)->input(k, state(k), in);
	if (step.kind == STEP_PASS && kiosk_typed_begin(k, in))
		return;
	if (step.kind == STEP_PASS && in->kind == INPUT_KEY) {
		enum action a = action_of_key(k, in->key);
		if (a == DO_NOTHING)
			say_idle_key(k, in->key);
		kiosk_action(k, a);
		return;
	}
	kiosk_step(k, &step);
	if (step.kind == STEP_SIGN_IN)
		k->wait = (struct wait){ .what = WAIT_INPUT, .input = *in };
}

void
kiosk_event(struct kiosk *k, const struct input *in)
{
	k->touched_ms = k->now_ms;
	kiosk_hand(k, in);
	if (in->kind != INPUT_PRESS && in->kind != INPUT_DRAG &&
	    in->kind != INPUT_RELEASE && in->kind != INPUT_WHEEL &&
	    in->kind != INPUT_UNTYPE)
		forget_said(k);
	if (top(k)->try != NULL &&
	    (in->kind == INPUT_SCAN || in->kind == INPUT_BAD_SCAN)) {
		top(k)->try(k, state(k), in);
		return;
	}
	switch (in->kind) {
	case INPUT_SCAN:
		if (in->weak)
			kiosk_scan_weak(k, in->scan, in->n);
		else
			kiosk_scan(k, in->scan, in->n);
		return;
	case INPUT_BAD_SCAN:
		say_bad_letters(k);
		return;
	case INPUT_PRESS:
	case INPUT_DRAG:
	case INPUT_RELEASE:
		touch(k, in);
		return;
	default:
		kiosk_input(k, in);
		return;
	}
}
