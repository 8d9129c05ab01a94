#include "tui/kiosk/touch.h"

#include "tui/config.h"

/* From this size on, larger targets are hit no better (Parhi, Karlson and
 * Bederson 2006, by thumb: 9.2 mm for one, 9.6 mm for one after another). */
#define FINGER_UM	9600

static const struct { int w, h; } stated[TOUCH_KINDS] = {
	[TOUCH_MAIN] = { 18, 5 },
	[TOUCH_OTHER] = { 12, 4 },
	[TOUCH_ROW] = { 1, 3 },
	[TOUCH_KEY] = { 7, 3 },
};

static int cell_w_um, cell_h_um;	/* 0: unknown */
static bool finger;
static enum touch_scroll scroll;
static enum touch_field field;

void
touch_init(const char *cell_mm)
{
	cell_w_um = cell_h_um = 0;
	if (*cell_mm != '\0')
		config_size(cell_mm, &cell_w_um, &cell_h_um);
}

static int
least(int cells, int cell_um)
{
	int need = cell_um > 0 ? (FINGER_UM + cell_um - 1) / cell_um : 0;

	return need > cells ? need : cells;
}

int
touch_w(enum touch_kind kind)
{
	return least(stated[kind].w, cell_w_um);
}

int
touch_h(enum touch_kind kind)
{
	return least(stated[kind].h, cell_h_um);
}

void
touch_begin(bool on)
{
	finger = on;
	scroll = SCROLL_NONE;
	field = FIELD_NONE;
}

bool
touch_is_on(void)
{
	return finger;
}

void
touch_writes(enum touch_field f)
{
	field = f;
}

void
touch_scrolls(enum touch_scroll s)
{
	scroll = s;
}

enum touch_field
touch_field(void)
{
	return field;
}

enum touch_scroll
touch_scroll(void)
{
	return scroll;
}
