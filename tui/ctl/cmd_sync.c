/* cmd_sync.c - samdepactl sync: the exchange with the other depots, as the
 * nightly job runs it, and its report. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/clock.h"
#include "db/erase.h"
#include "db/late.h"
#include "db/sync/sync.h"
#include "db/sync_state.h"
#include "tui/ctl/args.h"
#include "tui/ctl/command.h"
#include "tui/ctl/out.h"
#include "tui/ctl/progress.h"
#include "tui/ctl/sync_tell.h"
#include "tui/depot_rules.h"
#include "tui/lang.h"
#include "tui/say.h"

#define HUBS_MAX	16
#define PAGE_MAX	16384

struct page {
	char   text[PAGE_MAX];
	size_t n;
};

static void __attribute__((format(printf, 2, 3)))
add(struct page *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(p->text + p->n, sizeof p->text - p->n, fmt, ap);
	va_end(ap);
	if (n > 0)
		p->n += (size_t)n < sizeof p->text - p->n ? (size_t)n :
		    sizeof p->text - p->n - 1;
}

/* A sentence whose %1$s and %2$s are filled with the note's words. */
static void
add_note(struct page *p, const struct sync_note *note)
{
	const char *const args[] = { note->arg[0], note->arg[1] };
	char text[512];

	lang_fill(text, sizeof text, _(sync_note_sentence(note->kind)), args,
	    2);
	add(p, "%s %s\n", sync_note_is_bad(note->kind) ? "!" : "-", text);
}

/* What went one way. */
static void
add_amounts(struct page *p, int64_t texts, int64_t bytes)
{
	add(p, _n(", %lld text", ", %lld texter", texts), (long long)texts);
	add(p, _(", %lld kB"), (long long)((bytes + 999) / 1000));
	add(p, "\n");
}

static void
page_make(struct page *p, const struct sync_report *r, bool dry)
{
	p->n = 0;
	p->text[0] = '\0';
	add(p, "%s: %s\n", dry ? _("Skulle synka med") : _("Synkning med"),
	    r->hub);
	add(p, _n("In: %lld händelse", "In: %lld händelser", r->events_in),
	    (long long)r->events_in);
	add(p, _n(" från %lld depå", " från %lld depåer", r->depots_in),
	    (long long)r->depots_in);
	add_amounts(p, r->texts_in, r->bytes_in);
	add(p, _n("Ut: %lld händelse", "Ut: %lld händelser", r->events_out),
	    (long long)r->events_out);
	add_amounts(p, r->texts_out, r->bytes_out);
	if (r->granted + r->refused + r->for_people > 0) {
		add(p, _("Beställningar: %lld godkända, %lld nekade, %lld "
		    "väntar på någon"), (long long)r->granted,
		    (long long)r->refused, (long long)r->for_people);
		add(p, "\n");
	}
	add(p, _("Att åtgärda: %lld (%lld före)"), (long long)r->cases_after,
	    (long long)r->cases_before);
	add(p, "\n");
	for (size_t i = 0; i < r->n_notes; i++)
		add_note(p, &r->note[i]);
	add(p, _("Det tog %lld,%lld sekunder."), (long long)r->seconds_ms /
	    1000, (long long)r->seconds_ms / 100 % 10);
	add(p, "\n");
}

static json_t *
record(const struct sync_report *r)
{
	const struct {
		const char *name;
		int64_t value;
	} numbers[] = {
		{ "events_in", r->events_in }, { "events_out", r->events_out },
		{ "depots_in", r->depots_in }, { "texts_in", r->texts_in },
		{ "texts_out", r->texts_out }, { "bytes_in", r->bytes_in },
		{ "bytes_out", r->bytes_out },
		{ "segments_in", r->segments_in },
		{ "segments_out", r->segments_out },
		{ "cases_before", r->cases_before },
		{ "cases_after", r->cases_after }, { "granted", r->granted },
		{ "refused", r->refused }, { "for_people", r->for_people },
		{ "milliseconds", r->seconds_ms },
	};
	json_t *o = json_object(), *notes = json_array();

	out_set(o, "hub", out_string(r->hub));
	out_set(o, "ok", json_boolean(r->ok));
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		out_set(o, numbers[i].name, json_integer(numbers[i].value));
	for (size_t i = 0; i < r->n_notes; i++) {
		json_t *n = json_object();

		out_set(n, "note", out_string(sync_note_name(r->note[i].kind)));
		out_set(n, "bad", json_boolean(sync_note_is_bad(
		    r->note[i].kind)));
		out_set(n, "about", out_string(r->note[i].arg[0]));
		out_set(n, "detail", out_string(r->note[i].arg[1]));
		json_array_append_new(notes, n);
	}
	out_set(o, "notes", notes);
	return o;
}

