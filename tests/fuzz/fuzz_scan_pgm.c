/* sources: scanner/image_pgm.c scanner/image.c scanner/grey.c ; libs: -lm.
 * Any bytes as a PGM picture: read whole, or refused with a reason; what it
 * says of its length before is true. */
#include <assert.h>
#include <string.h>

#include "scanner/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char why[IMAGE_WHY_SIZE] = "";
	struct grey g;
	unsigned sum = 0;
	size_t length = image_pgm_bytes(data, n);

	if (image_read_pgm(&g, data, n, why)) {
		assert(g.w >= 1 && g.h >= 1);
		assert(length <= n && (length > 0) == (data[1] != '2'));
		for (size_t i = 0; i < (size_t)g.w * (size_t)g.h; i++)
			sum += g.px[i];
		assert(sum <= 255U * (unsigned)g.w * (unsigned)g.h);
	} else {
		assert(g.px == NULL && why[0] != '\0');
		assert(memchr(why, '\0', sizeof why) != NULL);
	}
	grey_release(&g);
	return 0;
}
