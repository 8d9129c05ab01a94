/* test_scene.c - what has changed from frame to frame, what has not, and where
 * a code could stand. */
#include <string.h>

#include "scanner/scene.h"
#include "tests/lib/tap.h"

#define W 1280
#define H 720

static struct scene scene;
static const struct area label = { 400, 240, 640, 360 };

static bool
is_in_label(int x, int y)
{
	return x >= label.x0 && x < label.x1 && y >= label.y0 && y < label.y1;
}

/* A grey wall with noise, and bars of six pixels on it. */
static void
draw(struct grey *g, bool with_label)
{
	static uint32_t noise = 1;

	for (int y = 0; y < H; y++)
		for (int x = 0; x < W; x++) {
			int v = 150;
			if (with_label && is_in_label(x, y))
				v = x / 6 % 2 == 0 ? 30 : 220;
			noise = noise * 1664525 + 1013904223;
			g->px[y * W + x] = (uint8_t)(v + (int)(noise >> 24) %
			    9 - 4);
		}
}

static bool
covers(const struct region *r, const struct area *a)
{
	return r->x <= a->x0 && r->y <= a->y0 && r->x + r->w >= a->x1 &&
	    r->y + r->h >= a->y1;
}

int
main(void)
{
	struct grey g;

	if (!grey_init(&g, W, H))
		return 1;
	draw(&g, false);
	int all = scene_update(&scene, &g, 1);
	tap_ok(scene.reduced == 2 && scene.small.w == 640 && all == 80 * 45,
	    "first-frame-is-all-new", "%d", all);
	scene_find_regions(&scene);
	tap_ok(scene.regions_n == 0, "noise-is-no-region", "%d",
	    scene.regions_n);
	draw(&g, false);
	int same = scene_update(&scene, &g, 2);
	tap_ok(same == 0, "noise-is-no-change", "%d", same);
	tap_ok(scene_is_same(&scene, &label, 1), "same-place", "no");

	draw(&g, true);
	int changed = scene_update(&scene, &g, 3);
	scene_find_regions(&scene);
	tap_ok(changed > 50 && changed < 400, "label-is-a-change", "%d",
	    changed);
	tap_ok(scene.regions_n == 1 && covers(&scene.regions[0], &label) &&
	    scene.regions[0].w < 400 && scene.regions[0].h < 260,
	    "label-is-a-region", "%d", scene.regions_n);
	tap_ok(!scene_is_same(&scene, &label, 2), "other-place", "same");
	draw(&g, true);
	(void)scene_update(&scene, &g, 4);
	tap_ok(scene_is_same(&scene, &label, 3), "label-stays", "no");
	draw(&g, false);
	(void)scene_update(&scene, &g, 5);
	tap_ok(!scene_is_same(&scene, &label, 3), "label-is-taken", "same");
	scene_release(&scene);
	grey_release(&g);
	return tap_status();
}
