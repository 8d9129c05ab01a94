/* The transfer form: what, for whom, when, how and why.  Klart books it, and
 * makes the ticket where the depot's own people did it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/sync_state.h"
#include "db/unit.h"
#include "tui/kiosk/form.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

static const char *const labels[ROW_LINES] = {
	N_("Till enhet"), N_("Slag"), N_("Från"), N_("Ska tillbaka"),
	N_("Levereras"), N_("Hämtas i"), N_("Kontakt"), N_("Telefon"), N_("Skäl"),
	N_("Anteckning"),
};

/* What is asked of other screens; 0 is an item that was searched for. */
enum { ASK_UNIT = 1, ASK_CATEGORY, ASK_COUNT, ASK_START, ASK_UNTIL,
    ASK_LINE };

static const enum action actions[] = {
	DO_ADD, DO_DONE, DO_REMOVE, DO_NOTHING
};

static bool
form_can(struct kiosk *k, void *state, enum action a)
{
	struct form *s = state;

	(void)k;
	return a != DO_REMOVE || s->focus >= ROW_LINES;
}

/* Whom this person served last: at a counter it is most often the same.
 * What others did says nothing of it. */
static int64_t
usual_unit(const struct kiosk *k)
{
	return k->who.id != 0 ? k->last_unit : 0;
}

static struct step
form_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct form *s = state;

	form_init(k, s);
	k->said.outcome = SAY_NOTHING;
	/* The card that it was asked on, else the usual one. */
	int64_t unit = arg->id2 != 0 ? arg->id2 : usual_unit(k);
	if (unit != 0)
		form_set_unit(k, s, unit);
	if (arg->id > 0)
		form_add(k, s, arg->id, 1);
	else
		form_read(k, s, arg->text[0] != '\0' ? arg->text : k->work);
	return step_stay();
}

static bool
is_field(int row)
{
	return row == ROW_START || row == ROW_UNTIL || row == ROW_DELIVERY ||
	    row == ROW_CONTACT || row == ROW_PHONE || row == ROW_NOTE;
}

/* A depot alone does not ask where it is fetched. */
static bool
is_shown(const struct form *s, int row)
{
	return row != ROW_PICKUP || !s->alone;
}

static void
draw_value(struct form *s, int row, int y, int x, int w)
{
	bool focus = s->focus == row;
	enum style st = focus ? ST_FIELD_FOCUS : ST_FIELD;
	char text[256];

	if (is_field(row)) {
		if (row == ROW_UNTIL && !order_kind_returns(s->kind)) {
			draw_text(y, x, w, focus ? ST_SELECTED : ST_DIM,
			    _("för gott"));
			if (focus)
				draw_cursor(y, x);
			return;
		}
		field_draw(&s->field[row], y, x, w, focus);
		if (row == ROW_DELIVERY && s->field[row].text[0] == '\0')
			draw_text(y, x + 1, w - 2, st, _("nej, hämtas"));
		if (focus && row == ROW_DELIVERY)
			draw_cursor(y, x + 1 +
			    (int)s->field[row].at);
		return;
	}
	if (row == ROW_UNIT)
		snprintf(text, sizeof text, "%s", s->unit.id != 0 ?
		    s->unit.name : _("välj: skriv några bokstäver"));
	else
		snprintf(text, sizeof text, "◂ %s ▸", row == ROW_KIND ?
		    _(order_kind_label(s->kind)) : row == ROW_PICKUP ?
		    s->pickup :
		    _(form_reason_label(s->reason)));
	draw_fill((struct area){ y, x, 1, w }, st);
	draw_text(y, x + 1, w - 2, st, text);
	if (focus)
		draw_cursor(y, x + 1);
}

static void
draw_line_at(struct form *s, int i, int y, struct area a)
{
	const struct form_line *l = &s->line[i];
	bool focus = s->focus == ROW_LINES + i;
	enum style st = focus ? ST_SELECTED : ST_BODY;

	if (focus) {
		draw_fill((struct area){ y, a.x, 1, a.w }, st);
		draw_cursor(y, a.x);
	}
	draw_textf(y, a.x + 1, 5, st, "%3d", l->line.count);
	draw_text(y, a.x + 6, a.w - 26, st, l->name);
	draw_right(y, a.x + a.w - 20, 19, focus ? st : ST_DIM, l->code);
}

static void
draw_lines(struct form *s, struct area a)
{
	if (s->n == 0)
		draw_wrap(a, ST_ALREADY_TEXT, _("Inga saker än. Skanna dem, "
		    "sök med F2, eller F6 för så många av en kategori."));
	for (size_t i = 0; i < s->n && (int)i < a.h; i++) {
		int y = a.y + (int)i;
		draw_line_at(s, (int)i, y, a);
		draw_target((struct area){ y, a.x, 1, a.w },
		    TARGET_FIELD + ROW_LINES + (int)i);
	}
}

