/* What people read: the sink, the languages, sentences, the configuration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/config.h"
#include "tui/lang.h"
#include "tui/say.h"
#include "tui/sink.h"

static void
test_sink(void **state)
{
	static const struct { const char *in; int cells; const char *out; }
	    rows[] = {
		{ "Samdepå", 20, "Samdepå" },
		{ "Samdepå", 7, "Samdepå" },
		{ "Samdepå", 6, "Samde…" },
		{ "a\033[31mb\007c", 20, "a[31mbc" },
		{ "a\xe2\x80\xae" "b\xe2\x80\x8f" "c", 20, "abc" },
		{ "a\xff" "b\xc3", 20, "a?b?" },
		{ "a\tb\nc", 20, "a b c" },
		{ "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 20,
		    "e\xcc\x81\xcc\x81" },
		{ "\xcc\x81x", 20, "x" },
		{ "\xe4\xb8\xad\xe4\xb8\xad", 3, "\xe4\xb8\xad…" },
		{ "\xc2\x85\xc2\xad\xef\xbb\xbfz", 20, "z" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sink_clean(rows[i].in, strlen(rows[i].in), rows[i].cells, out,
		    sizeof out);
		assert_string_equal(out, rows[i].out);
	}
	/* Whatever the room, it ends in a NUL inside of it. */
	for (size_t cap = 1; cap < 12; cap++) {
		memset(out, 'x', sizeof out);
		sink_clean("ååååååå", 14, 5, out, cap);
		assert_true(strlen(out) < cap);
	}
}

static void
test_wrap(void **state)
{
	const char *next, *text = "en lång mening";

	(void)state;
	assert_int_equal(sink_wrap(text, 8, &next), strlen("en lång "));
	assert_string_equal(next, "mening");
	assert_int_equal(sink_wrap("åååå", 2, &next), 4);
	assert_string_equal(next, "åå");
}

static void
test_fill(void **state)
{
	const char *args[] = { "ett", "två" };
	char out[64];

	(void)state;
	assert_string_equal(lang_fill(out, sizeof out, "%2$s %1$s %% %s %n",
	    args, 2), "två ett % ett %n");
	assert_string_equal(lang_fill(out, sizeof out, "%9$s%5$s.", args, 2),
	    ".");
	assert_string_equal(lang_fill(out, 6, "abc%1$sdef", args, 2),
	    "abcet");
}

static void
test_say(void **state)
{
	struct err err = { .why = WHY_LENT };
	char out[128];

	(void)state;
	lang_set("sv");
	snprintf(err.arg[0], sizeof err.arg[0], "Stolen");
	snprintf(err.arg[1], sizeof err.arg[1], "skolan");
	snprintf(err.arg[2], sizeof err.arg[2], "fredag");
	assert_string_equal(say_err(RC_REFUSED, &err, out, sizeof out),
	    "Stolen är utlånad till skolan till fredag.");
	assert_true(strlen(say_err(RC_BUSY, NULL, out, sizeof out)) > 10);
	assert_true(strlen(say_err((enum rc)99, NULL, out, sizeof out)) > 0);
}

static void
refused(const char *text, const char *line)
{
	struct config cfg;
	struct err err;
	char where[32];

	assert_int_equal(config_parse(&cfg, "x.conf", text, strlen(text),
	    &err), RC_INVALID);
	snprintf(where, sizeof where, "x.conf:%s:", line);
	assert_int_equal(strncmp(err.text, where, strlen(where)), 0);
}

static void
test_config(void **state)
{
	static const char good[] = "# en rad\nstore = /tmp/å b.db\n"
	    "language = en\r\nidle_s=30\n\n";
	struct config cfg;
	struct config_row row;
	struct err err;
	char long_line[400], key[16];
	int w_um, h_um;

	(void)state;
	assert_int_equal(config_parse(&cfg, "x.conf", good, strlen(good),
	    &err), RC_OK);
	assert_string_equal(cfg.store, "/tmp/å b.db");
	assert_string_equal(cfg.language, "en");
	assert_int_equal(cfg.idle_s, 30);
	assert_int_equal(cfg.undo_s, 10);
	refused("store = a\nstroe = b\n", "2");
	refused("\n\nidle_s = 3\n", "3");
	refused("idle_s = 30x\n", "1");
	refused("idle_s = 99999999999999999999\n", "1");
	refused("language = fi\n", "1");
	refused("language = sv|en\n", "1");
	refused("cell_mm = 2,3x4,7\n", "1");
	refused("cell_mm = 0.4x4\n", "1");
	refused("cell_mm = 2.3x4.7mm\n", "1");
	refused("cell_mm = 2.3\n", "1");
	assert_true(config_size("2.3x4.75", &w_um, &h_um));
	assert_int_equal(w_um, 2300);
	assert_int_equal(h_um, 4750);
	refused("[kiosk]\nidle_s = 30\n", "2");
	refused("idle_s = 30\nnonsense\n", "2");
	memset(long_line, 'a', sizeof long_line);
	memcpy(long_line, "store = ", 8);
	long_line[sizeof long_line - 1] = '\0';
	refused(long_line, "1");
	for (size_t i = 0; config_row(&cfg, i, &row) == RC_OK; i++)
		assert_true(row.text[0] != '\0' && row.name[0] != '\0');
	assert_int_equal(config_unescape("^B^^x", key, sizeof key), 3);
	assert_string_equal(key, "\002^x");
}

/* What stands commented out in the file that we ship are the defaults. */
static void
test_shipped(void **state)
{
	static char text[16384], bare[16384];
	struct config cfg, standard;
	struct err err;
	FILE *f = fopen("assets/samdepa.conf", "r");

	(void)state;
	if (f == NULL)
		skip();
	size_t n = fread(text, 1, sizeof text - 1, f), used = 0;
	fclose(f);
	for (char *l = strtok(text, "\n"); l != NULL; l = strtok(NULL, "\n"))
		if (l[0] == '#' && l[1] >= 'a' && l[1] <= 'z')
			used += (size_t)snprintf(bare + used,
			    sizeof bare - used, "%s\n", l + 1);
	assert_true(n > 0);
	config_init(&standard);
	assert_int_equal(config_parse(&cfg, "samdepa.conf", bare, used, &err),
	    RC_OK);
	assert_memory_equal(&cfg, &standard, sizeof cfg);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sink),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_say),
		cmocka_unit_test(test_config),
		cmocka_unit_test(test_shipped),
	};

	lang_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
