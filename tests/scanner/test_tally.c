/* test_tally.c - what is believed, when it is told, and in which order. */
#include <string.h>

#include "scanner/tally.h"
#include "tests/lib/tap.h"

static struct tally tally;

static struct code
code(enum symbology s, const char *text, int quality)
{
	struct code c = { .symbology = s, .quality = quality };

	c.len = strlen(text);
	memcpy(c.text, text, c.len);
	for (size_t i = 0; i < c.len; i++)	/* a place of its own */
		c.area.y0 += 100 * text[i];
	c.area.y1 = c.area.y0 + 60;
	c.area.x1 = 90;
	return c;
}

static bool
add(enum symbology s, const char *text, int quality, int pass)
{
	struct code c = code(s, text, quality);
	return tally_add(&tally, &c, pass, 0, 0);
}

static void
check_believed(void)
{
	tap_ok(add(SYM_QRCODE, "x", 1, 0), "qr-at-once", "no");
	tap_ok(add(SYM_CODE128, "x", 2, 0), "code128-good", "no");
	tap_ok(!add(SYM_CODE128, "y", 1, 0), "code128-poor-waits", "no");
	tap_ok(!add(SYM_CODE128, "y", 1, 0), "same-pass-is-no-second", "no");
	tap_ok(add(SYM_CODE128, "y", 1, 3), "second-pass-agrees", "no");
	tap_ok(!add(SYM_CODE128, "y", 9, 4), "believed-only-once", "no");
	tap_ok(!add(SYM_EAN13, "7310865004703", 9, 0), "ean-poor-waits",
	    "no");
	tap_ok(!add(SYM_EAN13, "7310865004710", 9, 1), "other-text-no-second",
	    "no");
	tap_ok(add(SYM_EAN13, "7310865004703", 10, 0), "ean-better-counts",
	    "no");
	tap_ok(!add(SYM_CODE39, "ABC", 9, 0), "code39-short-waits", "no");
	tap_ok(add(SYM_CODE39, "ABCD", 3, 0), "code39-good", "no");
	tap_ok(!add(SYM_I25, "12345670", 2, 0) &&
	    !add(SYM_I25, "12345670", 2, 1), "itf-needs-summed-quality", "no");
	tap_ok(add(SYM_I25, "12345670", 2, 2), "itf-summed-quality", "no");
}

static void
check_evidence(void)
{
	const struct entry *out[TALLY_MAX];
	int n = tally_take(&tally, out, TALLY_MAX), strong = 0, weak = 0;

	for (int i = 0; i < n; i++) {
		strong += out[i]->strong;
		weak += !out[i]->strong;
	}
	tap_ok(strong == 5 && weak == 1, "evidence", "%d strong, %d weak",
	    strong, weak);
	tap_ok(tally_take(&tally, out, TALLY_MAX) == 0, "told-once", "no");
}

static void
check_order(void)
{
	static const struct area areas[] = {
		{ 300, 10, 400, 60 }, { 0, 20, 100, 90 }, { 150, 0, 250, 50 },
		{ 0, 200, 50, 250 }, { 100, 190, 150, 240 },
	};
	const struct entry *out[TALLY_MAX];
	char got[8] = "";

	memset(&tally, 0, sizeof tally);
	for (int i = 0; i < 5; i++) {
		char text[2] = { (char)('a' + i), '\0' };
		struct code c = code(SYM_QRCODE, text, 1);
		c.area = areas[i];
		(void)tally_add(&tally, &c, 0, 0, 0);
	}
	int n = tally_take(&tally, out, TALLY_MAX);
	for (int i = 0; i < n && i < 7; i++)
		got[i] = out[i]->code.text[0];
	tap_ok(strcmp(got, "bcade") == 0, "reading-order", "%s", got);
}

static void
check_forget(void)
{
	const struct entry *out[TALLY_MAX];
	struct code c = code(SYM_QRCODE, "x", 1);

	memset(&tally, 0, sizeof tally);
	(void)tally_add(&tally, &c, 0, 1, 0);
	(void)tally_take(&tally, out, TALLY_MAX);
	tally_forget(&tally, 30, 1000);
	tap_ok(!tally_add(&tally, &c, 0, 30, 1000), "a-short-gap-is-no-gap",
	    "told again");
	tally_forget(&tally, 60, 1900);
	tap_ok(tally_add(&tally, &c, 0, 60, 1900), "gone-for-30-frames",
	    "not told");
	tally_forget(&tally, 72, 3800);
	tap_ok(!tally_add(&tally, &c, 0, 72, 3800), "gone-for-too-short",
	    "told again");
	tally_forget(&tally, 84, 5800);
	tap_ok(tally_add(&tally, &c, 0, 84, 5800), "gone-for-2-s",
	    "not told");
	for (int i = 0; i < 3 * TALLY_MAX; i++) {
		char text[8] = { 'n', (char)('a' + i / 26), (char)('a' +
		    i % 26) };
		c = code(SYM_QRCODE, text, 1);
		(void)tally_add(&tally, &c, 0, 90 + i, 6000);
	}
	tap_ok(tally.n == TALLY_MAX, "full-forgets-the-oldest", "%d", tally.n);
}

/* What frames add to poor readings. */
static void
check_frames(void)
{
	struct code c = code(SYM_EAN13, "7310865004703", 3);
	bool told = false;

	memset(&tally, 0, sizeof tally);
	for (int i = 1; i < 50; i++)
		told |= tally_add(&tally, &c, 0, i, 0);
	tap_ok(!told, "same-pass-in-many-frames-is-no-second", "told");
	memset(&tally, 0, sizeof tally);
	tap_ok(!tally_add(&tally, &c, 0, 1, 0) &&
	    !tally_add(&tally, &c, 3, 2, 0), "two-frames-are-not-enough",
	    "told");
	tap_ok(tally_add(&tally, &c, 0, 3, 0), "three-readings-are", "no");
	memset(&tally, 0, sizeof tally);
	tap_ok(!tally_add(&tally, &c, 0, 1, 0) &&
	    tally_add(&tally, &c, 3, 1, 0), "one-frame-two-passes", "no");
}

/* Two texts at one place. */
static void
check_same_place(void)
{
	const struct entry *out[TALLY_MAX];
	struct code ean = code(SYM_EAN13, "7310865004703", 20);
	struct code part = code(SYM_UPCE, "01234565", 20);
	struct code other = code(SYM_EAN13, "9780345348036", 20);

	part.area = other.area = ean.area;
	memset(&tally, 0, sizeof tally);
	(void)tally_add(&tally, &part, 0, 1, 0);
	(void)tally_add(&tally, &ean, 1, 1, 0);
	int n = tally_take(&tally, out, TALLY_MAX);
	tap_ok(n == 1 && out[0]->code.symbology == SYM_EAN13,
	    "a-part-gives-way", "%d told", n);
	part.quality = 1;
	(void)tally_add(&tally, &part, 2, 2, 0);
	tap_ok(!tally_add(&tally, &part, 3, 2, 0), "a-poor-part-too", "told");
	tap_ok(!tally_add(&tally, &other, 0, 3, 0) &&
	    !tally_add(&tally, &other, 0, 4, 0),
	    "another-where-one-is-needs-two", "told at once");
	tap_ok(tally_add(&tally, &other, 3, 5, 0), "another-that-two-read",
	    "no");
}

int
main(void)
{
	check_believed();
	check_evidence();
	check_order();
	check_forget();
	check_frames();
	check_same_place();
	return tap_status();
}
