#include "db/ticket.h"

#include <sodium.h>
#include <stdio.h>

#include "db/clock.h"
#include "db/code.h"
#include "db/item_row.h"
#include "db/life.h"
#include "db/log/event.h"
#include "db/log/project.h"
#include "db/order_row.h"
#include "db/token.h"

#define EXPIRES_DAYS 30

static const struct {
	const char *name, *label;
} states[] = {
	[TICKET_VALID] = { "valid", "gäller" },
	[TICKET_PART] = { "part", "delvis utlämnad" },
	[TICKET_USED] = { "used", "använd" },
	[TICKET_VOID] = { "void", "makulerad" },
	[TICKET_EXPIRED] = { "expired", "har gått ut" },
};

const char *
ticket_state_name(enum ticket_state s)
{
	return states[s].name;
}

const char *
ticket_state_label(enum ticket_state s)
{
	return states[s].label;
}

/* --- reading --- */

static void
ticket_row(struct db *db, sqlite3_stmt *q, struct ticket *t)
{
	memset(t, 0, sizeof *t);
	t->id = query_col(q, 0);
	t->orders = query_col(q, 1);
	query_col_text(q, 2, t->code, sizeof t->code);
	query_col_text(q, 3, t->qr, sizeof t->qr);
	t->expires = (int32_t)query_col(q, 4);
	t->time = query_col(q, 5);
	t->count = (int32_t)query_col(q, 7);
	t->out = (int32_t)query_col(q, 8);
	query_col_text(q, 9, t->depot, sizeof t->depot);
	if (query_col(q, 6) != 0)
		t->state = TICKET_VOID;
	else if (t->out >= t->count)
		t->state = TICKET_USED;
	else if (t->expires < db_day(db))
		t->state = TICKET_EXPIRED;
	else
		t->state = t->out > 0 ? TICKET_PART : TICKET_VALID;
}

static enum rc
ticket_one(struct db *db, sqlite3_stmt *q, struct ticket *out,
    const char *name, struct err *err)
{
	enum rc rc = query_step(q, err);

	if (rc == RC_OK)
		ticket_row(db, q, out);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_TICKET, name, NULL, NULL);
	return rc;
}

enum rc
ticket_get(struct db *db, int64_t id, struct ticket *out, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_TICKET_GET);

	query_int(q, ":id", id);
	return ticket_one(db, q, out, "-", err);
}

enum rc
ticket_list(struct db *db, const char *depot, bool open, int64_t before,
    struct ticket *out, size_t cap, size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, open ? Q_TICKET_OPEN : Q_TICKET_ALL);
	enum rc rc;

	*n = 0;
	query_text(q, ":depot", depot == NULL ? "" : depot);
	query_int(q, ":before", before == 0 ? INT64_MAX : before);
	query_int(q, ":cap", (int64_t)cap);
	if (open)
		item_bind_today(q);
	while ((rc = query_step(q, err)) == RC_OK)
		ticket_row(db, q, &out[(*n)++]);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Why a ticket of ours cannot be redeemed, if so. */
static enum rc
state_check(const struct ticket *t, struct err *err)
{
	char day[CLOCK_DAY_MAX];

	switch (t->state) {
	case TICKET_VOID:
		return err_why(err, RC_REFUSED, WHY_TICKET_VOIDED, t->code,
		    NULL, NULL);
	case TICKET_USED:
		return err_why(err, RC_REFUSED, WHY_TICKET_USED_UP, t->code,
		    NULL, NULL);
	case TICKET_EXPIRED:
		return err_why(err, RC_REFUSED, WHY_TICKET_TOO_LATE, t->code,
		    clock_format_day(t->expires, day), NULL);
	default:
		return RC_OK;
	}
}

