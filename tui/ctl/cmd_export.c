/* cmd_export.c - samdepactl export: whole registers, row by row. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "tui/ctl/command.h"
#include "tui/ctl/csv.h"
#include "tui/ctl/each.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"

struct export {
	struct ctl *ctl;
	struct err *err;
	bool    csv;
	int64_t since;		/* time, 0: all */
	struct out_list list;	/* of JSON */
	enum rc rc;		/* what a callback met */
};

/* The record's names are the heading: its first is "code". */
static void
put_heading(struct export *x, json_t *blank)
{
	const char *key;
	json_t *value;
	bool first = true;

	if (x->csv) {
		json_object_foreach(blank, key, value) {
			csv_put(stdout, key, first);
			first = false;
		}
		csv_put_end(stdout);
	}
	json_decref(blank);
}

static void
put_record(struct export *x, json_t *record)
{
	char buf[4096];
	const char *key;
	json_t *value;
	bool first = true;

	if (!x->csv) {
		out_row(&x->list, record);
		return;
	}
	json_object_foreach(record, key, value) {
		csv_put(stdout, out_value(value, buf, sizeof buf), first);
		first = false;
	}
	csv_put_end(stdout);
	json_decref(record);
}

/* Whether something happened with the thing since then. */
static bool
touched(struct export *x, int64_t thing)
{
	struct history last;
	size_t n = 0;

	if (x->since == 0)
		return true;
	x->rc = history_list(x->ctl->db, thing, 0, &last, 1, &n, x->err);
	return x->rc == RC_OK && n > 0 && last.time >= x->since;
}

/* Where nothing can be written any more, the rest is in vain. */
static bool
go_on(const struct export *x)
{
	return x->rc == RC_OK && !ferror(stdout);
}

static void
add_code(const char *code, void *array)
{
	json_array_append_new(array, out_string(code));
}

static bool
put_item(const struct item *it, void *arg)
{
	struct export *x = arg;

	if (!touched(x, it->id))
		return go_on(x);
	json_t *o = row_item(it), *codes = json_array();
	x->rc = item_codes(x->ctl->db, it->id, add_code, codes, x->err);
	out_set(o, "codes", codes);
	put_record(x, o);
	return go_on(x);
}

static enum rc
export_items(struct export *x)
{
	json_t *blank = row_item(&(struct item){ 0 });

	out_set(blank, "codes", json_null());
	put_heading(x, blank);
	return item_walk(x->ctl->db, &(struct item_filter){
	    .retired_too = true }, put_item, x, x->err);
}

/* What a municipality must account for: whose it is and what it is worth. */
static json_t *
ledger_row(const struct item *it)
{
	json_t *o = json_object();

	out_set(o, "code", out_string(it->code));
	out_set(o, "name", out_string(it->name));
	out_set(o, "category", out_string(it->category));
	out_set(o, "owner", out_string(it->owner));
	out_set(o, "responsible", out_string_or_null(it->responsible_code));
	out_set(o, "responsible_name",
	    out_string_or_null(it->responsible_name));
	out_set(o, "depot", out_string(it->depot));
	out_set(o, "count", json_integer(it->count));
	out_set(o, "value", it->value == 0 ? json_null() :
	    json_real((double)it->value / 100));
	out_set(o, "total", it->value == 0 ? json_null() :
	    json_real((double)it->value * it->count / 100));
	out_set(o, "condition", out_string(condition_name(it->condition)));
	out_set(o, "state", out_string(item_state_name(it->state)));
	out_set(o, "outcome", out_string_or_null(it->outcome));
	return o;
}

static bool
put_ledger(const struct item *it, void *arg)
{
	struct export *x = arg;

	if (touched(x, it->id))
		put_record(x, ledger_row(it));
	return go_on(x);
}

static enum rc
export_ledger(struct export *x)
{
	put_heading(x, ledger_row(&(struct item){ 0 }));
	return item_walk(x->ctl->db, &(struct item_filter){
	    .retired_too = true }, put_ledger, x, x->err);
}

static bool
put_loan(const struct booking *b, void *arg)
{
	struct export *x = arg;

	if (b->out_time > 0 && (b->out_time >= x->since ||
	    b->back_time >= x->since))
		put_record(x, row_booking(b));
	return go_on(x);
}

