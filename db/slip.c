#include "db/slip.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/case.h"
#include "db/code.h"
#include "db/log/event.h"
#include "db/log/project.h"
#include "db/token.h"

#define SEQ_MASK ((INT64_C(1) << LOG_SHIFT) - 1)

/* --- dispatching --- */

/* The item's own name, and the dispatch that was just written. */
static enum rc
item_name(struct db *db, int64_t id, struct manifest_item *out, struct err *err)
{
	struct custody c;
	struct item it;
	sqlite3_stmt *q = query(db, Q_LOG_NAME);

	query_int(q, ":id", id >> LOG_SHIFT);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		query_col_text(q, 0, out->log, sizeof out->log);
	query_done(q);
	if (rc == RC_OK)
		rc = custody_of(db, id, &c, err);
	if (rc == RC_OK)
		rc = item_get(db, id, &it, err);
	if (rc != RC_OK)
		return rc;
	out->seq = id & SEQ_MASK;
	out->era = c.era;
	out->hop = c.hop;
	out->dispatch = db->seq;
	snprintf(out->code, sizeof out->code, "%s", it.code);
	return RC_OK;
}

static enum rc
own_keys(struct db *db, unsigned char secret[64],
    unsigned char public_key[32], struct err *err)
{
	sqlite3_stmt *q = query(db, Q_SECRET_GET);

	query_int(q, ":log", db->log);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK && sqlite3_column_bytes(q, 0) == 64)
		memcpy(secret, sqlite3_column_blob(q, 0), 64);
	else
		rc = err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
	query_done(q);
	/* The public half stands in the secret one. */
	if (rc == RC_OK)
		crypto_sign_ed25519_sk_to_pk(public_key, secret);
	return rc;
}

enum rc
slip_dispatch(struct db *db, const int64_t *items, size_t n, const char *to,
    char *number, char *out, struct err *err)
{
	struct manifest s = { .n = n };
	unsigned char secret[64], public_key[32];
	enum rc rc = own_keys(db, secret, public_key, err);

	if (n == 0 || n > SLIP_ITEMS)
		return err_why(err, RC_INVALID, WHY_TOO_MUCH, NULL, NULL, NULL);
	snprintf(s.from, sizeof s.from, "%.8s", db->depot);
	snprintf(s.to, sizeof s.to, "%.8s", to);
	snprintf(s.number, sizeof s.number, "%.8s-%u", db->depot,
	    (unsigned int)(db->seq + 1));
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = custody_dispatch(db, items[i], to, s.number, 0, err);
		if (rc == RC_OK)
			rc = item_name(db, items[i], &s.item[i], err);
	}
	if (rc == RC_OK)
		rc = slip_write(&s, secret, public_key, out, err);
	sodium_memzero(secret, sizeof secret);
	snprintf(number, sizeof s.number, "%s", s.number);
	return rc;
}

/* --- again --- */

/* A dispatch as an item of the slip; *item is 0 where it is of another one. */
static enum rc
manifest_add(struct db *db, int64_t event, struct manifest *s, int64_t *item,
    struct err *err)
{
	struct event ev = { .id = event };
	struct manifest_item *out = &s->item[s->n];
	sqlite3_stmt *q = query(db, Q_EVENT_GET);

	*item = 0;
	query_int(q, ":id", event);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		rc = event_load_body((const char *)sqlite3_column_text(q, 5),
		    (size_t)sqlite3_column_bytes(q, 5), &ev.body, err);
	query_done(q);
	if (rc != RC_OK)
		return rc;
	if (s->number[0] == '\0')
		snprintf(s->number, sizeof s->number, "%s",
		    event_text(&ev, "slip"));
	bool on = s->number[0] != '\0' &&
	    strcmp(event_text(&ev, "slip"), s->number) == 0;
	if (on) {
		*item = event_thing(db, &ev, "item");
		rc = item_name(db, *item, out, err);
	}
	if (on && rc == RC_OK) {	/* as it was when it left */
		out->era = event_int(&ev, "era");
		out->hop = event_int(&ev, "hop");
		out->dispatch = event & SEQ_MASK;
		snprintf(s->to, sizeof s->to, "%.8s", event_text(&ev, "to"));
	}
	json_decref(ev.body);
	return rc;
}

