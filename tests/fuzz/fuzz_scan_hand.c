/* sources: scanner/keys.c scanner/gather.c scanner/aim.c scanner/text.c ;
 * libs: none.  Any bytes as what a hand scanner sends: the first tells whether
 * on a serial port or as keys. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "scanner/aim.h"
#include "scanner/keys.h"
#include "scanner/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct gather *g, enum gathered what)
{
	static char utf8[3 * GATHER_TEXT_MAX];

	assert(g->n <= GATHER_TEXT_MAX);
	assert(what != GATHER_SPOILT || g->spoilt != SPOILT_NOT);
	if (what != GATHER_SCAN)
		return;
	size_t skip = aim_symbology(g->text, g->n) != NULL ? AIM_LEN : 0;
	assert(g->n > skip && g->spoilt == SPOILT_NOT);
	for (const char *c = "\r\n\t"; *c != '\0'; c++)
		assert(memchr(g->text, *c, g->n) == NULL);
	size_t len = text_to_utf8(g->text + skip, g->n - skip, utf8,
	    sizeof utf8);
	for (size_t i = 0, step; i < len; i += step) {
		step = text_utf8_len(utf8 + i, len - i);
		assert(step > 0);
	}
}

/* A byte of 0xff is a pause of as many hundredths of a second as the next
 * says; the input comes again and again until the buffer is full. */
static void
try_serial(const uint8_t *data, size_t n)
{
	static struct gather gather;
	int64_t ms = 0;

	memset(&gather, 0, sizeof gather);
	for (size_t i = 0; n > 0 && i < GATHER_TEXT_MAX + 2 * n; i++) {
		uint8_t c = data[i % n], next = data[(i + 1) % n];
		if (c != 0xff)
			check(&gather, gather_char(&gather, (char)c, ms));
		else if (next > 200)
			check(&gather, gather_pause(&gather));
		ms += c == 0xff ? next * 10 : 0;
	}
}

/* Four bytes an event, so that most are ones that mean something: when, what,
 * and which. */
static void
try_keys(const uint8_t *data, size_t n)
{
	static struct keys keys;
	int64_t ms = 0;

	memset(&keys, 0, sizeof keys);
	for (; n >= 4; data += 4, n -= 4) {
		struct input_event e = { 0 };
		ms += data[0] > 250 ? 1200 : data[0];
		e.input_event_sec = ms / 1000;
		e.input_event_usec = ms % 1000 * 1000;
		if (data[0] == 250)
			e.input_event_sec = INT64_MAX - data[3];
		e.type = data[1] % 8 < 5 ? EV_KEY : data[1] % 8 < 7 ? EV_SYN :
		    data[1];
		e.code = (uint16_t)(data[2] | (data[3] >> 4) << 8);
		e.value = (data[3] & 15) == 15 ? -1 : data[3] & 3;
		if (e.type == EV_SYN)
			e.code %= 4;
		check(&keys.gather, keys_event(&keys, &e));
		if (data[1] >= 0xf8)
			check(&keys.gather, gather_pause(&keys.gather));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static int ready;

	if (ready++ == 0)
		text_init();
	if (n == 0)
		return 0;
	if (data[0] % 2 == 0)
		try_serial(data + 1, n - 1);
	else
		try_keys(data + 1, n - 1);
	return 0;
}
