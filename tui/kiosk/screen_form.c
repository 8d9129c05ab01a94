/* The transfer form: what, for whom, when, how and why.  Klart books it, and
 * makes the ticket where the depot's own people did it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/ticket.h"
#include "db/unit.h"
#include "tui/kiosk/field.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/thing.h"
#include "tui/kiosk/verbs.h"
#include "tui/lang.h"

enum row { ROW_UNIT, ROW_KIND, ROW_START, ROW_UNTIL, ROW_DELIVERY,
	ROW_CONTACT, ROW_PHONE, ROW_REASON, ROW_NOTE, ROW_LINES };

static const char *const labels[ROW_LINES] = {
	N_("Till enhet"), N_("Slag"), N_("Från"), N_("Ska tillbaka"),
	N_("Levereras"), N_("Kontakt"), N_("Telefon"), N_("Skäl"),
	N_("Anteckning"),
};

static const struct { const char *name, *label; } reasons[] = {
	{ "need", N_("behövs i verksamheten") },
	{ "event", N_("tillfälligt: evenemang, projekt") },
	{ "shortage", N_("något är trasigt eller saknas") },
	{ "other", N_("annat") },
};

#define REASONS (sizeof reasons / sizeof *reasons)

/* What is asked of other screens; 0 is an item that was searched for. */
enum { ASK_UNIT = 1, ASK_CATEGORY, ASK_COUNT };

struct state {
	struct unit unit;	/* id 0: not chosen */
	enum order_kind kind;
	size_t reason;
	struct field field[ROW_LINES];
	int focus;		/* a row; from ROW_LINES on, a line */
	size_t n;
	struct form_line { struct order_line line; char name[128], code[40]; }
	    line[ORDER_LINES_MAX];
	char category[40];	/* whose count is being asked */
	int top;
};

static const enum action actions[] = {
	DO_ADD, DO_DONE, DO_REMOVE, DO_NOTHING
};

static bool
form_can(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	(void)k;
	return a != DO_REMOVE || s->focus >= ROW_LINES;
}

static void
add_item(struct kiosk *k, struct state *s, int64_t id, int32_t count)
{
	struct item item;
	struct err err;
	size_t i = 0;
	char said[300];
	const char *args[] = { item.name };

	if (kiosk_fail(k, item_get(k->db, id, &item, &err), &err) != RC_OK)
		return;
	while (i < s->n && s->line[i].line.item != id)
		i++;
	if (i < s->n && !item.lot) {
		kiosk_say(k, SAY_ALREADY, false, "%s", lang_fill(said,
		    sizeof said, _("%1$s är redan med."), args, 1));
		return;
	}
	if (i == ORDER_LINES_MAX)
		return;
	struct form_line *l = &s->line[i];
	l->line.item = id;
	l->line.count = i < s->n ? l->line.count + count : count;
	memcpy(l->name, item.name, sizeof l->name);
	memcpy(l->code, item.code, sizeof l->code);
	if (i == s->n)
		s->n++;
}

static void
take_lines(struct kiosk *k, struct state *s, const char *p)
{
	while (*p == ' ') {
		char *end;
		int64_t id = strtoll(p, &end, 10);
		int32_t count = *end == ':' ?
		    (int32_t)strtol(end + 1, &end, 10) : 1;
		if (end == p)
			return;
		p = end;
		if (count > 0)
			add_item(k, s, id, count);
	}
}

static void
set_day(struct state *s, enum row row, int32_t day)
{
	char text[CLOCK_DAY_MAX];

	field_set(&s->field[row], clock_format_day(day, text));
}

static void
set_unit(struct kiosk *k, struct state *s, int64_t id)
{
	struct err err;

	if (kiosk_fail(k, unit_get(k->db, id, &s->unit, &err), &err) !=
	    RC_OK) {
		s->unit.id = 0;
		return;
	}
	if (s->field[ROW_CONTACT].text[0] == '\0') {
		field_set(&s->field[ROW_CONTACT], s->unit.contact);
		field_set(&s->field[ROW_PHONE], s->unit.phone);
	}
}

/* Whom the last order was for: at a counter it is most often the same. */
static int64_t
usual_unit(struct kiosk *k)
{
	struct order_filter all = { .unit = 0 };
	struct order newest;
	struct err err;
	size_t n = 0;

	if (k->last_unit != 0 || k->who.id == 0)
		return k->last_unit;
	if (order_list(k->db, &all, 0, &newest, 1, &n, &err) != RC_OK ||
	    n == 0)
		return 0;
	return newest.unit;
}

static struct step
form_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	int32_t today = clock_today();
	static const size_t caps[ROW_LINES] = {
		[ROW_DELIVERY] = 127, [ROW_CONTACT] = 63, [ROW_PHONE] = 31,
		[ROW_NOTE] = 255, [ROW_START] = 30, [ROW_UNTIL] = 30,
	};

	for (int i = 0; i < ROW_LINES; i++) {
		field_init(&s->field[i], "");
		s->field[i].max = caps[i];
	}
	s->kind = ORDER_LOAN;
	set_day(s, ROW_START, today);
	set_day(s, ROW_UNTIL, today + k->cfg.loan_days);
	k->said.outcome = SAY_NOTHING;
	if (arg->id > 0)
		add_item(k, s, arg->id, 1);
	else
		take_lines(k, s, k->work);
	int64_t unit = usual_unit(k);
	if (unit != 0)
		set_unit(k, s, unit);
	return step_stay();
}

