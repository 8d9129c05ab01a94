/* Readers beside the kiosk: how they are named, started, found silent and
 * started again; and what their scans are worth beside each other's.  Real
 * children, made-up time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"

static struct reader
command(const char *text)
{
	struct reader r = { .kind = READER_scanner };

	snprintf(r.name, sizeof r.name, "%s", text);
	return r;
}

/* --- configuration --- */

static void
names(void **state)
{
	static struct config cfg;
	static struct reader r[READERS_MAX];
	struct err err;
	char word[32];
	size_t n;

	(void)state;
	config_init(&cfg);
	assert_int_equal(readers_configured(&cfg, r, &n, &err), RC_OK);
	assert_int_equal(n, 0);
	snprintf(cfg.camera, sizeof cfg.camera, " /dev/video0  /dev/video2 ");
	snprintf(cfg.hid_scanner, sizeof cfg.hid_scanner,
	    "/dev/input/by-id/usb-Honeywell");
	snprintf(cfg.scanner, sizeof cfg.scanner, "/opt/read.sh --fast");
	assert_int_equal(readers_configured(&cfg, r, &n, &err), RC_OK);
	assert_int_equal(n, 4);
	assert_string_equal(r[1].name, "/dev/video2");
	assert_true(reader_stares(&r[1]) && !reader_stares(&r[2]));
	reader_short(&r[2], word, sizeof word);
	assert_string_equal(word, "usb-Honeywell");
	assert_string_equal(r[3].name, "/opt/read.sh --fast");
	assert_false(reader_is_device(&r[3]));
	reader_short(&r[3], word, sizeof word);
	assert_string_equal(word, "read.sh");
	snprintf(cfg.serial_scanner, sizeof cfg.serial_scanner,
	    "/dev/video0");
	assert_int_equal(readers_configured(&cfg, r, &n, &err), RC_INVALID);
	assert_non_null(strstr(err.text, "/dev/video0 is named twice"));
	for (int i = 0; i < 17; i++)
		snprintf(cfg.serial_scanner + 3 * i, 8, "t%c ", 'a' + i);
	assert_int_equal(readers_configured(&cfg, r, &n, &err), RC_INVALID);
}

static void
commands(void **state)
{
	static struct reader_command c;
	struct reader r = { READER_camera, "/dev/video0" };

	(void)state;
	reader_command(&r, &c);
	assert_non_null(strstr(c.argv[0], "samdepa-scan"));
	assert_string_equal(c.argv[1], "--watch=64x48");
	assert_string_equal(c.argv[2], "--camera");
	assert_string_equal(c.argv[3], "/dev/video0");
	assert_null(c.argv[4]);
}

/* --- one child --- */

static struct source s;
static char heard[256];

static void
hear(struct source *from, const struct scan_line *line, void *arg)
{
	(void)arg;
	assert_ptr_equal(from, &s);
	snprintf(heard + strlen(heard), sizeof heard - strlen(heard), "%s;",
	    line->text);
}

/* Reads until the child has ended its line or itself. */
static void
read_until(int64_t now_ms, enum source_state state)
{
	while (s.state != state && s.child.fd >= 0) {
		struct pollfd p = { s.child.fd, POLLIN, 0 };
		assert_int_equal(poll(&p, 1, 10000), 1);
		source_read(&s, now_ms, hear, NULL);
	}
	assert_int_equal(s.state, state);
}

static void
begin(const char *script)
{
	struct reader r = command(script);

	heard[0] = '\0';
	source_init(&s, &r);
	source_tick(&s, 1000);
}

