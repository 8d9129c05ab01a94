/* Any bytes at any pace as a terminal's input: events stay well formed, and
 * nothing that may not be drawn comes through. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/kiosk/input.h"
#include "tui/lang.h"
#include "tui/sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct input *in, void *arg)
{
	size_t *events = arg;

	++*events;
	switch (in->kind) {
	case INPUT_TEXT:
		if (strlen(in->text) < 1 || strlen(in->text) > 4 ||
		    sink_dirty(in->text, strlen(in->text)))
			abort();
		break;
	case INPUT_SCAN:
		if (in->n == 0 || in->n >= BURST_MAX ||
		    strlen(in->scan) != in->n)
			abort();
		for (const char *p = in->scan; *p != '\0';) {
			size_t len = strcspn(p, "\x1d");
			if (len > 0 && sink_dirty(p, len))
				abort();
			p += len + (p[len] != '\0');
		}
		break;
	case INPUT_KEY:
		if (in->key <= K_NONE || in->key >= K_COUNT)
			abort();
		break;
	default:
		if (in->y < 0 || in->x < 0)
			abort();
	}
}

/* The first byte chooses a prefix; a byte of 255 in the input lets time
 * pass instead, by the next one in milliseconds. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const prefixes[] = { "", "~", "\002", "]C" };
	static struct input_reader r;
	int64_t now_ms = 0;
	size_t events = 0, sent = 0;

	if (n == 0)
		return 0;
	lang_init();
	input_init(&r, prefixes[data[0] & 3], 50);
	for (size_t i = 1; i < n; i++) {
		if (data[i] == 255 && i + 1 < n) {
			now_ms += data[++i];
			input_tick(&r, now_ms, check, &events);
			continue;
		}
		input_feed(&r, (const char *)data + i, 1, now_ms, check,
		    &events);
		sent++;
	}
	now_ms += 5000;
	input_tick(&r, now_ms, check, &events);
	if (input_deadline(&r) >= 0 || events > 3 * sent + 3)
		abort();
	return 0;
}
