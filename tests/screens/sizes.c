/* Every screen there is, under a finger, in three sizes and on all pages of
 * its buttons: no target is smaller than it must be, and none lies on another.
 * Without a finger none of that is there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/finger.h"
#include "tests/lib/scene.h"
#include "tests/lib/screens.h"
#include "tests/lib/tap.h"
#include "tests/lib/vt_own.h"

static struct { int w, h; } main_least = { 18, 5 },
    other_least = { 12, 4 }, row_least = { 12, 3 }, key_least = { 7, 3 };

static void
judge(struct flow *f, enum screen_id id, const struct area *a, int target)
{
	bool key = target >= TARGET_KEYPAD || id == SCREEN_CALENDAR;
	int w = row_least.w, h = row_least.h;

	if (target >= TARGET_FIELD && target != TARGET_TYPE) {
		w = other_least.w;
		h = other_least.h;
	} else if (id == SCREEN_HOME && target != TARGET_TYPE) {
		w = main_least.w;
		h = main_least.h;
	}
	if (key && (target >= TARGET_KEYPAD || target < TARGET_FIELD)) {
		w = key_least.w;
		h = key_least.h;
	}
	flow_expect(f, a->w >= w && a->h >= h, "target %d at %d,%d is %dx%d, "
	    "not %dx%d", target, a->y, a->x, a->w, a->h, w, h);
	flow_expect(f, a->y >= 0 && a->x >= 0 && a->y + a->h <= f->vt->rows &&
	    a->x + a->w <= f->vt->cols, "target %d at %d,%d is %dx%d",
	    target, a->y, a->x, a->w, a->h);
}

static bool
overlap(const struct area *a, const struct area *b)
{
	return a->y < b->y + b->h && b->y < a->y + a->h &&
	    a->x < b->x + b->w && b->x < a->x + a->w;
}

/* Whether the frame is one for a finger: its first button is. */
static bool
is_large(const char *path)
{
	int y, x, h, w, target;
	bool large = false;
	FILE *file = fopen(path, "r");

	while (file != NULL && fscanf(file, "%d %d %d %d %d", &y, &x, &h, &w,
	    &target) == 5)
		large = large || (target >= TARGET_ACTION &&
		    target < TARGET_KEYPAD && h >= other_least.h);
	if (file != NULL)
		fclose(file);
	return large;
}

/* All targets of the frame: large enough, none over another.  How many. */
static int
measure(struct flow *f, enum screen_id id, const char *path)
{
	static struct area seen[300];
	int target, n = 0;
	FILE *file = fopen(path, "r");

	while (file != NULL && n < 300 && fscanf(file, "%d %d %d %d %d",
	    &seen[n].y, &seen[n].x, &seen[n].h, &seen[n].w, &target) == 5) {
		judge(f, id, &seen[n], target);
		for (int i = 0; i < n; i++)
			flow_expect(f, !overlap(&seen[i], &seen[n]),
			    "target %d at %d,%d lies on one at %d,%d", target,
			    seen[n].y, seen[n].x, seen[i].y, seen[i].x);
		n++;
	}
	if (file != NULL)
		fclose(file);
	return n;
}

static void
sizes_of(struct flow *f, enum screen_id id, const char *path)
{
	static const int sizes[][2] = { { 16, 57 }, { 24, 80 }, { 37, 100 } };

	screens_open(f, id);
	flow_expect(f, !is_large(path), "large without a finger");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		vt_resize(f->vt, sizes[i][0], sizes[i][1]);
		vt_next(f->vt);
		vt_tap(f->vt, 0, 0);
		for (int n = 0; n < 20 && id != SCREEN_QR && !is_large(path);
		    n++)
			vt_frame(f->vt, f->vt->pty.frame + 1);
		snprintf(f->where, sizeof f->where, "%dx%d", sizes[i][1],
		    sizes[i][0]);
		int n = measure(f, id, path);
		flow_expect(f, n > 2 || id == SCREEN_QR, "%d targets", n);
		/* The pages of the bar, and the keypad on it. */
		int y, x;
		for (int page = 0; page < 6 && finger_find(f, "Mer", &y, &x);
		    page++) {
			finger_tap(f, "Mer");
			measure(f, id, path);
		}
		if (finger_find(f, "Skriv kod", &y, &x)) {
			finger_tap(f, "Skriv kod");
			flow_sees(f, "Göm");
			measure(f, id, path);
			finger_tap(f, "▾ Göm");
		}
	}
	vt_resize(f->vt, 24, 80);
	vt_next(f->vt);
}

/* Where a cell is known to be small, more of them make a target. */
static void
small_cells(const char *path)
{
	struct flow f;

	main_least.w = other_least.w = row_least.w = 12;
	other_least.h = row_least.h = main_least.h = 5;	/* 9.6 mm of 2.0 */
	main_least.w = 18;
	flow_open_on(&f, "touch = always\ncell_mm = 1.2x2.0\n"
	    "scan_prefix = ^B", NULL);
	snprintf(f.task, sizeof f.task, "small-cells");
	flow_key(&f, "F4");	/* a key: it stays large */
	flow_sees(&f, "›  Återlämna");
	flow_expect(&f, is_large(path) && measure(&f, SCREEN_RETURN, path) > 3,
	    "not large");
	tap_ok(f.why[0] == '\0', "sizes-small-cells", "%s", f.why);
	flow_close(&f);
}

int
main(void)
{
	struct flow f;
	char path[1200], name[80];

	scene_others();
	scene_set(NULL);
	snprintf(path, sizeof path, "%s/targets", scene_folder());
	setenv("SAMDEPA_TARGETS", path, 1);
	flow_open(&f, false, 24, 80);
	screens_codes_init();
	for (enum screen_id id = 0; id < SCREEN_COUNT; id++) {
		snprintf(f.task, sizeof f.task, "%s", screen_name(id));
		sizes_of(&f, id, path);
		snprintf(name, sizeof name, "sizes-%s", screen_name(id));
		tap_ok(f.why[0] == '\0', name, "%s", f.why);
		f.why[0] = '\0';
	}
	flow_close(&f);
	small_cells(path);
	return tap_status();
}
