/* lives.c - whose logs are read: the lives that the registry lists, and those
 * that follow one of them and are signed by it.  And our own: a store that the
 * hub knows more of than itself is an old copy, and goes on as a new life. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/log/apply.h"
#include "db/log/event.h"
#include "db/sync/session.h"

/* --- our own --- */

/* Signed by our key, and not written by this store. */
static enum rc
own_look(struct session *s, struct err *err)
{
	struct log own;
	struct segment_head head;
	unsigned char sig[64];
	bool forked, lost = false;
	enum rc rc = log_find(s->db, s->db->log_name, &own, err);

	if (rc == RC_OK)
		rc = fork_look(s, &own, &forked, err);
	if (rc != RC_OK || forked)
		return rc;
	size_t n;
	struct listed *l = session_of(s, own.name, &n);
	for (size_t i = 0; rc == RC_OK && !lost && i < n; i++) {
		if (l[i].head.last <= own.seq)
			continue;
		rc = segment_fetch(s, &l[i], own.public_key, &head, sig,
		    NULL, NULL, err);
		lost = rc == RC_OK;
		if (rc == RC_INVALID)
			rc = RC_OK;
	}
	if (rc != RC_OK || !lost)
		return rc;
	session_note_n(s, SYNC_OWN_LOST, own.name, own.seq);
	return s->opt->dry_run ? RC_OK : db_next_life(s->db, true, err);
}

/* --- others' --- */

static const struct registry_depot *
registry_depot_of(const struct registry *r, const char *depot)
{
	const struct registry_depot *closed = NULL;

	for (size_t i = 0; r != NULL && i < r->n; i++) {
		if (strcmp(r->depot[i].code, depot) != 0)
			continue;
		if (!r->depot[i].closed)
			return &r->depot[i];
		closed = &r->depot[i];
	}
	return closed;
}

/* The key that a log's head says to be its own; nothing is proved by it. */
static enum rc
head_key(struct session *s, const char *log, unsigned char key[32],
    struct err *err)
{
	char name[48];
	unsigned char *bytes = NULL;
	size_t n = 0, len = 0;
	json_t *json = NULL;

	snprintf(name, sizeof name, "logs/%s/head", log);
	enum rc rc = hub_get(s->hub, name, HEAD_MAX, &bytes, &n, err);
	if (rc == RC_OK) {
		json = json_loadb((char *)bytes, n, JSON_DISABLE_EOF_CHECK |
		    JSON_REJECT_DUPLICATES, NULL);
		const char *hex = json_string_value(json_object_get(json,
		    "public"));
		if (hex == NULL || sodium_hex2bin(key, 32, hex, strlen(hex),
		    NULL, &len, NULL) != 0 || len != 32)
			rc = err_set(err, RC_INVALID, "no key");
	}
	json_decref(json);
	free(bytes);
	return rc;
}

struct birth {
	struct session *s;
	const char *log;
	unsigned char key[32];
	char depot[9], parent[24];
	bool signed_by_parent;
};

static bool
signed_for(struct birth *b, const struct event *ev)
{
	char message[LIFE_MESSAGE_MAX];
	unsigned char sig[crypto_sign_BYTES];
	size_t len = 0;
	struct log parent;
	const char *hex = event_text(ev, "sign");

	if (log_find(b->s->db, b->parent, &parent, NULL) != RC_OK ||
	    !parent.known || strcmp(parent.depot, b->depot) != 0 ||
	    sodium_hex2bin(sig, sizeof sig, hex, strlen(hex), NULL, &len,
	    NULL) != 0 || len != sizeof sig)
		return false;
	life_message(b->log, event_text(ev, "public"), b->parent,
	    event_int(ev, "parent_seq"), message);
	return crypto_sign_verify_detached(sig, (unsigned char *)message,
	    strlen(message), parent.public_key) == 0;
}

/* A log's first event says whose it is. */
static enum rc
birth_event(const struct segment_event *e, void *arg, struct err *err)
{
	struct birth *b = arg;
	struct event ev = { .id = 1 };
	char hex[65];

	if (e->seq != 1 || strcmp(e->kind, "log") != 0)
		return RC_OK;
	enum rc rc = event_read_body(EVENT_LOG, e->body, e->n, &ev.body, err);
	if (rc != RC_OK)
		return rc;
	sodium_bin2hex(hex, sizeof hex, b->key, 32);
	snprintf(b->depot, sizeof b->depot, "%s", event_text(&ev, "depot"));
	snprintf(b->parent, sizeof b->parent, "%s", event_text(&ev,
	    "parent"));
	size_t n = strlen(b->depot);
	if (strcmp(event_text(&ev, "public"), hex) != 0 ||
	    strncmp(b->log, b->depot, n) != 0 || b->log[n] != '-')
		b->depot[0] = '\0';
	else
		b->signed_by_parent = signed_for(b, &ev);
	json_decref(ev.body);
	return RC_OK;
}