/* The dispatches of the act, at most as many as an act of them can have. */
static enum rc
dispatches_of(struct db *db, int64_t event, int64_t *out, size_t cap,
    size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_EVENT_GET);
	int64_t act = 0;
	enum rc rc;

	*n = 0;
	query_int(q, ":id", event);
	rc = query_step(q, err);
	if (rc == RC_OK)
		act = query_col(q, 1);
	query_done(q);
	if (rc != RC_OK)
		return rc;
	q = query(db, Q_ACT_EVENTS);
	query_int(q, ":act", act);
	query_int(q, ":to", event + SLIP_ITEMS);
	while (*n < cap && (rc = query_step(q, err)) == RC_OK)
		if (query_col(q, 0) > event - SLIP_ITEMS && strcmp(
		    (const char *)sqlite3_column_text(q, 1), "dispatch") == 0)
			out[(*n)++] = query_col(q, 0);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
slip_again(struct db *db, int64_t event, struct manifest *s, int64_t *items,
    char *out, struct err *err)
{
	unsigned char secret[64], public_key[32];
	int64_t near[2 * SLIP_ITEMS], first = 0;
	size_t n = 0;
	enum rc rc;

	memset(s, 0, sizeof *s);
	if (event >> LOG_SHIFT != db->log)
		return err_why(err, RC_NOT_FOUND, WHY_NO_SLIP, NULL, NULL,
		    NULL);
	rc = dispatches_of(db, event, near, 2 * SLIP_ITEMS, &n, err);
	if (rc == RC_OK)	/* it says which slip */
		rc = manifest_add(db, event, s, &first, err);
	for (size_t i = 0; rc == RC_OK && i < n && s->n < SLIP_ITEMS; i++) {
		rc = manifest_add(db, near[i], s, &items[s->n], err);
		s->n += rc == RC_OK && items[s->n] != 0;
	}
	if (rc == RC_OK && s->n == 0)
		rc = RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND)
		return err_why(err, rc, WHY_NO_SLIP, NULL, NULL, NULL);
	snprintf(s->from, sizeof s->from, "%.8s", db->depot);
	if (rc == RC_OK)
		rc = own_keys(db, secret, public_key, err);
	if (rc == RC_OK)
		rc = slip_write(s, secret, public_key, out, err);
	sodium_memzero(secret, sizeof secret);
	return rc;
}

enum rc
slip_by_number(struct db *db, const char *number, int64_t *event,
    struct err *err)
{
	size_t n = strlen(db->depot);
	const char *digits = number + n + 1;

	if (strncmp(number, db->depot, n) != 0 || number[n] != '-' ||
	    strlen(digits) > 10 || *digits == '\0' ||
	    strspn(digits, "0123456789") != strlen(digits))
		return err_why(err, RC_NOT_FOUND, WHY_NO_SLIP, NULL, NULL,
		    NULL);
	*event = db->log << LOG_SHIFT | (strtoll(digits, NULL, 10) & SEQ_MASK);
	return RC_OK;
}

enum rc
slip_of_item(struct db *db, int64_t item, int64_t *event, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_DISPATCH_OF_ITEM);

	query_int(q, ":id", item);
	query_int(q, ":from", db->log << LOG_SHIFT);
	query_int(q, ":to", (db->log + 1) << LOG_SHIFT);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		*event = query_col(q, 0);
	query_done(q);
	return rc == RC_NOT_FOUND ? err_why(err, rc, WHY_NO_SLIP, NULL, NULL,
	    NULL) : rc;
}

/* --- receiving --- */

enum rc
slip_verify(struct db *db, const char *text, struct manifest *s, struct err *err)
{
	unsigned char record[SLIP_RECORD_MAX], sig[64], pk[32], id[8];
	size_t signed_n = 0;
	bool good = false;
	sqlite3_stmt *q;
	enum rc rc = slip_read(text, strlen(text), s, record, &signed_n, sig,
	    err);

	if (rc != RC_OK)
		return rc;
	q = query(db, Q_LOG_KEYS);
	while (!good && query_step(q, NULL) == RC_OK) {
		if (sqlite3_column_bytes(q, 1) != 32)
			continue;
		memcpy(pk, sqlite3_column_blob(q, 1), 32);
		token_key_id(pk, id);
		good = memcmp(id, s->key, 8) == 0 && strcmp((const char *)
		    sqlite3_column_text(q, 2), s->from) == 0 &&
		    crypto_sign_verify_detached(sig, record, signed_n, pk) == 0;
	}
	query_done(q);
	if (!good)
		return err_why(err, RC_REFUSED, WHY_SLIP_KEY, NULL, NULL, NULL);
	if (strcmp(s->to, db->depot) != 0)
		return err_why(err, RC_REFUSED, WHY_SLIP_OTHER, s->to, NULL,
		    NULL);
	return RC_OK;
}

