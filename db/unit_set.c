/* unit_set.c - organisations, units, places and categories as people change
 * them: each change is an event with all that is known, and none where
 * nothing changed. */
#include "db/unit.h"

#include <stdio.h>

#include "db/code.h"
#include "db/log/event.h"
#include "db/log/project.h"
#include "db/sqlfn.h"
#include "db/text.h"

/* Takes the blanks off the ends of s, where it stands. */
static enum rc
tidy(char *s, bool needed, struct err *err)
{
	size_t n = strlen(s);
	const char *from = text_trim(s, &n);

	memmove(s, from, n);
	s[n] = '\0';
	if (n == 0 && needed)
		return err_why(err, RC_INVALID, WHY_NAME_MISSING, NULL, NULL,
		    NULL);
	return text_clean(s, n, NULL, err);
}

/* The code as it is kept: the next free one, one of ours in its printed form,
 * or one that somebody else gave. */
static enum rc
code_pick(struct db *db, enum code_kind kind, const char *scope,
    char code[40], struct err *err)
{
	struct code parsed;
	char name[16], next[CODE_MAX];
	int64_t number;
	enum rc rc;

	if (code[0] == '\0') {
		snprintf(name, sizeof name, "%c-%s", code_kind_letter(kind),
		    scope);
		rc = counter_next(db, name, &number, err);
		if (rc == RC_OK)
			rc = code_format(kind, scope, number, next, err);
		if (rc == RC_OK)
			memcpy(code, next, sizeof next);
		return rc;
	}
	rc = code_parse(code, strlen(code), &parsed, err);
	if (rc == RC_OK && (parsed.kind == CODE_TICKET_QR ||
	    parsed.kind == CODE_SLIP))
		parsed.kind = CODE_TICKET;
	if (rc == RC_OK && parsed.kind < CODE_OWN_COUNT && parsed.kind != kind)
		rc = err_why(err, RC_INVALID, WHY_CODE_OTHER, parsed.text,
		    code_kind_name(parsed.kind), NULL);
	if (rc == RC_OK)
		rc = text_copy(code, 40, parsed.text, err);
	return rc;
}

/* Appends the event that sets the thing; 0: a new one. */
static enum rc
set(struct db *db, enum event_kind kind, json_t *body, const char *self,
    int64_t old, int64_t *id, struct err *err)
{
	int64_t event;

	if (old != 0)
		json_object_set_new(body, self, event_ref(db, old));
	enum rc rc = event_append(db, kind, body, &event, err);
	if (rc == RC_OK)
		*id = old != 0 ? old : event;
	return rc;
}

/* Whether a code of a unit or place belongs to another than id. */
static enum rc
code_free(struct db *db, enum query_id by_code, const char *code, int64_t id,
    struct err *err)
{
	char name[96] = "";
	sqlite3_stmt *q = query(db, by_code);

	query_text(q, ":text", code);
	if (by_code == Q_UNIT_BY_CODE)
		query_int(q, ":late", 0);
	enum rc rc = query_step(q, err);
	bool taken = rc == RC_OK && query_col(q, 0) != id;
	if (taken)
		query_col_text(q, 2, name, sizeof name);
	query_done(q);
	if (taken)
		return err_why(err, RC_REFUSED, WHY_CODE_TAKEN, code, name,
		    NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- organisations --- */

static enum rc
organisation_by_code(struct db *db, const char *code, int64_t *id,
    char name[96], struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ORGANISATION_BY_CODE);

	query_text(q, ":text", code);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK) {
		*id = query_col(q, 0);
		query_col_text(q, 1, name, 96);
	}
	query_done(q);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_ORGANISATION, code, NULL, NULL);
	return rc;
}

enum rc
organisation_set(struct db *db, const struct organisation *from,
    struct err *err)
{
	struct organisation o = *from;
	char name[96];
	int64_t old = 0, id;
	enum rc rc = tidy(o.name, true, err);

	if (rc == RC_OK && !code_scope_ok(o.code))
		rc = err_why(err, RC_INVALID, WHY_CODE_SCOPE, o.code, NULL,
		    NULL);
	if (rc != RC_OK)
		return rc;
	rc = organisation_by_code(db, o.code, &old, name, err);
	if (rc == RC_OK && strcmp(name, o.name) == 0)
		return RC_OK;
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	return set(db, EVENT_ORGANISATION, json_pack("{s:s, s:s}", "code",
	    o.code, "name", o.name), "organisation", old, &id, err);
}

/* --- units --- */

