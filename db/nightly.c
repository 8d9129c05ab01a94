#include "db/nightly.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/clock.h"
#include "db/copies.h"
#include "db/day.h"
#include "db/mirror.h"
#include "db/staff.h"

#define ENDING	".backup"
#define NIGHTLY_FOLDER_MAX 4000	/* bytes of its path */

struct files {
	int32_t day[NIGHTLY_FILES_MAX];
	bool    stays[NIGHTLY_FILES_MAX];
	size_t  n;
};

/* --- which stay --- */

static int32_t
week_of(int32_t day)
{
	return day - clock_weekday(day);	/* its Monday */
}

static int32_t
month_of(int32_t day)
{
	int year, month, mday;

	day_to_date(day, &year, &month, &mday);
	return year * 12 + month;
}

static int32_t
day_itself(int32_t day)
{
	return day;
}

/* The first, which is the newest, of each of the newest spans. */
static void
choose(const int32_t *day, size_t n, int32_t (*span)(int32_t), int32_t left,
    bool *stays)
{
	for (size_t i = 0; i < n && left > 0; i++)
		if (i == 0 || span(day[i]) != span(day[i - 1])) {
			stays[i] = true;
			left--;
		}
}

void
nightly_choose(const int32_t *day, size_t n, const struct nightly_keep *keep,
    bool *stays)
{
	memset(stays, 0, n * sizeof *stays);
	choose(day, n, day_itself, keep->daily, stays);
	choose(day, n, week_of, keep->weekly, stays);
	choose(day, n, month_of, keep->monthly, stays);
}

/* --- names --- */

static void
name_of(char out[PATH_MAX], const char *folder, const char *depot, int32_t day)
{
	char date[CLOCK_DAY_MAX];

	snprintf(out, PATH_MAX, "%.*s/%s-%s" ENDING, NIGHTLY_FOLDER_MAX,
	    folder, depot, clock_format_day(day, date));
}

bool
nightly_day(const char *name, const char *depot, int32_t *day)
{
	size_t n = strlen(depot);
	int year, month, mday, used = 0;

	if (strncmp(name, depot, n) != 0 || sscanf(name + n,
	    "-%4d-%2d-%2d" ENDING "%n", &year, &month, &mday, &used) != 3 ||
	    used != (int)strlen("-2026-11-25" ENDING) ||
	    name[n + (size_t)used] != '\0' || !day_date_ok(year, month, mday))
		return false;
	*day = day_from_date(year, month, mday);
	return true;
}

static int
newest_first(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x < y) - (x > y);
}

static enum rc
files_list(const char *folder, const char *depot, struct files *f,
    struct err *err)
{
	DIR *dir = opendir(folder);
	struct dirent *e;

	f->n = 0;
	if (dir == NULL)
		return backup_outside(err, "open", folder);
	while ((e = readdir(dir)) != NULL && f->n < NIGHTLY_FILES_MAX)
		f->n += nightly_day(e->d_name, depot, &f->day[f->n]);
	closedir(dir);
	qsort(f->day, f->n, sizeof *f->day, newest_first);
	return RC_OK;
}

/* --- thinning out --- */

static int32_t
oldest_day(struct db *db, int32_t today)
{
	struct retention keep[RETENTION_MAX];
	size_t n = 0;

	if (retention_list(db, keep, RETENTION_MAX, &n, NULL) == RC_OK)
		for (size_t i = 0; i < n; i++)
			if (strcmp(keep[i].what, "backup") == 0)
				return today - keep[i].days;
	return INT32_MIN;
}

static enum rc
thin_out(struct db *db, const char *folder, int32_t today,
    const struct nightly_keep *keep, struct nightly_report *report,
    struct err *err)
{
	static struct files f;
	char name[PATH_MAX];
	enum rc rc = files_list(folder, db_depot(db), &f, err);
	/* A clock that jumped must not take all older copies with it. */
	int32_t oldest = db_clock_is_ahead(db) ? INT32_MIN :
	    oldest_day(db, today);

	if (rc != RC_OK)
		return rc;
	nightly_choose(f.day, f.n, keep, f.stays);
	for (size_t i = 0; rc == RC_OK && i < f.n; i++) {
		if (f.day[i] == today || (f.stays[i] && f.day[i] >= oldest)) {
			report->kept++;
			continue;
		}
		name_of(name, folder, db_depot(db), f.day[i]);
		if (unlink(name) != 0)
			rc = backup_outside(err, "remove", name);
		else if ((rc = copies_drop(db, name, err)) == RC_OK)
			report->removed++;
	}
	return rc;
}

enum rc
nightly_backup(struct db *db, const char *folder,
    const struct nightly_keep *keep, const struct store_progress *p,
    struct nightly_report *report, struct err *err)
{
	char real[PATH_MAX];
	int32_t today = clock_today();

	memset(report, 0, sizeof *report);
	if (realpath(folder, real) == NULL)
		return backup_outside(err, "open", folder);
	if (strlen(real) > NIGHTLY_FOLDER_MAX)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "4000", NULL,
		    NULL);
	name_of(report->file, real, db_depot(db), today);
	enum rc rc = store_backup(db, report->file, p, err);
	if (rc == RC_OK)
		rc = copies_nightly(db, report->file, err);
	if (rc == RC_OK)
		rc = thin_out(db, real, today, keep, report, err);
	if (rc == RC_OK && copies_erasures(db) > 0)
		rc = erase_settle(db, &report->erased, err);
	/* What is wrong with the mirror does not keep a backup from being
	 * made, but it is told. */
	return rc == RC_OK ? mirror_nightly(db, p, err) : rc;
}

enum rc
nightly_last(struct db *db, int64_t *time, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_COPY_NEWEST);
	enum rc rc = query_step(q, err);

	if (rc == RC_OK && query_col(q, 1) == 0)
		rc = RC_NOT_FOUND;
	*time = rc == RC_OK ? query_col(q, 0) : 0;
	query_done(q);
	return rc;
}
