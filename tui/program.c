#include "tui/program.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

char *
program_find(const char *name, char out[PROGRAM_PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", out, PROGRAM_PATH_MAX - 1);

	out[n > 0 ? n : 0] = '\0';
	char *slash = strrchr(out, '/');
	if (slash != NULL) {
		size_t left = (size_t)(out + PROGRAM_PATH_MAX - slash - 1);
		if ((size_t)snprintf(slash + 1, left, "%s", name) < left &&
		    access(out, X_OK) == 0)
			return out;
	}
	snprintf(out, PROGRAM_PATH_MAX, "%s/bin/%s", PREFIX, name);
	if (access(out, X_OK) != 0)
		snprintf(out, PROGRAM_PATH_MAX, "%s", name);
	return out;
}
