/* What comes in: scans faster than anyone can look, taps faster than ncurses
 * can tell apart, wrong PINs, and work that waits for its owner. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/flow.h"
#include "tests/lib/scene.h"
#include "tests/lib/screens.h"
#include "tests/lib/tap.h"
#include "tests/lib/vt_own.h"

#define SCANS	100
#define TAPS	20
#define BURSTS	"exit = no"
#define PREFIXED "scan_prefix = ^B\nexit = no"

static void
say(struct flow *f, const char *name)
{
	tap_ok(f->why[0] == '\0', name, "%s", f->why);
	f->why[0] = '\0';
}

/* Not to wait for the kiosk: it is how long a hand or a scanner takes. */
static void
hand_takes(int ms)
{
	poll(NULL, 0, ms);
}

static void
too_small(void)
{
	struct flow f = { .task = "small", .where = "20x5" };

	scene_set(NULL);
	f.vt = scene_kiosk(5, 20, NULL);
	flow_sees(&f, "80x24");
	flow_sees(&f, "20x5");
	vt_resize(f.vt, 24, 80);
	flow_sees(&f, "Skanna vad som helst");
	say(&f, "input-small");
	flow_close(&f);
}

/* The lines of the record that begin with word, in order; how many. */
static int
recorded(const char *path, const char *word, char out[][80], int cap)
{
	FILE *file = fopen(path, "r");
	char line[8192];
	int n = 0;

	while (file != NULL && fgets(line, sizeof line, file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, word, strlen(word)) == 0 && n < cap)
			snprintf(out[n++], 80, "%.79s", line);
	}
	if (file != NULL)
		fclose(file);
	return n;
}

/* A hundred things are put away: all at once, then one every 10 ms. */
static void
hundred(const char *name, int gap_ms)
{
	static char seen[SCANS + 2][80], code[SCANS][64];
	char record[1200], burst[SCANS * 24] = "", sql[200], place[64];
	const char *args[] = { "--record", record, NULL };
	struct flow f;

	scene_set(NULL);	/* names the folder */
	snprintf(record, sizeof record, "%s/record", scene_folder());
	flow_open_on(&f, BURSTS, args);
	scene_code("SELECT code FROM place ORDER BY id DESC", place);
	flow_key(&f, "F8");
	flow_sees(&f, "›  Lägg på plats");
	for (int i = 0; i < SCANS; i++) {
		snprintf(sql, sizeof sql, "SELECT code FROM item WHERE state"
		    " = 0 AND lot = 0 ORDER BY id * 7919 %% 1009 LIMIT 1"
		    " OFFSET %d", i);
		scene_code(sql, code[i]);
		strcat(strcat(burst, code[i]), "\r");
		if (gap_ms > 0) {
			vt_scan(f.vt, code[i]);
			hand_takes(gap_ms);
		}
	}
	if (gap_ms == 0)
		vt_send(f.vt, burst, strlen(burst));
	flow_sees(&f, "100 saker");
	hand_takes(200);
	flow_scan(&f, place);
	flow_said(&f, "ok", "100 saker står nu på", "");
	/* One of the badge, the hundred, one of the place. */
	int n = recorded(record, "scan ", seen, SCANS + 2);
	flow_expect(&f, n == SCANS + 2, "%d scans", n);
	for (int i = 0; i + 1 < n && i < SCANS; i++)
		flow_expect(&f, strcmp(seen[i + 1] + 5, code[i]) == 0,
		    "scan %d was %s, not %s", i, seen[i + 1] + 5, code[i]);
	snprintf(sql, sizeof sql, "SELECT count(*) FROM event WHERE act ="
	    " (SELECT max(act) FROM event) AND kind = 'shelve'");
	flow_sql(&f, sql, "100");
	say(&f, name);
	flow_close(&f);
}

/* A field has letters when the scan comes: they stay, the code goes. */
static void
scan_while_typing(void)
{
	struct flow f;
	char code[64], row[512] = "";
	int y, x;

	flow_open_on(&f, BURSTS, NULL);
	flow_key(&f, "F7");
	flow_sees(&f, "›  Beställ");
	for (int i = 0; i < 4; i++)
		flow_key(&f, "Tab");
	flow_type(&f, "bakdörr");
	flow_sees(&f, "bakdörr");
	hand_takes(200);
	flow_scan(&f, flow_free(0, code));
	flow_sees(&f, code);
	if (vt_find(f.vt, "Levereras", &y, &x))
		vt_row(f.vt, y, row, sizeof row);
	flow_expect(&f, strstr(row, "bakdörr") != NULL &&
	    strstr(row, "I-") == NULL, "the field has: %s", row);
	flow_expect(&f, vt_find(f.vt, code, &y, &x) && y > 10,
	    "no line of the order");
	say(&f, "input-scan-while-typing");
	hand_takes(200);
	/* A code with a control character in it is told of, not used. */
	vt_scan(f.vt, "I-YST1-\0010001-P");
	flow_said(&f, "no", "Koden innehåller tecken", "");
	if (vt_find(f.vt, "Levereras", &y, &x))
		vt_row(f.vt, y, row, sizeof row);
	flow_expect(&f, strstr(row, "bakdörr") != NULL &&
	    strstr(row, "0001") == NULL, "the field has: %s", row);
	say(&f, "input-control-in-scan");
	flow_close(&f);
}

