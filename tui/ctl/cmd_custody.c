/* cmd_custody.c - samdepactl dispatch, receive, arrive, claim, swap, transfer:
 * who answers for a thing, and where it turned up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/case.h"
#include "db/pin.h"
#include "db/slip.h"
#include "tui/ctl/command.h"
#include "tui/ctl/paper.h"
#include "tui/ctl/row.h"
#include "tui/ctl/secret.h"
#include "tui/lang.h"

#define ITEMS_MAX	1000

/* The items that the words name; the caller frees. */
static enum rc
items_of(struct ctl *ctl, int from, struct item **out, int *n,
    struct err *err)
{
	enum rc rc = RC_OK;

	*n = ctl->n_words - from;
	if (*n > ITEMS_MAX) {
		*out = NULL;
		return err_why(err, RC_INVALID, WHY_TOO_MUCH, NULL, NULL, NULL);
	}
	*out = calloc((size_t)*n + 1, sizeof **out);
	if (*out == NULL)
		abort();
	for (int i = 0; rc == RC_OK && i < *n; i++)
		rc = word_item(ctl, ctl->word[from + i], &(*out)[i], err);
	return rc;
}

/* The items as they are now. */
static enum rc
show_items(struct ctl *ctl, const struct item *items, int n, struct err *err)
{
	json_t *array = json_array();
	struct item it;
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < n; i++) {
		rc = item_get(ctl->db, items[i].id, &it, err);
		if (rc == RC_OK)
			json_array_append_new(array, row_item(&it));
	}
	if (rc == RC_OK)
		out_made_all(ctl, array, "code");
	else
		json_decref(array);
	return rc;
}

/* One slip after another, each with as many items as its QR can hold. */
static enum rc
dispatch_all(struct ctl *ctl, const struct item *items, int n, json_t *slips,
    struct err *err)
{
	char number[24], text[SLIP_TEXT_MAX];
	int64_t ids[SLIP_ITEMS];
	enum rc rc = act_begin(ctl->db, &ctl->actor, err);

	if (rc != RC_OK)
		return rc;
	for (int at = 0; rc == RC_OK && at < n; at += SLIP_ITEMS) {
		int some = n - at < SLIP_ITEMS ? n - at : SLIP_ITEMS;

		for (int i = 0; i < some; i++)
			ids[i] = items[at + i].id;
		rc = slip_dispatch(ctl->db, ids, (size_t)some,
		    arg(ctl, FLAG_TO_DEPOT), number, text, err);
		json_t *o = json_object();
		out_set(o, "slip", out_string(number));
		out_set(o, "qr", out_string(text));
		out_set(o, "items", json_integer(some));
		json_array_append_new(slips, o);
	}
	return act_end(ctl->db, rc, err);
}

/* Each on its paper; a file of its own takes the first one alone. */
static enum rc
print_slips(struct ctl *ctl, json_t *slips, const char *paper,
    struct err *err)
{
	enum rc rc = RC_OK;
	int64_t event;
	json_t *o;
	size_t i;

	json_array_foreach(slips, i, o) {
		rc = slip_by_number(ctl->db, json_string_value(
		    json_object_get(o, "slip")), &event, err);
		if (rc == RC_OK)
			rc = paper_manifest(ctl, event, paper, o, err);
		if (rc != RC_OK)
			break;
	}
	return rc;
}

enum rc
cmd_dispatch(struct ctl *ctl, struct err *err)
{
	const char *paper = arg(ctl, FLAG_PAPER);
	struct item *items;
	json_t *slips = json_array();
	int n;
	enum rc rc = items_of(ctl, 0, &items, &n, err), printed = RC_OK;

	if (rc == RC_OK && paper != NULL)
		rc = print_check(paper, err);
	if (rc == RC_OK)
		rc = dispatch_all(ctl, items, n, slips, err);
	free(items);
	if (rc == RC_OK && paper != NULL)
		printed = print_slips(ctl, slips, paper, err);
	/* What was done is told, also where its paper did not come out. */
	if (rc == RC_OK)
		out_made_all(ctl, slips, "qr");
	else
		json_decref(slips);
	return rc == RC_OK ? printed : rc;
}

/* --- receiving --- */

static bool
on_slip(const struct manifest *slip, const char *code)
{
	for (size_t i = 0; i < slip->n; i++)
		if (strcmp(slip->item[i].code, code) == 0)
			return true;
	return false;
}

/* Which of the words names the item of the slip: its log may not be here. */
static bool
word_for(struct ctl *ctl, const char *code)
{
	for (int i = 0; i < ctl->n_words; i++)
		if (strcmp(ctl->word[i], code) == 0)
			return true;
	return ctl->n_words == 0;
}

/* What stands on the slip and came; what did not come is a difference, but
 * for what had come before. */