/* A life that the registry closed vouches for no one any more, whoever has its
 * key: only for those that a life which goes on has named as its own past. */
static enum rc
parent_vouches(struct session *s, struct birth *b, struct err *err)
{
	const struct registry *r = s->registry;
	struct log *logs = NULL;
	bool ended = false, named = false;
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		ended |= r->depot[i].closed &&
		    strcmp(r->depot[i].log, b->parent) == 0;
	if (!ended || !b->signed_by_parent)
		return RC_OK;
	enum rc rc = logs_all(s->db, &logs, &n, err);
	for (size_t i = 0; i < n; i++)
		named |= logs[i].known && strcmp(logs[i].parent, b->log) == 0;
	free(logs);
	b->signed_by_parent = named;
	return rc;
}

/* A log that nobody told us of: does a life that we know vouch for it? */
static enum rc
life_look(struct session *s, const char *name, bool last, bool *added,
    struct err *err)
{
	struct birth b = { .s = s, .log = name };
	struct segment_head head;
	unsigned char sig[64];
	enum rc rc = head_key(s, name, b.key, err);

	if (rc == RC_NOT_FOUND || rc == RC_INVALID)
		return RC_OK;	/* is being put there; or is nothing */
	size_t n;
	struct listed *l = session_of(s, name, &n);
	for (size_t i = 0; rc == RC_OK && b.depot[0] == '\0' && i < n &&
	    l[i].head.first == 1; i++) {
		rc = segment_fetch(s, &l[i], b.key, &head, sig,
		    birth_event, &b, err);
		if (rc == RC_INVALID)
			rc = RC_OK;
	}
	if (rc != RC_OK || b.depot[0] == '\0')
		return rc;
	const struct registry_depot *d = registry_depot_of(s->registry,
	    b.depot);
	rc = d == NULL ? RC_OK : parent_vouches(s, &b, err);
	if (rc != RC_OK)
		return rc;
	if (d != NULL && !d->closed && b.signed_by_parent) {
		*added = true;
		if (s->opt->dry_run)
			return RC_OK;
		return log_add(s->db, name, b.depot, b.parent, b.key, err);
	}
	if (last && d != NULL)
		session_note(s, SYNC_LIFE_UNSIGNED, name, b.parent);
	else if (last)
		session_note(s, SYNC_STRANGER, name, NULL);
	return RC_OK;
}

static enum rc
listed_lives(struct session *s, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && s->registry != NULL &&
	    !s->opt->dry_run && i < s->registry->n; i++) {
		const struct registry_depot *d = &s->registry->depot[i];

		if (strcmp(d->log, s->db->log_name) != 0)
			rc = log_add(s->db, d->log, d->code, "",
			    d->public_key, err);
		if (rc == RC_REFUSED)
			rc = RC_OK;	/* another key than it had: not read */
	}
	return rc;
}

/* This store's own life was closed: it writes nothing more. */
static enum rc
own_end(struct db *db, const char *name, struct err *err)
{
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_LOG_END);
	query_text(q, ":name", name);
	return db_end(db, query_run(q, err), err);
}

/* Lives that the registry has closed end where it says. */
enum rc
sync_closed(struct session *s, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && s->registry != NULL &&
	    !s->opt->dry_run && i < s->registry->n; i++) {
		const struct registry_depot *d = &s->registry->depot[i];
		struct log log;
		int64_t moved = 0;

		if (!d->closed || (rc = log_find(s->db, d->log, &log, err))
		    != RC_OK) {
			rc = rc == RC_NOT_FOUND ? RC_OK : rc;
			continue;
		}
		if (log.own)
			session_note(s, SYNC_ENDED, d->code, NULL);
		if (log.own && !log.closed)
			rc = own_end(s->db, d->log, err);
		if (rc != RC_OK || log.own || log.seq < d->closed_seq ||
		    (log.closed && log.seq <= d->closed_seq))
			continue;
		rc = log_close(s->db, d->log, d->closed_seq, &moved, err);
		if (rc == RC_OK)
			session_note_n(s, SYNC_CLOSED, d->log, moved);
	}
	return rc;
}

enum rc
sync_lives(struct session *s, struct err *err)
{
	struct log log;
	bool added = true, last = false;
	enum rc rc = own_look(s, err);

	if (rc == RC_OK)
		rc = listed_lives(s, err);
	/* A life may follow one that is found in the same sync: only what none
	 * of them vouches for is told. */
	for (int pass = 0; rc == RC_OK && pass < 9 && !last; pass++) {
		last = !added;
		added = false;
		for (size_t i = 0; rc == RC_OK && i < s->n_headed; i++) {
			const char *name = s->headed[i];
			enum rc known = log_find(s->db, name, &log, err);

			if (known ==
			    RC_NOT_FOUND || (known == RC_OK && !log.known))
				rc = life_look(s, name, last, &added, err);
		}
		if (s->opt->dry_run)
			break;
	}
	return rc;
}
