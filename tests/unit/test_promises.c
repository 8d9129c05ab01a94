/* Promises and facts that get in each other's way: what is refused, what
 * stands and opens a case, and that nothing is promised twice. */
#include "db/case.h"
#include "db/clock.h"
#include "db/history.h"
#include "db/order.h"
#include "db/ticket.h"
#include "tests/unit/store_help.h"

static int64_t school, office;

static int
setup(void **state)
{
	struct unit u = { .name = "Östra skolan", .organisation = "YST",
	    .kind = "school" };
	struct unit v = { .name = "Stadshuset", .organisation = "YST",
	    .kind = "office" };
	char code[40];

	store_setup(state);
	ACT(unit_set(db, &u, &school, &err));
	ACT(unit_set(db, &v, &office, &err));
	ACT(category_ensure(db, "Stol", code, &err));
	return 0;
}

static int64_t
stool(int32_t count)
{
	struct item_form f;
	int64_t id;

	item_form_init(&f);
	f.name = "Stol";
	f.category = "stol";
	f.count = count;
	ACT(item_register(db, &f, &id, &err));
	return id;
}

static int64_t
order(enum order_kind kind, int64_t unit, int64_t item, int32_t count,
    int from, int days, int64_t *ticket)
{
	struct order_line line = { .item = item, .count = count };
	int32_t today = clock_today();
	struct order_form f = { .kind = kind, .unit = unit,
	    .start = today + from, .lines = &line, .n = 1,
	    .until = order_kind_returns(kind) ? today + from + days : 0 };
	int64_t id;

	OK(act_begin(db, &boss, &err));
	OK(order_make(db, &f, &id, &err));
	enum rc rc = order_grant(db, id, NULL, &err);
	if (rc == RC_OK && ticket != NULL)
		rc = ticket_issue(db, id, 0, ticket, &err);
	if (act_end(db, rc, &err) != RC_OK)
		return 0;
	return id;
}

static size_t
clashes(void)
{
	struct depot_case c[8];
	size_t n, found = 0;

	OK(case_list(db, NULL, true, 0, c, 8, &n, &err));
	for (size_t i = 0; i < n; i++)
		found += strcmp(c[i].kind, "clash") == 0;
	return found;
}

/* What is fetched before its day is out, and not free until then. */
static void
test_early_is_out(void **state)
{
	int64_t id = stool(1), ticket;

	(void)state;
	assert_true(order(ORDER_LOAN, school, id, 1, 10, 10, &ticket) > 0);
	ACT(ticket_redeem(db, ticket, 0, 0, &err));
	assert_int_equal(order(ORDER_LOAN, office, id, 1, 2, 3, NULL), 0);
	assert_string_equal(err_why_name(err.why), "LENT");
}

/* A return in another condition is a fact, though the pieces are promised. */
static void
test_return_is_never_refused(void **state)
{
	int64_t id = stool(10), ticket;
	struct item it;

	(void)state;
	assert_true(order(ORDER_LOAN, school, id, 4, 0, 5, &ticket) > 0);
	ACT(ticket_redeem(db, ticket, 0, 0, &err));
	assert_true(order(ORDER_LOAN, office, id, 10, 10, 5, NULL) > 0);
	ACT(order_return(db, id, 3, CONDITION_WORN, 0, NULL, &err));
	assert_int_equal(clashes(), 1);
	OK(item_get(db, id, &it, &err));
	assert_int_equal(it.count, 7);
	assert_int_equal(it.condition, CONDITION_GOOD);
}

/* Four of ten come back broken: the six on the shelf are not. */
static void
test_only_what_came_back_is_broken(void **state)
{
	int64_t id = stool(10), ticket;
	struct item it;

	(void)state;
	assert_true(order(ORDER_LOAN, school, id, 4, 0, 5, &ticket) > 0);
	ACT(ticket_redeem(db, ticket, 0, 0, &err));
	ACT(order_return(db, id, 0, CONDITION_BROKEN, 0, NULL, &err));
	OK(item_get(db, id, &it, &err));
	assert_int_equal(it.count, 6);
	assert_int_equal(it.condition, CONDITION_GOOD);
	assert_int_equal(it.available, 6);
}

static void
test_takeover_in_parts(void **state)
{
	int64_t id = stool(10), ticket;
	struct item it;

	(void)state;
	assert_true(order(ORDER_TAKEOVER, office, id, 8, 0, 0, &ticket) > 0);
	ACT(ticket_redeem(db, ticket, id, 4, &err));
	OK(item_get(db, id, &it, &err));
	assert_int_equal(it.count, 6);
	ACT(ticket_redeem(db, ticket, id, 4, &err));
	OK(item_get(db, id, &it, &err));
	assert_int_equal(it.count, 2);
	assert_int_equal(it.available, 2);
}