/* The signature, by a key of some depot's life: which, and whose. */
static enum rc
signature_check(struct db *db, const struct token *token, int64_t *log,
    char depot[9], struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_KEYS);
	unsigned char id[TOKEN_KEY_ID], pk[crypto_sign_PUBLICKEYBYTES];
	enum rc rc, found = err_why(err, RC_REFUSED, WHY_TICKET_KEY, NULL,
	    NULL, NULL);

	while ((rc = query_step(q, err)) == RC_OK) {
		if (sqlite3_column_bytes(q, 1) != sizeof pk)
			continue;
		memcpy(pk, sqlite3_column_blob(q, 1), sizeof pk);
		token_key_id(pk, id);
		if (memcmp(id, token->key, sizeof id) == 0) {
			*log = query_col(q, 0);
			query_col_text(q, 2, depot, 9);
			found = token_verify(token, pk, err);
			break;
		}
	}
	query_done(q);
	return rc == RC_OK || rc == RC_NOT_FOUND ? found : rc;
}

static enum rc
code_of_qr(struct db *db, const char *text, char code[CODE_MAX],
    int64_t *log, struct err *err)
{
	struct token token;
	char issuer[9] = "";
	enum rc rc = token_read(text, strlen(text), &token, err);

	if (rc != RC_OK)
		return rc;
	if (strcmp(token.depot, db->depot) != 0) {
		rc = code_format(CODE_TICKET, token.depot, token.number, code,
		    err);
		return rc != RC_OK ? rc : err_why(err, RC_REFUSED,
		    WHY_TICKET_FOREIGN, code, token.depot, NULL);
	}
	rc = signature_check(db, &token, log, issuer, err);
	return rc == RC_OK ? code_format(CODE_TICKET, issuer, token.number,
	    code, err) : rc;
}

enum rc
ticket_read(struct db *db, const char *text, struct ticket *out,
    struct err *err)
{
	char name[CODE_TEXT_MAX];
	struct code code;
	int64_t log = 0;
	enum rc rc = code_parse(text, strlen(text), &code, err);

	memset(out, 0, sizeof *out);
	if (rc != RC_OK)
		return rc;
	snprintf(name, sizeof name, "%s", code.text);
	if (code.kind == CODE_TICKET_QR) {
		char number[CODE_MAX];

		rc = code_of_qr(db, text, number, &log, err);
		snprintf(name, sizeof name, "%s", number);
	} else if (code.kind != CODE_TICKET)
		rc = err_why(err, RC_NOT_FOUND, code.kind == CODE_SLIP ?
		    WHY_TICKET_IS_SLIP : WHY_NO_TICKET, name, NULL, NULL);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_TICKET_BY_CODE);
	query_text(q, ":code", name);
	rc = ticket_one(db, q, out, name, err);
	if (rc == RC_NOT_FOUND && log != 0 && log != db->log &&
	    strcmp(log_depot(db, log), db->depot) != 0)
		rc = err_why(err, RC_REFUSED, WHY_TICKET_NOT_COME, name, NULL,
		    NULL);
	else if (rc == RC_NOT_FOUND && code.kind == CODE_TICKET &&
	    strcmp(code.scope, db->depot) != 0)
		rc = err_why(err, RC_REFUSED, WHY_TICKET_FOREIGN, name,
		    code.scope, NULL);
	else if (rc == RC_OK && strcmp(out->depot, db->depot) != 0)
		rc = err_why(err, RC_REFUSED, WHY_TICKET_FOREIGN, name,
		    out->depot, NULL);
	/* A number of the life before a restore may have been given again. */
	if (rc == RC_OK && log != 0 && out->id >> LOG_SHIFT != log)
		rc = err_why(err, RC_NOT_FOUND, WHY_NO_TICKET, name, NULL,
		    NULL);
	return rc == RC_OK ? state_check(out, err) : rc;
}

/* --- issue and void --- */

static enum rc
sign(struct db *db, int64_t number, const char *depot, int32_t expires,
    const struct booking *b, size_t n, char qr[TOKEN_TEXT_MAX], struct err *err)
{
	struct token_line lines[BOOKINGS_MAX];
	struct token token = { .number = (uint32_t)number,
	    .expires = expires };
	unsigned char sk[crypto_sign_SECRETKEYBYTES];
	sqlite3_stmt *q = query(db, Q_SECRET_GET);

	for (size_t i = 0; i < n; i++)
		lines[i] = (struct token_line){ .code = b[i].item_code,
		    .count = b[i].count, .custodian = db->depot };
	token_digest(lines, n, token.digest);
	snprintf(token.depot, sizeof token.depot, "%.8s", depot);
	query_int(q, ":log", db->log);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK && sqlite3_column_bytes(q, 0) == sizeof sk)
		memcpy(sk, sqlite3_column_blob(q, 0), sizeof sk);
	else
		rc = err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
	query_done(q);
	if (rc == RC_OK)
		rc = token_make(&token, sk, qr, TOKEN_TEXT_MAX, err);
	sodium_memzero(sk, sizeof sk);
	return rc;
}

