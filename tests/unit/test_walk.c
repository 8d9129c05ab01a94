/* A random walk: some thousand acts of all verbs on a small store, some of
 * them refused, some undone.  Whatever the order, nothing is promised twice,
 * the tables stay what the log says, and a rebuild changes nothing.  One seed
 * is one walk: test_walk SEED ACTS. */
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
#include "db/store.h"
#include "db/ticket.h"
#include "db/unit.h"

#define THINGS_MAX 4096

struct pool {			/* ids of one sort that the walk has made */
	int64_t id[THINGS_MAX];
	size_t  n;
};

static char dir[64], path[96];
static struct db *db;
static struct err err;
static uint64_t random_state;
static struct pool items, orders, tickets, cases, places, units, acts;
static unsigned done, refused;
static const struct actor boss = { .id = 7, .role = ROLE_ADMIN };

static uint32_t
roll(uint32_t n)
{
	random_state = random_state * 6364136223846793005u +
	    1442695040888963407u;
	return (uint32_t)(random_state >> 33) % n;
}

static int64_t
pick(const struct pool *p)
{
	return p->n == 0 ? 0 : p->id[roll((uint32_t)p->n)];
}

static void
keep(struct pool *p, int64_t id)
{
	if (p->n < THINGS_MAX)
		p->id[p->n++] = id;
}

/* --- the verbs, each with random things --- */

static enum rc
do_register(int64_t *id)
{
	static const char *const names[] = { "Stol röd", "Bord", "Skåp" };
	struct item_form f;

	item_form_init(&f);
	f.name = names[roll(3)];
	f.category = roll(2) ? "stol" : "bord";
	f.count = roll(2) ? 1 : 1 + (int32_t)roll(12);
	f.condition = (int)roll(3);
	f.place = pick(&places);
	if (roll(6) == 0)
		f.restriction = "not_preschool";
	if (roll(8) == 0)
		f.inspect_by = clock_today() + (int32_t)roll(60) - 10;
	return item_register(db, &f, id, &err);
}

static enum rc
do_edit(int64_t item)
{
	struct item_form f;

	item_form_init(&f);
	if (roll(2))
		f.name = roll(2) ? "Stol blå" : "Bord högt";
	if (roll(3) == 0)
		f.count = 1 + (int32_t)roll(12);
	if (roll(3) == 0)
		f.width = (int32_t)roll(2000);
	return item_edit(db, item, &f, &err);
}

static enum rc
do_order(bool at_once, int64_t *id)
{
	struct order_line lines[4];
	struct order_form f = { .kind = (enum order_kind)roll(ORDER_KIND_COUNT),
	    .unit = pick(&units), .lines = lines, .n = 1 + roll(4) };

	for (size_t i = 0; i < f.n; i++) {
		memset(&lines[i], 0, sizeof lines[i]);
		lines[i].count = 1 + (int32_t)(roll(3) ? 0 : roll(4));
		if (roll(4) == 0)
			strcpy(lines[i].category, roll(2) ? "stol" : "bord");
		else
			lines[i].item = pick(&items);
	}
	f.start = clock_today() + (at_once ? 0 : (int32_t)roll(30));
	f.until = order_kind_returns(f.kind) ? f.start + (int32_t)roll(20) : 0;
	return at_once ? order_hand_out(db, &f, id, &err) :
	    order_make(db, &f, id, &err);
}

static enum rc
one_verb(void)
{
	static const char *const outcomes[] = { "fixed", "keep", "retire",
	    "lost", "answered", "found" };
	int64_t id = 0, item = pick(&items);
	enum rc rc;

	switch (roll(22)) {
	case 0: case 1:
		rc = do_register(&id);
		if (rc == RC_OK)
			keep(&items, id);
		return rc;
	case 2: return do_edit(item);
	case 3: return item_grade(db, item, (enum condition)roll(4), NULL,
		    &err);
	case 4: return roll(3) ? item_lose(db, item, NULL, &err) :
		    item_find_again(db, item, pick(&places), &err);
	case 5: return roll(8) ? item_find_again(db, item, 0, &err) :
		    item_retire(db, item, "recycled", NULL, &err);
	case 6:
		rc = item_split(db, item, 1 + (int32_t)roll(5), NULL, &id,
		    &err);
		if (rc == RC_OK)
			keep(&items, id);
		return rc;
	case 7: return item_merge(db, item, pick(&items), &err);
	case 8: return item_shelve(db, item, pick(&places), &err);
	case 9: case 10:
		rc = do_order(false, &id);
		if (rc == RC_OK)
			keep(&orders, id);
		return rc;
	case 11: return order_grant(db, pick(&orders), NULL, &err);
	case 12: return roll(2) ? order_cancel(db, pick(&orders), NULL, &err) :
		    order_refuse(db, pick(&orders), "shortage", &err);
	case 13: case 14:
		rc = do_order(true, &id);
		if (rc == RC_OK)
			keep(&orders, id);
		return rc;
	case 15: case 16:
		return order_return(db, item, roll(2) ? 0 :
		    1 + (int32_t)roll(4), (int)roll(5) - 1, pick(&places),
		    NULL, &err);
	case 17: return order_extend(db, item, clock_today() +
		    (int32_t)roll(60), &err);
	case 18:
		rc = ticket_issue(db, pick(&orders), 0, &id, &err);
		if (rc == RC_OK)
			keep(&tickets, id);
		return rc;
	case 19: return ticket_redeem(db, pick(&tickets), roll(2) ? 0 : item,
		    (int32_t)roll(3), &err);
	case 20: return roll(3) ? case_settle(db, pick(&cases),
		    outcomes[roll(6)], NULL, &err) :
		    ticket_void(db, pick(&tickets), NULL, &err);
	default:
		rc = case_open(db, roll(2) ? "damage" : "difference", item, 0,
		    0, "repig", &id, &err);
		if (rc == RC_OK)
			keep(&cases, id);
		return rc;
	}
}

