/* hub_postgresql.c - a hub in a PostgreSQL database, with a schema of its own:
 * names and bytes.  TLS and who may are libpq's and the server's matter. */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/sync/hub_kind.h"

#define TIMEOUT_MS	"60000"
#define BINARY		1

static const char make_sql[] =
	"CREATE SCHEMA IF NOT EXISTS samdepa;"
	"CREATE TABLE IF NOT EXISTS samdepa.hub ("
	" name text COLLATE \"C\" PRIMARY KEY, bytes bytea NOT NULL,"
	" stored timestamptz NOT NULL DEFAULT now());"
	"COMMENT ON TABLE samdepa.hub IS 'Samdepa hub 1'";
static const char there_sql[] =
	"SELECT 1 FROM pg_tables WHERE schemaname = 'samdepa'"
	" AND tablename = 'hub'";
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

/* The server's words may hold what was sent to it: only their first line. */
static enum rc
outside(PGconn *conn, struct err *err)
{
	char text[90];
	const char *message = PQerrorMessage(conn);

	snprintf(text, sizeof text, "%.*s", (int)strcspn(message, "\n"),
	    message);
	return err_why(err, RC_OUTSIDE, WHY_HUB_SERVER, text[0] != '\0' ?
	    text : "-", NULL, NULL);
}

/* One statement with text and bytes; *out is to be cleared by the caller. */
static enum rc
run(PGconn *conn, const char *sql, const char *name, const void *bytes,
    size_t n, int form, PGresult **out, struct err *err)
{
	const char *values[2] = { name, bytes };
	int lengths[2] = { 0, (int)n }, formats[2] = { 0, BINARY };

	*out = PQexecParams(conn, sql, bytes != NULL ? 2 : name != NULL, NULL,
	    values, lengths, formats, form);
	ExecStatusType status = PQresultStatus(*out);
	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ?
	    RC_OK : outside(conn, err);
}

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

static enum rc
pg_ready(PGconn *conn, bool make, struct err *err)
{
	PGresult *r = PQexec(conn, "SET statement_timeout = " TIMEOUT_MS
	    "; SET client_min_messages = warning;"
	    " SET synchronous_commit = on");
	enum rc rc = PQresultStatus(r) == PGRES_COMMAND_OK ? RC_OK :
	    outside(conn, err);

	PQclear(r);
	if (rc == RC_OK && make) {
		r = PQexec(conn, make_sql);
		if (PQresultStatus(r) != PGRES_COMMAND_OK)
			rc = outside(conn, err);
		PQclear(r);
	}
	if (rc != RC_OK)
		return rc;
	rc = run(conn, there_sql, NULL, NULL, 0, 0, &r, err);
	if (rc == RC_OK && PQntuples(r) == 0)
		rc = err_why(err, RC_NOT_FOUND, WHY_HUB_NONE, PQdb(conn), NULL,
		    NULL);
	PQclear(r);
	return rc;
}

static void
quiet(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

static enum rc
pg_open(const char *url, bool make, void **state, struct err *err)
{
	static const char *const keys[] = { "dbname", "connect_timeout",
	    "application_name", "keepalives_idle", "tcp_user_timeout", NULL };
	const char *values[] = { url, "10", "samdepa", "20", "60000", NULL };
	PGconn *conn = PQconnectdbParams(keys, values, 1);
	enum rc rc = PQstatus(conn) == CONNECTION_OK ? RC_OK :
	    outside(conn, err);

	PQsetNoticeProcessor(conn, quiet, NULL);
	if (rc == RC_OK)
		rc = pg_ready(conn, make, err);
	if (rc != RC_OK)
		PQfinish(conn);
	else
		*state = conn;
	return rc;
}

static void
pg_close(void *state)
{
	PQfinish(state);
}

const struct hub_ops hub_postgresql = {
	.open = pg_open, .close = pg_close, .list = pg_list,
	.get = pg_get, .put = pg_put, .remove = pg_remove,
};
