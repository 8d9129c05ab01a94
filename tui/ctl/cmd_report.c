/* cmd_report.c - samdepactl report: what was lent and taken over, and what
 * that saved. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "db/day.h"
#include "db/sync_state.h"
#include "tui/ctl/command.h"
#include "tui/ctl/csv.h"
#include "tui/ctl/paper.h"
#include "tui/ctl/row.h"
#include "tui/lang.h"
#include "tui/report.h"

#define SUM_COLUMNS							\
	{ "lent", N_("Utlånat"), NULL },				\
	{ "taken_over", N_("Övertaget"), NULL },			\
	{ "moved", N_("Flyttat"), NULL },				\
	{ "co2e_kg", N_("Sparat kg CO2e"), NULL },			\
	{ "kronor", N_("Sparat kr"), NULL },				\
	{ "uncounted", N_("Utan klimatsiffra"), NULL },			\
	{ 0 }

static const struct column total_columns[] = { SUM_COLUMNS };
static const struct column sum_columns[REPORT_BY_COUNT][8] = {
	[REPORT_MONTH] = { { "month", N_("Månad"), NULL }, SUM_COLUMNS },
	[REPORT_CATEGORY] = { { "name", N_("Kategori"), NULL }, SUM_COLUMNS },
	[REPORT_UNIT] = { { "name", N_("Enhet"), NULL }, SUM_COLUMNS },
};
static const struct column factor_columns[] = {
	{ "category", N_("Kategori"), NULL },
	{ "co2e_kg", N_("Ny: kg CO2e"), NULL },
	{ "kronor", N_("Ny: kr"), NULL },
	{ "source", N_("Källa"), NULL },
	{ "year", N_("År"), NULL },
	{ 0 },
};

/* Hundredths, rounded to whole ones: nobody knows it better. */
static json_t *
whole(int64_t hundredths)
{
	return json_integer((hundredths + 50) / 100);
}

static json_t *
row_sum(const struct report_sum *s, enum report_by by)
{
	json_t *o = json_object();

	if (by == REPORT_MONTH) {
		out_set(o, "month", out_string(s->key));
	} else if (by != REPORT_BY_COUNT) {
		out_set(o, "code", out_string(s->key));
		out_set(o, "name", out_string(s->name));
	}
	out_set(o, "lent", json_integer(s->pieces[ORDER_LOAN] +
	    s->pieces[ORDER_RENTAL]));
	out_set(o, "taken_over", json_integer(s->pieces[ORDER_TAKEOVER]));
	out_set(o, "moved", json_integer(s->pieces[ORDER_MOVE]));
	out_set(o, "co2e_kg", whole(s->saved.co2e));
	out_set(o, "kronor", whole(s->saved.price));
	out_set(o, "uncounted", json_integer(s->saved.uncounted));
	return o;
}

static json_t *
row_factor(const struct factor *f)
{
	json_t *o = json_object();

	out_set(o, "category", out_string(f->category));
	out_set(o, "co2e_kg", f->co2e < 0 ? json_null() :
	    json_real((double)f->co2e / 100));
	out_set(o, "kronor", f->price < 0 ? json_null() :
	    json_real((double)f->price / 100));
	out_set(o, "source", out_string_or_null(f->source));
	out_set(o, "year", f->year == 0 ? json_null() :
	    json_integer(f->year));
	return o;
}

static json_t *
sums(const struct report *r, enum report_by by)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->n[by]; i++)
		json_array_append_new(array, row_sum(&r->by[by][i], by));
	return array;
}

static void
put_json(struct ctl *ctl, const struct report *r, const struct factors *f,
    const struct report_filter *filter)
{
	json_t *o = json_object(), *list = json_array(), *share;

	out_set(o, "from", out_day(filter->from));
	out_set(o, "to", out_day(filter->to));
	out_set(o, "depot", out_string_or_null(filter->depot));
	out_set(o, "total", row_sum(&r->total, REPORT_BY_COUNT));
	out_set(o, "months", sums(r, REPORT_MONTH));
	out_set(o, "categories", sums(r, REPORT_CATEGORY));
	out_set(o, "units", sums(r, REPORT_UNIT));
	for (size_t i = 0; i < f->n; i++)
		json_array_append_new(list, row_factor(&f->factor[i]));
	out_set(o, "factors", list);
	share = json_object();
	for (int k = 0; k < ORDER_KIND_COUNT; k++)
		out_set(share, order_kind_name((enum order_kind)k),
		    json_integer(f->share[k]));
	out_set(o, "share_percent", share);
	out_thing(ctl, o, total_columns);
}

static void
put_table(struct ctl *ctl, const struct report *r, enum report_by by)
{
	static struct out_list list;

	out_begin(&list, ctl, sum_columns[by]);
	for (size_t i = 0; i < r->n[by]; i++)
		out_row(&list, row_sum(&r->by[by][i], by));
	out_end(&list);
}

static void
put_factors(struct ctl *ctl, const struct factors *f)
{
	static struct out_list list;
	char share[ORDER_KIND_COUNT][16];

	out_begin(&list, ctl, factor_columns);
	for (size_t i = 0; i < f->n; i++)
		out_row(&list, row_factor(&f->factor[i]));
	out_end(&list);
	for (int k = 0; k < ORDER_KIND_COUNT; k++)
		snprintf(share[k], sizeof share[k], "%d", f->share[k]);
	out_text("");
	out_say(_("Av en ny räknas %1$s % för det som är övertaget, %2$s % för "
	    "det som är utlånat och %3$s % för det som är uthyrt."),
	    share[ORDER_TAKEOVER], share[ORDER_LOAN], share[ORDER_RENTAL]);
}

