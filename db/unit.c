/* unit.c - organisations, units, places and categories as screens read them;
 * unit_set.c changes them. */
#include "db/unit.h"

#include <stdio.h>

#include "db/code.h"
#include "db/item_row.h"
#include "db/query.h"
#include "db/sqlfn.h"

static const struct {
	const char *name, *label;
} kinds[] = {
#define UNIT_KIND(name, sv) { name, sv },
#include "db/unit_kinds.def"
#undef UNIT_KIND
};

bool
unit_kind(int i, const char **name, const char **label)
{
	if (i < 0 || (size_t)i >= sizeof kinds / sizeof *kinds)
		return false;
	*name = kinds[i].name;
	*label = kinds[i].label;
	return true;
}

const char *
unit_kind_label(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return kinds[i].label;
	return name;
}

const char *
unit_kind_from(const char *text)
{
	char lower[32];
	size_t last = sizeof kinds / sizeof *kinds - 1;

	if (*text == '\0')
		return kinds[last].name;
	lower_sv(lower, sizeof lower, text, strlen(text));
	for (size_t i = 0; i <= last; i++)
		if (strcmp(kinds[i].name, lower) == 0 ||
		    strcmp(kinds[i].label, lower) == 0)
			return kinds[i].name;
	return NULL;
}

/* --- rows --- */

static void
unit_row(sqlite3_stmt *q, void *out)
{
	struct unit *u = out;

	memset(u, 0, sizeof *u);
	u->id = query_col(q, 0);
	query_col_text(q, 1, u->code, sizeof u->code);
	query_col_text(q, 2, u->name, sizeof u->name);
	query_col_text(q, 3, u->organisation, sizeof u->organisation);
	query_col_text(q, 4, u->kind, sizeof u->kind);
	query_col_text(q, 5, u->address, sizeof u->address);
	query_col_text(q, 6, u->hours, sizeof u->hours);
	query_col_text(q, 7, u->posting, sizeof u->posting);
	query_col_text(q, 8, u->contact, sizeof u->contact);
	query_col_text(q, 9, u->phone, sizeof u->phone);
	u->out = (int32_t)query_col(q, 10);
	u->overdue = (int32_t)query_col(q, 11);
}

static void
place_row(sqlite3_stmt *q, void *out)
{
	struct place *p = out;

	memset(p, 0, sizeof *p);
	p->id = query_col(q, 0);
	query_col_text(q, 1, p->code, sizeof p->code);
	query_col_text(q, 2, p->name, sizeof p->name);
	p->items = (int32_t)query_col(q, 3);
}

static void
category_row(sqlite3_stmt *q, void *out)
{
	struct category *c = out;

	memset(c, 0, sizeof *c);
	c->id = query_col(q, 0);
	query_col_text(q, 1, c->code, sizeof c->code);
	query_col_text(q, 2, c->name, sizeof c->name);
	query_col_text(q, 3, c->name_en, sizeof c->name_en);
	c->items = (int32_t)query_col(q, 4);
	c->in_stock = (int32_t)query_col(q, 5);
}

static void
organisation_row(sqlite3_stmt *q, void *out)
{
	struct organisation *o = out;

	memset(o, 0, sizeof *o);
	o->id = query_col(q, 0);
	query_col_text(q, 1, o->code, sizeof o->code);
	query_col_text(q, 2, o->name, sizeof o->name);
}

/* --- one --- */

/* Fills out from the statement's first row, if it has one. */
static enum rc
one(sqlite3_stmt *q, void (*row)(sqlite3_stmt *, void *), void *out,
    struct err *err)
{
	enum rc rc = query_step(q, err);

	if (rc == RC_OK)
		row(q, out);
	query_done(q);
	return rc;
}

/* One of ours as it is printed, whatever the scanner made of it; any other
 * text as it is. */
static const char *
canonical(const char *text, struct code *code)
{
	return code_parse(text, strlen(text), code, NULL) == RC_OK ?
	    code->text : text;
}

enum rc
unit_get(struct db *db, int64_t id, struct unit *out, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_UNIT_GET);

	query_int(q, ":id", id);
	query_int(q, ":late", late_before(db));
	enum rc rc = one(q, unit_row, out, err);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_UNIT, "-", NULL, NULL);
	return rc;
}