/* The kiosk reads the lines: tui/kiosk/sync_job.c. */
static void
progress(const char *log, int64_t done, int64_t total, void *arg)
{
	if (arg_on(arg, FLAG_PROGRESS))
		fprintf(stderr, "progress %s %lld %lld\n", log,
		    (long long)done, (long long)total);
	else
		progress_at(done, total);
}

/* A rule file that is no good keeps no sync from its work. */
static enum rc
by_rules(const struct ctl *ctl, struct db *db, struct sync_report *r,
    struct err *err)
{
	static struct rules rules;
	struct rules_count count;
	struct err why = { .why = WHY_NONE };
	char text[512];

	enum rc rc = depot_rules_read(&ctl->cfg, &rules, &why);
	if (rc == RC_OK)
		rc = rules_answer_all(db, &rules, &count, &why);
	else if (rules_answer_all(db, &rules, &count, err) != RC_OK)
		count = (struct rules_count){ 0 };
	r->granted += count.granted;
	r->refused += count.refused;
	r->for_people = count.waiting;
	if (rc == RC_OK)
		return RC_OK;
	if (rc == RC_DAMAGED) {
		*err = why;
		return rc;
	}
	sync_report_note(r, SYNC_RULES, say_err(rc, &why, text, sizeof text),
	    NULL);
	return RC_OK;
}

/* What can be answered without a person, and what needs one by now. */
static enum rc
answer(struct db *db, struct sync_report *r, void *arg, struct err *err)
{
	const struct ctl *ctl = arg;
	char number[24];
	int64_t late = 0;
	enum rc rc = by_rules(ctl, db, r, err);

	if (rc == RC_OK)
		rc = late_open(db, ctl->cfg.late_days, &late, err);
	snprintf(number, sizeof number, "%lld", (long long)late);
	if (rc == RC_OK && late > 0)
		sync_report_note(r, SYNC_LATE, NULL, number);
	return rc;
}

static enum rc
one_hub(struct ctl *ctl, const char *url, json_t *array, struct err *err)
{
	static struct page page;
	struct sync_report *r = calloc(1, sizeof *r);
	struct sync_options opt = { .dry_run = arg_on(ctl, FLAG_DRY_RUN),
	    .progress = progress, .answer = answer, .arg = ctl };

	if (r == NULL)
		abort();
	progress_begin();
	enum rc rc = sync_run(ctl->db, url, &opt, r, err);
	progress_end();
	page_make(&page, r, opt.dry_run);
	if (rc != RC_BUSY && !opt.dry_run) {
		char why[512];

		if (rc != RC_OK)
			add(&page, "! %s\n", say_err(rc, err, why,
			    sizeof why));
		(void)!sync_report_keep(ctl->db, clock_now(), rc == RC_OK,
		    page.text, NULL);
	}
	/* What another depot had erased goes to the last byte; what fails is
	 * tried again by the nightly backup. */
	struct erase_report erased;
	if (!opt.dry_run && erase_due(ctl->db))
		(void)!erase_settle(ctl->db, &erased, NULL);
	if (rc == RC_OK || rc == RC_OUTSIDE) {
		if (ctl->json)
			json_array_append_new(array, record(r));
		else if (rc == RC_OK)
			fputs(page.text, stdout);
	}
	free(r);
	return rc == RC_NOT_FOUND ? RC_OUTSIDE : rc;
}

enum rc
sync_tell(struct ctl *ctl, const char *url, struct err *err)
{
	json_t *array = json_array();
	enum rc rc = one_hub(ctl, url, array, err);

	if (ctl->json && json_array_size(array) > 0)
		out_made(ctl, json_incref(json_array_get(array, 0)), "ok");
	json_decref(array);
	return rc;
}

enum rc
cmd_sync(struct ctl *ctl, struct err *err)
{
	char url[HUBS_MAX][512];
	json_t *array;
	size_t n = 0;
	enum rc rc;

	if (arg(ctl, FLAG_HUB) != NULL)
		return sync_tell(ctl, arg(ctl, FLAG_HUB), err);
	rc = sync_hubs(ctl->db, url, HUBS_MAX, &n, err);
	if (rc == RC_OK && n == 0)
		rc = err_why(err, RC_REFUSED, WHY_NO_HUB, NULL, NULL, NULL);
	if (rc != RC_OK)
		return rc;
	if (n == 1)
		return sync_tell(ctl, url[0], err);
	/* A hub that is not there keeps none of the others waiting. */
	array = json_array();
	for (size_t i = 0; i < n; i++) {
		struct err why;
		enum rc one = one_hub(ctl, url[i], array, &why);

		if (one != RC_OK && rc == RC_OK) {
			rc = one;
			*err = why;
		}
	}
	if (ctl->json)
		out_made_all(ctl, array, "ok");
	else
		json_decref(array);
	return rc;
}
