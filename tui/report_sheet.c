/* The report on one page. */
#include <stdio.h>
#include <string.h>

#include "db/clock.h"
#include "tui/lang.h"
#include "tui/report.h"

static void
number(char *out, size_t cap, int64_t n)
{
	if (n >= 1000000)
		snprintf(out, cap, "%lld %03lld %03lld",
		    (long long)(n / 1000000), (long long)(n / 1000 % 1000),
		    (long long)(n % 1000));
	else if (n >= 1000)
		snprintf(out, cap, "%lld %03lld", (long long)(n / 1000),
		    (long long)(n % 1000));
	else
		snprintf(out, cap, "%lld", (long long)n);
}

static void
add_figure(struct sheet *s, int64_t n, const char *label)
{
	number(s->figure[s->figures].value, sizeof s->figure[0].value, n);
	snprintf(s->figure[s->figures].label, sizeof s->figure[0].label,
	    "%s", label);
	s->figures++;
}

/* The latest months there is room for. */
static void
add_bars(struct sheet *s, const struct report *r)
{
	size_t n = r->n[REPORT_MONTH];
	size_t skip = n > SHEET_BARS ? n - SHEET_BARS : 0;

	snprintf(s->bars, sizeof s->bars, "%s", _("Utlämnat per månad"));
	for (size_t i = skip; i < n; i++) {
		const struct report_sum *m = &r->by[REPORT_MONTH][i];

		snprintf(s->bar[s->bar_count].label,
		    sizeof s->bar[0].label, "%.7s", m->key);
		s->bar[s->bar_count++].value = m->all;
	}
}

static void
add_table(struct sheet *s, const struct report *r, enum report_by by,
    const char *head)
{
	size_t t = s->tables++, n = r->n[by];

	snprintf(s->table[t].head[0], sizeof s->table[t].head[0], "%s", head);
	snprintf(s->table[t].head[1], sizeof s->table[t].head[1], "%s",
	    _("Antal"));
	snprintf(s->table[t].head[2], sizeof s->table[t].head[2], "kg CO2e");
	for (size_t i = 0; i < n && i < SHEET_ROWS; i++) {
		const struct report_sum *m = &r->by[by][i];
		char (*cell)[64] = s->table[t].row[i];

		snprintf(cell[0], sizeof cell[0], "%.63s", m->name);
		number(cell[1], sizeof cell[1], m->all);
		if (m->saved.co2e > 0)
			number(cell[2], sizeof cell[2],
			    (m->saved.co2e + 50) / 100);
		else
			snprintf(cell[2], sizeof cell[2], "–");
		s->table[t].rows++;
	}
}

/* Each source once, then what is not in the figures. */
static void
add_notes(struct sheet *s, const struct report *r, const struct factors *f)
{
	char share[ORDER_KIND_COUNT][16], left[24];
	const char *args[] = { share[ORDER_TAKEOVER], share[ORDER_LOAN],
	    share[ORDER_RENTAL] };
	const char *missing[] = { left };
	size_t n = 0, cap = sizeof s->note[0];

	for (int k = 0; k < ORDER_KIND_COUNT; k++)
		snprintf(share[k], sizeof share[k], "%d", f->share[k]);
	lang_fill(s->note[s->notes++], cap, _("Av en ny räknas %1$s % för det "
	    "som är övertaget, %2$s % för det som är utlånat och %3$s % för "
	    "det som är uthyrt."), args, 3);
	number(left, sizeof left, r->total.saved.uncounted);
	if (r->total.saved.uncounted > 0)
		lang_fill(s->note[s->notes++], cap, _("%1$s av dem är utan "
		    "klimatsiffra och räknas inte i kg CO2e."), missing, 1);
	char *note = s->note[s->notes];
	for (size_t i = 0; i < f->n; i++) {
		const struct factor *row = &f->factor[i];
		char source[200];

		if (row->source[0] == '\0')
			continue;
		snprintf(source, sizeof source, "%s, %d", row->source,
		    row->year);
		if (strstr(note, source) != NULL)
			continue;
		int put = snprintf(note + n, cap - n, "%s%s", n == 0 ?
		    _("Källor: ") : "; ", source);
		if (put < 0 || (size_t)put >= cap - n) {
			note[n] = '\0';
			break;
		}
		n += (size_t)put;
	}
	s->notes += n > 0;
}

void
report_sheet(const struct report *r, const struct factors *f,
    const struct report_filter *filter, const char *from, struct sheet *s)
{
	char first[CLOCK_DAY_MAX], last[CLOCK_DAY_MAX];

	memset(s, 0, sizeof *s);
	snprintf(s->from, sizeof s->from, "%s", from);
	snprintf(s->heading, sizeof s->heading, "%s", _("Återbruk"));
	clock_format_day(filter->from, first);
	clock_format_day(filter->to, last);
	snprintf(s->period, sizeof s->period, "%s – %s", first, last);
	snprintf(s->number, sizeof s->number, "%s %s", _("Rapport"), last);
	add_figure(s, r->total.all, _("saker utlånade och övertagna"));
	add_figure(s, (r->total.saved.co2e + 50) / 100,
	    _("kg CO2e sparade"));
	add_figure(s, (r->total.saved.price + 50) / 100,
	    _("kronor sparade"));
	add_bars(s, r);
	add_table(s, r, REPORT_CATEGORY, _("Kategori"));
	add_table(s, r, REPORT_UNIT, _("Enhet"));
	add_notes(s, r, f);
}
