#include "tui/papers.h"

#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/item.h"
#include "db/ticket.h"
#include "tui/labels.h"
#include "tui/lang.h"
#include "tui/slips.h"

static const struct {
	const char *name;
	enum print_use use;
	const char *words;
} kinds[] = {
#define PAPER(id, name, use, words) { name, USE_##use, words },
#include "tui/papers.def"
#undef PAPER
};

static const struct {
	size_t at;		/* the option, in struct config */
	const char *whose;
} uses[] = {
#define PRINT_USE(id, option, whose) { offsetof(struct config, option), whose },
#include "tui/print_uses.def"
#undef PRINT_USE
};

const char *
papers_printer(const struct config *cfg, enum print_use use)
{
	const char *own = (const char *)cfg + uses[use].at;

	return *own != '\0' ? own : cfg->printer;
}

const char *
papers_labels_printer(const struct config *cfg)
{
	return papers_printer(cfg, cfg->label_printer[0] == '\0' ? USE_PAGE :
	    USE_LABEL);
}

const char *
papers_use(enum print_use use)
{
	return _(uses[use].whose);
}

bool
papers_has_own(const struct config *cfg, enum print_use use)
{
	for (int i = 0; i < (int)use; i++)
		if (strcmp(papers_printer(cfg, (enum print_use)i),
		    papers_printer(cfg, use)) == 0)
			return false;
	return true;
}

const char *
papers_kind_name(enum paper_kind kind)
{
	return kinds[kind].name;
}

enum paper_kind
papers_kind(const struct job *j)
{
	int i = 0;

	while (i < PAPER_KINDS && strcmp(kinds[i].name, j->kind) != 0)
		i++;
	return (enum paper_kind)i;
}

enum print_use
papers_job_use(const struct job *j)
{
	enum paper_kind kind = papers_kind(j);

	if (kind == PAPER_TEST)
		return j->thing >= 0 && j->thing < USE_COUNT ?
		    (enum print_use)j->thing : USE_TICKET;
	return kind == PAPER_KINDS ? USE_TICKET : kinds[kind].use;
}

const char *
papers_fault(const struct err *err, const char **advice)
{
	static const struct { enum why why; const char *words, *advice; }
	    states[] = {
#define PRINTER_STATE(why, words, advice) { WHY_##why, words, advice },
#include "tui/printer_states.def"
#undef PRINTER_STATE
	};

	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (states[i].why == err->why) {
			*advice = _(states[i].advice);
			return _(states[i].words);
		}
	*advice = _("Rätta skrivaren i inställningarna.");
	return _("fungerar inte");
}

/* Its number, "" where it is gone. */
static void
number_of(struct db *db, const struct config *cfg, const struct job *j,
    char *out, size_t cap)
{
	static struct slip slip;	/* too large for the stack */
	struct ticket ticket;
	struct order order;
	struct item item;
	struct err err;

	*out = '\0';
	switch (papers_kind(j)) {
	case PAPER_TICKET:
		if (ticket_get(db, j->thing, &ticket, &err) == RC_OK)
			snprintf(out, cap, "%s", ticket.code);
		break;
	case PAPER_RECEIPT:
		if (order_get(db, j->thing, &order, &err) == RC_OK)
			snprintf(out, cap, "%lld", (long long)order.number);
		break;
	case PAPER_MANIFEST:
		if (slips_manifest(db, cfg, j->thing, &slip, &err) == RC_OK)
			snprintf(out, cap, "%s", slip.number);
		break;
	case PAPER_LABEL:
		if (item_get(db, j->thing, &item, &err) == RC_OK)
			snprintf(out, cap, "%s", item.code);
		break;
	case PAPER_TEST:
	case PAPER_KINDS:
		break;
	}
}

char *
papers_words(struct db *db, const struct config *cfg, const struct job *j,
    char *out, size_t cap)
{
	enum paper_kind kind = papers_kind(j);
	char number[64];
	const char *args[] = { number };

	number_of(db, cfg, j, number, sizeof number);
	if (kind == PAPER_KINDS)
		snprintf(out, cap, "%s", j->kind);
	else
		lang_fill(out, cap, _(kinds[kind].words), args, 1);
	return out;
}

/* --- a test --- */

static enum rc
start_test(struct db *db, const struct config *cfg, enum print_use use,
    struct print_job *job, char last[64], struct err *err)
{
	static struct slip slip;
	const char *printer = papers_printer(cfg, use);
	char now[CLOCK_LOCAL_MAX];
	struct label label;

	if (use == USE_LABEL) {
		label_test(db, &label);
		snprintf(last, 64, "%s", label.code);
		return print_start_labels(printer, &label, 1, 0, job, err);
	}
	slip_init(&slip);
	snprintf(slip.from, sizeof slip.from, "%s", db_depot_name(db));
	snprintf(slip.heading, sizeof slip.heading, "%s", _("PROVUTSKRIFT"));
	snprintf(slip.number, sizeof slip.number, "%s", _("Prov"));
	snprintf(slip.qr, sizeof slip.qr, "SAMDEPA %s", db_depot(db));
	slip_add_row(&slip, _("Skrivare"), printer);
	slip_add_row(&slip, _("Tid"), clock_format_local(clock_now(), now));
	slip_add_row(&slip, _("Bokstäver"), "åäö ÅÄÖ éü 0123456789");
	slip_add_note(&slip, _("Går allt att läsa är skrivaren som den ska. "
	    "Kasta pappret."));
	snprintf(last, 64, "%s", slip.number);
	return print_start(printer, &slip, job, err);
}

/* --- */

enum rc
papers_start(struct db *db, const struct config *cfg, const struct job *j,
    struct print_job *job, char last[64], struct err *err)
{
	static slips_fn *const slips[] = { [PAPER_TICKET] = slips_ticket,
	    [PAPER_RECEIPT] = slips_receipt,
	    [PAPER_MANIFEST] = slips_manifest };
	static struct slip slip;
	const char *printer = papers_printer(cfg, papers_job_use(j));
	enum paper_kind kind = papers_kind(j);
	struct label label;
	enum rc rc;

	job->fd = job->pid = -1;
	if (kind == PAPER_TEST)
		return start_test(db, cfg, papers_job_use(j), job, last, err);
	if (kind == PAPER_KINDS)
		return err_set(err, RC_NOT_FOUND, "%s: no such paper",
		    j->kind);
	if (kind == PAPER_LABEL) {
		rc = slips_label(db, j->thing, &label, err);
		if (rc == RC_OK)
			snprintf(last, 64, "%s", label.code);
		return rc != RC_OK ? rc :
		    print_start_labels(printer, &label, 1, 0, job,
		    err);
	}
	rc = slips[kind](db, cfg, j->thing, &slip, err);
	if (rc == RC_OK)
		snprintf(last, 64, "%s", slip.number);
	return rc == RC_OK ? print_start(printer, &slip, job, err) : rc;
}
