/* local_check.c - what stands beside the log and can be held against it: the
 * keys, the depot's name, the free texts.  People's names cannot. */
#include <sodium.h>
#include <stdio.h>

#include "db/local.h"
#include "db/log/event.h"
#include "db/note.h"

static bool
text_is(json_t *body, const char *key, const char *want)
{
	const char *text = json_string_value(json_object_get(body, key));

	return text != NULL && strcmp(text, want) == 0;
}

/* Each life's first event names its depot and its key. */
static enum rc
check_birth(struct db *db, sqlite3_stmt *log,
    void (*problem)(const char *, void *), void *arg, struct err *err)
{
	char public[2 * crypto_sign_PUBLICKEYBYTES + 1] = "", text[96];
	sqlite3_stmt *q = query(db, Q_EVENT_OF_LOG);
	json_t *body = NULL;

	if (sqlite3_column_bytes(log, 4) == crypto_sign_PUBLICKEYBYTES)
		sodium_bin2hex(public, sizeof public,
		    sqlite3_column_blob(log, 4), crypto_sign_PUBLICKEYBYTES);
	query_int(q, ":from", query_col(log, 0) << LOG_SHIFT);
	query_int(q, ":to", (query_col(log, 0) + 1) << LOG_SHIFT);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		rc = event_load_body((const char *)sqlite3_column_text(q, 5),
		    (size_t)sqlite3_column_bytes(q, 5), &body, err);
	query_done(q);
	if (rc == RC_OK && !(text_is(body, "public", public) && text_is(body,
	    "depot", (const char *)sqlite3_column_text(log, 5)))) {
		snprintf(text, sizeof text, "log %s: its key or depot differs",
		    (const char *)sqlite3_column_text(log, 1));
		problem(text, arg);
	}
	json_decref(body);
	/* That it cannot be read is a problem of the log's own. */
	return rc == RC_NOT_FOUND || rc == RC_INVALID ? RC_OK : rc;
}

static enum rc
check_secret(struct db *db, sqlite3_stmt *log,
    void (*problem)(const char *, void *), void *arg, struct err *err)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	unsigned char pk[crypto_sign_PUBLICKEYBYTES];
	unsigned char sk[crypto_sign_SECRETKEYBYTES];
	sqlite3_stmt *q = query(db, Q_SECRET_GET);
	bool fits = false;

	query_int(q, ":log", db->log);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK && sqlite3_column_bytes(q, 0) == sizeof sk &&
	    sqlite3_column_bytes(log, 4) == sizeof pk) {
		const void *key = sqlite3_column_blob(q, 0);

		crypto_sign_ed25519_sk_to_seed(seed, key);
		crypto_sign_seed_keypair(pk, sk, seed);
		fits = memcmp(sk, key, sizeof sk) == 0 && memcmp(pk,
		    sqlite3_column_blob(log, 4), sizeof pk) == 0;
		sodium_memzero(seed, sizeof seed);
		sodium_memzero(sk, sizeof sk);
	}
	query_done(q);
	if (!fits && (rc == RC_OK || rc == RC_NOT_FOUND))
		problem("the secret key is not the log's", arg);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
check_texts(struct db *db, void (*problem)(const char *, void *), void *arg,
    struct err *err)
{
	sqlite3_stmt *q = query(db, Q_CHECK_TEXTS);
	char id[NOTE_ID], line[96];
	enum rc rc;

	while ((rc = query_step(q, err)) == RC_OK) {
		const char *want = (const char *)sqlite3_column_text(q, 0);
		int n = sqlite3_column_bytes(q, 2);

		if (sqlite3_column_bytes(q, 1) == NOTE_SALT && want != NULL)
			note_name(sqlite3_column_blob(q, 1),
			    sqlite3_column_blob(q, 2), (size_t)n, id);
		else
			id[0] = '\0';
		if (want != NULL && strcmp(id, want) == 0)
			continue;
		snprintf(line, sizeof line, "text %.32s is not what it was",
		    want == NULL ? "" : want);
		problem(line, arg);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
local_check(struct db *db, void (*problem)(const char *, void *), void *arg,
    struct err *err)
{
	sqlite3_stmt *log = query(db, Q_LOG_ALL);
	enum rc rc;

	while ((rc = query_step(log, err)) == RC_OK) {
		rc = check_birth(db, log, problem, arg, err);
		if (rc == RC_OK && query_col(log, 0) == db->log) {
			if (strcmp((const char *)sqlite3_column_text(log, 5),
			    db->depot) != 0)
				problem("the depot is not the log's", arg);
			rc = check_secret(db, log, problem, arg, err);
		}
		if (rc != RC_OK)
			break;
	}
	query_done(log);
	if (rc == RC_NOT_FOUND)
		rc = check_texts(db, problem, arg, err);
	return rc;
}
