/* Several depots' events, in whatever order they come: the same tables. */
#include <sodium.h>

#include "db/clock.h"
#include "db/history.h"
#include "db/log/apply.h"
#include "db/log/causal.h"
#include "db/log/event.h"
#include "db/log/replay.h"
#include "db/order.h"
#include "tests/unit/store_help.h"

#define DEPOTS 3
#define SEQ(id) ((id) & ((INT64_C(1) << LOG_SHIFT) - 1))

static struct db *depot[DEPOTS];
static const char *const names[DEPOTS] = { "SKU1", "TRB1", "YST1" };
static int64_t unit[DEPOTS];
static uint64_t seed;

static uint32_t
rnd(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(seed >> 33) % n;
}

static void
open_all(void)
{
	struct unit u = { .name = "Skolan", .organisation = "YST",
	    .kind = "school" };
	char code[40];

	snprintf(dir, sizeof dir, "/tmp/samdepa-test-XXXXXX");
	assert_non_null(mkdtemp(dir));
	for (int i = 0; i < DEPOTS; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		OK(db_init(path, names[i], names[i], "YST", "Kommun", &err));
		OK(db_open(path, 1000, &depot[i], &err));
		db = depot[i];
		ACT(unit_set(db, &u, &unit[i], &err));
		ACT(category_ensure(db, "Stol", code, &err));
	}
}

static void
close_all(void)
{
	char command[128];

	for (int i = 0; i < DEPOTS; i++)
		db_close(depot[i]);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	assert_int_equal(system(command), 0);
}

/* The log that a depot writes, in another's store: made known, then n more of
 * its events. */
static void
carry(int from, int to, int64_t n)
{
	struct db *a = depot[from], *b = depot[to];
	unsigned char public_key[32], hash[32];
	struct apply *apply;
	int64_t seq;
	enum rc rc = RC_OK;
	sqlite3_stmt *q = query(a, Q_LOG_GET);

	query_text(q, ":name", a->log_name);
	OK(query_step(q, &err));
	memcpy(public_key, sqlite3_column_blob(q, 7), 32);
	query_done(q);
	OK(log_add(b, a->log_name, a->depot, "", public_key, &err));
	OK(apply_begin(b, a->log_name, &seq, hash, &apply, &err));
	q = query(a, Q_EVENT_OF_LOG);
	query_int(q, ":from", a->log << LOG_SHIFT | seq);
	query_int(q, ":to", (a->log + 1) << LOG_SHIFT);
	for (; rc == RC_OK && n > 0 && query_step(q, NULL) == RC_OK; n--) {
		struct apply_event e = { .seq = SEQ(query_col(q, 0)),
		    .act_seq = SEQ(query_col(q, 1)), .time = query_col(q, 2),
		    .actor = query_col(q, 3),
		    .kind = (const char *)sqlite3_column_text(q, 4),
		    .body = (const char *)sqlite3_column_text(q, 5),
		    .n = (size_t)sqlite3_column_bytes(q, 5) };

		memcpy(e.hash, sqlite3_column_blob(q, 6), 32);
		rc = apply_event(apply, &e, &err);
	}
	query_done(q);
	OK(apply_end(apply, rc, &err));
}

/* An item of a store, by chance; 0: it has none. */
static int64_t
some_item(struct db *d)
{
	sqlite3_stmt *q = NULL;
	int64_t id = 0;

	sqlite3_prepare_v2(d->sql, "SELECT id FROM item ORDER BY id LIMIT 1"
	    " OFFSET ? % max(1, (SELECT count(*) FROM item))", -1, &q, NULL);
	sqlite3_bind_int64(q, 1, rnd(1000));
	if (sqlite3_step(q) == SQLITE_ROW)
		id = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return id;
}

static enum rc
fact(struct db *d, const char *kind, int64_t item)
{
	sqlite3_stmt *q = query(d, Q_ITEM_CUSTODY);
	json_t *body = json_pack("{s:o}", "item", event_ref(d, item));
	int64_t era = 0, hop = 0;

	query_int(q, ":id", item);
	if (query_step(q, NULL) == RC_OK) {
		era = query_col(q, 3);
		hop = query_col(q, 4);
	}
	query_done(q);
	int k = event_from_name(kind);
	if (k == EVENT_GRADE)
		json_object_set_new(body, "condition", json_integer(rnd(4)));
	if (k == EVENT_EDIT)
		json_object_set_new(body, "value", json_integer(rnd(900)));
	if (k == EVENT_DISPATCH || k == EVENT_RECEIVE || k == EVENT_CLAIM) {
		json_object_set_new(body, "era", json_integer(era +
		    (k == EVENT_CLAIM)));
		json_object_set_new(body, "hop", json_integer(hop +
		    (k != EVENT_RECEIVE)));
	}
	if (k == EVENT_DISPATCH)
		json_object_set_new(body, "to", json_string(names[rnd(3)]));
	if (k == EVENT_RECEIVE)
		json_object_set_new(body, "from", json_string(names[rnd(3)]));
	if (k == EVENT_CLAIM)
		json_object_update_new(body, json_pack("{s:s,s:i,s:s}", "from",
		    "?", "second", 9, "reason", "burnt"));
	return event_append(d, (enum event_kind)k, body, NULL, &err);
}

