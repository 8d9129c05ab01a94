#include <assert.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/crash/crashvfs.h"
#include "tests/crash/image.h"

struct file {
	sqlite3_file  base;
	sqlite3_file *real;	/* in the same block, behind this */
	struct image *image;	/* NULL: a file that may be lost */
};

static struct {
	enum crash_mode mode;
	long     at, count;
	unsigned seed;
	bool     fired, healed;
} plan;

static sqlite3_vfs *real_vfs;

static const char *const mode_names[CRASH_MODE_COUNT] = {
	"none", "kill", "power", "eio", "full",
};

const char *
crash_mode_name(enum crash_mode mode)
{
	return mode_names[mode];
}

void
crashvfs_arm(enum crash_mode mode, long at, unsigned seed)
{
	plan.mode = mode;
	plan.at = at;
	plan.seed = seed;
	plan.count = 0;
	plan.fired = plan.healed = false;
	image_sync_all();
}

long
crashvfs_count(void)
{
	return plan.count;
}

bool
crashvfs_fired(void)
{
	return plan.fired;
}

void
crashvfs_heal(void)
{
	plan.healed = true;
}

static void
die(void)
{
	if (plan.mode == CRASH_POWER)
		image_cut_all(plan.seed);
	kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

/* Counts an operation; true if it is the one. */
static bool
tick(void)
{
	if (++plan.count != plan.at)
		return false;
	plan.fired = true;
	return true;
}

/* For what has no middle: dies, or says whether to fail. */
static bool
fails(void)
{
	bool now = tick();

	if (now && (plan.mode == CRASH_KILL || plan.mode == CRASH_POWER))
		die();
	return now && plan.mode == CRASH_EIO;
}

void
crashvfs_idle(void)
{
	/* A person who waits sees no I/O error. */
	if (plan.mode == CRASH_KILL || plan.mode == CRASH_POWER)
		fails();
}

static struct file *
file_of(sqlite3_file *f)
{
	return (struct file *)f;
}

static int
file_close(sqlite3_file *f)
{
	return file_of(f)->real->pMethods->xClose(file_of(f)->real);
}

static int
file_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	return file_of(f)->real->pMethods->xRead(file_of(f)->real, p, n, at);
}

static int
write_through(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	if (n > 0 && file_of(f)->image != NULL && plan.mode == CRASH_POWER)
		image_write(file_of(f)->image, p, (size_t)n, at);
	return file_of(f)->real->pMethods->xWrite(file_of(f)->real, p, n, at);
}

static int
file_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	if (file_of(f)->image == NULL)
		return write_through(f, p, n, at);
	bool now = tick();
	bool full = plan.mode == CRASH_FULL && plan.fired && !plan.healed;

	if (now && plan.mode == CRASH_POWER)
		die();
	if (full || (now && plan.mode != CRASH_NONE)) {
		/* What stops, stops in the middle now and then. */
		if (plan.seed % 2 == 1)
			write_through(f, p, n / 2, at);
		if (plan.mode == CRASH_KILL)
			die();
		return full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
	}
	return write_through(f, p, n, at);
}

static int
file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	struct image *im = file_of(f)->image;

	if (im != NULL && fails())
		return SQLITE_IOERR_TRUNCATE;
	if (im != NULL && plan.mode == CRASH_POWER)
		image_truncate(im, size);
	return file_of(f)->real->pMethods->xTruncate(file_of(f)->real, size);
}

static int
file_sync(sqlite3_file *f, int flags)
{
	struct image *im = file_of(f)->image;

	(void)flags;
	if (im != NULL && fails())
		return SQLITE_IOERR_FSYNC;
	if (im != NULL && plan.mode == CRASH_POWER)
		image_sync(im);
	return SQLITE_OK;
}

static int
file_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return file_of(f)->real->pMethods->xFileSize(file_of(f)->real, size);
}

static int
file_lock(sqlite3_file *f, int level)
{
	return file_of(f)->real->pMethods->xLock(file_of(f)->real, level);
}

static int
file_unlock(sqlite3_file *f, int level)
{
	return file_of(f)->real->pMethods->xUnlock(file_of(f)->real, level);
}

static int
file_reserved(sqlite3_file *f, int *out)
{
	return file_of(f)->real->pMethods->xCheckReservedLock(
	    file_of(f)->real, out);
}

static int
file_control(sqlite3_file *f, int op, void *arg)
{
	return file_of(f)->real->pMethods->xFileControl(file_of(f)->real, op,
	    arg);
}

static int
file_sector(sqlite3_file *f)
{
	return file_of(f)->real->pMethods->xSectorSize(file_of(f)->real);
}

static int
file_traits(sqlite3_file *f)
{
	return file_of(f)->real->pMethods->xDeviceCharacteristics(
	    file_of(f)->real);
}

static int
file_shm_map(sqlite3_file *f, int page, int size, int extend,
    void volatile **out)
{
	return file_of(f)->real->pMethods->xShmMap(file_of(f)->real, page,
	    size, extend, out);
}

static int
file_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return file_of(f)->real->pMethods->xShmLock(file_of(f)->real, offset,
	    n, flags);
}

static void
file_shm_barrier(sqlite3_file *f)
{
	file_of(f)->real->pMethods->xShmBarrier(file_of(f)->real);
}

static int
file_shm_unmap(sqlite3_file *f, int delete)
{
	return file_of(f)->real->pMethods->xShmUnmap(file_of(f)->real, delete);
}

/* Version 2: no mapped reads or writes behind our back. */
static const sqlite3_io_methods methods = {
	.iVersion = 2, .xClose = file_close, .xRead = file_read,
	.xWrite = file_write, .xTruncate = file_truncate, .xSync = file_sync,
	.xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock,
	.xCheckReservedLock = file_reserved, .xFileControl = file_control,
	.xSectorSize = file_sector, .xDeviceCharacteristics = file_traits,
	.xShmMap = file_shm_map, .xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier, .xShmUnmap = file_shm_unmap,
};

static int
vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags,
    int *out_flags)
{
	const int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL |
	    SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL;
	struct file *file = file_of(f);
	bool is_new = path != NULL && access(path, F_OK) != 0;

	(void)vfs;
	memset(file, 0, sizeof *file);
	file->real = (sqlite3_file *)(file + 1);
	if (path != NULL && (flags & kept) != 0)
		file->image = image_of(path);
	int rc = real_vfs->xOpen(real_vfs, path, file->real, flags, out_flags);
	if (file->real->pMethods != NULL)
		file->base.pMethods = &methods;
	if (rc == SQLITE_OK && is_new && file->image != NULL &&
	    plan.mode == CRASH_POWER)
		image_create(file->image);
	return rc;
}

static int
vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_dir)
{
	bool there = access(path, F_OK) == 0;

	(void)vfs;
	if (there && fails())
		return SQLITE_IOERR_DELETE;
	struct image *im = there && plan.mode == CRASH_POWER ?
	    image_of(path) : NULL;
	int rc = real_vfs->xDelete(real_vfs, path, 0);
	if (im != NULL && rc == SQLITE_OK) {
		image_unlink(im);
		if (sync_dir)
			image_sync(im);
	}
	return rc;
}

void
crashvfs_install(void)
{
	static sqlite3_vfs vfs;

	real_vfs = sqlite3_vfs_find(NULL);
	assert(real_vfs != NULL);
	vfs = *real_vfs;
	vfs.zName = "crash";
	vfs.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
	vfs.xOpen = vfs_open;
	vfs.xDelete = vfs_delete;
	vfs.pNext = NULL;
	sqlite3_vfs_register(&vfs, 1);
}
