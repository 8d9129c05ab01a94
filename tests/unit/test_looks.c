/* What is to be read can be: every style's contrast, worked out from its
 * colours as WCAG 2.1 does; and the sounds, as a WAV reader sees them. */
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "tui/kiosk/sound.h"

static const struct row {
	const char *name;
	int dark[2], light[2], contrast[2];
} rows[] = {
#define STYLE(id, dfg, dbg, lfg, lbg, cfg, cbg, fg8, bg8, attr) \
	{ #id, { dfg, dbg }, { lfg, lbg }, { cfg, cbg } },
#include "tui/kiosk/styles.def"
#undef STYLE
};

/* One channel of xterm's colour n (16 to 255), 0 to 1, made linear. */
static double
channel(int n, int which)
{
	static const int steps[] = { 0, 95, 135, 175, 215, 255 };
	static const int parts[] = { 36, 6, 1 };
	double v = n >= 232 ? 8 + (n - 232) * 10 :
	    steps[(n - 16) / parts[which] % 6];

	v /= 255;
	return v <= 0.03928 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double
luminance(int n)
{
	return 0.2126 * channel(n, 0) + 0.7152 * channel(n, 1) +
	    0.0722 * channel(n, 2);
}

static double
ratio(const int pair[2])
{
	double a = luminance(pair[0]) + 0.05, b = luminance(pair[1]) + 0.05;

	return a > b ? a / b : b / a;
}

static void
expect(const char *theme, const char *name, const int pair[2], double least)
{
	if (ratio(pair) < least)
		fail_msg("%s %s: %.2f to 1", theme, name, ratio(pair));
}

static void
test_contrast(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *r = &rows[i];

		expect("contrast", r->name, r->contrast, 7);
		/* A frame, and a button that is not to be pressed. */
		if (strcmp(r->name, "LINE") == 0 ||
		    strcmp(r->name, "KEY_OFF") == 0)
			continue;
		expect("dark", r->name, r->dark, 4.5);
		expect("light", r->name, r->light, 4.5);
	}
}

static uint32_t
little(const unsigned char *p, int bytes)
{
	uint32_t v = 0;

	for (int i = bytes - 1; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

/* How often it crosses zero in its first 60 ms: the pitch, about. */
static int
crossings(const unsigned char *wav)
{
	int n = 0, before = 0;

	for (int i = 100; i < 960; i++) {
		int now = (int16_t)little(wav + 44 + 2 * i, 2);
		n += now != 0 && before != 0 && (now > 0) != (before > 0);
		before = now != 0 ? now : before;
	}
	return n;
}

static void
test_sounds(void **state)
{
	static unsigned char wav[SAY_INFO][SOUND_BYTES_MAX];
	size_t n[SAY_INFO];

	(void)state;
	for (int o = SAY_OK; o < SAY_INFO; o++) {
		n[o] = sound_wav((enum outcome)o, wav[o], sizeof wav[o]);
		assert_in_range(n[o], 2000, SOUND_BYTES_MAX);
		assert_memory_equal(wav[o], "RIFF", 4);
		assert_int_equal(little(wav[o] + 4, 4), n[o] - 8);
		assert_memory_equal(wav[o] + 8, "WAVEfmt ", 8);
		assert_memory_equal(wav[o] + 36, "data", 4);
		assert_int_equal(little(wav[o] + 40, 4), n[o] - 44);
	}
	assert_int_equal(sound_wav(SAY_INFO, wav[1], sizeof wav[1]), 0);
	/* 880, 660 and 196 Hz: nobody takes one for the other. */
	assert_true(crossings(wav[SAY_OK]) > crossings(wav[SAY_ALREADY]) * 5 / 4);
	assert_true(crossings(wav[SAY_ALREADY]) > crossings(wav[SAY_NO]) * 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_sounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
