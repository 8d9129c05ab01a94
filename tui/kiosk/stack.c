/* The stack of screens, and what is said below them. */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "db/clock.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"
#include "tui/say.h"

#define FINGER_MS_MAX	3000

static void push(struct kiosk *, enum screen_id, const struct arg *);

const struct screen_ops *
kiosk_ops(const struct kiosk *k, int depth)
{
	return screen_ops(k->stack[depth].screen);
}

const char *
kiosk_title(const struct kiosk *k, int depth)
{
	const struct screen_ops *ops = kiosk_ops(k, depth);

	return _(ops->title_now != NULL ?
	    ops->title_now(k->stack[depth].state) : ops->title);
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

	k->said.outcome = k->sound = outcome;
	k->said.undo = undo && k->who.id != 0;
	k->said.until_ms = k->now_ms + k->cfg.undo_s * 1000;
	va_start(ap, fmt);
	vsnprintf(k->said.text, sizeof k->said.text, fmt, ap);
	va_end(ap);
	/* What is said of the same act later does not rename it. */
	if (!undo || k->said.act == act_id(k->db))
		return;
	k->said.act = act_id(k->db);
	memcpy(k->said.what, k->said.text, sizeof k->said.what);
}

void
kiosk_say_behind(struct kiosk *k, enum outcome alone, const char *text)
{
	size_t n = strlen(k->said.text);

	if (k->said.outcome == SAY_OK && k->now_ms < k->said.until_ms)
		snprintf(k->said.text + n, sizeof k->said.text - n, " %s",
		    text);
	else
		kiosk_say(k, alone, false, "%s", text);
}

enum rc
kiosk_fail(struct kiosk *k, enum rc rc, const struct err *err)
{
	char text[sizeof k->said.text];

	if (rc != RC_OK && err->why == WHY_REPLACED)
		k->replaced = true;
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
	k->paper.generation = -1;
	return rc;
}

static void
close_top(struct kiosk *k)
{
	if (top(k)->close != NULL)
		top(k)->close(k, state(k));
	k->depth--;
	kiosk_hand_opens(k);
}

static void
refresh_top(struct kiosk *k)
{
	if (top(k)->refresh != NULL)
		top(k)->refresh(k, state(k));
}

/* What nobody finished or gave up is kept. */
static void
leave_top(struct kiosk *k)
{
	kiosk_park(k, k->depth);
	close_top(k);
}

/* A screen that is already below is gone back to, so that no chain of scans
 * can grow the stack. */
static void
make_room(struct kiosk *k, enum screen_id screen)
{
	for (int d = k->depth; d > 0; d--)
		if (k->stack[d].screen == screen) {
			while (k->depth >= d)
				leave_top(k);
			return;
		}
	while (k->depth >= STACK_MAX - 1)
		leave_top(k);
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
	kiosk_hand_opens(k);
	bool kept = k->work[0] == '\0' && arg->id == 0 && arg->id2 == 0 &&
	    kiosk_unpark(k, screen);
	struct step step = ops->open(k, slot->state, arg);
	k->work[0] = '\0';	/* taken up, or not for this screen */
	if (kept)
		kiosk_say(k, SAY_INFO, false, "%s",
		    _("Här är det du höll på med."));
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

void
kiosk_answer(struct kiosk *k, const struct arg *arg)
{
	if (top(k)->answer == NULL)
		return;
	struct step step = top(k)->answer(k, state(k), arg);
	kiosk_step(k, &step);
	if (step.kind == STEP_SIGN_IN)
		k->wait = (struct wait){ .what = WAIT_ANSWER, .arg = *arg };
}

static void
answer(struct kiosk *k, const struct arg *arg)
{
	struct arg a = *arg;

	if (k->depth == 0)
		return;
	a.tag = k->stack[k->depth].tag;
	pop(k);
	kiosk_answer(k, &a);
}

/* What was said before this turn goes with the screen that it was about; an
 * act that can be undone stays in sight. */
static void
forget_said(struct kiosk *k)
{
	if (k->said.until_ms != k->now_ms + k->cfg.undo_s * 1000 &&
	    kiosk_undo_left(k) == 0)
		k->said.outcome = SAY_NOTHING;
}

void
kiosk_step(struct kiosk *k, const struct step *step)
{
	/* Who goes elsewhere no longer wants what waited for a badge. */
	if (step->kind != STEP_STAY && step->kind != STEP_PASS &&
	    step->kind != STEP_SIGN_IN) {
		k->wait.what = WAIT_NONE;
		kiosk_typed_clear(k);
		forget_said(k);
	}
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
			leave_top(k);
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

static uint64_t
store_inode(const struct kiosk *k)
{
	struct stat st;

	return stat(k->cfg.store, &st) == 0 ? (uint64_t)st.st_ino : 0;
}

void
kiosk_start(struct kiosk *k)
{
	struct arg none = { .tag = 0 };

	k->depth = -1;
	k->inode = store_inode(k);
	k->pressed = -1;
	touch_init(k->cfg.cell_mm);
	k->hand.finger = strcmp(k->cfg.touch, "always") == 0;
	kiosk_typed_clear(k);
	k->touched_ms = k->now_ms;
	k->generation = db_generation(k->db);	/* Home reads it now */
	kiosk_look(k);
	push(k, SCREEN_HOME, &none);
}

/* The rows under a finger that is down stay where they are; one whose lifting
 * never came does not hold them for long. */
static bool
is_touched(const struct kiosk *k)
{
	return k->pressed >= 0 && k->now_ms < k->touched_ms + FINGER_MS_MAX;
}

void
kiosk_tick(struct kiosk *k)
{
	int64_t generation = db_generation(k->db);

	k->large = k->hand.finger;
	/* Before somebody works for nothing. */
	if (k->inode != 0 && store_inode(k) != k->inode)
		k->replaced = true;
	if (k->said.outcome != SAY_NOTHING && k->now_ms >= k->said.until_ms)
		k->said.undo = false;
	if (generation != k->generation && !is_touched(k)) {
		k->generation = generation;
		refresh_top(k);
		kiosk_look(k);
	}
	kiosk_look_at_time(k);
	if (kiosk_countdown(k) == 0)
		kiosk_lock(k);
	if (top(k)->tick != NULL) {
		struct step step = top(k)->tick(k, state(k));
		kiosk_step(k, &step);
	}
}
