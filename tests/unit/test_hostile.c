/* Another depot's log, well signed and full of what no depot says: its numbers
 * bring no other depot down. */
#include <sys/time.h>

#include "db/erased.h"
#include "db/case.h"
#include "db/log/apply.h"
#include "db/log/causal.h"
#include "db/log/event.h"
#include "db/order.h"
#include "tests/unit/store_help.h"

static const unsigned char key[32] = { 1 };

/* Applies the event n times to the store, as the next ones of the log; in its
 * body "%s" is the item. */
static void
says(const char *log, int n, const char *kind, const char *form,
    const char *item)
{
	struct apply_event e = { .time = 1000, .actor = 5, .kind = kind };
	struct apply *apply;
	char body[EVENT_BODY_MAX + 1], depot[9];
	enum rc rc = RC_OK;

	e.n = (size_t)snprintf(body, sizeof body, form, item, item);
	e.body = body;
	snprintf(depot, sizeof depot, "%.4s", log);
	OK(log_add(db, log, depot, "", key, &err));
	OK(apply_begin(db, log, &e.seq, e.hash, &apply, &err));
	for (; rc == RC_OK && n > 0; n--) {
		e.act_seq = ++e.seq;
		event_hash(e.hash, log, e.seq, e.act_seq, e.time, e.actor,
		    kind, body, e.n, e.hash);
		rc = apply_event(apply, &e, &err);
	}
	OK(apply_end(apply, rc, &err));
}

#define SKU "SKU1-AAAAAA"
#define TRB "TRB1-BBBBBB"

static void
say(const char *kind, const char *form, const char *item)
{
	says(SKU, 1, kind, form, item);
}

#define ZEROS "00000000000000000000000000000000000000000000000000000000000000"

/* horizon: with a comma after it, or "". */
static void
begins(const char *log, const char *horizon)
{
	char body[EVENT_BODY_MAX];

	snprintf(body, sizeof body, "{\"depot\":\"%.4s\",%s\"parent\":\"\","
	    "\"parent_hash\":\"00" ZEROS "\",\"parent_seq\":0,"
	    "\"public\":\"01" ZEROS "\"}", log, horizon);
	says(log, 1, "log", body, "");
}

#define GRANT(count) "{\"bookings\":[[1,\"%s\"," count ",\"%s\"]],\"kind\":0," \
	"\"order\":1,\"start\":20000,\"unit\":0,\"until\":20001}"
#define ORDER(kind, line) "{\"kind\":" kind ",\"lines\":[" line "]," \
	"\"number\":1,\"start\":20000,\"unit\":0,\"until\":20001}"
#define REGISTER(more) "{\"category\":\"stol\",\"code\":\"\"," more \
	",\"name\":\"Ond\",\"owner\":\"SKU\"}"

/* Such events are kept as those of a newer version are, and not applied. */
static void
test_numbers(void **state)
{
	static const struct {
		const char *kind, *body;
	} said[] = {
		{ "order", ORDER("0", "[0,1]") },
		{ "order", ORDER("0", "[7,0]") },
		{ "order", ORDER("99", "[7,1]") },
		{ "order", ORDER("-4294967296", "[7,1]") },
		{ "grant", GRANT("9223372036854775807") },
		{ "grant", GRANT("-1") },
		{ "register", REGISTER("\"condition\":99") },
		{ "register", REGISTER("\"condition\":-1000000") },
		{ "register", REGISTER("\"condition\":1,\"count\":-5") },
		{ "edit", "{\"count\":-5,\"item\":\"%s\",\"prev\":\"%s\"}" },
		{ "merge", "{\"codes\":[],\"count\":9223372036854775807,"
		    "\"from\":1,\"item\":\"%s\",\"prev\":\"%s\"}" },
		{ "lend", "{\"count\":1,\"item\":\"%s\",\"kind\":99,\"line\":1,"
		    "\"order\":1,\"prev\":\"%s\",\"unit\":0}" },
		{ "extend", "{\"item\":\"%s\",\"line\":1,\"order\":1,"
		    "\"prev\":\"%s\",\"until\":9223372036854775807}" },
	};
	int64_t item = item_make("Stol", "Stol");
	int32_t pieces = 0;
	char name[48];

	(void)state;
	snprintf(name, sizeof name, "%s.%lld", db->log_name,
	    (long long)(item & ((INT64_C(1) << LOG_SHIFT) - 1)));
	begins(SKU, "");
	say("lose", "{\"item\":\"%s\",\"prev\":\"%s\"}", name);
	say("find", "{\"item\":\"%s\"}", name);
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		say(said[i].kind, said[i].body, name);
		if (number_of("SELECT count(*) FROM unknown_event") !=
		    (int64_t)i + 1)
			fail_msg("%s is applied: %s", said[i].kind,
			    said[i].body);
	}
	OK(order_free(db, item, 20000, 20001, &pieces, &err));
	assert_int_equal(pieces, 1);
}

