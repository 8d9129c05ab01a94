#include "tui/kiosk/paper.h"

#include <stdio.h>
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"
#include "tui/say.h"

#define RETRY_MS	15000	/* between questions to one that fails */
#define LOW_MS		60000	/* to one that is soon out of paper */
#define WATCH_MS	4000	/* while somebody looks */
#define BUSY_MS		500	/* others hold the store, or own the seat */

void
paper_init(struct paper_queue *p)
{
	memset(p, 0, sizeof *p);
	p->job.fd = p->own = -1;
	p->generation = -1;
}

/* The screens count what waits. */
static void
changed(struct kiosk *k)
{
	k->paper.generation = -1;
	k->generation = -1;
}

/* --- what people ask for --- */

enum rc
paper_add(struct kiosk *k, enum paper_kind kind, int64_t thing,
    struct err *err)
{
	k->paper.generation = -1;
	enum rc rc = job_add(k->db, k->cfg.seat, papers_kind_name(kind),
	    thing, act_id(k->db), err);
	if (rc != RC_REFUSED)
		return rc;
	k->paper.full = true;
	return RC_OK;
}

void
paper_print_of(struct kiosk *k, enum paper_kind kind, int64_t thing,
    int64_t act)
{
	struct err err = { .why = WHY_NONE };

	changed(k);
	kiosk_fail(k, job_add(k->db, k->cfg.seat, papers_kind_name(kind),
	    thing, act, &err), &err);
}

void
paper_print(struct kiosk *k, enum paper_kind kind, int64_t thing)
{
	paper_print_of(k, kind, thing, 0);
}

enum rc
paper_again(struct kiosk *k, const struct job *j, struct err *err)
{
	enum rc rc = job_set(k->db, j->id, JOB_WAITING, err);

	paper_try(k, papers_job_use(j));
	changed(k);
	return rc;
}

enum rc
paper_drop(struct kiosk *k, const struct job *j, struct err *err)
{
	changed(k);
	return job_drop(k->db, j->id, err);
}

void
paper_try(struct kiosk *k, enum print_use use)
{
	k->paper.printer[use].next_ms = 0;
	k->paper.again_ms = 0;
}

/* --- how it stands --- */

size_t
paper_count(const struct paper_queue *p, enum job_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->jobs[i].state == state;
	return n;
}

const char *
paper_state(const struct paper_printer *p, const char **advice)
{
	*advice = "";
	if (p->fails)
		return papers_fault(&p->err, advice);
	if (p->paper == PAPER_OUT || p->paper == PAPER_LOW)
		*advice = _("Lägg i papper.");
	return !p->asked ? _("inte tillfrågad än") :
	    p->paper == PAPER_OUT ? _("papper slut") :
	    p->paper == PAPER_LOW ? _("papper snart slut") :
	    p->paper == PAPER_OK ? _("redo") :
	    _("redo, men säger inget om papperet");
}

bool
paper_trouble(const struct kiosk *k, bool fails, enum print_use *use)
{
	for (int i = 0; i < USE_COUNT; i++) {
		const struct paper_printer *p = &k->paper.printer[i];
		bool bad = p->fails || p->paper == PAPER_OUT;

		*use = (enum print_use)i;
		if (papers_has_own(&k->cfg, *use) && (fails ? bad :
		    !bad && p->paper == PAPER_LOW))
			return true;
	}
	return false;
}

/* The use that stands for the printer: the first that has it. */
static enum print_use
first_use(const struct config *cfg, enum print_use use)
{
	int i = 0;

	while (strcmp(papers_printer(cfg, (enum print_use)i),
	    papers_printer(cfg, use)) != 0)
		i++;
	return (enum print_use)i;
}

static struct paper_printer *
printer_of(struct kiosk *k, const struct job *j)
{
	return &k->paper.printer[first_use(&k->cfg, papers_job_use(j))];
}

