/* Register: one thing, or many alike, counted per condition.  Klart makes
 * them and prints their labels. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/item.h"
#include "db/unit.h"
#include "tui/kiosk/field.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"

enum row { ROW_NAME, ROW_CATEGORY, ROW_AS_NEW, ROW_GOOD, ROW_WORN,
	ROW_BROKEN, ROW_WIDTH, ROW_DEPTH, ROW_HEIGHT, ROW_PLACE, ROW_NOTE,
	ROWS };

static const char *const labels[ROWS] = {
	N_("Vad är det"), N_("Kategori"), N_("Antal nyskick"),
	N_("Antal bra"), N_("Antal slitna"), N_("Antal trasiga"),
	N_("Bredd, mm"), N_("Djup, mm"), N_("Höjd, mm"), N_("Plats"),
	N_("Anteckning"),
};

struct state {
	struct field field[ROWS];
	int  focus;
	char code[CODE_TEXT_MAX];	/* the label it has already, or "" */
	int64_t place;
	char place_name[64];
	char owner[16];
};

static const enum action actions[] = { DO_DONE, DO_NOTHING };

static bool
is_number(int row)
{
	return row >= ROW_AS_NEW && row <= ROW_HEIGHT;
}

static void
set_number(struct state *s, enum row row, int32_t n)
{
	char text[16];

	snprintf(text, sizeof text, "%d", n);
	field_set(&s->field[row], n > 0 ? text : "");
}

/* Like the thing that it is opened from; only the counts are to be said. */
static void
copy_item(struct kiosk *k, struct state *s, int64_t id)
{
	struct item item;
	struct err err;

	if (kiosk_fail(k, item_get(k->db, id, &item, &err), &err) != RC_OK)
		return;
	field_set(&s->field[ROW_NAME], item.name);
	field_set(&s->field[ROW_CATEGORY], item.category);
	set_number(s, ROW_WIDTH, item.width);
	set_number(s, ROW_DEPTH, item.depth);
	set_number(s, ROW_HEIGHT, item.height);
	s->place = item.place;
	memcpy(s->place_name, item.place_name, sizeof s->place_name);
	snprintf(s->owner, sizeof s->owner, "%s", item.owner);
	s->focus = ROW_AS_NEW;
}

static struct step
register_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	for (int i = 0; i < ROWS; i++) {
		field_init(&s->field[i], "");
		s->field[i].digits = is_number(i);
		s->field[i].max = is_number(i) ? 5 : 120;
	}
	memcpy(s->code, arg->text, sizeof s->code);
	snprintf(s->owner, sizeof s->owner, "%s", db_organisation(k->db));
	k->said.outcome = SAY_NOTHING;
	if (arg->id != 0)
		copy_item(k, s, arg->id);
	return step_stay();
}

static void
register_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	int gap = a.h >= 2 * ROWS + 2 ? 2 : 1;
	int first = 0;

	(void)k;
	if (s->code[0] != '\0')
		draw_textf(a.y, a.x, a.w, ST_STRONG, "%s %s", _("Etikett"),
		    s->code);
	else
		draw_text(a.y, a.x, a.w, ST_DIM,
		    _("Utan etikett: nästa lediga nummer, den skrivs ut."));
	if (a.h - 2 < ROWS && s->focus > a.h - 3)
		first = s->focus - (a.h - 3);
	for (int i = first; i < ROWS; i++) {
		int y = a.y + 2 + (i - first) * gap;
		bool focus = s->focus == i;
		if (y >= a.y + a.h)
			break;
		draw_text(y, a.x, 15, focus ? ST_ACCENT : ST_DIM,
		    _(labels[i]));
		int w = is_number(i) ? 8 : a.w - 16 < 60 ? a.w - 16 : 60;
		if (i == ROW_PLACE) {
			draw_fill((struct area){ y, a.x + 16, 1, w }, focus ?
			    ST_FIELD_FOCUS : ST_FIELD);
			draw_text(y, a.x + 17, w - 2, focus ?
			    ST_FIELD_FOCUS : ST_FIELD, s->place != 0 ?
			    s->place_name : _("skanna platsen, eller Enter"));
			if (focus)
				draw_cursor(y, a.x + 17);
		} else {
			field_draw(&s->field[i], y, a.x + 16, w, focus);
		}
		draw_target((struct area){ y, a.x, 1, 16 + w },
		    TARGET_FIELD + i);
	}
}

static int32_t
number(const struct state *s, enum row row)
{
	return (int32_t)strtol(s->field[row].text, NULL, 10);
}

static int32_t
measure(const struct state *s, enum row row)
{
	return s->field[row].text[0] != '\0' ? number(s, row) : -1;
}

/* One thing or lot for each condition that has a count; none given: one
 * good thing. */
