/* The rule file: how it is read and what is wrong with it; and what the rules
 * say of an order, and do. */
#include "tests/unit/store_help.h"

#include "db/clock.h"
#include "db/history.h"
#include "db/order.h"
#include "db/rules_answer.h"
#include "db/ticket.h"

static struct rules rules;

static void
read_rules(const char *text)
{
	OK(rules_parse(&rules, "r", text, strlen(text), &err));
}

/* --- reading --- */

static void
test_reads(void **state)
{
	const struct rule_test *t;
	char text[200];

	(void)state;
	read_rules("# a comment\n\n"
	    "refuse taken full:free taken # and one behind\n"
	    "\t\"Upptaget.\"\r\n"
	    "grant small: kind not takeover | move, value <= 2000 kr,\n"
	    "    category \"vita varor\"|stol, length unknown\n"
	    "    \"Ja.\"\n    \"Yes.\"\n"
	    "ask rest:\n  \"En person.\"\n");
	assert_int_equal(rules.n, 3);
	assert_int_equal(rules.rule[0].answer, RULE_REFUSE);
	assert_string_equal(rules.rule[0].reason, "taken");
	assert_string_equal(rules.rule[0].say, "Upptaget.");
	assert_string_equal(rules.rule[0].say_en, "");
	assert_int_equal(rules.rule[1].line, 5);
	assert_string_equal(rules.rule[1].say_en, "Yes.");
	assert_int_equal(rules.rule[1].n_tests, 4);
	assert_int_equal(rules.rule[2].n_tests, 0);
	t = &rules.test[rules.rule[1].test];
	assert_int_equal(t[0].op, RULE_NOT);
	assert_int_equal(t[1].op, RULE_AT_MOST);
	assert_int_equal(t[1].number, 2000);
	rule_test_text(&rules, &t[2], text, sizeof text);
	assert_string_equal(text, "category \"vita varor\"|stol");
	rule_test_text(&rules, &t[1], text, sizeof text);
	assert_string_equal(text, "value <= 2000 kr");
	assert_int_equal(t[3].op, RULE_MISSING);
}

static void
test_faults(void **state)
{
	static const struct {
		const char *text, *why, *where;
	} bad[] = {
		{ "allow a:\n \"x\"\n", "RULE_ANSWER", "r:1:1" },
		{ "refuse a: free taken\n", "RULE_REASON", "r:1:8" },
		{ "grant Ja!:\n", "RULE_NAME", "r:1:7" },
		{ "grant a kind loan\n", "RULE_COLON", "r:1:9" },
		{ "grant a:\n \"x\"\ngrant a:\n", "RULE_TWICE", "r:3:7" },
		{ "grant a: åka loan\n", "RULE_CONDITION", "r:1:10" },
		{ "grant a: kind loan,\n \"x\"\n", "RULE_CONDITION",
		    "r:2:2" },
		{ "grant a: kind lån\n", "RULE_VALUE", "r:1:15" },
		{ "grant a: category\n", "RULE_VALUE", "r:1:18" },
		{ "grant a: value 20\n", "RULE_NUMBER", "r:1:16" },
		{ "grant a: value < 99999999999\n", "RULE_NUMBER",
		    "r:1:16" },
		{ "grant a: value < 2 days\n", "RULE_COMMA", "r:1:20" },
		{ "grant a: kind loan value < 2\n", "RULE_COMMA",
		    "r:1:20" },
		{ "grant a: kind loan\n\nask b:\n \"x\"\n", "RULE_SENTENCE",
		    "r:1:1" },
		{ "grant a: kind loan", "RULE_SENTENCE", "r:1:1" },
		{ "grant a:\n \"x\"\n \"y\"\n \"z\"\n", "RULE_SAYS",
		    "r:4:2" },
		{ " \"x\"\n", "RULE_SAYS", "r:1:2" },
		{ "grant a:\n \"x\"\n kind loan\n", "RULE_INDENT",
		    "r:3:2" },
		{ "grant a:\n \"x\n", "RULE_QUOTE", "r:2:2" },
		{ "grant a:\n \"\"\n", "RULE_EMPTY", "r:2:2" },
		{ "grant a:\n \"\xff\"\n", "RULE_BYTES", "r:2:3" },
		{ "grant a:\n \"\x1b[2J\"\n", "RULE_BYTES", "r:2:3" },
	};
	static char big[RULES_BYTES_MAX + 1];
	char longer[RULE_SAY_MAX + 20];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(rules_parse(&rules, "r", bad[i].text,
		    strlen(bad[i].text), &err), RC_INVALID);
		assert_string_equal(err_why_name(err.why), bad[i].why);
		assert_string_equal(err.arg[0], bad[i].where);
	}
	snprintf(longer, sizeof longer, "ask a:\n \"%0*d\"", RULE_SAY_MAX, 1);
	FAILS(RULE_LONG, rules_parse(&rules, "r", longer, strlen(longer),
	    &err));
	memset(big, '\n', sizeof big);
	FAILS(RULE_MANY, rules_parse(&rules, "r", big, sizeof big, &err));
	size_t n = 0;
	for (int i = 0; i <= RULES_MAX; i++)
		n += (size_t)snprintf(big + n, sizeof big - n,
		    "ask r%d:\n \"x\"\n", i);
	FAILS(RULE_MANY, rules_parse(&rules, "r", big, n, &err));
	FAILS(RULES_FILE, rules_read(&rules, "/nowhere/rules.conf", &err));
}

