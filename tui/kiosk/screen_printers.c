/* Printers: how each stands and what to do about it, what waits for them, and
 * what may or may not be printed already, which a person decides. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "tui/kiosk/kiosk.h"
#include "tui/kiosk/list.h"
#include "tui/lang.h"

struct row {
	enum print_use use;	/* a printer, where job is NULL */
	const struct job *job;
};

struct state {
	struct list list;
	struct job job[PAPER_JOBS];	/* as listed, with their words */
	char words[PAPER_JOBS][96];
	size_t jobs;
};

static const enum action actions[] = {
	DO_PRINT_TEST, DO_PRINT_NOW, DO_DROP_PAPER, DO_NOTHING
};

/* Row i: the printers, then the jobs. */
static struct row
row_at(struct kiosk *k, const struct state *s, int i)
{
	struct row row = { USE_TICKET, NULL };

	for (int u = 0; u < USE_COUNT; u++) {
		row.use = (enum print_use)u;
		if (papers_has_own(&k->cfg, row.use) && i-- == 0)
			return row;
	}
	if (i >= 0 && i < (int)s->jobs) {
		row.job = &s->job[i];
		row.use = papers_job_use(row.job);
	}
	return row;
}

static int
printer_rows(const struct kiosk *k)
{
	int n = 0;

	for (int u = 0; u < USE_COUNT; u++)
		n += papers_has_own(&k->cfg, (enum print_use)u);
	return n;
}

/* What is known of the printer: the first use that has it knows. */
static const struct paper_printer *
printer_at(const struct kiosk *k, enum print_use use)
{
	const char *name = papers_printer(&k->cfg, use);
	int u = 0;

	while (strcmp(papers_printer(&k->cfg, (enum print_use)u), name) != 0)
		u++;
	return &k->paper.printer[u];
}

/* The row that was chosen is still, wherever its job stands now. */
static void
take_jobs(struct kiosk *k, struct state *s)
{
	struct row was = row_at(k, s, s->list.sel);
	int64_t id = was.job != NULL ? was.job->id : 0;
	int head = printer_rows(k), at = -1;

	s->jobs = k->paper.n;
	memcpy(s->job, k->paper.jobs, s->jobs * sizeof *s->job);
	for (size_t i = 0; i < s->jobs; i++) {
		papers_words(k->db, &k->cfg, &s->job[i], s->words[i],
		    sizeof s->words[i]);
		if (s->job[i].id == id)
			at = head + (int)i;
	}
	list_follow(&s->list, head + (int)s->jobs, at);
}

static struct step
printers_open(struct kiosk *k, void *state, const struct arg *arg)
{
	struct state *s = state;

	(void)arg;
	k->paper.watched = true;
	for (int u = 0; u < USE_COUNT; u++)
		paper_try(k, (enum print_use)u);
	take_jobs(k, s);
	/* What somebody must decide is chosen already. */
	for (size_t i = s->jobs; i-- > 0;)
		if (s->job[i].state == JOB_UNSURE)
			s->list.sel = printer_rows(k) + (int)i;
	list_set(&s->list, s->list.count);
	return step_stay();
}

static void
printers_close(struct kiosk *k, void *state)
{
	(void)state;
	k->paper.watched = false;
}

static struct step
printers_tick(struct kiosk *k, void *state)
{
	struct state *s = state;

	if (s->jobs != k->paper.n || memcmp(s->job, k->paper.jobs,
	    s->jobs * sizeof *s->job) != 0)
		take_jobs(k, s);
	return step_stay();
}

/* --- how it looks --- */

static enum style
printer_words(const struct kiosk *k, enum print_use use, char *out,
    size_t cap)
{
	const struct paper_printer *p = printer_at(k, use);
	const char *advice, *words = paper_state(p, &advice);
	bool bad = p->fails || p->paper == PAPER_OUT;

	snprintf(out, cap, "%s %s", bad ? "✗" : *advice != '\0' ? "!" :
	    p->asked ? "✓" : "●", words);
	return bad ? ST_NO_TEXT : *advice != '\0' ? ST_ALREADY_TEXT :
	    p->asked ? ST_OK_TEXT : ST_DIM;
}

static enum style
job_words(const struct job *j, char *out, size_t cap)
{
	static const char *const words[] = {
		[JOB_WAITING] = N_("● väntar"),
		[JOB_SENDING] = N_("▤ skrivs ut"),
		[JOB_UNSURE] = N_("! kanske utskriven"),
	};

	snprintf(out, cap, "%s", _(words[j->state]));
	return j->state == JOB_UNSURE ? ST_ALREADY_TEXT : ST_DIM;
}

struct rows {
	struct kiosk *k;
	struct state *s;
};

static void
draw_row(int i, struct area a, bool selected, void *arg)
{
	const struct rows *r = arg;
	struct row row = row_at(r->k, r->s, i);
	char state[96], name[96];
	int y = a.y + (a.h >= 3);
	const char *args[] = { papers_use(row.use) };

	enum style st = row.job != NULL ? job_words(row.job, state,
	    sizeof state) : printer_words(r->k, row.use, state, sizeof state);
	if (row.job != NULL)
		snprintf(name, sizeof name, "%s",
		    r->s->words[row.job - r->s->job]);
	else
		lang_fill(name, sizeof name, _("Skrivare för %1$s"), args, 1);
	int n = draw_text(y, a.x + 1, a.w - 2, selected ? ST_SELECTED :
	    row.job != NULL ? ST_BODY : ST_STRONG, name) + 2;
	draw_right(y, a.x + n, a.w - n - 1, selected ? ST_SELECTED : st,
	    state);
}

