/* mirror.c - when the mirror is written, and what the store knows of it;
 * mirror_file.c has its files. */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/clock.h"
#include "db/mirror_file.h"
#include "db/wal.h"

#define COPIES_MAX	5	/* tries of a copy while others write much */

/* --- what the store knows --- */

static bool
mirror_get(struct db *db, struct mirror *m)
{
	sqlite3_stmt *q = query(db, Q_MIRROR_GET);
	bool found = query_step(q, NULL) == RC_OK;

	if (found) {
		memset(m, 0, sizeof *m);
		query_col_text(q, 0, m->folder, sizeof m->folder);
		query_col_text(q, 1, m->id, sizeof m->id);
		m->inode = query_col(q, 2);
		m->stale = query_col(q, 3);
		m->renew = query_col(q, 4) != 0;
		query_col_text(q, 5, m->problem, sizeof m->problem);
		memcpy(m->depot, db->depot, sizeof m->depot);
	}
	query_done(q);
	return found;
}

/* A store that was copied away takes the mirror for its own. */
static bool
mine(const struct db *db, const struct mirror *m)
{
	return m->inode == (int64_t)db->inode;
}

static enum rc
mirror_set(struct db *db, const struct mirror *m, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_MIRROR_SET);

	query_text(q, ":folder", m->folder);
	query_text(q, ":id", m->id);
	query_int(q, ":inode", m->inode);
	query_int(q, ":stale", m->stale);
	query_int(q, ":renew", m->renew);
	query_text(q, ":problem", m->problem);
	return query_run(q, err);
}

/* The same inside the turn, on the disk at once.  What cannot be noted is
 * found out again at the next commit. */
static void
mirror_note(struct db *db, const struct mirror *m)
{
	if (query_exec(db, "BEGIN IMMEDIATE", NULL) != RC_OK)
		return;
	if (mirror_set(db, m, NULL) != RC_OK ||
	    query_exec(db, "COMMIT", NULL) != RC_OK)
		query_try(db, "ROLLBACK");
}

static enum why
why_named(const char *name)
{
	for (int i = 0; i < WHY_COUNT; i++)
		if (strcmp(err_why_name((enum why)i), name) == 0)
			return (enum why)i;
	return WHY_NONE;
}

enum rc
mirror_state(struct db *db, struct mirror_state *s, struct err *err)
{
	struct mirror m;

	(void)err;
	memset(s, 0, sizeof *s);
	if (!mirror_get(db, &m))
		return RC_OK;
	s->on = true;
	memcpy(s->folder, m.folder, sizeof s->folder);
	s->stale = m.stale;
	s->renew = m.renew;
	s->problem = why_named(m.problem);
	if (db->inode != 0 && !mine(db, &m)) {
		s->stale = m.stale != 0 ? m.stale : clock_now();
		s->renew = true;
		s->problem = WHY_MIRROR_OTHER;
	}
	return RC_OK;
}

/* --- each commit --- */

static enum why
bring(struct db *db, const struct mirror *m)
{
	return mine(db, m) ? mirror_append(db, m) : WHY_MIRROR_OTHER;
}

/* It is whole again: said here, and that is copied too. */
static enum why
is_whole(struct db *db, struct mirror *m)
{
	m->stale = 0;
	m->problem[0] = '\0';
	mirror_note(db, m);
	enum why why = mirror_append(db, m);
	return why == WHY_NONE ? mirror_head_write(m, true) : why;
}

static void
is_stale(struct db *db, struct mirror *m, enum why why)
{
	if (m->stale == 0) {
		m->stale = clock_now();
		if (why != WHY_MIRROR_OTHER)
			(void)mirror_head_write(m, false);
	} else if (strcmp(m->problem, err_why_name(why)) == 0 &&
	    m->renew == (why == WHY_MIRROR_BEHIND))
		return;
	m->renew = m->renew || why == WHY_MIRROR_BEHIND;
	snprintf(m->problem, sizeof m->problem, "%s", err_why_name(why));
	mirror_note(db, m);
}

enum mirror_is
mirror_write(struct db *db)
{
	struct mirror m;

	if (db->inode == 0 || !mirror_get(db, &m))
		return MIRROR_WHOLE;
	enum why why = bring(db, &m);
	if (why == WHY_NONE && m.stale != 0)
		why = is_whole(db, &m);
	if (why == WHY_NONE)
		return MIRROR_WHOLE;
	db->mirrored = 0;
	is_stale(db, &m, why);
	return m.renew || why == WHY_MIRROR_OTHER ? MIRROR_AWAY :
	    MIRROR_WAITS;
}

void
mirror_give_up(struct db *db)
{
	struct mirror m;

	if (!mirror_get(db, &m))
		return;
	m.renew = true;
	mirror_note(db, &m);
}

enum mirror_is
mirror_settle(struct db *db)
{
	struct mirror m;
	enum mirror_is is = mirror_write(db);

	if (is != MIRROR_WHOLE || db->inode == 0 || !mirror_get(db, &m))
		return is;
	enum why why = mirror_fold(&m, true);
	if (why == WHY_NONE)
		return MIRROR_WHOLE;
	is_stale(db, &m, why);
	return m.renew ? MIRROR_AWAY : MIRROR_WAITS;
}

/* --- a whole new copy --- */

static void
wal_head(struct db *db, unsigned char head[WAL_HEAD])
{
	char name[PATH_MAX + 8];

	memset(head, 0, WAL_HEAD);
	snprintf(name, sizeof name, "%s-wal", db->path);
	FILE *f = fopen(name, "re");
	if (f == NULL)
		return;
	if (fread(head, 1, WAL_HEAD, f) != WAL_HEAD)
		memset(head, 0, WAL_HEAD);
	fclose(f);
}