static void
speaks(void **state)
{
	(void)state;
	begin("echo samdepa-scan 1; echo 'state open YUYV 640x480';"
	    "echo 'rate 298 123'; echo 'view 2x2 08F0';"
	    "echo 'scan EAN-13 ]E0 weak 7310865004703'; echo rubbish;"
	    "echo 'scan QR ]Q1 strong A%20B'; echo 'scan QR - strong C';"
	    "echo 'state gone unplugged'; exec sleep 60");
	read_until(2000, SOURCE_GONE);
	assert_string_equal(heard, "7310865004703;A B;C;");
	assert_string_equal(s.what, "unplugged");
	assert_int_equal(s.codes, 3);
	assert_int_equal(s.bad_lines, 1);
	assert_int_equal(s.kind[1].codes, 2);
	assert_string_equal(s.kind[1].symbology, "QR");
	assert_int_equal(s.view_w, 0);		/* it sees no more */
	source_pause(&s, true, 3000);
	assert_int_equal(s.child.pid, 0);
	source_tick(&s, 100000);
	assert_int_equal(s.state, SOURCE_PAUSED);
	assert_int_equal(source_deadline(&s), -1);
	source_pause(&s, false, 100000);
	source_tick(&s, 100000);
	assert_true(s.child.pid > 0);
	source_stop(&s);
}

/* At most five pictures a second are kept. */
static void
views(void **state)
{
	char dir[] = "/tmp/readers-XXXXXX", fifo[40], script[128];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(fifo, sizeof fifo, "%s/fifo", dir);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	snprintf(script, sizeof script, "echo samdepa-scan 1;"
	    "echo 'view 1x1 3'; echo 'view 1x1 4';"
	    "echo 'scan QR - strong A'; cat %s; exit 3", fifo);
	begin(script);
	while (s.codes < 1)
		source_read(&s, 2000, hear, NULL);
	assert_int_equal(s.view[0], 3);
	FILE *f = fopen(fifo, "w");
	assert_non_null(f);
	fprintf(f, "view 1x1 5\nscan QR - strong B\n");
	fclose(f);
	while (s.codes < 2)
		source_read(&s, 2200, hear, NULL);
	assert_int_equal(s.view[0], 5);
	read_until(2300, SOURCE_FAILED);
	assert_int_equal(s.view_w, 0);
	assert_int_equal(s.status, 3);
	unlink(fifo);
	rmdir(dir);
}

static void
falls_silent(void **state)
{
	(void)state;
	begin("echo samdepa-scan 1; echo 'rate 300 100';"
	    "echo 'scan QR - strong A'; exec sleep 60");
	while (s.codes == 0)
		source_read(&s, 2000, hear, NULL);
	assert_int_equal(source_deadline(&s), 12000);
	source_tick(&s, 11999);
	assert_int_equal(s.state, SOURCE_RUNNING);
	source_tick(&s, 12000);
	assert_int_equal(s.state, SOURCE_FAILED);
	assert_int_equal(s.child.pid, 0);
	assert_int_equal(source_deadline(&s), 12500);
	/* One that never told a speed may be silent for ever. */
	begin("echo samdepa-scan 1; exec sleep 60");
	read_until(2000, SOURCE_RUNNING);
	assert_int_equal(source_deadline(&s), -1);
	source_stop(&s);
	/* And one that says nothing at all, not at all. */
	begin("exec sleep 60");
	assert_int_equal(source_deadline(&s), 11000);
	source_tick(&s, 11000);
	assert_int_equal(s.state, SOURCE_FAILED);
}

static void
is_no_reader(void **state)
{
	(void)state;
	begin("echo 'scan QR - strong A'; exec sleep 60");
	read_until(2000, SOURCE_FAILED);
	assert_string_equal(heard, "");
	begin("yes rubbish");
	read_until(2000, SOURCE_FAILED);
	begin("exec /no/such/reader");
	read_until(2000, SOURCE_FAILED);
	assert_int_equal(s.status, CHILD_NO_PROGRAM);
	/* Later and later, at most a minute. */
	for (int i = 0; i < 10; i++) {
		source_tick(&s, s.retry_ms);
		read_until(s.retry_ms, SOURCE_FAILED);
	}
	assert_int_equal(s.failures, 11);
	assert_int_equal(s.retry_ms - s.state_ms, 60000);
}

/* --- several --- */

enum { WEDGE, CAMERA, OTHER_CAMERA, SERIAL };

static struct kiosk k;

static void
reset(void)
{
	struct reader r[] = { { READER_camera, "a" }, { READER_camera, "b" },
	    { READER_serial_scanner, "c" } };

	config_init(&k.cfg);
	readers_init(&k.readers, r, 3, 200);
	k.now_ms = 5000;
}

