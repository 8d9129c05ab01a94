/* hub_postgresql.c - a hub in a PostgreSQL database, with a schema of its own:
 * names and bytes.  TLS and who may are libpq's and the server's matter.
 *
 * A server that stops answering must not stop the night: every wait for it has
 * an end.  How long it may be silent is the URL's tcp_user_timeout
 * (milliseconds), how long it may take to let us in its connect_timeout
 * (seconds); one statement gets ten times the silence, whatever trickles in. */
#include <libpq-fe.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/sync/hub_kind.h"
#include "db/text.h"

#define CONNECT_S	"10"
#define SILENCE_MS	"60000"
#define PATIENCE	10	/* silences that one statement may take */
#define BINARY		1

struct server {
	PGconn *conn;
	int64_t silence_ms;
	bool    lost;		/* a statement is left half done: nothing
				   that comes now answers the next one */
};

/* Two depots that make it at once take turns. */
static const char make_sql[] =
	"SELECT pg_advisory_xact_lock(7306352);"
	"CREATE SCHEMA IF NOT EXISTS samdepa;"
	"CREATE TABLE IF NOT EXISTS samdepa.hub ("
	" name text COLLATE \"C\" PRIMARY KEY, bytes bytea NOT NULL,"
	" stored timestamptz NOT NULL DEFAULT now());"
	"COMMENT ON TABLE samdepa.hub IS 'Samdepa hub 1'";
static const char there_sql[] =
	"SELECT 1 FROM pg_tables WHERE schemaname = 'samdepa'"
	" AND tablename = 'hub'";
static const char probe_sql[] = "SELECT FROM samdepa.hub LIMIT 0";
static const char list_sql[] =
	"SELECT name FROM samdepa.hub WHERE starts_with(name, $1)";
static const char size_sql[] =
	"SELECT octet_length(bytes)::int8::text FROM samdepa.hub"
	" WHERE name = $1";
static const char get_sql[] =
	"SELECT bytes FROM samdepa.hub WHERE name = $1";
static const char put_sql[] =
	"INSERT INTO samdepa.hub(name, bytes) VALUES ($1, $2)"
	" ON CONFLICT (name) DO NOTHING";
static const char replace_sql[] =
	"INSERT INTO samdepa.hub(name, bytes) VALUES ($1, $2)"
	" ON CONFLICT (name) DO UPDATE SET bytes = $2, stored = now()";
static const char remove_sql[] = "DELETE FROM samdepa.hub WHERE name = $1";

static const char settings_sql[] =
	"SET client_min_messages = warning; SET synchronous_commit = on";

/* --- what goes wrong --- */

static enum rc
told(const char *text, size_t n, struct err *err)
{
	char line[90];
	size_t fits = 0, size;
	uint32_t rune;

	/* Whole characters, and none that would do something to a screen. */
	while (fits < n && (size = text_rune(text + fits, n - fits, &rune)) > 0
	    && rune >= ' ' && fits + size < sizeof line)
		fits += size;
	memcpy(line, text, fits);
	line[fits] = '\0';
	return err_why(err, RC_OUTSIDE, WHY_HUB_SERVER, fits > 0 ? line : "-",
	    NULL, NULL);
}

/* Whether libpq begins with where the connection went, in any language, and
 * the server with how bad it is: the reason comes after both. */
static bool
preamble(const char *text, size_t n)
{
	return memmem(text, n, "port ", 5) != NULL ||
	    memmem(text, n, "Port ", 5) != NULL ||
	    memmem(text, n, "socket", 6) != NULL ||
	    strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == n;
}

/* The server's words may hold what was sent to it: only their first line, and
 * of that the reason. */
static enum rc
outside(struct server *s, struct err *err)
{
	const char *message = PQerrorMessage(s->conn), *colon;
	size_t n = strcspn(message, "\n");

	while ((colon = memmem(message, n, ": ", 2)) != NULL &&
	    preamble(message, (size_t)(colon - message))) {
		size_t skip = (size_t)(colon - message) + 1;
		skip += strspn(message + skip, " ");
		message += skip;
		n -= skip;
	}
	return told(message, n, err);
}

static enum rc
silent(struct server *s, struct err *err)
{
	s->lost = true;
	return err_why(err, RC_OUTSIDE, WHY_HUB_SILENT, NULL, NULL, NULL);
}

/* --- waiting, with an end --- */

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Until the socket can do what is wanted, at most for ms milliseconds; gives
 * what it can do, 0 where time is up. */
static int
wait_for(PGconn *conn, short wanted, int64_t ms)
{
	struct pollfd fd = { .fd = PQsocket(conn), .events = wanted };
	int n;

	do
		n = poll(&fd, 1, ms > 0 ? (int)ms : 0);
	while (n < 0 && errno == EINTR);
	return n > 0 ? fd.revents : 0;
}

