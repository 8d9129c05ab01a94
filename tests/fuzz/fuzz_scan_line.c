/* sources: scanner/line.c ; libs: none.  Any bytes as a line of the scanner:
 * what is not bad keeps to what its header promises. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct scan_line line;

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *copy = malloc(n);		/* its end is guarded */

	if (copy == NULL && n > 0)
		abort();
	if (n > 0)
		memcpy(copy, data, n);
	memset(&line, 0xa5, sizeof line);
	enum scan_line_kind kind = scan_line_parse(copy, n, &line);
	free(copy);
	assert(kind == line.kind);
	assert(line.text_len < sizeof line.text);
	assert(line.text[line.text_len] == '\0');
	assert(memchr(line.symbology, '\0', sizeof line.symbology) != NULL);
	assert(memchr(line.aim, '\0', sizeof line.aim) != NULL);
	bool text = kind != SCAN_LINE_BAD && kind != SCAN_LINE_HELLO &&
	    kind != SCAN_LINE_RATE;
	assert(text == (line.text_len > 0));
	assert((kind == SCAN_LINE_VIEW) == (line.w > 0));
	assert(kind != SCAN_LINE_VIEW ||
	    line.text_len == (size_t)(line.w * line.h));
	assert((kind == SCAN_LINE_SCAN) == (line.symbology[0] != '\0'));
	return 0;
}
