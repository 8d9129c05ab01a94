/* verbs.h - the verbs that more than one screen does: each is one act, says
 * how it went, and offers Undo. */
#ifndef SAMDEPA_TUI_KIOSK_VERBS_H
#define SAMDEPA_TUI_KIOSK_VERBS_H

#include "db/order.h"
#include "tui/kiosk/kiosk.h"

/* Grade (what: condition), shelve (what: place), lose, found, retire (text:
 * the outcome), relabel (text: "drop" the old label or "keep" it; the new
 * one prints), extend (what: day), split (what: count), merge (what: the
 * other lot) on one item. */
enum rc verb_item(struct kiosk *, enum action, int64_t id, int64_t what,
    const char *text);

/* Lends one piece to the unit until the usual day; the receipt prints. */
enum rc verb_lend_one(struct kiosk *, int64_t item, int64_t unit);

/* Hands out what the form says; says to whom and until when, and prints the
 * receipt. */
enum rc verb_hand_out(struct kiosk *, const struct order_form *);

/* A person is to look at what a rule has refused. */
void verb_appeal(struct kiosk *, const struct order *);

/* Takes count pieces of the item back (0: all that are out); says from
 * whom.  RC_REFUSED with
 * WHY_NOT_OUT is told as "already". */
enum rc verb_return(struct kiosk *, int64_t item, int32_t count);

/* What is known of who answers for an item, and where it is (verbs_custody.c):
 * claim by this person and a second one, swap with another item, transfer to
 * an owner for a price in hundredths (-1: for a reason). */
enum rc verb_claim(struct kiosk *, int64_t item, int64_t second,
    const char *reason);
enum rc verb_swap(struct kiosk *, int64_t item, int64_t other);
enum rc verb_transfer(struct kiosk *, int64_t item, const char *owner,
    int64_t price, const char *reason);
/* What a worker scans has been seen: that ends what a restore suspended.
 * Fills said with the sentence; false: it was not suspended. */
bool verb_seen(struct kiosk *, const struct code *, char *said, size_t cap);

/* What the choice and prompt screens are opened for. */
enum choice { CHOICE_CONDITION, CHOICE_RETIRE, CHOICE_REFUSE, CHOICE_KIND,
	CHOICE_CLAIM, CHOICE_TRANSFER, CHOICE_LABEL };

/* Asks for a day or a number; the answer's id is it. */
struct step prompt_day(int tag, const char *title, int32_t day);
struct step prompt_number(int tag, const char *title, int64_t number);

#endif
