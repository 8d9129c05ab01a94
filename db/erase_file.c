/* erase_file.c - the bytes of what was erased: pages, WAL, mirror, backups. */
#include "db/erase_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/copies.h"
#include "db/erased.h"
#include "db/mirror_file.h"
#include "db/nightly.h"
#include "db/restore.h"

/* secure_delete zeroes what goes, but a page that was split keeps in its gap
 * what moved to its sibling.  A table that is emptied whole gives its pages
 * back zeroed, and its rows come back from memory. */
#define REWRITE(table) \
	"CREATE TEMP TABLE kept AS SELECT * FROM main." table ";" \
	"DELETE FROM main." table ";" \
	"INSERT INTO main." table " SELECT * FROM temp.kept;" \
	"DROP TABLE temp.kept;"

static enum rc
rewrite(struct db *db, struct err *err)
{
	return query_exec(db, "PRAGMA secure_delete = ON;"
	    REWRITE("staff") REWRITE("parked") REWRITE("contact")
	    REWRITE("text"), err);
}

enum rc
erase_rewrite(struct db *db, struct err *err)
{
	enum rc rc = db_begin(db, err);

	return rc == RC_OK ? db_end(db, rewrite(db, err), err) : rc;
}

/* --- a backup --- */

static enum rc
apply(const struct erased *e, void *arg, struct err *err)
{
	return erased_apply(arg, e, err);
}

static enum rc
clean(struct db *db, const char *temp, struct err *err)
{
	struct db *copy;
	enum rc rc = db_open_raw(temp, false, &copy, err);

	/* A copy of a copy: a cut harms nobody. */
	if (rc == RC_OK)
		rc = query_exec(copy, "PRAGMA journal_mode = DELETE;"
		    "PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE", err);
	if (rc == RC_OK)
		rc = erased_walk(db, apply, copy, err);
	if (rc == RC_OK)
		rc = rewrite(copy, err);
	if (rc == RC_OK)
		rc = query_exec(copy, "COMMIT; PRAGMA journal_mode = DELETE",
		    err);
	db_close(copy);
	return rc;
}

enum rc
erase_copy(struct db *db, const char *file, struct err *err)
{
	char temp[PATH_MAX];
	struct stat st;

	if (snprintf(temp, sizeof temp, "%s-wal", file) >= (int)sizeof temp ||
	    (stat(temp, &st) == 0 && st.st_size > 0))
		return err_why(err, RC_REFUSED, WHY_BUSY, NULL, NULL, NULL);
	if (snprintf(temp, sizeof temp, "%s.erasing", file) >=
	    (int)sizeof temp || stat(file, &st) != 0)
		return backup_outside(err, "open", file);
	backup_remove(temp);
	enum rc rc = restore_bytes(file, temp, err);
	if (rc == RC_OK)
		rc = clean(db, temp, err);
	if (rc == RC_OK)
		rc = backup_verify(temp, err);
	if (rc == RC_OK && (chmod(temp, st.st_mode & 0777) != 0 ||
	    (chown(temp, st.st_uid, st.st_gid) != 0 && errno != EPERM)))
		rc = backup_outside(err, "chmod", temp);
	if (rc == RC_OK)
		rc = backup_sync(temp, err);
	if (rc == RC_OK && rename(temp, file) != 0)
		rc = backup_outside(err, "rename", file);
	if (rc == RC_OK)
		rc = backup_sync(file, err);
	backup_remove(temp);
	return rc;
}

/* --- all backups --- */

struct settle {
	struct db *db;
	struct erase_report *report;
	int64_t erasures;
};

static void
away(struct settle *s, const char *file)
{
	struct erase_report *r = s->report;

	if (r->n_away < ERASE_AWAY_MAX)
		snprintf(r->away[r->n_away], sizeof r->away[0], "%s", file);
	r->n_away += r->n_away < ERASE_AWAY_MAX;
}

/* The list beside it, so that a restore from there forgets again. */
static void
leave_list(struct settle *s, const char *folder)
{
	char name[PATH_MAX];

	erase_list_name(folder, db_depot(s->db), name);
	if (s->erasures > 0 && access(folder, W_OK) == 0 &&
	    erased_write(s->db, name, NULL) != RC_OK)
		away(s, name);
}

