/* Cases, and the history that tells of them. */
#include "tests/unit/store_help.h"

#include "db/case.h"
#include "db/history.h"

static int64_t
case_make(const char *kind, int64_t item)
{
	int64_t id = 0;

	ACT(case_open(db, kind, item, 0, 0, "Ryggen är lös", &id, &err));
	return id;
}

static void
test_open(void **state)
{
	int64_t chair = item_make("Stol", "stol"), id;
	struct depot_case c, list[4];
	size_t n;

	(void)state;
	id = case_make("damage", chair);
	OK(case_get(db, id, &c, &err));
	assert_int_equal(c.number, 1);
	assert_int_equal(c.item, chair);
	assert_string_equal(c.note, "Ryggen är lös");
	assert_string_equal(c.item_name, "Stol");
	assert_string_equal(c.outcome, "");
	id = case_make("other", 0);
	OK(case_by_number(db, NULL, 2, &c, &err));
	assert_int_equal(c.id, id);
	FAILS(NO_CASE, case_by_number(db, NULL, 3, &c, &err));
	REFUSED(CASE_KIND, case_open(db, "x", 0, 0, 0, "", &id, &err));
	REFUSED(TEXT_CONTROL, case_open(db, "other", 0, 0, 0, "a\nb", &id,
	    &err));
	OK(case_list(db, NULL, true, 0, list, 4, &n, &err));
	assert_int_equal(n, 2);
	assert_int_equal(list[0].number, 2);	/* newest first */
	OK(case_list(db, NULL, true, list[0].id, list, 4, &n, &err));
	assert_int_equal(n, 1);
	assert_int_equal(list[0].number, 1);
	/* The words of people stand beside the log, never in it. */
	assert_int_equal(number_of("SELECT count(*) FROM event"
	    " WHERE body LIKE '%Ryggen%'"), 0);
}

static void
test_settle(void **state)
{
	static const struct {
		const char *kind, *outcome;
		enum item_state state;
		enum condition condition;
	} ways[] = {
		{ "damage", "fixed", ITEM_IN_STOCK, CONDITION_GOOD },
		{ "damage", "keep", ITEM_IN_STOCK, CONDITION_BROKEN },
		{ "damage", "retire", ITEM_RETIRED, CONDITION_BROKEN },
		{ "difference", "lost", ITEM_LOST, CONDITION_BROKEN },
		{ "overdue", "lost", ITEM_LOST, CONDITION_BROKEN },
		{ "other", "done", ITEM_IN_STOCK, CONDITION_BROKEN },
	};
	struct depot_case c;
	struct item it;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		int64_t chair = item_make("Stol", "stol");

		ACT(item_grade(db, chair, CONDITION_BROKEN, NULL, &err));
		int64_t id = case_make(ways[i].kind, chair);
		REFUSED(OUTCOME, case_settle(db, id, "agreed2", "", &err));
		ACT(case_settle(db, id, ways[i].outcome, "", &err));
		OK(item_get(db, chair, &it, &err));
		assert_int_equal(it.state, ways[i].state);
		assert_int_equal(it.condition, ways[i].condition);
		OK(case_get(db, id, &c, &err));
		assert_string_equal(c.outcome, ways[i].outcome);
		REFUSED(CASE_SETTLED, case_settle(db, id, ways[i].outcome, "",
		    &err));
	}
	OK(case_list(db, NULL, true, 0, &c, 1, &n, &err));
	assert_int_equal(n, 0);

	/* What was lost and is found is back, and undo takes both back. */
	int64_t chair = item_make("Stol", "stol"), act;
	ACT(item_lose(db, chair, NULL, &err));
	int64_t id = case_make("difference", chair);
	ACT(case_settle(db, id, "found", "Bakom dörren", &err));
	act = act_id(db);
	OK(item_get(db, chair, &it, &err));
	assert_int_equal(it.state, ITEM_IN_STOCK);
	ACT(undo_act(db, act, &err));
	OK(item_get(db, chair, &it, &err));
	assert_int_equal(it.state, ITEM_LOST);
	OK(case_get(db, id, &c, &err));
	assert_string_equal(c.outcome, "");
}

