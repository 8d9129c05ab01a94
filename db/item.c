/* item.c - reading items. */
#include "db/item.h"

#include <stdio.h>

#include "db/clock.h"
#include "db/code.h"
#include "db/item_row.h"

static const struct {
	const char *name, *label;
	bool bookable;
} states[ITEM_STATE_COUNT] = {
#define ITEM_STATE(id, name, sv, bookable) [ITEM_##id] = { name, sv, bookable },
#include "db/item_states.def"
#undef ITEM_STATE
};

static const struct {
	const char *name, *label;
} conditions[CONDITION_COUNT] = {
#define CONDITION(id, name, sv) [CONDITION_##id] = { name, sv },
#include "db/conditions.def"
#undef CONDITION
};

static const struct {
	const char *name, *label, *kinds;
} restrictions[] = {
#define RESTRICTION(name, sv, kinds) { name, sv, kinds },
#include "db/restrictions.def"
#undef RESTRICTION
};

#define RESTRICTIONS (sizeof restrictions / sizeof *restrictions)

const char *
condition_name(enum condition c)
{
	return conditions[c].name;
}

const char *
condition_label(enum condition c)
{
	return conditions[c].label;
}

int
condition_from(const char *text)
{
	for (int i = 0; i < CONDITION_COUNT; i++)
		if (strcasecmp(text, conditions[i].name) == 0 ||
		    strcasecmp(text, conditions[i].label) == 0)
			return i;
	return -1;
}

const char *
item_state_name(enum item_state s)
{
	return states[s].name;
}

const char *
item_state_label(enum item_state s)
{
	return states[s].label;
}

/* The next name of a comma list, cut out; NULL: no more. */
static const char *
next_name(const char **list, char out[32])
{
	size_t n = strcspn(*list, ",");

	if (n == 0 || n >= 32)
		return NULL;
	memcpy(out, *list, n);
	out[n] = '\0';
	*list += n + ((*list)[n] == ',');
	return out;
}

static int
restriction_index(const char *name)
{
	for (size_t i = 0; i < RESTRICTIONS; i++)
		if (strcmp(restrictions[i].name, name) == 0)
			return (int)i;
	return -1;
}

const char *
restriction_label(const char *name)
{
	int i = restriction_index(name);

	return i < 0 ? NULL : restrictions[i].label;
}

bool
restriction_valid(const char *list)
{
	char name[32];

	while (*list != '\0')
		if (next_name(&list, name) == NULL ||
		    restriction_index(name) < 0)
			return false;
	return true;
}

const char *
restriction_bars(const char *list, const char *unit_kind)
{
	char name[32];
	size_t n = strlen(unit_kind);

	while (n > 0 && next_name(&list, name) != NULL) {
		int i = restriction_index(name);
		const char *p = i < 0 ? "" : restrictions[i].kinds;

		while ((p = strstr(p, unit_kind)) != NULL) {
			if ((p == restrictions[i].kinds || p[-1] == ' ') &&
			    (p[n] == ' ' || p[n] == '\0'))
				return restrictions[i].label;
			p += n;
		}
	}
	return NULL;
}

/* --- rows --- */

void
item_bind_today(sqlite3_stmt *q)
{
	query_int(q, ":today", clock_today());
}

int32_t
late_before(struct db *db)
{
	return db_clock_is_wrong(db) ? 0 : clock_today();
}

bool
item_late(struct db *db, int32_t due)
{
	/* Few are due before today: only for them is the log asked. */
	return due != 0 && due < clock_today() && due < late_before(db);
}

void
item_row(struct db *db, sqlite3_stmt *q, struct item *it)
{
	memset(it, 0, sizeof *it);
	it->id = query_col(q, 0);
	query_col_text(q, 1, it->code, sizeof it->code);
	query_col_text(q, 2, it->name, sizeof it->name);
	query_col_text(q, 3, it->category, sizeof it->category);
	it->lot = query_col(q, 4) != 0;
	it->count = (int32_t)query_col(q, 5);
	it->condition = (enum condition)(query_col(q, 6) & 3);
	it->width = (int32_t)query_col(q, 7);
	it->depth = (int32_t)query_col(q, 8);
	it->height = (int32_t)query_col(q, 9);
	it->value = query_col(q, 10);
	query_col_text(q, 11, it->owner, sizeof it->owner);
	it->responsible = query_col(q, 12);
	query_col_text(q, 13, it->depot, sizeof it->depot);
	it->remote = strcmp(it->depot, db->depot) != 0;
	if (it->remote)
		it->told = sync_told_row(db, it->depot);
	int64_t state = query_col(q, 14);
	it->state = state < 0 || state >= ITEM_STATE_COUNT ? ITEM_LOST :
	    (enum item_state)state;
	it->place = query_col(q, 15);
	it->holder = query_col(q, 16);
	query_col_text(q, 17, it->restriction, sizeof it->restriction);
	it->inspect_by = (int32_t)query_col(q, 18);
	query_col_text(q, 19, it->outcome, sizeof it->outcome);
	query_col_text(q, 20, it->responsible_code,
	    sizeof it->responsible_code);
	query_col_text(q, 21, it->responsible_name,
	    sizeof it->responsible_name);
	query_col_text(q, 22, it->place_code, sizeof it->place_code);
	query_col_text(q, 23, it->place_name, sizeof it->place_name);
	query_col_text(q, 24, it->holder_code, sizeof it->holder_code);
	query_col_text(q, 25, it->holder_name, sizeof it->holder_name);
	query_col_text(q, 26, it->note, sizeof it->note);
	it->due = (int32_t)query_col(q, 28);
	it->late = item_late(db, it->due);

	bool here = it->state == ITEM_IN_STOCK || it->state == ITEM_LENT;
	int64_t out = query_col(q, 27), taken = query_col(q, 29);

	it->in_stock = here && out < it->count ?
	    it->count - (int32_t)out : 0;
	it->available = states[it->state].bookable && taken < it->count &&
	    it->condition != CONDITION_BROKEN &&
	    (it->inspect_by == 0 || it->inspect_by >= clock_today()) ?
	    it->count - (int32_t)taken : 0;
	if (it->available > it->in_stock)
		it->available = it->in_stock;
}

