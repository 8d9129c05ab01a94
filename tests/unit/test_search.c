/* The search: by beginning, inside words, spelt alike, by code; and what
 * people type that is no search at all. */
#include "tests/unit/store_help.h"

#include "db/history.h"
#include "db/search.h"
#include "db/words.h"

static struct item out[32];
static struct search found;

static void
search(const char *words)
{
	OK(search_items(db, words, out, 32, &found, &err));
}

static bool
has(int64_t id)
{
	for (size_t i = 0; i < found.n; i++)
		if (out[i].id == id)
			return true;
	return false;
}

static void
test_begins(void **state)
{
	int64_t chair = item_make("Röd kontorsstol", "Stol");
	int64_t desk = item_make("Skrivbord 160x80", "Bord");
	int64_t cabinet = item_make("Skåp, vitt", "Förvaring");
	static const char *const chairs[] = { "röd", "RÖD", "r", "kont",
	    "kontorss", "kontorsstol", "stol röd", "röd kontorsst", "\"röd\"",
	    "röd*", "röd AND", "( röd", "röd -", "text:röd" };

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		search(chairs[i]);
		assert_int_equal(found.tier, SEARCH_EXACT);
		assert_int_equal(found.n, 1);
		assert_true(has(chair));
	}
	for (size_t i = 9; i < sizeof chairs / sizeof *chairs; i++)
		search(chairs[i]);	/* whatever they mean, no failure */
	search("s");
	assert_int_equal(found.n, 3);
	search("skrivbord 160");
	assert_true(found.n == 1 && has(desk));
	search("skå");
	assert_true(found.n == 1 && has(cabinet));
	search("förv");
	assert_true(found.n == 1 && has(cabinet));
	search("röd skåp");
	assert_int_equal(found.n, 0);
	assert_int_equal(found.tier, SEARCH_NONE);
	search("");
	assert_int_equal(found.n, 0);
	search("  ");
	assert_int_equal(found.n, 0);
}

static void
test_inside(void **state)
{
	int64_t fridge = item_make("Kylskåp", "Vitvaror");
	int64_t cabinet = item_make("Skåp", "Förvaring"), two;

	(void)state;
	search("skåp");		/* the beginnings first, then inside words */
	assert_int_equal(found.n, 2);
	assert_int_equal(found.tier, SEARCH_EXACT);
	assert_int_equal(out[0].id, cabinet);
	assert_int_equal(out[1].id, fridge);
	search("lskåp");
	assert_int_equal(found.tier, SEARCH_INSIDE);
	assert_true(found.n == 1 && has(fridge));
	search("åp");		/* too short for the inside */
	assert_int_equal(found.n, 0);
	two = item_make("Kylskåp stort", "Vitvaror");
	search("skåp stort");
	assert_true(found.n == 1 && has(two));
	OK(search_items(db, "skåp", out, 1, &found, &err));
	assert_int_equal(found.n, 1);
}

static void
test_alike(void **state)
{
	int64_t bed = item_make("Vårdsäng", "Omsorg");

	(void)state;
	search("vardsang");
	assert_int_equal(found.tier, SEARCH_MEANT);
	assert_string_equal(found.meant, "vårdsäng");
	assert_true(found.n == 1 && has(bed));
	search("vardsäng omsörg");
	assert_int_equal(found.tier, SEARCH_MEANT);
	assert_string_equal(found.meant, "vårdsäng omsorg");
	search("sang");			/* and inside a word */
	assert_int_equal(found.tier, SEARCH_MEANT);
	assert_string_equal(found.meant, "vårdsäng");
	search("vårdsäng");
	assert_int_equal(found.tier, SEARCH_EXACT);
	assert_string_equal(found.meant, "");
}

static void
test_codes(void **state)
{
	int64_t a = item_make("Stol", "Möbel"), b = item_make("Bord 2",
	    "Möbel");
	struct item it;

	(void)state;
	ACT(item_relabel(db, a, "INV-2291", false, NULL, &err));
	OK(item_get(db, b, &it, &err));
	search(it.code);
	assert_int_equal(found.tier, SEARCH_CODE);
	assert_true(found.n == 1 && has(b));
	search("i-yst1-0000");
	assert_int_equal(found.n, 2);
	search("inv-22");
	assert_true(found.n == 1 && has(a));
	search("1");			/* the number on a label */
	assert_int_equal(found.tier, SEARCH_CODE);
	assert_int_equal(out[0].id, a);
	search("2");			/* and a word */
	assert_true(found.n == 1 && has(b));
	search("7310865004703");
	assert_int_equal(found.n, 0);
	OK(search_items(db, "i-", out, 1, &found, &err));
	assert_int_equal(found.n, 1);
}

