/* The everyday way of things through the store: in, promised, out, back,
 * undone; and the tables always what the log says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/case.h"
#include "db/clock.h"
#include "db/history.h"
#include "db/order.h"
#include "db/query.h"
#include "db/store.h"
#include "db/ticket.h"
#include "db/unit.h"

static char dir[64], path[96];
static struct db *db;
static struct err err;
static const struct actor boss = { .id = 7, .role = ROLE_ADMIN };
static const struct actor worker = { .id = 8, .role = ROLE_WORKER };
static int64_t school, office, preschool, rack;

#define OK(expr) do { \
	enum rc rc_ = (expr); \
	if (rc_ != RC_OK) \
		fail_msg("%s: %d %s", #expr, rc_, err.text); \
} while (0)

/* One act: the verb alone, committed, and its id. */
#define ACT(actor, expr) do { \
	OK(act_begin(db, actor, &err)); \
	OK(act_end(db, (expr), &err)); \
} while (0)

#define REFUSED(actor, reason, expr) do { \
	OK(act_begin(db, actor, &err)); \
	assert_int_not_equal(act_end(db, (expr), &err), RC_OK); \
	assert_string_equal(err_why_name(err.why), #reason); \
} while (0)

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/samdepa-test-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/store.db", dir);
	OK(db_init(path, "YST1", "Ystad depå", "YST", "Ystads kommun", &err));
	OK(db_open(path, 1000, &db, &err));
	struct unit u = { .name = "Östra skolan", .organisation = "YST",
	    .kind = "school" };
	struct unit v = { .name = "Stadshuset", .organisation = "YST",
	    .kind = "office" };
	struct unit w = { .name = "Solrosens förskola",
	    .organisation = "YST", .kind = "preschool" };
	struct place p = { .name = "A-03-2" };
	char code[40];

	ACT(&boss, unit_set(db, &u, &school, &err));
	ACT(&boss, unit_set(db, &v, &office, &err));
	ACT(&boss, unit_set(db, &w, &preschool, &err));
	ACT(&boss, place_set(db, &p, &rack, &err));
	ACT(&boss, category_ensure(db, "Kontorsstol", code, &err));
	return 0;
}

static void
check_store(void)
{
	static struct store_check c;
	enum rc rc = store_check(db, &c, NULL, &err);

	for (size_t i = 0; i < c.n_problems; i++)
		printf("problem: %s\n", c.problems[i]);
	assert_int_equal(rc, RC_OK);
	assert_true(c.ok);
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	db_close(db);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	return system(command);
}

static int64_t
chair(int32_t count, const char *restriction)
{
	struct item_form f;
	int64_t id;

	item_form_init(&f);
	f.name = "Kontorsstol blå";
	f.category = "kontorsstol";
	f.place = rack;
	f.count = count;
	f.restriction = restriction;
	ACT(&worker, item_register(db, &f, &id, &err));
	return id;
}

static struct order_form
form(enum order_kind kind, int64_t unit, const struct order_line *line,
    size_t n, int days)
{
	int32_t today = clock_today();

	return (struct order_form){ .kind = kind, .unit = unit,
	    .start = today, .until = days == 0 ? 0 : today + days,
	    .lines = line, .n = n };
}

static struct item
look(int64_t id)
{
	struct item it;

	OK(item_get(db, id, &it, &err));
	return it;
}

static void
test_lend_and_return(void **state)
{
	int64_t id = chair(1, NULL), order;
	struct order_line line = { .item = id, .count = 1 };
	struct order_form f = form(ORDER_LOAN, school, &line, 1, 14);
	struct booking done;

	(void)state;
	assert_int_equal(look(id).available, 1);
	ACT(&worker, order_hand_out(db, &f, &order, &err));
	assert_int_equal(look(id).state, ITEM_LENT);
	assert_int_equal(look(id).holder, school);
	assert_int_equal(look(id).due, clock_today() + 14);
	assert_int_equal(look(id).available, 0);
	REFUSED(&worker, LENT, order_hand_out(db, &f, &order, &err));
	assert_string_equal(err.arg[1], "Östra skolan");
	ACT(&worker, order_return(db, id, 0, CONDITION_WORN, rack, &done,
	    &err));
	assert_int_equal(done.unit, school);
	assert_int_equal(look(id).state, ITEM_IN_STOCK);
	assert_int_equal(look(id).condition, CONDITION_WORN);
	assert_int_equal(look(id).place, rack);
	REFUSED(&worker, NOT_OUT, order_return(db, id, 0, -1, 0, NULL, &err));
	check_store();
}

