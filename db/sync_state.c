#include "db/sync_state.h"

#include <stdio.h>

#include "db/clock.h"
#include "db/item_row.h"

#define HUBS_MAX 16

/* A parameter that holds a password, or whose name hides what it is. */
static bool
secret(const char *parameter, size_t n)
{
	size_t name = strcspn(parameter, "=");

	name = name < n ? name : n;
	return memmem(parameter, name, "pass", 4) != NULL ||
	    memchr(parameter, '%', name) != NULL;
}

static void
url_without(const char *url, bool user, char out[512])
{
	/* user:password@host: the host comes after the last @. */
	const char *from = strstr(url, "://"), *at = strrchr(url, '@');

	if (from == NULL || strncmp(url, "file:", 5) == 0) {
		snprintf(out, 512, "%s", url);
		return;
	}
	size_t n = (size_t)(from + 3 - url);
	const char *rest = at != NULL && at > from ? at + 1 : url + n;
	size_t query = strcspn(rest, "?");
	size_t name = user && rest != url + n ? strcspn(url + n, ":@") : 0;
	snprintf(out, 512, "%.*s%s", (int)(n + name), url, name > 0 ? "@" :
	    "");
	n = strlen(out);
	n += (size_t)snprintf(out + n, 512 - n, "%.*s", (int)query, rest);
	rest += query;
	for (char mark = '?'; *rest != '\0' && n < 511;) {
		size_t size = strcspn(++rest, "&");

		if (!secret(rest, size)) {
			n += (size_t)snprintf(out + n, 512 - n, "%c%.*s",
			    mark, (int)size, rest);
			mark = '&';
		}
		rest += size;
	}
}

void
hub_url_shown(const char *url, char out[512])
{
	url_without(url, false, out);
}

void
hub_url_bare(const char *url, char out[512])
{
	url_without(url, true, out);
}

static enum rc
hub_state(struct db *db, struct sync_state *s, struct err *err)
{
	char url[512] = "";
	char problem[sizeof s->why];
	sqlite3_stmt *q = query(db, Q_HUB_STATE);
	enum rc rc = query_step(q, err);

	if (rc == RC_OK) {
		query_col_text(q, 0, url, sizeof url);
		s->last_ok = query_col(q, 1);
		s->last_try = query_col(q, 2);
		query_col_text(q, 3, problem, sizeof problem);
		err_unpack(problem, &s->why);
		memcpy(s->problem, s->why.text, sizeof s->problem);
		s->added = query_col(q, 4);
	}
	query_done(q);
	hub_url_shown(url, s->hub);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static bool
there_is(struct db *db, enum query_id id)
{
	sqlite3_stmt *q = query(db, id);

	if (id == Q_LIFE_RIVAL)
		query_text(q, ":depot", db->depot);
	bool is = query_step(q, NULL) == RC_OK;
	query_done(q);
	return is;
}

enum rc
sync_state_get(struct db *db, struct sync_state *s, struct err *err)
{
	memset(s, 0, sizeof *s);
	enum rc rc = hub_state(db, s, err);
	sqlite3_stmt *q = query(db, Q_SYNC_WAITING);
	if (rc == RC_OK && (rc = query_step(q, err)) == RC_OK)
		s->waiting = query_col(q, 0);
	query_done(q);
	s->coordinator = there_is(db, Q_COORDINATOR_OURS);
	s->two_lives = there_is(db, Q_LIFE_RIVAL);
	return rc;
}

enum rc
sync_depots(struct db *db, struct sync_depot *out, size_t cap, size_t *n,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_SYNC_DEPOTS);
	enum rc rc = RC_OK;

	query_text(q, ":depot", db->depot);
	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++) {
		struct sync_depot *d = &out[*n];

		memset(d, 0, sizeof *d);
		query_col_text(q, 0, d->code, sizeof d->code);
		query_col_text(q, 1, d->name, sizeof d->name);
		query_col_text(q, 2, d->organisation, sizeof d->organisation);
		d->closed = query_col(q, 3) != 0;
		d->told = query_col(q, 4);
		d->heard = query_col(q, 5);
		d->events = query_col(q, 6);
		d->forked = query_col(q, 7) != 0;
		d->ours = strcmp(d->code, db->depot) == 0;
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

bool
depot_others(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_DEPOT_OTHERS);

	query_text(q, ":depot", db->depot);
	bool any = query_step(q, NULL) == RC_OK;
	query_done(q);
	return any;
}