static enum rc
connected(struct server *s, int64_t ms, struct err *err)
{
	int64_t end = now_ms() + ms;
	PostgresPollingStatusType state = PGRES_POLLING_WRITING;

	while (state != PGRES_POLLING_OK) {
		if (state == PGRES_POLLING_FAILED ||
		    PQstatus(s->conn) == CONNECTION_BAD)
			return outside(s, err);
		if (wait_for(s->conn, state == PGRES_POLLING_READING ?
		    POLLIN : POLLOUT, end - now_ms()) == 0)
			return silent(s, err);
		state = PQconnectPoll(s->conn);
	}
	return PQsetnonblocking(s->conn, 1) == 0 ? RC_OK : outside(s, err);
}

/* Sends what waits to be sent, takes what comes, until a whole result is
 * there or the server has nothing more to say. */
static enum rc
answered(struct server *s, int64_t end, struct err *err)
{
	int sent = PQflush(s->conn);

	while (sent == 1 || (sent == 0 && PQisBusy(s->conn))) {
		int64_t left = end - now_ms();
		int can = wait_for(s->conn, sent == 1 ? POLLIN | POLLOUT :
		    POLLIN, left < s->silence_ms ? left : s->silence_ms);

		if (can == 0)
			return silent(s, err);
		if ((can & ~POLLOUT) != 0 && !PQconsumeInput(s->conn))
			break;
		sent = PQflush(s->conn);
	}
	if (PQstatus(s->conn) == CONNECTION_OK && sent == 0)
		return RC_OK;
	s->lost = true;
	return outside(s, err);
}

/* All results of what was sent; *out is the last one or the first that failed,
 * the caller's to clear. */
static enum rc
results(struct server *s, PGresult **out, struct err *err)
{
	int64_t end = now_ms() + PATIENCE * s->silence_ms;
	enum rc rc = RC_OK, one;
	PGresult *r;

	*out = NULL;
	while ((one = answered(s, end, rc == RC_OK ? err : NULL)) == RC_OK &&
	    (r = PQgetResult(s->conn)) != NULL) {
		ExecStatusType status = PQresultStatus(r);
		bool good = status == PGRES_TUPLES_OK ||
		    status == PGRES_COMMAND_OK;

		if (rc == RC_OK && !good)
			rc = outside(s, err);
		PQclear(*out);
		*out = r;
		/* Nothing of ours copies: such a server has no end. */
		if (!good && status != PGRES_FATAL_ERROR) {
			s->lost = true;
			break;
		}
	}
	if (rc == RC_OK)
		rc = one;
	if (rc == RC_OK && *out == NULL)
		rc = outside(s, err);
	return rc;
}

/* Statements without values. */
static enum rc
script(struct server *s, const char *sql, struct err *err)
{
	PGresult *r = NULL;
	enum rc rc = PQsendQuery(s->conn, sql) ? results(s, &r, err) :
	    outside(s, err);

	PQclear(r);
	return rc;
}

/* One statement with text and bytes; *out is to be cleared by the caller. */
static enum rc
run(struct server *s, const char *sql, const char *name, const void *bytes,
    size_t n, int form, PGresult **out, struct err *err)
{
	const char *values[2] = { name, bytes };
	int lengths[2] = { 0, (int)n }, formats[2] = { 0, BINARY };

	*out = NULL;
	if (s->lost)
		return silent(s, err);
	return PQsendQueryParams(s->conn, sql, bytes != NULL ? 2 : name !=
	    NULL, NULL, values, lengths, formats, form) ? results(s, out,
	    err) : outside(s, err);
}

/* --- names and bytes --- */

static enum rc
pg_list(void *state, const char *prefix, void (*each)(const char *, void *),
    void *arg, struct err *err)
{
	PGresult *r;
	enum rc rc = run(state, list_sql, prefix, NULL, 0, 0, &r, err);

	for (int i = 0; rc == RC_OK && i < PQntuples(r); i++)
		if (PQgetlength(r, i, 0) <= HUB_NAME_MAX)
			each(PQgetvalue(r, i, 0), arg);
	PQclear(r);
	return rc;
}

/* Its length first, so that nobody can make us take more than we want. */
static enum rc
pg_get(void *state, const char *name, size_t max, unsigned char **bytes,
    size_t *n, struct err *err)
{
	PGresult *r;
	enum rc rc = run(state, size_sql, name, NULL, 0, 0, &r, err);

	if (rc == RC_OK && PQntuples(r) == 0)
		rc = err_set(err, RC_NOT_FOUND, "%s: not there", name);
	else if (rc == RC_OK && strtoull(PQgetvalue(r, 0, 0), NULL, 10) > max)
		rc = err_set(err, RC_INVALID, "%s: too long", name);
	PQclear(r);
	if (rc != RC_OK)
		return rc;
	rc = run(state, get_sql, name, NULL, 0, BINARY, &r, err);
	if (rc == RC_OK && PQntuples(r) == 0)
		rc = err_set(err, RC_NOT_FOUND, "%s: not there", name);
	/* It may have been replaced in between. */
	if (rc == RC_OK && (size_t)PQgetlength(r, 0, 0) > max)
		rc = err_set(err, RC_INVALID, "%s: too long", name);
	if (rc == RC_OK) {
		*n = (size_t)PQgetlength(r, 0, 0);
		*bytes = malloc(*n + 1);
		if (*bytes == NULL)
			abort();
		memcpy(*bytes, PQgetvalue(r, 0, 0), *n);
	}
	PQclear(r);
	return rc;
}

