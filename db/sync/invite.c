#include "db/sync/invite.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/base45.h"
#include "db/clock.h"
#include "db/code.h"
#include "db/query.h"
#include "db/sync/session.h"
#include "db/sync/signed_line.h"
#include "db/sync_state.h"

#define VERSION_BYTE	1
#define CHECK		4	/* bytes of checksum */
#define FIXED		(1 + 4 + 32 + 32 + 1)
#define RECORD_MAX	(FIXED + 8 + 2 + HUB_URL_MAX + CHECK)

static const char what[] = "samdepa-join-1";
static const char start[] = "SDI1:";

/* --- the text --- */

enum rc
invite_write(const struct invite *in, char out[INVITE_TEXT_MAX],
    struct err *err)
{
	unsigned char record[RECORD_MAX], *p = record;
	size_t depot = strlen(in->depot), hub = strlen(in->hub);

	if (depot == 0 || depot > 8 || hub == 0 || hub >= HUB_URL_MAX ||
	    in->expires < 0)
		return err_why(err, RC_INVALID, WHY_INVITE_FORM, NULL, NULL,
		    NULL);
	*p++ = VERSION_BYTE;
	for (int shift = 24; shift >= 0; shift -= 8)
		*p++ = (unsigned char)((uint32_t)in->expires >> shift);
	memcpy(p, in->coordinator, 32);
	memcpy(p + 32, in->seed, 32);
	p += 64;
	*p++ = (unsigned char)depot;
	memcpy(p, in->depot, depot);
	p += depot;
	*p++ = (unsigned char)(hub >> 8);
	*p++ = (unsigned char)hub;
	memcpy(p, in->hub, hub);
	p += hub;
	unsigned char sum[16];
	crypto_generichash(sum, sizeof sum, record, (size_t)(p - record), NULL,
	    0);
	memcpy(p, sum, CHECK);
	p += CHECK;
	memcpy(out, start, sizeof start);
	return base45_encode(record, (size_t)(p - record), out + sizeof start -
	    1, INVITE_TEXT_MAX - sizeof start, err);
}

/* The record's parts, each within what there is. */
static bool
record_read(const unsigned char *r, size_t n, struct invite *in)
{
	unsigned char sum[16];

	if (n < FIXED + 1 + 2 + 1 + CHECK || r[0] != VERSION_BYTE)
		return false;
	crypto_generichash(sum, sizeof sum, r, n - CHECK, NULL, 0);
	if (memcmp(sum, r + n - CHECK, CHECK) != 0)
		return false;
	n -= CHECK;
	uint32_t day = (uint32_t)r[1] << 24 | (uint32_t)r[2] << 16 |
	    (uint32_t)r[3] << 8 | r[4];
	memcpy(in->coordinator, r + 5, 32);
	memcpy(in->seed, r + 37, 32);
	size_t depot = r[69], at = FIXED + depot;
	if (day > INT32_MAX || depot == 0 || depot > 8 || at + 2 > n ||
	    memchr(r + FIXED, '\0', depot) != NULL)
		return false;
	in->expires = (int32_t)day;
	memcpy(in->depot, r + FIXED, depot);
	size_t hub = (size_t)r[at] << 8 | r[at + 1];
	if (hub == 0 || hub >= HUB_URL_MAX || at + 2 + hub != n ||
	    memchr(r + at + 2, '\0', hub) != NULL)
		return false;
	memcpy(in->hub, r + at + 2, hub);
	return code_scope_ok(in->depot);
}

enum rc
invite_read(const char *text, size_t n, struct invite *in, struct err *err)
{
	unsigned char record[RECORD_MAX];
	char shown[HUB_URL_MAX];
	size_t len = 0;

	memset(in, 0, sizeof *in);
	while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r' ||
	    text[n - 1] == ' '))
		n--;
	for (; n > 0 && *text == ' '; n--)
		text++;
	if (n <= sizeof start - 1 || n >= INVITE_TEXT_MAX ||
	    strncmp(text, start, sizeof start - 1) != 0 ||
	    base45_decode(text + sizeof start - 1, n - (sizeof start - 1),
	    record, sizeof record, &len, NULL) != RC_OK || !record_read(record, len, in) ||
	    hub_url_check(in->hub, shown, NULL) != RC_OK)
		return err_why(err, RC_INVALID, WHY_INVITE_FORM, NULL, NULL,
		    NULL);
	return RC_OK;
}

