/* The stack of screens, and how an event finds its handler. */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/history.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"
#include "tui/say.h"
#include "tui/sink.h"

static void push(struct kiosk *, enum screen_id, const struct arg *);

const struct screen_ops *
kiosk_ops(const struct kiosk *k, int depth)
{
	return screen_ops(k->stack[depth].screen);
}

void *
kiosk_state(struct kiosk *k, int depth)
{
	return k->stack[depth].state;
}

static const struct screen_ops *
top(const struct kiosk *k)
{
	return kiosk_ops(k, k->depth);
}

static void *
state(struct kiosk *k)
{
	return k->stack[k->depth].state;
}

void
kiosk_say(struct kiosk *k, enum outcome outcome, bool undo, const char *fmt,
    ...)
{
	va_list ap;

	k->said.outcome = outcome;
	k->said.undo = undo && k->who.id != 0;
	k->said.until_ms = k->now_ms + k->cfg.undo_s * 1000;
	va_start(ap, fmt);
	vsnprintf(k->said.text, sizeof k->said.text, fmt, ap);
	va_end(ap);
}

enum rc
kiosk_fail(struct kiosk *k, enum rc rc, const struct err *err)
{
	char text[sizeof k->said.text];

	if (rc != RC_OK)
		kiosk_say(k, SAY_NO, false, "%s",
		    say_err(rc, err, text, sizeof text));
	return rc;
}

enum rc
kiosk_begin(struct kiosk *k, struct err *err)
{
	return act_begin(k->db, &k->who, err);
}

enum rc
kiosk_end(struct kiosk *k, enum rc rc, struct err *err)
{
	rc = act_end(k->db, rc, err);
	k->generation = -1;	/* every screen reads again */
	return rc;
}

static void
close_top(struct kiosk *k)
{
	if (top(k)->close != NULL)
		top(k)->close(k, state(k));
	k->depth--;
}

static void
refresh_top(struct kiosk *k)
{
	if (top(k)->refresh != NULL)
		top(k)->refresh(k, state(k));
}

/* A screen that is already below is gone back to, so that no chain of scans
 * can grow the stack. */
static void
make_room(struct kiosk *k, enum screen_id screen)
{
	for (int d = k->depth; d > 0; d--)
		if (k->stack[d].screen == screen) {
			while (k->depth >= d)
				close_top(k);
			return;
		}
	while (k->depth >= STACK_MAX - 1)
		close_top(k);
}

static void
push(struct kiosk *k, enum screen_id screen, const struct arg *arg)
{
	const struct screen_ops *ops = screen_ops(screen);

	assert(ops->state_size <= STATE_MAX);
	make_room(k, screen);
	struct slot *slot = &k->stack[++k->depth];
	slot->screen = screen;
	slot->tag = arg->tag;
	memset(slot->state, 0, ops->state_size);
	struct step step = ops->open(k, slot->state, arg);
	k->work[0] = '\0';	/* taken up, or not for this screen */
	if (step.kind != STEP_STAY)
		kiosk_step(k, &step);
}

static void
pop(struct kiosk *k)
{
	if (k->depth == 0)
		return;
	close_top(k);
	refresh_top(k);
}

static void
answer(struct kiosk *k, const struct arg *arg)
{
	struct arg a = *arg;

	if (k->depth == 0)
		return;
	a.tag = k->stack[k->depth].tag;
	pop(k);
	if (top(k)->answer == NULL)
		return;
	struct step step = top(k)->answer(k, state(k), &a);
	kiosk_step(k, &step);
}

/* Who goes elsewhere no longer wants what waited for a badge. */
static void
forget_wait(struct kiosk *k)
{
	k->wait_action = DO_NOTHING;
	k->wait_scan = false;
}

void
kiosk_step(struct kiosk *k, const struct step *step)
{
	if (step->kind != STEP_STAY && step->kind != STEP_PASS &&
	    step->kind != STEP_SIGN_IN)
		forget_wait(k);
	switch (step->kind) {
	case STEP_STAY:
	case STEP_PASS:
		break;
	case STEP_PUSH:
		push(k, step->screen, &step->arg);
		break;
	case STEP_REPLACE:
		if (k->depth > 0)
			close_top(k);
		push(k, step->screen, &step->arg);
		break;
	case STEP_POP:
		pop(k);
		break;
	case STEP_ANSWER:
		answer(k, &step->arg);
		break;
	case STEP_HOME:
		while (k->depth > 0)
			close_top(k);
		refresh_top(k);
		break;
	case STEP_DO:
		kiosk_action(k, (enum action)step->arg.id);
		break;
	case STEP_SIGN_IN:
		push(k, SCREEN_SIGNIN, &step->arg);
		break;
	case STEP_QUIT:
		k->quit = true;
		break;
	}
}