/* What stands at that place of the list, as the focus counts. */
static int
row_at(const struct form *s, int place)
{
	return place + (!is_shown(s, ROW_PICKUP) && place >= ROW_PICKUP);
}

static void
draw_row(struct form *s, int row, int y, struct area a)
{
	draw_text(y, a.x, 14, s->focus == row ? ST_ACCENT : ST_DIM,
	    _(labels[row]));
	draw_value(s, row, y, a.x + 15, a.w - 15);
}

static void
draw_large(int place, struct area a, bool selected, void *arg)
{
	int row = row_at(arg, place), y = a.y + a.h / 2;

	(void)selected;
	if (row < ROW_LINES)
		draw_row(arg, row, y, a);
	else
		draw_line_at(arg, row - ROW_LINES, y, a);
}

static void
form_draw(struct kiosk *k, void *state, struct area a)
{
	struct form *s = state;
	int wide = a.w >= 100;	/* two columns: the lines stand beside */
	int w = wide ? a.w * 3 / 5 : a.w;
	int gap = wide && a.h >= 2 * ROW_LINES + 2 ? 2 : 1;
	int y = a.y;

	(void)k;
	list_set(&s->list, ROW_LINES - s->alone + (int)s->n);
	s->list.sel = s->focus - (s->alone && s->focus > ROW_PICKUP);
	if (touch_is_on()) {
		list_draw(&s->list, a, true, false, draw_large, s);
		return;
	}
	for (int row = 0; row < ROW_LINES && y < a.y + a.h; row++) {
		if (!is_shown(s, row))
			continue;
		draw_row(s, row, y, (struct area){ a.y, a.x, a.h, w });
		draw_target((struct area){ y, a.x, 1, w },
		    TARGET_FIELD + row);
		y += gap;
	}
	if (wide)
		draw_lines(s, (struct area){ a.y, a.x + w + 2, a.h,
		    a.w - w - 2 });
	else
		draw_lines(s, (struct area){ y + 1, a.x, a.y + a.h - y - 1,
		    a.w });
}

static void
remove_line(struct form *s)
{
	size_t i = (size_t)(s->focus - ROW_LINES);

	if (s->focus < ROW_LINES || i >= s->n)
		return;
	memmove(&s->line[i], &s->line[i + 1], (--s->n - i) *
	    sizeof s->line[0]);
	if (i == s->n)
		s->focus--;
}

static size_t
next_reason(size_t at, int by)
{
	size_t n = 0;

	while (form_reason_label(n) != NULL)
		n++;
	return (at + n + (size_t)by) % n;
}

static void
next_depot(struct kiosk *k, struct form *s, int by)
{
	static struct sync_depot depot[SYNC_DEPOTS_MAX];
	size_t n = 0, at = 0, i;

	if (sync_depots(k->db, depot, SYNC_DEPOTS_MAX, &n, NULL) != RC_OK ||
	    n == 0)
		return;
	while (at < n - 1 && strcmp(depot[at].code, s->pickup) != 0)
		at++;
	i = at;
	do
		i = (i + n + (size_t)by) % n;
	while (i != at && depot[i].closed);
	snprintf(s->pickup, sizeof s->pickup, "%.8s", depot[i].code);
}

/* Left and right: another kind, another reason, one more or less. */
static bool
turn(struct kiosk *k, struct form *s, int by)
{
	if (s->focus == ROW_KIND)
		s->kind = (enum order_kind)(((int)s->kind + by +
		    ORDER_KIND_COUNT) % ORDER_KIND_COUNT);
	else if (s->focus == ROW_PICKUP)
		next_depot(k, s, by);
	else if (s->focus == ROW_REASON)
		s->reason = next_reason(s->reason, by);
	else if (s->focus >= ROW_LINES) {
		struct order_line *l = &s->line[s->focus - ROW_LINES].line;
		if (l->count + by > 0)
			l->count += by;
	} else
		return false;
	return true;
}

static bool
move(struct form *s, int by)
{
	int to = s->focus + by;

	if (!is_shown(s, to))
		to += by;
	if (to < 0 || to >= ROW_LINES + (int)s->n)
		return false;
	s->focus = to;
	return true;
}

/* A finger does not type: a unit and a day are chosen, the others of a few
 * come one after the other, and how many of a lot is asked for. */
static struct step
tapped(struct kiosk *k, struct form *s, bool again)
{
	bool start = s->focus == ROW_START;

	if (s->focus == ROW_UNIT)
		return step_ask(SCREEN_PICK, ASK_UNIT, 'u', NULL);
	if (s->focus < ROW_LINES && turn(k, s, 1))
		return step_stay();
	if (s->focus >= ROW_LINES && again)
		return prompt_number(ASK_LINE, _("Hur många?"),
		    s->line[s->focus - ROW_LINES].line.count);
	if (!start && (s->focus != ROW_UNTIL ||
	    !order_kind_returns(s->kind)))
		return step_stay();
	const char *day = s->field[s->focus].text;
	return step_ask(SCREEN_CALENDAR, start ? ASK_START : ASK_UNTIL,
	    s->n == 1 ? s->line[0].line.item : 0, *day != '\0' ? day : "+0");
}