static void
test_as_delivered(void **state)
{
	(void)state;
	OK(rules_read(&rules, "assets/rules.conf", &err));
	assert_true(rules.n >= 5);
}

/* --- what they say --- */

static int64_t school, preschool, other;

static int64_t
unit_make(const char *name, const char *kind, const char *organisation)
{
	struct unit u = { .id = 0 };
	int64_t id = 0;

	snprintf(u.name, sizeof u.name, "%s", name);
	snprintf(u.kind, sizeof u.kind, "%s", kind);
	snprintf(u.organisation, sizeof u.organisation, "%s", organisation);
	ACT(unit_set(db, &u, &id, &err));
	return id;
}

static void
units_make(void)
{
	ACT(organisation_set(db, &(struct organisation){ .code = "TRB",
	    .name = "Trelleborg" }, &err));
	school = unit_make("Skolan", "school", "YST");
	preschool = unit_make("Solrosen", "preschool", "YST");
	other = unit_make("Byskolan", "school", "TRB");
}

static int64_t
order_lines_make(enum order_kind kind, int64_t unit, int32_t from,
    int32_t days, const struct order_line *lines, size_t n)
{
	const struct actor nobody = { .id = 0 };
	int32_t today = clock_today();
	int64_t id = 0;

	OK(act_begin(db, &nobody, &err));
	OK(act_end(db, order_make(db, &(struct order_form){ .kind = kind,
	    .unit = unit, .start = today + from, .until = today + from + days,
	    .lines = lines, .n = n }, &id, &err), &err));
	return id;
}

static int64_t
asks(int64_t unit, int64_t item, int32_t days)
{
	return order_lines_make(ORDER_LOAN, unit, 1, days,
	    &(struct order_line){ .item = item, .count = 1 }, 1);
}

static const char *
says(const char *text, int64_t order)
{
	static char out[64];
	struct rules_verdict v;

	read_rules(text);
	OK(rules_judge(db, &rules, order, &v, NULL, NULL, &err));
	snprintf(out, sizeof out, "%s %s", rule_answer_name(v.answer),
	    v.rule == NULL ? "-" : v.rule->name);
	return out;
}

/* The one condition holds of the order, or does not. */
static void
holds(bool yes, const char *condition, int64_t order)
{
	char text[200];

	snprintf(text, sizeof text, "refuse other x: %s\n \"x\"\n",
	    condition);
	if (strcmp(says(text, order), yes ? "refuse x" : "ask -") != 0)
		fail_msg("%s", condition);
}