void
kiosk_start(struct kiosk *k)
{
	struct arg none = { .tag = 0 };

	k->depth = -1;
	k->pressed = -1;
	k->touched_ms = k->now_ms;
	push(k, SCREEN_HOME, &none);
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
		kiosk_undo(k);
		return step_stay();
	default:
		return kiosk_mode(a);
	}
}

void
kiosk_action(struct kiosk *k, enum action a)
{
	struct step step = step_pass();

	if (a == DO_NOTHING || !kiosk_can(k, a))
		return;
	if (k->who.role < action_role(a)) {
		step = step_sign_in(action_role(a));
		kiosk_step(k, &step);
		k->wait_action = a;
		return;
	}
	if (top(k)->action != NULL)
		step = top(k)->action(k, state(k), a);
	if (step.kind == STEP_PASS)
		step = everywhere(k, a);
	kiosk_step(k, &step);
	if (step.kind == STEP_SIGN_IN && a != DO_LOCK)
		k->wait_action = a;
}

void
kiosk_scan(struct kiosk *k, const char *text, size_t n)
{
	struct code code;
	struct err err;

	k->touched_ms = k->now_ms;
	if (sink_dirty(text, n)) {
		kiosk_say(k, SAY_NO, false, "%s", _("Koden innehåller tecken "
		    "som inte får stå i en kod. Den används inte."));
		return;
	}
	enum rc rc = code_parse(text, n, &code, &err);
	if (rc != RC_OK) {
		kiosk_fail(k, rc, &err);
		return;
	}
	struct step step = step_pass();
	if (top(k)->scan != NULL)
		step = top(k)->scan(k, state(k), &code);
	if (step.kind == STEP_PASS)
		step = kiosk_dispatch(k, &code);
	kiosk_step(k, &step);
	if (step.kind == STEP_SIGN_IN) {
		k->wait_scan = true;
		snprintf(k->wait_code, sizeof k->wait_code, "%s", code.text);
	}
}

/* A finger acts where it lifts, if that is where it came down. */
static void
touch(struct kiosk *k, const struct input *in)
{
	/* What earlier events of this turn changed must be drawn before a
	 * finger can be said to hit it. */
	kiosk_draw(k);
	int target = draw_hit(in->y, in->x);
	if (in->kind == INPUT_PRESS)
		k->pressed = target;
	if (in->kind != INPUT_RELEASE)
		return;
	bool hit = target >= 0 && target == k->pressed;
	k->pressed = -1;
	if (!hit)
		return;
	if (target >= TARGET_ACTION) {
		kiosk_action(k, (enum action)(target - TARGET_ACTION));
		return;
	}
	struct input tap = { .kind = INPUT_TAP, .target = target };
	if (top(k)->input != NULL) {
		struct step step = top(k)->input(k, state(k), &tap);
		kiosk_step(k, &step);
	}
}

void
kiosk_event(struct kiosk *k, const struct input *in)
{
	struct step step = step_pass();

	k->touched_ms = k->now_ms;
	switch (in->kind) {
	case INPUT_SCAN:
		kiosk_scan(k, in->scan, in->n);
		return;
	case INPUT_BAD_SCAN:
		kiosk_say(k, SAY_NO, false, "%s", _("Koden innehåller tecken "
		    "som inte får stå i en kod. Den används inte."));
		return;
	case INPUT_PRESS:
	case INPUT_DRAG:
	case INPUT_RELEASE:
		touch(k, in);
		return;
	default:
		break;
	}
	if (top(k)->input != NULL)
		step = top(k)->input(k, state(k), in);
	if (step.kind == STEP_PASS && in->kind == INPUT_KEY) {
		kiosk_action(k, action_of_key(k, in->key));
		return;
	}
	kiosk_step(k, &step);
}

/* A clock before the last event was set back, or the battery is gone. */
static void
look_at_clock(struct kiosk *k)
{
	static struct history last;
	struct err err;
	size_t n = 0;

	if (history_list(k->db, 0, 0, &last, 1, &n, &err) == RC_OK)
		k->clock_wrong = clock_is_wrong(clock_now(), n > 0 ?
		    last.time : 0);
}

void
kiosk_tick(struct kiosk *k)
{
	int64_t generation = db_generation(k->db);

	if (k->said.outcome != SAY_NOTHING && k->now_ms >= k->said.until_ms)
		k->said.undo = false;
	if (generation != k->generation) {
		k->generation = generation;
		refresh_top(k);
		look_at_clock(k);
	}
	if (kiosk_countdown(k) == 0)
		kiosk_lock(k);
	if (top(k)->tick != NULL) {
		struct step step = top(k)->tick(k, state(k));
		kiosk_step(k, &step);
	}
}
