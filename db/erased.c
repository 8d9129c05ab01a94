#include "db/erased.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/log/event.h"
#include "db/log/project.h"

#define FIRST_LINE	"samdepa-erased 1"
#define SEQ_MASK	((INT64_C(1) << LOG_SHIFT) - 1)

/* --- a line --- */

void
erased_line(const struct erased *e, char out[ERASED_LINE_MAX])
{
	int n = snprintf(out, ERASED_LINE_MAX, "%s.%lld ", e->log,
	    (long long)e->seq);
	size_t cap = ERASED_LINE_MAX - (size_t)n;

	if (e->what == ERASED_TEXT)
		snprintf(out + n, cap, "text %s", e->text);
	else if (e->what == ERASED_ACTOR)
		snprintf(out + n, cap, "actor %lld", (long long)e->actor);
	else
		snprintf(out + n, cap, "contact %s.%lld", e->thing_log,
		    (long long)e->thing_seq);
}

static bool
read_name(const char *s, char log[24], int64_t *seq)
{
	const char *dot = strrchr(s, '.');
	size_t n = dot == NULL ? 0 : (size_t)(dot - s);
	char *end;

	if (n == 0 || n >= 24 || strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789-") != n || dot[1] < '1' || dot[1] > '9')
		return false;
	memcpy(log, s, n);
	log[n] = '\0';
	errno = 0;
	*seq = strtoll(dot + 1, &end, 10);
	return *end == '\0' && errno == 0 && *seq <= SEQ_MASK;
}

static bool
read_what(const char *word, const char *value, struct erased *e)
{
	char *end;

	if (strcmp(word, "text") == 0) {
		e->what = ERASED_TEXT;
		snprintf(e->text, sizeof e->text, "%s", value);
		return strlen(value) == 32 &&
		    strspn(value, "0123456789abcdef") == 32;
	}
	if (strcmp(word, "actor") == 0) {
		e->what = ERASED_ACTOR;
		errno = 0;
		e->actor = strtoll(value, &end, 10);
		return value[0] >= '1' && value[0] <= '9' && *end == '\0' &&
		    errno == 0;
	}
	e->what = ERASED_CONTACT;
	return strcmp(word, "contact") == 0 &&
	    read_name(value, e->thing_log, &e->thing_seq);
}

enum rc
erased_read_line(const char *line, size_t n, struct erased *e,
    struct err *err)
{
	char text[ERASED_LINE_MAX], again[ERASED_LINE_MAX];
	char *rest = text;

	memset(e, 0, sizeof *e);
	if (n < sizeof text && memchr(line, '\0', n) == NULL) {
		memcpy(text, line, n);
		text[n] = '\0';
		char *name = strsep(&rest, " "), *word = strsep(&rest, " ");

		if (word != NULL && rest != NULL &&
		    read_name(name, e->log, &e->seq) &&
		    read_what(word, rest, e)) {
			erased_line(e, again);
			if (strlen(again) == n && memcmp(again, line, n) == 0)
				return RC_OK;
		}
	}
	return err_set(err, RC_INVALID, "not an erasure");
}

/* --- the log's list --- */

static bool
log_of(struct db *db, int64_t id, char name[24])
{
	sqlite3_stmt *q = query(db, Q_LOG_NAME);
	bool found;

	query_int(q, ":id", id);
	found = query_step(q, NULL) == RC_OK;
	if (found)
		query_col_text(q, 0, name, 24);
	query_done(q);
	return found;
}

/* Who somebody is is known to one depot alone: it alone forgets its people. */
static bool
concerns(struct db *db, const struct event *ev)
{
	return event_has(ev, "text") || strcmp(log_depot(db,
	    ev->id >> LOG_SHIFT), db->depot) == 0;
}

static enum rc
one(struct db *db, sqlite3_stmt *q, erased_each *each, void *arg,
    struct err *err)
{
	struct event ev = { .id = query_col(q, 0) };
	struct erased e = { .seq = ev.id & SEQ_MASK };
	bool whole = log_of(db, ev.id >> LOG_SHIFT, e.log);
	enum rc rc = event_load_body((const char *)sqlite3_column_text(q, 1),
	    (size_t)sqlite3_column_bytes(q, 1), &ev.body, err);

	if (rc != RC_OK)
		return rc;
	whole = whole && concerns(db, &ev);
	if (event_has(&ev, "text")) {
		e.what = ERASED_TEXT;
		snprintf(e.text, sizeof e.text, "%s", event_text(&ev, "text"));
	} else if (event_has(&ev, "contact")) {
		int64_t thing = event_thing(db, &ev, "contact");

		e.what = ERASED_CONTACT;
		e.thing_seq = thing & SEQ_MASK;
		whole = whole && log_of(db, thing >> LOG_SHIFT, e.thing_log);
	} else {
		e.what = ERASED_ACTOR;
		e.actor = event_int(&ev, "actor");
	}
	json_decref(ev.body);
	return whole ? each(&e, arg, err) : RC_OK;
}

enum rc
erased_walk(struct db *db, erased_each *each, void *arg, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_ERASURES);
	enum rc rc;

	while ((rc = query_step(q, err)) == RC_OK &&
	    (rc = one(db, q, each, arg, err)) == RC_OK)
		;
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- the file --- */

enum rc
erased_read(const char *file, erased_each *each, void *arg, struct err *err)
{
	FILE *f = fopen(file, "re");
	char line[ERASED_LINE_MAX + 2];
	struct erased e;
	bool ours = false, first = true;
	enum rc rc = RC_OK;

	if (f == NULL)
		return errno == ENOENT ? RC_OK : backup_outside(err, "open",
		    file);
	while (rc == RC_OK && fgets(line, sizeof line, f) != NULL) {
		size_t n = strcspn(line, "\n");

		line[n] = '\0';
		if (first)
			ours = strcmp(line, FIRST_LINE) == 0;
		else if (ours && erased_read_line(line, n, &e, NULL) == RC_OK)
			rc = each(&e, arg, err);
		first = false;
	}
	fclose(f);
	return rc;
}

static enum rc
put_line(const struct erased *e, void *arg, struct err *err)
{
	char line[ERASED_LINE_MAX];

	erased_line(e, line);
	size_t n = strlen(line);
	line[n] = '\n';		/* fwrite needs no other end */
	return fwrite(line, 1, n + 1, arg) == n + 1 ? RC_OK :
	    backup_outside(err, "write", "");
}

enum rc
erased_write(struct db *db, const char *file, struct err *err)
{
	char temp[PATH_MAX];

	if (snprintf(temp, sizeof temp, "%s.new", file) >= (int)sizeof temp)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "4000", NULL,
		    NULL);
	FILE *f = fopen(temp, "we");
	if (f == NULL)
		return backup_outside(err, "create", temp);
	enum rc rc = fwrite(FIRST_LINE "\n", sizeof FIRST_LINE, 1, f) == 1 ?
	    RC_OK : backup_outside(err, "write", temp);
	if (rc == RC_OK)
		rc = erased_walk(db, put_line, f, err);
	if (fclose(f) != 0 && rc == RC_OK)
		rc = backup_outside(err, "write", temp);
	if (rc == RC_OK)
		rc = backup_sync(temp, err);
	if (rc == RC_OK && rename(temp, file) != 0)
		rc = backup_outside(err, "rename", file);
	if (rc == RC_OK)
		return backup_sync(file, err);
	unlink(temp);
	return rc;
}

