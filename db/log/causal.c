#include "db/log/causal.h"

#include <stdlib.h>
#include <string.h>

#include "db/grown.h"
#include "db/log/kind.h"

#define NONE SIZE_MAX

struct node {
	struct event ev;
	char    log[24];
	bool    undone, placed;
	int64_t era, hop;
	size_t  waits;		/* for so many that are not placed */
};

struct edge {
	size_t from, to;
};

struct graph {
	struct db   *db;
	int64_t      thing;
	struct node *node;
	size_t       n, cap;
	struct edge *edge;	/* sorted by from, once it is complete */
	size_t       edges, edge_cap;
	size_t      *heap, heap_n;
	size_t      *named, named_at;	/* by name, for rings; NULL: none */
	bool         gap;
};

/* --- loading --- */

static enum rc
node_read(struct graph *g, sqlite3_stmt *q, struct err *err)
{
	g->node = grown(g->node, g->n, &g->cap, sizeof *g->node);
	struct node *node = &g->node[g->n];

	*node = (struct node){ .ev = { .id = query_col(q, 0),
	    .act = query_col(q, 1), .time = query_col(q, 2),
	    .actor = query_col(q, 3) }, .undone = query_col(q, 6) != 0 };
	query_col_text(q, 7, node->log, sizeof node->log);
	enum rc rc = event_load_body((const char *)sqlite3_column_text(q, 5),
	    (size_t)sqlite3_column_bytes(q, 5), &node->ev.body, err);
	if (rc != RC_OK)
		return rc;
	node->ev.kind = event_known((const char *)sqlite3_column_text(q, 4),
	    node->ev.body);
	g->n++;
	return RC_OK;
}