static enum rc
receive_slip(struct ctl *ctl, const struct manifest *slip, int64_t place,
    int condition, json_t *made, struct err *err)
{
	int64_t id;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < slip->n; i++) {
		const char *code = slip->item[i].code;
		bool came = word_for(ctl, code), waits = true;

		if (!came)
			rc = slip_item(ctl->db, slip, i, &id, &waits, err);
		if (rc != RC_OK || !waits)
			continue;
		rc = came ? slip_receive(ctl->db, slip, i, place, condition,
		    &id, err) : slip_missing(ctl->db, slip, i, err);
		json_t *o = json_object();
		out_set(o, "code", out_string(code));
		out_set(o, "result", out_string(came ? "received" :
		    "missing"));
		json_array_append_new(made, o);
	}
	return rc;
}

/* What came and stands on no slip: dispatched to us, or it turned up. */
static enum rc
receive_items(struct ctl *ctl, const struct manifest *slip, int64_t place,
    int condition, json_t *made, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < ctl->n_words; i++) {
		struct item it;
		struct custody c;

		if (slip != NULL && on_slip(slip, ctl->word[i]))
			continue;
		rc = word_item(ctl, ctl->word[i], &it, err);
		if (rc == RC_OK)
			rc = custody_of(ctl->db, it.id, &c, err);
		bool ours = strcmp(c.bound, db_depot(ctl->db)) == 0;
		if (rc == RC_OK)
			rc = ours || slip == NULL ? custody_receive(ctl->db,
			    it.id, NULL, place, condition, err) :
			    custody_arrive(ctl->db, it.id, place, err);
		json_t *o = json_object();
		out_set(o, "code", out_string(it.code));
		out_set(o, "result", out_string(ours ? "received" :
		    "arrived"));
		json_array_append_new(made, o);
	}
	return rc;
}

enum rc
cmd_receive(struct ctl *ctl, struct err *err)
{
	struct manifest slip;
	bool has_slip = arg(ctl, FLAG_SLIP) != NULL;
	int condition = -1;
	int64_t place = 0;
	json_t *made = json_array();
	enum rc rc = arg_condition(ctl, FLAG_CONDITION, &condition);

	if (rc == RC_OK)
		rc = arg_place(ctl, FLAG_PLACE, &place, err);
	if (rc == RC_OK && has_slip)
		rc = slip_verify(ctl->db, arg(ctl, FLAG_SLIP), &slip, err);
	if (rc == RC_OK && !has_slip && ctl->n_words == 0)
		rc = err_why(err, RC_INVALID, WHY_NO_LINES, NULL, NULL, NULL);
	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc == RC_OK) {
		if (has_slip)
			rc = receive_slip(ctl, &slip, place, condition, made,
			    err);
		if (rc == RC_OK)
			rc = receive_items(ctl, has_slip ? &slip : NULL, place,
			    condition, made, err);
		rc = act_end(ctl->db, rc, err);
	}
	if (rc == RC_OK)
		out_made_all(ctl, made, "code");
	else
		json_decref(made);
	return rc;
}

enum rc
cmd_arrive(struct ctl *ctl, struct err *err)
{
	struct item *items;
	int64_t place = 0;
	int n;
	enum rc rc = items_of(ctl, 0, &items, &n, err);

	if (rc == RC_OK)
		rc = arg_place(ctl, FLAG_PLACE, &place, err);
	if (rc == RC_OK && (rc = act_begin(ctl->db, &ctl->actor, err)) ==
	    RC_OK) {
		for (int i = 0; rc == RC_OK && i < n; i++)
			rc = custody_arrive(ctl->db, items[i].id, place, err);
		rc = act_end(ctl->db, rc, err);
	}
	if (rc == RC_OK)
		rc = show_items(ctl, items, n, err);
	free(items);
	return rc;
}

/* --- claim --- */

/* The other who signs: badge, and the PIN from the terminal or a line. */
static enum rc
second_signs(struct ctl *ctl, struct actor *second, struct err *err)
{
	struct staff s;
	char pin[32] = "";
	enum rc rc = word_person(ctl, arg(ctl, FLAG_SECOND), &s, err);

	if (rc == RC_OK)
		rc = staff_actor(ctl->db, s.badge, second, err);
	if (rc == RC_OK && s.pin[0] == '\0')
		rc = err_why(err, RC_REFUSED, WHY_PIN_NONE, s.name, NULL, NULL);
	if (rc == RC_OK && !secret_ask(_("Den andras pinkod:"), pin,
	    sizeof pin))
		rc = err_why(err, RC_REFUSED, WHY_PIN_WRONG, NULL, NULL, NULL);
	if (rc == RC_OK)
		rc = staff_pin_try(ctl->db, s.id, err);
	if (rc == RC_OK)
		rc = pin_verify(pin, s.pin, err);
	if (rc == RC_OK)
		rc = staff_pin_right(ctl->db, s.id, err);
	explicit_bzero(pin, sizeof pin);
	return rc;
}