/* What is renamed, retired or undone is found by what it is now. */
static void
test_changes(void **state)
{
	struct item_form f;
	int64_t id = item_make("Soffa", "Möbel"), act = act_id(db), lot;

	(void)state;
	item_form_init(&f);
	f.name = "Bäddsoffa";
	ACT(item_edit(db, id, &f, &err));
	search("bädd");
	assert_true(has(id));
	search("soffa");
	assert_int_equal(found.tier, SEARCH_INSIDE);
	ACT(item_edit(db, id, &f, &err));
	act = act_id(db);
	f.name = "Fåtölj";
	ACT(item_edit(db, id, &f, &err));
	act = act_id(db);
	ACT(undo_act(db, act, &err));
	search("fåtölj");
	assert_int_equal(found.n, 0);
	search("bäddsoffa");
	assert_int_equal(found.n, 1);
	ACT(item_retire(db, id, "recycled", "", &err));
	search("bäddsoffa");
	assert_int_equal(found.n, 0);
	act = act_id(db);
	ACT(undo_act(db, act, &err));
	search("bäddsoffa");
	assert_int_equal(found.n, 1);
	lot = item_make("Stapelstol", "Möbel");
	act = act_id(db);
	ACT(undo_act(db, act, &err));
	search("stapelstol");
	assert_int_equal(found.n, 0);
	assert_true(lot != id);
	OK(store_rebuild(db, NULL, &err));
	search("bäddsoffa");
	assert_int_equal(found.n, 1);
	search("soffa");
	assert_int_equal(found.n, 1);
	OK(query_exec(db, "INSERT INTO item_search(item_search)"
	    " VALUES('integrity-check')", &err));
}

/* More beginnings than are spelt out, and things that cannot be had last. */
static void
test_many(void **state)
{
	char name[40];
	int64_t lost = item_make("Mellanstor pall", "Möbel");

	(void)state;
	ACT(item_lose(db, lost, NULL, &err));
	for (int i = 0; i < 40; i++) {
		snprintf(name, sizeof name, "Mellan%c%cpall", 'a' + i % 20,
		    'a' + i / 20);
		item_make(name, "Möbel");
	}
	search("mellan");
	assert_int_equal(found.n, 32);
	search("mellans");
	assert_int_equal(found.n, 3);
	assert_int_equal(out[2].id, lost);
}

static void
test_hostile(void **state)
{
	static char longest[5000];
	static const char *const bad[] = { "\"", "\"\"", "'", "*", "a\"b*",
	    "NEAR(a b)", "{text}:a", "^a", "a\x01" "b", "\xff\xfe", "\xc3",
	    "a\xf4\x90\x80\x80", "%", "_", "--", "a OR", "NOT a", "-a", "+",
	    "a b c d e f g h i j k l m n", "I-", "i-\"", "9-'", "\\", "åäö*",
	    "\xe2\x80\xae" "abc", "a\tb\nc", "0", "999999999999999999999" };

	(void)state;
	item_make("Stol a b c d e f g h", "Möbel");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		search(bad[i]);
	for (size_t i = 0; i < sizeof longest - 1; i++)
		longest[i] = i % 7 == 6 ? ' ' : (char)('a' + i % 23);
	search(longest);
	memset(longest, 'x', sizeof longest - 1);
	search(longest);
	assert_int_equal(found.n, 0);
	search("a b c d e f g h i j k l m n");	/* eight words are asked */
	assert_int_equal(found.n, 1);
}

static void
test_words(void **state)
{
	struct words w;

	(void)state;
	OK(words_split(db, "Höj-bord (60x120) \xc3\x85GE_2", &w, &err));
	assert_int_equal(w.n, 5);
	assert_string_equal(w.word[0], "höj");
	assert_string_equal(w.word[2], "60x120");
	assert_string_equal(w.word[3], "åge");
	assert_int_equal(word_length("höj"), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(test_begins), STORE_TEST(test_inside),
		STORE_TEST(test_alike), STORE_TEST(test_codes),
		STORE_TEST(test_changes), STORE_TEST(test_many),
		STORE_TEST(test_hostile), STORE_TEST(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
