/* custody.c - the verbs that move custody, or say where a thing is. */
#include "db/custody.h"

#include <stdio.h>

#include "db/case.h"
#include "db/item_form.h"
#include "db/log/event.h"
#include "db/order.h"
#include "db/text.h"

#define REASON_MAX	64

static enum rc
depot_known(struct db *db, const char *code, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_DEPOT_STATE);

	query_text(q, ":code", code);
	enum rc rc = query_step(q, err);
	bool closed = rc == RC_OK && query_col(q, 0) != 0;
	query_done(q);
	if (rc == RC_NOT_FOUND || strcmp(code, db->depot) == 0)
		return err_why(err, RC_NOT_FOUND, WHY_NO_DEPOT, code, NULL,
		    NULL);
	if (closed)
		return err_why(err, RC_REFUSED, WHY_DEPOT_CLOSED, code, NULL,
		    NULL);
	return rc;
}

static json_t *
token_body(struct db *db, int64_t item, int64_t era, int64_t hop)
{
	json_t *body = item_body(db, item);

	json_object_set_new(body, "era", json_integer(era));
	json_object_set_new(body, "hop", json_integer(hop));
	return body;
}

enum rc
custody_dispatch(struct db *db, int64_t item, const char *to,
    const char *slip, int64_t order, struct err *err)
{
	struct custody c;
	struct item it;
	enum rc rc = item_live(db, item, &it, err);

	if (rc == RC_OK)
		rc = depot_known(db, to, err);
	if (rc == RC_OK)
		rc = custody_may_decide(db, item, err);
	if (rc == RC_OK)
		rc = custody_of(db, item, &c, err);
	if (rc == RC_OK && (it.state != ITEM_IN_STOCK ||
	    it.in_stock < it.count))
		rc = err_why(err, RC_REFUSED, WHY_NOT_IN_STOCK, it.code,
		    item_state_label(it.state), NULL);
	if (rc == RC_OK && !c.here)
		rc = err_why(err, RC_REFUSED, WHY_ELSEWHERE, it.code,
		    c.found_at, NULL);
	if (rc != RC_OK)
		return rc;
	json_t *body = token_body(db, item, c.era, c.hop + 1);
	json_object_set_new(body, "to", json_string(to));
	if (slip != NULL)
		json_object_set_new(body, "slip", json_string(slip));
	if (order != 0)
		json_object_set_new(body, "order", event_ref(db, order));
	return event_append(db, EVENT_DISPATCH, body, NULL, err);
}

static enum rc
receive(struct db *db, int64_t item, const struct custody_token *token,
    int64_t place, int condition, struct err *err)
{
	json_t *body = token_body(db, item, token->era, token->hop);

	json_object_set_new(body, "from", json_string(token->from));
	if (token->event != 0)
		json_object_set_new(body, "prev",
		    event_ref(db, token->event));
	if (token->slip != NULL)
		json_object_set_new(body, "slip", json_string(token->slip));
	if (place != 0)
		json_object_set_new(body, "place", event_ref(db, place));
	if (condition >= 0)
		json_object_set_new(body, "condition",
		    json_integer(condition));
	return event_append(db, EVENT_RECEIVE, body, NULL, err);
}

enum rc
custody_receive(struct db *db, int64_t item,
    const struct custody_token *token, int64_t place, int condition,
    struct err *err)
{
	struct custody c;
	struct custody_token known = { .slip = NULL };
	struct item it;
	enum rc rc = custody_of(db, item, &c, err);

	/* The slip alone: its log has not come, and the item perhaps not. */
	if (token != NULL && (rc == RC_NOT_FOUND || (rc == RC_OK &&
	    (token->era > c.era || (token->era == c.era &&
	    token->hop > c.hop)))))
		return receive(db, item, token, place, condition, err);
	if (rc == RC_OK)
		rc = item_live(db, item, &it, err);
	if (rc == RC_OK && strcmp(c.bound, db->depot) != 0)
		rc = err_why(err, RC_REFUSED, c.ours ? WHY_SAME_ALREADY :
		    WHY_NOT_BOUND, it.code, c.depot, NULL);
	if (rc != RC_OK)
		return rc;
	snprintf(known.from, sizeof known.from, "%s", c.depot);
	known.era = c.era;
	known.hop = c.hop;
	known.slip = token == NULL ? NULL : token->slip;
	return receive(db, item, &known, place, condition, err);
}

/* Where it stands is said; a place is one of this depot. */
static enum rc
here(struct db *db, enum event_kind kind, int64_t item, int64_t place,
    struct err *err)
{
	struct item it;
	enum rc rc = item_live(db, item, &it, err);

	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, item);
	if (place != 0)
		json_object_set_new(body, "place", event_ref(db, place));
	return event_append(db, kind, body, NULL, err);
}

enum rc
custody_arrive(struct db *db, int64_t item, int64_t place, struct err *err)
{
	struct custody c;
	enum rc rc = custody_of(db, item, &c, err);

	if (rc == RC_OK && strcmp(c.bound, db->depot) == 0)
		return custody_receive(db, item, NULL, place, -1, err);
	if (rc == RC_OK && c.here && !c.suspended) {
		struct item it;

		rc = item_get(db, item, &it, err);
		if (rc == RC_OK)
			rc = err_why(err, RC_REFUSED, WHY_SAME_ALREADY,
			    it.code, NULL, NULL);
	}
	return rc == RC_OK ? here(db, EVENT_ARRIVE, item, place, err) : rc;
}

enum rc
custody_count(struct db *db, int64_t item, int64_t place, struct err *err)
{
	struct custody c;
	enum rc rc = custody_of(db, item, &c, err);

	if (rc == RC_OK && strcmp(c.bound, db->depot) == 0)
		return custody_receive(db, item, NULL, place, -1, err);
	return rc == RC_OK ? here(db, EVENT_COUNTED, item, place, err) : rc;
}