static enum glance
judged(int reader, const char *text)
{
	struct input in = { .kind = INPUT_SCAN, .scan = text,
	    .n = strlen(text), .reader = reader };

	return readers_judge(&k, &in);
}

/* Who reads it first has it, and the others of the next second are echoes. */
static void
echoes(void **state)
{
	(void)state;
	reset();
	assert_int_equal(judged(CAMERA, "]E07310865004703"), GLANCE_NEW);
	k.now_ms += 1000;
	assert_int_equal(judged(WEDGE, "7310865004703"), GLANCE_DROP);
	assert_int_equal(judged(SERIAL, "7310865004703"), GLANCE_DROP);
	assert_int_equal(judged(WEDGE, "9074932437075"), GLANCE_NEW);
	k.now_ms += 1;		/* the hand reads again: twice is meant */
	assert_int_equal(judged(WEDGE, "7310865004703"), GLANCE_NEW);
	reset();
	assert_int_equal(judged(WEDGE, "A-1"), GLANCE_NEW);
	k.now_ms += 300;
	assert_int_equal(judged(CAMERA, "A-1"), GLANCE_DROP);
	k.now_ms += 300;
	assert_int_equal(judged(WEDGE, "A-1"), GLANCE_NEW);
	k.now_ms += 1001;
	assert_int_equal(judged(SERIAL, "A-1"), GLANCE_NEW);
}

/* What was read poorly waits for a better reading, also by another. */
static void
weak_and_strong(void **state)
{
	struct input in = { .kind = INPUT_SCAN, .scan = "A-1", .n = 3,
	    .reader = CAMERA, .weak = true };

	(void)state;
	reset();
	assert_int_equal(readers_judge(&k, &in), GLANCE_NEW);
	assert_int_equal(judged(WEDGE, "A-1"), GLANCE_NEW);
	in.reader = OTHER_CAMERA;
	assert_int_equal(readers_judge(&k, &in), GLANCE_DROP);
}

/* What was an echo is none later, where the label stays before the camera. */
static void
echo_that_stays(void **state)
{
	(void)state;
	reset();
	assert_int_equal(judged(WEDGE, "A-1"), GLANCE_NEW);
	assert_int_equal(judged(CAMERA, "A-1"), GLANCE_DROP);
	k.now_ms += 30000;
	assert_int_equal(judged(CAMERA, "A-1"), GLANCE_DROP);
	readers_touched(&k.readers);
	assert_int_equal(judged(CAMERA, "A-1"), GLANCE_NEW);
}

/* A label that flickers before a camera keeps nothing awake. */
static void
stare(void **state)
{
	(void)state;
	reset();
	assert_int_equal(judged(CAMERA, "A-1"), GLANCE_NEW);
	for (int i = 0; i < 39; i++) {
		k.now_ms += 3000;
		assert_int_equal(judged(CAMERA, "A-1"), GLANCE_AGAIN);
		assert_int_equal(judged(CAMERA, "A-2"), i == 0 ?
		    GLANCE_NEW : GLANCE_AGAIN);
	}
	k.now_ms += 3000;	/* by now the kiosk has locked itself */
	assert_int_equal(judged(CAMERA, "A-1"), GLANCE_DROP);
	readers_touched(&k.readers);
	assert_int_equal(judged(CAMERA, "A-1"), GLANCE_NEW);
	/* A hand that scans something is awake too. */
	assert_int_equal(judged(SERIAL, "A-3"), GLANCE_NEW);
	assert_int_equal(judged(CAMERA, "A-1"), GLANCE_NEW);
	for (int i = 0; i < 50; i++) {
		k.now_ms += 3000;
		assert_int_equal(judged(SERIAL, "A-3"), GLANCE_NEW);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names), cmocka_unit_test(commands),
		cmocka_unit_test(speaks), cmocka_unit_test(views),
		cmocka_unit_test(falls_silent),
		cmocka_unit_test(is_no_reader), cmocka_unit_test(echoes),
		cmocka_unit_test(echo_that_stays), cmocka_unit_test(stare),
		cmocka_unit_test(weak_and_strong),
	};

	lang_init();
	k.stack = calloc(1, sizeof *k.stack);
	int failed = cmocka_run_group_tests_name("readers", tests, NULL, NULL);
	free(k.stack);
	return failed;
}
