/* Each task of the counter, done at the kiosk as a person does it: so many
 * actions and no more, the right words, and the store as it should be.  A
 * scan, a tap and a key are one action each, and so is each letter; a figure
 * that is filled in is one (how else would 60 chairs be eight). */
#include <stdlib.h>
#include <string.h>

#include "tests/lib/flow.h"
#include "tests/lib/scene.h"
#include "tests/lib/tap.h"

#define UNIT "U-YST-000012-P"
#define UNIT_JSON "\"unit\": \"" UNIT "\""
#define OUT "\"state\": \"lent\""
#define HERE "\"state\": \"in_stock\""

static char code[8][64];

static void
free_things(int n)
{
	for (int i = 0; i < n; i++)
		flow_free(i, code[i]);
}

/* A ticket for the first two things, by way of the command line. */
static void
make_ticket(struct flow *f, char ticket[64])
{
	char out[16384] = "", badge[64];
	const char *mark = "\"ticket\": \"";

	free_things(2);
	scene_ctl(out, sizeof out, "--as %s order %s %s --unit " UNIT
	    " --until +7 --json", flow_badge(badge), code[0], code[1]);
	char *at = strstr(out, mark);
	flow_expect(f, at != NULL, "no ticket: %.200s", out);
	snprintf(ticket, 64, "%s", at == NULL ? "" : at + strlen(mark));
	ticket[strcspn(ticket, "\"")] = '\0';
}

static void
hand_out(struct flow *f)
{
	char ticket[64];
	int papers = flow_papers();

	flow_begin(f, "hand-out");
	make_ticket(f, ticket);
	flow_scan(f, ticket);
	flow_said(f, "ok", "Utlämnat: 2 saker till Gatuenheten",
	    "Handed out: 2 things to Gatuenheten");
	flow_shows(f, code[0], OUT);
	flow_shows(f, code[1], UNIT_JSON);
	flow_printed(f, papers + 1);
	flow_done(f, 1);
}

static void
hand_out_checked(struct flow *f)
{
	char ticket[64];

	flow_begin(f, "hand-out-checked");
	make_ticket(f, ticket);
	flow_scan(f, ticket);
	flow_said(f, "ok", "Utlämnat: 2", "Handed out: 2");
	flow_scan(f, code[0]);
	flow_said(f, "ok", "(1 av 2)", "(1 of 2)");
	flow_scan(f, code[1]);
	flow_said(f, "ok", "(2 av 2)", "(2 of 2)");
	flow_shows(f, code[0], UNIT_JSON);
	flow_shows(f, code[1], OUT);
	flow_done(f, 1 + 2);
}

/* What the one before handed out comes back: in the mode, then graded, then
 * another one from its card. */
static void
take_back(struct flow *f)
{
	char was[64];

	flow_begin(f, "return-in-mode");
	flow_key(f, "F4");
	flow_sees(f, f->en ? "Return:" : "Återlämna:");
	flow_count(f);
	flow_scan(f, code[0]);
	flow_said(f, "ok", "Tillbaka från Gatuenheten",
	    "Back from Gatuenheten");
	flow_shows(f, code[0], HERE);
	flow_done(f, 1);

	char sql[128];
	snprintf(sql, sizeof sql, "SELECT condition FROM item WHERE code = "
	    "'%s'", code[0]);
	scene_code(sql, was);
	bool worn = strcmp(was, "2") == 0;
	snprintf(f->task, sizeof f->task, "return-condition-changed");
	flow_key(f, worn ? "F7" : "F8");
	flow_said(f, "ok", worn ? ": bra." : ": slitet.", worn ? ": good." :
	    ": worn.");
	flow_shows(f, code[0], worn ? "\"condition\": \"good\"" :
	    "\"condition\": \"worn\"");
	flow_done(f, 1 + 1);

	flow_begin(f, "return-from-card");
	flow_scan(f, code[1]);
	flow_sees(f, code[1]);
	flow_key(f, "F4");
	flow_said(f, "ok", "Tillbaka från Gatuenheten",
	    "Back from Gatuenheten");
	flow_shows(f, code[1], HERE);
	flow_done(f, 1 + 1);
}