static void
test_conditions(void **state)
{
	struct item_form f;
	int64_t chair = item_make("Kontorsstol", "Kontorsstol"), order;

	(void)state;
	units_make();
	item_form_init(&f);
	f.value = 45050;
	f.restriction = "not_preschool,two_people";
	ACT(item_edit(db, chair, &f, &err));
	order = asks(other, chair, 14);
	holds(true, "kind loan|rental", order);
	holds(false, "kind not loan", order);
	holds(true, "kind not move", order);
	holds(true, "category KONTORSSTOL", order);
	holds(false, "category stol", order);
	holds(true, "value <= 451 kr", order);
	holds(false, "value <= 450 kr", order);
	holds(false, "value unknown", order);
	holds(true, "total >= 451", order);
	holds(true, "count = 1, pieces = 1", order);
	holds(true, "length = 14 days", order);
	holds(false, "length < 14", order);
	holds(true, "lead = 1 days", order);
	holds(false, "lead > 1", order);
	holds(true, "in_depot < 1 days", order);
	holds(true, "restriction two_people", order);
	holds(true, "restriction any", order);
	holds(false, "restriction none", order);
	holds(true, "unit byskolan", order);
	holds(true, "unit_kind school", order);
	holds(true, "organisation other", order);
	holds(true, "organisation trb", order);
	holds(false, "organisation own", order);
	holds(true, "by visitor", order);
	holds(true, "from here, pickup YST1", order);
	holds(false, "from elsewhere", order);
	holds(true, "free yes", order);
	order = asks(preschool, chair, 14);
	holds(true, "free barred", order);
	holds(true, "organisation own", order);
	order = order_lines_make(ORDER_TAKEOVER, school, 0, 0,
	    &(struct order_line){ .item = chair, .count = 1 }, 1);
	holds(true, "length unknown", order);
	holds(false, "length > 0", order);
	chair = item_make("Pall", "Pall");
	order = asks(school, chair, 14);
	holds(true, "value unknown, restriction none", order);
	holds(false, "value < 5", order);
	int64_t first = asks(other, chair, 3);
	ACT(order_grant(db, first, NULL, &err));
	holds(true, "free taken", order);
}

static void
test_first_and_strictest(void **state)
{
	const char *two = "grant stools: category pall\n \"x\"\n"
	    "refuse other all:\n \"x\"\n"
	    "grant never:\n \"x\"\n";
	int64_t stool = item_make("Pall", "Pall");
	int64_t chair = item_make("Stol", "Stol"), order;
	struct order_line l[] = { { .item = stool, .count = 1 },
	    { .item = chair, .count = 1 } };

	(void)state;
	units_make();
	order = asks(school, stool, 3);
	assert_string_equal(says(two, order), "grant stools");
	order = order_lines_make(ORDER_LOAN, school, 0, 3, l, 2);
	assert_string_equal(says(two, order), "refuse all");
	assert_string_equal(says("grant stools: category pall\n \"x\"\n",
	    order), "ask -");
	assert_string_equal(says("grant stools: category pall\n \"x\"\n"
	    "ask more:\n \"x\"\n", order), "ask more");
	/* A category's things are those that would be handed out. */
	l[0] = (struct order_line){ .category = "pall", .count = 1 };
	order = order_lines_make(ORDER_LOAN, school, 0, 3, l, 1);
	assert_string_equal(says(two, order), "grant stools");
	l[0].count = 2;
	order = order_lines_make(ORDER_LOAN, school, 0, 3, l, 1);
	holds(false, "organisation not own", order);	/* whose, of none? */
	holds(false, "restriction not any", order);
	assert_string_equal(says("grant all:\n \"x\"\n", order), "ask -");
	assert_string_equal(says("grant all:\n \"x\"\n"
	    "refuse taken full: free taken\n \"x\"\n", order),
	    "refuse full");
}

/* --- what they do --- */

#define FULL	"refuse taken full: free taken\n \"Upptaget.\"\n" \
		"grant short: length <= 7 days\n \"Kort.\"\n \"Short.\"\n"

static void
test_answers(void **state)
{
	int64_t chair = item_make("Stol", "Stol");
	struct rules_verdict v;
	struct rules_look look;
	struct rules_count count;
	struct history h;
	struct order o;
	int64_t yes, no, rest;
	size_t n;

	(void)state;
	units_make();
	read_rules(FULL);
	yes = asks(school, chair, 7);
	OK(rules_answer(db, &rules, yes, &v, &err));
	assert_int_equal(v.answer, RULE_GRANT);
	OK(order_get(db, yes, &o, &err));
	assert_int_equal(o.state, ORDER_GRANTED);
	assert_int_equal(o.ticket, v.ticket);
	assert_string_equal(o.rule, "short");
	assert_string_equal(o.say, "Kort.");
	assert_string_equal(o.say_en, "Short.");
	OK(history_list(db, yes, 0, &h, 1, &n, &err));
	assert_int_equal(h.actor, ACTOR_RULES);
	FAILS(ORDER_ANSWERED, rules_answer(db, &rules, yes, &v, &err));

	no = asks(school, chair, 7);
	rest = asks(school, item_make("Bord", "Bord"), 30);
	OK(rules_answer_all(db, &rules, &count, &err));
	assert_int_equal(count.granted, 0);
	assert_int_equal(count.refused, 1);
	assert_int_equal(count.waiting, 1);
	OK(order_get(db, no, &o, &err));
	assert_int_equal(o.state, ORDER_REFUSED);
	assert_string_equal(o.answer, "taken");
	assert_string_equal(o.say, "Upptaget.");
	/* They look at an order once, whatever they say later. */
	read_rules("grant all:\n \"x\"\n");
	OK(rules_answer_all(db, &rules, &count, &err));
	assert_int_equal(count.granted, 0);
	assert_int_equal(count.waiting, 1);
	FAILS(RULES_DONE, rules_answer(db, &rules, rest, &v, &err));
	OK(rules_looked(db, rest, &look, &err));
	assert_int_equal(look.answer, RULE_ASK);
	assert_string_equal(look.rule, "");
	assert_int_equal(number_of("SELECT count(*) FROM event WHERE kind IN"
	    " ('grant', 'refuse')"), 2);
}

