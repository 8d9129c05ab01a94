/* Labels: so many new numbers beforehand, or new labels for what is scanned
 * here; on a sheet that may be half used, or one by one on the roll. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/item.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/kiosk/rows.h"
#include "tui/labels.h"
#include "tui/lang.h"

#define LABELS_MAX	480
#define PLACE_TARGET	9000	/* + a place of the sheet */
#define PLACE_COLS	6
#define SHEET_COLS	(PRINT_SHEET_ACROSS * (PLACE_COLS + 1) - 1)

enum { ROW_COUNT, ROW_SKIP, ROWS };

static const char *const labels[ROWS] = { N_("Hur många"),
	N_("Redan använda") };

struct state {
	struct rows rows;
	struct list list;
	size_t n;			/* 0: new numbers are asked for */
	struct label label[LABELS_MAX];
	bool fresh;			/* they are new numbers, not printed */
	bool sheets;
	bool test;			/* what is printed is one */
	struct print_job job;
};

static const enum action actions[] = { DO_PRINT_LABELS, DO_TEST_LABEL,
	DO_NEW_PLACES, DO_NOTHING };

static const char *
printer(const struct kiosk *k)
{
	return papers_labels_printer(&k->cfg);
}

static size_t
skip(const struct state *s)
{
	int32_t n = rows_number(&s->rows, ROW_SKIP);

	return s->sheets && n > 0 ? (size_t)n % PRINT_SHEET : 0;
}

static size_t
count(const struct state *s)
{
	int32_t n = rows_number(&s->rows, ROW_COUNT);

	return s->n > 0 ? s->n : n < 0 ? 0 : (size_t)n;
}

static void
set_count(struct state *s)
{
	s->rows.row[ROW_COUNT].left_out = s->n > 0;
	if (s->n > 0)
		s->rows.focus = ROW_SKIP;
	list_set(&s->list, (int)s->n);
}

static void
add(struct kiosk *k, struct state *s, const struct label *l)
{
	char said[200];
	const char *args[] = { l->shelf ? l->name : l->code };
	const char *no = s->fresh ?	/* numbers that wait are not lost */
	    _("Skriv först ut dem som väntar.") : s->n == LABELS_MAX ?
	    _("Fler får inte plats. Skriv ut dem först.") : NULL;
	bool there = false;

	for (size_t i = 0; i < s->n; i++)
		there = there || strcmp(s->label[i].code, l->code) == 0;
	if (no != NULL || there) {
		kiosk_say(k, there ? SAY_ALREADY : SAY_NO, false, "%s",
		    there ? lang_fill(said, sizeof said,
		    _("%1$s är redan med."), args, 1) : no);
		return;
	}
	s->label[s->n++] = *l;
	set_count(s);
	s->list.sel = (int)s->n - 1;
	kiosk_say(k, SAY_OK, false, "%s", lang_fill(said, sizeof said,
	    _("%1$s får en etikett."), args, 1));
}

/* What was kept, or what another screen gives: how many are used, whether
 * they are new numbers, and a code on each line. */
static void
take_up(struct kiosk *k, struct state *s, char *text)
{
	char *save = NULL, *line = strtok_r(text, "\n", &save);
	int used = 0, fresh = 0;
	struct err err;

	if (line == NULL || sscanf(line, "%d %d", &used, &fresh) != 2)
		return;
	rows_set_number(&s->rows, ROW_SKIP, used);
	while ((line = strtok_r(NULL, "\n", &save)) != NULL &&
	    s->n < LABELS_MAX)
		if (label_of_code(k->db, line, &s->label[s->n], &err) == RC_OK)
			s->n++;
	s->fresh = fresh != 0;
	set_count(s);
}

static struct step
labels_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)arg;
	if (k->work[0] == '\0')	/* else it is said what they are */
		k->said.outcome = SAY_NOTHING;
	s->job.fd = -1;
	s->list.shy = true;
	s->sheets = print_on_sheets(printer(k));
	rows_init(&s->rows, labels, ROWS);
	rows_digits(&s->rows, ROW_COUNT, 3);
	rows_digits(&s->rows, ROW_SKIP, 2);
	s->rows.row[ROW_SKIP].left_out = !s->sheets;
	take_up(k, s, k->work);
	return step_stay();
}