enum rc
unit_find(struct db *db, const char *text, struct unit *out, struct err *err)
{
	static const enum query_id ways[] = { Q_UNIT_BY_CODE,
	    Q_UNIT_BY_SAME_NAME, Q_UNIT_BY_NAME };
	struct code code;
	enum rc rc = RC_NOT_FOUND;

	for (int i = 0; i < 3 && rc == RC_NOT_FOUND; i++) {
		sqlite3_stmt *q = query(db, ways[i]);

		query_text(q, ":text", i == 0 ? canonical(text, &code) : text);
		query_int(q, ":late", late_before(db));
		rc = one(q, unit_row, out, err);
	}
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_UNIT, text, NULL, NULL);
	return rc;
}

enum rc
place_get(struct db *db, int64_t id, struct place *out, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_PLACE_GET);

	query_int(q, ":id", id);
	enum rc rc = one(q, place_row, out, err);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_PLACE, "-", NULL, NULL);
	return rc;
}

enum rc
place_find(struct db *db, const char *text, struct place *out,
    struct err *err)
{
	static const enum query_id ways[] = { Q_PLACE_BY_CODE,
	    Q_PLACE_BY_SAME_NAME, Q_PLACE_BY_NAME };
	struct code code;
	enum rc rc = RC_NOT_FOUND;

	for (int i = 0; i < 3 && rc == RC_NOT_FOUND; i++) {
		sqlite3_stmt *q = query(db, ways[i]);

		query_text(q, ":text", i == 0 ? canonical(text, &code) : text);
		rc = one(q, place_row, out, err);
	}
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_PLACE, text, NULL, NULL);
	return rc;
}

enum rc
category_find(struct db *db, const char *text, struct category *out,
    struct err *err)
{
	static const enum query_id ways[] = { Q_CATEGORY_BY_CODE,
	    Q_CATEGORY_BY_NAME };
	enum rc rc = RC_NOT_FOUND;

	for (int i = 0; i < 2 && rc == RC_NOT_FOUND; i++) {
		sqlite3_stmt *q = query(db, ways[i]);

		query_text(q, ":text", text);
		rc = one(q, category_row, out, err);
	}
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_CATEGORY, text, NULL, NULL);
	return rc;
}

/* --- lists --- */

/* Fills out, cap members of size bytes each. */
static enum rc
page(sqlite3_stmt *q, size_t skip, void (*row)(sqlite3_stmt *, void *),
    void *out, size_t size, size_t cap, size_t *n, struct err *err)
{
	enum rc rc = RC_OK;

	query_int(q, ":skip", (int64_t)skip);
	query_int(q, ":cap", (int64_t)cap);
	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++)
		row(q, (char *)out + *n * size);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
unit_list(struct db *db, const char *words, size_t skip, struct unit *out,
    size_t cap, size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_UNIT_LIST);

	if (words != NULL)
		query_text(q, ":words", words);
	query_int(q, ":late", late_before(db));
	return page(q, skip, unit_row, out, sizeof *out, cap, n, err);
}

enum rc
place_list(struct db *db, const char *words, size_t skip, struct place *out,
    size_t cap, size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_PLACE_LIST);

	if (words != NULL)
		query_text(q, ":words", words);
	return page(q, skip, place_row, out, sizeof *out, cap, n, err);
}

enum rc
category_list(struct db *db, size_t skip, struct category *out, size_t cap,
    size_t *n, struct err *err)
{
	return page(query(db, Q_CATEGORY_LIST), skip, category_row, out,
	    sizeof *out, cap, n, err);
}

enum rc
organisation_list(struct db *db, size_t skip, struct organisation *out,
    size_t cap, size_t *n, struct err *err)
{
	return page(query(db, Q_ORGANISATION_LIST), skip, organisation_row,
	    out, sizeof *out, cap, n, err);
}

void
category_name(struct db *db, const char *code, bool english, char *out,
    size_t cap)
{
	sqlite3_stmt *q = query(db, Q_CATEGORY_NAME);

	out[0] = '\0';
	query_text(q, ":text", code);
	query_int(q, ":english", english);
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, out, cap);
	query_done(q);
	if (out[0] == '\0')
		snprintf(out, cap, "%s", code);
}
