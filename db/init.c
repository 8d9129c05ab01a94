/* init.c - a new store, and a new life of its log. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/code.h"
#include "db/lock.h"
#include "db/log/event.h"
#include "db/query.h"
#include "db/text.h"

static enum rc
meta_set(struct db *db, const char *key, const char *value, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_META_SET);

	query_text(q, ":key", key);
	query_text(q, ":value", value);
	return query_run(q, err);
}

#define HORIZON_MIN	30	/* days */

/* Who was before: name, head, and its key where we have it. */
struct life {
	char          name[24];
	int64_t       id, seq;
	unsigned char hash[HASH_SIZE];
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
	bool          has_secret;
};

static enum rc
life_before(struct db *db, struct life *before, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_OWN);

	memset(before, 0, sizeof *before);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK) {
		before->id = query_col(q, 0);
		query_col_text(q, 1, before->name, sizeof before->name);
		before->seq = query_col(q, 2);
		memcpy(before->hash, sqlite3_column_blob(q, 3), HASH_SIZE);
	}
	query_done(q);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	q = query(db, Q_SECRET_GET);
	query_int(q, ":log", before->id);
	if (query_step(q, NULL) == RC_OK && sqlite3_column_bytes(q, 0) ==
	    crypto_sign_SECRETKEYBYTES) {
		memcpy(before->secret, sqlite3_column_blob(q, 0),
		    crypto_sign_SECRETKEYBYTES);
		before->has_secret = true;
	}
	query_done(q);
	return query_run(query(db, Q_LOG_DISOWN), err);
}

void
life_message(const char *log, const char *public_hex, const char *parent,
    int64_t parent_seq, char out[LIFE_MESSAGE_MAX])
{
	snprintf(out, LIFE_MESSAGE_MAX, "samdepa-life-1 %s %s %s %lld", log,
	    public_hex, parent, (long long)parent_seq);
}

/* The day until which lost promises may reach: as far ahead as anything was
 * ever promised here. */
static int32_t
horizon_of(struct db *db)
{
	sqlite3_stmt *q = query(db, Q_LONGEST_LEAD);
	int64_t lead = HORIZON_MIN;

	if (query_step(q, NULL) == RC_OK && query_col(q, 0) > lead)
		lead = query_col(q, 0);
	query_done(q);
	return db_day(db) + (int32_t)lead;
}

static enum rc
life_insert(struct db *db, const struct life *before,
    unsigned char pk[crypto_sign_PUBLICKEYBYTES], struct err *err)
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	unsigned char sk[crypto_sign_SECRETKEYBYTES];
	char random[7] = "";
	sqlite3_stmt *q;

	for (int i = 0; i < 6; i++)
		random[i] = letters[randombytes_uniform(32)];
	snprintf(db->log_name, sizeof db->log_name, "%s-%s", db->depot,
	    random);
	crypto_sign_keypair(pk, sk);
	q = query(db, Q_LOG_INSERT);
	query_text(q, ":name", db->log_name);
	query_text(q, ":depot", db->depot);
	query_int(q, ":own", 1);
	query_text(q, ":parent", before->name);
	query_blob(q, ":public", pk, crypto_sign_PUBLICKEYBYTES);
	enum rc rc = query_run(q, err);
	db->log = sqlite3_last_insert_rowid(db->sql);
	q = query(db, Q_SECRET_INSERT);
	query_int(q, ":log", db->log);
	query_blob(q, ":key", sk, sizeof sk);
	if (rc == RC_OK)
		rc = query_run(q, err);
	sodium_memzero(sk, sizeof sk);
	return rc;
}

/* The life before vouches for the new one's key. */
static void
life_sign(struct db *db, const struct life *before, const char *pk_hex,
    json_t *body)
{
	unsigned char sig[crypto_sign_BYTES];
	char message[LIFE_MESSAGE_MAX], hex[2 * sizeof sig + 1];

	if (!before->has_secret)
		return;
	life_message(db->log_name, pk_hex, before->name, before->seq, message);
	crypto_sign_detached(sig, NULL, (unsigned char *)message,
	    strlen(message), before->secret);
	json_object_set_new(body, "sign", json_string(sodium_bin2hex(hex,
	    sizeof hex, sig, sizeof sig)));
}

/* Items wait to be seen, and nothing is promised before the horizon. */
static enum rc
life_suspend(struct db *db, const struct life *before, json_t *body,
    struct err *err)
{
	int32_t horizon = horizon_of(db);
	sqlite3_stmt *q = query(db, Q_LOG_HEAD_TOLD);

	json_object_set_new(body, "lost", json_integer(1));
	json_object_set_new(body, "horizon", json_integer(horizon));
	query_int(q, ":id", db->log);
	query_text(q, ":parent", before->name);
	query_int(q, ":horizon", horizon);
	query_int(q, ":suspended", 1);
	return query_run(q, err);
}