static void
availability(struct flow *f)
{
	char row[4096];
	int y = 0, x;

	flow_begin(f, "see-availability");
	free_things(1);
	flow_scan(f, code[0]);
	flow_sees(f, code[0]);
	flow_sees(f, f->en ? "✓ available" : "✓ ledig");
	flow_shows(f, code[0], "\"available\": 1");
	flow_done(f, 1);

	flow_begin(f, "see-availability-by-letters");
	flow_type(f, "roll");
	flow_sees(f, "Rollator");
	row[0] = '\0';
	if (vt_find(f->vt, "Rollator", &y, &x))
		vt_row(f->vt, y, row, sizeof row);
	flow_expect(f, strstr(row, "✓ ") != NULL || strstr(row, "✗ ") != NULL
	    || strstr(row, "● ") != NULL, "no availability: %s", row);
	flow_done(f, 4);
}

static void
lend(struct flow *f)
{
	int papers = flow_papers();

	flow_begin(f, "lend-3");
	free_things(3);
	for (int i = 0; i < 3; i++) {
		flow_scan(f, code[i]);
		flow_sees(f, code[i]);
	}
	flow_scan(f, UNIT);
	flow_said(f, "ok", "3 saker till Gatuenheten, ska tillbaka",
	    "3 things to Gatuenheten, due back");
	for (int i = 0; i < 3; i++)
		flow_shows(f, code[i], UNIT_JSON);
	flow_printed(f, papers + 1);
	flow_done(f, 3 + 1);
}

/* Twenty as new, thirty good, ten worn, like one that is there. */
static void
take_in(struct flow *f)
{
	char sql[200], last[64];
	int papers = flow_papers();

	flow_begin(f, "take-in-60-chairs");
	scene_code("SELECT max(id) FROM item", last);
	scene_code("SELECT code FROM item WHERE category LIKE '%stol%' AND"
	    " state = 0 ORDER BY lot DESC", code[0]);
	flow_scan(f, code[0]);
	flow_sees(f, code[0]);
	flow_tap(f, "Fler likadana", "More alike");
	flow_sees(f, f->en ? "As new, count" : "Antal nyskick");
	flow_number(f, 20);
	flow_key(f, "Tab");
	flow_number(f, 30);
	flow_key(f, "Tab");
	flow_number(f, 10);
	flow_key(f, "F9");
	flow_said(f, "ok", "Registrerat: 60 saker", "Registered: 60 things");
	flow_printed(f, papers + 3);
	snprintf(sql, sizeof sql, "SELECT group_concat(condition || ':' ||"
	    " count, ' ') FROM item WHERE id > %s ORDER BY condition", last);
	flow_sql(f, sql, "0:20 1:30 2:10");
	flow_done(f, 8);
}

static void
put_away_and_undo(struct flow *f)
{
	char place[64], was[3][64], json[160];

	flow_begin(f, "put-away-3");
	free_things(3);
	scene_code("SELECT code FROM place WHERE id NOT IN"
	    " (SELECT place FROM item) ORDER BY id", place);
	for (int i = 0; i < 3; i++) {
		char sql[200];
		snprintf(sql, sizeof sql, "SELECT p.code FROM item i JOIN"
		    " place p ON p.id = i.place WHERE i.code = '%s'",
		    code[i]);
		scene_code(sql, was[i]);
		flow_scan(f, code[i]);
		flow_sees(f, code[i]);
	}
	flow_scan(f, place);
	flow_said(f, "ok", "3 saker står nu på", "3 things now stand at");
	snprintf(json, sizeof json, "\"place\": \"%s\"", place);
	for (int i = 0; i < 3; i++)
		flow_shows(f, code[i], json);
	flow_done(f, 3 + 1);

	snprintf(f->task, sizeof f->task, "undo");
	flow_count(f);
	flow_key(f, "F5");
	flow_said(f, "ok", "Ångrat", "Undone");
	for (int i = 0; i < 3; i++) {
		snprintf(json, sizeof json, "\"place\": \"%s\"", was[i]);
		flow_shows(f, code[i], json);
	}
	flow_done(f, 1);
}