/* Nobody uses up the numbers of another. */
static void
test_counters(void **state)
{
	(void)state;
	begins(SKU, "");
	say("label", "{\"counter\":\"I-YST1\",\"last\":999999999999}", "");
	say("label", "{\"counter\":\"order-YST1\",\"last\":999999999999}", "");
	say("label", "{\"counter\":\"I-SKU1\",\"last\":12}", "");
	assert_int_equal(number_of("SELECT count(*) FROM counter"
	    " WHERE name IN ('I-YST1', 'order-YST1')"), 0);
	assert_int_equal(number_of("SELECT value FROM counter"
	    " WHERE name = 'I-SKU1'"), 12);
	item_make("Stol", "Stol");
}

/* Only the first event of a log says what its life is. */
static void
test_life(void **state)
{
	(void)state;
	begins(SKU, "\"horizon\":20000,");
	begins(SKU, "\"horizon\":2900000,");
	assert_int_equal(number_of("SELECT horizon FROM log WHERE own = 0"),
	    20000);
}

static enum rc
count(const struct erased *e, void *arg, struct err *why)
{
	(void)e;
	(void)why;
	++*(int *)arg;
	return RC_OK;
}

/* Of people each depot forgets its own, in backups and after a restore too. */
static void
test_forgotten(void **state)
{
	int n = 0;

	(void)state;
	begins(SKU, "");
	say("forget", "{\"actor\":7}", "");
	say("forget", "{\"contact\":\"YST1-AAAAAA.1\"}", "");
	OK(erased_walk(db, count, &n, &err));
	assert_int_equal(n, 0);
	say("redact", "{\"text\":\"0123456789abcdef0123456789abcdef\"}", "");
	OK(erased_walk(db, count, &n, &err));
	assert_int_equal(n, 1);
}

/* However much one log says of a thing, and in a ring, what others say is not
 * left out, nor does it take minutes. */
static void
test_drowned(void **state)
{
	(void)state;
	begins(SKU, "");	/* its log comes before that of the thing */
	begins(TRB, "");
	says(TRB, 1, "register", REGISTER("\"condition\":1"), "");
	setitimer(ITIMER_PROF, &(struct itimerval){ .it_value.tv_sec = 15 },
	    NULL);
	says(SKU, CAUSAL_MAX + 1, "arrive",
	    "{\"item\":\"%s\",\"prev\":40000}", TRB ".2");
	says(TRB, 1, "grade", "{\"condition\":2,\"item\":2,\"prev\":2}", "");
	assert_int_equal(number_of("SELECT count(*) FROM item"
	    " WHERE condition = 2"), 1);
	setitimer(ITIMER_PROF, &(struct itimerval){ 0 }, NULL);
}

/* Cases that follow from the logs are walked to their end, too. */
static void
test_cases(void **state)
{
	struct depot_case c = { .id = 0 };
	size_t n = 1;
	int all = 0;

	(void)state;
	begins(SKU, "");
	begins(TRB, "");
	says(TRB, 1, "register", REGISTER("\"condition\":1"), "");
	says(SKU, 3, "claim", "{\"era\":9,\"from\":\"TRB1\",\"hop\":9,"
	    "\"item\":\"%s\",\"prev\":\"%s\",\"reason\":\"x\","
	    "\"second\":1}", TRB ".2");
	for (; all < 9 && n == 1; all += (int)n)
		OK(case_list(db, NULL, true, c.id, &c, 1, &n, &err));
	assert_int_equal(all, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(test_numbers),
		STORE_TEST(test_counters),
		STORE_TEST(test_life),
		STORE_TEST(test_forgotten),
		STORE_TEST(test_drowned),
		STORE_TEST(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
