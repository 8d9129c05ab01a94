#include "db/sync/sync.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/lock.h"
#include "db/store.h"
#include "db/sync/invite.h"
#include "db/sync/session.h"

#define BULK_EVENTS	20000	/* to come, from which it is much */
#define BARE_EVENTS	100000	/* the same, for a store that is as good as empty */

static const struct {
	const char *name;
	bool        bad;
	const char *sentence;
} notes[] = {
#define SYNC_NOTE(id, name, bad, sv) { name, bad, sv },
#include "db/sync/notes.def"
#undef SYNC_NOTE
};

const char *
sync_note_name(enum sync_note_kind kind)
{
	return notes[kind].name;
}

const char *
sync_note_sentence(enum sync_note_kind kind)
{
	return notes[kind].sentence;
}

bool
sync_note_is_bad(enum sync_note_kind kind)
{
	return notes[kind].bad;
}

/* --- the registry --- */

static void
join_problem(const char *depot, const struct err *why, void *arg)
{
	session_note(arg, SYNC_JOIN_WRONG, depot, why->text);
}

static enum rc
registry_fetch(struct session *s, bool *there, struct err *err)
{
	unsigned char *bytes = NULL;
	size_t n = 0;
	bool changed = false;
	struct err why = { .why = WHY_NONE };
	char version[24];
	enum rc rc = hub_get(s->hub, "registry", REGISTRY_MAX, &bytes, &n,
	    &why);

	*there = rc == RC_OK;
	if (rc == RC_OK && !s->opt->dry_run)
		rc = registry_adopt(s->db, bytes, n, &changed, &why);
	if (rc == RC_REFUSED || rc == RC_INVALID) {
		/* Ours is better; of one whose key we do not know only a
		 * coordinator can say so. */
		*there = rc == RC_INVALID && !registry_is_coordinator(s->db);
		if (rc == RC_INVALID)
			session_note(s, SYNC_REGISTRY_BAD, why.text, NULL);
		else if (strtoll(why.arg[0], NULL, 10) < s->registry_left)
			session_note(s, SYNC_REGISTRY_OLD, why.arg[0],
			    why.arg[1]);
		rc = RC_OK;
	}
	free(bytes);
	if (rc == RC_OK && changed &&
	    registry_load(s->db, s->registry, NULL) == RC_OK) {
		snprintf(version, sizeof version, "%lld",
		    (long long)s->registry->version);
		session_note(s, SYNC_REGISTRY_NEW, version, NULL);
	}
	if (rc != RC_OK && rc != RC_NOT_FOUND && err != NULL)
		*err = why;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
registry_send(struct session *s, struct err *err)
{
	unsigned char *bytes = NULL;
	size_t n = 0;
	enum rc rc = registry_bytes(s->db, &bytes, &n, err);

	if (rc == RC_OK)
		rc = hub_put(s->hub, "registry", bytes, n, true, err);
	free(bytes);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static bool
member(const struct session *s)
{
	for (size_t i = 0; i < s->registry->n; i++)
		if (strcmp(s->registry->depot[i].code, s->db->depot) == 0)
			return true;
	return false;
}

enum rc
sync_registry(struct session *s, struct err *err)
{
	int admitted = 0;
	bool there;
	enum rc rc = registry_fetch(s, &there, err);

	if (rc == RC_OK && !s->opt->dry_run &&
	    registry_is_coordinator(s->db))
		rc = invite_admit(s->db, s->hub, &admitted, join_problem, s,
		    err);
	if (rc != RC_OK)
		return rc;
	if (admitted > 0)
		session_note_n(s, SYNC_ADMITTED, NULL, admitted);
	rc = registry_load(s->db, s->registry, err);
	if (rc == RC_OK && !member(s))
		session_note(s, SYNC_NOT_MEMBER, NULL, NULL);
	if (rc == RC_OK && (admitted > 0 || !there) && !s->opt->dry_run)
		rc = registry_send(s, err);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- the exchange --- */

/* Those that concern this depot, as its Home counts them. */
static enum rc
cases_open(struct db *db, int64_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_STATS_CASES);

	query_text(q, ":depot", db->depot);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		*n = query_col(q, 0);
	query_done(q);
	return rc;
}

static int64_t
events_here(struct db *db)
{
	struct log *logs;
	int64_t events = 0;
	size_t n = 0;

	if (logs_all(db, &logs, &n, NULL) != RC_OK)
		n = 0;
	for (size_t i = 0; i < n; i++)
		events += logs[i].seq;
	free(logs);
	return events;
}

/* Much is to come: the store takes more memory for it, and is filled bare if it
 * is as good as empty. */
static enum rc
bulk_if_much(struct session *s, struct err *err)
{
	struct log log = { .seq = 0 };
	int64_t events = 0;

	for (size_t i = 0; i < s->n_seg; i++) {
		const struct segment_head *head = &s->seg[i].head;

		if ((i == 0 || strcmp(head->log, s->seg[i - 1].head.log) !=
		    0) && log_find(s->db, head->log, &log, NULL) != RC_OK)
			log.seq = 0;	/* it is not here yet */
		if (head->first > log.seq)
			events += head->last - head->first + 1;
	}
	if (events > BULK_EVENTS)
		db_bulk(s->db, true);
	return !s->opt->dry_run && events > BARE_EVENTS &&
	    events > 4 * events_here(s->db) ? store_bare(s->db, true, err) :
	    RC_OK;
}

static enum rc
answer(struct session *s, struct err *err)
{
	if (s->opt->answer == NULL || s->opt->dry_run)
		return RC_OK;
	return s->opt->answer(s->db, s->report, s->opt->arg, err);
}

static enum rc
exchange(struct session *s, struct err *err)
{
	static enum rc (*const steps[])(struct session *, struct err *) = {
		sync_registry, session_list, sync_lives, sync_pull,
		sync_closed, sync_heads, answer, sync_push, sync_texts,
	};
	struct sync_report *r = s->report;
	enum rc rc = cases_open(s->db, &r->cases_before, err);

	for (size_t i = 0; rc == RC_OK && i < sizeof steps / sizeof *steps;
	    i++) {
		rc = steps[i](s, err);
		if (rc == RC_OK && steps[i] == session_list)
			rc = bulk_if_much(s, err);
		if (rc == RC_OK && steps[i] == sync_pull && !s->opt->dry_run)
			rc = store_bare(s->db, false, err);
	}
	/* Where it was cut off too: the next one may be long in coming. */
	if (rc != RC_OK && !s->opt->dry_run)
		(void)!store_bare(s->db, false, NULL);
	db_bulk(s->db, false);
	if (rc == RC_OK)
		rc = cases_open(s->db, &r->cases_after, err);
	return rc;
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* How the hub was left the last time. */
static void
left_before(struct session *s, const char *url)
{
	sqlite3_stmt *q = query(s->db, Q_HUB_PUBLISHED);

	query_text(q, ":url", url);
	query_text(q, ":log", s->db->log_name);
	if (query_step(q, NULL) == RC_OK) {
		s->published = query_col(q, 0);
		s->registry_left = query_col(q, 1);
	}
	query_done(q);
}

static enum rc
over(struct db *db, struct hub *hub, const char *url,
    const struct sync_options *opt, struct sync_report *r, struct err *err)
{
	static const struct sync_options none;
	struct session s = { .db = db, .hub = hub, .opt = opt != NULL ? opt :
	    &none, .report = r, .registry_left = INT64_MAX };
	int64_t start = now_ms();

	s.registry = calloc(1, sizeof *s.registry);
	if (s.registry == NULL)
		abort();
	snprintf(s.life, sizeof s.life, "%s", db->log_name);
	if (url != NULL)
		left_before(&s, url);
	r->started = clock_now();
	enum rc rc = exchange(&s, err);
	r->seconds_ms = now_ms() - start;
	r->ok = rc == RC_OK;
	r->registry = s.registry->version;
	free(s.registry);
	free(s.seg);
	free(s.headed);
	texts_release(&s);
	return rc;
}

enum rc
sync_over(struct db *db, struct hub *hub, const struct sync_options *opt,
    struct sync_report *r, struct err *err)
{
	memset(r, 0, sizeof *r);
	return over(db, hub, NULL, opt, r, err);
}

/* --- what is remembered of it --- */

static enum rc
hub_done(struct db *db, const char *url, const struct sync_report *r,
    const struct err *why, struct err *err)
{
	struct log own = { .seq = 0 };
	char problem[sizeof why->arg + sizeof why->text] = "";
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	rc = log_find(db, db->log_name, &own, err);
	sqlite3_stmt *q = query(db, Q_HUB_DONE);
	query_text(q, ":url", url);
	query_int(q, ":time", clock_now());
	query_int(q, ":ok", r->ok);
	if (!r->ok)
		err_pack(why, problem, sizeof problem);
	query_text(q, ":problem", problem);
	query_text(q, ":log", db->log_name);
	query_int(q, ":published", r->ok ? own.seq : 0);
	query_int(q, ":registry", r->registry);
	if (rc == RC_OK)
		rc = query_run(q, err);
	return db_end(db, rc, err);
}

/* One sync of a store at a time: its own lock, which a killed one gives back. */
static enum rc
sync_lock(struct db *db, int *fd, struct err *err)
{
	char path[PATH_MAX + 8];
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	snprintf(path, sizeof path, "%s.sync", db->path);
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	if (*fd < 0)
		return err_why(err, RC_OUTSIDE, WHY_READONLY, NULL, NULL, NULL);
	if (fcntl(*fd, F_OFD_SETLK, &lock) == 0)
		return RC_OK;
	close(*fd);
	*fd = -1;
	return err_why(err, RC_BUSY, WHY_SYNC_RUNS, NULL, NULL, NULL);
}

enum rc
sync_run(struct db *db, const char *url, const struct sync_options *opt,
    struct sync_report *r, struct err *err)
{
	struct hub *hub = NULL;
	struct err why = { .why = WHY_NONE };
	int fd;
	enum rc rc = sync_lock(db, &fd, err);

	memset(r, 0, sizeof *r);
	if (rc != RC_OK)
		return rc;
	if (hub_url_check(url, r->hub, NULL) != RC_OK)
		snprintf(r->hub, sizeof r->hub, "?");
	r->started = clock_now();
	rc = hub_open(url, false, &hub, &why);
	if (rc == RC_OK)
		rc = over(db, hub, url, opt, r, &why);
	hub_close(hub);
	if (opt == NULL || !opt->dry_run) {
		enum rc done = hub_done(db, url, r, &why, rc == RC_OK ? err :
		    NULL);

		if (rc == RC_OK && done != RC_OK)
			rc = done;
	}
	close(fd);
	if (rc != RC_OK && err != NULL && why.text[0] != '\0')
		*err = why;
	return rc;
}
