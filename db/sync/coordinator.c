/* coordinator.c - the registry where it is signed: depots come, go on with
 * another life, and are closed. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/query.h"
#include "db/sync/registry_kept.h"
#include "db/sync/session.h"

bool
registry_is_coordinator(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_COORDINATOR_OURS);
	bool ours = query_step(q, NULL) == RC_OK;

	query_done(q);
	return ours;
}

/* The registry as it is, one version on, signed; inside a transaction. */
static enum rc
registry_sign(struct db *db, struct registry *r, struct err *err)
{
	unsigned char *bytes = NULL;
	struct registry_keys k;
	size_t n = 0;
	enum rc rc = registry_keys(db, &k, err);

	if (rc == RC_OK && !k.ours)
		rc = err_why(err, RC_REFUSED, WHY_NOT_COORDINATOR, NULL, NULL,
		    NULL);
	r->version++;
	if (rc == RC_OK)
		rc = registry_write(r, k.secret, &bytes, &n, err);
	sodium_memzero(k.secret, sizeof k.secret);
	if (rc == RC_OK)
		rc = registry_keep(db, r, bytes, n, err);
	free(bytes);
	return rc;
}

/* The life that goes on, or NULL. */
static struct registry_depot *
active_of(struct registry *r, const char *code)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->depot[i].code, code) == 0 && !r->depot[i].closed)
			return &r->depot[i];
	return NULL;
}

static int
compare_rows(const void *a, const void *b)
{
	return registry_compare(a, b);
}

/* In the place of the row of the same life, or as one more. */
static enum rc
row_set(struct registry *r, const struct registry_depot *d, struct err *err)
{
	for (size_t i = 0; i < r->n; i++)
		if (registry_compare(&r->depot[i], d) == 0) {
			r->depot[i] = *d;
			return RC_OK;
		}
	if (r->n == REGISTRY_DEPOTS)
		return err_why(err, RC_REFUSED, WHY_TOO_MUCH, NULL, NULL, NULL);
	r->depot[r->n++] = *d;
	qsort(r->depot, r->n, sizeof *r->depot, compare_rows);
	return RC_OK;
}

static enum rc
admit(struct db *db, const struct registry_depot *d, struct err *err)
{
	static struct registry r;
	enum rc rc = registry_load(db, &r, err);

	if (rc != RC_OK)
		return rc;
	/* One life goes on: the one that answered last. */
	struct registry_depot *before = active_of(&r, d->code);
	if (before != NULL) {
		*before = *d;
		qsort(r.depot, r.n, sizeof *r.depot, compare_rows);
	} else
		rc = row_set(&r, d, err);
	return rc == RC_OK ? registry_sign(db, &r, err) : rc;
}

enum rc
registry_admit(struct db *db, const struct registry_depot *d,
    struct err *err)
{
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	return db_end(db, admit(db, d, err), err);
}

enum rc
registry_leave(struct db *db, struct err *err)
{
	enum rc rc = query_run(query(db, Q_COORDINATORS_CLEAR), err);

	if (rc == RC_OK)
		rc = query_run(query(db, Q_REGISTRY_CLEAR), err);
	return rc == RC_OK ? query_run(query(db, Q_DEPOTS_CLEAR), err) : rc;
}

/* Who signs from now on: a new key, and it alone. */
static enum rc
new_key(struct db *db, struct registry *r, struct err *err)
{
	unsigned char pk[32], sk[64];

	crypto_sign_keypair(pk, sk);
	r->n_coordinators = 1;
	memcpy(r->coordinator[0], pk, 32);
	sqlite3_stmt *q = query(db, Q_COORDINATOR_ADD);
	query_blob(q, ":public", pk, 32);
	query_blob(q, ":secret", sk, 64);
	sodium_memzero(sk, sizeof sk);
	return query_run(q, err);
}

/* r: the group that is left, whose depots and what they did stay known; or
 * empty. */
static enum rc
begin(struct db *db, struct registry *r, struct err *err)
{
	struct log own;
	enum rc rc = log_find(db, db->log_name, &own, err);

	if (rc == RC_OK)
		rc = new_key(db, r, err);
	if (rc != RC_OK)
		return rc;
	struct registry_depot *d = active_of(r, db->depot);
	if (d == NULL) {
		struct registry_depot new = { .closed = false };

		snprintf(new.code, sizeof new.code, "%s", db->depot);
		snprintf(new.name, sizeof new.name, "%s", db->depot_name);
		snprintf(new.organisation, sizeof new.organisation, "%s",
		    db->organisation);
		snprintf(new.log, sizeof new.log, "%s", own.name);
		memcpy(new.public_key, own.public_key, 32);
		rc = row_set(r, &new, err);
	}
	return rc == RC_OK ? registry_sign(db, r, err) : rc;
}

