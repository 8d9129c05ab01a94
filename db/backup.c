/* backup.c - copies of the store, and back.  A restored store lives on as a
 * new life of its log: the numbers that the lost days gave out on paper must
 * never mean something else. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/lock.h"
#include "db/log/event.h"
#include "db/log/replay.h"
#include "db/query.h"
#include "db/store.h"

#define STEP_PAGES	4096
#define NUMBERS_SKIPPED	1000	/* of each kind, after a restore */

static enum rc
outside(struct err *err, const char *what, const char *path)
{
	int code = errno;

	err_why(err, RC_OUTSIDE, code == ENOSPC ? WHY_DISK_FULL : WHY_DISK,
	    NULL, NULL, NULL);
	if (err != NULL)
		snprintf(err->text, sizeof err->text, "%s %s: %s", what, path,
		    strerror(code));
	return RC_OUTSIDE;
}

/* The file's bytes, and its name in the folder, on the disk. */
static enum rc
sync_file(const char *path, struct err *err)
{
	char copy[PATH_MAX];
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) != 0) {
		if (fd >= 0)
			close(fd);
		return outside(err, "fsync", path);
	}
	close(fd);
	snprintf(copy, sizeof copy, "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)fsync(fd);	/* some file systems refuse it */
		close(fd);
	}
	return RC_OK;
}

/* Copies the store into a new file of its own, without a WAL. */
static enum rc
copy(struct db *from, const char *path, const struct store_progress *p,
    struct err *err)
{
	struct db *to;
	sqlite3_backup *b;
	int code = SQLITE_OK;
	enum rc rc;

	unlink(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return outside(err, "create", path);
	close(fd);
	rc = db_open_raw(path, false, &to, err);
	if (rc == RC_OK) {
		b = sqlite3_backup_init(to->sql, "main", from->sql, "main");
		if (b == NULL)
			rc = query_error(to, err);
		/* One read transaction: writers are not waited for. */
		while (b != NULL && (code = sqlite3_backup_step(b,
		    STEP_PAGES)) == SQLITE_OK && p != NULL)
			p->step(sqlite3_backup_pagecount(b) -
			    sqlite3_backup_remaining(b),
			    sqlite3_backup_pagecount(b), p->arg);
		while (code == SQLITE_OK && b != NULL)
			code = sqlite3_backup_step(b, STEP_PAGES);
		sqlite3_backup_finish(b);
		if (rc == RC_OK && code != SQLITE_DONE)
			rc = query_error(to, err);
	}
	if (rc == RC_OK)
		rc = query_exec(to, "PRAGMA journal_mode = DELETE", err);
	db_close(to);
	return rc;
}

static void
remove_with_lock(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal",
	    ".lock" };
	char name[PATH_MAX + 16];

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(name, sizeof name, "%s%s", path, ends[i]);
		unlink(name);
	}
}

static void
count_problem(const char *text, void *arg)
{
	(void)text;
	++*(int *)arg;
}

/* The copy has a whole file and unbroken logs. */
static enum rc
copy_verify(const char *path, struct err *err)
{
	struct db *db;
	int problems = 0;
	enum rc rc = db_open_raw(path, false, &db, err);

	if (rc == RC_OK)
		rc = query_exec(db, "PRAGMA quick_check", err);
	if (rc == RC_OK)
		rc = replay_verify(db, count_problem, &problems, err);
	if (rc == RC_OK && problems > 0)
		rc = err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
	db_close(db);
	return rc;
}

enum rc
store_backup(struct db *db, const char *file, const struct store_progress *p,
    struct err *err)
{
	char temp[PATH_MAX];

	if (snprintf(temp, sizeof temp, "%s.new", file) >= (int)sizeof temp)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "4000", NULL,
		    NULL);
	enum rc rc = copy(db, temp, p, err);
	if (rc == RC_OK)
		rc = copy_verify(temp, err);
	if (rc == RC_OK)
		rc = sync_file(temp, err);
	if (rc == RC_OK && rename(temp, file) != 0)
		rc = outside(err, "rename", file);
	if (rc == RC_OK)
		rc = sync_file(file, err);
	remove_with_lock(temp);
	return rc;
}

