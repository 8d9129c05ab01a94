/* mirror_restore.c - a mirror becomes the store. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/clock.h"
#include "db/mirror_file.h"
#include "db/restore.h"

#define ALIVE_S		(26 * 3600)	/* the nightly job says it each night */
#define ENDING		".mirror"

/* --- which --- */

static enum rc
find(const char *folder, struct mirror *m, struct err *err)
{
	char real[PATH_MAX];
	struct dirent *e;
	int found = 0;
	DIR *dir = realpath(folder, real) == NULL ? NULL : opendir(real);

	if (dir == NULL)
		return backup_outside(err, "open", folder);
	memset(m, 0, sizeof *m);
	snprintf(m->folder, sizeof m->folder, "%.*s",
	    (int)sizeof m->folder - 1, real);
	while ((e = readdir(dir)) != NULL) {
		size_t n = strlen(e->d_name), end = strlen(ENDING);

		if (n <= end || n - end >= sizeof m->depot ||
		    strcmp(e->d_name + n - end, ENDING) != 0)
			continue;
		found++;
		memcpy(m->depot, e->d_name, n - end);
		m->depot[n - end] = '\0';
	}
	closedir(dir);
	if (found == 1)
		return RC_OK;
	return err_why(err, found == 0 ? RC_NOT_FOUND : RC_REFUSED,
	    found == 0 ? WHY_MIRROR_NONE : WHY_MIRROR_MANY, folder, NULL,
	    NULL);
}

static enum rc
copy(const struct mirror *m, const char *temp, struct err *err)
{
	char from[PATH_MAX], to[PATH_MAX + 8];

	mirror_name(m, MIRROR_BASE, from);
	enum rc rc = restore_bytes(from, temp, err);
	mirror_name(m, MIRROR_WAL, from);
	snprintf(to, sizeof to, "%s-wal", temp);
	if (rc == RC_OK && access(from, F_OK) == 0)
		rc = restore_bytes(from, to, err);
	return rc;
}

/* --- whole or not --- */

static enum rc
last_event(struct db *db, struct mirror_end_of *end, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_LOG_OWN);
	enum rc rc = query_step(q, err);

	if (rc == RC_OK)
		end->seq = query_col(q, 2);
	query_done(q);
	if (rc != RC_OK)
		return rc;
	q = query(db, Q_EVENT_GET);
	query_int(q, ":id", db->log << LOG_SHIFT | end->seq);
	rc = query_step(q, err);
	if (rc == RC_OK)
		end->time = query_col(q, 2);
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The store that it is a mirror of may still be there, and know better. */
static bool
store_has_more(const char *path, const char *log,
    const struct mirror_end_of *end)
{
	struct mirror_end_of there = { 0 };
	struct mirror_state state;
	struct db *db;
	bool more = false;

	if (db_open(path, 1000, &db, NULL) != RC_OK)
		return false;
	if (strcmp(db->log_name, log) == 0)
		more = (mirror_state(db, &state, NULL) == RC_OK &&
		    state.stale != 0) ||
		    (last_event(db, &there, NULL) == RC_OK &&
		    there.seq > end->seq);
	db_close(db);
	return more;
}

static bool
is_whole(struct db *db, const struct mirror *m, const char *path,
    enum mirror_trust trust, const struct mirror_end_of *end)
{
	struct mirror_state state;
	struct mirror_head head;

	if (trust != MIRROR_AS_FOUND)
		return trust == MIRROR_IS_WHOLE;
	if (mirror_head_read(m, &head) != WHY_NONE || !head.current)
		return false;
	int64_t alive = head.time > end->time ? head.time : end->time;
	if (alive < clock_now() - ALIVE_S)
		return false;
	/* Its own row has the id; that the file is another one is no news. */
	return mirror_state(db, &state, NULL) == RC_OK && state.on &&
	    (state.stale == 0 || state.problem == WHY_MIRROR_OTHER) &&
	    !store_has_more(path, db->log_name, end);
}

/* It goes on being mirrored there; what lies there now is kept until the
 * nightly job, or a person, makes it anew. */
static enum rc
keep_mirror(struct db *db, const struct mirror *m, struct err *err)
{
	struct mirror_head head;
	enum rc rc;

	if (mirror_head_read(m, &head) != WHY_NONE)
		head.id[0] = '\0';
	rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_MIRROR_SET);
	query_text(q, ":folder", m->folder);
	query_text(q, ":id", head.id);
	query_int(q, ":inode", (int64_t)db->inode);
	query_int(q, ":stale", clock_now());
	query_int(q, ":renew", 1);
	query_text(q, ":problem", err_why_name(WHY_MIRROR_BEHIND));
	return db_end(db, query_run(q, err), err);
}

static enum rc
look(const struct mirror *m, const char *temp, const char *path,
    enum mirror_trust trust, struct mirror_end_of *end, struct err *err)
{
	struct db *db;
	enum rc rc = db_open(temp, 10000, &db, err);

	if (rc == RC_OK)
		rc = last_event(db, end, err);
	if (rc == RC_OK)
		end->whole = is_whole(db, m, path, trust, end);
	if (rc == RC_OK)
		rc = keep_mirror(db, m, err);
	if (rc == RC_OK && sqlite3_wal_checkpoint_v2(db->sql, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK)
		rc = query_error(db, err);
	db_close(db);
	return rc;
}

enum rc
mirror_restore(const char *folder, const char *path, enum mirror_trust trust,
    struct mirror_end_of *end, struct err *err)
{
	char real[PATH_MAX], temp[PATH_MAX];
	struct mirror m;

	memset(end, 0, sizeof *end);
	enum rc rc = find(folder, &m, err);
	if (rc == RC_OK)
		rc = restore_names(path, real, temp, err);
	if (rc != RC_OK)
		return rc;
	rc = copy(&m, temp, err);
	if (rc == RC_OK)
		rc = look(&m, temp, real, trust, end, err);
	if (rc == RC_OK)
		rc = restore_finish(temp, real, !end->whole, NULL,
		    m.folder, err);
	else
		backup_remove(temp);
	/* From now on acts are confirmed that it has not. */
	if (rc == RC_OK) {
		struct mirror_head head;

		if (mirror_head_read(&m, &head) == WHY_NONE) {
			memcpy(m.id, head.id, sizeof m.id);
			(void)mirror_head_write(&m, false);
		}
	}
	return rc;
}
