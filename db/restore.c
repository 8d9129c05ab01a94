/* restore.c - a backup becomes the store.  It lives on as a new life of its
 * log: the numbers that the lost days gave out on paper must never mean
 * something else. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/erase_file.h"
#include "db/lock.h"
#include "db/mirror.h"
#include "db/log/event.h"
#include "db/log/project.h"
#include "db/restore.h"
#include "db/staff.h"

#define NUMBERS_SKIPPED	1000	/* of each kind */
#define ASIDE_MAX	1000	/* stores put aside, one restore each */

/* --- the new life --- */

/* The depot's own numbers, given out or not: the lost days may have begun. */
static enum rc
skip_numbers(struct db *db, struct err *err)
{
	static const char *const kinds[] = { "I-", "P-", "order-", "ticket-",
	    "case-", "U-" };
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof kinds / sizeof *kinds;
	    i++) {
		const char *scope = kinds[i][0] == 'U' ? db->organisation :
		    db->depot;
		char name[32];
		int64_t next = 1;

		snprintf(name, sizeof name, "%s%s", kinds[i], scope);
		rc = counter_next(db, name, &next, err);
		if (rc == RC_OK)
			rc = event_append(db, EVENT_LABEL, json_pack(
			    "{s:s, s:I}", "counter", name, "last",
			    (json_int_t)(next - 1 + NUMBERS_SKIPPED)), NULL,
			    err);
	}
	return rc == RC_OK ? staff_skip_badges(db, NUMBERS_SKIPPED, err) : rc;
}

enum rc
db_next_life(struct db *db, bool lost, struct err *err)
{
	const struct actor nobody = { .role = ROLE_ADMIN };
	enum rc rc = act_begin(db, &nobody, err);

	if (rc == RC_OK) {
		rc = db_new_log(db, lost, err);
		if (rc == RC_OK && lost)
			rc = skip_numbers(db, err);
		/* What waited for a printer then may be on paper now. */
		if (rc == RC_OK && lost)
			rc = query_run(query(db, Q_JOB_DOUBT_ALL), err);
		rc = act_end(db, rc, err);
	}
	return rc;
}

/* What was forgotten after the copy was made is not brought back by it. */
static enum rc
forget_again(struct db *db, const struct erase_lists *lists, struct err *err)
{
	const struct actor nobody = { .role = ROLE_ADMIN };
	enum rc rc = act_begin(db, &nobody, err);

	if (rc == RC_OK)
		rc = act_end(db, erase_again(db, lists, err), err);
	return rc == RC_OK ? erase_rewrite(db, err) : rc;
}

static enum rc
new_life(const char *path, bool lost, const struct erase_lists *lists,
    struct err *err)
{
	struct db *db;
	enum rc rc = db_open(path, 10000, &db, err);

	if (rc != RC_OK)
		return rc;
	rc = db_next_life(db, lost, err);
	if (rc == RC_OK)
		rc = forget_again(db, lists, err);
	if (rc == RC_OK && sqlite3_wal_checkpoint_v2(db->sql, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK)
		rc = query_error(db, err);
	db_close(db);
	return rc;
}

/* --- the copy --- */

enum rc
restore_bytes(const char *from, const char *to, struct err *err)
{
	char bytes[65536];
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum rc rc = RC_OK;
	ssize_t n = 1;

	if (in < 0 || out < 0)
		rc = backup_outside(err, "open", in < 0 ? from : to);
	while (rc == RC_OK && (n = read(in, bytes, sizeof bytes)) > 0)
		if (write(out, bytes, (size_t)n) != n)
			rc = backup_outside(err, "write", to);
	if (rc == RC_OK && n < 0)
		rc = backup_outside(err, "read", from);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return rc;
}

/* A backup is one file, and is not so much as opened by SQLite; a store with
 * a WAL beside it is copied as a store. */
static enum rc
copy(const char *file, const char *temp, struct err *err)
{
	char wal[PATH_MAX + 8];
	struct stat st;
	struct db *from;

	snprintf(wal, sizeof wal, "%s-wal", file);
	if (stat(wal, &st) != 0 || st.st_size == 0)
		return restore_bytes(file, temp, err);
	enum rc rc = db_open(file, 10000, &from, err);
	if (rc != RC_OK)
		return rc;
	rc = backup_copy(from, temp, NULL, err);
	db_close(from);
	return rc;
}

/* --- into place --- */

/* All that was committed stands in the main file: its WAL is empty, so that
 * neither the old store without it nor the new one beside it is harmed.
 * The turn is held: nothing is committed meanwhile. */
static enum rc
empty_wal(const char *path, struct err *err)
{
	struct db *db;
	int left = 0, moved = 0;
	enum rc rc;

	if (access(path, F_OK) != 0)
		return RC_OK;
	rc = db_open_raw(path, false, &db, err);
	if (rc == RC_OK && sqlite3_wal_checkpoint_v2(db->sql, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, &left, &moved) == SQLITE_BUSY)
		rc = err_why(err, RC_BUSY, WHY_BUSY, NULL, NULL, NULL);
	db_close(db);
	return rc == RC_BUSY ? rc : RC_OK;	/* a damaged one is moved as is */
}

/* What was there is kept, each under a name of its own, until somebody
 * deletes it. */
static enum rc
put_aside(const char *path, struct err *err)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char base[PATH_MAX + 32], from[PATH_MAX + 8], to[PATH_MAX + 40];