static enum rc
export_loans(struct export *x)
{
	put_heading(x, row_booking(&(struct booking){ 0 }));
	return booking_walk(x->ctl->db, &(struct booking_filter){ 0 },
	    put_loan, x, x->err);
}

static bool
put_unit(const struct unit *u, void *arg)
{
	struct export *x = arg;

	if (touched(x, u->id))
		put_record(x, row_unit(u));
	return go_on(x);
}

static enum rc
export_units(struct export *x)
{
	put_heading(x, row_unit(&(struct unit){ 0 }));
	return each_unit(x->ctl->db, NULL, put_unit, x, x->err);
}

static bool
put_place(const struct place *p, void *arg)
{
	struct export *x = arg;

	if (touched(x, p->id))
		put_record(x, row_place(p));
	return go_on(x);
}

static enum rc
export_places(struct export *x)
{
	put_heading(x, row_place(&(struct place){ 0 }));
	return each_place(x->ctl->db, NULL, put_place, x, x->err);
}

static bool
put_ticket(const struct ticket *t, void *arg)
{
	struct export *x = arg;
	json_t *o;

	if (t->time < x->since)
		return go_on(x);
	x->rc = row_ticket_whose(x->ctl->db, t, &o, x->err);
	if (x->rc == RC_OK)
		put_record(x, o);
	return go_on(x);
}

static enum rc
export_tickets(struct export *x)
{
	json_t *blank;

	enum rc rc = row_ticket_whose(x->ctl->db, &(struct ticket){ 0 },
	    &blank, x->err);
	if (rc != RC_OK)
		return rc;
	put_heading(x, blank);
	return each_ticket(x->ctl->db, (struct each_of){ 0 }, put_ticket, x, x->err);
}

static bool
put_case(const struct depot_case *c, void *arg)
{
	struct export *x = arg;

	if (c->time >= x->since)
		put_record(x, row_case(x->ctl->db, c));
	return go_on(x);
}

static enum rc
export_cases(struct export *x)
{
	put_heading(x, row_case(x->ctl->db, &(struct depot_case){ 0 }));
	return each_case(x->ctl->db, (struct each_of){ 0 }, put_case, x, x->err);
}

static bool
put_event(const struct history *h, void *arg)
{
	struct export *x = arg;

	put_record(x, row_event(h));
	return go_on(x);
}

static enum rc
export_events(struct export *x)
{
	put_heading(x, row_event(&(struct history){ 0 }));
	return history_walk(x->ctl->db, x->since, put_event, x, x->err);
}

static const struct {
	const char *name;
	enum rc (*run)(struct export *);
} kinds[] = {
	{ "items", export_items },
	{ "units", export_units },
	{ "places", export_places },
	{ "loans", export_loans },
	{ "tickets", export_tickets },
	{ "cases", export_cases },
	{ "ledger", export_ledger },
	{ "events", export_events },
};

static enum rc
read_flags(struct export *x)
{
	const char *format = arg(x->ctl, FLAG_FORMAT);
	int32_t day = 0;

	if (format != NULL && strcmp(format, "csv") != 0 &&
	    strcmp(format, "json") != 0)
		return ctl_say(x->ctl, RC_INVALID, _("--format: ”%1$s” är "
		    "inte csv eller json."), format, NULL, NULL);
	if (format != NULL)
		x->csv = strcmp(format, "csv") == 0;
	enum rc rc = arg_day(x->ctl, FLAG_SINCE, &day);
	x->since = day == 0 ? 0 : clock_day_start(day);
	return rc;
}

enum rc
cmd_export(struct ctl *ctl, struct err *err)
{
	struct export x = { .ctl = ctl, .err = err, .csv = !ctl->json };
	const char *kind = ctl->word[0];

	enum rc rc = read_flags(&x);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(kinds[i].name, kind) != 0)
			continue;
		ctl->json = true;
		if (!x.csv)
			out_begin(&x.list, ctl, NULL);
		rc = kinds[i].run(&x);
		if (!x.csv)
			out_end(&x.list);
		return rc == RC_OK ? x.rc : rc;
	}
	return ctl_say(ctl, RC_INVALID,
	    _("”%1$s” går inte att skriva ut. Välj %2$s."), kind,
	    ctl->cmd->words, NULL);
}
