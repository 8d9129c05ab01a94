/* Who acts: signing in and out, and what they had begun. */
#include <stdio.h>
#include <string.h>

#include "db/history.h"
#include "db/staff.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

#define PARKED_MAX	65536	/* of one screen and person, with its NUL */

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

bool
kiosk_is_calm(const struct kiosk *k)
{
	return strcmp(k->cfg.motion, "reduced") == 0;
}

/* Where there is something older, it stands behind, after a form feed. */
static enum rc
keep(struct kiosk *k, const char *slot, const char *text, struct err *err)
{
	static char all[PARKED_MAX];
	size_t n = (size_t)snprintf(all, sizeof all, "%s\f", text);

	enum rc rc = parked_get(k->db, k->who.id, slot, all + n,
	    sizeof all - n, err);
	if (rc != RC_OK || all[n] == '\0')
		all[n - 1] = '\0';
	return parked_set(k->db, k->who.id, slot, all, err);
}

bool
kiosk_park(struct kiosk *k, int depth)
{
	const struct screen_ops *ops = kiosk_ops(k, depth);
	char text[sizeof k->work], said[300];
	const char *args[] = { kiosk_title(k, depth) };
	struct err err;

	if (ops->park == NULL || !ops->park(k, kiosk_state(k, depth), text,
	    sizeof text))
		return false;
	if (k->who.id == 0) {
		kiosk_say(k, SAY_INFO, false, "%s", lang_fill(said,
		    sizeof said, _("%1$s: inget sparades, för ingen var "
		    "inloggad."), args, 1));
		return false;
	}
	enum rc rc = keep(k, screen_name(k->stack[depth].screen), text, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return false;
	kiosk_say(k, SAY_INFO, false, "%s", lang_fill(said, sizeof said,
	    _("%1$s är undanlagt. Det kommer fram när du väljer det igen "
	    "eller loggar in."), args, 1));
	return true;
}

bool
kiosk_unpark(struct kiosk *k, enum screen_id screen)
{
	static char all[PARKED_MAX];
	const char *slot = screen_name(screen);
	struct err err;

	if (k->who.id == 0 || screen_ops(screen)->park == NULL ||
	    parked_get(k->db, k->who.id, slot, all, sizeof all, &err) !=
	    RC_OK || all[0] == '\0')
		return false;
	size_t n = strcspn(all, "\f");
	if (kiosk_fail(k, parked_set(k->db, k->who.id, slot, all[n] == '\0' ?
	    NULL : all + n + 1, &err), &err) != RC_OK)
		return false;
	all[n] = '\0';
	snprintf(k->work, sizeof k->work, "%.*s", (int)sizeof k->work - 1,
	    all);
	return true;
}

/* What each screen of the stack has unsaved is kept for its owner. */
static bool
park_all(struct kiosk *k)
{
	bool any = false;

	for (int d = 1; k->who.id != 0 && d <= k->depth; d++)
		any = kiosk_park(k, d) || any;
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

/* The work that was kept is taken up. */
static bool
take_up(struct kiosk *k)
{
	for (enum screen_id s = 0; s < SCREEN_COUNT; s++) {
		if (!kiosk_unpark(k, s))
			continue;
		struct step step = step_push(s, 0, NULL);
		kiosk_step(k, &step);
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