/* --- giving it --- */

enum rc
invite_make(struct db *db, const char *depot, const char *hub, int days,
    char out[INVITE_TEXT_MAX], struct err *err)
{
	struct invite in = { .expires = clock_today() + days };
	unsigned char pk[32], sk[64];
	sqlite3_stmt *q = query(db, Q_COORDINATORS);
	enum rc rc = query_step(q, err);

	if (rc == RC_OK && sqlite3_column_bytes(q, 1) == 64)
		memcpy(in.coordinator, sqlite3_column_blob(q, 0), 32);
	else
		rc = err_why(err, RC_REFUSED, WHY_NOT_COORDINATOR, NULL, NULL,
		    NULL);
	query_done(q);
	if (rc == RC_OK && !code_scope_ok(depot))
		rc = err_why(err, RC_INVALID, WHY_CODE_SCOPE, depot, NULL,
		    NULL);
	if (rc != RC_OK)
		return rc;
	snprintf(in.depot, sizeof in.depot, "%s", depot);
	hub_url_bare(hub, in.hub);
	randombytes_buf(in.seed, sizeof in.seed);
	crypto_sign_seed_keypair(pk, sk, in.seed);
	sodium_memzero(sk, sizeof sk);
	rc = invite_write(&in, out, err);
	if (rc == RC_OK)
		rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	q = query(db, Q_INVITATION_PUT);
	query_text(q, ":depot", depot);
	query_blob(q, ":public", pk, 32);
	query_int(q, ":expires", in.expires);
	return db_end(db, query_run(q, err), err);
}

/* --- taking it --- */

static enum rc
accept_check(struct db *db, const struct invite *in, bool instead,
    struct err *err)
{
	char day[CLOCK_DAY_MAX];
	sqlite3_stmt *q = query(db, Q_COORDINATORS);
	enum rc rc = query_step(q, err);
	bool other = rc == RC_OK && (sqlite3_column_bytes(q, 0) != 32 ||
	    memcmp(sqlite3_column_blob(q, 0), in->coordinator, 32) != 0);