static bool
labels_park(struct kiosk *k, void *state, char *out, size_t cap)
{
	const struct state *s = state;
	size_t used = (size_t)snprintf(out, cap, "%zu %d\n", skip(s),
	    s->fresh);

	(void)k;
	for (size_t i = 0; i < s->n && used < cap; i++)
		used += (size_t)snprintf(out + used, cap - used, "%s\n",
		    s->label[i].code);
	return s->n > 0 && used < cap;
}

/* --- on the screen --- */

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct label *l = &((struct state *)arg)->label[i];
	int y = a.y + (a.h >= 3), w = a.w > 44 ? 20 : 17;

	draw_text(y, a.x + 1, a.w - w - 2, selected ? ST_SELECTED : ST_BODY,
	    l->name[0] != '\0' ? l->name : _("nytt nummer"));
	draw_right(y, a.x + a.w - w, w - 1, selected ? ST_SELECTED : ST_DIM,
	    l->code);
}

/* The first sheet: what is used, what will be printed, what stays; the place
 * that is touched is the first one. */
static void
draw_sheet(const struct state *s, struct area a)
{
	size_t from = skip(s), to = from + count(s);
	int h = a.h >= 2 * PRINT_SHEET_DOWN ? 2 : 1;

	for (int i = 0; i < PRINT_SHEET; i++) {
		struct area c = { a.y + i / PRINT_SHEET_ACROSS * h, a.x +
		    i % PRINT_SHEET_ACROSS * (PLACE_COLS + 1), 1, PLACE_COLS };
		bool used = (size_t)i < from, now = !used && (size_t)i < to;

		if (c.y >= a.y + a.h)
			break;
		enum style st = used ? ST_DIM : now ? ST_TILE_KEY : ST_FIELD;
		draw_fill(c, st);
		draw_text(c.y, c.x, PLACE_COLS, st, used ? "××××××" : now ?
		    " ▤▤▤▤" : "");
		c.h = h;
		if (!touch_is_on())	/* a finger has the row with the number */
			draw_target(c, PLACE_TARGET + i);
	}
}

static void
labels_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	char n[16], text[240];
	const char *args[] = { n, printer(k) };
	struct area left = a;

	if (s->sheets) {
		left.w -= SHEET_COLS + 2;
		draw_sheet(s, (struct area){ a.y, a.x + left.w + 2, a.h,
		    SHEET_COLS });
	}
	snprintf(n, sizeof n, "%zu", s->n);
	draw_para(&left, ST_ACCENT, s->n == 0 ?
	    _("Etiketter i förväg, med nya nummer") : lang_fill(text,
	    sizeof text, s->fresh ?
	    _("Väntar på att skrivas ut: %1$s") :
	    _("Att skriva ut: %1$s"), args, 1));
	draw_para(&left, ST_DIM, s->n == 0 ? _("Eller skanna det som ska ha "
	    "en ny etikett: saker, platser, enheter.") : s->fresh ?
	    _("F6 försöker igen.") :
	    _("Skanna fler, eller tryck på en rad för att ta bort den."));
	int rows = s->sheets + (s->n == 0);
	if (touch_is_on())
		rows *= touch_h(TOUCH_ROW);
	if (left.h > 2 * rows + 1) {
		left.y++;
		left.h--;
	}
	if (rows > 0)
		rows_draw(&s->rows, (struct area){ left.y, left.x, rows,
		    left.w });
	else
		draw_cursor(a.y, a.x);
	left.y += rows + 1;
	left.h -= rows + 2;
	if (s->n > 0)
		list_draw(&s->list, left, a.h >= 24, !s->list.shy, draw_row,
		    s);
	draw_text(a.y + a.h - 1, a.x, left.w, ST_DIM, lang_fill(text,
	    sizeof text, _("Skrivare: %2$s"), args, 2));
}

/* --- printing --- */

