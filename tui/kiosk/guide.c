#include "tui/kiosk/guide.h"

#include <stdlib.h>
#include <string.h>

#include "db/search.h"

#define LOOK_MAX	1000	/* things that are looked at */
#define WORDS_MAX	50	/* things that words find */

struct look {
	struct kiosk *k;
	const struct guide_wish *wish;
	struct guide_found *found;
	int looked;
	enum rc rc;
	struct err *err;
};

/* Whether it is small enough; *unsized: nobody knows. */
static bool
fits(const struct guide_wish *w, const struct item *it, bool *unsized)
{
	const int32_t is[] = { it->width, it->depth, it->height };

	*unsized = false;
	for (int i = 0; i < 3; i++) {
		if (w->size[i] > 0 && is[i] > w->size[i])
			return false;
		*unsized = *unsized || (w->size[i] > 0 && is[i] == 0);
	}
	return true;
}

/* The group of like things, a new one where there is none; NULL: no room. */
static struct guide_group *
group_of(struct guide_found *f, const struct item *it, bool unsized)
{
	for (size_t i = 0; i < f->n; i++) {
		struct guide_group *g = &f->group[i];

		if (strcmp(g->like.name, it->name) == 0 &&
		    strcmp(g->like.depot, it->depot) == 0 &&
		    g->unsized == unsized)
			return g;
	}
	if (f->n == GUIDE_GROUPS)
		return NULL;
	struct guide_group *g = &f->group[f->n++];
	memset(g, 0, sizeof *g);
	g->like = *it;
	g->unsized = unsized;
	return g;
}

static void
add(struct guide_group *g, int64_t item, int32_t pieces, int32_t wanted)
{
	int32_t missing = wanted - g->got;
	int32_t part = pieces < missing ? pieces : missing;

	g->pieces += pieces;
	if (g->pieces > GUIDE_MANY)
		g->pieces = GUIDE_MANY;
	if (part <= 0 || g->n == ORDER_LINES_MAX)
		return;
	g->part[g->n].item = item;
	g->part[g->n++].count = part;
	g->got += part;
}

static bool
look_at(const struct item *it, void *arg)
{
	struct look *l = arg;
	const struct guide_wish *w = l->wish;
	bool unsized;
	int32_t pieces = 0;

	if (++l->looked > LOOK_MAX) {
		l->found->more = true;
		return false;
	}
	if (!fits(w, it, &unsized))
		return true;
	size_t had = l->found->n;
	struct guide_group *g = group_of(l->found, it, unsized);
	if (g == NULL) {
		l->found->more = true;
		return true;
	}
	if (g->pieces >= GUIDE_MANY && g->got >= w->count)
		return true;
	l->rc = order_free(l->k->db, it->id, w->start, w->until, &pieces,
	    l->err);
	if (pieces > 0)
		add(g, it->id, pieces, w->count);
	else
		l->found->n = had;	/* a group begins with what is free */
	return l->rc == RC_OK;
}

static int
by_use(const void *a, const void *b)
{
	const struct guide_group *x = a, *y = b;

	if (x->got != y->got)
		return x->got > y->got ? -1 : 1;
	if (x->unsized != y->unsized)
		return x->unsized - y->unsized;
	if (x->like.remote != y->like.remote)
		return x->like.remote - y->like.remote;
	return strcmp(x->like.name, y->like.name);
}

enum rc
guide_find(struct kiosk *k, const struct guide_wish *w, struct guide_found *f,
    struct err *err)
{
	static struct item item[WORDS_MAX];
	struct look l = { .k = k, .wish = w, .found = f, .err = err };
	struct search found;
	enum rc rc;

	f->n = 0;
	f->more = false;
	if (w->category[0] != '\0') {
		rc = item_walk(k->db, &(struct item_filter){
		    .category = w->category }, look_at, &l, err);
	} else {
		rc = search_items(k->db, w->words, item, WORDS_MAX, &found,
		    err);
		for (size_t i = 0; rc == RC_OK && l.rc == RC_OK &&
		    i < found.n; i++)
			look_at(&item[i], &l);
		f->more = rc == RC_OK && found.n == WORDS_MAX;
	}
	qsort(f->group, f->n, sizeof f->group[0], by_use);
	return rc == RC_OK ? l.rc : rc;
}
