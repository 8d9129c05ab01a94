/* Every screen there is: in every size, under everything that hostile hands
 * can send, and with every kind of code scanned on it. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/lib/scene.h"
#include "tests/lib/screens.h"
#include "tests/lib/tap.h"
#include "tests/lib/vt_own.h"

static void
say(struct flow *f, const char *what, enum screen_id id)
{
	char name[120];

	snprintf(name, sizeof name, "%s-%s", what, screen_name(id));
	tap_ok(f->why[0] == '\0', name, "%s", f->why);
}

static void
resize(struct flow *f, enum screen_id id)
{
	static const int sizes[][2] = { { 16, 57 }, { 5, 20 }, { 60, 200 },
	    { 5, 20 }, { 24, 80 } };

	screens_open(f, id);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		vt_resize(f->vt, sizes[i][0], sizes[i][1]);
		vt_next(f->vt);
		if (sizes[i][0] == 5)
			flow_sees(f, "80x24");
		else
			flow_expect(f, vt_gone(f->vt, "liten:"),
			    "too small at %dx%d?", sizes[i][1], sizes[i][0]);
		flow_expect(f, screens_clean(f->vt), "drawn at %dx%d",
		    sizes[i][1], sizes[i][0]);
	}
	flow_sees(f, screens_mark(id));
	say(f, "resize", id);
}

static void
send_hostile(struct flow *f, const char *name, const char *bytes, size_t n)
{
	vt_send(f->vt, bytes, n);
	vt_next(f->vt);
	flow_expect(f, !f->vt->ended, "%s ended it", name);
	flow_expect(f, screens_clean(f->vt), "%s was drawn", name);
}

static void
hostile(struct flow *f, enum screen_id id)
{
	static char line[4097];
	const struct screens_bytes *b;

	screens_open(f, id);
	for (size_t i = 0; (b = screens_hostile(i)) != NULL; i++)
		send_hostile(f, b->name, b->bytes, b->n);
	memset(line, 'A', sizeof line - 1);
	send_hostile(f, "4 KB typed", line, 4096);
	for (size_t i = 0; i + 1 < sizeof line; i += 2)
		memcpy(line + i, "å", 2);
	send_hostile(f, "4 KB of å", line, 4096);
	memset(line, 'B', sizeof line - 1);
	line[0] = '\002';
	line[4095] = '\r';
	send_hostile(f, "4 KB scanned", line, 4096);
	/* It works on as if nothing had been. */
	flow_begin(f, "hostile");
	say(f, "hostile", id);
}

/* Something is seen to happen; what a screen may not do it says. */
static void
scan(struct flow *f, enum screen_id id, const struct screens_code *c)
{
	static const char count[] = "SELECT count(*) FROM event";
	static char before[1 << 16], after[1 << 16];
	char events[64], more[64];
	long long until;

	screens_open(f, id);
	screens_text(f->vt, before, sizeof before);
	scene_code(count, events);
	flow_scan(f, c->text);
	until = now_ms() + 5000;
	do {
		vt_next(f->vt);
		screens_text(f->vt, after, sizeof after);
		if (strcmp(before, after) != 0)
			break;
		vt_frame(f->vt, f->vt->pty.frame + 1);
	} while (now_ms() < until && !f->vt->ended);
	flow_expect(f, !f->vt->ended, "a scanned %s ended it", c->name);
	flow_expect(f, strcmp(before, after) != 0,
	    "a scanned %s did nothing and said nothing", c->name);
	flow_expect(f, screens_clean(f->vt), "a scanned %s was drawn",
	    c->name);
	flow_expect(f, !c->unknown || strcmp(scene_code(count, more),
	    events) == 0, "a scanned %s was written down", c->name);
}

static void
scans(struct flow *f, enum screen_id id)
{
	const struct screens_code *c;
	char first[sizeof f->why] = "";

	for (size_t i = 0; (c = screens_code(i)) != NULL; i++) {
		scan(f, id, c);
		if (first[0] == '\0')
			snprintf(first, sizeof first, "%s", f->why);
	}
	snprintf(f->why, sizeof f->why, "%s", first);
	say(f, "scans", id);
}

int
main(void)
{
	struct flow f;

	scene_others();
	flow_open(&f, false, 24, 80);
	screens_codes_init();
	for (enum screen_id id = 0; id < SCREEN_COUNT; id++) {
		snprintf(f.task, sizeof f.task, "%s", screen_name(id));
		resize(&f, id);
		hostile(&f, id);
		scans(&f, id);
	}
	tap_ok(scene_ctl(NULL, 0, "check") == 0, "every-check", "check");
	flow_key(&f, "C-q");
	int status = vt_exit(f.vt);
	tap_ok(status == 0, "every-exit", "status %d", status);
	flow_close(&f);
	return tap_status();
}