static void
test_booking_blocks(void **state)
{
	int64_t id = chair(1, NULL), order, ticket;
	struct order_line line = { .item = id, .count = 1 };
	struct order_form f = form(ORDER_LOAN, school, &line, 1, 14);
	struct ticket t;

	(void)state;
	f.start += 7;
	f.until += 7;
	OK(act_begin(db, &boss, &err));
	OK(order_make(db, &f, &order, &err));
	OK(order_grant(db, order, NULL, &err));
	OK(ticket_issue(db, order, 0, &ticket, &err));
	OK(act_end(db, RC_OK, &err));
	struct order_form g = form(ORDER_LOAN, office, &line, 1, 3);
	int64_t short_loan;
	ACT(&worker, order_hand_out(db, &g, &short_loan, &err));
	REFUSED(&worker, BOOKED, order_extend(db, id, f.start, &err));
	ACT(&worker, order_return(db, id, 0, -1, 0, NULL, &err));
	g.until = g.start + 7;
	REFUSED(&worker, BOOKED, order_hand_out(db, &g, &short_loan, &err));

	OK(ticket_get(db, ticket, &t, &err));
	struct ticket r;
	OK(ticket_read(db, t.qr, &r, &err));
	assert_int_equal(r.id, ticket);
	OK(ticket_read(db, t.code, &r, &err));
	ACT(&worker, ticket_redeem(db, ticket, 0, 0, &err));
	assert_int_equal(look(id).state, ITEM_LENT);
	assert_int_equal(ticket_read(db, t.qr, &r, &err), RC_REFUSED);
	assert_string_equal(err_why_name(err.why), "TICKET_USED_UP");
	/* Undone, it is a valid ticket again. */
	int64_t act = act_id(db);
	ACT(&worker, undo_act(db, act, &err));
	assert_int_equal(look(id).state, ITEM_IN_STOCK);
	OK(ticket_read(db, t.qr, &r, &err));
	check_store();
}

static void
test_lot_in_parts(void **state)
{
	int64_t id = chair(60, NULL), order, ticket;
	struct order_line line = { .item = id, .count = 20 };
	struct order_form f = form(ORDER_LOAN, school, &line, 1, 14);

	(void)state;
	OK(act_begin(db, &boss, &err));
	OK(order_make(db, &f, &order, &err));
	OK(order_grant(db, order, NULL, &err));
	OK(ticket_issue(db, order, 0, &ticket, &err));
	OK(act_end(db, RC_OK, &err));
	ACT(&worker, ticket_redeem(db, ticket, id, 15, &err));
	assert_int_equal(look(id).in_stock, 45);
	assert_int_equal(look(id).available, 40);
	REFUSED(&worker, TOO_FEW, ticket_redeem(db, ticket, id, 6, &err));
	ACT(&worker, ticket_redeem(db, ticket, 0, 0, &err));
	assert_int_equal(look(id).in_stock, 40);
	ACT(&worker, order_return(db, id, 12, -1, 0, NULL, &err));
	assert_int_equal(look(id).in_stock, 52);
	/* The rest comes back worn: a lot of its own. */
	ACT(&worker, order_return(db, id, 8, CONDITION_WORN, 0, NULL, &err));
	assert_int_equal(look(id).count, 52);
	assert_int_equal(look(id).condition, CONDITION_GOOD);
	line.count = 53;
	REFUSED(&worker, TOO_FEW, order_hand_out(db, &f, &order, &err));
	check_store();
}

static void
test_takeover_of_a_part(void **state)
{
	int64_t id = chair(10, NULL), order;
	struct order_line line = { .item = id, .count = 4 };
	struct order_form f = form(ORDER_TAKEOVER, office, &line, 1, 0);
	struct item found[4];
	size_t n;

	(void)state;
	ACT(&worker, order_hand_out(db, &f, &order, &err));
	assert_int_equal(look(id).count, 6);
	OK(item_list(db, &(struct item_filter){ .holder = office }, 0, found,
	    4, &n, &err));
	assert_int_equal(n, 1);
	assert_int_equal(found[0].count, 4);
	assert_int_equal(found[0].state, ITEM_IN_USE);
	assert_int_equal(found[0].responsible, office);
	int64_t act = act_id(db);
	ACT(&worker, undo_act(db, act, &err));
	assert_int_equal(look(id).count, 10);
	check_store();
}

