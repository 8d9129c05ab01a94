#include "tui/print/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rc
failed(const char *path, int error, struct err *err)
{
	bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;

	return err_why(err, RC_OUTSIDE,
	    full ? WHY_PRINTER_FULL : WHY_PRINTER_FOLDER, path,
	    strerror(error), NULL);
}

/* The part of path that is its folder, with the '/', or "". */
static int
folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? 0 : (int)(slash - path) + 1;
}

enum rc
output_open(struct output *out, const char *path, struct err *err)
{
	int folder = folder_length(path);
	mode_t mask = umask(0);

	umask(mask);
	memset(out, 0, sizeof *out);
	out->fd = -1;
	if (strlen(path) >= sizeof out->path)
		return failed(path, ENAMETOOLONG, err);
	snprintf(out->path, sizeof out->path, "%s", path);
	snprintf(out->temp, sizeof out->temp, "%.*s.%s.XXXXXX", folder, path,
	    path + folder);
	out->fd = mkostemp(out->temp, O_CLOEXEC);
	if (out->fd == -1) {
		out->temp[0] = '\0';
		return failed(path, errno, err);
	}
	if (fchmod(out->fd, 0666 & ~mask) == -1)
		out->error = 0;		/* a file system without modes */
	return RC_OK;
}

bool
output_write(struct output *out, const void *data, size_t n)
{
	const char *p = data;

	while (n > 0 && out->error == 0) {
		ssize_t did = write(out->fd, p, n);

		if (did > 0) {
			p += did;
			n -= (size_t)did;
		} else if (errno != EINTR)
			out->error = did == 0 ? EIO : errno;
	}
	return out->error == 0;
}

enum rc
output_close(struct output *out, struct err *err)
{
	if (out->error == 0 && fsync(out->fd) == -1)
		out->error = errno;
	if (close(out->fd) == -1 && out->error == 0)
		out->error = errno;
	out->fd = -1;
	return out->error == 0 ? RC_OK : failed(out->path, out->error, err);
}

enum rc
output_keep(struct output *out, struct err *err)
{
	char folder[512];
	int n = folder_length(out->path);

	if (rename(out->temp, out->path) == -1)
		return failed(out->path, errno, err);
	out->temp[0] = '\0';
	snprintf(folder, sizeof folder, "%.*s", n, out->path);
	int fd = open(n == 0 ? "." : folder, O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC);
	if (fd != -1) {
		fsync(fd);	/* the file is whole whatever this says */
		close(fd);
	}
	return RC_OK;
}

void
output_drop(struct output *out)
{
	if (out->fd != -1)
		close(out->fd);
	if (out->temp[0] != '\0')
		unlink(out->temp);
	out->fd = -1;
	out->temp[0] = '\0';
}