static struct step
start(struct kiosk *k, struct state *s, const struct label *l, size_t n)
{
	struct err err = { .why = WHY_NONE };

	/* One printer does one thing at a time. */
	if (k->paper.job.fd >= 0 && strcmp(papers_printer(&k->cfg,
	    k->paper.use), printer(k)) == 0) {
		kiosk_say(k, SAY_INFO, false, "%s", _("Skrivaren skriver något "
		    "annat just nu. Försök igen."));
		return step_stay();
	}
	enum rc rc = print_start_labels(printer(k), l, n, skip(s), &s->job,
	    &err);
	if (kiosk_fail(k, rc, &err) != RC_OK) {
		s->job.fd = -1;
		return step_stay();
	}
	k->wait_fd = s->job.fd;
	kiosk_say(k, SAY_INFO, false, "%s", _("Skriver ut, och läser tillbaka "
	    "varje etikett först …"));
	return step_stay();
}

static struct step
print(struct kiosk *k, struct state *s)
{
	struct err err = { .why = WHY_NONE };
	size_t n = count(s);

	if (n == 0 || n > LABELS_MAX) {
		s->rows.focus = ROW_COUNT;
		kiosk_say(k, SAY_NO, false, _("Skriv hur många, högst %d, "
		    "eller skanna det som ska ha en etikett."), LABELS_MAX);
		return step_stay();
	}
	if (s->n == 0) {
		enum rc rc = kiosk_begin(k, &err);
		if (rc == RC_OK) {
			rc = label_make_new(k->db, n, s->label, &err);
			rc = kiosk_end(k, rc, &err);
		}
		if (kiosk_fail(k, rc, &err) != RC_OK)
			return step_stay();
		s->n = n;
		s->fresh = true;
		set_count(s);
	}
	s->test = false;
	return start(k, s, s->label, s->n);
}

static struct step
print_test(struct kiosk *k, struct state *s)
{
	struct label l;

	label_test(k->db, &l);
	s->test = true;
	return start(k, s, &l, 1);
}

static void
printed(struct kiosk *k, struct state *s)
{
	size_t n = s->test ? 1 : s->n;
	char number[16], said[300];
	const char *args[] = { number, s->label[0].code,
	    s->label[n - 1].code };

	snprintf(number, sizeof number, "%zu", n);
	kiosk_say(k, SAY_OK, false, "%s", lang_fill(said, sizeof said,
	    s->test ? _("Provetiketten är utskriven: sitter den rätt, och går "
	    "den att skanna?") : n == 1 ? _("Utskrivet: %2$s.") :
	    _("Utskrivet: %1$s etiketter, %2$s till %3$s."), args, 3));
	if (s->sheets)	/* the next go on where these end */
		rows_set_number(&s->rows, ROW_SKIP,
		    (int32_t)((skip(s) + n) % PRINT_SHEET));
	if (s->test)
		return;
	s->n = 0;
	s->fresh = false;
	field_set(&s->rows.row[ROW_COUNT].field, "");
	set_count(s);
	s->rows.focus = ROW_COUNT;
}

static struct step
labels_tick(struct kiosk *k, void *state)
{
	struct state *s = state;
	struct pollfd p = { .fd = s->job.fd, .events = POLLIN };
	struct print_result res;
	struct err err = { .why = WHY_NONE };

	if (s->job.fd < 0 || poll(&p, 1, 0) != 1)
		return step_stay();
	k->wait_fd = -1;
	enum rc rc = print_finish(&s->job, &res, &err);
	s->job.fd = -1;
	if (kiosk_fail(k, rc, &err) != RC_OK)
		return step_stay();
	printed(k, s);
	if (res.unread != WHY_NONE)
		kiosk_say_behind(k, SAY_INFO, _(err_why_sentence(res.unread)));
	if (res.paper == PAPER_LOW)
		kiosk_say_behind(k, SAY_INFO, _("Pappret är snart slut."));
	return step_stay();
}

/* A print that nobody waits for any more is given up; the numbers of it are
 * kept with the work (park). */
static void
labels_close(struct kiosk *k, void *state)
{
	struct state *s = state;

	if (s->job.fd < 0)
		return;
	k->wait_fd = -1;
	kill(s->job.pid, SIGKILL);
	if (print_finish(&s->job, NULL, NULL) != RC_OK)
		s->job.fd = -1;
}

