#include "db/mirror_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/backup.h"
#include "db/clock.h"
#include "db/wal.h"

#define CHUNK_BYTES	(256 << 10)	/* read, compared and written at once */
#define HEAD_FORM	"samdepa-mirror 1 %32s %s %020lld\n"
#define HEAD_BYTES	79		/* always */

void
mirror_name(const struct mirror *m, enum mirror_end end, char out[PATH_MAX])
{
	static const char *const ends[] = { "", "-wal", "-head", ".new" };

	snprintf(out, PATH_MAX, "%s/%s.mirror%s", m->folder, m->depot,
	    ends[end]);
}

static enum why
trouble(void)
{
	switch (errno) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return WHY_MIRROR_FULL;
	case EROFS:
	case EACCES:
	case EPERM:
		return WHY_MIRROR_READONLY;
	default:
		return WHY_MIRROR_GONE;
	}
}

static int
file_open(const struct mirror *m, enum mirror_end end, int flags)
{
	char name[PATH_MAX];

	mirror_name(m, end, name);
	return open(name, flags | O_CLOEXEC, 0600);
}

static bool
write_all(int fd, const void *bytes, size_t n, off_t at)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t done = pwrite(fd, p, n, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

/* --- the head --- */

enum why
mirror_head_read(const struct mirror *m, struct mirror_head *h)
{
	char text[HEAD_BYTES + 1] = "", state[8] = "";
	long long when;
	int fd = file_open(m, MIRROR_HEAD, O_RDONLY), used = 0;

	if (fd < 0)
		return WHY_MIRROR_GONE;
	ssize_t n = pread(fd, text, HEAD_BYTES, 0);
	close(fd);
	if (n != HEAD_BYTES || sscanf(text, "samdepa-mirror 1 %32s %7s %20lld%n",
	    h->id, state, &when, &used) != 3 || used != HEAD_BYTES - 1)
		return WHY_MIRROR_GONE;
	h->current = strcmp(state, "current") == 0;
	h->time = when;
	return WHY_NONE;
}

enum why
mirror_head_write(const struct mirror *m, bool current)
{
	char text[HEAD_BYTES + 1];
	enum why why = WHY_NONE;
	int fd = file_open(m, MIRROR_HEAD, O_WRONLY | O_CREAT);

	if (fd < 0)
		return trouble();
	snprintf(text, sizeof text, HEAD_FORM, m->id, current ? "current" :
	    "stale..", (long long)clock_now());
	if (!write_all(fd, text, HEAD_BYTES, 0) || fsync(fd) != 0)
		why = trouble();
	close(fd);
	return why;
}

/* --- the WAL, byte by byte --- */

struct tail {
	int      from, to;	/* the store's WAL, the mirror's */
	uint32_t frames, have;
	off_t    frame;		/* bytes of one */
	unsigned char head[WAL_HEAD];
};

static off_t
place(const struct tail *t, uint32_t frames)
{
	return WAL_HEAD + (off_t)frames * t->frame;
}

/* Up to which frame both are the same, from one on. */
static uint32_t
same(const struct tail *t, uint32_t from, uint32_t to)
{
	static char a[CHUNK_BYTES], b[CHUNK_BYTES];
	uint32_t step = (uint32_t)(CHUNK_BYTES / t->frame);

	while (from < to) {
		uint32_t n = to - from < step ? to - from : step;
		size_t bytes = (size_t)(n * t->frame);

		if (pread(t->from, a, bytes, place(t, from)) !=
		    (ssize_t)bytes || pread(t->to, b, bytes, place(t, from)) !=
		    (ssize_t)bytes || memcmp(a, b, bytes) != 0) {
			if (n == 1)
				return from;
			step = n / 2;
			continue;
		}
		from += n;
	}
	return to;
}

/* SQLite counts the rounds of a WAL, and its salt with them. */
static bool
follows(const unsigned char *next, const unsigned char *head)
{
	return wal_be32(next + 12) == wal_be32(head + 12) + 1 &&
	    wal_be32(next + 16) == wal_be32(head + 16) + 1;
}

/* Which of the store's frames the mirror has.  A round that ended is whole in
 * it: the store's WAL is moved over only after the mirror has it all, or the
 * mirror is given up. */
static enum why
line_up(struct db *db, const struct mirror *m, struct tail *t)
{
	unsigned char head[WAL_HEAD];
	uint32_t known = db->mirrored;
	struct stat st;

	t->have = 0;
	if (memcmp(db->mirror_round, t->head + 16, 8) != 0)
		known = 0;
	if (fstat(t->to, &st) != 0)
		return trouble();
	if (st.st_size < WAL_HEAD)
		return WHY_NONE;
	if (pread(t->to, head, sizeof head, 0) != sizeof head)
		return trouble();
	if (memcmp(head, t->head, sizeof head) == 0) {
		off_t there = (st.st_size - WAL_HEAD) / t->frame;
		uint32_t n = there < (off_t)t->frames ? (uint32_t)there :
		    t->frames;

		if (known > n)
			known = 0;
		t->have = same(t, known > 0 ? known - 1 : 0, n);
		if (t->have < known)
			t->have = same(t, 0, n);
		return WHY_NONE;
	}
	if (sodium_is_zero(head, sizeof head))
		return WHY_NONE;
	return follows(t->head, head) ? mirror_fold(m, false) :
	    WHY_MIRROR_BEHIND;
}

static enum why
copy_frames(const struct tail *t)
{
	static char bytes[CHUNK_BYTES];
	uint32_t step = (uint32_t)(CHUNK_BYTES / t->frame), n;

	if (t->have == 0 && !write_all(t->to, t->head, WAL_HEAD, 0))
		return trouble();
	for (uint32_t at = t->have; at < t->frames; at += n) {
		n = t->frames - at < step ? t->frames - at : step;
		size_t size = (size_t)(n * t->frame);

		if (pread(t->from, bytes, size, place(t, at)) != (ssize_t)size)
			return WHY_MIRROR_BEHIND;
		if (!write_all(t->to, bytes, size, place(t, at)))
			return trouble();
	}
	return fdatasync(t->to) == 0 ? WHY_NONE : trouble();
}

static int
store_wal(struct db *db)
{
	char name[PATH_MAX + 8];

	snprintf(name, sizeof name, "%s-wal", db->path);
	return open(name, O_RDONLY | O_CLOEXEC);
}

static enum why
ours(const struct mirror *m)
{
	struct mirror_head head;
	enum why why = mirror_head_read(m, &head);

	if (why == WHY_NONE && strcmp(head.id, m->id) != 0)
		why = WHY_MIRROR_OTHER;
	return why;
}

enum why
mirror_append(struct db *db, const struct mirror *m)
{
	struct tail t = { .frames = wal_frames(db) };
	enum why why = ours(m);

	if (why == WHY_NONE && m->renew)
		why = WHY_MIRROR_BEHIND;
	if (why != WHY_NONE || t.frames == 0)
		return why;
	t.from = store_wal(db);
	t.to = file_open(m, MIRROR_WAL, O_RDWR);
	if (t.to < 0)
		why = trouble();
	else if (pread(t.from, t.head, WAL_HEAD, 0) != WAL_HEAD)
		why = WHY_MIRROR_BEHIND;
	t.frame = WAL_FRAME_HEAD + (off_t)wal_be32(t.head + 8);
	if (why == WHY_NONE)
		why = line_up(db, m, &t);
	if (why == WHY_NONE && t.have < t.frames)
		why = copy_frames(&t);
	if (why == WHY_NONE) {
		db->mirrored = t.frames;
		memcpy(db->mirror_round, t.head + 16, 8);
	}
	if (t.from >= 0)
		close(t.from);
	if (t.to >= 0)
		close(t.to);
	return why;
}

/* --- into the file --- */

/* Of each page the last frame, in the order of the file. */
static enum why
move_over(int wal, int base, uint32_t frames, uint32_t page, uint32_t pages)
{
	static unsigned char bytes[65536];
	unsigned char head[4];
	off_t size = WAL_FRAME_HEAD + (off_t)page;
	uint32_t *last = calloc((size_t)pages + 1, sizeof *last);
	enum why why = WHY_NONE;

	if (last == NULL)
		abort();
	for (uint32_t i = 0; i < frames; i++)
		if (pread(wal, head, sizeof head, WAL_HEAD + i * size) ==
		    sizeof head && wal_be32(head) <= pages)
			last[wal_be32(head)] = i + 1;
	for (uint32_t p = 1; p <= pages && why == WHY_NONE; p++) {
		if (last[p] == 0)
			continue;
		if (pread(wal, bytes, page, WAL_HEAD + (last[p] - 1) * size +
		    WAL_FRAME_HEAD) != (ssize_t)page ||
		    !write_all(base, bytes, page, (off_t)(p - 1) * page))
			why = trouble();
	}
	free(last);
	if (why == WHY_NONE && (ftruncate(base, (off_t)pages * page) != 0 ||
	    fsync(base) != 0))
		why = trouble();
	return why;
}

/* A frame of this round behind the last good one: what is between was damaged
 * over there.  Frames of earlier rounds have another salt. */
static bool
has_more(int wal, uint32_t good, uint32_t page, off_t size)
{
	unsigned char salt[8], head[WAL_FRAME_HEAD];
	off_t frame = WAL_FRAME_HEAD + (off_t)page;

	if (pread(wal, salt, sizeof salt, 16) != sizeof salt)
		return true;
	for (off_t at = WAL_HEAD + good * frame; at + frame <= size;
	    at += frame)
		if (pread(wal, head, sizeof head, at) != sizeof head ||
		    memcmp(head + 8, salt, sizeof salt) == 0)
			return true;
	return false;
}

static bool
is_empty(int wal)
{
	unsigned char head[WAL_HEAD];

	return pread(wal, head, sizeof head, 0) == sizeof head &&
	    sodium_is_zero(head, sizeof head);
}

static enum why
empty(int wal, bool cut)
{
	static const unsigned char none[WAL_HEAD];

	return (cut ? ftruncate(wal, 0) == 0 :
	    write_all(wal, none, sizeof none, 0)) && fsync(wal) == 0 ?
	    WHY_NONE : trouble();
}

enum why
mirror_fold(const struct mirror *m, bool cut)
{
	int wal = file_open(m, MIRROR_WAL, O_RDWR);
	int base = file_open(m, MIRROR_BASE, O_RDWR);
	uint32_t page, pages, frames;
	struct stat st;
	enum why why = WHY_NONE;

	if (wal < 0 || base < 0 || fstat(wal, &st) != 0)
		why = trouble();
	else {
		frames = wal_good(wal, &page, &pages);
		if (st.st_size >= WAL_HEAD && !is_empty(wal))
			why = frames == 0 || has_more(wal, frames, page,
			    st.st_size) ? WHY_MIRROR_BEHIND :
			    move_over(wal, base, frames, page, pages);
		if (why == WHY_NONE && st.st_size > 0)
			why = empty(wal, cut);
	}
	if (wal >= 0)
		close(wal);
	if (base >= 0)
		close(base);
	return why;
}

/* --- a new copy --- */

enum why
mirror_catch_up(struct db *db, const char *copy)
{
	static const unsigned char in_wal_mode[2] = { 2, 2 };
	int base = open(copy, O_RDWR | O_CLOEXEC), wal = store_wal(db);
	uint32_t page, pages, frames = 0;
	enum why why = WHY_NONE;

	if (base < 0)
		why = trouble();
	if (wal >= 0 && wal_frames(db) > 0)
		frames = wal_good(wal, &page, &pages);
	if (why == WHY_NONE && frames > 0)
		why = move_over(wal, base, frames, page, pages);
	if (why == WHY_NONE && (!write_all(base, in_wal_mode, 2, 18) ||
	    fsync(base) != 0))
		why = trouble();
	if (base >= 0)
		close(base);
	if (wal >= 0)
		close(wal);
	return why;
}

enum why
mirror_replace(const struct mirror *m)
{
	char from[PATH_MAX], to[PATH_MAX];
	enum why why = mirror_head_write(m, false);
	int wal = -1;

	if (why == WHY_NONE) {
		wal = file_open(m, MIRROR_WAL, O_RDWR | O_CREAT);
		if (wal < 0 || ftruncate(wal, 0) != 0 || fsync(wal) != 0)
			why = trouble();
	}
	if (wal >= 0)
		close(wal);
	mirror_name(m, MIRROR_NEW, from);
	mirror_name(m, MIRROR_BASE, to);
	if (why == WHY_NONE && (rename(from, to) != 0 ||
	    backup_sync(to, NULL) != RC_OK))
		why = trouble();
	return why == WHY_NONE ? mirror_head_write(m, true) : why;
}

void
mirror_remove(const struct mirror *m)
{
	static const enum mirror_end ends[] = { MIRROR_HEAD, MIRROR_WAL,
	    MIRROR_BASE, MIRROR_NEW };
	char name[PATH_MAX];

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		mirror_name(m, ends[i], name);
		unlink(name);
	}
}