static struct step
form_input(struct kiosk *k, void *state, const struct input *in)
{
	struct form *s = state;

	(void)k;
	if (in->kind == INPUT_DRAG || (in->kind == INPUT_KEY &&
	    (in->key == K_PGUP || in->key == K_PGDN))) {
		if (list_input(&s->list, in) == LIST_PASS)
			return step_pass();
		s->focus = row_at(s, s->list.sel);
		return step_stay();
	}
	if (in->kind == INPUT_TAP && (in->target >= TARGET_FIELD ||
	    in->target < s->list.count)) {
		int was = s->focus;
		s->focus = in->target >= TARGET_FIELD ?
		    in->target - TARGET_FIELD : row_at(s, in->target);
		return tapped(k, s, was == s->focus);
	}
	if (s->focus == ROW_UNIT && (in->kind == INPUT_TEXT ||
	    (in->kind == INPUT_KEY && in->key == K_ENTER)))
		return step_ask(SCREEN_PICK, ASK_UNIT, 'u', in->text);
	if (is_field(s->focus) && field_input(&s->field[s->focus], in, NULL))
		return step_stay();
	if (in->kind != INPUT_KEY)
		return step_pass();
	switch (in->key) {
	case K_TAB:
	case K_DOWN:
	case K_ENTER:
		return move(s, 1) ? step_stay() : step_pass();
	case K_BACKTAB:
	case K_UP:
		return move(s, -1) ? step_stay() : step_pass();
	case K_LEFT:
	case K_RIGHT:
		return turn(k, s, in->key == K_RIGHT ? 1 : -1) ? step_stay() :
		    step_pass();
	case K_DELETE:
		remove_line(s);
		return step_stay();
	default:
		return step_pass();
	}
}

static struct step
form_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct form *s = state;
	struct item item[2];
	struct unit unit;
	struct err err;
	size_t n = 0;

	if (code->kind == CODE_UNIT) {
		if (kiosk_fail(k, unit_find(k->db, code->text, &unit, &err),
		    &err) == RC_OK) {
			form_set_unit(k, s, unit.id);
			kiosk_say(k, SAY_OK, false, "%s", unit.name);
		}
		return step_stay();
	}
	if ((code->kind != CODE_ITEM && code->kind != CODE_FOREIGN) ||
	    item_find(k->db, code->text, item, 2, &n, &err) != RC_OK ||
	    n != 1)
		return step_pass();
	form_add(k, s, item[0].id, 1);
	return step_stay();
}

static struct step
form_action(struct kiosk *k, void *state, enum action a)
{
	struct form *s = state;

	if (a == DO_DONE)
		return form_done(k, s);
	if (a == DO_ADD)
		return step_ask(SCREEN_PICK, ASK_CATEGORY, 'c', NULL);
	if (a == DO_REMOVE) {
		remove_line(s);
		return step_stay();
	}
	return step_pass();
}

static struct step
form_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct form *s = state;

	if (arg->tag == ASK_UNIT) {
		form_set_unit(k, s, arg->id);
		s->focus = ROW_KIND;
	} else if (arg->tag == ASK_CATEGORY) {
		snprintf(s->category, sizeof s->category, "%.39s", arg->text);
		return prompt_number(ASK_COUNT, _("Hur många?"), 0);
	} else if (arg->tag == ASK_COUNT) {
		form_add_category(s, s->category, (int32_t)arg->id);
	} else if (arg->tag == ASK_LINE) {
		if (s->focus >= ROW_LINES)
			s->line[s->focus - ROW_LINES].line.count =
			    (int32_t)arg->id;
	} else if (arg->tag == ASK_START || arg->tag == ASK_UNTIL) {
		form_set_day(s, arg->tag == ASK_START ? ROW_START : ROW_UNTIL,
		    (int32_t)arg->id);
	} else if (arg->id != 0) {
		form_add(k, s, arg->id, 1);
	}
	return step_stay();
}

static bool
form_park(struct kiosk *k, void *state, char *out, size_t cap)
{
	(void)k;
	return form_write(state, out, cap);
}

const struct screen_ops screen_form = {
	.title = N_("Beställ"),
	.help = N_("Skriv eller skanna enheten, skanna sakerna. Pil upp och "
	    "ner byter rad, vänster och höger ändrar. F9 när det är klart."),
	.actions = actions,
	.state_size = sizeof(struct form),
	.takes_items = true,
	.open = form_open,
	.draw = form_draw,
	.input = form_input,
	.scan = form_scan,
	.action = form_action,
	.answer = form_answer,
	.can = form_can,
	.park = form_park,
};