static enum rc
nodes_load(struct graph *g, struct err *err)
{
	sqlite3_stmt *q = query(g->db, Q_THING_GRAPH);
	int64_t log = 0;
	size_t of_log = 0;
	enum rc rc;

	query_int(q, ":thing", g->thing);
	while ((rc = query_step(q, err)) == RC_OK) {
		of_log = query_col(q, 0) >> LOG_SHIFT == log ? of_log + 1 : 1;
		log = query_col(q, 0) >> LOG_SHIFT;
		if (of_log <= CAUSAL_MAX &&
		    (rc = node_read(g, q, err)) != RC_OK)
			break;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Nodes come in order of id. */
static size_t
node_of(const struct graph *g, int64_t id)
{
	size_t low = 0, high = g->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (g->node[mid].ev.id == id)
			return mid;
		if (g->node[mid].ev.id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NONE;
}

static bool
event_here(struct db *db, int64_t id)
{
	sqlite3_stmt *q = query(db, Q_EVENT_EXISTS);

	query_int(q, ":id", id);
	bool here = query_step(q, NULL) == RC_OK;
	query_done(q);
	return here;
}

static void
edge_add(struct graph *g, size_t from, size_t to)
{
	g->edge = grown(g->edge, g->edges, &g->edge_cap, sizeof *g->edge);
	g->edge[g->edges++] = (struct edge){ from, to };
	g->node[to].waits++;
}

static void
follow(struct graph *g, size_t to, const json_t *prev)
{
	const struct event *ev = &g->node[to].ev;
	int64_t id = event_thing_of(g->db, ev, prev);
	size_t from = id == 0 ? NONE : node_of(g, id);

	if (from != NONE)
		edge_add(g, from, to);
	else if (id == 0 ? json_is_string(prev) : ev->kind != EVENT_RECEIVE &&
	    !event_here(g->db, id))
		g->gap = true;
}

/* Which events this one says to have followed, as far as the thing goes. */
static void
edges_of(struct graph *g, size_t to)
{
	const struct event *ev = &g->node[to].ev;
	const json_t *prev = json_object_get(ev->body, "prev");
	static const char *const lists[] = { "bookings", "instead" };

	if (prev != NULL)
		follow(g, to, prev);
	prev = json_object_get(ev->body, "other_prev");
	if (prev != NULL)
		follow(g, to, prev);
	for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
		const json_t *rows = json_object_get(ev->body, lists[l]);

		for (size_t i = 0; i < json_array_size(rows); i++) {
			const json_t *row = json_array_get(rows, i);

			if (event_thing_of(g->db, ev, json_array_get(row, 1))
			    == g->thing)
				follow(g, to, json_array_get(row, 3));
		}
	}
}

static int
compare_edges(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

static void
edges_load(struct graph *g)
{
	for (size_t i = 0; i < g->n; i++) {
		if (i > 0 && g->node[i - 1].ev.id >> LOG_SHIFT ==
		    g->node[i].ev.id >> LOG_SHIFT)
			edge_add(g, i - 1, i);
		edges_of(g, i);
	}
	if (g->edges > 0)
		qsort(g->edge, g->edges, sizeof *g->edge, compare_edges);
}

/* --- the order --- */

/* Whether a stands before b, both having nothing to wait for. */
static bool
before(const struct node *a, const struct node *b)
{
	if (a->era != b->era)
		return a->era < b->era;
	if (a->hop != b->hop)
		return a->hop < b->hop;
	int names = strcmp(a->log, b->log);
	return names != 0 ? names < 0 : a->ev.id < b->ev.id;
}

static void
heap_push(struct graph *g, size_t node)
{
	size_t i = g->heap_n++;

	for (; i > 0 && before(&g->node[node], &g->node[g->heap[(i - 1) / 2]]);
	    i = (i - 1) / 2)
		g->heap[i] = g->heap[(i - 1) / 2];
	g->heap[i] = node;
}

static size_t
heap_pop(struct graph *g)
{
	size_t top = g->heap[0], last = g->heap[--g->heap_n], i = 0, child;

	while ((child = 2 * i + 1) < g->heap_n) {
		if (child + 1 < g->heap_n && before(&g->node[g->heap[child +
		    1]], &g->node[g->heap[child]]))
			child++;
		if (!before(&g->node[g->heap[child]], &g->node[last]))
			break;
		g->heap[i] = g->heap[child];
		i = child;
	}
	g->heap[i] = last;
	return top;
}

/* The custody token that the node stands at: its own, or what it followed. */
static void
token_of(struct node *node)
{
	int64_t era = event_int(&node->ev, "era");
	int64_t hop = event_int(&node->ev, "hop");

	if (era > node->era || (era == node->era && hop > node->hop)) {
		node->era = era;
		node->hop = hop;
	}
}

static void
ready(struct graph *g, size_t node)
{
	token_of(&g->node[node]);
	heap_push(g, node);
}

static size_t
first_edge(const struct graph *g, size_t from)
{
	size_t low = 0, high = g->edges;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (g->edge[mid].from < from)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void
place(struct graph *g, size_t i)
{
	const struct node *node = &g->node[i];

	g->node[i].placed = true;
	for (size_t e = first_edge(g, i); e < g->edges &&
	    g->edge[e].from == i; e++) {
		struct node *to = &g->node[g->edge[e].to];

		if (node->era > to->era ||
		    (node->era == to->era && node->hop > to->hop)) {
			to->era = node->era;
			to->hop = node->hop;
		}
		if (--to->waits == 0 && !to->placed)
			ready(g, g->edge[e].to);
	}
}

static int
compare_names(const void *a, const void *b, void *nodes)
{
	const struct node *x = (const struct node *)nodes + *(const size_t *)a;
	const struct node *y = (const struct node *)nodes + *(const size_t *)b;
	int names = strcmp(x->log, y->log);

	return names != 0 ? names : (x->ev.id > y->ev.id) -
	    (x->ev.id < y->ev.id);
}

/* Events that follow each other in a ring are somebody's lie: the first of
 * them by name is taken as if it had nothing to wait for.  There may be as many
 * rings as events, so the names are sorted once. */
static void
break_ring(struct graph *g)
{
	if (g->named == NULL) {
		g->named = malloc(g->n * sizeof *g->named);
		if (g->named == NULL)
			abort();
		for (size_t i = 0; i < g->n; i++)
			g->named[i] = i;
		qsort_r(g->named, g->n, sizeof *g->named, compare_names,
		    g->node);
	}
	while (g->node[g->named[g->named_at]].placed)
		g->named_at++;
	ready(g, g->named[g->named_at]);
}

static void
sort(struct graph *g, bool all, struct causal *out)
{
	size_t done = 0;

	g->heap = malloc((g->n + 1) * sizeof *g->heap);
	out->ev = malloc((g->n + 1) * sizeof *out->ev);
	if (g->heap == NULL || out->ev == NULL)
		abort();
	for (size_t i = 0; i < g->n; i++)
		if (g->node[i].waits == 0)
			ready(g, i);
	for (; done < g->n; done++) {
		if (g->heap_n == 0)
			break_ring(g);
		size_t i = heap_pop(g);

		if (all || !g->node[i].undone)
			out->ev[out->n++] = g->node[i].ev;
		else
			json_decref(g->node[i].ev.body);
		place(g, i);
	}
	free(g->heap);
	free(g->named);
}

bool
causal_mixed(struct db *db, int64_t thing)
{
	sqlite3_stmt *q = query(db, Q_THING_LOGS);

	query_int(q, ":thing", thing);
	bool mixed = query_step(q, NULL) == RC_OK && query_col(q, 0) >>
	    LOG_SHIFT != query_col(q, 1) >> LOG_SHIFT;
	query_done(q);
	return mixed;
}

enum rc
causal_load(struct db *db, int64_t thing, bool all, struct causal *out,
    struct err *err)
{
	struct graph g = { .db = db, .thing = thing };
	enum rc rc = nodes_load(&g, err);

	*out = (struct causal){ NULL, 0, false };
	if (rc == RC_OK) {
		edges_load(&g);
		sort(&g, all, out);
		out->gap = g.gap;
	} else
		for (size_t i = 0; i < g.n; i++)
			json_decref(g.node[i].ev.body);
	free(g.node);
	free(g.edge);
	return rc;
}

void
causal_release(struct causal *c)
{
	for (size_t i = 0; i < c->n; i++)
		json_decref(c->ev[i].body);
	free(c->ev);
	*c = (struct causal){ NULL, 0, false };
}

int64_t
causal_last(struct db *db, int64_t thing)
{
	struct causal c;
	int64_t last = 0;
	sqlite3_stmt *q;

	if (causal_mixed(db, thing)) {
		if (causal_load(db, thing, true, &c, NULL) == RC_OK && c.n > 0)
			last = c.ev[c.n - 1].id;
		causal_release(&c);
		return last;
	}
	q = query(db, Q_THING_LAST);
	query_int(q, ":thing", thing);
	if (query_step(q, NULL) == RC_OK)
		last = query_col(q, 0);
	query_done(q);
	return last;
}
