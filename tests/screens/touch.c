/* The kiosk under a finger alone: the keypad, the large buttons, a whole
 * order by taps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/finger.h"
#include "tests/lib/scene.h"
#include "tests/lib/tap.h"
#include "tests/lib/vt_own.h"

#define TAP	"\033[<0;%d;%dM\033[<0;%d;%dm"

static void
say(struct flow *f, const char *what)
{
	char name[120];

	snprintf(name, sizeof name, "touch-%s-%s", what, f->where);
	tap_ok(f->why[0] == '\0', name, "%s", f->why);
	f->why[0] = '\0';
}

/* A kiosk on which nobody has done anything yet. */
static void
start(struct flow *f, int rows, int cols, const char *config)
{
	memset(f, 0, sizeof *f);
	snprintf(f->where, sizeof f->where, "%dx%d", cols, rows);
	snprintf(f->task, sizeof f->task, "start");
	scene_set(config);
	f->vt = scene_kiosk(rows, cols, NULL);
}

static void
sign_in(struct flow *f)
{
	vt_tap(f->vt, 0, 0);	/* a finger is there */
	vt_gone(f->vt, "F11");
	finger_reach(f, "Logga in");
	finger_tap(f, "Amina Yusuf");
	finger_write(f, "9999");
	finger_tap(f, "OK ⏎");
	flow_sees(f, "Fel pinkod");
	flow_sees(f, "Göm");	/* it stays for the next try */
	finger_write(f, "1234");
	finger_tap(f, "OK ⏎");
	flow_said(f, "info", "Inloggad: Amina Yusuf", "");
	say(f, "pin");
}

/* Twenty keys of the keypad in one write. */
static void
twenty(struct flow *f)
{
	char burst[20 * 40] = "", one[40];
	int y = 0, x = 0;

	for (int i = 0; i < 20; i++) {
		const char *sign = i % 2 == 0 ? "d" : "s";
		if (!finger_find(f, sign, &y, &x))
			flow_expect(f, false, "no key %s", sign);
		snprintf(one, sizeof one, TAP, x + 1, y + 1, x + 1, y + 1);
		strcat(burst, one);
	}
	vt_send(f->vt, burst, strlen(burst));
	flow_sees(f, "dsdsdsdsdsdsdsdsdsds");
	say(f, "twenty-keys");
}

static void
keypad(int rows, int cols)
{
	struct flow f;
	int y, x;

	start(&f, rows, cols, NULL);
	sign_in(&f);
	finger_reach(&f, "Sök");
	twenty(&f);
	finger_tap(&f, "Töm");
	finger_tap(&f, "⇧");
	finger_write(&f, "Skåp");
	flow_sees(&f, " Skåp");
	flow_expect(&f, vt_cursor(f.vt, &y, &x) && y < rows / 3,
	    "the cursor is in row %d", y);
	finger_tap(&f, "⌫");
	flow_expect(&f, !vt_find(f.vt, " Skåp", &y, &x), "it stayed");
	/* Somebody types: the keypad goes, and what it wrote stays. */
	flow_type(&f, "p");
	flow_sees(&f, "F2");
	flow_sees(&f, " Skåp");
	flow_expect(&f, !finger_find(&f, "⌫", &y, &x), "it is still there");
	say(&f, "keypad");
	flow_close(&f);
}

/* Into the card of a thing that is free, the form, whose unit and last day
 * are chosen, and booked: nothing but taps. */
