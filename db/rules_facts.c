#include "db/rules_facts.h"

#include <stdio.h>

#include "db/clock.h"
#include "db/custody.h"
#include "db/order_row.h"
#include "db/staff.h"
#include "db/unit.h"

#define THINGS_MAX (BOOKINGS_MAX + ORDER_LINES_MAX)

/* A thing that would be handed out, or a line that gets none. */
struct thing {
	int32_t line, count;
	int64_t item, value;		/* value of one, 0 unknown */
	char    category[40];
	const char *free;		/* a word of the condition */
	struct err why;
};

struct whole {
	struct db *db;
	const struct order *order;
	struct unit unit;
	struct thing thing[THINGS_MAX];
	size_t  n;
	int64_t pieces, value;		/* value RULE_UNKNOWN: of one of them */
	char    by[RULE_FACT_MAX];
};

/* --- is it free? --- */

static const char *
free_word(const struct promise *p, enum why why)
{
	switch (why) {
	case WHY_RESTRICTED:
		return "barred";
	case WHY_LENT:
	case WHY_BOOKED:
	case WHY_TOO_FEW:
		return "taken";
	case WHY_NONE_FREE:
	case WHY_NONE_FREE_HERE:
		return p->unclear ? "unclear" : p->barred ? "barred" : "taken";
	default:
		return "unclear";
	}
}

static struct thing *
add(struct whole *w, int32_t line, const struct order_line *l, int64_t item,
    int32_t count)
{
	struct thing *t = &w->thing[w->n++];

	*t = (struct thing){ .line = line, .count = count, .item = item,
	    .free = "yes" };
	snprintf(t->category, sizeof t->category, "%s", l->category);
	return t;
}

/* The line's things: its item; of a category those that are free, all
 * together, or none. */
static enum rc
look_at_line(struct whole *w, struct promise *p, int32_t line,
    const struct order_line *l, struct err *err)
{
	struct err why = { .why = WHY_NONE };
	size_t before = p->n;
	enum rc rc = promise_line(p, line, l, &why);

	if (rc != RC_OK && rc != RC_REFUSED && rc != RC_NOT_FOUND) {
		if (err != NULL)
			*err = why;
		return rc;
	}
	w->pieces += l->count;
	if (rc != RC_OK) {
		struct thing *t = add(w, line, l, l->item, l->count);

		t->free = free_word(p, why.why);
		t->why = why;
		p->n = before;
		return RC_OK;
	}
	for (size_t i = before; i < p->n; i++) {
		struct thing *t = add(w, line, l, p->row[i].item,
		    p->row[i].count);

		/* Whoever hands it out, the promise is the custodian's. */
		if (custody_may_promise(w->db, t->item, w->order->start,
		    &t->why) == RC_REFUSED)
			t->free = "unclear";
	}
	return RC_OK;
}

static enum rc
look_at_lines(struct whole *w, struct err *err)
{
	struct order_line l[ORDER_LINES_MAX];
	struct promise p = { .db = w->db, .order = w->order };
	size_t n = 0;
	enum rc rc = order_lines(w->db, w->order->id, l, ORDER_LINES_MAX, &n,
	    err);

	for (int category = 0; category < 2; category++)
		for (size_t i = 0; rc == RC_OK && i < n; i++)
			if ((l[i].item == 0) == category)
				rc = look_at_line(w, &p, (int32_t)i + 1, &l[i],
				    err);
	for (size_t i = 0; rc == RC_OK && i < w->n; i++) {
		struct thing *t = &w->thing[i];
		struct item it;

		if (t->item != 0 && item_get(w->db, t->item, &it, NULL) ==
		    RC_OK)
			t->value = it.value;
		if (t->value == 0)
			w->value = RULE_UNKNOWN;
		else if (w->value != RULE_UNKNOWN)
			w->value += t->value * t->count;
	}
	return rc;
}

/* --- who asked --- */

/* Roles are known of this depot's people alone. */
static enum rc
look_at_asker(struct whole *w, struct err *err)
{
	sqlite3_stmt *q = query(w->db, Q_EVENT_GET);
	struct staff who;
	int64_t actor = 0;

	query_int(q, ":id", w->order->id);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		actor = query_col(q, 3);
	query_done(q);
	if (rc != RC_OK)
		return rc;
	snprintf(w->by, sizeof w->by, "%s", actor == 0 ?
	    role_name(ROLE_VISITOR) : staff_get(w->db, actor, &who, NULL) ==
	    RC_OK ? role_name(who.role) : "colleague");
	return RC_OK;
}

/* --- facts --- */

static void
is(struct rule_facts *f, enum rule_condition what, const char *word)
{
	size_t n = strlen(f->word[what]);

	if (word != NULL && *word != '\0')
		snprintf(f->word[what] + n, RULE_FACT_MAX - n, "%s%s", n > 0 ?
		    "\n" : "", word);
}