static bool
is_field(int row)
{
	return row == ROW_START || row == ROW_UNTIL || row == ROW_DELIVERY ||
	    row == ROW_CONTACT || row == ROW_PHONE || row == ROW_NOTE;
}

static void
draw_value(struct state *s, int row, int y, int x, int w)
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
		    _(order_kind_label(s->kind)) :
		    _(reasons[s->reason].label));
	draw_fill((struct area){ y, x, 1, w }, st);
	draw_text(y, x + 1, w - 2, st, text);
	if (focus)
		draw_cursor(y, x + 1);
}

static void
draw_lines(struct state *s, struct area a)
{
	if (s->n == 0)
		draw_wrap(a, ST_ALREADY_TEXT, _("Inga saker än. Skanna dem, "
		    "sök med F2, eller F6 för så många av en kategori."));
	for (size_t i = 0; i < s->n && (int)i < a.h; i++) {
		const struct form_line *l = &s->line[i];
		bool focus = s->focus == ROW_LINES + (int)i;
		enum style st = focus ? ST_SELECTED : ST_BODY;
		int y = a.y + (int)i;
		if (focus) {
			draw_fill((struct area){ y, a.x, 1, a.w }, st);
			draw_cursor(y, a.x);
		}
		draw_textf(y, a.x + 1, 5, st, "%3d", l->line.count);
		draw_text(y, a.x + 6, a.w - 26, st, l->name);
		draw_right(y, a.x + a.w - 20, 19, focus ? st : ST_DIM,
		    l->code);
		draw_target((struct area){ y, a.x, 1, a.w },
		    TARGET_FIELD + ROW_LINES + (int)i);
	}
}

static void
form_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	int wide = a.w >= 100;	/* two columns: the lines stand beside */
	int w = wide ? a.w * 3 / 5 : a.w;
	int gap = wide && a.h >= 2 * ROW_LINES + 2 ? 2 : 1;

	(void)k;
	for (int row = 0; row < ROW_LINES && row * gap < a.h; row++) {
		int y = a.y + row * gap;
		draw_text(y, a.x, 14, s->focus == row ? ST_ACCENT : ST_DIM,
		    _(labels[row]));
		draw_value(s, row, y, a.x + 15, w - 15);
		draw_target((struct area){ y, a.x, 1, w },
		    TARGET_FIELD + row);
	}
	if (wide)
		draw_lines(s, (struct area){ a.y, a.x + w + 2, a.h,
		    a.w - w - 2 });
	else
		draw_lines(s, (struct area){ a.y + ROW_LINES + 1, a.x,
		    a.h - ROW_LINES - 1, a.w });
}

static enum rc
read_days(struct state *s, struct order_form *f, struct err *err)
{
	const char *a = s->field[ROW_START].text, *b =
	    s->field[ROW_UNTIL].text;

	enum rc rc = clock_parse_day(a, strlen(a), clock_today(), &f->start,
	    err);
	f->until = 0;
	if (rc == RC_OK && order_kind_returns(s->kind))
		rc = clock_parse_day(b, strlen(b), clock_today(), &f->until,
		    err);
	return rc;
}

/* Asks, and for our own people grants and issues in the same act. */
static enum rc
book(struct kiosk *k, const struct order_form *f, int64_t *order,
    int64_t *ticket, struct err *err)
{
	*ticket = 0;
	enum rc rc = kiosk_begin(k, err);
	if (rc != RC_OK)
		return rc;
	rc = order_make(k->db, f, order, err);
	if (rc == RC_OK && k->who.role >= ROLE_WORKER) {
		rc = order_grant(k->db, *order, "", err);
		if (rc == RC_OK)
			rc = ticket_issue(k->db, *order, 0, ticket, err);
	}
	return kiosk_end(k, rc, err);
}

static struct step
booked(struct kiosk *k, struct state *s, int64_t order, int64_t ticket)
{
	struct order o = { .number = 0 };
	struct err err;
	char number[24], said[400];
	const char *args[] = { number, s->unit.name };

	if (order_get(k->db, order, &o, &err) != RC_OK)
		o.number = 0;
	snprintf(number, sizeof number, "%lld", (long long)o.number);
	k->last_unit = s->unit.id;
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    ticket != 0 ? _("Bokat åt %2$s, beställning %1$s.") :
	    _("Beställning %1$s väntar på svar från depån."), args, 2));
	if (ticket == 0)
		return step_replace(SCREEN_ORDER, order, NULL);
	paper_print(k, PAPER_TICKET, ticket);
	return step_replace(SCREEN_TICKET, ticket, NULL);
}

