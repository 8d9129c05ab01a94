#include "db/sync/registry.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/query.h"
#include "db/sync/registry_kept.h"
#include "db/sync/signed_line.h"

static const char what[] = "samdepa-registry-1";

/* --- the file --- */

static bool
depot_read(const json_t *row, struct registry_depot *d)
{
	const json_t *seq = json_object_get(row, "closed_seq");
	const char *state = json_string_value(json_object_get(row, "state"));

	if (json_object_size(row) != 7 || state == NULL ||
	    !json_is_integer(seq) || json_integer_value(seq) < 0 ||
	    !signed_line_text(row, "code", d->code, sizeof d->code) ||
	    !signed_line_text(row, "name", d->name, sizeof d->name) ||
	    !signed_line_text(row, "organisation", d->organisation,
	    sizeof d->organisation) ||
	    !signed_line_text(row, "log", d->log, sizeof d->log) ||
	    !signed_line_hex(row, "public", d->public_key, 32))
		return false;
	d->closed = strcmp(state, "closed") == 0;
	d->closed_seq = json_integer_value(seq);
	/* A log is named after its depot. */
	size_t n = strlen(d->code);
	return (d->closed || strcmp(state, "active") == 0) && n > 0 &&
	    strncmp(d->log, d->code, n) == 0 && d->log[n] == '-';
}

int
registry_compare(const struct registry_depot *a, const struct registry_depot *b)
{
	int codes = strcmp(a->code, b->code);

	return codes != 0 ? codes : strcmp(a->log, b->log);
}

static bool
values_read(const json_t *j, struct registry *r)
{
	const json_t *depots = json_object_get(j, "depots");
	const json_t *keys = json_object_get(j, "coordinators");
	const json_t *version = json_object_get(j, "version");

	if (json_object_size(j) != 3 || !json_is_integer(version) ||
	    !json_is_array(depots) || !json_is_array(keys) ||
	    json_array_size(depots) > REGISTRY_DEPOTS ||
	    json_array_size(keys) < 1 || json_array_size(keys) > 8)
		return false;
	r->version = json_integer_value(version);
	for (; r->n_coordinators < json_array_size(keys);
	    r->n_coordinators++)
		if (!signed_line_hex_value(json_array_get(keys,
		    r->n_coordinators), r->coordinator[r->n_coordinators], 32))
			return false;
	for (; r->n < json_array_size(depots); r->n++)
		if (!depot_read(json_array_get(depots, r->n), &r->depot[r->n])
		    || (r->n > 0 && registry_compare(&r->depot[r->n - 1],
		    &r->depot[r->n]) >= 0))
			return false;
	return r->version > 0;
}

enum rc
registry_read(const unsigned char *bytes, size_t n,
    const unsigned char (*keys)[32], size_t n_keys, struct registry *r,
    struct err *err)
{
	json_t *j = NULL;

	memset(r, 0, sizeof *r);
	if (n > REGISTRY_MAX)
		return err_set(err, RC_INVALID, "%s: too long", what);
	enum rc rc = signed_line_read(what, bytes, n, keys, n_keys, &j, NULL,
	    err);
	if (rc == RC_OK && !values_read(j, r))
		rc = err_set(err, RC_INVALID, "%s: values", what);
	json_decref(j);
	return rc;
}

enum rc
registry_write(const struct registry *r, const unsigned char key[64],
    unsigned char **bytes, size_t *n, struct err *err)
{
	json_t *depots = json_array(), *keys = json_array();
	char hex[65];

	for (size_t i = 0; i < r->n_coordinators; i++)
		json_array_append_new(keys, json_string(sodium_bin2hex(hex,
		    sizeof hex, r->coordinator[i], 32)));
	for (size_t i = 0; i < r->n; i++) {
		const struct registry_depot *d = &r->depot[i];

		json_array_append_new(depots, json_pack(
		    "{s:I, s:s, s:s, s:s, s:s, s:s, s:s}", "closed_seq",
		    (json_int_t)d->closed_seq, "code", d->code, "log", d->log,
		    "name", d->name, "organisation", d->organisation, "public",
		    sodium_bin2hex(hex, sizeof hex, d->public_key, 32),
		    "state", d->closed ? "closed" : "active"));
	}
	return signed_line_write(what, json_pack("{s:o, s:o, s:I}",
	    "coordinators", keys, "depots", depots, "version",
	    (json_int_t)r->version), key, bytes, n, err);
}

/* --- the store's copy --- */

enum rc
registry_keys(struct db *db, struct registry_keys *k, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_COORDINATORS);
	enum rc rc = RC_OK;

	memset(k, 0, sizeof *k);
	while (k->n < 8 && (rc = query_step(q, err)) == RC_OK) {
		if (sqlite3_column_bytes(q, 0) != 32)
			continue;
		memcpy(k->public_key[k->n++], sqlite3_column_blob(q, 0), 32);
		if (k->n == 1 && sqlite3_column_bytes(q, 1) == 64) {
			memcpy(k->secret, sqlite3_column_blob(q, 1), 64);
			k->ours = true;
		}
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
registry_bytes(struct db *db, unsigned char **bytes, size_t *n,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_REGISTRY_GET);
	enum rc rc = query_step(q, err);

	*bytes = NULL;
	*n = 0;
	if (rc == RC_OK && (*n = (size_t)sqlite3_column_bytes(q, 1)) == 0)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK) {
		*bytes = malloc(*n);
		if (*bytes == NULL)
			abort();
		memcpy(*bytes, sqlite3_column_blob(q, 1), *n);
	}
	query_done(q);
	return rc;
}