/* Whose report it is, in words. */
static void
whose(struct ctl *ctl, const struct report_filter *filter, char *out,
    size_t cap)
{
	if (filter->depot == NULL)
		snprintf(out, cap, "%s", _("Alla depåer"));
	else if (strcmp(filter->depot, db_depot(ctl->db)) == 0)
		snprintf(out, cap, "%s", db_depot_name(ctl->db));
	else
		depot_name(ctl->db, filter->depot, out, cap);
}

static enum rc
put_paper(struct ctl *ctl, const struct report *r, const struct factors *f,
    const struct report_filter *filter, struct err *err)
{
	static struct sheet sheet;
	struct print_result res;
	char depot[96];

	whose(ctl, filter, depot, sizeof depot);
	report_sheet(r, f, filter, depot, &sheet);
	enum rc rc = print_sheet(arg(ctl, FLAG_SHEET), &sheet, &res, err);
	if (rc == RC_OK && ctl->json) {
		json_t *o = json_object();

		paper_result(o, &res);
		out_thing(ctl, o, total_columns);
	} else if (rc == RC_OK && res.pdf[0] + res.png[0] != '\0') {
		out_text(res.pdf[0] != '\0' ? res.pdf : res.png);
	}
	return rc;
}

static void
put_people(struct ctl *ctl, const struct report *r, const struct factors *f,
    const struct report_filter *filter)
{
	char from[CLOCK_DAY_MAX], to[CLOCK_DAY_MAX], depot[96];

	whose(ctl, filter, depot, sizeof depot);
	out_say(_("%3$s, %1$s till %2$s"), clock_format_day(filter->from, from),
	    clock_format_day(filter->to, to), depot);
	out_text("");
	out_thing(ctl, row_sum(&r->total, REPORT_BY_COUNT), total_columns);
	for (int by = 0; by < REPORT_BY_COUNT && r->total.all > 0; by++) {
		out_text("");
		put_table(ctl, r, (enum report_by)by);
	}
	if (f->n > 0) {
		out_text("");
		put_factors(ctl, f);
	}
}

static void
put_csv(const struct report *r, enum report_by by)
{
	char buf[256];
	const char *key;
	json_t *value;

	for (size_t i = 0; i <= r->n[by]; i++) {
		bool first = true, heading = i == 0;
		json_t *o = row_sum(heading ? &r->total : &r->by[by][i - 1],
		    by);

		json_object_foreach(o, key, value) {
			csv_put(stdout, heading ? key : out_value(value, buf,
			    sizeof buf), first);
			first = false;
		}
		csv_put_end(stdout);
		json_decref(o);
	}
}

/* From the first of the month a year ago, unless said, until today. */
static enum rc
days(struct ctl *ctl, struct report_filter *filter)
{
	int year, month, mday;

	filter->to = clock_today();
	enum rc rc = arg_day(ctl, FLAG_TO, &filter->to);
	if (rc != RC_OK)
		return rc;
	day_to_date(filter->to, &year, &month, &mday);
	filter->from = year > 1970 ? day_from_date(year - 1, month, 1) : 0;
	rc = arg_day(ctl, FLAG_FROM, &filter->from);
	if (rc == RC_OK && filter->from > filter->to)
		rc = ctl_say(ctl, RC_INVALID, _("--from ligger efter --to."),
		    NULL, NULL, NULL);
	return rc;
}

static enum rc
forms(struct ctl *ctl, int *by, bool *csv)
{
	const char *text = arg(ctl, FLAG_BY), *format = arg(ctl, FLAG_FORMAT);

	*by = text == NULL ? REPORT_MONTH : report_by_from(text);
	if (*by < 0)
		return ctl_say(ctl, RC_INVALID, _("--by: ”%1$s” är inte month, "
		    "category eller unit."), text, NULL, NULL);
	*csv = format != NULL && strcmp(format, "csv") == 0;
	if (format != NULL && !*csv && strcmp(format, "json") != 0)
		return ctl_say(ctl, RC_INVALID, _("--format: ”%1$s” är inte "
		    "csv eller json."), format, NULL, NULL);
	ctl->json = ctl->json || (format != NULL && !*csv);
	return RC_OK;
}

enum rc
cmd_report(struct ctl *ctl, struct err *err)
{
	static struct factors factors;
	struct report_filter filter = { 0 };
	struct report r = { 0 };
	int by;
	bool csv;

	enum rc rc = forms(ctl, &by, &csv);
	if (rc == RC_OK)
		rc = days(ctl, &filter);
	if (rc == RC_OK)
		rc = arg_whose(ctl, &filter.depot, err);
	if (rc == RC_OK) {
		rc = factors_read(&ctl->cfg, &factors, err);
		if (rc != RC_OK)
			return ctl_say(ctl, rc, _("Filen med vad nytt skulle "
			    "ha kostat går inte att läsa: %1$s."), err->text,
			    NULL, NULL);
	}
	if (rc == RC_OK)
		rc = report_make(ctl->db, &filter, &factors,
		    strcmp(lang_code(), "en") == 0, &r, err);
	if (rc == RC_OK && arg(ctl, FLAG_SHEET) != NULL)
		rc = put_paper(ctl, &r, &factors, &filter, err);
	else if (rc == RC_OK && csv)
		put_csv(&r, (enum report_by)by);
	else if (rc == RC_OK && ctl->json)
		put_json(ctl, &r, &factors, &filter);
	else if (rc == RC_OK && arg(ctl, FLAG_BY) != NULL)
		put_table(ctl, &r, (enum report_by)by);
	else if (rc == RC_OK)
		put_people(ctl, &r, &factors, &filter);
	report_release(&r);
	return rc;
}
