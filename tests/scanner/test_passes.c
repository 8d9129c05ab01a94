/* test_passes.c - how many looks at a picture it takes: few where a code is
 * clear, and one where there is no time. */
#include <string.h>

#include "scanner/passes.h"
#include "tests/lib/tap.h"

#define MODULE 5		/* pixels */
#define QUIET  10		/* modules */
#define WIDTH  ((QUIET + 95 + QUIET) * MODULE)
#define HEIGHT 200

static const char text[] = "7310865004703";
static const char widths[] =
    "11114111222321131211114132111111321132111132131232111411111";

static void
ean_draw(struct grey *g)
{
	int x = QUIET * MODULE;

	memset(g->px, 230, (size_t)WIDTH * HEIGHT);
	for (const char *w = widths; *w != '\0'; w++) {
		int n = (*w - '0') * MODULE;
		if ((w - widths) % 2 == 0)
			for (int y = 20; y < HEIGHT - 20; y++)
				memset(g->px + y * WIDTH + x, 30, (size_t)n);
		x += n;
	}
}

static void
noise_draw(struct grey *g)
{
	uint32_t r = 1;

	for (int i = 0; i < WIDTH * HEIGHT; i++) {
		r = r * 1664525 + 1013904223;
		g->px[i] = (uint8_t)(r >> 24);
	}
}

static int
search(const struct grey *g, int budget_ms, int codes, struct tally *t)
{
	struct decoder *d = decoder_new(UINT64_C(1) << 14);

	if (d == NULL)
		return -1;
	*t = (struct tally){ 0 };
	int looks = passes_search(d, g, budget_ms, codes, t);
	decoder_free(d);
	return looks;
}

int
main(void)
{
	static struct tally t;
	struct grey g;

	if (!grey_init(&g, WIDTH, HEIGHT))
		return 1;
	ean_draw(&g);
	int looks = search(&g, 60000, 0, &t);
	tap_ok(t.n == 1 && t.entries[0].believed &&
	    memcmp(t.entries[0].code.text, text, sizeof text - 1) == 0,
	    "clear-bars-are-read", "%d read", t.n);
	tap_ok(looks == 3, "and-looked-at-by-each-reader-once", "%d looks",
	    looks);
	looks = search(&g, 60000, 1, &t);
	tap_ok(looks == 1, "one-code-of-one-is-enough", "%d looks", looks);
	noise_draw(&g);
	looks = search(&g, 60000, 0, &t);
	tap_ok(looks == 1 + passes_count(&g), "nothing-is-looked-for-in-all-ways",
	    "%d looks", looks);
	looks = search(&g, 1, 0, &t);
	tap_ok(looks == 2, "without-time-one-pass", "%d looks", looks);
	grey_release(&g);
	return tap_status();
}