enum rc
registry_begin(struct db *db, bool instead, struct err *err)
{
	static struct registry r;
	struct registry_keys k;
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	rc = registry_load(db, &r, err);
	if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	if (rc == RC_OK && instead)
		rc = registry_leave(db, err);
	if (rc == RC_OK)
		rc = registry_keys(db, &k, err);
	if (rc == RC_OK && k.n > 0)
		rc = err_why(err, RC_REFUSED, WHY_JOINED_ALREADY, NULL, NULL,
		    NULL);
	return db_end(db, rc == RC_OK ? begin(db, &r, err) : rc, err);
}

/* The life as it is known here. */
static enum rc
life_read(struct db *db, const char *depot, const char *log, int64_t seq,
    struct registry_depot *d, struct err *err)
{
	struct log known;
	char name[24];
	sqlite3_stmt *q = query(db, Q_LIFE_CURRENT);

	query_text(q, ":depot", depot);
	snprintf(name, sizeof name, "%s", log == NULL ? d->log : log);
	if (log == NULL && query_step(q, NULL) == RC_OK)
		query_col_text(q, 0, name, sizeof name);
	query_done(q);
	enum rc rc = log_find(db, name, &known, err);
	if (rc == RC_NOT_FOUND && log == NULL)
		rc = RC_OK;	/* nothing of it has come: the row says it */
	else if (rc == RC_OK && strcmp(known.depot, depot) == 0) {
		snprintf(d->log, sizeof d->log, "%s", name);
		memcpy(d->public_key, known.public_key, 32);
		d->closed_seq = known.seq;
	} else
		rc = err_why(err, RC_NOT_FOUND, WHY_NO_DEPOT, name, NULL,
		    NULL);
	if (seq > 0)
		d->closed_seq = seq;
	d->closed = true;
	return rc;
}

/* The life that joined was closed: the one that lives now is listed instead. */
static enum rc
go_on(struct db *db, struct registry *r, const struct registry_depot *closed,
    struct err *err)
{
	struct registry_depot d = *closed;
	enum rc rc = life_read(db, d.code, NULL, 0, &d, err);

	d.closed = false;
	d.closed_seq = 0;
	if (rc == RC_OK && strcmp(d.log, closed->log) != 0)
		rc = row_set(r, &d, err);
	return rc;
}

static enum rc
close_life(struct db *db, const char *depot, const char *log, int64_t seq,
    struct err *err)
{
	static struct registry r;
	struct registry_depot d, *active = NULL;
	enum rc rc = registry_load(db, &r, err);

	if (rc == RC_OK && (active = active_of(&r, depot)) == NULL)
		rc = err_why(err, RC_REFUSED, WHY_NO_DEPOT, depot, NULL, NULL);
	if (rc != RC_OK)
		return rc;
	d = *active;
	rc = life_read(db, depot, log, seq, &d, err);
	/* The depot ends with the life that it lives now. */
	if (rc == RC_OK && log == NULL) {
		*active = d;
		qsort(r.depot, r.n, sizeof *r.depot, compare_rows);
	} else if (rc == RC_OK)
		rc = row_set(&r, &d, err);
	if (rc == RC_OK && log != NULL && active_of(&r, depot) == NULL)
		rc = go_on(db, &r, &d, err);
	return rc == RC_OK ? registry_sign(db, &r, err) : rc;
}

enum rc
registry_close(struct db *db, const char *depot, const char *log,
    int64_t seq, struct err *err)
{
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	return db_end(db, close_life(db, depot, log, seq, err), err);
}

/* --- more than one coordinator --- */

static enum rc
coordinators_set(struct db *db, const char *depot, bool only, struct err *err)
{
	static struct registry r;
	struct registry_depot d, *active = NULL;
	enum rc rc = registry_load(db, &r, err);

	if (rc == RC_OK && (active = active_of(&r, depot)) == NULL)
		rc = err_why(err, RC_REFUSED, WHY_NO_DEPOT, depot, NULL, NULL);
	if (rc != RC_OK)
		return rc;
	/* What is signed must be signed by a key that it names. */
	if (only && strcmp(depot, db->depot) != 0)
		return err_why(err, RC_REFUSED, WHY_COORDINATOR_ONLY, depot,
		    NULL, NULL);
	d = *active;
	rc = life_read(db, depot, NULL, 0, &d, err);
	if (only)
		r.n_coordinators = 0;
	for (size_t i = 0; i < r.n_coordinators; i++)
		if (memcmp(r.coordinator[i], d.public_key, 32) == 0)
			return rc;
	if (rc == RC_OK && r.n_coordinators == 8)
		rc = err_why(err, RC_REFUSED, WHY_TOO_MUCH, NULL, NULL, NULL);
	if (rc != RC_OK)
		return rc;
	memcpy(r.coordinator[r.n_coordinators++], d.public_key, 32);
	return registry_sign(db, &r, err);
}

enum rc
registry_coordinator(struct db *db, const char *depot, bool only,
    struct err *err)
{
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	return db_end(db, coordinators_set(db, depot, only, err), err);
}