static enum rc
unit_tidy(struct db *db, struct unit *u, struct err *err)
{
	char *const texts[] = { u->name, u->organisation, u->kind, u->address,
	    u->hours, u->posting, u->contact, u->phone };
	char name[96];
	int64_t id;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof texts / sizeof *texts;
	    i++)
		rc = tidy(texts[i], i == 0, err);
	if (rc == RC_OK && u->organisation[0] == '\0')
		snprintf(u->organisation, sizeof u->organisation, "%s",
		    db_organisation(db));
	if (rc == RC_OK)
		rc = organisation_by_code(db, u->organisation, &id, name, err);
	if (rc == RC_OK) {
		const char *kind = unit_kind_from(u->kind);

		if (kind == NULL)
			return err_why(err, RC_INVALID, WHY_UNIT_KIND,
			    u->kind, NULL, NULL);
		snprintf(u->kind, sizeof u->kind, "%s", kind);
	}
	return rc;
}

static enum rc
contact_set(struct db *db, const struct unit *u, int64_t id, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_CONTACT_SET);

	query_int(q, ":thing", id);
	query_text(q, ":name", u->contact);
	query_text(q, ":phone", u->phone);
	return query_run(q, err);
}

/* What the struct is about: by id, else by code; all zero: a new one. */
static enum rc
unit_before(struct db *db, const struct unit *u, struct unit *old,
    struct err *err)
{
	memset(old, 0, sizeof *old);
	if (u->id != 0)
		return unit_get(db, u->id, old, err);
	if (u->code[0] == '\0')
		return RC_OK;
	sqlite3_stmt *q = query(db, Q_UNIT_BY_CODE);
	query_text(q, ":text", u->code);
	query_int(q, ":late", 0);
	enum rc rc = query_step(q, err);
	int64_t id = rc == RC_OK ? query_col(q, 0) : 0;
	query_done(q);
	if (rc == RC_OK)
		rc = unit_get(db, id, old, err);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
unit_set(struct db *db, const struct unit *from, int64_t *id, struct err *err)
{
	struct unit u = *from, old;
	enum rc rc = unit_tidy(db, &u, err);

	if (rc == RC_OK && u.code[0] != '\0')
		rc = code_pick(db, CODE_UNIT, u.organisation, u.code, err);
	if (rc == RC_OK)
		rc = unit_before(db, &u, &old, err);
	if (rc == RC_OK && u.code[0] == '\0') {
		memcpy(u.code, old.code, sizeof u.code);
		rc = code_pick(db, CODE_UNIT, u.organisation, u.code, err);
	}
	if (rc == RC_OK)
		rc = code_free(db, Q_UNIT_BY_CODE, u.code, old.id, err);
	if (rc != RC_OK)
		return rc;
	*id = old.id;
	if (old.id == 0 || strcmp(u.code, old.code) != 0 ||
	    strcmp(u.name, old.name) != 0 || strcmp(u.kind, old.kind) != 0 ||
	    strcmp(u.organisation, old.organisation) != 0 ||
	    strcmp(u.address, old.address) != 0 ||
	    strcmp(u.hours, old.hours) != 0 ||
	    strcmp(u.posting, old.posting) != 0)
		rc = set(db, EVENT_UNIT, json_pack(
		    "{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "code", u.code,
		    "name", u.name, "organisation", u.organisation, "kind",
		    u.kind, "address", u.address, "hours", u.hours, "posting",
		    u.posting), "unit", old.id, id, err);
	if (rc == RC_OK && (strcmp(u.contact, old.contact) != 0 ||
	    strcmp(u.phone, old.phone) != 0))
		rc = contact_set(db, &u, *id, err);
	return rc;
}

/* --- places --- */

static enum rc
place_before(struct db *db, const struct place *p, struct place *old,
    struct err *err)
{
	memset(old, 0, sizeof *old);
	if (p->id != 0)
		return place_get(db, p->id, old, err);
	if (p->code[0] == '\0')
		return RC_OK;
	sqlite3_stmt *q = query(db, Q_PLACE_BY_CODE);
	query_text(q, ":text", p->code);
	enum rc rc = query_step(q, err);
	int64_t id = rc == RC_OK ? query_col(q, 0) : 0;
	query_done(q);
	if (rc == RC_OK)
		rc = place_get(db, id, old, err);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
place_set(struct db *db, const struct place *from, int64_t *id,
    struct err *err)
{
	struct place p = *from, old;
	enum rc rc = tidy(p.name, true, err);