/* --- restore --- */

static enum rc
skip_numbers(struct db *db, struct err *err)
{
	struct { char name[24]; int64_t value; } c[64];
	sqlite3_stmt *q = NULL;
	size_t n = 0;
	enum rc rc = RC_OK;

	if (sqlite3_prepare_v2(db->sql, "SELECT name, value FROM counter",
	    -1, &q, NULL) != SQLITE_OK)
		return query_error(db, err);
	while (n < 64 && query_step(q, NULL) == RC_OK) {
		query_col_text(q, 0, c[n].name, sizeof c[n].name);
		c[n++].value = query_col(q, 1);
	}
	sqlite3_finalize(q);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = event_append(db, EVENT_LABEL, json_pack("{s:s, s:I}",
		    "counter", c[i].name, "last",
		    (json_int_t)(c[i].value + NUMBERS_SKIPPED)), NULL, err);
	return rc;
}

static enum rc
new_life(const char *path, struct err *err)
{
	const struct actor nobody = { .role = ROLE_ADMIN };
	struct db *db;
	enum rc rc = db_open(path, 10000, &db, err);

	if (rc != RC_OK)
		return rc;
	rc = act_begin(db, &nobody, err);
	if (rc == RC_OK) {
		rc = db_new_log(db, err);
		if (rc == RC_OK)
			rc = skip_numbers(db, err);
		rc = act_end(db, rc, err);
	}
	if (rc == RC_OK && sqlite3_wal_checkpoint_v2(db->sql, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK)
		rc = query_error(db, err);
	db_close(db);
	return rc;
}

/* What was there before is kept, with its WAL, until somebody deletes it. */
static enum rc
put_aside(const char *path, struct err *err)
{
	static const char *const ends[] = { "-wal", "-shm", "" };
	char from[PATH_MAX + 8], to[PATH_MAX + 32];

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(from, sizeof from, "%s%s", path, ends[i]);
		snprintf(to, sizeof to, "%s.before-restore%s", path, ends[i]);
		if (access(from, F_OK) != 0)
			unlink(to);
		else if (rename(from, to) != 0)
			return outside(err, "rename", from);
	}
	return RC_OK;
}

/* The programs that ran on the store before must be able to run on this. */
static void
same_rights(const char *before, const char *temp)
{
	struct stat st;

	if (stat(before, &st) == 0 && chown(temp, st.st_uid, st.st_gid) == 0)
		(void)!chmod(temp, st.st_mode & 0777);
}

enum rc
store_restore(const char *file, const char *path, struct err *err)
{
	char real[PATH_MAX];
	char temp[PATH_MAX];
	struct db *from;
	int lock;
	enum rc rc;

	if (realpath(path, real) != NULL)
		path = real;	/* not the link to it */
	if (snprintf(temp, sizeof temp, "%s.restore", path) >=
	    (int)sizeof temp)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "4000", NULL,
		    NULL);
	if (access(file, R_OK) != 0)
		return err_why(err, RC_NOT_FOUND, WHY_NO_STORE, file, NULL,
		    NULL);
	remove_with_lock(temp);
	rc = db_open(file, 10000, &from, err);
	if (rc != RC_OK)
		return rc;
	rc = copy(from, temp, NULL, err);
	db_close(from);
	if (rc == RC_OK)
		rc = copy_verify(temp, err);
	if (rc == RC_OK)
		rc = new_life(temp, err);
	if (rc == RC_OK)
		rc = sync_file(temp, err);
	if (rc == RC_OK)
		same_rights(path, temp);
	lock_open(path, &lock);
	if (rc == RC_OK)
		rc = lock_take(lock, 10000, err);
	if (rc == RC_OK) {
		rc = put_aside(path, err);
		if (rc == RC_OK && rename(temp, path) != 0)
			rc = outside(err, "rename", path);
		if (rc == RC_OK)
			rc = sync_file(path, err);
		lock_give(lock);
	}
	if (lock >= 0)
		close(lock);
	remove_with_lock(temp);
	return rc;
}