/* What a printer has answered; what is new is said, once. */
static void
answered(struct kiosk *k, enum print_use use, enum rc rc, enum paper paper,
    const struct err *err)
{
	struct paper_printer *p = &k->paper.printer[use];
	struct paper_printer before = *p;
	const char *advice, *words;
	char text[300];

	p->asked = true;
	p->fails = rc != RC_OK;
	p->paper = paper;
	if (p->fails)
		p->err = *err;
	p->next_ms = k->now_ms + (k->paper.watched ? WATCH_MS : RETRY_MS);
	if (!p->fails && p->paper != PAPER_OUT)
		p->next_ms = k->now_ms + (k->paper.watched ? WATCH_MS :
		    LOW_MS);
	bool same = before.asked && before.fails == p->fails &&
	    (p->fails ? before.err.why == p->err.why :
	    before.paper == p->paper);
	words = paper_state(p, &advice);
	if (same || *advice == '\0')
		return;
	const char *args[] = { papers_use(use), words, advice };
	kiosk_say_behind(k, p->fails ? SAY_NO : SAY_INFO, lang_fill(text,
	    sizeof text, _("Skrivaren för %1$s: %2$s. %3$s"), args, 3));
}

/* --- what the store is told of the job that is over --- */

static void
mark(struct kiosk *k)
{
	struct paper_queue *p = &k->paper;
	struct err err = { .why = WHY_NONE };
	int before = db_wait(k->db, 0);

	enum rc rc = p->mark == MARK_DONE ?
	    job_drop(k->db, p->now.id, &err) :
	    job_set(k->db, p->now.id, p->mark == MARK_WAITING ?
	    JOB_WAITING : JOB_UNSURE, &err);
	db_wait(k->db, before);
	/* One that was undone meanwhile is gone. */
	if (rc == RC_OK || rc == RC_NOT_FOUND) {
		p->mark = MARK_NOTHING;
		changed(k);
	} else
		p->again_ms = k->now_ms + BUSY_MS;
}

/* --- one job --- */

static void
say_printed(struct kiosk *k)
{
	char text[200];
	const char *args[] = { k->paper.last };

	kiosk_say_behind(k, SAY_OK, lang_fill(text, sizeof text,
	    papers_kind(&k->paper.now) == PAPER_RECEIPT ?
	    _("Kvitto %1$s utskrivet.") : _("Utskrivet: %1$s."), args, 1));
}

/* What cannot be printed at all (its order was undone, say) does not stand in
 * the way of the next. */
static void
failed(struct kiosk *k, enum rc rc, const struct err *err, bool sent)
{
	struct paper_queue *p = &k->paper;
	char text[400];
	const char *args[] = { p->last };

	p->mark = sent ? MARK_UNSURE : rc == RC_OUTSIDE || rc == RC_BUSY ?
	    MARK_WAITING : MARK_DONE;
	if (rc == RC_OUTSIDE)
		answered(k, p->use, rc, PAPER_UNKNOWN, err);
	if (sent)
		kiosk_say_behind(k, SAY_NO, lang_fill(text, sizeof text,
		    _("%1$s är kanske utskriven: se Skrivare."), args, 1));
	else if (rc != RC_OUTSIDE && rc != RC_NOT_FOUND && rc != RC_BUSY)
		kiosk_say_behind(k, SAY_NO, say_err(rc, err, text,
		    sizeof text));
	mark(k);
}

/* The store knows that it is being sent before any of it can leave. */
static void
begin(struct kiosk *k, const struct job *j)
{
	struct paper_queue *p = &k->paper;
	struct err err = { .why = WHY_NONE };
	int before = db_wait(k->db, 0);

	enum rc rc = job_set(k->db, j->id, JOB_SENDING, &err);
	db_wait(k->db, before);
	if (rc != RC_OK) {
		p->generation = -1;
		p->again_ms = k->now_ms + BUSY_MS;
		if (rc == RC_BUSY || rc == RC_NOT_FOUND)
			return;
		p->again_ms = k->now_ms + RETRY_MS;
		kiosk_fail(k, rc, &err);
		return;
	}
	p->now = *j;
	p->asks = false;
	p->use = first_use(&k->cfg, papers_job_use(j));
	p->last[0] = '\0';
	changed(k);
	rc = papers_start(k->db, &k->cfg, j, &p->job, p->last, &err);
	if (rc != RC_OK) {
		p->job.fd = -1;
		failed(k, rc, &err, false);
	}
}

static void
ask(struct kiosk *k, enum print_use use)
{
	struct err err = { .why = WHY_NONE };

	k->paper.asks = true;
	k->paper.use = use;
	enum rc rc = print_start_ask(papers_printer(&k->cfg, use),
	    &k->paper.job, &err);
	if (rc != RC_OK) {
		k->paper.job.fd = -1;
		answered(k, use, rc, PAPER_UNKNOWN, &err);
	}
}

/* A missing or broken reader stops no print; it is said once, and stands in
 * the bar until a print was read back again. */
