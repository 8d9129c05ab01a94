/* Edit: what is known of a thing, as it was registered. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/item.h"
#include "db/text.h"
#include "db/unit.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/rows.h"
#include "tui/kiosk/thing.h"
#include "tui/lang.h"

static const char *const limits[] = {
#define RESTRICTION(name, sv, kinds) name,
#include "db/restrictions.def"
#undef RESTRICTION
};

#define LIMITS ((int)(sizeof limits / sizeof *limits))

enum row { ROW_NAME, ROW_CATEGORY, ROW_COUNT, ROW_WIDTH, ROW_DEPTH,
	ROW_HEIGHT, ROW_VALUE, ROW_INSPECT, ROW_NOTE, ROW_LIMIT,
	ROWS = ROW_LIMIT + LIMITS };

static const char *const labels[ROWS] = {
	N_("Vad är det"), N_("Kategori"), N_("Antal"), N_("Bredd, mm"),
	N_("Djup, mm"), N_("Höjd, mm"), N_("Värde, kr"), N_("Besiktigas"),
	N_("Anteckning"), N_("Begränsning"), "", "", "",
};
_Static_assert(LIMITS == 4, "a label for each restriction");

struct state {
	struct rows rows;
	struct item item;
	char category[64];		/* its name */
	bool limit[LIMITS];
	char limit_text[LIMITS][64];
};

static const enum action actions[] = { DO_DONE, DO_NOTHING };

static struct field *
field(struct state *s, enum row row)
{
	return &s->rows.row[row].field;
}

/* Whether a list with commas has the name. */
static bool
has(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = list; (p = strstr(p, name)) != NULL; p += n)
		if ((p == list || strchr(", ", p[-1]) != NULL) &&
		    strchr(", ", p[n]) != NULL)
			return true;
	return false;
}

static void
fill(struct kiosk *k, struct state *s)
{
	const struct item *it = &s->item;
	struct category category;
	struct err err;
	char text[32];

	field_set(field(s, ROW_NAME), it->name);
	snprintf(s->category, sizeof s->category, "%s", category_find(k->db,
	    it->category, &category, &err) == RC_OK ? category.name :
	    it->category);
	field_set(field(s, ROW_CATEGORY), s->category);
	rows_set_number(&s->rows, ROW_COUNT, it->count);
	rows_set_number(&s->rows, ROW_WIDTH, it->width);
	rows_set_number(&s->rows, ROW_DEPTH, it->depth);
	rows_set_number(&s->rows, ROW_HEIGHT, it->height);
	if (it->value > 0) {
		snprintf(text, sizeof text, it->value % 100 == 0 ? "%lld" :
		    "%lld,%02d", (long long)it->value / 100,
		    (int)(it->value % 100));
		field_set(field(s, ROW_VALUE), text);
	}
	if (it->inspect_by != 0)
		field_set(field(s, ROW_INSPECT),
		    clock_format_day(it->inspect_by, text));
	field_set(field(s, ROW_NOTE), it->note);
	for (int i = 0; i < LIMITS; i++) {
		s->limit[i] = has(it->restriction, limits[i]);
		s->rows.row[ROW_LIMIT + i].value = "";
	}
}

static struct step
edit_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;
	struct err err;

	if (kiosk_fail(k, item_get(k->db, arg->id, &s->item, &err), &err) !=
	    RC_OK)
		return step_pop();
	k->said.outcome = SAY_NOTHING;
	rows_init(&s->rows, labels, ROWS);
	rows_digits(&s->rows, ROW_COUNT, 5);
	rows_digits(&s->rows, ROW_WIDTH, 5);
	rows_digits(&s->rows, ROW_DEPTH, 5);
	rows_digits(&s->rows, ROW_HEIGHT, 5);
	field(s, ROW_INSPECT)->max = 30;
	field(s, ROW_VALUE)->max = 20;
	field(s, ROW_NOTE)->max = 250;
	s->rows.row[ROW_COUNT].left_out = !s->item.lot;
	fill(k, s);
	return step_stay();
}

static void
edit_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;

	(void)k;
	for (int i = 0; i < LIMITS; i++) {
		snprintf(s->limit_text[i], sizeof s->limit_text[i], "%s %s",
		    s->limit[i] ? "[×]" : "[ ]",
		    _(restriction_label(limits[i])));
		s->rows.row[ROW_LIMIT + i].value = s->limit_text[i];
	}
	draw_textf(a.y, a.x, a.w, ST_STRONG, "%s   %s", s->item.code,
	    s->item.name);
	rows_draw(&s->rows, (struct area){ a.y + 2, a.x, a.h - 2, a.w });
}