/* --- out of a store --- */

static int64_t
log_id(struct db *db, const char *name)
{
	sqlite3_stmt *q = query(db, Q_LOG_ID);
	int64_t id = 0;

	query_text(q, ":name", name);
	if (query_step(q, NULL) == RC_OK)
		id = query_col(q, 0);
	query_done(q);
	return id;
}

bool
erased_known(struct db *db, const struct erased *e)
{
	sqlite3_stmt *q;
	int64_t log = log_id(db, e->log);

	if (log == 0)
		return false;
	q = query(db, Q_EVENT_GET);
	query_int(q, ":id", log << LOG_SHIFT | e->seq);
	bool known = query_step(q, NULL) == RC_OK;
	query_done(q);
	return known;
}

static enum rc
drop(struct db *db, enum query_id id, const char *name, int64_t value,
    struct err *err)
{
	sqlite3_stmt *q = query(db, id);

	query_int(q, name, value);
	return query_run(q, err);
}

enum rc
erased_apply(struct db *db, const struct erased *e, struct err *err)
{
	int64_t log;
	enum rc rc = RC_OK;

	if (e->what == ERASED_TEXT) {
		sqlite3_stmt *q = query(db, Q_REDACTED_TEXT);

		query_text(q, ":text", e->text);
		return query_run(q, err);
	}
	if (e->what == ERASED_ACTOR) {
		rc = drop(db, Q_PARKED_FORGET_ALL, ":staff", e->actor, err);
		return rc == RC_OK ? drop(db, Q_STAFF_FORGET, ":id", e->actor,
		    err) : rc;
	}
	log = erased_known(db, e) ? 0 : log_id(db, e->thing_log);
	return log == 0 ? RC_OK : drop(db, Q_CONTACT_FORGET, ":thing",
	    log << LOG_SHIFT | e->thing_seq, err);
}