static void
test_restriction_and_inspection(void **state)
{
	int64_t id = chair(1, "not_preschool"), order;
	struct order_line line = { .item = id, .count = 1 };
	struct order_form f = form(ORDER_LOAN, preschool, &line, 1, 14);
	struct item_form edit;

	(void)state;
	REFUSED(&worker, RESTRICTED, order_hand_out(db, &f, &order, &err));
	item_form_init(&edit);
	edit.inspect_by = clock_today() - 1;
	ACT(&worker, item_edit(db, id, &edit, &err));
	f.unit = school;
	REFUSED(&worker, INSPECTION, order_hand_out(db, &f, &order, &err));
	check_store();
}

static void
test_category_and_substitute(void **state)
{
	int64_t a = chair(1, NULL), b = chair(1, NULL), order, ticket;
	struct order_line line = { .category = "kontorsstol", .count = 1 };
	struct order_form f = form(ORDER_LOAN, school, &line, 1, 14);

	(void)state;
	OK(act_begin(db, &boss, &err));
	OK(order_make(db, &f, &order, &err));
	OK(order_grant(db, order, NULL, &err));
	OK(ticket_issue(db, order, 0, &ticket, &err));
	OK(act_end(db, RC_OK, &err));
	assert_int_equal(look(a).available, 0);
	ACT(&worker, ticket_redeem(db, ticket, b, 1, &err));
	assert_int_equal(look(b).state, ITEM_LENT);
	assert_int_equal(look(a).available, 1);
	int64_t act = act_id(db);
	ACT(&worker, undo_act(db, act, &err));
	assert_int_equal(look(b).available, 1);
	assert_int_equal(look(a).available, 0);
	check_store();
}

static void
test_undo_refused_when_newer(void **state)
{
	int64_t id = chair(1, NULL);
	int64_t registered = act_id(db);

	(void)state;
	ACT(&worker, item_grade(db, id, CONDITION_WORN, "repig", &err));
	int64_t graded = act_id(db);
	REFUSED(&worker, UNDO_NEWER, undo_act(db, registered, &err));
	ACT(&worker, undo_act(db, graded, &err));
	assert_int_equal(look(id).condition, CONDITION_GOOD);
	ACT(&worker, undo_act(db, registered, &err));
	struct item it;
	assert_int_equal(item_get(db, id, &it, &err), RC_NOT_FOUND);
	/* Its number is not given again. */
	struct item fresh = look(chair(1, NULL));
	assert_string_not_equal(fresh.code, "I-YST1-000001-U");
	check_store();
}

static void
test_rebuild_keeps_the_state(void **state)
{
	static struct store_check before, after;
	int64_t id = chair(5, NULL), order;
	struct order_line line = { .item = id, .count = 2 };
	struct order_form f = form(ORDER_LOAN, school, &line, 1, 14);

	(void)state;
	ACT(&worker, order_hand_out(db, &f, &order, &err));
	ACT(&worker, order_return(db, id, 1, CONDITION_BROKEN, 0, NULL, &err));
	OK(store_check(db, &before, NULL, &err));
	OK(store_rebuild(db, NULL, &err));
	OK(store_check(db, &after, NULL, &err));
	assert_string_equal(before.state_hash, after.state_hash);
	OK(query_exec(db, "UPDATE item SET condition = 2", &err));
	assert_int_equal(store_check(db, &after, NULL, &err), RC_DAMAGED);
}

static void
test_every_statement_prepares(void **state)
{
	(void)state;
	OK(query_prepare_all(db, &err));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_every_statement_prepares),
		T(test_lend_and_return),
		T(test_booking_blocks),
		T(test_lot_in_parts),
		T(test_takeover_of_a_part),
		T(test_restriction_and_inspection),
		T(test_category_and_substitute),
		T(test_undo_refused_when_newer),
		T(test_rebuild_keeps_the_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
