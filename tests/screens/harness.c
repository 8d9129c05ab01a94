/* The harness itself, tried on the smallest program there is, so that a
 * screen test that fails says something of the kiosk. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/tap.h"
#include "tests/lib/vt.h"

static void
echoes(const char *program)
{
	const char *const argv[] = { program, NULL };
	char text[256];
	int row, col;

	struct vt *vt = vt_start(24, 80, argv, NULL);
	tap_ok(vt_frame(vt, 1) && vt_find(vt, "ready", &row, &col) &&
	    row == 0 && col == 0, "harness-first-frame", "nothing painted");
	vt_scan(vt, "I-YST1-000001-å");
	tap_ok(vt_next(vt) && vt_wait(vt, "I-YST1-000001-å"), "harness-scan",
	    "the scan was not echoed");
	vt_type(vt, "stöl");
	vt_key(vt, "Enter");
	vt_next(vt);
	tap_ok(vt_wait(vt, "line"), "harness-type", "no line");
	vt_row(vt, 2, text, sizeof text);
	tap_ok(strcmp(text, "stöl") == 0, "harness-row", "row is %s", text);
	tap_ok(vt_actions(vt) == 6, "harness-actions", "counted %d",
	    vt_actions(vt));
	vt_resize(vt, 30, 100);
	tap_ok(vt_next(vt) && vt_wait(vt, "30x100"), "harness-resize",
	    "the program did not see it");
	vt_key(vt, "C-q");
	row = vt_exit(vt);
	tap_ok(row == 0, "harness-exit", "status %d", row);
	vt_free(vt);
}

/* What a program gets for taps and keys, seen through cat -v. */
static void
sends(void)
{
	const char *const argv[] = { "sh", "-c",
	    "stty raw -echo; printf 'go\\r\\n'; exec cat -v", NULL };

	struct vt *vt = vt_start(10, 60, argv, NULL);
	vt_wait(vt, "go");
	vt_tap(vt, 4, 9);
	tap_ok(vt_wait(vt, "^[[<0;10;5M^[[<0;10;5m"), "harness-tap",
	    "no press and release");
	vt_key(vt, "F5");
	tap_ok(vt_wait(vt, "^[[15~"), "harness-key", "no F5");
	vt_free(vt);
}

static void
gives_up(void)
{
	const char *const argv[] = { "sh", "-c", "printf bye; kill -9 $$",
	    NULL };

	struct vt *vt = vt_start(5, 20, argv, NULL);
	tap_ok(!vt_wait(vt, "never"), "harness-ended-is-no-wait", "it waited");
	int status = vt_exit(vt);
	tap_ok(status == 128 + 9, "harness-killed", "status %d", status);
	vt_free(vt);
}

int
main(void)
{
	const char *build = getenv("BUILD");
	char echo[4096];

	snprintf(echo, sizeof echo, "%s/tests/bench/echo",
	    build == NULL ? "build" : build);
	echoes(echo);
	sends();
	gives_up();
	return tap_status();
}