/* For the unit that was served last, which the form proposes. */
static void
book(struct flow *f)
{
	flow_begin(f, "book-one");
	free_things(1);
	flow_scan(f, code[0]);
	flow_sees(f, code[0]);
	flow_key(f, "F7");
	flow_sees(f, "Gatuenheten");
	flow_key(f, "F9");
	flow_said(f, "ok", "Bokat åt Gatuenheten", "Booked for Gatuenheten");
	flow_shows(f, code[0], "\"state\": \"hold\"");
	flow_shows(f, code[0], UNIT_JSON);
	flow_done(f, 1 + 2);
}

/* The paper of what the one before booked, once more; then a label. */
static void
reprint(struct flow *f)
{
	char pattern[96];

	flow_begin(f, "reprint-ticket");
	flow_scan(f, code[0]);
	flow_sees(f, code[0]);
	flow_key(f, "F6");
	flow_said(f, "ok", "Utskrivet: S-YST1-", "Printed: S-YST1-");
	flow_done(f, 1 + 1);

	int papers = flow_papers();
	flow_begin(f, "reprint-label");
	free_things(1);
	flow_scan(f, code[0]);
	flow_sees(f, code[0]);
	flow_key(f, "F6");
	snprintf(pattern, sizeof pattern, "%s: %s", f->en ? "Printed" :
	    "Utskrivet", code[0]);
	flow_said(f, "ok", pattern, pattern);
	flow_printed(f, papers + 1);
	flow_done(f, 1 + 1);
}

/* An office calls: its name, what it wants, done. */
static void
order_by_telephone(struct flow *f)
{
	char last[64], sql[200];

	flow_begin(f, "order-by-telephone");
	scene_code("SELECT max(id) FROM orders", last);
	flow_key(f, "F7");
	flow_sees(f, f->en ? "To unit" : "Till enhet");
	flow_type(f, "kul");
	flow_sees(f, "Kulturkontoret");
	flow_key(f, "Enter");
	flow_sees(f, f->en ? "To unit" : "Till enhet");
	flow_key(f, "F2");
	flow_type(f, "pro");
	flow_sees(f, "Pro");
	flow_key(f, "Enter");
	flow_sees(f, "I-YST1-");
	flow_key(f, "F9");
	flow_said(f, "ok", "Bokat åt Kulturkontoret",
	    "Booked for Kulturkontoret");
	snprintf(sql, sizeof sql, "SELECT u.name || ' ' || count(*) FROM"
	    " orders o JOIN unit u ON u.id = o.unit JOIN booking b ON"
	    " b.orders = o.id WHERE o.id > %s", last);
	flow_sql(f, sql, "Kulturkontoret 1");
	flow_done(f, 12);
}

static void
all_tasks(bool en, int rows, int cols)
{
	struct flow f;

	flow_open(&f, en, rows, cols);
	flow_done(&f, 1);
	hand_out(&f);
	hand_out_checked(&f);
	take_back(&f);
	availability(&f);
	lend(&f);
	take_in(&f);
	put_away_and_undo(&f);
	book(&f);
	reprint(&f);
	order_by_telephone(&f);
	snprintf(f.task, sizeof f.task, "check");
	f.why[0] = '\0';
	flow_expect(&f, scene_ctl(NULL, 0, "check") == 0, "check");
	flow_done(&f, 100);
	flow_close(&f);
}

int
main(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 37, 100 }, { 16, 57 } };

	for (size_t i = 0; i < 3; i++) {
		all_tasks(false, sizes[i][0], sizes[i][1]);
		all_tasks(true, sizes[i][0], sizes[i][1]);
	}
	return tap_status();
}