/* --- hands --- */

static struct step
labels_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;

	if (s->job.fd >= 0 && (a == DO_BACK || a == DO_HOME ||
	    a == DO_PRINT_LABELS || a == DO_TEST_LABEL ||
	    a == DO_NEW_PLACES)) {
		kiosk_say(k, SAY_INFO, false, "%s",
		    _("Det skrivs ut. Vänta lite."));
		return step_stay();
	}
	if (a == DO_PRINT_LABELS)
		return print(k, s);
	if (a == DO_TEST_LABEL)
		return print_test(k, s);
	if (a == DO_NEW_PLACES)
		return step_push(SCREEN_PLACES, 0, NULL);
	if (a != DO_BACK)
		return step_pass();
	kiosk_park(k, k->depth);
	return step_pop();
}

static void
remove_row(struct kiosk *k, struct state *s)
{
	size_t i = (size_t)s->list.sel;

	if (i >= s->n || s->fresh || s->job.fd >= 0)
		return;
	memmove(&s->label[i], &s->label[i + 1], (--s->n - i) *
	    sizeof s->label[0]);
	set_count(s);
	s->list.shy = true;
	kiosk_say(k, SAY_INFO, false, "%s", _("Den är inte med längre."));
}

static struct step
labels_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;
	int at = in->target - PLACE_TARGET;

	if (in->kind == INPUT_TAP && at >= 0 && at < PRINT_SHEET) {
		rows_set_number(&s->rows, ROW_SKIP, at);
		return step_stay();
	}
	if (in->kind == INPUT_KEY && in->key == K_DELETE && s->n > 0) {
		remove_row(k, s);
		return step_stay();
	}
	if (s->n > 0)
		switch (list_input(&s->list, in)) {
		case LIST_CHOSEN:
			remove_row(k, s);
			return step_stay();
		case LIST_MOVED:
			return step_stay();
		case LIST_PASS:
			break;
		}
	return rows_input(&s->rows, in) == ROWS_PASS ? step_pass() :
	    step_stay();
}

static struct step
labels_scan(struct kiosk *k, void *state, const struct code *code)
{
	struct state *s = state;
	struct label l;
	struct err err = { .why = WHY_NONE };

	if (code->kind != CODE_ITEM && code->kind != CODE_FOREIGN &&
	    code->kind != CODE_PLACE && code->kind != CODE_UNIT)
		return step_pass();
	if (s->job.fd >= 0) {
		kiosk_say(k, SAY_NO, false, "%s",
		    _("Det skrivs ut. Vänta lite."));
		return step_stay();
	}
	enum rc rc = label_of_code(k->db, code->text, &l, &err);
	if (rc == RC_REFUSED)	/* a kind: which of them is it? */
		return step_push(SCREEN_SEARCH, 0, code->text);
	if (rc == RC_OK)
		add(k, s, &l);
	else if (code->kind == CODE_FOREIGN)
		return step_pass();
	else
		kiosk_fail(k, rc, &err);
	return step_stay();
}

/* A thing that was searched for. */
static struct step
labels_answer(struct kiosk *k, void *state, const struct arg *arg)
{
	struct label l;
	struct item item;
	struct err err;

	enum rc rc = item_get(k->db, arg->id, &item, &err);
	if (rc == RC_OK)
		rc = label_of_code(k->db, item.code, &l, &err);
	if (kiosk_fail(k, rc, &err) == RC_OK)
		add(k, state, &l);
	return step_stay();
}

const struct screen_ops screen_labels = {
	.title = N_("Etiketter"),
	.help = N_("Skriv hur många nya nummer, eller skanna det som ska ha "
	    "en etikett. På ett ark som är halvt använt: tryck på den första "
	    "etiketten som är kvar. F6 skriver ut."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.takes_items = true,
	.code_row = true,
	.open = labels_open,
	.draw = labels_draw,
	.input = labels_input,
	.scan = labels_scan,
	.action = labels_action,
	.answer = labels_answer,
	.tick = labels_tick,
	.park = labels_park,
	.close = labels_close,
};
