/* Who acts: signing in and out, and what they had begun. */
#include <stdio.h>
#include <string.h>

#include "db/history.h"
#include "db/staff.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

int
kiosk_countdown(const struct kiosk *k)
{
	int64_t left_ms = k->touched_ms + (int64_t)k->cfg.idle_s * 1000 -
	    k->now_ms;

	if (k->who.id == 0 && k->depth == 0)
		return -1;
	if (left_ms > (int64_t)k->cfg.countdown_s * 1000)
		return -1;
	return left_ms > 0 ? (int)((left_ms + 999) / 1000) : 0;
}

/* What each screen of the stack has unsaved is kept for its owner. */
static bool
park_all(struct kiosk *k)
{
	bool any = false;
	struct err err;

	if (k->who.id == 0)
		return false;
	for (int d = 1; d <= k->depth; d++) {
		const struct screen_ops *ops = kiosk_ops(k, d);
		if (ops->park == NULL || !ops->park(k, kiosk_state(k, d),
		    k->work, sizeof k->work))
			continue;
		enum rc rc = parked_set(k->db, k->who.id,
		    screen_name(k->stack[d].screen), k->work, &err);
		if (kiosk_fail(k, rc, &err) == RC_OK)
			any = true;
	}
	k->work[0] = '\0';
	return any;
}

void
kiosk_lock(struct kiosk *k)
{
	struct step home = step_home();
	bool parked = park_all(k);
	bool was = k->who.id != 0;

	memset(&k->who, 0, sizeof k->who);
	k->wait.what = WAIT_NONE;
	k->last_unit = 0;
	lang_set(k->cfg.language);	/* the next one's, not the last one's */
	k->touched_ms = k->now_ms;
	kiosk_step(k, &home);
	if (parked)
		kiosk_say(k, SAY_INFO, false, "%s", _("Låst. Det du höll på "
		    "med finns kvar tills du loggar in igen."));
	else if (was)
		kiosk_say(k, SAY_INFO, false, "%s", _("Låst."));
}

/* The work that was kept is taken up where the screen can. */
static bool
take_up(struct kiosk *k)
{
	struct err err;

	for (enum screen_id s = 0; s < SCREEN_COUNT; s++) {
		if (screen_ops(s)->park == NULL)
			continue;
		if (parked_get(k->db, k->who.id, screen_name(s), k->work,
		    sizeof k->work, &err) != RC_OK || k->work[0] == '\0')
			continue;
		char text[sizeof k->work];
		memcpy(text, k->work, sizeof text);
		if (kiosk_fail(k, parked_set(k->db, k->who.id, screen_name(s),
		    NULL, &err), &err) != RC_OK)
			return false;
		memcpy(k->work, text, sizeof text);
		struct step step = step_push(s, 0, NULL);
		kiosk_step(k, &step);
		k->work[0] = '\0';
		return true;
	}
	return false;
}

static void
do_again(struct kiosk *k, const struct wait *w)
{
	switch (w->what) {
	case WAIT_ACTION:
		kiosk_action(k, w->action);
		break;
	case WAIT_SCAN:
		kiosk_scan(k, w->arg.text, strlen(w->arg.text));
		break;
	case WAIT_INPUT:
		kiosk_input(k, &w->input);
		break;
	case WAIT_ANSWER:
		kiosk_answer(k, &w->arg);
		break;
	case WAIT_NONE:
		break;
	}
}

void
kiosk_sign_in(struct kiosk *k, const struct actor *who)
{
	char hello[160];
	const char *args[] = { who->name };
	/* Who signs for what waits takes over the screen as it is; who just
	 * comes along begins anew. */
	bool asked = k->stack[k->depth].screen == SCREEN_SIGNIN;
	struct step step = step_pop();
	struct wait wait = k->wait;
	bool other = k->who.id != 0 && k->who.id != who->id &&
	    (!asked || wait.what == WAIT_NONE);

	if (other)
		kiosk_lock(k);
	if (k->who.id != who->id)
		k->last_unit = 0;
	k->who = *who;
	kiosk_say(k, SAY_INFO, false, "%s", lang_fill(hello, sizeof hello,
	    _("Inloggad: %1$s."), args, 1));
	if (asked && !other)
		kiosk_step(k, &step);
	k->wait.what = WAIT_NONE;
	if (wait.what != WAIT_NONE)
		do_again(k, &wait);
	else if (k->depth == 0 && take_up(k))
		kiosk_say(k, SAY_INFO, false, "%s", _("Här är det du höll "
		    "på med."));
}

int64_t
kiosk_undo_left(const struct kiosk *k)
{
	return k->said.undo && k->said.outcome != SAY_NOTHING &&
	    k->now_ms < k->said.until_ms ?
	    k->said.until_ms - k->now_ms : 0;
}

void
kiosk_undo(struct kiosk *k)
{
	struct err err = { .why = WHY_NONE };
	char said[sizeof k->said.text];
	const char *args[] = { k->said.what };

	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = undo_act(k->db, k->said.act, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) == RC_OK)
		kiosk_say(k, SAY_OK, false, "%s", lang_fill(said, sizeof said,
		    _("Ångrat: %1$s"), args, 1));
}