/* Twenty taps in one write, the last one on a key: ncurses would have made
 * double clicks of them. */
static void
taps(void)
{
	static char seen[TAPS + 2][80];
	char record[1200], burst[TAPS * 40] = "", one[40];
	const char *args[] = { "--record", record, NULL };
	struct flow f;
	int y = 0, x = 0;

	scene_set(NULL);
	snprintf(record, sizeof record, "%s/record", scene_folder());
	flow_open_on(&f, PREFIXED, args);
	flow_key(&f, "F4");
	flow_sees(&f, "›  Återlämna");
	flow_expect(&f, vt_find(f.vt, "F10  Hem", &y, &x), "no F10");
	for (int i = 0; i < TAPS; i++) {
		int row = i < TAPS - 1 ? 8 + i % 7 : y;
		int col = i < TAPS - 1 ? 3 + i * 2 : x;
		snprintf(one, sizeof one, "\033[<0;%d;%dM\033[<0;%d;%dm",
		    col + 1, row + 1, col + 1, row + 1);
		strcat(burst, one);
	}
	vt_send(f.vt, burst, strlen(burst));
	flow_sees(&f, "Skanna vad som helst");
	int n = recorded(record, "bytes ", seen, TAPS + 2);
	flow_expect(&f, n == TAPS, "%d taps", n);
	for (int i = 0; i < n && i < TAPS - 1; i++) {
		snprintf(one, sizeof one, "bytes \\e[<0;%d;%dM", 4 + i * 2,
		    9 + i % 7);
		flow_expect(&f, strncmp(seen[i], one, strlen(one)) == 0,
		    "tap %d is %s", i, seen[i]);
	}
	say(&f, "input-20-taps");
	flow_close(&f);
}

static void
clear_said(struct flow *f)
{
	flow_key(f, "F12");
	flow_sees(f, "F12  Svenska");
	flow_key(f, "F12");
	flow_sees(f, "F12  English");
}

static void
try_pin(struct flow *f, const char *pin, const char *said)
{
	clear_said(f);
	flow_type(f, pin);
	flow_key(f, "Enter");
	flow_sees(f, said);
}

static void
later(struct flow *f, int seconds)
{
	char now[40];
	int all = 9 * 3600 + seconds;

	snprintf(now, sizeof now, "2026-11-23T%02d:%02d:%02dZ", all / 3600,
	    all / 60 % 60, all % 60);
	setenv("SAMDEPA_NOW", now, 1);
	flow_again(f);
	flow_key(f, "F11");
	flow_sees(f, "Pinkod:");
}

/* Amina is the first of the names. */
static void
pins(void)
{
	const char *failures = "SELECT failures FROM staff WHERE name LIKE"
	    " 'Amina%'";
	struct flow f;
	char n[16];

	flow_open_on(&f, PREFIXED, NULL);
	flow_key(&f, "F11");
	flow_key(&f, "F11");
	flow_sees(&f, "Pinkod:");
	for (int i = 0; i < 3; i++)
		try_pin(&f, "9999", "Fel pinkod");
	try_pin(&f, "9999", "Vänta 5 sekunder");
	flow_sql(&f, failures, "3");
	say(&f, "input-pin-delay");
	later(&f, 0);
	try_pin(&f, "1234", "Vänta 5 sekunder");
	say(&f, "input-pin-delay-survives-kill");
	later(&f, 6);
	try_pin(&f, "1234", "Inloggad: Amina Yusuf");
	flow_sql(&f, failures, "0");
	say(&f, "input-pin-right");

	for (int i = 1; i <= 10; i++) {
		later(&f, 400 * i);
		clear_said(&f);
		flow_type(&f, "9999");
		flow_key(&f, "Enter");
		/* It is counted before it is looked at. */
		long long until = now_ms() + 5000;
		snprintf(n, sizeof n, "%d", i);
		char seen[64] = "";
		while (strcmp(scene_code(failures, seen), n) != 0 &&
		    now_ms() < until)
			hand_takes(5);
		flow_sql(&f, failures, n);
	}
	later(&f, 400 * 12);
	try_pin(&f, "1234", "Kontot är låst");
	say(&f, "input-pin-lock-survives-kill");
	setenv("SAMDEPA_NOW", SCENE_NOW, 1);
	flow_close(&f);
}