static void
one_act(void)
{
	size_t before[] = { items.n, orders.n, tickets.n, cases.n };
	enum rc rc;

	if (act_begin(db, &boss, &err) != RC_OK)
		fail_msg("begin: %s", err.text);
	bool undo = acts.n > 0 && roll(5) == 0;
	if (undo) {
		size_t back = roll(acts.n < 6 ? (uint32_t)acts.n : 6);

		rc = undo_act(db, acts.id[acts.n - 1 - back], &err);
	} else
		rc = one_verb();
	if (rc != RC_OK && rc != RC_REFUSED && rc != RC_NOT_FOUND &&
	    rc != RC_INVALID)
		fail_msg("verb: %d %s", rc, err.text);
	if (act_end(db, rc, &err) != rc)
		fail_msg("end: %s", err.text);
	if (rc != RC_OK) {	/* what was made is gone again */
		items.n = before[0];
		orders.n = before[1];
		tickets.n = before[2];
		cases.n = before[3];
	} else if (act_id(db) != 0 && !undo)
		keep(&acts, act_id(db));
	*(rc == RC_OK ? &done : &refused) += 1;
}

static void
check_store(unsigned act, uint64_t seed)
{
	static struct store_check c, again;

	if (store_check(db, &c, NULL, &err) != RC_OK) {
		for (size_t i = 0; i < c.n_problems; i++)
			print_error("%s\n", c.problems[i]);
		fail_msg("seed %llu, act %u: %s", (unsigned long long)seed,
		    act, err.text);
	}
	if (store_rebuild(db, NULL, &err) != RC_OK ||
	    store_check(db, &again, NULL, &err) != RC_OK)
		fail_msg("seed %llu: rebuild: %s", (unsigned long long)seed,
		    err.text);
	assert_string_equal(c.state_hash, again.state_hash);
}

static void
walk(uint64_t seed, unsigned n)
{
	struct unit u = { .organisation = "YST" };
	struct place p = { .code = "" };
	char command[128], code[40];
	int64_t id;

	random_state = seed * 2654435761u + 1;
	items.n = orders.n = tickets.n = cases.n = places.n = units.n =
	    acts.n = 0;
	done = refused = 0;
	snprintf(dir, sizeof dir, "/tmp/samdepa-walk-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/store.db", dir);
	assert_int_equal(db_init(path, "YST1", "Depå", "YST", "Ystad", &err),
	    RC_OK);
	assert_int_equal(db_open(path, 1000, &db, &err), RC_OK);
	assert_int_equal(act_begin(db, &boss, &err), RC_OK);
	for (int i = 0; i < 3; i++) {
		static const char *const kinds[] = { "school", "preschool",
		    "office" };

		strcpy(u.kind, kinds[i]);
		snprintf(u.name, sizeof u.name, "Enhet %d", i);
		snprintf(p.name, sizeof p.name, "A-%d", i);
		assert_int_equal(unit_set(db, &u, &id, &err), RC_OK);
		keep(&units, id);
		assert_int_equal(place_set(db, &p, &id, &err), RC_OK);
		keep(&places, id);
	}
	assert_int_equal(category_ensure(db, "Stol", code, &err), RC_OK);
	assert_int_equal(category_ensure(db, "Bord", code, &err), RC_OK);
	assert_int_equal(act_end(db, RC_OK, &err), RC_OK);
	for (unsigned act = 1; act <= n; act++) {
		one_act();
		if (act % 150 == 0 || act == n)
			check_store(act, seed);
	}
	print_message("# seed %llu: %u done, %u refused\n",
	    (unsigned long long)seed, done, refused);
	assert_true(done > n / 5);	/* it does walk */
	db_close(db);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	assert_int_equal(system(command), 0);
}

static uint64_t first_seed = 1;
static unsigned n_seeds = 4, n_acts = 600;

static void
test_walks(void **state)
{
	(void)state;
	for (uint64_t seed = first_seed; seed < first_seed + n_seeds; seed++)
		walk(seed, n_acts);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_walks) };

	if (argc > 1) {
		first_seed = strtoull(argv[1], NULL, 10);
		n_seeds = argc > 3 ? (unsigned)atoi(argv[3]) : 1;
	}
	if (argc > 2)
		n_acts = (unsigned)atoi(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
