/* People: badges, the actor, PIN tries that a kill does not forgive, the last
 * administrator, unfinished work, retention. */
#include "tests/unit/store_help.h"

#include <pwd.h>

#include "db/clock.h"
#include "db/order.h"
#include "db/pin.h"
#include "db/staff.h"

static struct staff
person(const char *name, enum role role)
{
	struct staff who;

	OK(staff_add(db, name, role, NULL, NULL, &who, &err));
	return who;
}

static void
test_add(void **state)
{
	struct staff who, got, list[4];
	size_t n;

	(void)state;
	who = person(" Åsa Öst ", ROLE_ADMIN);
	assert_string_equal(who.name, "Åsa Öst");
	assert_memory_equal(who.badge, "B-YST1-000001-", 14);
	assert_true(who.id > 0 && who.id < INT64_C(1) << 53);
	who = person("Anna Ek", ROLE_WORKER);
	assert_memory_equal(who.badge, "B-YST1-000002-", 14);
	OK(staff_find(db, "Anna Ek", &got, &err));
	assert_int_equal(got.id, who.id);
	who.badge[0] = 'b';
	OK(staff_find(db, who.badge, &got, &err));
	assert_int_equal(got.id, who.id);
	FAILS(NO_STAFF, staff_find(db, "Anna", &got, &err));
	FAILS(NO_STAFF, staff_find(db, "", &got, &err));
	OK(staff_list(db, 0, list, 4, &n, &err));
	assert_int_equal(n, 2);
	assert_string_equal(list[1].name, "Åsa Öst");

	FAILS(NAME_MISSING, staff_add(db, " ", ROLE_ADMIN, NULL, NULL, &who,
	    &err));
	FAILS(TEXT_CONTROL, staff_add(db, "a\x1b[m", ROLE_ADMIN, NULL, NULL,
	    &who, &err));
	FAILS(ROLE_UNKNOWN, staff_add(db, "B", ROLE_VISITOR, NULL, NULL, &who,
	    &err));
	FAILS(BADGE_TAKEN, staff_add(db, "B", ROLE_STAFF, list[0].badge, NULL,
	    &who, &err));
	OK(staff_add(db, "B", ROLE_STAFF, "", "bo", &who, &err));
	FAILS(LOGIN_TAKEN, staff_add(db, "C", ROLE_STAFF, "", "bo", &who,
	    &err));
}

static void
test_badge(void **state)
{
	struct staff who = person("Anna", ROLE_WORKER), got;

	(void)state;
	OK(staff_set_badge(db, who.id, NULL, &err));
	FAILS(NO_STAFF, staff_find(db, who.badge, &got, &err));
	OK(staff_set_badge(db, who.id, "0417730021", &err));	/* a card */
	OK(staff_find(db, "0417730021", &got, &err));
	FAILS(CODE_CHECK, staff_set_badge(db, who.id, "B-YST1-000002-0",
	    &err));
	char place[] = "P-YST1-000001-0";
	for (char c = '0'; c <= 'Z'; c++) {	/* one of them is right */
		place[14] = c;
		if (staff_set_badge(db, who.id, place, &err) == RC_INVALID &&
		    err.why == WHY_CODE_OTHER)
			return;
	}
	fail();
}

static void
test_disable(void **state)
{
	struct staff boss1 = person("A", ROLE_ADMIN);
	struct staff boss2 = person("B", ROLE_ADMIN), got;
	char name[64];

	(void)state;
	OK(staff_disable(db, boss1.id, true, &err));
	FAILS(STAFF_DISABLED, staff_find(db, "A", &got, &err));
	FAILS(LAST_ADMIN, staff_disable(db, boss2.id, true, &err));
	FAILS(LAST_ADMIN, staff_forget(db, boss2.id, &err));
	OK(staff_disable(db, boss1.id, false, &err));
	OK(parked_set(db, boss2.id, "batch", "x", &err));
	OK(staff_forget(db, boss2.id, &err));
	FAILS(NO_STAFF, staff_get(db, boss2.id, &got, &err));
	staff_name(db, boss2.id, name, sizeof name);
	assert_string_equal(name, "");
	assert_int_equal(number_of("SELECT count(*) FROM parked"), 0);
	FAILS(NO_STAFF, staff_disable(db, 1, true, &err));
}