static void
order(int rows, int cols)
{
	struct flow f;
	char last[64], sql[300];

	start(&f, rows, cols, NULL);
	sign_in(&f);
	scene_code("SELECT max(id) FROM orders", last);
	finger_reach(&f, "Sök");
	finger_write(&f, "pro");
	finger_tap(&f, "OK ⏎");
	flow_sees(&f, "›  Föremål");
	for (int i = 0; i < 6 && !vt_find(f.vt, "Beställ", &(int){ 0 },
	    &(int){ 0 }); i++)
		finger_reach(&f, "Nedåt");
	finger_tap(&f, "Beställ");
	flow_sees(&f, "›  Beställ");
	finger_tap(&f, "Till enhet");
	flow_sees(&f, "Vilken enhet?");
	finger_tap(&f, "Vilken enhet?");
	finger_write(&f, "kult");
	finger_tap(&f, "Kulturkontoret");
	flow_sees(&f, "›  Beställ");
	for (int i = 0; i < 6 && !vt_find(f.vt, "Ska tillbaka", &(int){ 0 },
	    &(int){ 0 }); i++)
		finger_reach(&f, "Nedåt");
	finger_tap(&f, "Ska tillbaka");
	flow_sees(&f, "›  Kalender");
	finger_tap(&f, "9");
	flow_sees(&f, "›  Beställ");
	flow_sees(&f, "2026-12-09");
	finger_reach(&f, "Klart");
	flow_said(&f, "ok", "Bokat åt Kulturkontoret", "");
	snprintf(sql, sizeof sql, "SELECT u.name || ' ' || count(*) FROM"
	    " orders o JOIN unit u ON u.id = o.unit JOIN booking b ON"
	    " b.orders = o.id WHERE o.id > %s AND b.until ="
	    " julianday('2026-12-09') - julianday('1970-01-01')", last);
	flow_sql(&f, sql, "Kulturkontoret 1");
	say(&f, "order");
	flow_close(&f);
}

/* A list follows a finger, which opens nothing by that; and what was typed at
 * the keypad for a PIN is in no record. */
static void
drag(void)
{
	const char *args[] = { "--record", NULL, NULL };
	char record[1200], first[512], line[512];
	struct flow f = { .where = "80x24", .task = "drag" };
	int taps = 0;

	scene_set(NULL);
	snprintf(record, sizeof record, "%s/record", scene_folder());
	args[1] = record;
	f.vt = scene_kiosk(24, 80, args);
	sign_in(&f);
	FILE *file = fopen(record, "r");
	while (file != NULL && fgets(line, sizeof line, file) != NULL)
		taps += strncmp(line, "bytes ", 6) == 0;
	if (file != NULL)
		fclose(file);
	flow_expect(&f, taps < 8, "%d taps recorded", taps);
	say(&f, "no-pin-in-record");
	finger_reach(&f, "Beställningar");
	flow_sees(&f, "›  Beställningar");
	vt_next(f.vt);
	vt_row(f.vt, 8, first, sizeof first);
	vt_send(f.vt, "\033[<0;9;16M\033[<32;9;13M\033[<32;9;10M"
	    "\033[<0;9;10m", 42);
	for (int i = 0; i < 20 && !f.vt->ended; i++) {
		vt_row(f.vt, 8, line, sizeof line);
		if (strcmp(line, first) != 0)
			break;
		vt_frame(f.vt, f.vt->pty.frame + 1);
	}
	flow_expect(&f, strcmp(line, first) != 0, "it stayed: %s", line);
	flow_sees(&f, "›  Beställningar");
	say(&f, "drag");
	flow_close(&f);
}

/* What cannot be done stands there for a finger, and says why. */
static void
why_not(void)
{
	struct flow f;
	char code[64];

	flow_open(&f, false, 24, 80);
	snprintf(f.task, sizeof f.task, "why-not");
	flow_scan(&f, flow_free(0, code));
	flow_sees(&f, code);
	flow_expect(&f, !vt_find(f.vt, "Återlämna", &(int){ 0 }, &(int){ 0 }),
	    "the keyboard has it too");
	vt_tap(f.vt, 0, 0);
	flow_sees(&f, "Återlämna");
	finger_tap(&f, "Återlämna");
	flow_said(&f, "info", "Den är inte utlånad", "");
	flow_key(&f, "F4");
	flow_sees(&f, "F10");
	flow_said(&f, "info", "Den är inte utlånad", "");
	say(&f, "why-not");
	flow_close(&f);
}

int
main(void)
{
	static const int sizes[][2] = { { 16, 57 }, { 24, 80 }, { 37, 100 } };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		keypad(sizes[i][0], sizes[i][1]);
	drag();
	why_not();
	order(24, 80);
	order(16, 57);
	return tap_status();
}