	query_done(q);
	if (other && !instead)
		return err_why(err, RC_REFUSED, WHY_JOINED_ALREADY, NULL, NULL,
		    NULL);
	if (strcmp(in->depot, db->depot) != 0)
		return err_why(err, RC_REFUSED, WHY_INVITE_OTHER, in->depot,
		    NULL, NULL);
	if (clock_today() > in->expires)
		return err_why(err, RC_REFUSED, WHY_INVITE_OLD,
		    clock_format_day(in->expires, day), NULL, NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
pin(struct db *db, const struct invite *in, bool instead, struct err *err)
{
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	if (instead)
		rc = registry_leave(db, err);
	sqlite3_stmt *q = query(db, Q_COORDINATOR_ADD);
	query_blob(q, ":public", in->coordinator, 32);
	if (rc == RC_OK)
		rc = query_run(q, err);
	q = query(db, Q_HUB_ADD);
	query_text(q, ":url", in->hub);
	query_int(q, ":time", clock_now());
	if (rc == RC_OK)
		rc = query_run(q, err);
	return db_end(db, rc, err);
}

enum rc
invite_accept(struct db *db, const struct invite *in, struct hub *hub,
    bool instead, struct err *err)
{
	unsigned char pk[32], sk[64], *bytes = NULL;
	char hex[65], name[32];
	size_t n = 0;
	struct log own;
	enum rc rc = accept_check(db, in, instead, err);

	if (rc == RC_OK)
		rc = log_find(db, db->log_name, &own, err);
	if (rc != RC_OK)
		return rc;
	crypto_sign_seed_keypair(pk, sk, in->seed);
	rc = signed_line_write(what, json_pack("{s:s, s:s, s:s, s:s}", "log",
	    own.name, "name", db->depot_name, "organisation",
	    db->organisation, "public", sodium_bin2hex(hex, sizeof hex,
	    own.public_key, 32)), sk, &bytes, &n, err);
	sodium_memzero(sk, sizeof sk);
	snprintf(name, sizeof name, "joins/%.8s", db->depot);
	if (rc == RC_OK)
		rc = hub_put(hub, name, bytes, n, true, err);
	free(bytes);
	return rc == RC_OK ? pin(db, in, instead, err) : rc;
}

/* --- admitting --- */

enum rc
invite_answer_read(const char *depot, const unsigned char public_key[32],
    const unsigned char *bytes, size_t n, struct registry_depot *d,
    struct err *err)
{
	unsigned char keys[1][32];
	json_t *j = NULL;

	memcpy(keys[0], public_key, 32);
	enum rc rc = signed_line_read(what, bytes, n,
	    (const unsigned char (*)[32])keys, 1, &j, NULL, err);
	memset(d, 0, sizeof *d);
	snprintf(d->code, sizeof d->code, "%.8s", depot);
	size_t len = strlen(d->code);
	if (rc == RC_OK && (json_object_size(j) != 4 ||
	    !signed_line_text(j, "log", d->log, sizeof d->log) ||
	    !signed_line_text(j, "name", d->name, sizeof d->name) ||
	    !signed_line_text(j, "organisation", d->organisation,
	    sizeof d->organisation) ||
	    !signed_line_hex(j, "public", d->public_key, 32) ||
	    strncmp(d->log, d->code, len) != 0 || d->log[len] != '-'))
		rc = err_set(err, RC_INVALID, "%s: values", what);
	json_decref(j);
	return rc;
}

struct waiting {
	char    depot[9];
	unsigned char public_key[32];
	int32_t expires;
};

static enum rc
answer_check(const struct waiting *w, const unsigned char *bytes, size_t n,
    struct registry_depot *d, struct err *err)
{
	enum rc rc = invite_answer_read(w->depot, w->public_key, bytes, n, d,
	    err);

	if (rc == RC_OK && clock_today() > w->expires)
		rc = err_set(err, RC_REFUSED, "the invitation has expired");
	return rc;
}

static enum rc
admit_one(struct db *db, struct hub *hub, const struct waiting *w,
    int *admitted, void (*problem)(const char *, const struct err *, void *),
    void *arg, struct err *err)
{
	unsigned char *bytes = NULL;
	char name[32];
	size_t n = 0;
	struct registry_depot d;
	struct err why = { .why = WHY_NONE };

	snprintf(name, sizeof name, "joins/%.8s", w->depot);
	enum rc rc = hub_get(hub, name, 4096, &bytes, &n, err);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	/* What is wrong with it keeps nobody else from being let in. */
	if (rc == RC_INVALID || (rc == RC_OK && answer_check(w, bytes, n, &d,
	    &why) != RC_OK)) {
		if (rc == RC_INVALID)
			err_set(&why, rc, "%s: too long", what);
		free(bytes);
		problem(w->depot, &why, arg);
		return RC_OK;
	}
	free(bytes);
	if (rc == RC_OK)
		rc = registry_admit(db, &d, err);
	if (rc == RC_OK)
		rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_INVITATION_DROP);
	query_text(q, ":depot", w->depot);
	rc = db_end(db, query_run(q, err), err);
	*admitted += rc == RC_OK;
	/* The answer has done its work; a hub that keeps it does no harm. */
	return rc == RC_OK ? hub_remove(hub, name, err) : rc;
}

enum rc
invite_admit(struct db *db, struct hub *hub, int *admitted,
    void (*problem)(const char *, const struct err *, void *), void *arg,
    struct err *err)
{
	struct waiting w[64];
	size_t n = 0;
	sqlite3_stmt *q = query(db, Q_INVITATIONS);
	enum rc rc = RC_OK;

	while (n < 64 && (rc = query_step(q, err)) == RC_OK) {
		if (sqlite3_column_bytes(q, 1) != 32)
			continue;
		query_col_text(q, 0, w[n].depot, sizeof w[n].depot);
		memcpy(w[n].public_key, sqlite3_column_blob(q, 1), 32);
		w[n++].expires = (int32_t)query_col(q, 2);
	}
	query_done(q);
	rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = admit_one(db, hub, &w[i], admitted, problem, arg, err);
	return rc;
}