/* A log's number here; one that has not come yet gets its number now. */
static int64_t
log_number(struct db *db, const char *name)
{
	struct event ev = { .id = 0 };
	char ref[48];

	snprintf(ref, sizeof ref, "%s.1", name);
	db->adopts = true;
	json_t *value = json_string(ref);
	int64_t id = event_thing_of(db, &ev, value);
	json_decref(value);
	db->adopts = false;
	return id >> LOG_SHIFT;
}

/* The life that signed the slip wrote the dispatch. */
static int64_t
sender_log(struct db *db, const struct manifest *s)
{
	sqlite3_stmt *q = query(db, Q_LOG_KEYS);
	unsigned char pk[32], id[8];
	int64_t log = 0;

	while (log == 0 && query_step(q, NULL) == RC_OK) {
		if (sqlite3_column_bytes(q, 1) != 32)
			continue;
		memcpy(pk, sqlite3_column_blob(q, 1), 32);
		token_key_id(pk, id);
		if (memcmp(id, s->key, 8) == 0)
			log = query_col(q, 0);
	}
	query_done(q);
	return log;
}

enum rc
slip_receive(struct db *db, const struct manifest *s, size_t i, int64_t place,
    int condition, int64_t *item, struct err *err)
{
	const struct manifest_item *it = &s->item[i];
	struct custody_token token = { .era = it->era, .hop = it->hop,
	    .slip = s->number };
	bool waits = true;
	enum rc rc = slip_item(db, s, i, item, &waits, err);

	if (rc == RC_OK && *item == 0 && !waits)
		rc = err_why(err, RC_REFUSED, WHY_SAME_ALREADY, it->code, NULL,
		    NULL);
	if (rc != RC_OK)
		return rc;
	int64_t log = log_number(db, it->log);
	*item = log << LOG_SHIFT | it->seq;
	token.event = sender_log(db, s) << LOG_SHIFT | it->dispatch;
	snprintf(token.from, sizeof token.from, "%s", s->from);
	return custody_receive(db, *item, &token, place, condition, err);
}

/* Where the item's own log has not come, our events alone tell. */
static bool
received_here(struct db *db, int64_t item, const struct manifest_item *it)
{
	sqlite3_stmt *q = query(db, Q_RECEIVED_HERE);

	query_int(q, ":id", item);
	query_int(q, ":from", db->log << LOG_SHIFT);
	query_int(q, ":to", (db->log + 1) << LOG_SHIFT);
	query_int(q, ":era", it->era);
	query_int(q, ":hop", it->hop);
	bool received = query_step(q, NULL) == RC_OK;
	query_done(q);
	return received;
}

enum rc
slip_item(struct db *db, const struct manifest *s, size_t i, int64_t *item,
    bool *waits, struct err *err)
{
	const struct manifest_item *it = &s->item[i];
	struct custody c;
	sqlite3_stmt *q = query(db, Q_LOG_ID);
	int64_t log = 0;

	query_text(q, ":name", it->log);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		log = query_col(q, 0);
	query_done(q);
	*item = log << LOG_SHIFT | it->seq;
	if (rc == RC_OK)
		rc = custody_of(db, *item, &c, err);
	if (rc == RC_NOT_FOUND) {
		*waits = log == 0 || !received_here(db, *item, it);
		*item = 0;
		return RC_OK;
	}
	*waits = rc == RC_OK && (it->era > c.era || (it->era == c.era &&
	    (it->hop > c.hop || (it->hop == c.hop &&
	    strcmp(c.bound, db->depot) == 0))));
	return rc;
}

enum rc
slip_missing(struct db *db, const struct manifest *s, size_t i,
    struct err *err)
{
	char note[80];
	int64_t item = 0, opened;
	bool waits;
	enum rc rc = slip_item(db, s, i, &item, &waits, err);

	snprintf(note, sizeof note, "%s: %s", s->number, s->item[i].code);
	return rc == RC_OK ? case_open(db, "difference", item, 0, 0, note,
	    &opened, err) : rc;
}