/* A promise whoever answers for it: what two depots did apart. */
static enum rc
promise(struct db *d, int64_t item, int64_t to_unit)
{
	int32_t start = clock_today() + (int32_t)rnd(5);
	int64_t order;
	enum rc rc = event_append(d, EVENT_ORDER, json_pack(
	    "{s:i,s:i,s:o,s:i,s:i,s:[[o,i]]}", "number", 1 + (int)rnd(9999),
	    "kind", 0, "unit", event_ref(d, to_unit), "start", start, "until",
	    start + 5, "lines", event_ref(d, item), 1), &order, &err);

	if (rc == RC_OK)
		rc = event_append(d, EVENT_GRANT, json_pack(
		    "{s:o,s:o,s:i,s:i,s:i,s:[[i,o,i,o]]}", "order",
		    event_ref(d, order), "unit", event_ref(d, to_unit), "kind",
		    0, "start", start, "until", start + 5, "bookings", 1,
		    event_ref(d, item), 1, event_ref(d, event_last(d, item))),
		    NULL, &err);
	if (rc == RC_OK && rnd(2))
		rc = event_append(d, EVENT_LEND, json_pack(
		    "{s:o,s:i,s:o,s:i,s:o}", "order", event_ref(d, order),
		    "line", 1, "item", event_ref(d, item), "count", 1, "unit",
		    event_ref(d, to_unit)), NULL, &err);
	if (rc == RC_OK && rnd(3) == 0)
		rc = event_append(d, EVENT_RETURN, json_pack(
		    "{s:o,s:i,s:o,s:i}", "order", event_ref(d, order), "line",
		    1, "item", event_ref(d, item), "count", 1), NULL, &err);
	return rc;
}

static enum rc
settle(struct db *d)
{
	static const char *const outcomes[] = { "told", "kept", "stays" };
	sqlite3_stmt *q = NULL;
	json_t *body = NULL;

	sqlite3_prepare_v2(d->sql, "SELECT item, key FROM cases WHERE key <> ''"
	    " AND outcome = '' ORDER BY key LIMIT 1", -1, &q, NULL);
	if (sqlite3_step(q) == SQLITE_ROW)
		body = json_pack("{s:o,s:s,s:s}", "item", event_ref(d,
		    sqlite3_column_int64(q, 0)), "key",
		    sqlite3_column_text(q, 1), "outcome", outcomes[rnd(3)]);
	sqlite3_finalize(q);
	return body == NULL ? RC_OK : event_append(d, EVENT_SETTLE, body, NULL,
	    &err);
}

static void
act(int i)
{
	static const char *const kinds[] = { "grade", "edit", "lose", "find",
	    "arrive", "count", "dispatch", "receive", "claim" };
	struct db *d = depot[i];
	int64_t item = some_item(d), id;
	struct item_form f;
	uint32_t what = rnd(16);
	enum rc rc = RC_OK;

	OK(act_begin(d, &boss, &err));
	if (item == 0 || what == 0) {
		item_form_init(&f);
		f.name = "Stol";
		f.category = "stol";
		f.count = 1 + (int32_t)rnd(3);
		rc = item_register(d, &f, &id, &err);
	} else if (what < 10)
		rc = fact(d, kinds[what - 1], item);
	else if (what < 14)
		rc = promise(d, item, unit[i]);
	else if (what == 14)
		rc = settle(d);
	else
		rc = undo_last(d, boss.id, &id, &err) == RC_OK ?
		    undo_act(d, id, &err) : RC_REFUSED;
	rc = act_end(d, rc, &err);
	if (rc != RC_OK && rc != RC_REFUSED && rc != RC_NOT_FOUND)
		fail_msg("seed: act %u: %d %s", what, rc, err.text);
}

