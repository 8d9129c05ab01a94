/* sources: scanner/image_png.c scanner/image.c scanner/grey.c ;
 * libs: -lpng -lm.  Any bytes as a PNG picture: read whole, or refused
 * with a reason. */
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

	if (image_read_png(&g, data, n, why)) {
		assert(g.w >= 1 && g.h >= 1);
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
