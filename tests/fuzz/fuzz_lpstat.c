/* What lpstat, or whatever bears its name, writes of a queue. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "tui/print/lpstat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	enum paper paper;
	struct err err = { .why = WHY_NONE };

	enum rc rc = lpstat_read((const char *)data, n, "A4", &paper, &err);
	assert(rc == RC_OK || (rc == RC_OUTSIDE && err.why != WHY_NONE));
	assert(paper <= PAPER_OUT);
	return 0;
}