static void
say_unread(struct kiosk *k, const struct print_result *result)
{
	bool *banner = &k->banner[BANNER_READBACK];

	if (result->unread != WHY_NONE && !*banner)
		kiosk_say(k, SAY_INFO, k->said.undo, "%s",
		    _(err_why_sentence(result->unread)));
	*banner = result->read == 0 && (*banner ||
	    result->unread != WHY_NONE);
}

void
paper_ready(struct kiosk *k)
{
	struct paper_queue *p = &k->paper;
	struct print_result result = { .paper = PAPER_UNKNOWN };
	struct err err = { .why = WHY_NONE };

	enum rc rc = print_finish(&p->job, &result, &err);
	p->job.fd = -1;
	if (p->asks) {
		answered(k, p->use, rc, result.paper, &err);
		changed(k);
		return;
	}
	if (rc != RC_OK) {
		failed(k, rc, &err, p->job.sent);
		return;
	}
	p->mark = MARK_DONE;
	mark(k);
	say_printed(k);
	say_unread(k, &result);
	answered(k, p->use, RC_OK, result.paper, &err);
}

/* --- what is next --- */

static void
read_jobs(struct kiosk *k)
{
	struct paper_queue *p = &k->paper;
	struct err err;
	enum print_use use;
	int64_t generation = db_generation(k->db);

	if (generation != p->generation &&
	    job_list(k->db, k->cfg.seat, p->jobs, PAPER_JOBS, &p->n, &err) ==
	    RC_OK)
		p->generation = generation;
	k->banner[BANNER_PRINTER] = paper_trouble(k, true, &use);
	k->banner[BANNER_PAPER_LOW] = paper_trouble(k, false, &use);
	k->banner[BANNER_UNSURE] = paper_count(p, JOB_UNSURE) > 0;
}

/* The seat's queue is another kiosk's as long as that runs. */
static bool
own(struct kiosk *k)
{
	struct paper_queue *p = &k->paper;
	struct err err;
	bool before = p->own >= 0;
	int wait = db_wait(k->db, 0);

	enum rc rc = job_own(k->db, k->cfg.seat, &p->own, &err);
	db_wait(k->db, wait);
	if (rc != RC_OK)
		p->again_ms = k->now_ms + BUSY_MS;
	else if (!before) {
		changed(k);
		read_jobs(k);
	}
	return rc == RC_OK;
}

/* Whether the printer is to be asked now though nothing is printed. */
static bool
is_due(const struct kiosk *k, enum print_use use)
{
	const struct paper_printer *p = &k->paper.printer[use];

	return papers_has_own(&k->cfg, use) && k->now_ms >= p->next_ms &&
	    (k->paper.watched || p->fails || p->paper == PAPER_OUT ||
	    p->paper == PAPER_LOW);
}

void
paper_tick(struct kiosk *k)
{
	struct paper_queue *p = &k->paper;

	read_jobs(k);
	if (p->full)
		kiosk_say_behind(k, SAY_NO, _("Pappret skrivs inte ut: för "
		    "många väntar redan. Se till skrivarna."));
	p->full = false;
	if (p->job.fd >= 0 || k->now_ms < p->again_ms)
		return;
	if (p->mark != MARK_NOTHING) {
		mark(k);
		return;
	}
	if (p->n > 0 && !own(k))
		return;
	for (int i = 0; i < USE_COUNT; i++)
		if (is_due(k, (enum print_use)i)) {
			ask(k, (enum print_use)i);
			return;
		}
	for (size_t i = 0; i < p->n; i++)
		if (p->jobs[i].state == JOB_WAITING &&
		    !printer_of(k, &p->jobs[i])->fails) {
			begin(k, &p->jobs[i]);
			return;
		}
}

int64_t
paper_deadline(const struct kiosk *k)
{
	const struct paper_queue *p = &k->paper;
	int64_t at = -1;

	if (p->job.fd >= 0)
		return -1;
	if (p->generation == -1 || p->mark != MARK_NOTHING)
		return p->again_ms;
	for (size_t i = 0; i < p->n; i++)
		if (p->jobs[i].state == JOB_WAITING && !p->printer[first_use(
		    &k->cfg, papers_job_use(&p->jobs[i]))].fails)
			return p->again_ms;
	for (int i = 0; i < USE_COUNT; i++)
		if ((p->watched || p->printer[i].fails) && (at < 0 ||
		    p->printer[i].next_ms < at))
			at = p->printer[i].next_ms;
	return at > p->again_ms || at < 0 ? at : p->again_ms;
}