static enum rc
make(struct kiosk *k, struct state *s, int64_t ids[CONDITION_COUNT],
    int *made, int *pieces, struct err *err)
{
	char category[40];
	bool none = true;
	const char *code = s->code[0] != '\0' ? s->code : NULL;

	enum rc rc = category_ensure(k->db, s->field[ROW_CATEGORY].text[0] !=
	    '\0' ? s->field[ROW_CATEGORY].text : s->field[ROW_NAME].text,
	    category, err);
	for (int c = 0; c < CONDITION_COUNT; c++)
		none = none && number(s, ROW_AS_NEW + (enum row)c) == 0;
	for (int c = 0; rc == RC_OK && c < CONDITION_COUNT; c++) {
		int32_t n = number(s, ROW_AS_NEW + (enum row)c);
		struct item_form f;
		if (none && c == CONDITION_GOOD)
			n = 1;
		if (n == 0)
			continue;
		item_form_init(&f);
		f.name = s->field[ROW_NAME].text;
		f.category = category;
		f.owner = s->owner;
		f.note = s->field[ROW_NOTE].text;
		f.count = n;
		f.condition = c;
		f.width = measure(s, ROW_WIDTH);
		f.depth = measure(s, ROW_DEPTH);
		f.height = measure(s, ROW_HEIGHT);
		if (s->place != 0)
			f.place = s->place;
		if (code != NULL && strncmp(code, "I-", 2) == 0)
			f.code = code;
		else if (code != NULL)
			f.codes[0] = code;
		code = NULL;
		rc = item_register(k->db, &f, &ids[(*made)++], err);
		*pieces += n;
	}
	return rc;
}

static struct step
done(struct kiosk *k, struct state *s)
{
	int64_t ids[CONDITION_COUNT];
	int made = 0, pieces = 0;
	struct err err = { .why = WHY_NONE };
	char things[48], said[400];
	const char *args[] = { things, s->field[ROW_NAME].text };

	if (s->field[ROW_NAME].text[0] == '\0') {
		s->focus = ROW_NAME;
		kiosk_say(k, SAY_NO, false, "%s", _("Skriv vad det är."));
		return step_stay();
	}
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = make(k, s, ids, &made, &pieces, &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	thing_count(pieces, things, sizeof things);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("Registrerat: %1$s, %2$s."), args, 2));
	/* What had its label needs none. */
	for (int i = 0; i < made; i++)
		if (i > 0 || strncmp(s->code, "I-", 2) != 0)
			paper_print(k, PAPER_LABEL, ids[i]);
	return step_replace(SCREEN_ITEM, ids[0], NULL);
}

static struct step
register_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	if (in->kind == INPUT_TAP && in->target >= TARGET_FIELD) {
		s->focus = in->target - TARGET_FIELD;
		return step_stay();
	}
	if (s->focus == ROW_PLACE && (in->kind == INPUT_TEXT ||
	    (in->kind == INPUT_KEY && in->key == K_ENTER)))
		return step_ask(SCREEN_PICK, ROW_PLACE, 'p', in->text);
	if (s->focus != ROW_PLACE &&
	    field_input(&s->field[s->focus], in, NULL))
		return step_stay();
	if (in->kind != INPUT_KEY)
		return step_pass();
	if (in->key == K_TAB || in->key == K_DOWN || in->key == K_ENTER)
		s->focus = s->focus + 1 < ROWS ? s->focus + 1 : s->focus;
	else if (in->key == K_BACKTAB || in->key == K_UP)
		s->focus = s->focus > 0 ? s->focus - 1 : 0;
	else
		return step_pass();
	return step_stay();
}

static void
set_place(struct kiosk *k, struct state *s, const char *text)
{
	struct place place;
	struct err err;

	if (kiosk_fail(k, place_find(k->db, text, &place, &err), &err) !=
	    RC_OK)
		return;
	s->place = place.id;
	memcpy(s->place_name, place.name, sizeof s->place_name);
}

/* A place's code is where it stands; a label that nobody has is its own. */
static struct step
register_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct item item;
	struct err err;
	size_t n = 0;

	if (code->kind == CODE_PLACE) {
		set_place(k, s, code->text);
		return step_stay();
	}
	if ((code->kind != CODE_ITEM && code->kind != CODE_FOREIGN) ||
	    item_find(k->db, code->text, &item, 1, &n, &err) !=
	    RC_NOT_FOUND)
		return step_pass();
	memcpy(s->code, code->text, sizeof s->code);
	return step_stay();
}

static struct step
register_action(struct kiosk *k, void *state, enum action a)
{
	if (a != DO_DONE)
		return step_pass();
	return k->who.role < ROLE_WORKER ? step_sign_in(ROLE_WORKER) :
	    done(k, state);
}

static struct step
register_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	if (arg->tag == ROW_PLACE)
		set_place(k, state, arg->text);
	return step_stay();
}

const struct screen_ops screen_register = {
	.title = N_("Registrera"),
	.help = N_("Skriv vad det är. Flera likadana: skriv hur många av "
	    "varje skick. Skanna platsen. F9 när det är klart."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = register_open,
	.draw = register_draw,
	.input = register_input,
	.scan = register_scan,
	.action = register_action,
	.answer = register_answer,
};
