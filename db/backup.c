/* backup.c - copies of the store. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/copies.h"
#include "db/log/replay.h"

#define STEP_PAGES	4096

enum rc
backup_outside(struct err *err, const char *what, const char *path)
{
	int code = errno;

	err_why(err, RC_OUTSIDE, code == ENOSPC ? WHY_DISK_FULL : WHY_DISK,
	    NULL, NULL, NULL);
	if (err != NULL)
		snprintf(err->text, sizeof err->text, "%s %s: %s", what, path,
		    strerror(code));
	return RC_OUTSIDE;
}

enum rc
backup_sync(const char *path, struct err *err)
{
	char copy[PATH_MAX];
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) != 0) {
		if (fd >= 0)
			close(fd);
		return backup_outside(err, "fsync", path);
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

enum rc
backup_copy(struct db *from, const char *path, const struct store_progress *p,
    struct err *err)
{
	struct db *to;
	sqlite3_backup *b;
	int code = SQLITE_OK;
	enum rc rc;

	unlink(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return backup_outside(err, "create", path);
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

void
backup_remove(const char *path)
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

static enum rc
quick_check(struct db *db, struct err *err)
{
	sqlite3_stmt *q = NULL;
	char answer[8] = "";

	if (sqlite3_prepare_v2(db->sql, "PRAGMA quick_check(1)", -1, &q,
	    NULL) != SQLITE_OK)
		return query_error(db, err);
	enum rc rc = query_step(q, err);
	if (rc == RC_OK)
		query_col_text(q, 0, answer, sizeof answer);
	sqlite3_finalize(q);
	if (rc == RC_OK && strcmp(answer, "ok") != 0)
		rc = err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
	return rc;
}

enum rc
backup_verify(const char *path, struct err *err)
{
	struct db *db;
	int problems = 0;
	enum rc rc = db_open_raw(path, false, &db, err);

	if (rc == RC_OK)
		rc = quick_check(db, err);
	if (rc == RC_OK)
		rc = replay_verify(db, count_problem, &problems, err);
	if (rc == RC_OK && problems > 0)
		rc = err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
	db_close(db);
	return rc;
}

/* A backup must never replace the store, nor a file that belongs to it. */
static bool
is_store(const struct db *db, const char *file)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	char name[PATH_MAX + 8];
	struct stat a, b;

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(name, sizeof name, "%s%s", db->path, ends[i]);
		if (strcmp(name, file) == 0 || (stat(name, &a) == 0 &&
		    stat(file, &b) == 0 && a.st_dev == b.st_dev &&
		    a.st_ino == b.st_ino))
			return true;
	}
	return false;
}

enum rc
store_backup(struct db *db, const char *file, const struct store_progress *p,
    struct err *err)
{
	char temp[PATH_MAX];
	struct stat st;

	if (snprintf(temp, sizeof temp, "%s.new", file) >= (int)sizeof temp)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "4000", NULL,
		    NULL);
	if (is_store(db, file))
		return err_why(err, RC_REFUSED, WHY_BACKUP_SELF, file, NULL,
		    NULL);
	/* Nor a device or a folder, which the rename would take away. */
	if (stat(file, &st) == 0 && !S_ISREG(st.st_mode))
		return err_why(err, RC_OUTSIDE, WHY_NOT_A_FILE, file, NULL,
		    NULL);
	/* One that comes while it is copied is not in the copy. */
	int64_t erased = copies_erasures(db);
	enum rc rc = backup_copy(db, temp, p, err);
	if (rc == RC_OK)
		rc = backup_verify(temp, err);
	if (rc == RC_OK)
		rc = backup_sync(temp, err);
	if (rc == RC_OK && rename(temp, file) != 0)
		rc = backup_outside(err, "rename", file);
	if (rc == RC_OK)
		rc = backup_sync(file, err);
	/* A writer that stands still keeps nobody from a copy; it is then not
	 * among those that forget what is forgotten here. */
	if (rc == RC_OK) {
		struct err why;

		rc = copies_add(db, file, erased, &why);
		if (rc == RC_BUSY)
			rc = RC_OK;
		else if (rc != RC_OK && err != NULL)
			*err = why;
	}
	backup_remove(temp);
	return rc;
}
