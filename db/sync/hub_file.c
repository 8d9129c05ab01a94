/* hub_file.c - a hub that is a folder: a share, a USB stick.  Each file is
 * written beside its name, brought to the disk and renamed; a stick that is
 * pulled in between leaves a file that no name leads to. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "db/sync/hub_kind.h"

#define MARK	"samdepa-hub"	/* says that the folder is a hub */
#define DEPTH	4
#define STALE_S	86400		/* age of a temporary file that nobody writes */

struct folder {
	char path[PATH_MAX];
};

static enum rc
outside(struct err *err, const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return err_why(err, RC_OUTSIDE, WHY_HUB_FULL, path, NULL, NULL);
	if (errno == EACCES || errno == EROFS || errno == EPERM)
		return err_why(err, RC_OUTSIDE, WHY_HUB_RIGHTS, path, NULL,
		    NULL);
	return err_why(err, RC_OUTSIDE, WHY_HUB_GONE, path, strerror(errno),
	    NULL);
}

static enum rc
path_of(const struct folder *f, const char *name, char out[PATH_MAX],
    struct err *err)
{
	if (snprintf(out, PATH_MAX, "%s/%s", f->path, name) >= PATH_MAX)
		return err_why(err, RC_INVALID, WHY_TEXT_LONG, "4000", NULL,
		    NULL);
	return RC_OK;
}

/* A pulled stick leaves its mount point: nothing there must look like a hub on
 * which nothing lies. */
static enum rc
still_there(const struct folder *f, struct err *err)
{
	char path[PATH_MAX];
	enum rc rc = path_of(f, MARK, path, err);

	return rc != RC_OK || access(path, F_OK) == 0 ? rc : outside(err,
	    f->path);
}

static enum rc
folder_sync(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* A share may not be able to; the file itself has been. */
	bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL ||
	    errno == ENOTSUP);
	enum rc rc = ok ? RC_OK : outside(err, path);

	if (fd >= 0)
		close(fd);
	return rc;
}

/* The folders that lead to a name. */
static enum rc
folders_make(char *path, size_t root, struct err *err)
{
	for (char *p = path + root + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		bool made = mkdir(path, 0777) == 0;
		bool ok = made || errno == EEXIST;
		enum rc rc = ok ? RC_OK : outside(err, path);

		if (made) {	/* its name is in the folder above */
			char *up = strrchr(path, '/');

			*up = '\0';
			rc = folder_sync(path, err);
			*up = '/';
		}
		*p = '/';
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* --- reading --- */

static enum rc
file_get(void *state, const char *name, size_t max, unsigned char **bytes,
    size_t *n, struct err *err)
{
	char path[PATH_MAX];
	struct stat st;
	enum rc rc = path_of(state, name, path, err);
	int fd = rc == RC_OK ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) :
	    -1;

	if (rc != RC_OK)
		return rc;
	if (fd < 0 && errno != ENOENT && errno != ENOTDIR)
		return outside(err, path);
	if (fd < 0) {
		rc = still_there(state, err);
		return rc == RC_OK ? err_set(err, RC_NOT_FOUND,
		    "%s: not there", name) : rc;
	}
	if (fstat(fd, &st) != 0)
		rc = outside(err, path);
	else if (!S_ISREG(st.st_mode) || st.st_size < 0 ||
	    (size_t)st.st_size > max)
		rc = err_set(err, RC_INVALID, "%s: too long", name);
	if (rc == RC_OK) {
		size_t got = 0, size = (size_t)st.st_size;
		ssize_t r = 1;

		*bytes = malloc(size + 1);
		if (*bytes == NULL)
			abort();
		while (got < size && (r = read(fd, *bytes + got,
		    size - got)) > 0)
			got += (size_t)r;
		*n = got;
		if (r < 0)
			rc = outside(err, path);
	}
	if (rc != RC_OK) {
		free(*bytes);
		*bytes = NULL;
	}
	close(fd);
	return rc;
}

struct walk {
	const char *prefix;
	void (*each)(const char *, void *);
	void *arg;
	time_t now;
};

static void
stale_remove(const struct walk *w, const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && st.st_mtime < w->now - STALE_S)
		unlink(path);
}

/* What the folder says of the entry; where it says nothing, or it is a link,
 * the file itself. */
static unsigned char
type_of(const struct folder *f, const char *name, const struct dirent *e)
{
	char path[PATH_MAX];
	struct stat st;

	if (e->d_type != DT_UNKNOWN && e->d_type != DT_LNK)
		return e->d_type;
	if (path_of(f, name, path, NULL) != RC_OK || stat(path, &st) != 0)
		return DT_UNKNOWN;
	return S_ISDIR(st.st_mode) ? DT_DIR : S_ISREG(st.st_mode) ? DT_REG :
	    DT_UNKNOWN;
}