static struct step
done(struct kiosk *k, struct state *s)
{
	struct order_line line[ORDER_LINES_MAX];
	struct err err = { .why = WHY_NONE };
	int64_t order, ticket;
	struct order_form f = { .kind = s->kind, .unit = s->unit.id,
	    .delivery = s->field[ROW_DELIVERY].text,
	    .reason = reasons[s->reason].name,
	    .note = s->field[ROW_NOTE].text,
	    .contact = s->field[ROW_CONTACT].text,
	    .phone = s->field[ROW_PHONE].text, .lines = line, .n = s->n };

	if (s->unit.id == 0) {
		s->focus = ROW_UNIT;
		kiosk_say(k, SAY_NO, false, "%s", _("Till vilken enhet?"));
		return step_stay();
	}
	for (size_t i = 0; i < s->n; i++)
		line[i] = s->line[i].line;
	enum rc rc = read_days(s, &f, &err);
	if (rc == RC_OK)
		rc = book(k, &f, &order, &ticket, &err);
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	return booked(k, s, order, ticket);
}

static void
remove_line(struct state *s)
{
	size_t i = (size_t)(s->focus - ROW_LINES);

	if (s->focus < ROW_LINES || i >= s->n)
		return;
	memmove(&s->line[i], &s->line[i + 1], (--s->n - i) *
	    sizeof s->line[0]);
	if (i == s->n)
		s->focus--;
}

/* Left and right: another kind, another reason, one more or less. */
static bool
turn(struct state *s, int by)
{
	if (s->focus == ROW_KIND)
		s->kind = (enum order_kind)(((int)s->kind + by +
		    ORDER_KIND_COUNT) % ORDER_KIND_COUNT);
	else if (s->focus == ROW_REASON)
		s->reason = (s->reason + REASONS + (size_t)by) % REASONS;
	else if (s->focus >= ROW_LINES) {
		struct order_line *l = &s->line[s->focus - ROW_LINES].line;
		if (l->count + by > 0)
			l->count += by;
	} else
		return false;
	return true;
}

static bool
move(struct state *s, int by)
{
	int to = s->focus + by;

	if (to < 0 || to >= ROW_LINES + (int)s->n)
		return false;
	s->focus = to;
	return true;
}

static struct step
form_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	if (in->kind == INPUT_TAP && in->target >= TARGET_FIELD) {
		s->focus = in->target - TARGET_FIELD;
		return s->focus == ROW_UNIT ?
		    step_ask(SCREEN_PICK, ASK_UNIT, 'u', NULL) : step_stay();
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
		return turn(s, in->key == K_RIGHT ? 1 : -1) ? step_stay() :
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
	struct state *s = state;
	struct item item[2];
	struct unit unit;
	struct err err;
	size_t n = 0;

	if (code->kind == CODE_UNIT) {
		if (kiosk_fail(k, unit_find(k->db, code->text, &unit, &err),
		    &err) == RC_OK)
			set_unit(k, s, unit.id);
		return step_stay();
	}
	if ((code->kind != CODE_ITEM && code->kind != CODE_FOREIGN) ||
	    item_find(k->db, code->text, item, 2, &n, &err) != RC_OK ||
	    n != 1)
		return step_pass();
	add_item(k, s, item[0].id, 1);
	return step_stay();
}

static struct step
form_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (a == DO_DONE)
		return done(k, s);
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
	struct state *s = state;
	struct form_line *l = &s->line[s->n];

	if (arg->tag == ASK_UNIT) {
		set_unit(k, s, arg->id);
		s->focus = ROW_KIND;
	} else if (arg->tag == ASK_CATEGORY) {
		snprintf(s->category, sizeof s->category, "%.39s", arg->text);
		return prompt_number(ASK_COUNT, _("Hur många?"), 0);
	} else if (arg->tag == ASK_COUNT && s->n < ORDER_LINES_MAX) {
		*l = (struct form_line){ .line.count = (int32_t)arg->id };
		memcpy(l->line.category, s->category,
		    sizeof l->line.category);
		snprintf(l->name, sizeof l->name, _("valfri: %s"),
		    s->category);
		s->n++;
	} else if (arg->id != 0) {
		add_item(k, s, arg->id, 1);
	}
	return step_stay();
}

static bool
form_park(struct kiosk *k, void *state, char *out, size_t cap)
{
	struct state *s = state;
	size_t used = 0;

	(void)k;
	out[0] = '\0';
	for (size_t i = 0; i < s->n && used < cap; i++)
		if (s->line[i].line.item != 0)
			used += (size_t)snprintf(out + used, cap - used,
			    " %lld:%d", (long long)s->line[i].line.item,
			    s->line[i].line.count);
	return used > 0 && used < cap;
}

const struct screen_ops screen_form = {
	.title = N_("Beställ"),
	.help = N_("Skriv eller skanna enheten, skanna sakerna. Pil upp och "
	    "ner byter rad, vänster och höger ändrar. F9 när det är klart."),
	.actions = actions,
	.state_size = sizeof(struct state),
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
