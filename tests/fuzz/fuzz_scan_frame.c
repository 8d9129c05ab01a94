/* sources: scanner/passes.c scanner/tally.c scanner/decode.c scanner/text.c
 * scanner/bars.c scanner/bars_*.c scanner/grey.c scanner/grey_scale.c
 * scanner/grey_local.c scanner/ticks.c ; libs: -lzbar -lm.  Any bytes as a frame, through the plain pass and one
 * other. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/passes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct tally tally;
static int64_t frame;

/* The first byte is the frame's width less one, the second tells how many
 * pixels wide and high each of the other bytes is, and the other pass. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct decoder *decoder;
	const struct entry *found[TALLY_MAX];
	struct grey g;

	if (decoder == NULL)
		decoder = decoder_new(UINT64_C(1) << 14 | UINT64_C(1) << 6);
	if (n < 3)
		return 0;
	int zoom = data[1] % 3 + 1, w = (data[0] + 1) * zoom;
	int h = (int)(n - 2 + data[0]) / (data[0] + 1) * zoom;
	if (!grey_init(&g, w, h > 200 ? 200 : h))
		abort();
	for (int y = 0; y < g.h; y++)
		for (int x = 0; x < g.w; x++) {
			size_t at = (size_t)(y / zoom) * (data[0] + 1U) +
			    (size_t)(x / zoom);
			g.px[y * g.w + x] = at < n - 2 ? data[2 + at] : 0;
		}
	frame++;
	tally_forget(&tally, frame, frame * 30);
	int other = 1 + data[1] / 3 % (passes_count(&g) - 1);
	struct care care = { data[1] % 3 == 0, INT64_MAX };
	(void)passes_run(decoder, &g, 0, care, &tally, frame, frame * 30);
	(void)passes_run(decoder, &g, other, care, &tally, frame, frame * 30);
	int count = tally_take(&tally, found, TALLY_MAX);
	assert(count >= 0 && count <= TALLY_MAX);
	for (int i = 0; i < count; i++)
		assert(found[i]->code.len <= CODE_TEXT_MAX);
	grey_release(&g);
	return 0;
}