/* --- claim --- */

/* The life that the custodian lives now, as far as is known here. */
static enum rc
life_of(struct db *db, const char *depot, char log[24], bool *closed,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LIFE_CURRENT);

	log[0] = '\0';
	query_text(q, ":depot", depot);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		query_col_text(q, 0, log, 24);
	query_done(q);
	q = query(db, Q_DEPOT_STATE);
	query_text(q, ":code", depot);
	*closed = query_step(q, NULL) == RC_OK && query_col(q, 0) != 0;
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
claim_check(struct db *db, const struct item *it, const struct custody *c,
    const struct actor *second, const char *reason, bool closed,
    struct err *err)
{
	char code[REASON_MAX];
	size_t n = strlen(reason);

	if (c->ours)
		return err_why(err, RC_REFUSED, WHY_SAME_ALREADY, it->code,
		    NULL, NULL);
	if (n == 0 || n >= sizeof code || strspn(reason,
	    "abcdefghijklmnopqrstuvwxyz_") != n)
		return err_why(err, RC_INVALID, WHY_CLAIM_REASON, NULL, NULL,
		    NULL);
	if (!closed && (second == NULL || second->id == 0 ||
	    second->id == db->actor.id || second->role < ROLE_STAFF))
		return err_why(err, RC_REFUSED, WHY_CLAIM_TWO, NULL, NULL,
		    NULL);
	return RC_OK;
}

enum rc
custody_claim(struct db *db, int64_t item, const struct actor *second,
    const char *reason, bool closed, struct err *err)
{
	struct custody c;
	struct item it;
	char from[24];
	bool ended = false;
	enum rc rc = item_live(db, item, &it, err);

	if (rc == RC_OK)
		rc = custody_of(db, item, &c, err);
	if (rc == RC_OK)
		rc = claim_check(db, &it, &c, second, reason, closed, err);
	if (rc == RC_OK)
		rc = life_of(db, c.depot, from, &ended, err);
	if (rc == RC_OK && closed && !ended)
		rc = err_why(err, RC_REFUSED, WHY_DEPOT_ACTIVE, c.depot, NULL,
		    NULL);
	if (rc != RC_OK)
		return rc;
	json_t *body = token_body(db, item, c.era + 1, c.hop + 1);
	json_object_update_new(body, json_pack("{s:s, s:I, s:s}", "from",
	    from, "second", (json_int_t)(second == NULL ? 0 : second->id),
	    "reason", reason));
	return event_append(db, EVENT_CLAIM, body, NULL, err);
}

bool
custody_is_awaited(struct db *db, int64_t item)
{
	struct custody c;

	return custody_of(db, item, &c, NULL) == RC_OK && c.bound[0] != '\0' &&
	    (strcmp(c.bound, db->depot) == 0 ||
	    depot_known(db, c.bound, NULL) == RC_OK);
}

/* --- swap and transfer --- */

/* The unit that has it for good or answers for it; 0: none has. */
static enum rc
swap_side(struct db *db, int64_t item, struct item *it, int64_t *unit,
    struct err *err)
{
	struct booking b;
	size_t n = 0;
	enum rc rc = item_live(db, item, it, err);

	if (rc == RC_OK)
		rc = booking_list(db, &(struct booking_filter){ .item = item,
		    .active = true }, 0, &b, 1, &n, err);
	if (rc == RC_OK && n > 0)
		rc = err_why(err, RC_REFUSED, WHY_HAS_BOOKINGS, it->code, NULL,
		    NULL);
	*unit = it->holder != 0 ? it->holder : it->responsible;
	if (rc == RC_OK && *unit == 0)
		rc = err_why(err, RC_REFUSED, WHY_SWAP_NOBODY, it->code, NULL,
		    NULL);
	return rc;
}

enum rc
custody_swap(struct db *db, int64_t item, int64_t other, struct err *err)
{
	struct item a, b;
	int64_t unit = 0, other_unit = 0;
	enum rc rc = swap_side(db, item, &a, &unit, err);

	if (rc == RC_OK)
		rc = swap_side(db, other, &b, &other_unit, err);
	if (rc == RC_OK && (item == other || unit == other_unit))
		rc = err_why(err, RC_REFUSED, WHY_SWAP_SAME, a.code, b.code,
		    NULL);
	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, item);
	json_object_set_new(body, "other", event_ref(db, other));
	json_object_set_new(body, "unit", event_ref(db, unit));
	json_object_set_new(body, "other_unit", event_ref(db, other_unit));
	return event_append(db, EVENT_SWAP, body, NULL, err);
}

enum rc
custody_transfer(struct db *db, int64_t item, const char *owner,
    int64_t price, const char *reason, struct err *err)
{
	struct item it;
	enum rc rc = item_live(db, item, &it, err);

	if (rc == RC_OK)
		rc = custody_may_decide(db, item, err);
	if (rc == RC_OK && strcmp(it.owner, owner) == 0)
		rc = err_why(err, RC_REFUSED, WHY_SAME_ALREADY, it.code, NULL,
		    NULL);
	if (rc == RC_OK && price < 0 && (reason == NULL || *reason == '\0'))
		rc = err_why(err, RC_INVALID, WHY_TRANSFER_WHY, NULL, NULL,
		    NULL);
	if (rc != RC_OK)
		return rc;
	json_t *body = item_body(db, item);
	json_object_set_new(body, "owner", json_string(owner));
	if (price >= 0)
		json_object_set_new(body, "price", json_integer(price));
	if (reason != NULL && *reason != '\0')
		json_object_set_new(body, "reason", json_string(reason));
	return event_append(db, EVENT_TRANSFER, body, NULL, err);
}