static void
draw_printer(const struct kiosk *k, enum print_use use, struct area a)
{
	const struct paper_printer *p = printer_at(k, use);
	char text[300];
	const char *advice;

	enum style st = printer_words(k, use, text, sizeof text);
	draw_para(&a, ST_STRONG, papers_printer(&k->cfg, use));
	draw_para(&a, st, text);
	paper_state(p, &advice);
	if (*advice != '\0')
		draw_para(&a, ST_BODY, advice);
	if (p->fails)
		draw_para(&a, ST_DIM, _("Det som väntar skrivs ut av sig "
		    "självt när den fungerar igen."));
}

static void
draw_job(const struct kiosk *k, const struct job *j, struct area a)
{
	char when[CLOCK_LOCAL_MAX], text[300];
	const char *args[] = { clock_format_local(j->time, when) };

	draw_para(&a, ST_BODY, lang_fill(text, sizeof text,
	    _("Begärd %1$s."), args, 1));
	if (j->state == JOB_UNSURE)
		draw_para(&a, ST_ALREADY_TEXT, _("Utskriften bröts, så den "
		    "kan finnas på papper. Titta i skrivaren: finns den, kasta "
		    "den här, annars skriv ut igen."));
	else if (j->state == JOB_WAITING)
		draw_printer(k, papers_job_use(j), a);
}

static void
printers_draw(struct kiosk *k, void *state, struct area a)
{
	struct state *s = state;
	struct rows r = { k, s };
	int n = s->list.count, below = a.h >= 18 ? 7 : 5;
	bool big = 3 * n <= a.h - below;
	int most = a.h - below, rows = big ? 3 * n : n < most ? n : most;

	list_draw(&s->list, (struct area){ a.y, a.x, rows, a.w }, big, true,
	    draw_row, &r);
	draw_line(a.y + rows, a.x, a.w, ST_LINE);
	struct area rest = { a.y + rows + 1, a.x, a.h - rows - 1, a.w };
	struct row row = row_at(k, s, s->list.sel);
	if (row.job != NULL)
		draw_job(k, row.job, rest);
	else
		draw_printer(k, row.use, rest);
}

/* --- what is done here --- */

static struct step
printers_input(struct kiosk *k, void *state, const struct input *in)
{
	struct state *s = state;

	(void)k;
	return list_input(&s->list, in) == LIST_PASS ? step_pass() :
	    step_stay();
}

static bool
printers_can(struct kiosk *k, void *state, enum action a)
{
	const struct state *s = state;
	const struct job *j = row_at(k, s, s->list.sel).job;

	if (a == DO_DROP_PAPER)
		return j != NULL && j->state != JOB_SENDING;
	return a != DO_PRINT_NOW || j == NULL || j->state != JOB_SENDING;
}

static void
print_now(struct kiosk *k, const struct row *row)
{
	struct err err = { .why = WHY_NONE };
	enum rc rc = RC_OK;

	if (row->job != NULL && row->job->state == JOB_UNSURE)
		rc = paper_again(k, row->job, &err);
	else
		for (int u = 0; u < USE_COUNT; u++)
			paper_try(k, (enum print_use)u);
	kiosk_fail(k, rc, &err);
}

static void
drop(struct kiosk *k, const struct state *s, const struct job *j)
{
	struct err err = { .why = WHY_NONE };
	char text[200];
	const char *args[] = { s->words[j - s->job] };

	if (kiosk_fail(k, paper_drop(k, j, &err), &err) == RC_OK)
		kiosk_say(k, SAY_OK, false, "%s", lang_fill(text, sizeof text,
		    _("%1$s skrivs inte ut."), args, 1));
}

static struct step
printers_action(struct kiosk *k, void *state, enum action a)
{
	struct state *s = state;
	struct row row = row_at(k, s, s->list.sel);

	switch (a) {
	case DO_PRINT_TEST:
		paper_print(k, PAPER_TEST, row.use);
		return step_stay();
	case DO_PRINT_NOW:
		print_now(k, &row);
		return step_stay();
	case DO_DROP_PAPER:
		drop(k, s, row.job);
		return step_stay();
	default:
		return step_pass();
	}
}

const struct screen_ops screen_printers = {
	.title = N_("Skrivare"),
	.help = N_("Hur skrivarna mår, och vad som väntar på dem. Det som "
	    "väntar skrivs ut av sig självt. Det som kanske är utskrivet "
	    "bestämmer du om: skriv ut igen, eller kasta."),
	.actions = actions,
	.state_size = sizeof(struct state),
	.open = printers_open,
	.draw = printers_draw,
	.input = printers_input,
	.action = printers_action,
	.tick = printers_tick,
	.can = printers_can,
	.close = printers_close,
};
