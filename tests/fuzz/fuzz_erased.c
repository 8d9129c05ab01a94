/* Any bytes as a line of a list of what was erased: what is read writes the
 * same bytes, and nothing else is read. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "db/erased.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char line[ERASED_LINE_MAX], *copy = malloc(n + 1);
	struct erased e;

	if (copy == NULL)
		return 0;
	memcpy(copy, data, n);
	if (erased_read_line(copy, n, &e, NULL) == RC_OK) {
		erased_line(&e, line);
		if (strlen(line) != n || memcmp(line, data, n) != 0)
			abort();
	}
	free(copy);
	return 0;
}
