/* What a scan means where the screen on top does not know better. */
#include <string.h>

#include "db/item.h"
#include "db/search.h"
#include "db/staff.h"
#include "db/sync_state.h"
#include "db/ticket.h"
#include "db/unit.h"
#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

/* What another depot has labelled is not registered here once more. */
static bool
says_elsewhere(struct kiosk *k, const char *depot)
{
	char said[300];
	const char *args[] = { depot };

	if (!depot_is_other(k->db, depot))
		return false;
	kiosk_say(k, SAY_NO, false, "%s", lang_fill(said, sizeof said,
	    _("Etiketten är från depå %1$s, och det den sitter på har inte "
	    "kommit hit i någon synkning. Synka, eller ta emot den med "
	    "följesedeln."), args, 1));
	return true;
}

/* Whether things of the kind that a GTIN names are here: they have it with
 * their serial number, so that it is none of them alone. */
static bool
is_kind_here(struct kiosk *k, const struct code *code)
{
	struct item item;
	struct search found;

	return code_is_gtin(code) && search_items(k->db, code->text, &item, 1,
	    &found, NULL) == RC_OK && found.tier == SEARCH_CODE;
}

static struct step
scan_item(struct kiosk *k, const struct code *code)
{
	struct item item[2];
	struct err err;
	size_t n = 0;

	enum rc rc = item_find(k->db, code->text, item, 2, &n, &err);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && n == 0)) {
		if (code->kind == CODE_ITEM && says_elsewhere(k, code->scope))
			return step_stay();
		if (is_kind_here(k, code))
			return step_push(SCREEN_SEARCH, 0, code->text);
		return step_push(SCREEN_UNKNOWN, 0, code->text);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	k->said.outcome = SAY_NOTHING;
	if (n > 1)	/* an EAN: the code of a kind, not of a thing */
		return step_push(SCREEN_SEARCH, 0, code->text);
	return step_push(SCREEN_ITEM, item[0].id, NULL);
}

static struct step
scan_badge(struct kiosk *k, const struct code *code)
{
	struct staff staff;
	struct actor who = { .id = 0 };
	struct err err;

	enum rc rc = staff_find(k->db, code->text, &staff, &err);
	if (rc == RC_NOT_FOUND) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Tjänstekortet är okänt."));
		return step_stay();
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	who.id = staff.id;
	who.role = staff.role;
	memcpy(who.name, staff.name, sizeof who.name);
	kiosk_sign_in(k, &who);
	return step_stay();
}

/* With someone signed in, the scan of a ticket hands out what is on it, at
 * once: what it did stands on the screen, with Undo.  The items scanned
 * after it are checked off. */
static struct step
scan_ticket(struct kiosk *k, const struct code *code)
{
	struct ticket t = { .id = 0 };
	struct err err;

	enum rc rc = ticket_read(k->db, code->text, &t, &err);
	if (rc != RC_OK) {
		if (rc == RC_NOT_FOUND && err.why == WHY_NONE)
			kiosk_say(k, SAY_NO, false, "%s",
			    _("Hämtsedeln finns inte här."));
		else
			kiosk_fail(k, rc, &err);
		return t.id != 0 ? step_push(SCREEN_TICKET, t.id, NULL) :
		    step_stay();
	}
	return step_push(SCREEN_TICKET, t.id, code->text);
}