bool
depot_is_other(struct db *db, const char *code)
{
	sqlite3_stmt *q = query(db, Q_DEPOT_STATE);

	query_text(q, ":code", code);
	bool is = query_step(q, NULL) == RC_OK &&
	    strcmp(code, db->depot) != 0;
	query_done(q);
	return is;
}

void
depot_name(struct db *db, const char *code, char *out, size_t cap)
{
	sqlite3_stmt *q = query(db, Q_DEPOT_NAME);

	query_text(q, ":code", code);
	snprintf(out, cap, "%s", code);
	if (query_step(q, NULL) == RC_OK &&
	    sqlite3_column_bytes(q, 0) > 0)
		query_col_text(q, 0, out, cap);
	query_done(q);
}

int64_t
sync_told(struct db *db, const char *depot)
{
	sqlite3_stmt *q;
	int64_t told = 0;

	if (strcmp(depot, db->depot) == 0)
		return 0;
	q = query(db, Q_SYNC_TOLD);
	query_text(q, ":depot", depot);
	if (query_step(q, NULL) == RC_OK)
		told = query_col(q, 0);
	query_done(q);
	return told;
}

int64_t
sync_told_row(struct db *db, const char *depot)
{
	unsigned version = 0;

	/* Of the snapshot that the statement reads, without a look at the
	 * file. */
	sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_DATA_VERSION,
	    &version);
	if (version != db->told.version ||
	    strcmp(depot, db->told.depot) != 0) {
		db->told.time = sync_told(db, depot);
		db->told.version = version;
		snprintf(db->told.depot, sizeof db->told.depot, "%s", depot);
	}
	return db->told.time;
}

enum rc
sync_report_last(struct db *db, char *out, size_t cap, int64_t *time,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_REPORT_LAST);
	enum rc rc = query_step(q, err);

	if (rc == RC_OK) {
		*time = query_col(q, 0);
		query_col_text(q, 1, out, cap);
	}
	query_done(q);
	return rc;
}

enum rc
sync_report_keep(struct db *db, int64_t time, bool ok, const char *text,
    struct err *err)
{
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_REPORT_ADD);
	query_int(q, ":time", time);
	query_int(q, ":ok", ok);
	query_text(q, ":text", text);
	rc = query_run(q, err);
	if (rc == RC_OK)
		rc = query_run(query(db, Q_REPORT_TRIM), err);
	return db_end(db, rc, err);
}

enum rc
sync_hubs(struct db *db, char (*out)[512], size_t cap, size_t *n,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_HUB_LIST);
	enum rc rc = RC_OK;

	for (*n = 0; *n < cap && (rc = query_step(q, err)) == RC_OK; (*n)++)
		query_col_text(q, 0, out[*n], 512);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
hub_change(struct db *db, enum query_id id, const char *url, enum why why,
    struct err *err)
{
	char shown[512];
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, id);
	query_text(q, ":url", url);
	if (id == Q_HUB_ADD)
		query_int(q, ":time", clock_now());
	rc = query_run(q, err);
	hub_url_shown(url, shown);
	if (rc == RC_OK && sqlite3_changes(db->sql) == 0)
		rc = err_why(err, RC_REFUSED, why, shown, NULL, NULL);
	return db_end(db, rc, err);
}

enum rc
sync_hub_add(struct db *db, const char *url, struct err *err)
{
	return hub_change(db, Q_HUB_ADD, url, WHY_HUB_TWICE, err);
}

enum rc
sync_hub_remove(struct db *db, const char *url, struct err *err)
{
	char known[HUBS_MAX][512], shown[512], wanted[512];
	const char *drop = url;
	size_t n = 0;
	enum rc rc = sync_hubs(db, known, HUBS_MAX, &n, err);

	hub_url_shown(url, wanted);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		hub_url_shown(known[i], shown);
		if (strcmp(shown, wanted) == 0)
			drop = known[i];
	}
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (strcmp(known[i], url) == 0)
			drop = url;
	return rc == RC_OK ? hub_change(db, Q_HUB_DROP, drop, WHY_HUB_UNKNOWN,
	    err) : rc;
}
