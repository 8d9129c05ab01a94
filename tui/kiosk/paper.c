#include "tui/kiosk/paper.h"

#include <stdio.h>
#include <string.h>

#include "tui/kiosk/kiosk.h"
#include "tui/lang.h"
#include "tui/say.h"
#include "tui/slips.h"

#define RETRY_MS	15000

void
paper_init(struct paper_queue *p)
{
	memset(p, 0, sizeof *p);
	p->job.fd = -1;
}

void
paper_print(struct kiosk *k, enum paper_kind kind, int64_t id)
{
	struct paper_queue *p = &k->paper;

	if (p->n == PAPER_QUEUE_MAX) {
		kiosk_say(k, SAY_NO, false, "%s", _("Skrivaren svarar inte, "
		    "och kön är full."));
		return;
	}
	p->queue[p->n++] = (struct paper_wish){ kind, id };
	p->retry_ms = 0;
}

static void
drop_first(struct paper_queue *p)
{
	memmove(p->queue, p->queue + 1, --p->n * sizeof *p->queue);
	p->retry_ms = 0;
}

static enum rc
start_slip(struct kiosk *k, const struct paper_wish *w, struct err *err)
{
	static struct slip slip;	/* too large for the stack */
	enum rc rc = w->kind == PAPER_TICKET ?
	    slips_ticket(k->db, &k->cfg, w->id, &slip, err) :
	    w->kind == PAPER_MANIFEST ?
	    slips_manifest(k->db, &k->cfg, w->id, &slip, err) :
	    slips_receipt(k->db, &k->cfg, w->id, &slip, err);

	if (rc == RC_OK) {
		snprintf(k->paper.last, sizeof k->paper.last, "%s",
		    slip.number);
		rc = print_start(k->cfg.printer, &slip, &k->paper.job, err);
	}
	return rc;
}

static enum rc
start_label(struct kiosk *k, const struct paper_wish *w, struct err *err)
{
	struct label label;
	const char *printer = k->cfg.label_printer[0] != '\0' ?
	    k->cfg.label_printer : k->cfg.printer;

	enum rc rc = slips_label(k->db, w->id, &label, err);
	if (rc == RC_OK) {
		snprintf(k->paper.last, sizeof k->paper.last, "%s",
		    label.code);
		rc = print_start_labels(printer, &label, 1, 0,
		    &k->paper.job, err);
	}
	return rc;
}

/* A printer that is gone keeps its job; what cannot be printed at all (its
 * order was undone, say) does not stand in the way of the next. */
static void
failed(struct kiosk *k, enum rc rc, const struct err *err)
{
	struct paper_queue *p = &k->paper;
	char text[400], both[600];

	if (rc != RC_OUTSIDE) {
		drop_first(p);
		if (rc != RC_NOT_FOUND)
			kiosk_say_behind(k, SAY_NO, say_err(rc, err, text,
			    sizeof text));
		return;
	}
	p->retry_ms = k->now_ms + RETRY_MS;
	if (p->told)
		return;
	p->told = true;
	snprintf(both, sizeof both, "✗ %s %s",
	    _("Pappret väntar på skrivaren."), say_err(rc, err, text,
	    sizeof text));
	kiosk_say_behind(k, SAY_NO, both);
}

static void
printed(struct kiosk *k)
{
	char text[200];
	const struct paper_queue *p = &k->paper;
	const char *args[] = { p->last };

	k->paper.told = false;
	kiosk_say_behind(k, SAY_OK, lang_fill(text, sizeof text,
	    p->queue[0].kind == PAPER_RECEIPT ? _("Kvitto %1$s utskrivet.") :
	    _("Utskrivet: %1$s."), args, 1));
	drop_first(&k->paper);
}

void
paper_tick(struct kiosk *k)
{
	struct paper_queue *p = &k->paper;
	struct err err = { .why = WHY_NONE };

	if (p->n == 0 || p->job.fd >= 0 || k->now_ms < p->retry_ms)
		return;
	enum rc rc = p->queue[0].kind == PAPER_LABEL ?
	    start_label(k, &p->queue[0], &err) :
	    start_slip(k, &p->queue[0], &err);
	if (rc != RC_OK) {
		p->job.fd = -1;
		failed(k, rc, &err);
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
	struct print_result result;
	struct err err = { .why = WHY_NONE };

	enum rc rc = print_finish(&k->paper.job, &result, &err);
	k->paper.job.fd = -1;
	if (rc != RC_OK) {
		failed(k, rc, &err);
		return;
	}
	printed(k);
	say_unread(k, &result);
	if (result.paper == PAPER_LOW)
		kiosk_say(k, SAY_INFO, k->said.undo, "%s",
		    _("Pappret är snart slut."));
	if (result.paper == PAPER_OUT)
		kiosk_say(k, SAY_INFO, k->said.undo, "%s",
		    _("Pappret är slut. Fyll på: utskriften fortsätter."));
}

int64_t
paper_deadline(const struct paper_queue *p)
{
	return p->n > 0 && p->job.fd < 0 ? p->retry_ms : -1;
}
