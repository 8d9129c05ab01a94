/* staff.c - people: who they are, and the badges that say so;
 * staff_account.c has their PINs and what closes an account. */
#include "db/staff.h"

#include <pwd.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/code.h"
#include "db/local.h"
#include "db/text.h"

static void
staff_row(sqlite3_stmt *q, struct staff *s)
{
	memset(s, 0, sizeof *s);
	s->id = query_col(q, 0);
	query_col_text(q, 1, s->name, sizeof s->name);
	int64_t role = query_col(q, 2);
	s->role = role < 0 || role >= ROLE_COUNT ? ROLE_VISITOR :
	    (enum role)role;
	query_col_text(q, 3, s->badge, sizeof s->badge);
	query_col_text(q, 4, s->login, sizeof s->login);
	query_col_text(q, 5, s->pin, sizeof s->pin);
	s->failures = (int)query_col(q, 6);
	s->locked_until = query_col(q, 7);
	s->disabled = query_col(q, 8) != 0;
}

/* --- finding --- */

enum rc
staff_get(struct db *db, int64_t id, struct staff *out, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_STAFF_GET);

	query_int(q, ":id", id);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		staff_row(q, out);
	query_done(q);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_STAFF, "-", NULL, NULL);
	return rc;
}

static enum rc
find_by(struct db *db, enum query_id id, const char *text, struct staff *out,
    struct err *err)
{
	sqlite3_stmt *q = query(db, id);

	query_text(q, ":text", text);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		staff_row(q, out);
	query_done(q);
	return rc;
}

enum rc
staff_find(struct db *db, const char *text, struct staff *out,
    struct err *err)
{
	struct code code;
	enum rc rc = RC_NOT_FOUND;

	if (code_parse(text, strlen(text), &code, NULL) == RC_OK)
		rc = find_by(db, Q_STAFF_BY_BADGE, code.text, out, err);
	if (rc == RC_NOT_FOUND)
		rc = find_by(db, Q_STAFF_BY_LOGIN, text, out, err);
	if (rc == RC_NOT_FOUND)
		rc = find_by(db, Q_STAFF_BY_NAME, text, out, err);
	if (rc == RC_NOT_FOUND)
		err_why(err, rc, WHY_NO_STAFF, text, NULL, NULL);
	if (rc == RC_OK && out->disabled)
		rc = err_why(err, RC_REFUSED, WHY_STAFF_DISABLED, text, NULL,
		    NULL);
	return rc;
}

enum rc
staff_list(struct db *db, size_t skip, struct staff *out, size_t cap,
    size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_STAFF_LIST);
	enum rc rc = RC_OK;

	query_int(q, ":skip", (int64_t)skip);
	query_int(q, ":cap", (int64_t)cap);
	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++)
		staff_row(q, &out[*n]);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
staff_actor(struct db *db, const char *text, struct actor *actor,
    struct err *err)
{
	struct staff who;
	struct passwd *pw;
	char uid[24];

	memset(actor, 0, sizeof *actor);
	enum rc rc;
	if (text != NULL)
		rc = staff_find(db, text, &who, err);
	else {
		/* Only the login: a name is free for anyone to choose. */
		snprintf(uid, sizeof uid, "%u", (unsigned)geteuid());
		pw = getpwuid(geteuid());
		const char *login = pw != NULL ? pw->pw_name : uid;

		rc = find_by(db, Q_STAFF_BY_LOGIN, login, &who, err);
		if (rc == RC_NOT_FOUND)
			err_why(err, rc, WHY_NO_STAFF, login, NULL, NULL);
		if (rc == RC_OK && who.disabled)
			rc = err_why(err, RC_REFUSED, WHY_STAFF_DISABLED,
			    login, NULL, NULL);
	}
	if (rc != RC_OK)
		return rc;
	actor->id = who.id;
	actor->role = who.role;
	memcpy(actor->name, who.name, sizeof actor->name);
	return RC_OK;
}

void
staff_name(struct db *db, int64_t id, char *out, size_t cap)
{
	sqlite3_stmt *q = query(db, Q_STAFF_ACTOR);

	out[0] = '\0';
	query_int(q, ":id", id);
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, out, cap);
	query_done(q);
}

/* --- changing --- */

/* The highest number given out: a badge is never given again, also when the
 * person it was for has been forgotten. */
static int64_t
badge_highest(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_META_GET);
	char text[24] = "";

	query_text(q, ":key", "badge");
	if (query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, text, sizeof text);
	query_done(q);
	return strtoll(text, NULL, 10);
}

static enum rc
badge_keep(struct db *db, int64_t number, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_META_SET);
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)number);
	query_text(q, ":key", "badge");
	query_text(q, ":value", text);
	return query_run(q, err);
}