/* An empty number says that it is not known. */
static int32_t
number(struct state *s, enum row row)
{
	int32_t n = rows_number(&s->rows, row);

	return n < 0 ? 0 : n;
}

/* What was typed, as the store takes it; the row that is wrong gets the
 * focus.  Its texts stand in s and in category and limit. */
static enum rc
read_form(struct kiosk *k, struct state *s, struct item_form *f,
    char category[40], char limit[96], struct err *err)
{
	const char *day = field(s, ROW_INSPECT)->text;
	const char *value = field(s, ROW_VALUE)->text;
	enum rc rc = RC_OK;

	item_form_init(f);
	f->name = field(s, ROW_NAME)->text;
	f->note = field(s, ROW_NOTE)->text;
	if (s->item.lot)
		f->count = rows_number(&s->rows, ROW_COUNT);
	f->width = number(s, ROW_WIDTH);
	f->depth = number(s, ROW_DEPTH);
	f->height = number(s, ROW_HEIGHT);
	*limit = '\0';
	for (int i = 0; i < LIMITS; i++)
		if (s->limit[i]) {
			size_t n = strlen(limit);
			snprintf(limit + n, 96 - n, "%s%s", n > 0 ? "," : "",
			    limits[i]);
		}
	f->restriction = limit;
	f->value = f->inspect_by = 0;
	if (*day != '\0') {
		s->rows.focus = ROW_INSPECT;
		rc = clock_parse_day(day, strlen(day), clock_today(),
		    &f->inspect_by, err);
	}
	if (rc == RC_OK && *value != '\0') {
		s->rows.focus = ROW_VALUE;
		rc = text_hundredths(value, strlen(value), &f->value, err);
	}
	if (rc == RC_OK && strcmp(field(s, ROW_CATEGORY)->text,
	    s->category) != 0) {
		s->rows.focus = ROW_CATEGORY;
		rc = category_ensure(k->db, field(s, ROW_CATEGORY)->text,
		    category, err);
		f->category = category;
	}
	return rc;
}

static struct step
done(struct kiosk *k, struct state *s)
{
	struct item_form f;
	struct err err = { .why = WHY_NONE };
	char category[40], limit[96], name[200], said[400];
	const char *args[] = { name };

	if (field(s, ROW_NAME)->text[0] == '\0') {
		s->rows.focus = ROW_NAME;
		kiosk_say(k, SAY_NO, false, "%s", _("Skriv vad det är."));
		return step_stay();
	}
	int focus = s->rows.focus;
	enum rc rc = kiosk_begin(k, &err);
	if (rc == RC_OK) {
		rc = read_form(k, s, &f, category, limit, &err);
		if (rc == RC_OK) {
			s->rows.focus = focus;
			rc = item_edit(k->db, s->item.id, &f, &err);
		}
		rc = kiosk_end(k, rc, &err);
	}
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	snprintf(s->item.name, sizeof s->item.name, "%s", f.name);
	thing_name(&s->item, name, sizeof name);
	kiosk_say(k, SAY_OK, true, "%s", lang_fill(said, sizeof said,
	    _("Ändrat: %1$s."), args, 1));
	return step_pop();
}

static struct step
edit_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	int i = s->rows.focus;

	(void)k;
	switch (rows_input(&s->rows, in)) {
	case ROWS_CHOSE:
		i = s->rows.focus - ROW_LIMIT;
		s->limit[i] = !s->limit[i];
		return step_stay();
	case ROWS_TOOK:
		return step_stay();
	case ROWS_PASS:
		break;
	}
	return step_pass();
}

static struct step
edit_action(struct kiosk *k, void *state, enum action a)
{
	return a == DO_DONE ? done(k, state) : step_pass();
}

const struct screen_ops screen_edit = {
	.title = N_("Ändra"),
	.help = N_("Rätta det som står fel, och tryck F9. Begränsningarna "
	    "bockas för med mellanslag. Esc ändrar inget."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = edit_open,
	.draw = edit_draw,
	.input = edit_input,
	.action = edit_action,
};
