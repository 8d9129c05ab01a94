/* length.c - whether the store's file has lost its end.  SQLite itself would
 * find out only when it reads a page that is not there. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/query.h"

enum { WAL_HEAD = 32, FRAME_HEAD = 24, TRIES = 3 };

static int64_t
be32(const unsigned char *p)
{
	return (int64_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

/* Counts the pages from first on that frames of the WAL hold. */
static int64_t
count_in_wal(int fd, int64_t page, int64_t first, int64_t missing)
{
	unsigned char head[WAL_HEAD], frame[FRAME_HEAD];
	struct stat st;
	int64_t found = 0;

	if (fstat(fd, &st) != 0 || pread(fd, head, sizeof head, 0) !=
	    sizeof head || be32(head + 8) != page)
		return 0;
	int64_t frames = (st.st_size - WAL_HEAD) / (FRAME_HEAD + page);
	if (missing > frames)
		return 0;
	bool *seen = calloc((size_t)missing, sizeof *seen);
	if (seen == NULL)
		abort();
	for (int64_t i = 0; i < frames; i++) {
		if (pread(fd, frame, sizeof frame, WAL_HEAD + i *
		    (FRAME_HEAD + page)) != sizeof frame ||
		    memcmp(frame + 8, head + 16, 8) != 0)
			break;	/* of an earlier round, or cut */
		int64_t at = be32(frame) - first;
		if (at >= 0 && at < missing && !seen[at]) {
			seen[at] = true;
			found++;
		}
	}
	free(seen);
	return found;
}

/* A checkpoint writes the first page, which says how many there are, before
 * the last ones: whoever is killed in it, or opens beside it, finds those in
 * the WAL.  The file is read through SQLite's own descriptor, since to close
 * another would drop this process's locks. */
static bool
is_whole(struct db *db)
{
	unsigned char head[100];
	char wal[PATH_MAX + 8];
	sqlite3_int64 size;
	sqlite3_file *f = NULL;

	sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_FILE_POINTER, &f);
	if (f == NULL || f->pMethods == NULL || f->pMethods->xFileSize(f,
	    &size) != SQLITE_OK || size < (sqlite3_int64)sizeof head ||
	    f->pMethods->xRead(f, head, sizeof head, 0) != SQLITE_OK)
		return true;	/* SQLite says what is wrong with it */
	int64_t page = head[16] << 8 | head[17];
	if (page == 1)
		page = 65536;
	if (page < 512)
		return true;
	int64_t have = size / page, missing = be32(head + 28) - have;
	if (missing <= 0)
		return true;
	snprintf(wal, sizeof wal, "%s-wal", db->path);
	int fd = open(wal, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	int64_t found = count_in_wal(fd, page, have + 1, missing);
	close(fd);
	return found == missing;
}

enum rc
db_length_check(struct db *db, struct err *err)
{
	/* Between two looks another process may have ended its checkpoint. */
	for (int i = 0; i < TRIES; i++)
		if (is_whole(db))
			return RC_OK;
	return err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
}