static enum rc
one_copy(struct settle *s, const struct copy *c, struct err *err)
{
	char folder[PATH_MAX];

	erase_folder(c->file, folder);
	if (access(c->file, F_OK) != 0 && access(folder, F_OK) == 0 &&
	    !c->nightly)
		return copies_drop(s->db, c->file, err);  /* was deleted */
	leave_list(s, folder);
	if (c->erased >= s->erasures)
		return RC_OK;
	if (erase_copy(s->db, c->file, NULL) != RC_OK) {
		away(s, c->file);
		return RC_OK;
	}
	s->report->copies++;
	return copies_heard(s->db, c->file, s->erasures, err);
}

/* Files of the folders that are thinned out, and stores that a restore put
 * aside: known by their names. */
static bool
is_a_copy(const struct settle *s, const char *name, bool beside_store)
{
	const char *base = strrchr(db_path(s->db), '/');
	int32_t day;
	size_t n;

	if (!beside_store)
		return nightly_day(name, db_depot(s->db), &day);
	base = base == NULL ? db_path(s->db) : base + 1;
	n = strlen(base);
	return strncmp(name, base, n) == 0 && strncmp(name + n,
	    ".before-restore", 15) == 0 && strstr(name + n, "-wal") == NULL &&
	    strstr(name + n, "-shm") == NULL && strstr(name + n, ".lock") ==
	    NULL && strstr(name + n, ".erasing") == NULL;
}

static enum rc
find_in(struct settle *s, const char *folder, bool beside_store,
    struct err *err)
{
	char file[PATH_MAX];
	DIR *dir = opendir(folder);
	struct dirent *e;
	enum rc rc = RC_OK;

	while (rc == RC_OK && dir != NULL && (e = readdir(dir)) != NULL)
		if (is_a_copy(s, e->d_name, beside_store) &&
		    snprintf(file, sizeof file, "%s/%s", folder, e->d_name) <
		    (int)sizeof file)
			rc = copies_found(s->db, file, err);
	if (dir != NULL)
		closedir(dir);
	return rc;
}

static enum rc
all_copies(struct settle *s, struct err *err)
{
	struct copy *copy = calloc(COPIES_MAX, sizeof *copy);
	char folder[PATH_MAX];
	size_t n;

	if (copy == NULL)
		abort();
	erase_folder(db_path(s->db), folder);
	enum rc rc = find_in(s, folder, true, err);
	if (rc == RC_OK)
		rc = copies_list(s->db, copy, COPIES_MAX, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		erase_folder(copy[i].file, folder);
		if (copy[i].nightly)
			rc = find_in(s, folder, false, err);
	}
	if (rc == RC_OK)
		rc = copies_list(s->db, copy, COPIES_MAX, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = one_copy(s, &copy[i], err);
	free(copy);
	return rc;
}

enum rc
erase_settle(struct db *db, struct erase_report *report, struct err *err)
{
	struct settle s = { db, report, copies_erasures(db) };
	struct mirror_state mirror;
	char folder[PATH_MAX];

	memset(report, 0, sizeof *report);
	if (db_is_readonly(db))
		return err_why(err, RC_OUTSIDE, WHY_READONLY, NULL, NULL,
		    NULL);
	enum rc rc = erase_rewrite(db, err);
	erase_folder(db_path(db), folder);
	leave_list(&s, folder);
	if (rc == RC_OK)
		rc = all_copies(&s, err);
	if (rc == RC_OK)
		rc = copies_settled(db, s.erasures, err);
	if (rc == RC_OK)	/* last: the WAL has all of the above */
		rc = db_empty_wal(db, err);
	if (rc == RC_OK)
		rc = mirror_state(db, &mirror, err);
	if (rc == RC_OK && mirror.on && mirror.stale != 0)
		away(&s, mirror.folder);
	else if (rc == RC_OK && mirror.on)
		leave_list(&s, mirror.folder);
	return rc;
}

bool
erase_due(struct db *db)
{
	return copies_settled_at(db) != copies_erasures(db);
}