static enum rc
walk(const struct folder *f, const char *below, int depth,
    const struct walk *w, struct err *err)
{
	char path[PATH_MAX], name[HUB_NAME_MAX + 1];
	struct dirent *e;
	enum rc rc = path_of(f, below, path, err);
	DIR *dir = rc == RC_OK ? opendir(path) : NULL;

	if (rc != RC_OK)
		return rc;
	if (dir == NULL)
		return errno == ENOENT && *below != '\0' ? RC_OK :
		    outside(err, path);
	while (rc == RC_OK && (errno = 0, e = readdir(dir)) != NULL) {
		if (snprintf(name, sizeof name, "%s%s%s", below, *below == '\0'
		    ? "" : "/", e->d_name) >= (int)sizeof name)
			continue;
		if (e->d_name[0] == '.') {
			if (strncmp(e->d_name, ".new-", 5) == 0 &&
			    path_of(f, name, path, NULL) == RC_OK)
				stale_remove(w, path);
			continue;
		}
		unsigned char type = type_of(f, name, e);
		if (type == DT_DIR && depth < DEPTH)
			rc = walk(f, name, depth + 1, w, err);
		else if (type == DT_REG && strcmp(name, MARK) != 0 &&
		    strncmp(name, w->prefix, strlen(w->prefix)) == 0)
			w->each(name, w->arg);
	}
	if (rc == RC_OK && errno != 0)
		rc = outside(err, path);
	closedir(dir);
	return rc;
}

static enum rc
file_list(void *state, const char *prefix,
    void (*each)(const char *, void *), void *arg, struct err *err)
{
	struct walk w = { prefix, each, arg, time(NULL) };
	char below[HUB_NAME_MAX + 1];
	const char *slash = strrchr(prefix, '/');

	snprintf(below, sizeof below, "%.*s", slash == NULL ? 0 :
	    (int)(slash - prefix), prefix);
	enum rc rc = still_there(state, err);
	if (rc == RC_OK)
		rc = walk(state, below, 0, &w, err);
	/* Pulled while it was read: what is missing is not gone. */
	return rc == RC_OK ? still_there(state, err) : rc;
}

/* --- writing --- */

static enum rc
bytes_write(const char *path, const void *bytes, size_t n, bool wait,
    struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	size_t done = 0;
	ssize_t w = 1;

	if (fd < 0)
		return outside(err, path);
	while (done < n && (w = write(fd, (const char *)bytes + done,
	    n - done)) > 0)
		done += (size_t)w;
	if (w == 0)
		errno = ENOSPC;
	bool ok = done == n && (!wait || fsync(fd) == 0);
	enum rc rc = ok ? RC_OK : outside(err, path);
	if (close(fd) != 0 && rc == RC_OK)
		rc = outside(err, path);
	return rc;
}

/* A name beside the file's, until it is whole: hosts share the folder, and a
 * process that was killed left its own. */
static void
temp_name(const char *path, uint64_t mark, char temp[PATH_MAX + 64])
{
	snprintf(temp, PATH_MAX + 64, "%.*s/.new-%016" PRIx64,
	    (int)(strrchr(path, '/') - path), path, mark);
}

static enum rc
temp_write(const struct folder *f, const char *name, const void *bytes,
    size_t n, bool wait, uint64_t *mark, struct err *err)
{
	char path[PATH_MAX], temp[PATH_MAX + 64];
	enum rc rc = path_of(f, name, path, err);

	if (rc == RC_OK)
		rc = folders_make(path, strlen(f->path), err);
	if (rc != RC_OK)
		return rc;
	randombytes_buf(mark, sizeof *mark);
	temp_name(path, *mark, temp);
	rc = bytes_write(temp, bytes, n, wait, err);
	if (rc != RC_OK)
		unlink(temp);
	return rc;
}

/* Gives it its name; or, rc not RC_OK, takes it away. */
static enum rc
temp_done(const struct folder *f, const char *name, uint64_t mark, enum rc rc,
    struct err *err)
{
	char path[PATH_MAX], temp[PATH_MAX + 64];

	if (path_of(f, name, path, NULL) != RC_OK)
		return rc;
	temp_name(path, mark, temp);
	if (rc == RC_OK && rename(temp, path) != 0)
		rc = outside(err, path);
	if (rc != RC_OK)
		unlink(temp);
	return rc;
}