struct of_depot {
	struct db *db;
	const char *depot;
	struct item *items;
	int n;
};

static bool
of_depot(const struct item *it, void *arg)
{
	struct of_depot *o = arg;

	/* What it had sent on already is the receiver's, or will be. */
	if (strcmp(it->depot, o->depot) == 0 &&
	    !custody_is_awaited(o->db, it->id))
		o->items[o->n++] = *it;
	return o->n < ITEMS_MAX;
}

/* All that a closed depot answered for, so many at a time. */
static enum rc
claim_of(struct ctl *ctl, const char *depot, int64_t *claimed,
    struct err *err)
{
	struct of_depot o = { .db = ctl->db, .depot = depot };
	enum rc rc;

	o.items = calloc(ITEMS_MAX, sizeof *o.items);
	if (o.items == NULL)
		abort();
	do {
		o.n = 0;
		rc = item_walk(ctl->db, &(struct item_filter){
		    .category = NULL }, of_depot, &o, err);
		if (rc == RC_OK && o.n > 0)
			rc = act_begin(ctl->db, &ctl->actor, err);
		if (rc != RC_OK || o.n == 0)
			break;
		for (int i = 0; rc == RC_OK && i < o.n; i++)
			rc = custody_claim(ctl->db, o.items[i].id, NULL,
			    "closed", true, err);
		rc = act_end(ctl->db, rc, err);
		*claimed += rc == RC_OK ? o.n : 0;
	} while (rc == RC_OK);
	free(o.items);
	return rc;
}

enum rc
cmd_claim(struct ctl *ctl, struct err *err)
{
	struct actor second = { .id = 0 };
	struct item *items = NULL;
	int64_t claimed = 0;
	int n = 0;
	enum rc rc;

	if (arg(ctl, FLAG_OF_DEPOT) != NULL) {
		rc = claim_of(ctl, arg(ctl, FLAG_OF_DEPOT), &claimed, err);
		if (rc == RC_OK) {
			json_t *o = json_object();
			out_set(o, "claimed", json_integer(claimed));
			out_made(ctl, o, "claimed");
		}
		return rc;
	}
	if (ctl->n_words == 0 || arg(ctl, FLAG_SECOND) == NULL ||
	    arg(ctl, FLAG_WHY) == NULL)
		return err_why(err, RC_INVALID, WHY_CLAIM_TWO, NULL, NULL,
		    NULL);
	rc = items_of(ctl, 0, &items, &n, err);
	if (rc == RC_OK)
		rc = second_signs(ctl, &second, err);
	if (rc == RC_OK && (rc = act_begin(ctl->db, &ctl->actor, err)) ==
	    RC_OK) {
		for (int i = 0; rc == RC_OK && i < n; i++)
			rc = custody_claim(ctl->db, items[i].id, &second,
			    arg(ctl, FLAG_WHY), false, err);
		rc = act_end(ctl->db, rc, err);
	}
	if (rc == RC_OK)
		rc = show_items(ctl, items, n, err);
	free(items);
	return rc;
}

/* --- swap and transfer --- */

enum rc
cmd_swap(struct ctl *ctl, struct err *err)
{
	struct item *items;
	int n;
	enum rc rc = items_of(ctl, 0, &items, &n, err);

	if (rc == RC_OK)
		rc = act_begin(ctl->db, &ctl->actor, err);
	if (rc == RC_OK)
		rc = act_end(ctl->db, custody_swap(ctl->db, items[0].id,
		    items[1].id, err), err);
	if (rc == RC_OK)
		rc = show_items(ctl, items, n, err);
	free(items);
	return rc;
}

enum rc
cmd_transfer(struct ctl *ctl, struct err *err)
{
	char buf[16];
	const char *owner = NULL;
	struct item *items;
	int64_t price = -1;
	int n;
	enum rc rc = items_of(ctl, 0, &items, &n, err);

	if (rc == RC_OK)
		rc = arg_owner(ctl, FLAG_OWNER, buf, &owner, err);
	if (rc == RC_OK)
		rc = arg_money(ctl, FLAG_PRICE, &price);
	if (rc == RC_OK && (rc = act_begin(ctl->db, &ctl->actor, err)) ==
	    RC_OK) {
		for (int i = 0; rc == RC_OK && i < n; i++)
			rc = custody_transfer(ctl->db, items[i].id, owner,
			    price, arg(ctl, FLAG_WHY), err);
		rc = act_end(ctl->db, rc, err);
	}
	if (rc == RC_OK)
		rc = show_items(ctl, items, n, err);
	free(items);
	return rc;
}