	snprintf(base, sizeof base, "%s.before-restore", path);
	for (int i = 2; access(base, F_OK) == 0 && i < ASIDE_MAX; i++)
		snprintf(base, sizeof base, "%s.before-restore.%d", path, i);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(from, sizeof from, "%s%s", path, ends[i]);
		snprintf(to, sizeof to, "%s%s", base, ends[i]);
		if (access(from, F_OK) == 0 && rename(from, to) != 0)
			return backup_outside(err, "rename", from);
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

static enum rc
into_place(const char *temp, const char *path, struct err *err)
{
	int lock;

	lock_open(path, &lock);
	enum rc rc = lock_take(lock, 10000, err);
	if (rc == RC_OK) {
		rc = empty_wal(path, err);
		if (rc == RC_OK)
			rc = put_aside(path, err);
		if (rc == RC_OK && rename(temp, path) != 0)
			rc = backup_outside(err, "rename", path);
		if (rc == RC_OK)
			rc = backup_sync(path, err);
		lock_give(lock);
	}
	if (lock >= 0)
		close(lock);
	return rc;
}

enum rc
restore_names(const char *path, char real[PATH_MAX], char temp[PATH_MAX],
    struct err *err)
{
	if (realpath(path, real) == NULL)
		snprintf(real, PATH_MAX, "%s", path);
	if (snprintf(temp, PATH_MAX, "%s.restore.%ld", real,
	    (long)getpid()) >= PATH_MAX)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "4000", NULL,
		    NULL);
	backup_remove(temp);
	return RC_OK;
}

enum rc
restore_finish(const char *temp, const char *real, bool lost,
    const char *folder, const char *mirror, struct err *err)
{
	char beside[PATH_MAX];
	enum rc rc = backup_verify(temp, err);

	erase_folder(real, beside);
	const struct erase_lists lists = { .store = real,
	    .folder = { beside, folder, mirror } };
	if (rc == RC_OK)
		rc = new_life(temp, lost, &lists, err);
	if (rc == RC_OK)
		rc = backup_sync(temp, err);
	if (rc == RC_OK) {
		same_rights(real, temp);
		rc = into_place(temp, real, err);
	}
	backup_remove(temp);
	return rc;
}

/* Of a mirror that stands beside it the backup is an older state: it must not
 * be written over it in the night.  folder: where it was, "" nowhere. */
static enum rc
without_mirror(const char *temp, char folder[PATH_MAX], struct err *err)
{
	struct mirror_state mirror;
	struct db *db;
	enum rc rc = db_open(temp, 10000, &db, err);

	folder[0] = '\0';
	if (rc == RC_OK && (rc = mirror_state(db, &mirror, err)) == RC_OK)
		snprintf(folder, PATH_MAX, "%s", mirror.folder);
	if (rc == RC_OK && (rc = db_begin(db, err)) == RC_OK)
		rc = db_end(db, query_run(query(db, Q_MIRROR_DROP), err), err);
	db_close(db);
	return rc;
}

enum rc
store_restore(const char *file, const char *path, struct err *err)
{
	char real[PATH_MAX], temp[PATH_MAX], mirror[PATH_MAX];
	char folder[PATH_MAX];
	enum rc rc;

	if (access(file, R_OK) != 0)
		return err_why(err, RC_NOT_FOUND, WHY_NO_STORE, file, NULL,
		    NULL);
	rc = restore_names(path, real, temp, err);
	if (rc != RC_OK)
		return rc;
	rc = copy(file, temp, err);
	if (rc == RC_OK)
		rc = without_mirror(temp, mirror, err);
	erase_folder(file, folder);
	if (rc == RC_OK)
		return restore_finish(temp, real, true, folder, mirror, err);
	backup_remove(temp);
	return rc;
}
