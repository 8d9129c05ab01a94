/* Register: one thing, or many alike, counted per condition.  Klart makes
 * them and prints their labels. */
#include <stdio.h>
#include <string.h>

#include "db/item.h"
#include "db/unit.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/rows.h"
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
	struct rows rows;
	char code[CODE_TEXT_MAX];	/* the label it has already, or "" */
	int64_t place;
	char place_name[64];
	char owner[16];
};

static const enum action actions[] = { DO_DONE, DO_NOTHING };

static struct field *
field(struct state *s, enum row row)
{
	return &s->rows.row[row].field;
}

/* Like the thing that it is opened from; only the counts are to be said. */
static void
copy_item(struct kiosk *k, struct state *s, int64_t id)
{
	struct item item;
	struct err err;

	if (kiosk_fail(k, item_get(k->db, id, &item, &err), &err) != RC_OK)
		return;
	field_set(field(s, ROW_NAME), item.name);
	field_set(field(s, ROW_CATEGORY), item.category);
	rows_set_number(&s->rows, ROW_WIDTH, item.width);
	rows_set_number(&s->rows, ROW_DEPTH, item.depth);
	rows_set_number(&s->rows, ROW_HEIGHT, item.height);
	s->place = item.place;
	memcpy(s->place_name, item.place_name, sizeof s->place_name);
	snprintf(s->owner, sizeof s->owner, "%s", item.owner);
	s->rows.focus = ROW_AS_NEW;
}

static struct step
register_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	rows_init(&s->rows, labels, ROWS);
	for (int i = ROW_AS_NEW; i <= ROW_HEIGHT; i++)
		rows_digits(&s->rows, i, 5);
	s->rows.row[ROW_PLACE].value = "";
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

	(void)k;
	s->rows.row[ROW_PLACE].value = s->place != 0 ? s->place_name :
	    _("skanna platsen, eller Enter");
	if (s->code[0] != '\0')
		draw_textf(a.y, a.x, a.w, ST_STRONG, "%s %s", _("Etikett"),
		    s->code);
	else
		draw_text(a.y, a.x, a.w, ST_DIM,
		    _("Utan etikett: nästa lediga nummer, den skrivs ut."));
	rows_draw(&s->rows, (struct area){ a.y + 2, a.x, a.h - 2, a.w });
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

	enum rc rc = category_ensure(k->db, field(s, ROW_CATEGORY)->text[0] !=
	    '\0' ? field(s, ROW_CATEGORY)->text : field(s, ROW_NAME)->text,
	    category, err);
	for (int c = 0; c < CONDITION_COUNT; c++)
		none = none && rows_number(&s->rows, ROW_AS_NEW + c) <= 0;
	for (int c = 0; rc == RC_OK && c < CONDITION_COUNT; c++) {
		int32_t n = rows_number(&s->rows, ROW_AS_NEW + c);
		struct item_form f;
		if (none && c == CONDITION_GOOD)
			n = 1;
		if (n <= 0)
			continue;
		item_form_init(&f);
		f.name = field(s, ROW_NAME)->text;
		f.category = category;
		f.owner = s->owner;
		f.note = field(s, ROW_NOTE)->text;
		f.count = n;
		f.condition = c;
		f.width = rows_number(&s->rows, ROW_WIDTH);
		f.depth = rows_number(&s->rows, ROW_DEPTH);
		f.height = rows_number(&s->rows, ROW_HEIGHT);
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
	const char *args[] = { things, field(s, ROW_NAME)->text };

	if (field(s, ROW_NAME)->text[0] == '\0') {
		s->rows.focus = ROW_NAME;
		kiosk_say(k, SAY_NO, false, "%s", _("Skriv vad det är."));
		return step_stay();
	}
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = make(k, s, ids, &made, &pieces, &err);
		/* What had its label needs none. */
		for (int i = 0; rc == RC_OK && i < made; i++)
			if (i > 0 || strncmp(s->code, "I-", 2) != 0)
				rc = paper_add(k, PAPER_LABEL, ids[i], &err);
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	thing_count(pieces, things, sizeof things);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("Registrerat: %1$s, %2$s."), args, 2));
	return step_replace(SCREEN_ITEM, ids[0], NULL);
}

static struct step
register_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	switch (rows_input(&s->rows, in)) {
	case ROWS_CHOSE:
		return step_ask(SCREEN_PICK, ROW_PLACE, 'p', in->kind ==
		    INPUT_TEXT ? in->text : NULL);
	case ROWS_TOOK:
		return step_stay();
	case ROWS_PASS:
		break;
	}
	return step_pass();
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