/* The depot's code, and whether it is this one. */
static void
is_depot(struct rule_facts *f, enum rule_condition what, struct db *db,
    const char *depot)
{
	is(f, what, strcmp(depot, db->depot) == 0 ? "here" : "elsewhere");
	is(f, what, depot);
}

static void
is_restriction(struct rule_facts *f, const char *list)
{
	char name[96];

	if (*list == '\0')
		is(f, RULE_RESTRICTION, "none");
	for (; *list != '\0'; list += strcspn(list, ",")) {
		list += strspn(list, ", ");
		snprintf(name, sizeof name, "%.*s", (int)strcspn(list, ","),
		    list);
		is(f, RULE_RESTRICTION, name);
	}
	if (strcmp(f->word[RULE_RESTRICTION], "none") != 0)
		is(f, RULE_RESTRICTION, "any");
}

static int64_t
came_in(struct db *db, int64_t item)
{
	sqlite3_stmt *q = query(db, Q_ITEM_CAME_IN);
	int64_t time = 0;

	query_int(q, ":item", item);
	if (query_step(q, NULL) == RC_OK)
		time = query_col(q, 0);
	query_done(q);
	return time;
}

static void
item_facts(const struct whole *w, const struct thing *t,
    struct rule_facts *f)
{
	struct category c;
	struct item it;

	is(f, RULE_CATEGORY, t->category);
	snprintf(f->name, sizeof f->name, "%s", t->category);
	if (category_find(w->db, t->category, &c, NULL) == RC_OK) {
		is(f, RULE_CATEGORY, c.name);
		is(f, RULE_CATEGORY, c.name_en);
		snprintf(f->name, sizeof f->name, "%s", c.name);
	}
	if (t->item == 0 || item_get(w->db, t->item, &it, NULL) != RC_OK)
		return;
	snprintf(f->code, sizeof f->code, "%s", it.code);
	snprintf(f->name, sizeof f->name, "%s", it.name);
	if (it.value > 0)
		f->number[RULE_VALUE] = (it.value + 99) / 100;
	int64_t since = came_in(w->db, t->item);
	if (since > 0)
		f->number[RULE_IN_DEPOT] = db_day(w->db) - clock_day_of(since);
	is_restriction(f, it.restriction);
	is(f, RULE_ORGANISATION, strcmp(it.owner, w->unit.organisation) == 0 ?
	    "own" : "other");
	is(f, RULE_ORGANISATION, w->unit.organisation);
}

static void
thing_facts(const struct whole *w, const struct thing *t,
    struct rule_facts *f)
{
	const struct order *o = w->order;

	memset(f, 0, sizeof *f);
	for (int i = 0; i < RULE_CONDITIONS; i++)
		f->number[i] = RULE_UNKNOWN;
	f->line = t->line;
	f->count = t->count;
	f->item = t->item;
	f->why = t->why;
	item_facts(w, t, f);
	if (w->value != RULE_UNKNOWN)
		f->number[RULE_TOTAL] = (w->value + 99) / 100;
	f->number[RULE_COUNT] = t->count;
	f->number[RULE_PIECES] = w->pieces;
	f->number[RULE_LEAD] = o->start - db_day(w->db);
	if (o->until != 0)
		f->number[RULE_LENGTH] = o->until - o->start;
	is(f, RULE_KIND, order_kind_name(o->kind));
	is(f, RULE_UNIT, w->unit.code);
	is(f, RULE_UNIT, w->unit.name);
	is(f, RULE_UNIT_KIND, w->unit.kind);
	is(f, RULE_BY, w->by);
	is_depot(f, RULE_FROM, w->db, o->depot);
	is_depot(f, RULE_PICKUP, w->db, o->pickup);
	is(f, RULE_FREE, t->free);
}

enum rc
rules_facts(struct db *db, const struct order *o,
    void (*each)(const struct rule_facts *, void *), void *arg,
    struct err *err)
{
	struct whole w = { .db = db, .order = o };
	struct rule_facts f;
	enum rc rc = look_at_lines(&w, err);

	if (rc == RC_OK)
		rc = look_at_asker(&w, err);
	if (rc == RC_OK && unit_get(db, o->unit, &w.unit, NULL) != RC_OK)
		memset(&w.unit, 0, sizeof w.unit);
	for (int32_t line = 1; rc == RC_OK && line <= ORDER_LINES_MAX; line++)
		for (size_t i = 0; i < w.n; i++)
			if (w.thing[i].line == line) {
				thing_facts(&w, &w.thing[i], &f);
				each(&f, arg);
			}
	return rc;
}