static enum rc
say(const struct mirror *m, enum why why, struct err *err)
{
	return err_why(err, RC_OUTSIDE, why, m->folder, NULL, NULL);
}

/* The copy is of some moment since the WAL's round began: its pages over it
 * give now. */
static enum rc
take_over(struct db *db, struct mirror *m, const char *copy,
    const unsigned char before[WAL_HEAD], bool *again, struct err *err)
{
	unsigned char now[WAL_HEAD];
	enum rc rc = db_begin(db, err);

	if (rc != RC_OK)
		return rc;
	wal_head(db, now);
	*again = memcmp(before, now, WAL_HEAD) != 0;
	if (*again)
		return db_end(db, RC_OK, err);
	enum why why = mirror_catch_up(db, copy);
	if (why == WHY_NONE)
		why = mirror_replace(m);
	if (why != WHY_NONE)
		return db_end(db, say(m, why, err), err);
	m->inode = (int64_t)db->inode;
	m->stale = 0;
	m->renew = false;
	m->problem[0] = '\0';
	rc = mirror_set(db, m, err);
	db->mirrored = 0;
	return db_end(db, rc, err);
}

static enum rc
copy_whole(struct db *db, struct mirror *m, const struct store_progress *p,
    struct err *err)
{
	char copy[PATH_MAX];
	unsigned char before[WAL_HEAD];
	bool again = true;
	enum rc rc = RC_OK;

	mirror_name(m, MIRROR_NEW, copy);
	for (int i = 0; again && i < COPIES_MAX && rc == RC_OK; i++) {
		wal_head(db, before);
		rc = backup_copy(db, copy, p, err);
		if (rc == RC_OK)
			rc = backup_verify(copy, err);
		if (rc == RC_OK)
			rc = take_over(db, m, copy, before, &again, err);
	}
	backup_remove(copy);
	if (rc == RC_OK && again)
		rc = err_why(err, RC_BUSY, WHY_BUSY, NULL, NULL, NULL);
	return rc;
}

enum rc
mirror_renew(struct db *db, const struct store_progress *p, struct err *err)
{
	struct mirror m;

	if (!mirror_get(db, &m))
		return err_why(err, RC_NOT_FOUND, WHY_MIRROR_OFF, NULL, NULL,
		    NULL);
	if (!mine(db, &m))
		return say(&m, WHY_MIRROR_OTHER, err);
	return copy_whole(db, &m, p, err);
}

enum rc
mirror_nightly(struct db *db, const struct store_progress *p,
    struct err *err)
{
	struct mirror m;
	struct mirror_head head;

	if (!mirror_get(db, &m))
		return RC_OK;
	enum rc rc = db_begin(db, err);
	if (rc == RC_OK)	/* catches up where it can */
		rc = db_end(db, RC_OK, err);
	if (rc != RC_OK || !mirror_get(db, &m))
		return rc;
	enum why why = mirror_head_read(&m, &head);
	if (why == WHY_NONE && (strcmp(head.id, m.id) != 0 || !mine(db, &m)))
		why = WHY_MIRROR_OTHER;
	if (why != WHY_NONE)
		return say(&m, why, err);
	if (m.stale != 0)
		return copy_whole(db, &m, p, err);
	why = mirror_head_write(&m, true);
	return why == WHY_NONE ? RC_OK : say(&m, why, err);
}

/* --- on and off --- */

bool
mirror_same_disk(struct db *db, const char *folder)
{
	struct stat a, b;

	return stat(db->path, &a) == 0 && stat(folder, &b) == 0 &&
	    a.st_dev == b.st_dev;
}

enum rc
mirror_on(struct db *db, const char *folder, const struct store_progress *p,
    struct err *err)
{
	struct mirror m = { .inode = (int64_t)db->inode }, was;
	struct mirror_head head;
	unsigned char random[(MIRROR_ID - 1) / 2];
	char real[PATH_MAX], base[PATH_MAX];

	if (realpath(folder, real) == NULL)
		return err_why(err, RC_OUTSIDE, WHY_MIRROR_GONE, folder, NULL,
		    NULL);
	if (strlen(real) >= sizeof m.folder)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "3999", NULL,
		    NULL);
	memcpy(m.folder, real, strlen(real));
	memcpy(m.depot, db->depot, sizeof m.depot);
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(m.id, sizeof m.id, random, sizeof random);
	/* It may be all that is left of a store. */
	mirror_name(&m, MIRROR_BASE, base);
	bool had = mirror_get(db, &was) && mine(db, &was);
	if (had)
		memcpy(m.id, was.id, sizeof m.id);
	if (access(base, F_OK) == 0 && !(had &&
	    mirror_head_read(&m, &head) == WHY_NONE &&
	    strcmp(head.id, was.id) == 0))
		return err_why(err, RC_REFUSED, WHY_MIRROR_TAKEN, real, NULL,
		    NULL);
	enum rc rc = copy_whole(db, &m, p, err);
	if (rc == RC_OK ? had && strcmp(was.folder, m.folder) != 0 : !had)
		mirror_remove(rc == RC_OK ? &was : &m);
	return rc;
}

enum rc
mirror_off(struct db *db, struct err *err)
{
	struct mirror m;
	struct mirror_head head;

	if (!mirror_get(db, &m))
		return err_why(err, RC_REFUSED, WHY_MIRROR_OFF, NULL, NULL,
		    NULL);
	enum rc rc = db_begin(db, err);
	if (rc != RC_OK)
		return rc;
	rc = db_end(db, query_run(query(db, Q_MIRROR_DROP), err), err);
	if (rc == RC_OK && mine(db, &m) &&
	    mirror_head_read(&m, &head) == WHY_NONE && strcmp(head.id,
	    m.id) == 0)
		mirror_remove(&m);
	return rc;
}
