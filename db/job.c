#include "db/job.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/clock.h"
#include "db/local.h"

static enum rc
count(struct db *db, int64_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_JOB_COUNT);
	enum rc rc = query_step(q, err);

	if (rc == RC_OK)
		*n = query_col(q, 0);
	query_done(q);
	return rc;
}

enum rc
job_add(struct db *db, const char *seat, const char *kind, int64_t thing,
    int64_t act, struct err *err)
{
	char number[24];
	int64_t n = 0;
	enum rc rc = local_begin(db, err);

	if (rc != RC_OK)
		return rc;
	rc = count(db, &n, err);
	snprintf(number, sizeof number, "%lld", (long long)n);
	if (rc == RC_OK && n >= JOBS_MAX)
		rc = err_why(err, RC_REFUSED, WHY_JOBS_FULL, number, NULL,
		    NULL);
	if (rc == RC_OK) {
		sqlite3_stmt *q = query(db, Q_JOB_ADD);

		query_text(q, ":seat", seat);
		query_text(q, ":kind", kind);
		query_int(q, ":thing", thing);
		query_int(q, ":act", act);
		query_int(q, ":time", clock_now());
		rc = query_run(q, err);
	}
	return local_end(db, rc, err);
}

enum rc
job_list(struct db *db, const char *seat, struct job *out, size_t cap,
    size_t *n, struct err *err)
{
	sqlite3_stmt *q = query(db, Q_JOB_LIST);
	enum rc rc = RC_NOT_FOUND;

	*n = 0;
	if (seat != NULL)
		query_text(q, ":seat", seat);
	while (*n < cap && (rc = query_step(q, err)) == RC_OK) {
		struct job *j = &out[(*n)++];

		*j = (struct job){ .id = query_col(q, 0),
		    .thing = query_col(q, 3), .act = query_col(q, 4),
		    .time = query_col(q, 5),
		    .state = (enum job_state)query_col(q, 6) };
		query_col_text(q, 1, j->seat, sizeof j->seat);
		query_col_text(q, 2, j->kind, sizeof j->kind);
	}
	query_done(q);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* A statement about one job, which must be there. */
static enum rc
change(struct db *db, enum query_id id, int64_t job, enum job_state state,
    struct err *err)
{
	enum rc rc = local_begin(db, err);

	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, id);
	query_int(q, ":id", job);
	if (id == Q_JOB_SET)
		query_int(q, ":state", state);
	rc = query_run(q, err);
	if (rc == RC_OK && sqlite3_changes(db->sql) == 0)
		rc = err_why(err, RC_NOT_FOUND, WHY_NO_JOB, NULL, NULL, NULL);
	return local_end(db, rc, err);
}

enum rc
job_set(struct db *db, int64_t id, enum job_state state, struct err *err)
{
	return change(db, Q_JOB_SET, id, state, err);
}

enum rc
job_drop(struct db *db, int64_t id, struct err *err)
{
	return change(db, Q_JOB_DROP, id, JOB_WAITING, err);
}

static enum rc
doubt(struct db *db, const char *seat, struct err *err)
{
	enum rc rc = local_begin(db, err);

	if (rc != RC_OK)
		return rc;
	sqlite3_stmt *q = query(db, Q_JOB_DOUBT);
	query_text(q, ":seat", seat);
	return local_end(db, query_run(q, err), err);
}

enum rc
job_own(struct db *db, const char *seat, int *fd, struct err *err)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char path[PATH_MAX + JOB_SEAT_MAX + 16];

	if (*fd >= 0)
		return RC_OK;
	if (db->readonly)
		return err_why(err, RC_OUTSIDE, WHY_READONLY, NULL, NULL, NULL);
	snprintf(path, sizeof path, "%s.seat%s%s", db->path, *seat != '\0' ?
	    "-" : "", seat);
	int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
	if (f < 0)
		return err_set(err, RC_OUTSIDE, "%.150s: %s", path,
		    strerror(errno));
	enum rc rc = fcntl(f, F_OFD_SETLK, &whole) == 0 ?
	    doubt(db, seat, err) : err_set(err, RC_BUSY,
	    "another prints for this seat");
	if (rc == RC_OK)
		*fd = f;
	else
		close(f);
	return rc;
}