static enum rc
above_sync(const struct folder *f, const char *name, struct err *err)
{
	char path[PATH_MAX];
	enum rc rc = path_of(f, name, path, err);

	if (rc != RC_OK)
		return rc;
	*strrchr(path, '/') = '\0';
	return folder_sync(path, err);
}

static bool
is_there(const struct folder *f, const char *name)
{
	char path[PATH_MAX];

	return path_of(f, name, path, NULL) == RC_OK &&
	    access(path, F_OK) == 0;
}

static enum rc
file_put(void *state, const char *name, const void *bytes, size_t n,
    bool replace, struct err *err)
{
	uint64_t mark;

	if (!replace && is_there(state, name))
		return RC_OK;
	enum rc rc = still_there(state, err);
	if (rc == RC_OK)
		rc = temp_write(state, name, bytes, n, true, &mark, err);
	if (rc == RC_OK)
		rc = temp_done(state, name, mark, rc, err);
	return rc == RC_OK ? above_sync(state, name, err) : rc;
}

/* The whole file system is brought to the disk once, where each file by itself
 * would wait for it. */
static enum rc
all_sync(const struct folder *f, struct err *err)
{
	int fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum rc rc = fd >= 0 && syncfs(fd) == 0 ? RC_OK :
	    outside(err, f->path);

	if (fd >= 0)
		close(fd);
	return rc;
}

static enum rc
file_put_many(void *state, const struct hub_bytes *file, size_t n,
    struct err *err)
{
	uint64_t *mark = calloc(n + 1, sizeof *mark);	/* 0: not written */
	enum rc rc = still_there(state, err);

	if (mark == NULL)
		abort();
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (!is_there(state, file[i].name))
			rc = temp_write(state, file[i].name, file[i].bytes,
			    file[i].n, false, &mark[i], err);
	if (rc == RC_OK)
		rc = all_sync(state, err);
	for (size_t i = 0; i < n; i++)
		if (mark[i] != 0)
			rc = temp_done(state, file[i].name, mark[i], rc, err);
	if (rc == RC_OK)
		rc = all_sync(state, err);
	free(mark);
	return rc;
}

static enum rc
file_remove(void *state, const char *name, struct err *err)
{
	char path[PATH_MAX];
	enum rc rc = path_of(state, name, path, err);

	if (rc != RC_OK)
		return rc;
	if (unlink(path) != 0)
		return errno == ENOENT || errno == ENOTDIR ? still_there(state,
		    err) : outside(err, path);
	return above_sync(state, name, err);
}

/* --- opening --- */

static enum rc
mark(struct folder *f, bool make, struct err *err)
{
	static const char text[] = "Samdepa hub 1\n";
	char path[PATH_MAX];
	enum rc rc = path_of(f, MARK, path, err);

	if (rc != RC_OK || access(path, F_OK) == 0)
		return rc;
	if (errno != ENOENT || (!make && access(f->path, F_OK) != 0))
		return outside(err, f->path);
	if (!make)
		return err_why(err, RC_NOT_FOUND, WHY_HUB_NONE, f->path, NULL,
		    NULL);
	if (mkdir(f->path, 0777) != 0 && errno != EEXIST)
		return outside(err, f->path);
	rc = bytes_write(path, text, sizeof text - 1, true, err);
	if (rc != RC_OK && access(path, F_OK) == 0)
		rc = RC_OK;	/* another made it at the same moment */
	return rc == RC_OK ? folder_sync(f->path, err) : rc;
}

static enum rc
file_open(const char *url, bool make, void **state, struct err *err)
{
	const char *path = url + strlen("file:");
	struct folder *f = calloc(1, sizeof *f);

	if (f == NULL)
		abort();
	/* file:///mnt/hub is the same place as file:/mnt/hub. */
	while (path[0] == '/' && path[1] == '/')
		path++;
	snprintf(f->path, sizeof f->path, "%s", path);
	for (size_t n = strlen(f->path); n > 1 && f->path[n - 1] == '/';)
		f->path[--n] = '\0';
	enum rc rc = f->path[0] == '/' ? mark(f, make, err) : err_why(err,
	    RC_INVALID, WHY_HUB_PATH, url, NULL, NULL);
	if (rc != RC_OK)
		free(f);
	else
		*state = f;
	return rc;
}

static void
file_close(void *state)
{
	free(state);
}

const struct hub_ops hub_file = {
	.open = file_open, .close = file_close, .list = file_list,
	.get = file_get, .put = file_put, .put_many = file_put_many, .remove = file_remove,
};