bool
item_state_bookable(enum item_state s)
{
	return states[s].bookable;
}

enum rc
item_get(struct db *db, int64_t id, struct item *out, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ITEM_GET);

	query_int(q, ":id", id);
	item_bind_today(q);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		item_row(db, q, out);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_ITEM, "-", NULL, NULL);
	return rc;
}

/* Adds to out those that carry this very text and are not there yet. */
static enum rc
find_text(struct db *db, const char *code, struct item *out, size_t cap,
    size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ITEM_BY_CODE);
	size_t before = *n;
	enum rc rc = RC_NOT_FOUND;

	query_text(q, ":code", code);
	query_int(q, ":cap", (int64_t)cap);
	item_bind_today(q);
	while (*n < cap && (rc = query_step(q, err)) == RC_OK) {
		item_row(db, q, &out[*n]);
		size_t i = 0;
		while (i < before && out[i].id != out[*n].id)
			i++;
		*n += i == before;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
item_find(struct db *db, const char *code, struct item *out, size_t cap,
    size_t *n, struct err *err)
{
	char forms[CODE_FORMS_MAX][CODE_FOREIGN_MAX];
	size_t count = code_forms(code, forms);
	enum rc rc = RC_OK;

	*n = 0;
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = find_text(db, forms[i], out, cap, n, err);
	if (rc == RC_OK && *n == 0)
		rc = err_why(err, RC_NOT_FOUND, WHY_NO_ITEM, code, NULL, NULL);
	return rc;
}

enum rc
item_codes(struct db *db, int64_t id,
    void (*each)(const char *code, void *), void *arg, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ITEM_CODES);
	char code[256];
	enum rc rc;

	query_int(q, ":id", id);
	while ((rc = query_step(q, err)) == RC_OK) {
		query_col_text(q, 0, code, sizeof code);
		each(code, arg);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- lists --- */

/* A filter picks the index; what else it says is looked at row by row. */
static sqlite3_stmt *
list_query(struct db *db, const struct item_filter *f, int64_t after,
    int64_t cap)
{
	sqlite3_stmt *q;

	if (f->place != 0) {
		q = query(db, Q_ITEM_BY_PLACE);
		query_int(q, ":place", f->place);
	} else if (f->holder != 0) {
		q = query(db, Q_ITEM_BY_HOLDER);
		query_int(q, ":holder", f->holder);
	} else {
		bool of = f->category != NULL && f->depot != NULL && !f->others;

		q = query(db, of ? Q_ITEM_BY_CATEGORY_OF : f->category !=
		    NULL ? Q_ITEM_BY_CATEGORY : Q_ITEM_ALL);
		if (f->category != NULL)
			query_text(q, ":category", f->category);
		query_text(q, ":depot", f->depot == NULL ? "" : f->depot);
		if (!of)
			query_int(q, ":others", f->others);
	}
	query_int(q, ":after", after);
	query_int(q, ":retired", f->retired_too);
	query_int(q, ":cap", cap);
	item_bind_today(q);
	return q;
}

static bool
matches(const struct item_filter *f, const struct item *it)
{
	return (f->category == NULL || strcmp(f->category, it->category) == 0)
	    && (f->place == 0 || f->place == it->place)
	    && (f->holder == 0 || f->holder == it->holder)
	    && (f->depot == NULL ||
	    (strcmp(f->depot, it->depot) != 0) == f->others)
	    && (f->responsible == 0 || f->responsible == it->responsible)
	    && (f->state == 0 || f->state - 1 == (int)it->state);
}

enum rc
item_walk(struct db *db, const struct item_filter *f,
    bool (*each)(const struct item *, void *), void *arg, struct err *err)
{
	sqlite3_stmt *q = list_query(db, f, 0, -1);
	struct item it;
	enum rc rc;

	while ((rc = query_step(q, err)) == RC_OK) {
		item_row(db, q, &it);
		if (matches(f, &it) && !each(&it, arg))
			break;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
item_list(struct db *db, const struct item_filter *f, int64_t after,
    struct item *out, size_t cap, size_t *n, struct err *err)
{
	sqlite3_stmt *q = list_query(db, f, after, -1);
	enum rc rc = RC_NOT_FOUND;

	*n = 0;
	while (*n < cap && (rc = query_step(q, err)) == RC_OK) {
		item_row(db, q, &out[*n]);
		*n += matches(f, &out[*n]);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