static void
test_takeover_in_parts_then_cancelled(void **state)
{
	int64_t id = stool(10), ticket, o;
	struct item it;

	(void)state;
	o = order(ORDER_TAKEOVER, office, id, 8, 0, 0, &ticket);
	assert_true(o > 0);
	ACT(ticket_redeem(db, ticket, id, 2, &err));
	ACT(order_cancel(db, o, NULL, &err));
	OK(item_get(db, id, &it, &err));
	assert_int_equal(it.count, 8);
	assert_int_equal(it.available, 8);
	assert_int_equal(it.due, 0);
}

/* Due for inspection between the promise and the pick-up. */
static void
test_inspection_on_the_day(void **state)
{
	int64_t id = stool(1), ticket;
	struct item_form f;

	(void)state;
	assert_true(order(ORDER_LOAN, school, id, 1, 0, 9, &ticket) > 0);
	item_form_init(&f);
	f.inspect_by = clock_today() - 1;
	ACT(item_edit(db, id, &f, &err));
	REFUSED(INSPECTION, ticket_redeem(db, ticket, 0, 0, &err));
}

static void
test_two_lines_are_extended_together(void **state)
{
	int64_t id = stool(10), o;
	struct order_line lines[] = { { .item = id, .count = 3 },
	    { .category = "stol", .count = 3 } };
	int32_t today = clock_today();
	struct order_form f = { .kind = ORDER_LOAN, .unit = school,
	    .start = today, .until = today + 5, .lines = lines, .n = 2 };

	(void)state;
	ACT(order_hand_out(db, &f, &o, &err));
	assert_true(order(ORDER_LOAN, office, id, 7, 7, 5, NULL) > 0);
	REFUSED(TOO_FEW, order_extend(db, id, today + 10, &err));
}

static void
test_many_bookings_are_all_counted(void **state)
{
	int64_t id = stool(600);

	(void)state;
	for (int i = 0; i < 520; i++)
		assert_true(order(ORDER_LOAN, school, id, 1, 3, 5, NULL) > 0);
	assert_int_equal(order(ORDER_LOAN, office, id, 88, 3, 5, NULL), 0);
	assert_true(order(ORDER_LOAN, office, id, 80, 3, 5, NULL) > 0);
}

static void
test_a_lost_promise_is_a_case(void **state)
{
	int64_t id = stool(1);

	(void)state;
	assert_true(order(ORDER_LOAN, school, id, 1, 3, 5, NULL) > 0);
	ACT(item_lose(db, id, NULL, &err));
	assert_int_equal(clashes(), 1);
}

static void
test_undo_leaves_nothing_hanging(void **state)
{
	struct unit u = { .name = "Nya skolan", .organisation = "YST",
	    .kind = "school" };
	int64_t unit, id = stool(1), made;

	(void)state;
	ACT(unit_set(db, &u, &unit, &err));
	made = act_id(db);
	assert_true(order(ORDER_LOAN, unit, id, 1, 0, 5, NULL) > 0);
	REFUSED(UNDO_USED, undo_act(db, made, &err));
}

static void
test_undo_gives_no_label_twice(void **state)
{
	struct item_form f;
	struct item it;
	int64_t id = stool(1), other, relabelled;

	(void)state;
	OK(item_get(db, id, &it, &err));
	ACT(item_relabel(db, id, "I-YST1-000900-S", true, it.code, &err));
	relabelled = act_id(db);
	item_form_init(&f);
	f.name = "Pall";
	f.category = "stol";
	f.code = it.code;
	ACT(item_register(db, &f, &other, &err));
	REFUSED(CODE_TAKEN, undo_act(db, relabelled, &err));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, store_teardown)
	const struct CMUnitTest tests[] = {
		T(test_early_is_out),
		T(test_return_is_never_refused),
		T(test_only_what_came_back_is_broken),
		T(test_takeover_in_parts),
		T(test_takeover_in_parts_then_cancelled),
		T(test_inspection_on_the_day),
		T(test_two_lines_are_extended_together),
		T(test_many_bookings_are_all_counted),
		T(test_a_lost_promise_is_a_case),
		T(test_undo_leaves_nothing_hanging),
		T(test_undo_gives_no_label_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