static void
test_actor(void **state)
{
	struct actor actor;
	struct staff who;
	const struct passwd *pw = getpwuid(geteuid());

	(void)state;
	FAILS(NO_STAFF, staff_actor(db, NULL, &actor, &err));
	assert_int_equal(actor.id, 0);
	if (pw != NULL) {
		/* A name like the login is not enough. */
		person(pw->pw_name, ROLE_ADMIN);
		FAILS(NO_STAFF, staff_actor(db, NULL, &actor, &err));
		OK(staff_add(db, "Me", ROLE_STAFF, NULL, pw->pw_name, &who,
		    &err));
		OK(staff_actor(db, NULL, &actor, &err));
		assert_int_equal(actor.id, who.id);
		assert_int_equal(actor.role, ROLE_STAFF);
		assert_string_equal(actor.name, "Me");
		OK(staff_actor(db, who.badge, &actor, &err));
		assert_int_equal(actor.id, who.id);
	}
}

static void
at(int64_t time)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)time);
	setenv("SAMDEPA_NOW", text, 1);
}

static void
test_pin(void **state)
{
	struct staff who = person("Anna", ROLE_WORKER);
	int64_t now = 1800000000;
	int tries = 0;

	(void)state;
	at(now);
	FAILS(PIN_NONE, staff_pin_try(db, who.id, &err));
	OK(staff_set_pin(db, who.id, "$argon2id$x", &err));
	for (; pin_delay_s(tries) == 0; tries++)
		OK(staff_pin_try(db, who.id, &err));
	FAILS(PIN_WAIT, staff_pin_try(db, who.id, &err));
	/* The try counted before it was tried: a kill forgives nothing. */
	db_close(db);
	OK(db_open(path, 1000, &db, &err));
	OK(staff_get(db, who.id, &who, &err));
	assert_int_equal(who.failures, tries);
	FAILS(PIN_WAIT, staff_pin_try(db, who.id, &err));
	/* A clock that was set back a year: the delay begins anew. */
	at(now -= 365 * 86400);
	FAILS(PIN_WAIT, staff_pin_try(db, who.id, &err));
	assert_int_equal(atoi(err.arg[0]), pin_delay_s(tries));
	at(now += pin_delay_s(tries));
	OK(staff_pin_try(db, who.id, &err));
	OK(staff_pin_right(db, who.id, &err));
	OK(staff_pin_try(db, who.id, &err));
	for (tries = 1; tries < PIN_LOCK_AFTER; tries++) {
		at(now += 86400);
		OK(staff_pin_try(db, who.id, &err));
	}
	at(now += 86400);
	FAILS(PIN_LOCKED, staff_pin_try(db, who.id, &err));
	OK(staff_disable(db, who.id, false, &err));	/* opens it */
	OK(staff_pin_try(db, who.id, &err));
	OK(staff_disable(db, who.id, true, &err));
	FAILS(STAFF_DISABLED, staff_pin_try(db, who.id, &err));
	unsetenv("SAMDEPA_NOW");
}

static void
count_slot(const char *slot, const char *text, int64_t time, void *arg)
{
	assert_true(*slot != '\0' && *text != '\0' && time > 0);
	++*(int *)arg;
}

static void
test_parked(void **state)
{
	char text[16];
	int n = 0;

	(void)state;
	OK(parked_set(db, 5, "batch", "I-1 I-2", &err));
	OK(parked_set(db, 5, "form", "åäö", &err));
	OK(parked_set(db, 5, "batch", "I-3", &err));
	OK(parked_get(db, 5, "batch", text, sizeof text, &err));
	assert_string_equal(text, "I-3");
	OK(parked_walk(db, 5, count_slot, &n, &err));
	assert_int_equal(n, 2);
	OK(parked_set(db, 5, "batch", NULL, &err));
	assert_int_equal(parked_get(db, 5, "batch", text, sizeof text, &err),
	    RC_NOT_FOUND);
	assert_int_equal(parked_get(db, 6, "form", text, sizeof text, &err),
	    RC_NOT_FOUND);
}

