/* wal.c - whether the WAL has lost acts.  SQLite takes a WAL's frames up to
 * the first whose checksum is wrong, and forgets those behind it: right for a
 * write that the power cut, where nothing behind was confirmed; a bit that
 * fell over in the middle takes confirmed acts with it, without a word, and
 * the next act would be written over them. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "db/query.h"
#include "db/wal.h"

enum {
	FRAME_HEAD = WAL_FRAME_HEAD, PAGE_MAX = 65536,
	STARTS = 4	/* frames that one damaged sector may have spoilt */
};

struct frame {
	uint32_t salt[2], sum[2];
	uint32_t commit;	/* the store's pages, or 0: more to come */
	unsigned char page[PAGE_MAX];
};

struct wal {
	int      fd;
	uint32_t page;
	uint32_t salt[2];	/* of this round */
};

/* What SQLite has taken: a word of the head of the index that is shared. */
static uint32_t
frames_taken(volatile void *shm)
{
	return ((volatile uint32_t *)shm)[4];
}

uint32_t
wal_be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* Frame n, from 1 on, if it is there and of this round. */
static bool
frame_read(const struct wal *w, uint32_t n, struct frame *f,
    unsigned char head[FRAME_HEAD])
{
	off_t at = WAL_HEAD + (off_t)(n - 1) * (FRAME_HEAD + w->page);

	if (pread(w->fd, head, FRAME_HEAD, at) != FRAME_HEAD ||
	    pread(w->fd, f->page, w->page, at + FRAME_HEAD) !=
	    (ssize_t)w->page)
		return false;
	f->commit = wal_be32(head + 4);
	for (int i = 0; i < 2; i++) {
		f->salt[i] = wal_be32(head + 8 + 4 * i);
		f->sum[i] = wal_be32(head + 16 + 4 * i);
	}
	/* A new round changes both halves: one may be what is damaged. */
	return f->salt[1] != 0 &&
	    (f->salt[0] == w->salt[0] || f->salt[1] == w->salt[1]);
}

static void
sum_add(uint32_t sum[2], const unsigned char *p, size_t n)
{
	uint32_t x[2];

	for (; n >= sizeof x; n -= sizeof x, p += sizeof x) {
		memcpy(x, p, sizeof x);
		sum[0] += x[0] + sum[1];
		sum[1] += x[1] + sum[0];
	}
}

/* Goes on from frame n, whose sum is given, as long as each frame's sum goes
 * on from the one before, and counts the commits on the way; strict: as
 * SQLite does.  Returns the frame that it stopped at. */
static uint32_t
follow(const struct wal *w, uint32_t n, bool strict, uint32_t sum[2],
    int *commits)
{
	static struct frame f;
	unsigned char head[FRAME_HEAD];

	while (frame_read(w, ++n, &f, head)) {
		sum_add(sum, head, 8);
		sum_add(sum, f.page, w->page);
		if (memcmp(sum, f.sum, sizeof f.sum) != 0 || (strict &&
		    memcmp(f.salt, w->salt, sizeof f.salt) != 0))
			break;
		*commits += f.commit != 0;
	}
	return n;
}

/* The same from the sum that stands in frame n, right or wrong. */
static uint32_t
follow_from(const struct wal *w, uint32_t n, bool strict, int *commits)
{
	static struct frame f;
	unsigned char head[FRAME_HEAD];

	*commits = 0;
	if (!frame_read(w, n, &f, head))
		return n;
	*commits = f.commit != 0;
	return follow(w, n, strict, f.sum, commits);
}

/* A cut write leaves one commit at most: the next one waits for the disk. */
static bool
has_lost(struct wal *w, uint32_t taken)
{
	unsigned char head[WAL_HEAD];
	uint32_t sum[2], own[2] = { 0, 0 }, bad;
	int commits = 0;

	if (pread(w->fd, head, sizeof head, 0) != sizeof head)
		return false;
	for (int i = 0; i < 2; i++) {
		w->salt[i] = wal_be32(head + 16 + 4 * i);
		sum[i] = wal_be32(head + 24 + 4 * i);
	}
	sum_add(own, head, 24);
	if (taken > 0)
		bad = follow_from(w, taken, true, &commits);
	else if (memcmp(own, sum, sizeof sum) == 0)
		bad = follow(w, 0, true, sum, &commits);
	else
		bad = 1;	/* for the sake of its head, all was dropped */
	for (uint32_t i = 0; i < STARTS; i++) {
		follow_from(w, bad + i, false, &commits);
		if (commits > 1)
			return true;
	}
	return false;
}

/* The head of the index that all processes share, NULL: none. */
static volatile void *
shared(struct db *db, unsigned char head[4])
{
	sqlite3_file *f = NULL;
	volatile void *shm = NULL;

	sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_FILE_POINTER, &f);
	/* head: page size, write version, read version */
	if (f == NULL || f->pMethods == NULL || f->pMethods->iVersion < 2 ||
	    f->pMethods->xShmMap == NULL || f->pMethods->xRead(f, head, 4,
	    16) != SQLITE_OK || head[3] != 2 ||
	    f->pMethods->xShmMap(f, 0, 32768, 0, &shm) != SQLITE_OK)
		return NULL;
	return shm;
}

uint32_t
wal_frames(struct db *db)
{
	unsigned char head[4];
	volatile void *shm = shared(db, head);

	return shm == NULL ? 0 : frames_taken(shm);
}

uint32_t
wal_good(int fd, uint32_t *page, uint32_t *pages)
{
	static struct frame f;
	unsigned char head[WAL_HEAD], at[FRAME_HEAD];
	uint32_t sum[2] = { 0, 0 }, good = 0;
	struct wal w = { .fd = fd };

	*pages = 0;
	if (pread(fd, head, sizeof head, 0) != sizeof head)
		return 0;
	*page = w.page = wal_be32(head + 8);
	sum_add(sum, head, 24);
	if (w.page < 512 || w.page > PAGE_MAX || sum[0] != wal_be32(head + 24)
	    || sum[1] != wal_be32(head + 28))
		return 0;
	for (int i = 0; i < 2; i++)
		w.salt[i] = wal_be32(head + 16 + 4 * i);
	for (uint32_t n = 1; frame_read(&w, n, &f, at); n++) {
		sum_add(sum, at, 8);
		sum_add(sum, f.page, w.page);
		if (memcmp(sum, f.sum, sizeof sum) != 0 ||
		    memcmp(f.salt, w.salt, sizeof f.salt) != 0)
			break;
		if (f.commit != 0) {
			good = n;
			*pages = f.commit;
		}
	}
	return good;
}

enum rc
db_wal_check(struct db *db, struct err *err)
{
	char name[PATH_MAX + 8];
	unsigned char head[4];
	struct wal w;
	volatile void *shm = shared(db, head);

	if (shm == NULL)
		return RC_OK;
	snprintf(name, sizeof name, "%s-wal", db->path);
	w.fd = open(name, O_RDONLY | O_CLOEXEC);
	w.page = (uint32_t)head[0] << 8 | head[1];
	if (w.page == 1)
		w.page = PAGE_MAX;
	bool lost = false;
	if (w.fd >= 0 && w.page >= 512) {
		uint32_t taken = frames_taken(shm);

		/* Unless another process went on writing meanwhile. */
		lost = has_lost(&w, taken) && has_lost(&w, taken) &&
		    frames_taken(shm) == taken;
	}
	if (w.fd >= 0)
		close(w.fd);
	if (lost)
		return err_why(err, RC_DAMAGED, WHY_DAMAGED, NULL, NULL, NULL);
	return RC_OK;
}
