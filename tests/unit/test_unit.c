/* Organisations, units, places and categories. */
#include "tests/unit/store_help.h"

#include "db/code.h"
#include "db/sqlfn.h"

static int64_t
events(void)
{
	return number_of("SELECT count(*) FROM event");
}

static void
test_unit(void **state)
{
	struct unit u = { .name = "  Östra skolan ", .kind = "Skola",
	    .contact = "Vera Sjö", .phone = "0411-577 000" }, v;
	int64_t id, again;

	(void)state;
	ACT(unit_set(db, &u, &id, &err));
	OK(unit_get(db, id, &v, &err));
	assert_string_equal(v.name, "Östra skolan");
	assert_string_equal(v.organisation, "YST");
	assert_string_equal(v.kind, "school");
	assert_string_equal(v.contact, "Vera Sjö");
	assert_memory_equal(v.code, "U-YST-000001-", 13);

	/* What already is so is no event; by code, whatever its case. */
	int64_t n = events();
	for (char *p = v.code; *p != '\0'; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	v.id = 0;
	ACT(unit_set(db, &v, &again, &err));
	assert_int_equal(again, id);
	assert_int_equal(events(), n);

	snprintf(v.address, sizeof v.address, "Skolgatan 1");
	ACT(unit_set(db, &v, &again, &err));
	assert_int_equal(again, id);
	assert_int_equal(events(), n + 1);
	OK(unit_find(db, v.code, &v, &err));
	assert_string_equal(v.address, "Skolgatan 1");
	OK(unit_find(db, "östra SKOLAN", &v, &err));
	assert_int_equal(v.id, id);
	assert_int_equal(number_of("SELECT count(*) FROM event"
	    " WHERE body LIKE '%Vera%' OR body LIKE '%0411%'"), 0);

	/* A code of another unit cannot be taken over. */
	struct unit w = { .name = "Västra skolan" };
	ACT(unit_set(db, &w, &w.id, &err));
	assert_int_not_equal(w.id, id);
	memcpy(w.code, v.code, sizeof w.code);
	REFUSED(CODE_TAKEN, unit_set(db, &w, &again, &err));
}

static void
test_unit_bad(void **state)
{
	struct unit u = { .name = " " }, v;
	int64_t id;

	(void)state;
	REFUSED(NAME_MISSING, unit_set(db, &u, &id, &err));
	snprintf(u.name, sizeof u.name, "Sko\x1b[2Jlan");
	REFUSED(TEXT_CONTROL, unit_set(db, &u, &id, &err));
	snprintf(u.name, sizeof u.name, "Sko\xff" "lan");
	REFUSED(TEXT_UTF8, unit_set(db, &u, &id, &err));
	snprintf(u.name, sizeof u.name, "Skolan");
	snprintf(u.kind, sizeof u.kind, "slott");
	REFUSED(UNIT_KIND, unit_set(db, &u, &id, &err));
	u.kind[0] = '\0';
	snprintf(u.organisation, sizeof u.organisation, "XXX");
	REFUSED(NO_ORGANISATION, unit_set(db, &u, &id, &err));
	u.organisation[0] = '\0';
	snprintf(u.code, sizeof u.code, "P-YST1-000001-");
	u.code[14] = code_check_char("PYST1000001", 11);
	REFUSED(CODE_OTHER, unit_set(db, &u, &id, &err));
	u.code[0] = '\0';
	u.id = 12345;
	REFUSED(NO_UNIT, unit_set(db, &u, &id, &err));
	FAILS(NO_UNIT, unit_find(db, "Skolan", &v, &err));
}

static void
test_lists(void **state)
{
	static const char *const names[] = { "Örnen", "Zenit", "Åkern",
	    "Ärlan", "alfa", "Berga södra" };
	static const char *const order[] = { "alfa", "Berga södra", "Zenit",
	    "Åkern", "Ärlan", "Örnen" };
	struct unit out[8];
	struct place place = { .name = "A-03-2" }, got;
	int64_t id, twin;
	size_t n;

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		struct unit u = { .name = "" };

		snprintf(u.name, sizeof u.name, "%s", names[i]);
		ACT(unit_set(db, &u, &id, &err));
	}
	OK(unit_list(db, NULL, 0, out, 8, &n, &err));
	assert_int_equal(n, 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(out[i].name, order[i]);
	OK(unit_list(db, NULL, 4, out, 1, &n, &err));
	assert_int_equal(n, 1);
	assert_string_equal(out[0].name, "Ärlan");
	OK(unit_list(db, "SÖD ber", 0, out, 8, &n, &err));
	assert_int_equal(n, 1);
	OK(unit_list(db, "sod", 0, out, 8, &n, &err));
	assert_int_equal(n, 0);
	OK(unit_list(db, "", 0, out, 8, &n, &err));
	assert_int_equal(n, 6);

	ACT(place_set(db, &place, &id, &err));
	ACT(place_set(db, &place, &twin, &err));
	assert_int_not_equal(id, twin);		/* no code: a new one */
	OK(place_find(db, "a-03-2", &got, &err));
	assert_memory_equal(got.code, "P-YST1-000001-", 14);
	got.name[0] = 'B';
	ACT(place_set(db, &got, &twin, &err));
	assert_int_equal(twin, id);
	OK(place_get(db, id, &got, &err));
	assert_string_equal(got.name, "B-03-2");
}

static void
test_category(void **state)
{
	struct category c = { .code = "stol", .name = "Stol",
	    .name_en = "Chair" }, out[8];
	struct organisation o = { .code = "TRB", .name = "Trelleborg" };
	struct organisation orgs[4];
	char code[40];
	size_t n;

	(void)state;
	ACT(category_set(db, &c, &err));
	ACT(category_ensure(db, "CHAIR", code, &err));
	assert_string_equal(code, "stol");
	ACT(category_ensure(db, "Höj- och  sänkbart (bord)", code, &err));
	assert_string_equal(code, "höj-och-sänkbart-bord");
	int64_t before = events();
	ACT(category_ensure(db, "höj- OCH  sänkbart (bord)", code, &err));
	ACT(category_ensure(db, "höj-och-sänkbart-bord", code, &err));
	ACT(category_set(db, &c, &err));
	assert_int_equal(events(), before);
	REFUSED(NAME_MISSING, category_ensure(db, "()", code, &err));
	REFUSED(CATEGORY_MISSING, category_ensure(db, " ", code, &err));
	OK(category_list(db, 0, out, 8, &n, &err));
	assert_int_equal(n, 2);
	assert_string_equal(out[1].name, "Stol");

	ACT(organisation_set(db, &o, &err));
	before = events();
	ACT(organisation_set(db, &o, &err));
	assert_int_equal(events(), before);
	snprintf(o.name, sizeof o.name, "Trelleborgs kommun");
	ACT(organisation_set(db, &o, &err));
	OK(organisation_list(db, 0, orgs, 4, &n, &err));
	assert_int_equal(n, 2);
	assert_string_equal(orgs[0].name, "Trelleborgs kommun");
	snprintf(o.code, sizeof o.code, "T-B");
	REFUSED(CODE_SCOPE, organisation_set(db, &o, &err));
}

static void
test_lower(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
		{ "ÅÄÖ abc XYZ", "åäö abc xyz" }, { "É×Ð", "é×ð" },
		{ "ŠŽŸ", "šžÿ" }, { "ΑΩ ЖЁ", "αω жё" }, { "東Ａ", "東Ａ" },
		{ "a\xff\xc3", "a\xff\xc3" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		lower_sv(out, sizeof out, cases[i].from,
		    strlen(cases[i].from));
		assert_string_equal(out, cases[i].to);
	}
	assert_int_equal(lower_sv(out, 4, "ÅÄÖ", 6), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(test_unit), STORE_TEST(test_unit_bad),
		STORE_TEST(test_lists), STORE_TEST(test_category),
		STORE_TEST(test_lower),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