static enum rc
issue_check(struct db *db, int64_t order, struct order *o, struct err *err)
{
	char number[24];
	enum rc rc = order_get(db, order, o, err);

	snprintf(number, sizeof number, "%lld", (long long)o->number);
	if (rc == RC_OK && o->state != ORDER_GRANTED)
		rc = err_why(err, RC_REFUSED, WHY_NOT_GRANTED, number, NULL,
		    NULL);
	if (rc == RC_OK && o->out >= o->booked)
		rc = err_why(err, RC_REFUSED, WHY_ALL_OUT, NULL, NULL, NULL);
	if (rc == RC_OK && o->ticket != 0)
		rc = err_why(err, RC_REFUSED, WHY_HAS_TICKET, number, NULL,
		    NULL);
	return rc;
}

/* The bookings of which something is still to be handed out. */
static size_t
to_hand_out(struct booking *b, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (b[i].state < BOOKING_DONE && b[i].out < b[i].count)
			b[k++] = b[i];
	return k;
}

static json_t *
bookings_json(struct db *db, const struct booking *b, size_t n)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(rows, booking_json(db, b[i].line,
		    b[i].item, b[i].count));
	return rows;
}

enum rc
ticket_issue(struct db *db, int64_t order, int32_t expires, int64_t *id,
    struct err *err)
{
	struct booking b[BOOKINGS_MAX];
	struct order o;
	char code[CODE_MAX], qr[TOKEN_TEXT_MAX];
	int64_t number;
	size_t n = 0;
	int32_t today = db_day(db);
	enum rc rc = issue_check(db, order, &o, err);

	if (rc == RC_OK)
		rc = bookings_all(db, &(struct booking_filter){
		    .orders = order }, b, &n, err);
	if (rc == RC_OK)
		rc = counter_next(db, "ticket", &number, err);
	if (rc == RC_OK)
		rc = code_format(CODE_TICKET, db->depot, number, code, err);
	if (expires == 0) {
		expires = (o.start > today ? o.start : today) + EXPIRES_DAYS;
		if (o.until != 0 && o.until < expires)
			expires = o.until;
	}
	if (rc == RC_OK && (expires < today || expires > today + 730)) {
		char day[CLOCK_DAY_MAX];

		rc = err_why(err, RC_INVALID, expires < today ? WHY_DATES :
		    WHY_DATE_FAR, clock_format_day(expires, day), NULL, NULL);
	}
	n = to_hand_out(b, n);
	if (rc == RC_OK)
		rc = sign(db, number, o.pickup, expires, b, n, qr, err);
	if (rc != RC_OK)
		return rc;
	json_t *body = json_pack(
	    "{s:I, s:s, s:o, s:i, s:s, s:o}", "number", (json_int_t)number,
	    "code", code, "order", event_ref(db, order), "expires", expires,
	    "qr", qr, "bookings", bookings_json(db, b, n));
	if (strcmp(o.pickup, db->depot) != 0)
		json_object_set_new(body, "depot", json_string(o.pickup));
	return event_append(db, EVENT_ISSUE, body, id, err);
}

enum rc
ticket_void(struct db *db, int64_t id, const char *reason, struct err *err)
{
	struct booking b[BOOKINGS_MAX];
	struct ticket t;
	size_t n = 0;
	enum rc rc = ticket_get(db, id, &t, err);

	if (rc == RC_OK && t.state != TICKET_EXPIRED)
		rc = state_check(&t, err);
	if (rc == RC_OK)
		rc = bookings_all(db, &(struct booking_filter){ .ticket = id },
		    b, &n, err);
	if (rc != RC_OK)
		return rc;
	n = to_hand_out(b, n);
	json_t *body = json_pack("{s:o, s:o, s:o}", "ticket",
	    event_ref(db, id), "order", event_ref(db, t.orders), "bookings",
	    bookings_json(db, b, n));
	if (reason != NULL && *reason != '\0')
		json_object_set_new(body, "reason", json_string(reason));
	return event_append(db, EVENT_VOID, body, NULL, err);
}