static struct step
scan_unit(struct kiosk *k, const struct code *code)
{
	struct unit unit;
	struct err err;

	enum rc rc = unit_find(k->db, code->text, &unit, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	if (kiosk_undo_left(k) == 0)
		k->said.outcome = SAY_NOTHING;
	return step_push(SCREEN_UNIT, unit.id, NULL);
}

static struct step
scan_place(struct kiosk *k, const struct code *code)
{
	struct place place;
	struct err err;

	enum rc rc = place_find(k->db, code->text, &place, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	if (kiosk_undo_left(k) == 0)
		k->said.outcome = SAY_NOTHING;
	return step_push(SCREEN_PLACE, place.id, NULL);
}

static struct step
scan_order(struct kiosk *k, const struct code *code)
{
	struct order o;
	struct err err;

	enum rc rc = order_by_number(k->db, code->scope, code->number, &o,
	    &err);
	if (rc == RC_NOT_FOUND) {
		kiosk_say(k, SAY_NO, false, "%s", _("Beställningen finns "
		    "inte här. Är numret rätt? Fråga annars personalen."));
		return step_stay();
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	k->said.outcome = SAY_NOTHING;
	return step_push(k->who.role >= ROLE_WORKER ? SCREEN_ORDER :
	    SCREEN_FOLLOW, o.id, code->text);
}

struct step
kiosk_dispatch(struct kiosk *k, const struct code *code)
{
	switch (code->kind) {
	case CODE_BADGE:
		return scan_badge(k, code);
	case CODE_TICKET:
	case CODE_TICKET_QR:
		return scan_ticket(k, code);
	case CODE_ORDER:
		return scan_order(k, code);
	case CODE_SLIP:
		return k->who.role < ROLE_WORKER ? step_sign_in(ROLE_WORKER) :
		    step_push(SCREEN_RECEIVE, 0, code->text);
	case CODE_UNIT:
		return scan_unit(k, code);
	case CODE_PLACE:
		return scan_place(k, code);
	case CODE_TRIP:
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Depån har ingen tur med den koden."));
		return step_stay();
	default:
		return scan_item(k, code);
	}
}

struct step
kiosk_typed(struct kiosk *k, const struct code *code)
{
	struct ticket t = { .id = 0 };
	struct err err;

	if (code->kind == CODE_BADGE)
		return step_push(SCREEN_SIGNIN, ROLE_WORKER, code->text);
	if (code->kind != CODE_TICKET && code->kind != CODE_TICKET_QR)
		return kiosk_dispatch(k, code);
	enum rc rc = ticket_read(k->db, code->text, &t, &err);
	if (t.id != 0)
		return step_push(SCREEN_TICKET, t.id, NULL);
	if (rc == RC_NOT_FOUND && err.why == WHY_NONE)
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Hämtsedeln finns inte här."));
	else
		kiosk_fail(k, rc, &err);
	return step_stay();
}

struct step
kiosk_mode(enum action a)
{
	switch (a) {
	case DO_LEND:
	case DO_SHELVE:
		return step_ask(SCREEN_PILE, (int)a, 0, NULL);
	case DO_DISPATCH:
		return step_push(SCREEN_DISPATCH, 0, NULL);
	case DO_COUNT_PLACE:
		return step_push(SCREEN_STOCKTAKE, 0, NULL);
	case DO_RECEIVE:
		return step_push(SCREEN_RECEIVE, 0, NULL);
	case DO_RETURN:
		return step_push(SCREEN_RETURN, 0, NULL);
	case DO_ORDER:
		return step_push(SCREEN_FORM, 0, NULL);
	case DO_NEED:
		return step_push(SCREEN_NEED, 0, NULL);
	case DO_ORDERS:
		return step_push(SCREEN_ORDERS, 0, NULL);
	case DO_CASES:
		return step_push(SCREEN_CASES, 0, NULL);
	case DO_HISTORY:
		return step_push(SCREEN_HISTORY, 0, NULL);
	case DO_SYNC:
		return step_push(SCREEN_SYNC, 0, NULL);
	case DO_REPORT:
		return step_push(SCREEN_REPORT, 0, NULL);
	case DO_PRINTERS:
		return step_push(SCREEN_PRINTERS, 0, NULL);
	case DO_READERS:
		return step_push(SCREEN_READERS, 0, NULL);
	case DO_LABELS:
		return step_push(SCREEN_LABELS, 0, NULL);
	case DO_REGISTER:
		return step_push(SCREEN_REGISTER, 0, NULL);
	default:
		return step_stay();
	}
}
