#include <stdlib.h>
#include <string.h>

#include "tests/lib/vt.h"

bool
vt_golden(const struct vt *vt, const char *path)
{
	const char *mode = getenv("GOLDEN");
	char *seen = NULL, wanted[65536] = "";
	size_t size;

	FILE *f = open_memstream(&seen, &size);
	if (f == NULL)
		exit(2);
	vt_dump(vt, f);
	fclose(f);
	bool update = mode != NULL && strcmp(mode, "update") == 0;
	f = fopen(path, update ? "w" : "r");
	if (f != NULL && update)
		fwrite(seen, 1, size, f);
	else if (f != NULL)
		wanted[fread(wanted, 1, sizeof wanted - 1, f)] = '\0';
	if (f != NULL)
		fclose(f);
	bool same = update ? f != NULL : strcmp(seen, wanted) == 0;
	if (!same)
		fprintf(stderr, "%s is\n%sbut the screen is\n%s", path,
		    f == NULL ? "missing,\n" : wanted, seen);
	free(seen);
	return same;
}