/* --- redeem --- */

/* A line asked for any of a category, and this one was nearer at hand: it
 * takes the place of one that was picked.  b becomes its booking. */
static enum rc
substitute(struct db *db, const struct ticket *t, struct booking *b, size_t n,
    int64_t item, struct booking *out, struct err *err)
{
	struct order_line lines[ORDER_LINES_MAX];
	struct item it;
	size_t n_lines = 0, i;
	enum rc rc = item_get(db, item, &it, err);

	if (rc == RC_OK)
		rc = order_lines(db, t->orders, lines, ORDER_LINES_MAX,
		    &n_lines, err);
	for (i = 0; rc == RC_OK && i < n; i++)
		if (b[i].out == 0 && b[i].count == 1 &&
		    (size_t)b[i].line <= n_lines &&
		    lines[b[i].line - 1].item == 0 && !it.lot &&
		    strcmp(lines[b[i].line - 1].category, it.category) == 0)
			break;
	if (rc == RC_OK && i == n)
		rc = err_why(err, RC_REFUSED, WHY_NOT_ON_TICKET, it.code, NULL,
		    NULL);
	if (rc == RC_OK)
		rc = order_check(db, item, 1, b[i].unit, b[i].start,
		    b[i].until, 0, err);
	if (rc != RC_OK)
		return rc;
	*out = b[i];
	out->item = item;
	return event_append(db, EVENT_GRANT, json_pack(
	    "{s:o, s:o, s:i, s:i, s:i, s:o, s:o, s:o}", "order",
	    event_ref(db, t->orders), "unit", event_ref(db, b[i].unit), "kind",
	    b[i].kind, "start", b[i].start, "until", b[i].until, "bookings",
	    bookings_json(db, out, 1), "instead", bookings_json(db, &b[i], 1),
	    "ticket", event_ref(db, t->id)), NULL, err);
}

static enum rc
redeem_one(struct db *db, const struct ticket *t, struct booking *b, size_t n,
    int64_t item, int32_t count, struct err *err)
{
	struct booking other;
	size_t i = 0;
	enum rc rc = RC_OK;

	while (i < n && b[i].item != item)
		i++;
	if (i == n) {
		rc = substitute(db, t, b, n, item, &other, err);
		if (rc != RC_OK)
			return rc;
		return booking_hand_out(db, &other, 1, t->id, err);
	}
	int32_t left = b[i].count - b[i].out;
	if (count == 0)
		count = left;
	if (count < 0 || count > left) {
		char text[16];

		snprintf(text, sizeof text, "%d", left);
		return err_why(err, RC_REFUSED, left == 0 ? WHY_ALL_OUT :
		    WHY_TOO_FEW, b[i].item_code, text, NULL);
	}
	return booking_hand_out(db, &b[i], count, t->id, err);
}

enum rc
ticket_redeem(struct db *db, int64_t id, int64_t item, int32_t count,
    struct err *err)
{
	struct booking b[BOOKINGS_MAX];
	struct lives lives;
	struct ticket t;
	size_t n = 0;
	enum rc rc = ticket_get(db, id, &t, err);

	if (rc == RC_OK)
		rc = state_check(&t, err);
	if (rc == RC_OK)
		rc = lives_since_loss(db, &lives, err);
	if (rc == RC_OK && !lives_has(&lives, id >> LOG_SHIFT) &&
	    strcmp(log_depot(db, id >> LOG_SHIFT), db->depot) == 0 &&
	    db->actor.role < ROLE_STAFF)
		rc = err_why(err, RC_REFUSED, WHY_TICKET_OLD_LIFE, t.code,
		    NULL, NULL);
	if (rc == RC_OK)
		rc = bookings_all(db, &(struct booking_filter){ .ticket = id },
		    b, &n, err);
	if (rc != RC_OK)
		return rc;
	if (item != 0)
		return redeem_one(db, &t, b, n, item, count, err);
	n = to_hand_out(b, n);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = booking_hand_out(db, &b[i], b[i].count - b[i].out, id,
		    err);
	return rc;
}