static enum rc
pg_put(void *state, const char *name, const void *bytes, size_t n,
    bool replace, struct err *err)
{
	PGresult *r;
	enum rc rc = run(state, replace ? replace_sql : put_sql, name, bytes,
	    n, 0, &r, err);

	PQclear(r);
	return rc;
}

static enum rc
pg_remove(void *state, const char *name, struct err *err)
{
	PGresult *r;
	enum rc rc = run(state, remove_sql, name, NULL, 0, 0, &r, err);

	PQclear(r);
	return rc;
}

/* --- opening --- */

static enum rc
pg_there(struct server *s, struct err *err)
{
	PGresult *r;
	enum rc rc = run(s, there_sql, NULL, NULL, 0, 0, &r, err);

	if (rc == RC_OK && PQntuples(r) == 0)
		rc = err_why(err, RC_NOT_FOUND, WHY_HUB_NONE, PQdb(s->conn),
		    NULL, NULL);
	PQclear(r);
	/* Who may not read it hears so now, and not in the night. */
	return rc == RC_OK ? script(s, probe_sql, err) : rc;
}

/* Whoever may not make schemas may use the one that there is. */
static enum rc
pg_ready(struct server *s, bool make, struct err *err)
{
	enum rc rc = script(s, settings_sql, err);

	if (rc == RC_OK)
		rc = pg_there(s, err);
	if (rc == RC_NOT_FOUND && make) {
		rc = script(s, make_sql, err);
		if (rc == RC_OK)
			rc = pg_there(s, err);
	}
	return rc;
}

static void
quiet(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

/* A number of the connection's settings, as the URL or we said. */
static int64_t
setting(const PQconninfoOption *all, const char *name)
{
	for (; all->keyword != NULL; all++)
		if (strcmp(all->keyword, name) == 0 && all->val != NULL)
			return strtol(all->val, NULL, 10);
	return 0;
}

static void
limits(struct server *s, int64_t *connect_ms)
{
	PQconninfoOption *all = PQconninfo(s->conn);

	*connect_ms = all == NULL ? 0 : 1000 * setting(all, "connect_timeout");
	s->silence_ms = all == NULL ? 0 : setting(all, "tcp_user_timeout");
	PQconninfoFree(all);
	if (*connect_ms <= 0)
		*connect_ms = 1000 * strtol(CONNECT_S, NULL, 10);
	if (s->silence_ms <= 0)
		s->silence_ms = strtol(SILENCE_MS, NULL, 10);
}

/* What libpq says of a URL that it cannot read quotes it, password and all. */
static enum rc
url_form(const char *url, struct err *err)
{
	char *message = NULL;
	PQconninfoOption *all = PQconninfoParse(url, &message);
	bool good = all != NULL;

	PQconninfoFree(all);
	PQfreemem(message);
	return good ? RC_OK : err_why(err, RC_INVALID, WHY_HUB_FORM, NULL,
	    NULL, NULL);
}

static void
pg_close(void *state)
{
	struct server *s = state;

	PQfinish(s->conn);
	free(s);
}

static enum rc
pg_open(const char *url, bool make, void **state, struct err *err)
{
	/* What comes after takes the place of what came before: the URL's. */
	static const char *const keys[] = { "connect_timeout",
	    "tcp_user_timeout", "keepalives_idle", "application_name",
	    "dbname", NULL };
	const char *values[] = { CONNECT_S, SILENCE_MS, "20", "samdepa", url,
	    NULL };
	int64_t connect_ms = 0;
	enum rc rc = url_form(url, err);

	if (rc != RC_OK)
		return rc;
	struct server *s = calloc(1, sizeof *s);
	if (s == NULL || (s->conn = PQconnectStartParams(keys, values, 1)) ==
	    NULL)
		abort();
	PQsetNoticeProcessor(s->conn, quiet, NULL);
	limits(s, &connect_ms);
	rc = connected(s, connect_ms, err);
	if (rc == RC_OK)
		rc = pg_ready(s, make, err);
	if (rc != RC_OK)
		pg_close(s);
	else
		*state = s;
	return rc;
}

const struct hub_ops hub_postgresql = {
	.open = pg_open, .close = pg_close, .list = pg_list,
	.get = pg_get, .put = pg_put, .remove = pg_remove,
};