static enum rc
badge_next(struct db *db, char out[40], struct err *err)
{
	int64_t highest = badge_highest(db);
	char from[24], to[24], last[40] = "", code[CODE_MAX];
	struct code parsed = { .number = 0 };
	sqlite3_stmt *q = query(db, Q_STAFF_LAST_BADGE);

	snprintf(from, sizeof from, "B-%s-", db_depot(db));
	snprintf(to, sizeof to, "B-%s.", db_depot(db));	/* '.' follows '-' */
	query_text(q, ":from", from);
	query_text(q, ":to", to);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		query_col_text(q, 0, last, sizeof last);
	query_done(q);
	if (rc == RC_OK && last[0] != '\0')
		rc = code_parse(last, strlen(last), &parsed, err);
	if (parsed.number > highest)
		highest = parsed.number;
	if (rc == RC_OK)
		rc = code_format(CODE_BADGE, db_depot(db), highest + 1, code,
		    err);
	if (rc == RC_OK)
		rc = badge_keep(db, highest + 1, err);
	if (rc == RC_OK)
		memcpy(out, code, sizeof code);
	return rc;
}

enum rc
staff_skip_badges(struct db *db, int n, struct err *err)
{
	char next[40];
	struct code code;
	enum rc rc = badge_next(db, next, err);

	if (rc == RC_OK)
		rc = code_parse(next, strlen(next), &code, err);
	if (rc == RC_OK)
		rc = badge_keep(db, code.number + n, err);
	return rc;
}

/* A badge of ours, or a card that somebody else gave out. */
static enum rc
badge_pick(struct db *db, const char *badge, int64_t self, char out[40],
    struct err *err)
{
	struct code code;
	struct staff other;

	out[0] = '\0';
	if (badge == NULL)
		return badge_next(db, out, err);
	if (*badge == '\0')
		return RC_OK;
	enum rc rc = code_parse(badge, strlen(badge), &code, err);
	if (rc == RC_OK && (code.kind == CODE_TICKET_QR ||
	    code.kind == CODE_SLIP))
		code.kind = CODE_TICKET;
	if (rc == RC_OK && code.kind < CODE_OWN_COUNT &&
	    code.kind != CODE_BADGE)
		return err_why(err, RC_INVALID, WHY_CODE_OTHER, code.text,
		    code_kind_name(code.kind), NULL);
	if (rc == RC_OK)
		rc = text_copy(out, 40, code.text, err);
	if (rc != RC_OK)
		return rc;
	rc = find_by(db, Q_STAFF_BY_BADGE, out, &other, err);
	if (rc == RC_OK && other.id != self)
		return err_why(err, RC_REFUSED, WHY_BADGE_TAKEN, out, NULL,
		    NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
insert(struct db *db, struct staff *who, struct err *err)
{
	struct staff other;
	enum rc rc = RC_NOT_FOUND;

	if (who->login[0] != '\0')
		rc = find_by(db, Q_STAFF_BY_LOGIN, who->login, &other, err);
	if (rc == RC_OK)
		return err_why(err, RC_REFUSED, WHY_LOGIN_TAKEN, who->login,
		    other.name, NULL);
	if (rc != RC_NOT_FOUND)
		return rc;
	/* 53 bits: any JSON reader keeps them. */
	randombytes_buf(&who->id, sizeof who->id);
	who->id = (who->id & ((INT64_C(1) << 53) - 1)) | 1;
	sqlite3_stmt *q = query(db, Q_STAFF_INSERT);
	query_int(q, ":id", who->id);
	query_text(q, ":name", who->name);
	query_int(q, ":role", who->role);
	query_text(q, ":badge", who->badge);
	query_text(q, ":login", who->login);
	return query_run(q, err);
}

enum rc
staff_add(struct db *db, const char *name, enum role role, const char *badge,
    const char *login, struct staff *who, struct err *err)
{
	size_t n = strlen(name);
	enum rc rc;

	memset(who, 0, sizeof *who);
	name = text_trim(name, &n);
	if (login == NULL)
		login = "";
	if (n == 0)
		return err_why(err, RC_INVALID, WHY_NAME_MISSING, NULL, NULL,
		    NULL);
	if (n >= sizeof who->name)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "63", NULL,
		    NULL);
	if (role <= ROLE_VISITOR || role >= ROLE_COUNT)
		return err_why(err, RC_INVALID, WHY_ROLE_UNKNOWN,
		    role == ROLE_VISITOR ? role_name(role) : "?", NULL, NULL);
	memcpy(who->name, name, n);
	who->role = role;
	if ((rc = text_clean(name, n, NULL, err)) != RC_OK ||
	    (rc = text_clean(login, strlen(login), NULL, err)) != RC_OK ||
	    (rc = text_copy(who->login, sizeof who->login, login, err)) !=
	    RC_OK || (rc = local_begin(db, err)) != RC_OK)
		return rc;
	rc = badge_pick(db, badge, 0, who->badge, err);
	if (rc == RC_OK)
		rc = insert(db, who, err);
	return local_end(db, rc, err);
}

enum rc
staff_set_badge(struct db *db, int64_t id, const char *badge,
    struct err *err)
{
	struct staff who;
	char text[40];
	enum rc rc = local_begin(db, err);

	if (rc != RC_OK)
		return rc;
	rc = staff_get(db, id, &who, err);
	if (rc == RC_OK)
		rc = badge_pick(db, badge, id, text, err);
	if (rc == RC_OK) {
		sqlite3_stmt *q = query(db, Q_STAFF_BADGE);

		query_int(q, ":id", id);
		query_text(q, ":badge", text);
		rc = query_run(q, err);
	}
	return local_end(db, rc, err);
}