	if (rc == RC_OK && p.code[0] != '\0')
		rc = code_pick(db, CODE_PLACE, db_depot(db), p.code, err);
	if (rc == RC_OK)
		rc = place_before(db, &p, &old, err);
	if (rc == RC_OK && p.code[0] == '\0') {
		memcpy(p.code, old.code, sizeof p.code);
		rc = code_pick(db, CODE_PLACE, db_depot(db), p.code, err);
	}
	if (rc == RC_OK)
		rc = code_free(db, Q_PLACE_BY_CODE, p.code, old.id, err);
	if (rc != RC_OK)
		return rc;
	*id = old.id;
	if (old.id != 0 && strcmp(p.code, old.code) == 0 &&
	    strcmp(p.name, old.name) == 0)
		return RC_OK;
	return set(db, EVENT_PLACE, json_pack("{s:s, s:s}", "code", p.code,
	    "name", p.name), "place", old.id, id, err);
}

/* --- categories --- */

/* "Höj- och sänkbart bord" becomes höj-och-sänkbart-bord. */
static enum rc
slug(const char *name, char out[40], struct err *err)
{
	char lower[128];
	size_t used = 0, size;
	uint32_t rune;

	lower_sv(lower, sizeof lower, name, strlen(name));
	for (const char *p = lower; *p != '\0'; p += size) {
		size = text_rune(p, strlen(p), &rune);
		if (size == 0)
			return text_clean(name, strlen(name), NULL, err);
		bool letter = (rune >= 'a' && rune <= 'z') ||
		    (rune >= '0' && rune <= '9') || rune > 0xBF;
		if (!letter && (used == 0 || out[used - 1] == '-'))
			continue;
		if (used + size > 39)
			break;
		if (letter)
			memcpy(out + used, p, size);
		else
			out[used] = '-';
		used += letter ? size : 1;
	}
	while (used > 0 && out[used - 1] == '-')
		used--;
	out[used] = '\0';
	if (used == 0)
		return err_why(err, RC_INVALID, WHY_NAME_MISSING, NULL, NULL,
		    NULL);
	return RC_OK;
}

enum rc
category_set(struct db *db, const struct category *from, struct err *err)
{
	struct category c = *from, old = { 0 };
	int64_t id;
	enum rc rc = tidy(c.name, true, err);

	if (rc == RC_OK)
		rc = tidy(c.name_en, false, err);
	if (rc == RC_OK)
		rc = tidy(c.code, false, err);
	if (rc == RC_OK && c.code[0] == '\0')
		rc = slug(c.name, c.code, err);
	if (rc != RC_OK)
		return rc;
	rc = category_find(db, c.code, &old, err);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_OK && strcmp(old.code, c.code) != 0)
		memset(&old, 0, sizeof old);	/* only its name is alike */
	if (old.id != 0 && strcmp(c.name, old.name) == 0 &&
	    strcmp(c.name_en, old.name_en) == 0)
		return RC_OK;
	return set(db, EVENT_CATEGORY, json_pack("{s:s, s:s, s:s}", "code",
	    c.code, "name", c.name, "name_en", c.name_en), "category", old.id,
	    &id, err);
}

/* The code alone of the category with that code or name: an import asks for
 * each row. */
static enum rc
category_code(struct db *db, const char *text, char code[40],
    struct err *err)
{
	static const enum query_id ways[] = { Q_CATEGORY_CODES,
	    Q_CATEGORY_CODE_BY_NAME };
	enum rc rc = RC_NOT_FOUND;

	for (int i = 0; i < 2 && rc == RC_NOT_FOUND; i++) {
		sqlite3_stmt *q = query(db, ways[i]);

		query_text(q, ":text", text);
		rc = query_step(q, err);
		if (rc == RC_OK)
			query_col_text(q, 0, code, 40);
		query_done(q);
	}
	return rc;
}

enum rc
category_ensure(struct db *db, const char *text, char code[40],
    struct err *err)
{
	struct category made = { 0 };
	size_t n = strlen(text);
	const char *name = text_trim(text, &n);

	if (n == 0)
		return err_why(err, RC_INVALID, WHY_CATEGORY_MISSING, NULL,
		    NULL, NULL);
	if (n >= sizeof made.name)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "63", NULL,
		    NULL);
	memcpy(made.name, name, n);
	enum rc rc = category_code(db, made.name, code, err);
	if (rc != RC_NOT_FOUND)
		return rc;
	rc = slug(made.name, made.code, err);
	if (rc == RC_OK)
		rc = category_code(db, made.code, code, err);
	if (rc == RC_NOT_FOUND) {
		memcpy(code, made.code, sizeof made.code);
		rc = category_set(db, &made, err);
	}
	return rc;
}