enum rc
registry_load(struct db *db, struct registry *r, struct err *err)
{
	unsigned char *bytes;
	struct registry_keys k;
	size_t n;
	enum rc rc = registry_bytes(db, &bytes, &n, err);

	memset(r, 0, sizeof *r);
	if (rc == RC_OK)
		rc = registry_keys(db, &k, err);
	if (rc == RC_OK)
		rc = registry_read(bytes, n, (const unsigned char (*)[32])
		    k.public_key, k.n, r, err);
	sodium_memzero(&k, sizeof k);
	free(bytes);
	return rc;
}

/* A key that the registry does not name any more is trusted no longer. */
static enum rc
keys_drop(struct db *db, const struct registry *r, struct err *err)
{
	struct registry_keys k;
	enum rc rc = registry_keys(db, &k, err);

	sodium_memzero(k.secret, sizeof k.secret);
	for (size_t i = 0; rc == RC_OK && i < k.n; i++) {
		bool named = false;

		for (size_t j = 0; j < r->n_coordinators; j++)
			named = named || memcmp(k.public_key[i],
			    r->coordinator[j], 32) == 0;
		if (named)
			continue;
		sqlite3_stmt *q = query(db, Q_COORDINATOR_DROP);
		query_blob(q, ":public", k.public_key[i], 32);
		rc = query_run(q, err);
	}
	return rc;
}

enum rc
registry_keep(struct db *db, const struct registry *r, const unsigned char *bytes,
    size_t n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_REGISTRY_PUT);

	query_int(q, ":version", r->version);
	query_blob(q, ":bytes", bytes, n);
	enum rc rc = query_run(q, err);
	if (rc == RC_OK)
		rc = query_run(query(db, Q_DEPOTS_CLEAR), err);
	for (size_t i = 0; rc == RC_OK && i < r->n; i++) {
		const struct registry_depot *d = &r->depot[i];

		q = query(db, Q_DEPOT_PUT);
		query_text(q, ":code", d->code);
		query_text(q, ":name", d->name);
		query_text(q, ":organisation", d->organisation);
		query_text(q, ":log", d->log);
		query_blob(q, ":public", d->public_key, 32);
		query_int(q, ":state", d->closed);
		query_int(q, ":closed_seq", d->closed_seq);
		rc = query_run(q, err);
	}
	/* A coordinator may name others beside itself. */
	for (size_t i = 0; rc == RC_OK && i < r->n_coordinators; i++) {
		q = query(db, Q_COORDINATOR_ADD);
		query_blob(q, ":public", r->coordinator[i], 32);
		rc = query_run(q, err);
	}
	return rc == RC_OK ? keys_drop(db, r, err) : rc;
}

/* Two coordinators that did not hear of each other signed the same version:
 * every depot takes the same one of them. */
static enum rc
wins_tie(struct db *db, const unsigned char *bytes, size_t n, bool *wins,
    struct err *err)
{
	unsigned char *ours = NULL;
	size_t len = 0;
	enum rc rc = registry_bytes(db, &ours, &len, err);

	if (rc == RC_OK) {
		int order = memcmp(bytes, ours, n < len ? n : len);

		*wins = order > 0 || (order == 0 && n > len);
	}
	free(ours);
	return rc;
}

/* Whether the one that came is to take the place of ours. */
static enum rc
better(struct db *db, const struct registry *theirs,
    const unsigned char *bytes, size_t n, bool *take, struct err *err)
{
	static struct registry ours;
	char version[2][24];
	bool wins = false;
	enum rc rc = registry_load(db, &ours, err);

	*take = false;
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	snprintf(version[0], 24, "%lld", (long long)theirs->version);
	snprintf(version[1], 24, "%lld", (long long)ours.version);
	if (theirs->version == ours.version) {
		if (memcmp(theirs, &ours, sizeof ours) == 0)
			return RC_OK;
		rc = wins_tie(db, bytes, n, &wins, err);
		if (rc != RC_OK)
			return rc;
	}
	*take = theirs->version > ours.version || wins;
	return *take ? RC_OK : err_why(err, RC_REFUSED, WHY_REGISTRY_OLD,
	    version[0], version[1], NULL);
}

/* Compared and taken in one turn: an administrator may sign a new one at the
 * same moment. */
enum rc
registry_adopt(struct db *db, const unsigned char *bytes, size_t n,
    bool *changed, struct err *err)
{
	static struct registry theirs;
	struct registry_keys k;
	bool take = false;
	enum rc rc = db_begin(db, err);

	*changed = false;
	if (rc != RC_OK)
		return rc;
	rc = registry_keys(db, &k, err);
	sodium_memzero(k.secret, sizeof k.secret);
	if (rc == RC_OK)
		rc = registry_read(bytes, n, (const unsigned char (*)[32])
		    k.public_key, k.n, &theirs, err);
	if (rc == RC_OK)
		rc = better(db, &theirs, bytes, n, &take, err);
	if (rc == RC_OK && take)
		rc = registry_keep(db, &theirs, bytes, n, err);
	rc = db_end(db, rc, err);
	*changed = rc == RC_OK && take;
	return rc;
}