static void
test_appeal_and_overrule(void **state)
{
	int64_t chair = item_make("Stol", "Stol"), first, order;
	const struct actor nobody = { .id = 0 };
	struct rules_count count;
	struct rules_verdict v;
	struct order o;

	(void)state;
	units_make();
	read_rules(FULL);
	first = asks(school, chair, 7);
	order = asks(school, chair, 7);
	OK(rules_answer_all(db, &rules, &count, &err));
	REFUSED(NO_APPEAL, order_appeal(db, first, &err));
	/* Staff may say yes where a rule said no, once it is free. */
	REFUSED(BOOKED, order_grant(db, order, NULL, &err));
	OK(act_begin(db, &nobody, &err));
	OK(act_end(db, order_appeal(db, order, &err), &err));
	OK(order_get(db, order, &o, &err));
	assert_int_equal(o.state, ORDER_ASKED);
	assert_string_equal(o.rule, "full");
	REFUSED(NO_APPEAL, order_appeal(db, order, &err));
	ACT(order_cancel(db, first, "", &err));
	OK(rules_answer_all(db, &rules, &count, &err));
	assert_int_equal(count.granted, 0);
	FAILS(RULES_DONE, rules_answer(db, &rules, order, &v, &err));
	ACT(order_grant(db, order, NULL, &err));
	OK(order_get(db, order, &o, &err));
	assert_int_equal(o.state, ORDER_GRANTED);
	assert_string_equal(o.rule, "");
	/* A grant of theirs that was undone is not given again. */
	chair = item_make("Bord", "Bord");
	order = asks(school, chair, 7);
	OK(rules_answer(db, &rules, order, &v, &err));
	int64_t act = act_id(db);
	ACT(undo_act(db, act, &err));
	OK(order_get(db, order, &o, &err));
	assert_int_equal(o.state, ORDER_ASKED);
	OK(rules_answer_all(db, &rules, &count, &err));
	assert_int_equal(count.granted, 0);
	assert_int_equal(count.waiting, 1);
}

/* After a restore nothing is known to be free, and nothing to be taken. */
static void
test_restored(void **state)
{
	struct order_line l = { .count = 1 };
	int64_t chair = item_make("Stol", "Stol"), order;

	(void)state;
	units_make();
	OK(db_next_life(db, true, &err));
	order = asks(school, chair, 3);
	assert_string_equal(says("grant all:\n \"x\"\n", order), "ask -");
	assert_string_equal(says(FULL, order), "ask -");
	holds(true, "free unclear", order);
	snprintf(l.category, sizeof l.category, "stol");
	order = order_lines_make(ORDER_LOAN, school, 1, 3, &l, 1);
	assert_string_equal(says(FULL, order), "ask -");
}

/* What fits one by one and not together, or not on a ticket, is a person's,
 * and nothing of it was done. */
static void
test_not_to_be_had(void **state)
{
	struct order_line l = { .item = item_make("Stol", "Stol"),
	    .count = 1 };
	struct rules_verdict v;
	struct order o;

	(void)state;
	units_make();
	read_rules("grant all:\n \"x\"\n");
	int64_t order = order_lines_make(ORDER_LOAN, school, -5, 3, &l, 1);
	OK(rules_answer(db, &rules, order, &v, &err));
	assert_int_equal(v.answer, RULE_ASK);
	assert_string_equal(err_why_name(v.why.why), "DATES");
	OK(order_get(db, order, &o, &err));
	assert_int_equal(o.state, ORDER_ASKED);
	assert_int_equal(o.booked, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_as_delivered),
		STORE_TEST(test_conditions),
		STORE_TEST(test_first_and_strictest),
		STORE_TEST(test_answers),
		STORE_TEST(test_appeal_and_overrule),
		STORE_TEST(test_not_to_be_had),
		STORE_TEST(test_restored),
	};

	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
