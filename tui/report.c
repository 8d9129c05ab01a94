#include "tui/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/grown.h"
#include "db/unit.h"

struct making {
	struct report *r;
	struct db *db;
	const struct factors *factors;
	bool english;
	size_t room[REPORT_BY_COUNT];
	const struct factor *factor;	/* of the category of the last row */
	char category[40], category_name[96];
};

const char *
report_by_name(enum report_by by)
{
	static const char *const names[] = { "month", "category", "unit" };

	return names[by];
}

int
report_by_from(const char *text)
{
	for (int by = 0; by < REPORT_BY_COUNT; by++)
		if (strcmp(text, report_by_name((enum report_by)by)) == 0)
			return by;
	return -1;
}

/* The sum with that key, begun where there is none. */
static struct report_sum *
sum_of(struct making *m, enum report_by by, const char *key,
    const char *name)
{
	struct report *r = m->r;

	for (size_t i = r->n[by]; i > 0; i--)	/* most often the last one */
		if (strcmp(r->by[by][i - 1].key, key) == 0)
			return &r->by[by][i - 1];
	r->by[by] = grown(r->by[by], r->n[by], &m->room[by],
	    sizeof *r->by[by]);
	struct report_sum *s = &r->by[by][r->n[by]++];
	*s = (struct report_sum){ 0 };
	snprintf(s->key, sizeof s->key, "%s", key);
	snprintf(s->name, sizeof s->name, "%s", name);
	return s;
}

static void
add(const struct making *m, const struct report_row *row,
    struct report_sum *s)
{
	s->pieces[row->kind] += row->pieces;
	s->all += row->pieces;
	factors_add(m->factors, m->factor, row->kind, row->pieces,
	    row->value, &s->saved);
}

static void
learn_category(struct making *m, const char *code)
{
	if (strcmp(m->category, code) == 0 && m->category_name[0] != '\0')
		return;
	char swedish[96];

	snprintf(m->category, sizeof m->category, "%s", code);
	category_name(m->db, code, m->english, m->category_name,
	    sizeof m->category_name);
	category_name(m->db, code, false, swedish, sizeof swedish);
	m->factor = factors_find(m->factors, code, swedish);
}

static void
on_row(const struct report_row *row, void *arg)
{
	struct making *m = arg;
	char month[16];

	if (row->kind >= ORDER_KIND_COUNT)
		return;		/* of a later version */
	learn_category(m, row->category);
	snprintf(month, sizeof month, "%04d-%02d", row->month / 100,
	    row->month % 100);
	add(m, row, sum_of(m, REPORT_MONTH, month, month));
	add(m, row, sum_of(m, REPORT_CATEGORY, row->category,
	    m->category_name));
	add(m, row, sum_of(m, REPORT_UNIT, row->unit_code, row->unit_name));
	add(m, row, &m->r->total);
}

static int
by_pieces(const void *a, const void *b)
{
	const struct report_sum *x = a, *y = b;

	return x->all != y->all ? (x->all < y->all) - (x->all > y->all) :
	    strcmp(x->name, y->name);
}

enum rc
report_make(struct db *db, const struct report_filter *filter,
    const struct factors *factors, bool english, struct report *r,
    struct err *err)
{
	struct making m = { .r = r, .db = db, .factors = factors,
	    .english = english };

	*r = (struct report){ 0 };
	enum rc rc = report_walk(db, filter, on_row, &m, err);
	for (int by = REPORT_CATEGORY; by <= REPORT_UNIT; by++)
		if (r->n[by] > 0)
			qsort(r->by[by], r->n[by], sizeof *r->by[by],
			    by_pieces);
	return rc;
}

void
report_release(struct report *r)
{
	for (int by = 0; by < REPORT_BY_COUNT; by++)
		free(r->by[by]);
	*r = (struct report){ 0 };
}