enum rc
db_new_log(struct db *db, bool lost, struct err *err)
{
	unsigned char pk[crypto_sign_PUBLICKEYBYTES];
	char pk_hex[2 * sizeof pk + 1], hash_hex[2 * HASH_SIZE + 1];
	struct life before;
	enum rc rc = life_before(db, &before, err);

	if (rc == RC_OK)
		rc = life_insert(db, &before, pk, err);
	if (rc != RC_OK)
		return rc;
	db->seq = 0;
	memset(db->hash, 0, sizeof db->hash);
	json_t *body = json_pack("{s:s, s:s, s:s, s:I, s:s}", "depot",
	    db->depot, "public", sodium_bin2hex(pk_hex, sizeof pk_hex, pk,
	    sizeof pk), "parent", before.name, "parent_seq",
	    (json_int_t)before.seq, "parent_hash", sodium_bin2hex(hash_hex,
	    sizeof hash_hex, before.hash, sizeof before.hash));
	life_sign(db, &before, pk_hex, body);
	sodium_memzero(before.secret, sizeof before.secret);
	if (lost)
		rc = life_suspend(db, &before, body, err);
	if (rc != RC_OK) {
		json_decref(body);
		return rc;
	}
	return event_append(db, EVENT_LOG, body, NULL, err);
}

static enum rc
names_check(const char *depot, const char *depot_name, const char *org,
    const char *org_name, struct err *err)
{
	if (!code_scope_ok(depot) || !code_scope_ok(org))
		return err_why(err, RC_INVALID, WHY_CODE_SCOPE,
		    code_scope_ok(depot) ? org : depot, NULL, NULL);
	if (*depot_name == '\0' || *org_name == '\0')
		return err_why(err, RC_INVALID, WHY_NAME_MISSING, NULL, NULL,
		    NULL);
	if (strlen(depot_name) > 95 || strlen(org_name) > 95)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "95", NULL,
		    NULL);
	enum rc rc = text_clean(depot_name, strlen(depot_name), NULL, err);
	if (rc == RC_OK)
		rc = text_clean(org_name, strlen(org_name), NULL, err);
	return rc;
}

static enum rc
fill(struct db *db, const char *depot, const char *depot_name,
    const char *org, const char *org_name, struct err *err)
{
	snprintf(db->depot, sizeof db->depot, "%s", depot);
	enum rc rc = meta_set(db, "depot", depot, err);
	if (rc == RC_OK)
		rc = meta_set(db, "depot_name", depot_name, err);
	if (rc == RC_OK)
		rc = meta_set(db, "organisation", org, err);
	if (rc == RC_OK)
		rc = db_new_log(db, false, err);
	if (rc == RC_OK)
		rc = event_append(db, EVENT_ORGANISATION, json_pack(
		    "{s:s, s:s}", "code", org, "name", org_name), NULL, err);
	return rc;
}

/* The store is made under another name and moved into place when it is
 * whole: an interrupted init leaves no half store. */
static enum rc
make(const char *temp, const char *depot, const char *depot_name,
    const char *org, const char *org_name, struct err *err)
{
	const struct actor nobody = { .role = ROLE_ADMIN };
	struct db *db;
	/* Keys and PIN hashes are in it: nothing for everybody to read. */
	int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660);

	if (fd >= 0)
		close(fd);
	enum rc rc = db_open_raw(temp, true, &db, err);

	if (rc == RC_OK)
		rc = query_exec(db, "PRAGMA journal_mode = WAL", err);
	if (rc == RC_OK)
		rc = db_migrate(db, err);
	if (rc == RC_OK && (rc = db_begin(db, err)) == RC_OK) {
		db->act_open = true;
		db->act_time = clock_now();
		db->actor = nobody;
		rc = fill(db, depot, depot_name, org, org_name, err);
		rc = act_end(db, rc, err);
	}
	if (rc == RC_OK && sqlite3_wal_checkpoint_v2(db->sql, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK)
		rc = query_error(db, err);
	db_close(db);
	return rc;
}

static void
remove_wal(const char *path)
{
	static const char *const ends[] = { "-wal", "-shm" };
	char name[PATH_MAX + 8];

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(name, sizeof name, "%s%s", path, ends[i]);
		unlink(name);
	}
}

static void
remove_all(const char *path)
{
	char lock[PATH_MAX + 8];

	snprintf(lock, sizeof lock, "%s.lock", path);
	unlink(lock);
	unlink(path);
	remove_wal(path);
}

/* Of two at once one is told that it exists.  What lies there of a store that
 * was deleted must not be taken for a part of this one. */
static enum rc
into_place(const char *temp, const char *path, struct err *err)
{
	int lock;

	lock_open(path, &lock);
	enum rc rc = lock_take(lock, 10000, err);
	if (rc == RC_OK) {
		if (access(path, F_OK) == 0)
			rc = err_why(err, RC_REFUSED, WHY_STORE_EXISTS, path,
			    NULL, NULL);
		else {
			remove_wal(path);
			if (rename(temp, path) != 0)
				rc = err_why(err, RC_OUTSIDE, WHY_DISK, NULL,
				    NULL, NULL);
		}
		lock_give(lock);
	}
	if (lock >= 0)
		close(lock);
	return rc;
}

enum rc
db_init(const char *path, const char *depot, const char *depot_name,
    const char *organisation, const char *organisation_name, struct err *err)
{
	char temp[PATH_MAX];
	enum rc rc = names_check(depot, depot_name, organisation,
	    organisation_name, err);

	if (rc != RC_OK)
		return rc;
	if (access(path, F_OK) == 0)
		return err_why(err, RC_REFUSED, WHY_STORE_EXISTS, path, NULL,
		    NULL);
	if (snprintf(temp, sizeof temp, "%s.new.%ld", path,
	    (long)getpid()) >= (int)sizeof temp)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "4000", NULL,
		    NULL);
	remove_all(temp);
	rc = make(temp, depot, depot_name, organisation, organisation_name,
	    err);
	if (rc == RC_OK)
		rc = into_place(temp, path, err);
	remove_all(temp);
	return rc;
}
