#include "tui/kiosk/finder.h"

#include <stdio.h>
#include <string.h>

#include "tui/kiosk/thing.h"
#include "tui/lang.h"
#include "tui/sink.h"

void
finder_init(struct finder *f, const char *words)
{
	field_init(&f->field, words);
	f->field.max = 100;
	f->stale = true;
}

void
finder_refresh(struct finder *f)
{
	f->again = !f->stale;
	f->stale = true;
}

/* Where the item stands among what was found; -1: nowhere. */
static int
found_at(const struct finder *f, int64_t id)
{
	for (size_t i = 0; i < f->found.n; i++)
		if (f->item[i].id == id)
			return (int)i;
	return -1;
}

void
finder_search(struct kiosk *k, struct finder *f)
{
	struct err err;
	int64_t chosen = f->again && f->list.sel < (int)f->found.n ?
	    f->item[f->list.sel].id : 0;

	if (!f->stale)
		return;
	f->stale = false;
	if (!f->again)
		f->list.sel = f->list.top = 0;
	f->again = false;
	memset(&f->found, 0, sizeof f->found);
	if (f->field.text[0] != '\0' &&
	    kiosk_fail(k, search_items(k->db, f->field.text, f->item,
	    FINDER_MAX, &f->found, &err), &err) != RC_OK)
		f->found.n = 0;
	list_follow(&f->list, (int)f->found.n, found_at(f, chosen));
}

void
finder_draw_field(struct finder *f, int y, int x, int w, bool focus)
{
	field_draw(&f->field, y, x, w, focus);
}

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	struct finder *f = arg;

	thing_row(&f->item[i], a, selected);
}

void
finder_draw_list(struct finder *f, struct area a)
{
	char text[200], n[16];
	const char *args[] = { n, f->found.meant };
	enum style st = ST_DIM;
	int y, x;

	if (f->field.text[0] == '\0' || a.h < 2)
		return;
	snprintf(n, sizeof n, f->found.n == FINDER_MAX ? "%zu+" : "%zu",
	    f->found.n);
	if (f->found.n == 0) {
		args[0] = f->field.text;
		lang_fill(text, sizeof text, _("✗ Inget heter ”%1$s”. "
		    "Prova färre bokstäver."), args, 1);
		st = ST_NO_TEXT;
	} else if (f->found.tier == SEARCH_MEANT) {
		lang_fill(text, sizeof text,
		    _("Menade du ”%2$s”?  %1$s träffar"), args, 2);
		st = ST_ALREADY_TEXT;
	} else {
		lang_fill(text, sizeof text, _n("%1$s träff", "%1$s träffar",
		    f->found.n), args, 1);
	}
	int w = draw_text(a.y, a.x, a.w, st, text);
	bool remote = false;
	for (size_t i = 0; i < f->found.n; i++)
		remote = remote || f->item[i].remote;
	if (remote)	/* what the depot and the time in a row mean */
		draw_right(a.y, a.x + w + 2, a.w - w - 2, ST_DIM,
		    _("andra depåers läge då"));
	draw_where(&y, &x);
	list_draw(&f->list, (struct area){ a.y + 1, a.x, a.h - 1, a.w },
	    a.h >= 24, true, draw_row, f);
	/* The cursor stays in the field: that is where letters go. */
	draw_cursor(y, x);
}

enum finder_did
finder_input(struct kiosk *k, struct finder *f, const struct input *in,
    struct code *code)
{
	bool changed = false;
	struct err err;

	if (in->kind == INPUT_KEY && in->key == K_ENTER &&
	    f->field.text[0] != '\0' &&
	    code_parse(f->field.text, strlen(f->field.text), code, &err) ==
	    RC_OK && code->kind <= CODE_SLIP)
		return FINDER_CODE;
	bool edits = in->kind == INPUT_KEY && (in->key == K_HOME ||
	    in->key == K_END);
	if (!edits || f->found.n == 0) {
		if (field_input(&f->field, in, &changed)) {
			f->stale = f->stale || changed;
			f->again = f->again && !changed;
			return FINDER_TOOK;
		}
	}
	if (in->kind == INPUT_KEY && in->key == K_ENTER)
		finder_search(k, f);
	switch (list_input(&f->list, in)) {
	case LIST_CHOSEN:
		return FINDER_CHOSE;
	case LIST_MOVED:
		return FINDER_TOOK;
	case LIST_PASS:
		break;
	}
	return FINDER_PASS;
}
