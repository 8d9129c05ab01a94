/* sources: scanner/gather.c scanner/keys.c scanner/aim.c ; libs: none.  Any
 * bytes as what a hand scanner sends over a serial line, or as the events of
 * one that types. */
#include <assert.h>
#include <string.h>

#include "scanner/aim.h"
#include "scanner/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct gather *g, enum gathered what)
{
	assert(g->n <= sizeof g->text);
	if (what == GATHER_SCAN) {
		const char *name = aim_symbology(g->text, g->n);
		assert(g->n > 0);
		assert(name == NULL || g->n > AIM_LEN);
	} else if (what == GATHER_SPOILT) {
		assert(g->spoilt != SPOILT_NOT);
		assert(gather_why(g->spoilt)[0] != '\0');
	}
}

/* A byte stands for how much later the next comes. */
static void
try_serial(const uint8_t *p, size_t n)
{
	static struct gather g;
	int64_t ms = 0;

	memset(&g, 0, sizeof g);
	for (size_t i = 0; i < n; i++) {
		if (p[i] == 0xff && i + 1 < n) {
			ms += p[++i] * 10;
			if (ms % 3 == 0)
				check(&g, gather_pause(&g));
			continue;
		}
		check(&g, gather_char(&g, (char)p[i], ms));
	}
}

/* Four bytes an event: what, which key (two), and how. */
static void
try_keys(const uint8_t *p, size_t n)
{
	static struct keys k;
	int64_t ms = 0;

	memset(&k, 0, sizeof k);
	for (; n >= 4; p += 4, n -= 4) {
		ms += p[0] >> 3;
		struct input_event e = {
			.input_event_sec = ms / 1000,
			.input_event_usec = ms % 1000 * 1000,
			.type = p[0] & 7,
			.code = (uint16_t)(p[1] | p[2] << 8),
			.value = (int8_t)p[3],
		};
		check(&k.gather, keys_event(&k, &e));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n == 0)
		return 0;
	if (data[0] & 1)
		try_serial(data + 1, n - 1);
	else
		try_keys(data + 1, n - 1);
	return 0;
}
