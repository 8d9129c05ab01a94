#include "tui/kiosk/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/kiosk/touch.h"
#include "tui/lang.h"

#define LABEL_COLS 16

void
rows_init(struct rows *r, const char *const *labels, int n)
{
	memset(r, 0, sizeof *r);
	r->n = n;
	for (int i = 0; i < n; i++) {
		r->row[i].label = labels[i];
		field_init(&r->row[i].field, "");
		r->row[i].field.max = 120;
	}
}

void
rows_digits(struct rows *r, int row, size_t max)
{
	r->row[row].field.digits = true;
	r->row[row].field.max = max;
}

void
rows_set_number(struct rows *r, int row, int32_t n)
{
	char text[16];

	snprintf(text, sizeof text, "%d", n);
	field_set(&r->row[row].field, n > 0 ? text : "");
}

int32_t
rows_number(const struct rows *r, int row)
{
	const char *text = r->row[row].field.text;

	return *text != '\0' ? (int32_t)strtol(text, NULL, 10) : -1;
}

static void
draw_row(struct rows *r, int i, int y, struct area a)
{
	struct rows_row *row = &r->row[i];
	bool focus = r->focus == i;
	enum style st = focus ? ST_FIELD_FOCUS : ST_FIELD;
	int x = a.x + LABEL_COLS;
	int w = row->field.digits ? 10 : a.w - LABEL_COLS;

	if (w > 60)
		w = 60;
	draw_text(y, a.x, LABEL_COLS - 1, focus ? ST_ACCENT : ST_DIM,
	    _(row->label));
	if (row->value != NULL) {
		draw_fill((struct area){ y, x, 1, w }, st);
		draw_text(y, x + 1, w - 2, st, row->value);
		if (focus)
			draw_cursor(y, x + 1);
	} else {
		field_draw(&row->field, y, x, w, focus);
	}
	if (!touch_is_on())
		draw_target((struct area){ y, a.x, 1, LABEL_COLS + w },
		    TARGET_FIELD + i);
}

/* The row that stands at that place among those that are not left out. */
static int
row_at(const struct rows *r, int place)
{
	int i = 0;

	while (i < r->n && (r->row[i].left_out || place-- > 0))
		i++;
	return i;
}

static void
draw_large(int place, struct area a, bool selected, void *arg)
{
	(void)selected;
	draw_row(arg, row_at(arg, place), a.y + a.h / 2, a);
}

void
rows_draw(struct rows *r, struct area a)
{
	int shown = 0, before = 0, skip = 0;

	for (int i = 0; i < r->n; i++) {
		shown += !r->row[i].left_out;
		before += i < r->focus && !r->row[i].left_out;
	}
	r->list.sel = before;
	list_set(&r->list, shown);
	if (touch_is_on()) {
		list_draw(&r->list, a, true, false, draw_large, r);
		return;
	}
	int gap = a.h >= 2 * shown ? 2 : 1;
	if (shown > a.h && before > a.h - 1)
		skip = before - (a.h - 1);
	for (int i = 0, at = 0; i < r->n; i++) {
		if (r->row[i].left_out)
			continue;
		int y = a.y + (at++ - skip) * gap;
		if (y >= a.y && y < a.y + a.h)
			draw_row(r, i, y, a);
	}
	if (shown - skip > a.h)
		draw_right(a.y + a.h - 1, a.x, a.w, ST_DIM, _(" ↓ mer"));
}

static void
move(struct rows *r, int by)
{
	int to = r->focus + by;

	while (to >= 0 && to < r->n && r->row[to].left_out)
		to += by;
	if (to >= 0 && to < r->n)
		r->focus = to;
}

enum rows_did
rows_input(struct rows *r, const struct input *in)
{
	int at = in->target < TARGET_FIELD && in->target >= 0 ?
	    row_at(r, in->target) : in->target - TARGET_FIELD;

	if (in->kind == INPUT_DRAG || (in->kind == INPUT_KEY &&
	    (in->key == K_PGUP || in->key == K_PGDN))) {
		if (list_input(&r->list, in) == LIST_PASS)
			return ROWS_PASS;
		r->focus = row_at(r, r->list.sel);
		return ROWS_TOOK;
	}
	if (in->kind == INPUT_TAP && at >= 0 && at < r->n) {
		r->focus = at;
		return r->row[at].value != NULL ? ROWS_CHOSE : ROWS_TOOK;
	}
	struct rows_row *row = &r->row[r->focus];
	bool enter = in->kind == INPUT_KEY && in->key == K_ENTER;
	if (row->value != NULL && (enter || in->kind == INPUT_TEXT))
		return ROWS_CHOSE;
	if (row->value == NULL && field_input(&row->field, in, NULL))
		return ROWS_TOOK;
	if (in->kind != INPUT_KEY)
		return ROWS_PASS;
	if (enter || in->key == K_TAB || in->key == K_DOWN)
		move(r, 1);
	else if (in->key == K_BACKTAB || in->key == K_UP)
		move(r, -1);
	else
		return ROWS_PASS;
	return ROWS_TOOK;
}