static void
test_outcomes(void **state)
{
	const char *name, *label;
	int n = 0;

	(void)state;
	while (case_outcome("damage", n, &name, &label)) {
		assert_true(*name != '\0' && *label != '\0');
		n++;
	}
	assert_int_equal(n, 3);
	assert_false(case_outcome("damage", -1, &name, &label));
	assert_false(case_outcome("none", 0, &name, &label));
	assert_true(case_outcome("other", 0, &name, &label));
	assert_string_equal(name, "done");
	assert_string_equal(label, "klart");
	assert_string_equal(case_kind_label("overdue"), "försenad");
}

/* The newest event says this. */
static void
newest(const char *kind, const char *name, const char *detail)
{
	struct history h;
	size_t n;

	OK(history_list(db, 0, 0, &h, 1, &n, &err));
	assert_int_equal(n, 1);
	assert_string_equal(h.kind, kind);
	assert_string_equal(h.name, name);
	assert_string_equal(h.detail, detail);
}

static void
test_history(void **state)
{
	struct place place = { .name = "A-03-2" };
	struct history list[8];
	struct item it;
	int64_t rack, chair, thing, id;
	size_t n;

	(void)state;
	ACT(place_set(db, &place, &rack, &err));
	chair = item_make("Stol", "stol");
	newest("register", "Stol", "bra");
	ACT(item_shelve(db, chair, rack, &err));
	newest("shelve", "Stol", "A-03-2");
	ACT(item_grade(db, chair, CONDITION_WORN, "Repor", &err));
	newest("grade", "Stol", "slitet · Repor");
	id = case_make("damage", chair);
	newest("open", "Stol", "skadad · Ryggen är lös");
	ACT(case_settle(db, id, "keep", "", &err));
	newest("settle", "Stol", "behåll som det är");
	int64_t act = act_id(db);
	ACT(undo_act(db, act, &err));
	newest("undo", "Stol", "åtgärda · behåll som det är");
	ACT(item_retire(db, chair, "recycled", "", &err));
	newest("retire", "Stol", "återvunnen");

	OK(item_get(db, chair, &it, &err));
	OK(history_thing(db, it.code, &thing, &err));
	assert_int_equal(thing, chair);
	OK(history_list(db, thing, 0, list, 8, &n, &err));
	assert_int_equal(n, 5);
	assert_string_equal(list[0].kind, "retire");
	assert_string_equal(list[0].code, it.code);
	assert_string_equal(list[4].kind, "register");
	OK(history_list(db, thing, list[3].event, list, 8, &n, &err));
	assert_int_equal(n, 1);
	OK(history_thing(db, " Ärende 1 ", &thing, &err));
	assert_int_equal(thing, id);
	OK(history_thing(db, "a-03-2", &thing, &err));
	assert_int_equal(thing, rack);
	FAILS(NO_CASE, history_thing(db, "case 9", &thing, &err));
	FAILS(NO_ITEM, history_thing(db, "beställning", &thing, &err));
	assert_string_equal(history_kind_label("lend"), "låna ut");
	assert_string_equal(history_kind_label("from-afar"), "from-afar");
}

/* What an undone register was about is told from its event. */
static void
test_history_gone(void **state)
{
	struct history h[2];
	int64_t chair = item_make("Stol", "stol"), act = act_id(db);
	size_t n;

	(void)state;
	ACT(undo_act(db, act, &err));
	OK(history_list(db, chair, 0, h, 2, &n, &err));
	assert_int_equal(n, 2);
	assert_true(h[1].undone);
	assert_string_equal(h[1].name, "Stol");
	assert_memory_equal(h[1].code, "I-YST1-000001-", 14);
}

static bool
count_one(const struct history *h, void *arg)
{
	assert_true(h->event > 0);
	return ++*(int *)arg < 3;
}

static void
test_walk(void **state)
{
	int n = 0;

	(void)state;
	item_make("Stol", "stol");
	item_make("Bord", "bord");
	OK(history_walk(db, 0, count_one, &n, &err));
	assert_int_equal(n, 3);		/* stopped by the callback */
	n = 0;
	OK(history_walk(db, INT64_MAX, count_one, &n, &err));
	assert_int_equal(n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(test_open), STORE_TEST(test_settle),
		STORE_TEST(test_outcomes), STORE_TEST(test_history),
		STORE_TEST(test_history_gone), STORE_TEST(test_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
