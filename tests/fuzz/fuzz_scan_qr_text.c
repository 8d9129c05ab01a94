/* sources: scanner/qr_text.c and what it needs ; libs: none of zbar.  Any bytes
 * as the data of a QR code, of a version that the first byte says: its text is
 * UTF-8 and fits. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/qr_text.h"
#include "scanner/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static bool ready;
	char *out = malloc(4096);	/* its end is guarded */

	if (out == NULL)
		abort();
	if (!ready)
		text_init();
	ready = true;
	int version = n > 0 ? data[0] % 40 + 1 : 1;
	uint8_t *copy = malloc(n + 1);
	if (copy == NULL)
		abort();
	size_t bytes = n > 1 ? n - 1 : 0;
	if (bytes > 0)
		memcpy(copy, data + 1, bytes);
	size_t len = qr_text_of_bytes(copy, bytes, version, out, 4096);
	assert(len <= 4096);
	assert(text_is_utf8(out, len));
	free(copy);
	free(out);
	return 0;
}