static void
same(const char *when)
{
	static struct store_check check;
	char hash[DEPOTS][65];

	for (int i = 0; i < DEPOTS; i++) {
		OK(state_hash(depot[i], hash[i], &err));
		if (i > 0 && strcmp(hash[i], hash[0]) != 0)
			fail_msg("%s: %s differs from %s", when, names[i],
			    names[0]);
		(void)!store_check(depot[i], &check, NULL, &err);
		/* Here promises are made past every check, at one depot too. */
		for (size_t p = 0; p < check.n_problems; p++)
			if (strstr(check.problems[p], "promised twice") == NULL)
					fail_msg("%s: %s: %s", when, names[i],
				    check.problems[p]);
	}
}

static void
test_any_order_is_the_same(void **state)
{
	char when[32];

	(void)state;
	for (int s = 1; s <= 10; s++) {
		seed = (uint64_t)s;
		open_all();
		for (int step = 0; step < 250; step++) {
			if (rnd(8) == 0) {
				int from = (int)rnd(DEPOTS), to =
				    (int)rnd(DEPOTS);

				if (from != to)
					carry(from, to, rnd(20));
			} else
				act((int)rnd(DEPOTS));
		}
		for (int from = 0; from < DEPOTS; from++)
			for (int to = 0; to < DEPOTS; to++)
				if (from != to)
					carry(from, to, INT64_MAX);
		snprintf(when, sizeof when, "seed %d", s);
		same(when);
		for (int i = 0; i < DEPOTS; i++)
			OK(store_rebuild(depot[i], NULL, &err));
		same("rebuilt");
		close_all();
	}
}

/* --- a depot that writes what it likes --- */

static void
say(int i, enum event_kind kind, json_t *body)
{
	OK(act_begin(depot[i], &boss, &err));
	OK(act_end(depot[i], event_append(depot[i], kind, body, NULL, &err),
	    &err));
}

static int64_t
chair(struct db *d)
{
	struct item_form f;
	int64_t id = 0;

	item_form_init(&f);
	f.name = "Stol";
	f.category = "stol";
	OK(act_begin(d, &boss, &err));
	OK(act_end(d, item_register(d, &f, &id, &err), &err));
	return id;
}

static void
whole(struct db *d)
{
	static struct store_check check;

	(void)!store_check(d, &check, NULL, &err);
	if (check.n_problems > 0)
		fail_msg("%s", check.problems[0]);
}

static json_t *
named(struct db *d, int64_t seq)
{
	return json_sprintf("%s.%lld", d->log_name, (long long)seq);
}

static void
test_undo_of_anothers_act(void **state)
{
	struct item it;

	(void)state;
	open_all();
	int64_t id = chair(depot[0]);
	carry(0, 1, INT64_MAX);
	say(1, EVENT_UNDO, json_pack("{s:o}", "act", named(depot[0],
	    SEQ(id))));
	carry(1, 0, INT64_MAX);
	whole(depot[0]);
	whole(depot[1]);
	OK(store_rebuild(depot[0], NULL, &err));
	OK(item_get(depot[0], id, &it, &err));
	close_all();
}

/* What is said of a thing before it is made is there when it is made. */
static void
test_spoken_of_before(void **state)
{
	(void)state;
	open_all();
	int64_t id = chair(depot[0]);
	say(1, EVENT_ARRIVE, json_pack("{s:o}", "item", named(depot[0],
	    SEQ(id) + 1)));
	carry(1, 0, INT64_MAX);
	assert_int_equal(chair(depot[0]), id + 1);
	whole(depot[0]);
	carry(0, 1, INT64_MAX);
	whole(depot[1]);
	close_all();
}

/* A number that no table takes must not be found out when another's event
 * comes, who would pay for it. */
static void
test_numbers_that_are_none(void **state)
{
	static const char *const fields[] = { "count", "width" };

	(void)state;
	open_all();
	int64_t id = chair(depot[0]);
	carry(0, 1, INT64_MAX);
	OK(act_begin(depot[1], &boss, &err));
	for (int i = 0; i < 2; i++)
		assert_int_equal(event_append(depot[1], EVENT_EDIT, json_pack(
		    "{s:o,s:I}", "item", named(depot[0], SEQ(id)), fields[i],
		    i == 0 ? (json_int_t)-1 : INT64_MAX), NULL, &err),
		    RC_INVALID);
	assert_int_equal(event_append(depot[1], EVENT_ORDER, json_pack(
	    "{s:i,s:i,s:i,s:i,s:i,s:[[o,i]]}", "number", 1, "kind", -1, "unit",
	    1, "start", 1, "until", 2, "lines", named(depot[0], SEQ(id)), 1),
	    NULL, &err), RC_INVALID);
	assert_int_equal(act_end(depot[1], RC_REFUSED, &err), RC_REFUSED);
	close_all();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_order_is_the_same),
		cmocka_unit_test(test_undo_of_anothers_act),
		cmocka_unit_test(test_spoken_of_before),
		cmocka_unit_test(test_numbers_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
