/* history.c - the log as people read it. */
#include "db/history.h"

#include <stdio.h>
#include <stdlib.h>

#include "db/code.h"
#include "db/item.h"
#include "db/log/detail.h"
#include "db/log/event.h"
#include "db/order.h"
#include "db/sqlfn.h"
#include "db/text.h"
#include "db/unit.h"

static void
history_row(struct db *db, sqlite3_stmt *q, struct history *h)
{
	struct event ev = { .body = NULL };

	memset(h, 0, sizeof *h);
	h->event = ev.id = query_col(q, 0);
	h->act = ev.act = query_col(q, 1);
	h->time = ev.time = query_col(q, 2);
	h->actor = ev.actor = query_col(q, 3);
	query_col_text(q, 4, h->kind, sizeof h->kind);
	h->undone = query_col(q, 5) != 0;
	query_col_text(q, 6, h->actor_name, sizeof h->actor_name);
	query_col_text(q, 7, h->body, sizeof h->body);
	ev.kind = event_from_name(h->kind);
	ev.body = json_loadb((const char *)sqlite3_column_text(q, 7),
	    (size_t)sqlite3_column_bytes(q, 7), 0, NULL);
	if (ev.body != NULL)
		event_detail(db, &ev, h);
	json_decref(ev.body);
}

/* So many events that they are walked as they lie, log by log. */
static bool
is_long(struct db *db, int64_t thing)
{
	sqlite3_stmt *q = query(db, Q_HISTORY_LONG);

	query_int(q, ":thing", thing);
	bool found = query_step(q, NULL) == RC_OK;
	query_done(q);
	return found;
}

enum rc
history_list(struct db *db, int64_t thing, int64_t before,
    struct history *out, size_t cap, size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, thing == 0 ? Q_HISTORY_HERE :
	    is_long(db, thing) ? Q_HISTORY_THING : Q_HISTORY_MIXED);
	enum rc rc = RC_OK;

	if (thing != 0)
		query_int(q, ":thing", thing);
	else
		query_text(q, ":depot", db->depot);
	query_int(q, ":before", before > 0 ? before : INT64_MAX);
	query_int(q, ":cap", (int64_t)cap);
	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++)
		history_row(db, q, &out[*n]);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
history_walk(struct db *db, int64_t since,
    bool (*each)(const struct history *, void *), void *arg, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_HISTORY_WALK);
	struct history h;
	enum rc rc;

	query_int(q, ":since", since);
	while ((rc = query_step(q, err)) == RC_OK) {
		history_row(db, q, &h);
		if (!each(&h, arg))
			break;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

const char *
history_kind_label(const char *kind)
{
	int i = event_from_name(kind);

	return i < 0 ? kind : event_label((enum event_kind)i);
}

/* --- which thing --- */

/* "order 12", "ärende trb1-3": the word, the depot whose number it is ("" is
 * any, ours first), the number. */
static bool
numbered(const char *text, const char *word, char depot[9], int64_t *number)
{
	size_t n = strlen(word);
	const char *dash;
	char *end;

	if (strncmp(text, word, n) != 0)
		return false;
	text += n;
	while (*text == ' ' || *text == '#')
		text++;
	depot[0] = '\0';
	dash = strchr(text, '-');
	if (dash != NULL && dash - text < 9) {
		for (n = 0; text < dash; text++)
			depot[n++] = *text >= 'a' && *text <= 'z' ?
			    (char)(*text - 'a' + 'A') : *text;
		depot[n] = '\0';
		text = dash + 1;
	}
	*number = strtoll(text, &end, 10);
	return end != text && *end == '\0' && *number > 0;
}

static enum rc
by_number(struct db *db, enum query_id id, const char *depot, int64_t number,
    int64_t *thing, struct err *err)
{
	sqlite3_stmt *q = query(db, id);

	query_int(q, ":number", number);
	query_text(q, ":depot", depot);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		*thing = query_col(q, 0);
	query_done(q);
	return rc;
}

static enum rc
by_code(struct db *db, enum query_id id, const char *code, int64_t *thing,
    struct err *err)
{
	sqlite3_stmt *q = query(db, id);

	query_text(q, ":code", code);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		*thing = query_col(q, 0);
	query_done(q);
	return rc;
}

static enum rc
item_by_code(struct db *db, const char *code, int64_t *thing, struct err *err)
{
	struct item found[2];
	size_t n;
	enum rc rc = item_find(db, code, found, 2, &n, err);

	if (rc == RC_OK && n > 1)
		rc = err_why(err, RC_REFUSED, WHY_MANY_ITEMS, code, NULL,
		    NULL);
	if (rc == RC_OK)
		*thing = found[0].id;
	return rc;
}

/* By a code, else by the name of a unit, a place or a category. */
static enum rc
by_text(struct db *db, const char *text, int64_t *thing, struct err *err)
{
	struct code code;
	struct unit unit;
	struct place place;
	struct category category;
	enum rc rc = code_parse(text, strlen(text), &code, err);

	if (rc != RC_OK)
		return rc;
	rc = item_by_code(db, code.text, thing, err);
	if (rc == RC_NOT_FOUND)
		rc = by_code(db, Q_TICKET_BY_CODE, code.text, thing, err);
	if (rc == RC_NOT_FOUND &&
	    (rc = unit_find(db, text, &unit, err)) == RC_OK)
		*thing = unit.id;
	if (rc == RC_NOT_FOUND &&
	    (rc = place_find(db, text, &place, err)) == RC_OK)
		*thing = place.id;
	if (rc == RC_NOT_FOUND &&
	    (rc = category_find(db, text, &category, err)) == RC_OK)
		*thing = category.id;
	return rc;
}

enum rc
history_thing(struct db *db, const char *text, int64_t *thing,
    struct err *err)
{
	static const struct {
		const char *word;
		enum query_id id;
		enum why why;
	} words[] = {
		{ "order", Q_ORDER_BY_NUMBER, WHY_NO_ORDER },
		{ "beställning", Q_ORDER_BY_NUMBER, WHY_NO_ORDER },
		{ "case", Q_CASE_BY_NUMBER, WHY_NO_CASE },
		{ "ärende", Q_CASE_BY_NUMBER, WHY_NO_CASE },
	};
	char plain[CODE_TEXT_MAX], lower[CODE_TEXT_MAX], what[24];
	char depot[9];
	size_t n = strlen(text);
	int64_t number;
	enum rc rc;

	text = text_trim(text, &n);
	if (n >= sizeof plain)
		return err_why(err, RC_INVALID, WHY_CODE_LONG, NULL, NULL,
		    NULL);
	memcpy(plain, text, n);
	plain[n] = '\0';
	lower_sv(lower, sizeof lower, plain, n);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!numbered(lower, words[i].word, depot, &number))
			continue;
		rc = by_number(db, words[i].id, depot, number, thing, err);
		snprintf(what, sizeof what, "%lld", (long long)number);
		if (rc == RC_NOT_FOUND)
			err_why(err, rc, words[i].why, what, NULL, NULL);
		return rc;
	}
	rc = by_text(db, plain, thing, err);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_ITEM, plain, NULL, NULL);
	return rc;
}