/* Who locks, or is locked out by time, finds the pile again; others do not. */
static void
work_is_kept(void)
{
	struct flow f;
	char code[2][64], other[64], mine[64];

	flow_open_on(&f, PREFIXED, NULL);
	scene_code("SELECT badge FROM staff WHERE name LIKE 'Amina%'",
	    other);
	flow_key(&f, "F8");
	for (int i = 0; i < 2; i++) {
		flow_scan(&f, flow_free(i, code[i]));
		flow_sees(&f, code[i]);
	}
	flow_key(&f, "F11");
	flow_said(&f, "info", "Låst. Det du höll på med finns kvar", "");
	flow_scan(&f, other);
	flow_said(&f, "info", "Inloggad: Amina Yusuf", "");
	flow_sees(&f, "Skanna vad som helst");
	flow_key(&f, "F11");
	flow_said(&f, "info", "Låst.", "");
	flow_again(&f);
	flow_scan(&f, flow_badge(mine));
	flow_said(&f, "info", "Här är det du höll på med", "");
	flow_sees(&f, "›  Lägg på plats");
	flow_sees(&f, code[0]);
	flow_sees(&f, code[1]);
	flow_sees(&f, "Lägg på plats");
	say(&f, "input-work-is-kept");
	flow_key(&f, "F10");
	flow_said(&f, "info", "Lägg på plats är undanlagt", "");
	flow_key(&f, "F3");
	flow_said(&f, "info", "Här är det du höll på med", "");
	flow_sees(&f, code[1]);
	say(&f, "input-home-keeps-work");
	flow_close(&f);
}

/* The words are the other ones, and so is what is said next. */
static void
language(void)
{
	struct flow f;

	flow_open_on(&f, PREFIXED, NULL);
	flow_key(&f, "F12");
	flow_sees(&f, "Scan anything");
	flow_sees(&f, "F12  Svenska");
	flow_scan(&f, "T-YST1-000001-0");
	flow_sees(&f, "✗ No");
	flow_key(&f, "F12");
	flow_sees(&f, "Skanna vad som helst");
	say(&f, "input-language");
	flow_close(&f);
}

/* A paste that never ends shuts nobody out. */
static void
endless_paste(void)
{
	struct flow f;

	flow_open_on(&f, PREFIXED, NULL);
	vt_send(f.vt, "\033[200~abc", 9);
	hand_takes(1200);
	flow_key(&f, "F4");
	flow_sees(&f, "›  Återlämna");
	say(&f, "input-endless-paste");
	flow_close(&f);
}

/* A code is typed where a scan is awaited; a badge's number that is typed
 * names a person, whom the PIN then proves. */
static void
typed_codes(void)
{
	struct flow f;
	char code[64], badge[64];

	flow_open_on(&f, PREFIXED, NULL);
	flow_key(&f, "F8");
	flow_free(0, code);
	flow_sees(&f, "eller skriv koden:");
	flow_type(&f, code);
	flow_sees(&f, code);
	flow_key(&f, "Enter");
	flow_said(&f, "ok", code, "");
	say(&f, "input-typed-code");
	flow_key(&f, "Delete");
	flow_key(&f, "F11");
	flow_said(&f, "info", "Låst.", "");
	scene_code("SELECT badge FROM staff WHERE name LIKE 'Amina%'", badge);
	flow_type(&f, badge);
	flow_key(&f, "Enter");
	flow_said(&f, "info", "Amina Yusuf: skriv pinkoden", "");
	flow_sees(&f, "besökare");
	flow_type(&f, "1234");
	flow_key(&f, "Enter");
	flow_said(&f, "info", "Inloggad: Amina Yusuf", "");
	say(&f, "input-typed-badge");
	/* Another file in the store's place is told of before work is lost. */
	char was[256], is[256];
	snprintf(was, sizeof was, "%s/store.db", scene_folder());
	snprintf(is, sizeof is, "%s/elsewhere.db", scene_folder());
	rename(was, is);
	flow_key(&f, "F4");
	flow_sees(&f, "Registret är utbytt");
	flow_key(&f, "F10");
	flow_sees(&f, "Starta om");
	rename(is, was);
	say(&f, "input-store-replaced");
	flow_close(&f);
}

int
main(void)
{
	too_small();
	hundred("input-100-scans-at-once", 0);
	hundred("input-100-scans-a-second", 10);
	scan_while_typing();
	taps();
	pins();
	work_is_kept();
	language();
	endless_paste();
	typed_codes();
	return tap_status();
}