static void
test_inside_act(void **state)
{
	struct staff who;

	(void)state;
	OK(act_begin(db, &boss, &err));
	OK(staff_add(db, "Anna", ROLE_WORKER, NULL, NULL, &who, &err));
	OK(staff_set_badge(db, who.id, NULL, &err));
	assert_int_equal(act_end(db, RC_REFUSED, &err), RC_REFUSED);
	assert_int_equal(number_of("SELECT count(*) FROM staff"), 0);
}

static void
test_retention(void **state)
{
	struct retention keep[RETENTION_MAX];
	struct order_line line = { .count = 1 };
	struct order_form form = { .kind = ORDER_LOAN, .delivery = "",
	    .reason = "need", .note = "Ryggont", .contact = "Vera Sjö",
	    .phone = "0411-57", .lines = &line, .n = 1 };
	struct unit unit = { .name = "Skolan", .contact = "Nils" };
	int64_t order, erased;
	size_t n;

	(void)state;
	at(1800000000);
	line.item = item_make("Stol", "stol");
	ACT(unit_set(db, &unit, &form.unit, &err));
	form.start = clock_today();
	form.until = form.start + 7;
	ACT(order_make(db, &form, &order, &err));
	OK(retention_apply(db, &erased, &err));
	assert_int_equal(erased, 0);
	at(1800000000 + INT64_C(1000) * 86400);
	/* It may be the clock that jumped: nothing has happened since. */
	FAILS(CLOCK_AHEAD, retention_apply(db, &erased, &err));
	item_make("Bord", "stol");
	OK(retention_apply(db, &erased, &err));
	assert_int_equal(erased, 0);		/* not answered yet */
	ACT(order_refuse(db, order, "other", &err));
	OK(retention_apply(db, &erased, &err));
	assert_int_equal(erased, 2);
	assert_int_equal(number_of("SELECT count(*) FROM contact"), 1);
	assert_int_equal(number_of("SELECT count(*) FROM text"), 0);

	OK(retention_list(db, keep, RETENTION_MAX, &n, &err));
	assert_int_equal(n, 8);
	OK(retention_set(db, "contact", 30, &err));
	FAILS(RETENTION, retention_set(db, "contact", 0, &err));
	FAILS(RETENTION, retention_set(db, "photos", 10, &err));
	OK(retention_list(db, keep, RETENTION_MAX, &n, &err));
	assert_string_equal(keep[1].what, "contact");
	assert_int_equal(keep[1].days, 30);
	for (size_t i = 0; i < n; i++)
		assert_true(*retention_label(keep[i].what) != '\0');
	/* An item's note stays as long as it is its note; a unit's contact as
	 * long as something happens there. */
	struct item_form f;
	int64_t item;
	item_form_init(&f);
	f.name = "Bord";
	f.category = "stol";
	f.note = "Vinglar";
	ACT(item_register(db, &f, &item, &err));
	at(1800000000 + INT64_C(3000) * 86400);
	item_make("Hylla", "stol");
	OK(retention_apply(db, &erased, &err));
	assert_int_equal(number_of("SELECT count(*) FROM contact"), 0);
	assert_int_equal(number_of("SELECT count(*) FROM text"), 1);
	ACT(item_retire(db, item, "sold", NULL, &err));
	OK(retention_apply(db, &erased, &err));
	assert_int_equal(number_of("SELECT count(*) FROM text"), 0);
	unsetenv("SAMDEPA_NOW");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(test_add), STORE_TEST(test_badge),
		STORE_TEST(test_disable), STORE_TEST(test_actor),
		STORE_TEST(test_pin), STORE_TEST(test_parked),
		STORE_TEST(test_inside_act), STORE_TEST(test_retention),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
